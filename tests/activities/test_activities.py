"""Activities: planned by a committee, seen below, and attended exactly once by the code of the moment."""

import re
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activities import actions, queries, rules
from core.activities.rules import Draft
from core.errors import NotFound, Problem
from core.units import queries as units

SECRET = b"k" * 40


@given(st.integers(1, 2**31), st.integers(0, 59))
def test_a_code_is_good_for_its_window_and_the_next(window, later):
    """It holds to the end of the following half minute and never after; nor for another activity."""
    one, start = uuid4(), window * rules.WINDOW
    code = rules.code(SECRET, one, start)
    assert rules.holds(SECRET, one, code, start + later)
    assert not rules.holds(SECRET, one, code, start + 60 + later)
    assert not rules.holds(SECRET, uuid4(), code, start) and not rules.holds(SECRET, one, "đ", start)


@pytest.fixture
async def planned(database, world):
    """The branch's secretary plans something for today."""
    async with database.tenant(world.scope) as tx:
        unit = await units.get(tx, world.units["ap_1"])
        key = next(iter(world.programme.rules.criteria))
        day: date = await tx.today()
        draft = Draft(title="Chủ nhật xanh", place="Nhà văn hóa", happens_on=day, starts_at="07:30", criteria=(key,))
        return await actions.plan(tx, world.actor("bi_thu_ap"), world.programme, unit, draft)


async def test_only_the_units_committee_plans(database, world):
    """A member does not; a plan without a name or criterion names its fields."""
    async with database.tenant(world.scope) as tx:
        unit = await units.get(tx, world.units["ap_1"])
        draft = Draft(title="", place="", happens_on=await tx.today(), starts_at="x", criteria=())
        with pytest.raises(Problem):
            await actions.plan(tx, world.actor("doan_vien"), world.programme, unit, draft)
        with pytest.raises(Problem) as refused:
            await actions.plan(tx, world.actor("bi_thu_ap"), world.programme, unit, draft)
        assert [one.field for one in refused.value.problems] == ["title", "starts_at", "criteria"]


async def test_another_branch_does_not_see_it(database, world, planned):
    """What is not yours does not exist."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await queries.get(tx, world.actor("bi_thu_xa_b"), planned)


async def test_a_member_checks_in_once(database, world, planned):
    """An old code is refused; the right one counts once, however often it is sent."""
    async with database.tenant(world.scope) as tx:
        member = world.actor("doan_vien")
        await actions.sign_up(tx, member, planned)
        with pytest.raises(Problem) as refused:
            await actions.check_in(tx, member, planned, code_holds=False)
        assert refused.value.code == "activity.code-expired"
        assert await actions.check_in(tx, member, planned, code_holds=True)
        assert not await actions.check_in(tx, member, planned, code_holds=True)
        assert (await queries.get(tx, member, planned)).present == 1


async def test_the_link_on_the_screen_checks_a_member_in(client_for, world, planned):
    """The organiser's page carries the link of its code; the member opens it, taps once, and is on the list."""
    here = f"/{world.scope.slug}/hoat-dong/{planned}"
    async with client_for(world, "bi_thu_ap") as client:
        board = await client.get(f"{here}/diem-danh")
        assert board.status_code == 200 and "rl-qr" in board.text and board.headers["refresh"]
    link = re.search(r'href="[^"]*(/hoat-dong/[^"]*/den/\w{32})"', board.text)[1]
    async with client_for(world, "doan_vien") as client:
        assert (await client.get(f"{here}/diem-danh")).status_code == 404
        page = (await client.get(f"/{world.scope.slug}{link}")).text
        form = page[page.index("/den/") :]
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        assert (await client.post(f"/{world.scope.slug}{link}", data=fields)).status_code == 303
        assert "Đã điểm danh" in (await client.get(f"/{world.scope.slug}/hoat-dong")).text
