"""Declaring a duty: who may, when it is late, what a correction keeps; who below has declared."""

from datetime import date

import msgspec
import pytest

from core.declarations import actions, files, queries
from core.declarations.actions import Entry
from core.declarations.files import Upload
from core.errors import Forbidden, NotFound, Problem, Stale
from core.packs.targets import Aim
from core.programmes.queries import by_id
from core.units import queries as units

PLAN = Entry(number="12-KH/HĐ", dated_on=date(2021, 1, 8), upload=Upload("kế hoạch.pdf", b"%PDF-1.4 one"))
REPORT = Entry(number="7-BC/HĐ", dated_on=date(2021, 1, 8), upload=Upload("bc.pdf", b"%PDF-1.4 two"))


async def declare(tx, world, who, unit, key, entry):
    """Declare for a unit of the small world."""
    return await actions.declare(tx, world.actor(who), world.programme, world.units[unit], key, entry)


async def test_a_committee_declares_for_its_unit(database, world):
    """Number, date and file are kept, with who declared and when; the file can be read by those above."""
    async with database.tenant(world.scope) as tx:
        assert await declare(tx, world, "pho_huyen", "huyen_a", "plan", PLAN) is False
        unit = await units.get(tx, world.units["huyen_a"])
        kept = (await queries.item(tx, world.programme, unit, "plan")).declared
        assert (kept.number, kept.file_name, kept.declared_by) == ("12-KH/HĐ", "kế hoạch.pdf", "Võ Thị Ngọc Ánh")
        for reader in ("pho_huyen", "bi_thu_tinh", "quan_tri", "van_phong", "kiem_tra"):
            assert (await files.fetch(tx, world.actor(reader), kept.file_id)).content == b"%PDF-1.4 one"
        for stranger in ("bi_thu_huyen_b", "bi_thu_xa", "doan_vien"):
            with pytest.raises(NotFound):
                await files.fetch(tx, world.actor(stranger), kept.file_id)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("bi_thu_huyen_b", NotFound), ("bi_thu_xa", NotFound), ("doan_vien", NotFound), ("bi_thu_tinh", Forbidden)],
)
async def test_nobody_declares_for_another_unit(database, world, who, refusal):
    """Those above may read and not declare; others do not see the unit."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(refusal):
            await declare(tx, world, who, "huyen_a", "plan", PLAN)


async def test_what_is_not_asked_cannot_be_declared(database, world):
    """A commune owes no district plan; 2021 has no mid-term review; unknown keys lead nowhere."""
    async with database.tenant(world.scope) as tx:
        for who, unit, key in (
            ("bi_thu_xa", "xa_a", "plan"),
            ("bi_thu_tinh", "tinh", "mid_review"),
            ("bi_thu_xa", "xa_a", "no"),
        ):
            with pytest.raises(NotFound):
                await declare(tx, world, who, unit, key, PLAN)


async def test_late_is_a_fact_of_the_first_act(database, world):
    """After the month a declaration is accepted and marked; a later correction of one in time is not."""
    async with database.tenant(world.scope) as tx:
        assert await declare(tx, world, "bi_thu_xa", "xa_a", "written_report", REPORT) is False
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock('2022-01-01 00:00+07')")
        assert await declare(tx, world, "pho_huyen", "huyen_a", "written_report", REPORT) is True
        again = Entry(number="8-BC/HĐ", dated_on=date(2021, 12, 30), version=1)
        assert await declare(tx, world, "bi_thu_xa", "xa_a", "written_report", again) is False


async def test_a_stale_correction_shows_what_is_stored(database, world):
    """The version of the form must be that of the row; a second first declaration is stale as well."""
    async with database.tenant(world.scope) as tx:
        await declare(tx, world, "pho_huyen", "huyen_a", "plan", PLAN)
        with pytest.raises(Stale) as refused:
            await declare(tx, world, "pho_huyen", "huyen_a", "plan", PLAN)
        assert refused.value.facts["theirs"] == {"number": "12-KH/HĐ", "dated_on": "2021-01-08", "note": ""}


async def test_a_replaced_file_goes(database, world):
    """A new file takes the place of the old one; without one the stored file stays."""
    async with database.tenant(world.scope) as tx:
        await declare(tx, world, "pho_huyen", "huyen_a", "plan", PLAN)
        kept = Entry(number="12a-KH/HĐ", dated_on=date(2021, 1, 8), version=1)
        await declare(tx, world, "pho_huyen", "huyen_a", "plan", kept)
        new = Entry(
            number="13-KH/HĐ", dated_on=date(2021, 1, 9), upload=Upload("x.png", b"\x89PNG\r\n\x1a\n1"), version=2
        )
        await declare(tx, world, "pho_huyen", "huyen_a", "plan", new)
        names = [row[0] for row in await tx.fetch("select name from file where tenant_id = $1", tx.tenant_id)]
        assert names == ["x.png"]


async def test_a_closed_programme_takes_no_declaration(database, world):
    """Closed years are read only."""
    async with database.tenant(world.scope) as tx:
        closed = await tx.fetchrow(
            "update programme set state = 'closed' where tenant_id = $1 returning id", tx.tenant_id
        )
        programme = await by_id(tx, closed["id"])
        with pytest.raises(Problem) as refused:
            await actions.declare(tx, world.actor("pho_huyen"), programme, world.units["huyen_a"], "plan", PLAN)
        assert refused.value.code == "programme.closed"


async def test_a_target_counts_the_kinds_it_names(database, world):
    """A target for grassroots units is met by them, whatever districts and branches have declared (S2-2)."""
    target = msgspec.structs.replace(world.programme.rules.targets["boards"], kinds=("grassroots",), required=50)
    rules = msgspec.structs.replace(world.programme.rules, targets={"boards": target})
    programme = msgspec.structs.replace(world.programme, rules=rules)
    async with database.tenant(world.scope) as tx:
        await declare(tx, world, "bi_thu_xa", "xa_a", "board", Entry(dated_on=date(2021, 1, 5)))
        found = await queries.measures(tx, programme, await units.top(tx))
    assert {one.key: one.aim for one in found if one.aim} == {"board": Aim(met=True, done=1, whole=2)}


async def test_shares_add_up_from_the_units_below(database, world):
    """Owed and encouraged are counted apart; a unit's share is its own and everything below (S0-3, S0-4)."""
    async with database.tenant(world.scope) as tx:
        await declare(tx, world, "pho_huyen", "huyen_a", "board", Entry(dated_on=date(2021, 1, 5)))
        await declare(tx, world, "bi_thu_xa", "xa_a", "board", Entry(dated_on=date(2021, 1, 5)))
        top = await units.top(tx)
        board = next(one for one in await queries.measures(tx, world.programme, top) if one.key == "board")
        share = board.share
        assert (share.owed, share.owed_done, share.encouraged, share.encouraged_done) == (2, 1, 6, 1)
        assert board.target.required == 100
        assert board.aim == Aim(met=False, done=1, whole=2, short=1)
        rows = await queries.children(tx, world.programme, top, "board")
        assert [(row.name, row.declared, row.below.owed_done, row.below.encouraged) for row in rows] == [
            ("Huyện đoàn An Bình", True, 1, 4), ("Huyện đoàn Bình An", False, 0, 2),
        ]  # fmt: skip
