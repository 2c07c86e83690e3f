"""The progress board and the report over HTTP."""

from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest

AT = "chuong-trinh/kien_giang_kl06-2021"


def address(world, rest: str, unit: str | None = None) -> str:
    """An address in the world's tenant, of a unit by name."""
    return f"/{world.scope.slug}/{AT}/{rest}" + (f"/{world.units[unit]}" if unit else "")


async def test_the_board_drills_down(client_for, world):
    """A district's secretary starts at the district, sees each unit directly below, and finds the link down."""
    async with client_for(world, "bi_thu_huyen") as client:
        answer = await client.get(address(world, "tien-do"))
        assert answer.status_code == 200
        assert "Huyện đoàn An Bình" in answer.text
        assert address(world, "tien-do", "xa_a") in answer.text
        below = await client.get(address(world, "tien-do", "xa_a"))
    assert below.status_code == 200
    assert address(world, "tien-do", "huyen_a") in below.text
    assert "Chi đoàn ấp 1" in below.text


async def test_the_way_up_links_only_what_one_may_see(client_for, world):
    """The breadcrumb of a commune's secretary names the district and the province without links."""
    async with client_for(world, "bi_thu_xa") as client:
        answer = await client.get(address(world, "tien-do", "xa_a"))
    assert "Huyện đoàn An Bình" in answer.text
    assert address(world, "tien-do", "huyen_a") not in answer.text


async def test_a_board_can_be_filtered(client_for, world):
    """Words of the name are found without diacritics; a step keeps the units that miss people there."""
    async with client_for(world, "bi_thu_tinh") as client:
        named = await client.get(address(world, "tien-do", "tinh"), params={"ten": "binh an"})
        nobody = await client.get(address(world, "tien-do", "tinh"), params={"thieu": "recognised"})
    assert address(world, "tien-do", "huyen_b") in named.text
    table = named.text.partition("<tbody>")[2]
    assert address(world, "tien-do", "huyen_a") not in table
    assert "Không có đơn vị nào khớp" in nobody.text


@pytest.mark.parametrize("rest", ["tien-do", "bao-cao/appendix"])
async def test_what_is_not_ones_own_does_not_exist(client_for, world, rest):
    """A unit beside one's own, an unknown unit and an unknown year are not found; a member has no such page."""
    async with client_for(world, "bi_thu_xa") as client:
        beside = await client.get(address(world, rest, "xa_b"))
        unknown = await client.get(address(world, rest) + "/00000000-0000-0000-0000-000000000000")
        year = await client.get(f"/{world.scope.slug}/chuong-trinh/kien_giang_kl06-2031/{rest}")
    async with client_for(world, "doan_vien") as client:
        member = await client.get(address(world, rest, "xa_a"))
    assert {answer.status_code for answer in (beside, unknown, year, member)} == {404}


async def test_a_report_that_the_rules_lack_is_not_found(client_for, world):
    """An unknown report is 404 on screen and as a workbook."""
    async with client_for(world, "bi_thu_xa") as client:
        shown = await client.get(address(world, "bao-cao/khac", "xa_a"))
        sheet = await client.get(address(world, "bao-cao/khac", "xa_a") + "/xlsx")
    assert (shown.status_code, sheet.status_code) == (404, 404)


async def test_the_report_names_the_unit_that_breaks_a_check(client_for, world, database):
    """A registered person without a result: the cell is outlined, the rule is said with its numbers, the branch
    is named."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update enrolment set state = 'submitted' where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["bi_thu_ap"],
        )  # fmt: skip
    async with client_for(world, "bi_thu_xa") as client:
        answer = await client.get(address(world, "bao-cao/appendix", "xa_a"))
    assert answer.text.count("rl-cell-bad") == 2
    assert answer.text.count("rl-cell-below") == 1
    assert "(3) là 1, (4) + (5) + (6) + (7) là 0: thiếu 1" in answer.text
    assert '<a href="#d2">Chi đoàn ấp 1</a>' in answer.text


async def test_the_paper_stays_vietnamese_for_an_english_reader(client_for, world):
    """The frame speaks English, the official paper does not change its language."""
    async with client_for(world, "bi_thu_xa") as client:
        answer = await client.get(address(world, "bao-cao/appendix", "xa_a"), headers={"accept-language": "en"})
    assert '<article class="rl-paper rl-paper-landscape" lang="vi">' in answer.text
    for words in ("PHỤ LỤC BÁO CÁO", "Năm 2021", "NGƯỜI LẬP BẢNG", "Tổng số đăng ký thực hiện", "2 (&gt;=3)"):
        assert words in answer.text


async def test_the_workbook_has_a_name_to_file_it_by(client_for, world):
    """The download says what it is of whom for which year, in plain letters and in Vietnamese, and opens."""
    async with client_for(world, "bi_thu_xa") as client:
        answer = await client.get(address(world, "bao-cao/appendix", "xa_a") + "/xlsx", params={"trong": "1"})
    named = answer.headers["content-disposition"]
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert 'filename="phu-luc-bao-cao-2021-doan-xa-thuan-hoa.xlsx"' in named
    assert unquote(named).endswith("Phụ lục báo cáo 2021 - Đoàn xã Thuận Hòa.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    assert "Chi đoàn ấp 2" in {cell.value for cell in sheet["B"]}


async def test_a_hostile_unit_name_is_only_text(client_for, world, database):
    """A unit called like a script is shown as its letters on the board and on the paper."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update unit set name = $3 where tenant_id = $1 and id = $2",
            tx.tenant_id, world.units["ap_1"], "<script>alert(1)</script>",
        )  # fmt: skip
    async with client_for(world, "bi_thu_xa") as client:
        for rest in ("tien-do", "bao-cao/appendix"):
            answer = await client.get(address(world, rest, "xa_a"))
            assert "<script>alert" not in answer.text
            assert "&lt;script&gt;alert(1)" in answer.text


async def test_nonsense_in_the_address_is_ignored(client_for, world):
    """Unknown filters, levels and orders show the plain page."""
    async with client_for(world, "bi_thu_xa") as client:
        board = await client.get(address(world, "tien-do", "xa_a"), params={"thieu": "'", "sap": "x", "ten": "\u202e"})
        paper = await client.get(address(world, "bao-cao/appendix", "xa_a"), params={"den": "x", "trong": "x"})
    assert (board.status_code, paper.status_code) == (200, 200)
