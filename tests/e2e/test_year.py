"""The main job, end to end: Kiên Giang runs KL06 for 2022 in the browser, from opening to the appendix."""

import re
from pathlib import Path

import openpyxl
import pytest
from pages import Person
from playwright.sync_api import expect

YEAR = "kien_giang_kl06-2022"
AT = f"chuong-trinh/{YEAR}"
DO, DONT = "do_1", "dont_1"
NAME = "Nguyễn Khánh Phúc"
GOOD = {
    DO: "Nhận việc khó của chi đoàn: mỗi quý phụ trách một công trình thanh niên.",
    DONT: "Không phát ngôn, chia sẻ thông tin chưa kiểm chứng trên mạng xã hội.",
}


def open_year(admin: Person) -> None:
    """Open KL06 2022 once a session, and go to January."""
    admin.go("quan-tri/chuong-trinh")
    if not admin.page.get_by_text("2022").count():
        admin.open_programme("kien_giang_kl06-2022", "01-KH/TĐTN-BTCKT")
        assert "2022" in admin.page.locator("main").inner_text()
    admin.move_clock("2022-01-12")


def register(cadre: Person, solutions: dict[str, str]) -> None:
    """Write a sheet, look it over, hand it in."""
    cadre.go(f"{AT}/dang-ky")
    cadre.write(solutions)
    cadre.page.locator(".rl-reg-bar .btn-primary").click()
    cadre.page.wait_for_load_state()
    cadre.page.locator("main form .btn-primary").last.click()
    cadre.page.wait_for_load_state()


def sheet_of(reviewer: Person, name: str) -> None:
    """Open a waiting sheet from the queue."""
    reviewer.go(f"can-xu-ly?chuong-trinh={YEAR}")
    reviewer.page.get_by_role("link", name=re.compile(name)).first.click()
    reviewer.page.wait_for_load_state()


def table(person: Person) -> list[dict[str, object]]:
    """The rows of the appendix as printed: number, name, and the six figures."""
    found = []
    for row in person.page.locator("table tbody tr").all():
        cells = [cell.inner_text().strip() for cell in row.locator("th, td").all()]
        if len(cells) >= 8 and re.fullmatch(r"[\d.]+", cells[2].replace("\xa0", "")):
            found.append({"stt": cells[0], "unit": cells[1], "n": [int(c.replace(".", "") or 0) for c in cells[2:8]]})
    return found


@pytest.fixture
def opened(sign_in) -> Person:
    """The administrator, with the year 2022 open and the clock in January."""
    admin = sign_in("admin.kiengiang")
    open_year(admin)
    return admin


def test_a_year_from_opening_to_the_appendix(opened, sign_in, tmp_path):
    """Six roles take a branch's cadre through the whole year; the appendix agrees on screen and in Excel."""
    cadre, secretary = sign_in("uyvien.chidoan"), sign_in("bithu.chidoan")
    write_too_little_then_enough(cadre)
    return_then_approve(cadre, secretary)
    read_as_a_member(sign_in("doanvien"))
    opened.move_clock("2022-11-14")
    assess_and_send(cadre, secretary)
    ward = sign_in("bithu.vinhthanh")
    recognise(ward)
    cadre.go(f"{AT}/tu-danh-gia")
    expect(cadre.page.locator("main")).to_contain_text("Tốt")
    assert_the_appendix_agrees(ward, tmp_path / "appendix.xlsx")
    province = sign_in("bithu.tinhdoan")
    province.go(f"{AT}/tien-do")
    expect(province.page.locator("main")).to_contain_text("Công nhận")


def write_too_little_then_enough(cadre: Person) -> None:
    """Too little: the message stands at the item and what was typed is kept; the draft saves itself."""
    cadre.go(f"{AT}/dang-ky")
    cadre.write({DO: GOOD[DO]})
    cadre.page.locator(".rl-reg-bar .btn-primary").click()
    cadre.page.wait_for_load_state()
    expect(cadre.page.locator(".rl-errors")).to_be_visible()
    assert GOOD[DO] in cadre.page.locator(f"[id='f-solution.{DO}']").input_value()
    cadre.write(GOOD)
    expect(cadre.page.locator(".rl-save")).to_contain_text(re.compile("Đã lưu"), timeout=8000)
    register(cadre, GOOD)
    expect(cadre.page.locator("main")).to_contain_text("Nguyễn Văn Huy")


def return_then_approve(cadre: Person, secretary: Person) -> None:
    """Returned with a reason, never without; approved as edition 2; the earlier edition stays readable."""
    sheet_of(secretary, NAME)
    secretary.press("Trả lại")
    assert secretary.errors()
    secretary.page.fill("#f-reason", "Nêu rõ số lượng và thời gian thực hiện.")
    secretary.press("Trả lại")
    cadre.go("viec-cua-toi")
    expect(cadre.page.locator("main")).to_contain_text("Nêu rõ số lượng")
    register(cadre, {DO: GOOD[DO] + " Mỗi công trình xong trước ngày 25 tháng cuối quý."})
    sheet_of(secretary, NAME)
    expect(secretary.page.locator("ins").first).to_be_visible()
    secretary.press("Duyệt phiếu")
    cadre.go(f"{AT}/phieu?lan=1")
    expect(cadre.page.locator("main")).not_to_contain_text("25 tháng cuối quý")


def read_as_a_member(member: Person) -> None:
    """A member of the unit reads what was registered, never the comments (S0-16)."""
    member.go(f"{AT}/cong-khai")
    member.page.get_by_role("link", name=re.compile(NAME)).first.click()
    member.page.wait_for_load_state()
    expect(member.page.locator("main")).to_contain_text("công trình thanh niên")
    expect(member.page.locator("main")).not_to_contain_text("Nêu rõ số lượng")


def assess_and_send(cadre: Person, secretary: Person) -> None:
    """One's own review, the voices, the level, the branch's results on their way up."""
    cadre.review_self(YEAR)
    assert "tự đánh giá" in cadre.told()
    secretary.go(f"{AT}/ket-qua")
    secretary.page.get_by_role("link", name=re.compile(NAME)).first.click()
    secretary.page.wait_for_load_state()
    secretary.rate("tot", "Hoàn thành đầy đủ các điều đã đăng ký.")
    secretary.go(f"{AT}/ket-qua")
    secretary.press(re.compile("Gửi kết quả"))
    secretary.press("Gửi kết quả", secretary.page.locator("main form"))


def recognise(ward: Person) -> None:
    """The ward's committee recognises the branch's results."""
    ward.go(f"{AT}/ket-qua")
    ward.page.get_by_role("link", name=re.compile("Chi đoàn Trường THCS Vĩnh Thanh")).first.click()
    ward.page.wait_for_load_state()
    ward.go(ward.page.url.removeprefix(ward.base + "/") + "/cong-nhan")
    ward.press("Công nhận", ward.page.locator("main form"))


def assert_the_appendix_agrees(ward: Person, path: Path) -> None:
    """(2) ≥ (3) = (4) + … + (7) on every row, and the workbook holds the same figures."""
    ward.go(f"{AT}/bao-cao/appendix")
    rows = table(ward)
    assert rows and rows[0]["stt"] == "I"
    for row in rows:
        total, registered, *levels = row["n"]
        assert total >= registered == sum(levels), row
    branch = next(row for row in rows if "THCS Vĩnh Thanh" in row["unit"])
    assert branch["n"][1:3] == [1, 1] and re.fullmatch(r"[a-zđ]{1,2}", branch["stt"])
    with ward.page.expect_download() as download:
        ward.page.get_by_role("link", name=re.compile("Excel")).first.click()
    download.value.save_as(path)
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(path, data_only=True).active.iter_rows()]
    written = next(row for row in cells if row[1] and "THCS Vĩnh Thanh" in str(row[1]))
    assert written[2:8] == branch["n"]
