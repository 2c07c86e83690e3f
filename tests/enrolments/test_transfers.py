"""A person goes to another branch in the middle of a year: the sheet follows, both totals say why they changed."""

from datetime import date

import pytest

from core.db.scope import Database
from core.enrolments import actions as enrolments
from core.enrolments import acts, transfers
from core.enrolments import queries as enrolled
from core.errors import Problem
from core.packs.catalog import discover
from core.people import posts
from core.programmes.actions import Plan, open_programme
from core.reports import queries as reports
from core.reports.movements import movements
from core.units import actions as units
from core.units import queries as unit_queries

REASON = "Chuyển công tác"


@pytest.fixture
async def school(database: Database, world):
    """The member programme of a school year, open on 20/01/2021 with every member on its roster."""
    async with database.tenant(world.scope) as tx:
        pack = discover().get("dhkt_school_year")
        programme = await open_programme(tx, None, pack, 2020, Plan("02-KH", date(2020, 9, 1), "Đoàn trường"))
        await enrolments.enrol(tx, programme)
    return programme


async def set_state(tx, programme, person, state, level=None) -> None:
    """Put somebody on the roster into a state."""
    await tx.execute(
        "update enrolment set state = $4, level = $5 where tenant_id = $1 and programme_id = $2 and person_id = $3",
        tx.tenant_id, programme.id, person, state, level,
    )  # fmt: skip


async def moved(tx, world, programme, unit):
    """What the board of a unit says of coming and going."""
    found = await movements(tx, world.actor("quan_tri"), programme, await unit_queries.get(tx, world.units[unit]))
    return [(one.way, one.other, one.unit, one.people) for one in found]


async def test_a_members_sheet_follows_to_the_new_branch(database: Database, world, school):
    """It counts there from now on, in its state; the board of both branches names the other."""
    person = world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        await set_state(tx, school, person, "submitted")
        before = {unit: (await reports.board(tx, world.actor("quan_tri"), school, world.units[unit])).total.eligible
                  for unit in ("ap_1", "ap_2", "xa_a")}  # fmt: skip
        went = await transfers.transfer(
            tx, world.actor("quan_tri"), person, world.units["ap_2"], date(2021, 1, 18), REASON
        )  # fmt: skip
        place = await enrolled.of_person(tx, school.id, person)
        after = {unit: (await reports.board(tx, world.actor("quan_tri"), school, world.units[unit])).total.eligible
                 for unit in before}  # fmt: skip
        assert went == 1 and (place.unit_id, place.state) == (world.units["ap_2"], "submitted")
        assert {unit: after[unit] - before[unit] for unit in before} == {"ap_1": -1, "ap_2": 1, "xa_a": 0}
        assert await moved(tx, world, school, "ap_1") == [("went", "Chi đoàn ấp 2", "", 1)]
        assert await moved(tx, world, school, "ap_2") == [("came", "Chi đoàn ấp 1", "", 1)]
        assert await moved(tx, world, school, "xa_a") == []


async def test_a_recognised_result_stays_where_it_was_sent(database: Database, world, school):
    """The transfer says so beforehand, and the old branch keeps the result."""
    person = world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        await set_state(tx, school, person, "recognised", 1)
        told = {one.programme.id: one.goes for one in await transfers.sheets(tx, person)}
        assert told == {school.id: False}
        await transfers.transfer(tx, world.actor("quan_tri"), person, world.units["ap_2"], None, REASON)
        assert (await enrolled.of_person(tx, school.id, person)).unit_id == world.units["ap_1"]


async def test_who_counts_by_a_position_stays_with_it(database: Database, world, school):
    """A branch's secretary who lives in another branch from now on counts in KL06 where the position is."""
    person = world.people["bi_thu_ap"]
    async with database.tenant(world.scope) as tx:
        told = {one.programme.pack_id: one.goes for one in await transfers.sheets(tx, person)}
        assert told == {"dhkt_school_year": True, "kien_giang_kl06": False}
        await transfers.transfer(tx, world.actor("quan_tri"), person, world.units["ap_2"], None, REASON)
        assert (await enrolled.of_person(tx, world.programme.id, person)).unit_id == world.units["ap_1"]
        assert (await enrolled.of_person(tx, school.id, person)).unit_id == world.units["ap_2"]


async def test_a_transfer_that_is_refused_changes_nothing(database: Database, world, school):
    """Not into a commune, not twice; the sheet stays."""
    person = world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        for unit in ("xa_a", "ap_1"):
            with pytest.raises(Problem):
                async with tx.savepoint():
                    await transfers.transfer(tx, world.actor("quan_tri"), person, world.units[unit], None, REASON)
        assert (await enrolled.of_person(tx, school.id, person)).unit_id == world.units["ap_1"]


async def test_there_and_back_is_no_movement(database: Database, world, school):
    """Net is what counts: who came back neither came nor went."""
    admin, person = world.actor("quan_tri"), world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        for source, target in (("ap_1", "ap_2"), ("ap_2", "ap_1")):
            await acts.move(tx, admin, school, person, world.units[target], REASON, was=world.units[source])
        assert await moved(tx, world, school, "ap_1") == []


async def test_a_unit_that_moved_explains_both_districts(database: Database, world):
    """A commune under another district counts there with its people; the province sees no movement."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        commune = await unit_queries.get(tx, world.units["xa_a"])
        await units.move(tx, admin, commune.id, world.units["huyen_b"], commune.version)
        name = "Đoàn xã Thuận Hòa"
        assert await moved(tx, world, world.programme, "huyen_a") == [("went", "Huyện đoàn Bình An", name, 4)]
        assert await moved(tx, world, world.programme, "huyen_b") == [("came", "Huyện đoàn An Bình", name, 4)]
        assert await moved(tx, world, world.programme, "tinh") == []
        await posts.appoint(tx, admin, world.people["doan_vien"], world.units["ap_2"], posts.Facts(title="secretary"))


async def test_the_pages_say_what_goes_along_and_who_came(client_for, world, database: Database, school):
    """The confirmation names each programme, the board of the new branch who came."""
    person = world.people["bi_thu_ap"]
    url = f"/{world.scope.slug}/quan-tri/nguoi/{person}/chuyen?den={world.units['ap_2']}"
    async with client_for(world, "quan_tri") as client:
        page = (await client.get(url)).text
        assert "đi theo, tính ở chi đoàn mới" in page and "theo chức danh" in page
        async with database.tenant(world.scope) as tx:
            await transfers.transfer(tx, world.actor("quan_tri"), person, world.units["ap_2"], None, REASON)
        board = await client.get(f"/{world.scope.slug}/chuong-trinh/{school.slug}/tien-do/{world.units['ap_2']}")
        assert "Chuyển đến, chuyển đi" in board.text and "Chi đoàn ấp 1" in board.text
