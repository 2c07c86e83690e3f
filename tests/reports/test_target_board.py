"""The targets of a unit and those below it, from declarations, counters, books and pilots in a real database."""

import re
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from core.declarations import actions as declarations
from core.declarations.actions import Entry
from core.errors import NotFound, Problem
from core.packs.catalog import discover
from core.programmes import pilot_units
from core.programmes.actions import Plan, open_programme
from core.reports import target_queries
from core.reports.targets import Reached


async def board(tx, world, programme, who, unit):
    """The targets as one person sees them for a unit: by key of the target, the whole and each unit below."""
    found = await target_queries.board(tx, world.actor(who), programme, world.units[unit])
    keys = [key for key, _ in found.targets]
    lines = {line.name: dict(zip(keys, line.cells, strict=True)) for line in found.lines}
    return dict(zip(keys, found.total, strict=True)), lines


@pytest.fixture
async def members(database, world):
    """The members' programme of 2021, running, with two pilots asked for under each district."""
    pack = discover().get("kien_giang_member_training")
    period = msgspec.structs.replace(pack.rules.period, first=None, last=None, kind="calendar_year")
    pack = replace(pack, rules=msgspec.structs.replace(pack.rules, provenance="issued", period=period))
    async with database.tenant(world.scope) as tx:
        return await open_programme(tx, None, pack, 2021, Plan("1-KH", date(2021, 1, 4), "Ban Thường vụ"))


@pytest.fixture
async def model(database, world):
    """The cadres' model of 2023 with its book of violations; its clock stands before that year."""
    async with database.tenant(world.scope) as tx:
        pack = discover().get("kien_giang_cadre_model")
        return await open_programme(tx, None, pack, 2023, Plan("20-KH", date(2023, 2, 1), "Ban Thường vụ"))


async def test_declarations_count_the_units_of_the_target(database, world):
    """S0-3, S0-4: of those that owe, in the whole and in each part; a district's own is in its part."""
    async with database.tenant(world.scope) as tx:
        before, _ = await board(tx, world, world.programme, "bi_thu_tinh", "tinh")
        assert before["boards"].reached == Reached(done=0, of=2)
        entry = Entry(dated_on=date(2021, 1, 8))
        actor = world.actor("pho_huyen")
        await declarations.declare(tx, actor, world.programme, world.units["huyen_a"], "board", entry)
        total, lines = await board(tx, world, world.programme, "bi_thu_tinh", "tinh")
        assert (total["boards"].reached, total["boards"].met) == (Reached(done=1, of=2), False)
        assert lines["Huyện đoàn An Bình"]["boards"].met is True
        assert lines["Huyện đoàn Bình An"]["boards"].met is False
        assert total["units"].reached.of == 9
        own, _ = await board(tx, world, world.programme, "pho_huyen", "huyen_a")
        assert own["boards"].reached == Reached(done=1, of=1)


async def test_indicators_come_from_the_counters(database, world):
    """S0-5: registered of the eligible; a part without people has no share."""
    async with database.tenant(world.scope) as tx:
        total, lines = await board(tx, world, world.programme, "bi_thu_tinh", "tinh")
        eligible = await tx.fetchval(
            "select sum(eligible)::int from unit_counter where tenant_id = $1 and programme_id = $2",
            tx.tenant_id, world.programme.id,
        )  # fmt: skip
        assert total["registered"].reached == Reached(done=0, of=eligible)
        below, _ = await board(tx, world, world.programme, "bi_thu_xa_b", "ap_b")
        assert (below["registered"].reached.done, below["registered"].met) == (None, None)
        assert sum(cells["registered"].reached.of or 0 for cells in lines.values()) <= eligible


async def test_an_empty_book_is_not_a_clean_one(database, world, model):
    """S2-6: nobody wrote anything, so nobody knows; entries of other blocks are not those of the model."""
    async with database.tenant(world.scope) as tx:
        total, _ = await board(tx, world, model, "bi_thu_tinh", "tinh")
        assert (total["no_violation"].reached.why, total["no_violation"].met) == ("no_entries", None)
        assert total["registered"].reached.why == "no_roster"
        await tx.execute("update unit set block = 'rural' where tenant_id = $1 and id = $2", tx.tenant_id,
                         world.units["ap_1"])  # fmt: skip
        for unit, block in (("ap_1", "rural"), ("co_quan", "civil_service")):
            await tx.execute(
                "update unit set block = $3 where tenant_id = $1 and id = $2", tx.tenant_id, world.units[unit], block
            )
        await _entry(tx, world, model, "ap_1")
        total, lines = await board(tx, world, model, "bi_thu_tinh", "tinh")
        assert (total["no_violation"].reached, total["no_violation"].met) == (Reached(done=0), True)
        await _entry(tx, world, model, "co_quan")
        total, lines = await board(tx, world, model, "bi_thu_tinh", "tinh")
        assert (total["no_violation"].reached, total["no_violation"].met) == (Reached(done=1), False)
        assert lines["Huyện đoàn Bình An"]["no_violation"].met is True


async def test_a_restricted_book_is_summed_for_committees_only(database, world, model):
    """Who may not read the book sees that it is not his to see; committees and the inspection see the sum."""
    async with database.tenant(world.scope) as tx:
        await _entry(tx, world, model, "co_quan")
        seen = {"van_phong": "restricted", "quan_tri": "restricted", "kiem_tra": "", "bi_thu_tinh": ""}
        for who, why in seen.items():
            total, _ = await board(tx, world, model, who, "tinh")
            assert total["no_violation"].reached.why == why, who


async def test_pilots_are_counted_under_each_district(database, world, members):
    """S1-23: 2 to 3 each; a district that marked none is not known, one that marked one is missed."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        total, lines = await board(tx, world, members, "bi_thu_tinh", "tinh")
        assert (total["pilots"].reached.why, total["pilots"].met) == ("unrecorded", None)
        await pilot_units.mark(tx, admin, members, world.units["xa_a"])
        total, lines = await board(tx, world, members, "bi_thu_tinh", "tinh")
        assert lines["Huyện đoàn An Bình"]["pilots"].reached == Reached(done=1)
        assert lines["Huyện đoàn An Bình"]["pilots"].met is False
        assert lines["Huyện đoàn Bình An"]["pilots"].met is None
        await pilot_units.mark(tx, admin, members, world.units["co_quan"])
        total, lines = await board(tx, world, members, "bi_thu_tinh", "tinh")
        assert lines["Huyện đoàn An Bình"]["pilots"].met is True
        assert (total["pilots"].reached, total["pilots"].met) == (Reached(done=1, of=2, open=1), None)
        await pilot_units.unmark(tx, admin, members, world.units["co_quan"])
        total, _ = await board(tx, world, members, "bi_thu_huyen", "huyen_a")
        assert total["pilots"].reached == Reached(done=1)


async def test_a_named_pilot_is_found_or_marked_by_hand(database, world, members):
    """S1-13: what the tree lacks is listed with what was looked for; one mark a name, refused in a closed programme."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        found = await pilot_units.of_programme(tx, members)
        assert [one.match.found for one in found.named] == [None] * 4
        await tx.execute("update unit set name = 'Đoàn phường Tô Châu', search_key = 'doan phuong to chau'"
                         " where tenant_id = $1 and id = $2", tx.tenant_id, world.units["xa_b"])  # fmt: skip
        await tx.execute("update unit set name = 'Thị đoàn Hà Tiên' where tenant_id = $1 and id = $2", tx.tenant_id,
                         world.units["huyen_b"])  # fmt: skip
        await pilot_units.mark(tx, admin, members, world.units["xa_a"], "nong_thon")
        named = {one.key: one for one in (await pilot_units.of_programme(tx, members)).named}
        assert named["do_thi"].match.found.id == world.units["xa_b"] and not named["do_thi"].by_hand
        assert named["nong_thon"].match.found.id == world.units["xa_a"] and named["nong_thon"].by_hand
        for unit, pilot, code in (
            ("xa_a", "", "pilot.already-marked"),
            ("ap_2", "nong_thon", "pilot.named-twice"),
            ("ap_2", "x", "pilot.unknown"),
        ):
            with pytest.raises(Problem) as refused:
                await pilot_units.mark(tx, admin, members, world.units[unit], pilot)
            assert refused.value.code == code
        with pytest.raises(NotFound):
            await pilot_units.mark(tx, world.actor("bi_thu_tinh"), members, world.units["ap_2"])
        await tx.execute(
            "update programme set state = 'closed', closed_at = sec.domain_now() where tenant_id = $1 and id = $2",
            tx.tenant_id, members.id,
        )  # fmt: skip
        with pytest.raises(Problem) as refused:
            await pilot_units.unmark(tx, admin, members, world.units["xa_a"])
        assert refused.value.code == "programme.closed"


async def test_the_page_shows_values_and_the_way_down(client_for, world, members):
    """Wording, what is asked, what is reached, units as links; what is not known says so in words."""
    base = f"/{world.scope.slug}/chuong-trinh"
    async with client_for(world, "bi_thu_tinh") as client:
        page = (await client.get(f"{base}/{world.programme.slug}/chi-tieu")).text
        assert "Cấp bộ đoàn triển khai" in page and "100%" in page and "0/9" in page
        assert f"chi-tieu/{world.units['huyen_a']}" in page and "Chỉ tiêu 5" in page
        page = (await client.get(f"{base}/{members.slug}/chi-tieu")).text
        assert "Chưa biết" in page and "chưa ghi nhận đơn vị nào" in page and "từ 2 đến 3" in page
        assert "Đã tìm “Đoàn phường Tô Châu”" in page and "trực thuộc “Thị Đoàn Hà Tiên”" in page
    for who, unit in (("bi_thu_huyen_b", "huyen_a"), ("bi_thu_xa", "huyen_a"), ("doan_vien", "ap_1")):
        async with client_for(world, who) as client:
            answer = await client.get(f"{base}/{world.programme.slug}/chi-tieu/{world.units[unit]}")
            assert answer.status_code == 404


async def test_the_administrator_marks_pilots_through_the_page(client_for, world, members):
    """Search without diacritics, mark, see it marked, take it off; nobody else finds the page."""
    at = f"/{world.scope.slug}/chuong-trinh/{members.slug}/chi-dao-diem"
    async with client_for(world, "bi_thu_tinh") as client:
        assert (await client.get(at)).status_code == 404
    async with client_for(world, "quan_tri") as client:
        found = (await client.get(at + "?q=thuan+hoa")).text
        form = found[found.index('class="rl-pilot-form"') :]
        data = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
        assert (await client.post(at, data=data | {"pilot": "nong_thon"})).status_code == 303
        page = (await client.get(at)).text
        assert "Đoàn xã Thuận Hòa" in page and "Bỏ đánh dấu" in page
        again = await client.post(at, data=data | {"_key": "another"})
        assert again.status_code == 422 and "đã được đánh dấu" in again.text
        assert (await client.post(at, data=data | {"_key": "third", "off": "1"})).status_code == 303
    async with client_for(world, "quan_tri") as client:
        elsewhere = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/chi-dao-diem"
        assert (await client.get(elsewhere)).status_code == 404


async def _entry(tx, world, programme, unit):
    """An entry in the book of violations, at a unit."""
    await tx.execute(
        "insert into register_entry"
        " (tenant_id, id, programme_id, register, unit_id, happened_on, title, by_account, at)"
        " values ($1, gen_random_uuid(), $2, 'violation', $3, '2021-01-10', 'Vi phạm', $4, sec.domain_now())",
        tx.tenant_id, programme.id, world.units[unit], world.accounts["bi_thu_tinh"],
    )  # fmt: skip
