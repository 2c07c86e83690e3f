"""Progress and reports read from the counters, on a real database."""

from uuid import UUID

import pytest

from core.access import Actor, Seat
from core.db.migrations.m11_contract import COUNTED
from core.errors import NotFound
from core.reports import queries
from core.reports.steps import lags, steps_of
from core.reports.tallies import added
from core.units import actions as units
from core.units import queries as unit_queries


async def board_of(database, world, name, unit):
    """The board of a unit as somebody reads it."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return await queries.board(tx, world.actor(name), world.programme, world.units[unit])


async def set_state(database, world, who, state, level=None):
    """Put a person of the roster into a state."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update enrolment set state = $3, level = $4 where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people[who], state, level,
        )  # fmt: skip


async def test_a_board_adds_up(database, world):
    """A unit's total is its own people plus its children's lines, and every act moves it at once."""
    before = await board_of(database, world, "bi_thu_tinh", "tinh")
    await set_state(database, world, "bi_thu_ap", "submitted")
    after = await board_of(database, world, "bi_thu_tinh", "tinh")
    assert after.total == added([after.own, *(line.tally for line in after.lines)])
    assert (after.total.eligible, after.total.registered) == (before.total.eligible, before.total.registered + 1)
    moved = {line.name: line.tally.registered for line in after.lines}
    assert moved == {"Huyện đoàn An Bình": 1, "Huyện đoàn Bình An": 0}


async def test_counters_equal_a_count_of_the_roster(database, world):
    """After acts of every kind, on one person and on many, each counter says what a count of the roster says."""
    for who, state, level in (("bi_thu_ap", "rated", 1), ("pho_ap", "returned", None), ("pho_xa", "recognised", 4)):
        await set_state(database, world, who, state, level)
    async with database.tenant(world.scope) as tx:
        for change, who in (
            ("presence = 'on_leave'", ["uv_huyen"]),
            ("presence = 'left'", ["bi_thu_cq"]),
            ("self_assessed = true, self_late = true", ["bi_thu_ap", "pho_xa"]),
            ("state = 'submitted', registered_late = true", ["bi_thu_huyen_b"]),
        ):
            await tx.execute(
                f"update enrolment set {change} where tenant_id = $1 and person_id = any($2::uuid[])",
                tx.tenant_id, [world.people[name] for name in who],
            )  # fmt: skip
        await tx.execute(
            "update enrolment set unit_id = $3 where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["bi_thu_ap"], world.units["ap_2"],
        )  # fmt: skip
        await tx.execute(
            "delete from enrolment where tenant_id = $1 and person_id = $2", tx.tenant_id, world.people["chuyen_vien"]
        )
        names = ", ".join(COUNTED)
        sql = f"select unit_id, {names} from %s where tenant_id = $1 and eligible > 0 order by unit_id"
        kept = await tx.fetch(sql % "unit_counter", tx.tenant_id)
        counted = await tx.fetch(sql % "unit_recount", tx.tenant_id)
    assert [tuple(row) for row in kept] == [tuple(row) for row in counted]
    assert len(counted) > 4


async def test_a_unit_that_moves_takes_its_numbers_along(database, world):
    """When a commune comes under another district, that district's board counts it (design.md §3: today's tree)."""
    before = {line.name: line.tally.eligible for line in (await board_of(database, world, "quan_tri", "tinh")).lines}
    async with database.tenant(world.scope) as tx:
        commune = await unit_queries.get(tx, world.units["xa_a"])
        await units.move(tx, world.actor("quan_tri"), commune.id, world.units["huyen_b"], commune.version)
    after = {line.name: line.tally.eligible for line in (await board_of(database, world, "quan_tri", "tinh")).lines}
    assert sum(after.values()) == sum(before.values())
    assert after["Huyện đoàn Bình An"] - before["Huyện đoàn Bình An"] == 4


async def test_a_unit_closed_after_the_census_keeps_its_row(database, world):
    """A dissolved branch stays in that year's table with its people (domain.md §8)."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update unit set closed_on = $3 where tenant_id = $1 and id = $2",
            tx.tenant_id, world.units["ap_1"], world.programme.census_on,
        )  # fmt: skip
        report = await queries.report(
            tx, world.actor("bi_thu_xa"), world.programme, "appendix", world.units["xa_a"]
        )  # fmt: skip
    assert [(row.number, row.place.name, row.total[0]) for row in report.rows] == [
        ("I", "Đoàn xã Thuận Hòa", 4),
        ("a", "Chi đoàn ấp 1", 2),
    ]
    board = await board_of(database, world, "bi_thu_xa", "xa_a")
    assert "Chi đoàn ấp 1" in [line.name for line in board.lines]


async def test_a_unit_closed_before_the_census_is_gone(database, world):
    """A branch dissolved before the census, with nobody counted there, has no row even when empty rows show."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update unit set closed_on = $3 where tenant_id = $1 and id = $2",
            tx.tenant_id, world.units["ap_2"], world.programme.census_on,
        )  # fmt: skip
        shape = queries.Shape(hide_empty=False)
        report = await queries.report(
            tx, world.actor("bi_thu_xa"), world.programme, "appendix", world.units["xa_a"], shape
        )
    assert [row.place.name for row in report.rows] == ["Đoàn xã Thuận Hòa", "Chi đoàn ấp 1"]


async def test_who_is_exempt_is_named_in_the_report(database, world):
    """On leave stays in (2), left leaves it; both are named with unit and reason (domain.md §4)."""
    async with database.tenant(world.scope) as tx:
        for who, presence, reason in (("pho_ap", "on_leave", "nghỉ thai sản"), ("pho_xa", "left", "chuyển công tác")):
            await tx.execute(
                "update enrolment set presence = $3, presence_reason = $4 where tenant_id = $1 and person_id = $2",
                tx.tenant_id, world.people[who], presence, reason,
            )  # fmt: skip
        report = await queries.report(tx, world.actor("bi_thu_xa"), world.programme, "appendix", world.units["xa_a"])
    assert report.rows[0].total[0] == 3
    assert [(one.person, one.unit, one.presence, one.reason) for one in report.exemptions] == [
        ("Ngô Gia Bảo", "Chi đoàn ấp 1", "on_leave", "nghỉ thai sản"),
        ("Bùi Quốc Việt", "Đoàn xã Thuận Hòa", "left", "chuyển công tác"),
    ]


async def test_the_letterhead_is_the_units_own(database, world):
    """The report of a commune is headed by its district and itself, at its place, on the tenant's day."""
    async with database.tenant(world.scope, readonly=True) as tx:
        report = await queries.report(tx, world.actor("bi_thu_xa"), world.programme, "appendix", world.units["xa_a"])
    assert report.left == ("HUYỆN ĐOÀN AN BÌNH", "BCH ĐOÀN XÃ THUẬN HÒA")
    assert report.dateline == "Rạch Giá, ngày 20 tháng 01 năm 2021"


@pytest.mark.parametrize("unit", ["huyen_a", "huyen_b", "xa_b", "tinh"])
async def test_only_ones_own_units_exist(database, world, unit):
    """A commune's committee sees neither the units above nor those beside it."""
    with pytest.raises(NotFound):
        await board_of(database, world, "bi_thu_xa", unit)
    async with database.tenant(world.scope, readonly=True) as tx:
        with pytest.raises(NotFound):
            await queries.report(tx, world.actor("bi_thu_xa"), world.programme, "appendix", world.units[unit])


def test_where_a_reader_starts(world):
    """At the unit one leads or administers, else at the highest one where one has a seat."""
    assert queries.home(world.actor("bi_thu_huyen"), "progress.read") == world.units["huyen_a"]
    assert queries.home(world.actor("quan_tri"), "progress.read") == world.units["tinh"]
    assert queries.home(world.actor("uv_huyen"), "progress.read") == world.units["huyen_a"]
    nobody = Actor(account_id=UUID(int=1), name="", seats=(Seat("member", UUID(int=2), "0000"),))
    with pytest.raises(NotFound):
        queries.home(nobody, "progress.read")


async def test_what_is_not_done_is_named_with_its_units(database, world):
    """Before the end of January registering is begun and not overdue; self-assessment has not begun; in December
    registering is overdue and comes first."""
    found = await board_of(database, world, "bi_thu_tinh", "tinh")
    steps = steps_of(world.programme)
    assert [step.key for step in steps] == ["registered", "validated", "self_assessed", "rated", "recognised"]
    async with database.tenant(world.scope) as tx:
        january = await tx.now()
    (early,) = lags(steps, found.total, found.lines, january)
    assert (early.step.key, early.missing, early.step.overdue(january)) == ("registered", found.total.eligible, False)
    assert {line.name for line in early.worst} == {"Huyện đoàn An Bình", "Huyện đoàn Bình An"}
    december = january.replace(month=12)
    assert lags(steps, found.total, found.lines, december)[0].step.overdue(december)
