"""Closing a programme: nobody is forgotten, nothing missing becomes zero, and it can be undone."""

import re
from datetime import date

import pytest

from core.assessments import closing
from core.db.migrations.m11_contract import COUNTED
from core.errors import Problem
from core.packs.catalog import discover
from core.programmes.actions import Plan, open_programme

NAMES = ", ".join(COUNTED)


async def test_who_registered_nothing_is_not_completed_when_it_closes(database, world, school_year):
    """S4-52: the level follows from the pack, counts as no registration, and the counters agree with a recount."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        found = await closing.matters(tx, admin, school_year)
        assert found.level == "khong_hoan_thanh" and found.unregistered > 3
        assert await closing.close(tx, admin, school_year) == found.unregistered
    async with database.tenant(world.scope) as tx:
        which = "where tenant_id = $1 and programme_id = $2 and eligible > 0 order by unit_id"
        counted, again = [
            await tx.fetch(f"select unit_id, {NAMES} from {table} {which}", tx.tenant_id, school_year.id)
            for table in ("unit_counter", "unit_recount")
        ]
    assert counted == again
    assert sum(row["level_4"] for row in counted) == found.unregistered
    assert sum(row["registered"] for row in counted) == 0


async def test_closing_is_undone_with_a_reason(database, world, school_year):
    """Reopening takes the automatic results back; without a reason it is refused, twice closed too."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        people = await closing.close(tx, admin, school_year)
        with pytest.raises(Problem) as twice:
            await closing.close(tx, admin, school_year)
        assert twice.value.code == "programme.already-closed"
        with pytest.raises(Problem) as silent:
            await closing.reopen(tx, admin, school_year, " ")
        assert silent.value.code == "programme.reason-missing"
        await closing.reopen(tx, admin, school_year, "Đóng nhầm năm")
        found = await closing.matters(tx, admin, school_year)
    assert found.unregistered == people


async def test_a_pack_without_such_a_level_changes_nobody(database, world):
    """KL06 says nothing of who registered nothing: they stay unrated and are named."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        assert (await closing.matters(tx, admin, world.programme)).level is None
        assert await closing.close(tx, admin, world.programme) == 0


async def test_a_closed_phase_loads_as_history(database, world):
    """A programme of 2016 under the plan of 2015–2017 is closed from the start and stays so (S1-A4)."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        pack = discover().get("kien_giang_member_training")
        plan = Plan("138-KH/TĐTN-BTCKT", date(2015, 2, 27), "Ban Thường vụ")
        programme = await open_programme(tx, None, pack, 2016, plan)
        assert programme.state == "closed"
        with pytest.raises(Problem) as refused:
            await closing.reopen(tx, admin, programme, "Xem lại")
    assert refused.value.code == "programme.historical"


async def test_the_page_asks_first_and_closes(world, client_for):
    """The administrator sees what is open, presses, and the programme is closed; others do not find the page."""
    path = f"/{world.scope.slug}/quan-tri/chuong-trinh/{world.programme.slug}/dong"
    async with client_for(world, "bi_thu_xa") as client:
        assert (await client.get(path)).status_code == 404
    async with client_for(world, "quan_tri") as client:
        page = await client.get(path)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        answer = await client.post(path, data=hidden)
        assert answer.status_code == 303
        assert "Mở lại chương trình" in (await client.get(path)).text
