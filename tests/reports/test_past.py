"""A year that is over keeps its names and its tree, whatever happens to the units afterwards."""

from datetime import date

import pytest

from core.db.scope import Database
from core.programmes.queries import by_id
from core.reports import queries
from core.reports.past import day_of
from core.units import actions as units
from core.units import queries as unit_queries


async def closed_and_changed(database: Database, world):
    """The year closes; in January a commune is renamed and goes to the other district, its old district is renamed."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update programme set state = 'closed', closed_at = sec.domain_now() where tenant_id = $1", tx.tenant_id
        )
        await tx.execute("select sec.move_clock('2022-02-01 09:00+07'::timestamptz)")
    async with database.tenant(world.scope) as tx:
        for unit, name in (("xa_a", "Đoàn phường Mới"), ("huyen_a", "Huyện đoàn Mới")):
            now = await unit_queries.get(tx, world.units[unit])
            facts = units.Facts(name=name, kind=now.kind, ordinal=now.ordinal)
            await units.edit(tx, admin, now.id, facts, now.version, date(2022, 1, 10))
        now = await unit_queries.get(tx, world.units["xa_a"])
        await units.move(tx, admin, now.id, world.units["huyen_b"], now.version, date(2022, 1, 20))
        await units.add(tx, admin, world.units["huyen_b"], units.Facts(name="Đoàn xã Sau", kind="grassroots"))


async def programme_of(tx, world):
    """The programme as it is stored now."""
    return await by_id(tx, world.programme.id)


async def test_the_board_of_a_closed_year_shows_the_tree_of_then(database: Database, world):
    """The commune counts in its district of that year, by its name of that year; the totals are those of then."""
    reader = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        before = {unit: await queries.board(tx, reader, world.programme, world.units[unit])
                  for unit in ("tinh", "huyen_a", "huyen_b", "xa_a")}  # fmt: skip
    await closed_and_changed(database, world)
    async with database.tenant(world.scope) as tx:
        programme = await programme_of(tx, world)
        for unit, was in before.items():
            now = await queries.board(tx, reader, programme, world.units[unit])
            assert (now.unit.name, now.own, now.lines, now.total) == (was.unit.name, was.own, was.lines, was.total)


@pytest.mark.parametrize("unit", ["tinh", "huyen_a", "xa_a"])
async def test_the_appendix_of_a_closed_year_reads_as_it_was_issued(database: Database, world, unit):
    """Issuer, rows, numbers and sums are the same; nothing that was founded later appears."""
    reader = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update enrolment set presence = 'on_leave', presence_reason = 'nghỉ thai sản'"
            " where tenant_id = $1 and person_id = $2", tx.tenant_id, world.people["pho_ap"],
        )  # fmt: skip
        shape = queries.Shape(hide_empty=False)
        was = await queries.report(tx, reader, world.programme, "appendix", world.units[unit], shape)
    await closed_and_changed(database, world)
    async with database.tenant(world.scope) as tx:
        now = await queries.report(tx, reader, await programme_of(tx, world), "appendix", world.units[unit], shape)
    told = [(row.number, row.place.name, row.own, row.total) for row in was.rows]
    assert [(row.number, row.place.name, row.own, row.total) for row in now.rows] == told
    assert (now.issuer.name, now.issuer.parent, now.exemptions) == (was.issuer.name, was.issuer.parent, was.exemptions)


async def test_an_open_year_follows_todays_tree(database: Database, world):
    """Reopened, the year shows the units as they are now."""
    await closed_and_changed(database, world)
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update programme set state = 'open', closed_at = null where tenant_id = $1", tx.tenant_id
        )  # fmt: skip
        programme = await programme_of(tx, world)
        assert day_of(programme, date(2022, 2, 1)) is None
        board = await queries.board(tx, world.actor("quan_tri"), programme, world.units["huyen_b"])
        assert "Đoàn phường Mới" in [line.name for line in board.lines]


async def test_a_unit_founded_later_has_an_empty_year(database: Database, world):
    """The board and the appendix of a commune that did not exist are empty, not an error."""
    await closed_and_changed(database, world)
    reader = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        programme = await programme_of(tx, world)
        new = next(one for one in await unit_queries.children(tx, world.units["huyen_b"]) if one.name == "Đoàn xã Sau")
        board = await queries.board(tx, reader, programme, new.id)
        assert board.total.eligible == 0 and board.lines == ()
        report = await queries.report(tx, reader, programme, "appendix", new.id)
        assert [row.total[0] for row in report.rows] == [0]
