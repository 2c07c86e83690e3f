"""Activities: planned by a committee, opened, attended exactly once by the code of the moment, closed with figures."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activities import actions, attending, codes, queries, rules
from core.activities.attending import Shown
from core.activities.rules import Draft
from core.errors import NotFound, Problem, Stale
from core.registers import totals
from core.units import queries as units

SECRET = b"k" * 40
AT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)  # of the machine's clock, which is not the union's


@given(st.integers(1, 2**31), st.integers(0, 59))
def test_a_code_is_good_for_its_window_and_the_next(window, later):
    """Both codes hold to the end of the following half minute and never after; the long one for no other activity."""
    one, start = uuid4(), window * codes.WINDOW
    link, typed = codes.link(SECRET, one, start), codes.typed(SECRET, one, start)
    assert codes.holds(SECRET, one, link, start + later) and codes.holds(SECRET, one, typed, start + later)
    assert not codes.holds(SECRET, one, link, start + 60 + later)
    assert not codes.holds(SECRET, uuid4(), link, start) and not codes.holds(SECRET, one, "đ", start)
    assert re.fullmatch(r"\d{6}", typed) and codes.is_typed(typed) and not codes.is_typed(link)


@pytest.fixture
def draft(world):
    """An acceptable plan for today, with what a test changes."""

    async def made(tx, programme=world.programme, **changes):
        day, key = await tx.today(), next(iter(programme.rules.criteria))
        given = {"title": "Chủ nhật xanh", "place": "Nhà văn hóa", "happens_on": day, "starts_at": "07:30",
                 "ends_at": "11:00", "criteria": (key,)}  # fmt: skip
        return Draft(**(given | changes))

    return made


@pytest.fixture
async def planned(database, world, draft):
    """The branch's secretary plans something for today."""
    async with database.tenant(world.scope) as tx:
        unit = await units.get(tx, world.units["ap_1"])
        return await actions.plan(tx, world.actor("bi_thu_ap"), world.programme, unit, await draft(tx))


@pytest.fixture
async def opened(database, world, planned):
    """And opens it."""
    async with database.tenant(world.scope) as tx:
        await actions.publish(tx, world.actor("bi_thu_ap"), planned)
    return planned


async def test_only_the_units_committee_plans(database, world, draft):
    """A member does not; what is missing or backwards is named at its field."""
    async with database.tenant(world.scope) as tx:
        unit = await units.get(tx, world.units["ap_1"])
        bad = await draft(tx, title="", starts_at="x", criteria=("",))
        with pytest.raises(Problem):
            await actions.plan(tx, world.actor("doan_vien"), world.programme, unit, bad)
        with pytest.raises(Problem) as refused:
            await actions.plan(tx, world.actor("bi_thu_ap"), world.programme, unit, bad)
        assert [one.field for one in refused.value.problems] == ["title", "starts_at", "criteria"]
        with pytest.raises(Problem) as refused:
            backwards = await draft(tx, ends_at="07:00")
            await actions.plan(tx, world.actor("bi_thu_ap"), world.programme, unit, backwards)
        assert [one.field for one in refused.value.problems] == ["ends_at"]


async def test_from_planned_to_cancelled(database, world, planned, draft):
    """Before it is opened nobody else knows it; two editors do not overwrite each other; a cancelled one stays so."""
    organiser, member = world.actor("bi_thu_ap"), world.actor("doan_vien")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await queries.get(tx, member, planned)
        await actions.edit(tx, organiser, planned, await draft(tx, title="Ngày thứ Bảy tình nguyện"), 1)
        with pytest.raises(Stale):
            await actions.edit(tx, organiser, planned, await draft(tx), 1)
        await actions.publish(tx, organiser, planned)
        assert (await queries.get(tx, member, planned)).title == "Ngày thứ Bảy tình nguyện"
        with pytest.raises(NotFound):
            await queries.get(tx, world.actor("bi_thu_xa_b"), planned)
        with pytest.raises(Problem) as refused:
            await actions.cancel(tx, organiser, planned, "")
        assert refused.value.code == "activity.reason-missing"
        await actions.cancel(tx, organiser, planned, "Mưa bão")
        for act in (actions.publish(tx, organiser, planned), actions.close(tx, organiser, planned, "", {})):
            with pytest.raises(Problem) as refused:
                await act
            assert refused.value.code == "activity.wrong-state"
        with pytest.raises(Problem) as refused:
            await attending.sign_up(tx, member, planned)
        assert refused.value.code == "activity.not-open"


def shows(activity, *, ago: int = 0, code: str | None = None, at: datetime = AT) -> Shown:
    """What a phone sends: the digits of `ago` seconds before, with its own time if that is not now."""
    then = at - timedelta(seconds=ago)
    digits = codes.typed(SECRET, activity, then.timestamp()) if code is None else code
    return Shown(code=digits, secret=SECRET, at=at, said=then if ago else None)


async def test_a_member_checks_in_once(database, world, opened):
    """An old code is refused; the right one counts once, however often it is sent."""
    async with database.tenant(world.scope) as tx:
        member = world.actor("doan_vien")
        await attending.sign_up(tx, member, opened)
        old = codes.link(SECRET, opened, (AT - timedelta(minutes=2)).timestamp())
        assert await attending.check_in(tx, member, opened, shows(opened, code=old)) == "wrong"
        assert await attending.check_in(tx, member, opened, shows(opened)) == "came"
        assert await attending.check_in(tx, member, opened, shows(opened)) == "already"
        assert (await queries.get(tx, member, opened)).present == 1


async def test_who_guesses_has_to_wait(database, world, opened):
    """After five wrong ones even the right digits are not looked at, for five minutes."""
    async with database.tenant(world.scope) as tx:
        member = world.actor("doan_vien")
        right = codes.typed(SECRET, opened, AT.timestamp())
        wrong = [one for one in ("000000", "111111", "222222", "333333", "444444", "555555", "666666") if one != right]
        tried = [await attending.check_in(tx, member, opened, shows(opened, code=one)) for one in wrong[:6]]
        assert tried == ["wrong"] * 5 + ["paused"]
        assert await attending.check_in(tx, member, opened, shows(opened)) == "paused"
        later = AT + timedelta(minutes=6)
        assert await attending.check_in(tx, member, opened, shows(opened, at=later)) == "came"


async def test_what_waited_in_a_phone_is_confirmed_by_somebody_else(database, world, opened):
    """A code that was right an hour ago waits for the organiser, and then counts from that hour; one that never was on
    the screen does not."""
    async with database.tenant(world.scope) as tx:
        member, organiser = world.actor("doan_vien"), world.actor("bi_thu_ap")
        ago = 3600
        never = shows(opened, ago=ago, code="0" * 32)
        assert await attending.check_in(tx, member, opened, never) == "wrong"
        assert await attending.check_in(tx, member, opened, shows(opened, ago=ago)) == "waits"
        assert await attending.check_in(tx, member, opened, shows(opened, ago=ago)) == "waits"
        [guest] = await queries.guests(tx, opened)
        assert guest.waits and (await queries.get(tx, member, opened)).present == 0
        with pytest.raises(Problem):
            await attending.mark(tx, member, opened, guest.person_id)
        assert await attending.mark(tx, organiser, opened, guest.person_id)
        assert not await attending.mark(tx, organiser, opened, guest.person_id)
        found = await queries.get(tx, member, opened)
        assert found.present == 1 and found.came_at == guest.said_at


async def test_closing_adds_up_the_tree(database, world, school_year, draft):
    """What came of it stands in the book of the pack, and the unit above has it in its sum; only the organisers close,
    once, and what is no number is refused at its field."""
    organiser = world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock($1)", datetime(2021, 3, 20, 3, tzinfo=UTC))
        unit = await units.get(tx, world.units["ap_1"])
        made = await actions.plan(tx, organiser, school_year, unit, await draft(tx, school_year))
        await actions.publish(tx, organiser, made)
        assert set(await queries.offered(tx, world.actor("doan_vien"), school_year.id)) == {"1.1"}
        with pytest.raises(Problem) as refused:
            await actions.close(tx, organiser, made, "", {"people": "nhiều"})
        assert [one.field for one in refused.value.problems] == ["quantity.people"]
        with pytest.raises(Problem):
            await actions.close(tx, world.actor("doan_vien"), made, "", {"people": "12"})
        await actions.close(tx, organiser, made, "Trồng 20 cây", {"people": "12"})
        with pytest.raises(Problem):
            await actions.close(tx, organiser, made, "", {"people": "12"})
        top = await units.top(tx)
        key, _ = rules.book(school_year.rules)
        assert (await totals.whole(tx, school_year, top, key)).quantities == {"people": 12}
        assert not await queries.offered(tx, world.actor("doan_vien"), school_year.id)


async def test_the_link_on_the_screen_checks_a_member_in(client_for, world, opened):
    """The organiser's page carries the link of its code; the member opens it, taps once, and is on the list; a second
    time says so. What the script sends in another's name is not taken."""
    here = f"/{world.scope.slug}/hoat-dong/{opened}"
    async with client_for(world, "bi_thu_ap") as client:
        board = await client.get(f"{here}/diem-danh")
        assert board.status_code == 200 and "rl-qr" in board.text
    link = re.search(r'href="[^"]*(/hoat-dong/[^"]*/den/\w{32})"', board.text)[1]
    async with client_for(world, "doan_vien") as client:
        assert (await client.get(f"{here}/diem-danh")).status_code == 404
        page = (await client.get(f"/{world.scope.slug}{link}")).text
        form = page[page.index(f'{here}/den"') :]
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        wrong = await client.post(f"{here}/den", data=fields | {"code": "0" * 32, "_key": ""})
        assert wrong.status_code == 422 and "Mã không đúng hoặc đã đổi" in wrong.text
        stranger = fields | {"person": str(uuid4()), "_key": ""}
        assert (await client.post(f"{here}/den", data=stranger, headers={"x-checkin": "1"})).status_code == 404
        assert (await client.post(f"{here}/den", data=fields)).status_code == 303
        assert "Bạn đã điểm danh lúc" in (await client.get(f"/{world.scope.slug}{link}")).text
        mine = {"code": fields["code"], "person": str(world.actor("doan_vien").person_id), "_csrf": fields["_csrf"]}
        again = await client.post(f"{here}/den", data=mine, headers={"x-checkin": "1"})
        assert again.json()["outcome"] == "already"
        assert "Đã điểm danh" in (await client.get(f"/{world.scope.slug}/hoat-dong")).text
