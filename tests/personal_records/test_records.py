"""A person's record over the years: who may open it, for what, and that the person sees who did."""

import io
import re
import zipfile

import pytest

from core.errors import NotFound, Problem
from core.personal_records import queries


async def test_only_who_needs_to_know_opens_it_and_it_is_kept(database, world):
    """The committee of the unit, of the one above, and the office, for a named purpose; the person reads who did."""
    person = world.people["pho_ap"]
    async with database.tenant(world.scope) as tx:
        for name in ("bi_thu_huyen_b", "bi_thu_cq", "quan_tri", "kiem_tra", "doan_vien", "pho_ap"):
            with pytest.raises(NotFound):
                await queries.opened(tx, world.actor(name), person, "planning")
        with pytest.raises(Problem) as idle:
            await queries.opened(tx, world.actor("bi_thu_xa"), person, "")
        assert (idle.value.code, idle.value.field) == ("record.purpose-missing", "purpose")
        for name in ("bi_thu_ap", "bi_thu_xa", "van_phong"):
            found = await queries.opened(tx, world.actor(name), person, "planning")
            assert [one.programme.year for one in found.years] == [2021] and not found.looks
        mine = await queries.own(tx, world.actor("pho_ap"))
    assert sorted(one.by for one in mine.looks) == sorted(["Đỗ Thị Hằng", "Huỳnh Thanh Tâm", "van_phong"])
    assert {one.purpose for one in mine.looks} == {"planning"}


async def test_the_page_asks_what_for_before_it_shows_anything(client_for, world):
    """No purpose, no record; with one the page or the workbook; the person finds the look on his own page."""
    here = f"/{world.scope.slug}/quan-tri/nguoi/{world.people['pho_ap']}/ho-so"
    async with client_for(world, "bi_thu_xa") as client:
        asked = (await client.get(here)).text
        assert "Kết quả rèn luyện" not in asked
        form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked[asked.index(f'action="{here}"') :]))
        idle = await client.post(here, data=form)
        assert idle.status_code == 422 and "Hãy chọn mở hồ sơ để làm gì" in idle.text
        shown = await client.post(here, data=form | {"purpose": "rotation", "_key": "mot"})
        assert shown.status_code == 200 and "Kết quả rèn luyện" in shown.text
        file = await client.post(here, data=form | {"purpose": "rotation", "xlsx": "1", "_key": "hai"})
        words = zipfile.ZipFile(io.BytesIO(file.content)).read("xl/sharedStrings.xml").decode()
        assert "NGÔ GIA BẢO" in words
    async with client_for(world, "pho_ap") as client:
        mine = (await client.get(f"/{world.scope.slug}/ho-so-cua-toi")).text
        assert "Huỳnh Thanh Tâm" in mine and "Điều động, luân chuyển" in mine
