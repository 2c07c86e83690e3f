"""The centre's pages over HTTP: who sees them, what a question answers, and every format of the numbers."""

import json
import re
from io import BytesIO

import openpyxl
import pytest

from core.comparison import provinces
from tenants.demo import nation

PAGES = ("", "/qua-cac-nam", "/phan-bo", "/theo-ngay", "/dau-hieu", "/tinh/kien-giang", "/tinh/an-giang-2025")


@pytest.fixture
async def analyst(database, centre, client_for):
    """An HTTP client of an analyst at a centre whose nation is invented."""
    async with database.tenant(centre.scope) as tx:
        assert await nation.write(tx) > 500
    async with client_for(centre, "phan_tich") as client:
        yield client, f"/{centre.scope.slug}/so-sanh"
    async with database.tenant(centre.scope) as tx:
        await tx.execute("delete from central.published where tenant_id = $1", tx.tenant_id)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("year", [2018, 2021, 2025])
async def test_every_page_answers_every_year(analyst, path, year):
    """Years with and without numbers, before and after the merger."""
    client, at = analyst
    answer = await client.get(f"{at}{path}?nam={year}")
    assert answer.status_code == 200, answer.text[-2000:]


async def test_the_pages_are_not_there_elsewhere(client_for, world):
    """A province has no page of comparison, not even for its administrator."""
    async with client_for(world, "quan_tri") as client:
        for path in PAGES:
            assert (await client.get(f"/{world.scope.slug}/so-sanh{path}")).status_code == 404


async def test_an_unknown_province_is_not_there(analyst):
    """404 for a code that no province has, and for a format that is none."""
    client, at = analyst
    assert (await client.get(f"{at}/tinh/sai-gon")).status_code == 404
    assert (await client.get(f"{at}/xuat/docx")).status_code == 404


async def test_map_and_table_name_the_same_provinces(analyst):
    """Each province of the year once in map, tiles, bars and table; 65 shapes on the map."""
    client, at = analyst
    text = (await client.get(f"{at}?nam=2025")).text
    linked = re.findall(r'data-province="([\w-]+)"', text)
    rows = re.findall(r'data-row="([\w-]+)"', text)
    assert set(provinces.NOW) <= set(rows) and len(rows) == len(set(rows))
    assert all(linked.count(code) >= 3 for code in provinces.NOW)
    assert len(set(re.findall(r'svg#([a-z]+)"', text.partition("rl-cmp-map")[2].partition("</svg>")[0]))) == 65
    assert "CC BY 4.0" in text and "Dữ liệu tổng hợp giả lập" in text


async def test_four_formats_say_the_same(analyst):
    """Workbook and JSON hold the same numbers; each says what they mean and that they are invented."""
    client, at = analyst
    held = {kind: await client.get(f"{at}/xuat/{kind}?nam=2021") for kind in ("xlsx", "csv", "json", "pdf")}
    assert {answer.status_code for answer in held.values()} == {200}
    data = json.loads(held["json"].content)
    sheet = openpyxl.load_workbook(BytesIO(held["xlsx"].content))["Số liệu"]
    book = {row[1].value: row[4].value for row in sheet.iter_rows(min_row=7) if row[1].value}
    assert book == {one["ma"]: one["gia_tri"] for one in data["don_vi"]}
    assert None in book.values() and 0 not in book.values()
    assert "giả lập" in data["du_lieu_gia_lap"] and data["dinh_nghia"]["Mẫu số"]
    assert "quy-doi=0" in data["cau_hoi"]["Liên kết cố định"]
    assert held["pdf"].content.startswith(b"%PDF") and held["csv"].content.startswith(b"\xef\xbb\xbfhang,")
