"""The first week of a province: made by the operator, its units and 20,000 people read from workbooks, its branches
given codes on paper, a member in on a phone. The pictures of the guide are taken on the way."""

import os
import re
from io import BytesIO

import pyotp
import pytest
import xlsxwriter
from pages import DESK, PHONE, Person
from playwright.sync_api import expect
from test_import import HERE, carried_out, counts, mend, next_page, previewed, refused, sent
from test_screenshots import take

from tenants.demo.workbook import member_list

SLUG, TOP = "ca-mau", "Tỉnh đoàn Cà Mau"
COMMUNES = ("Tân Thành", "An Xuyên", "Hòa Thành", "Tân Lộc", "Trí Phải", "Thới Bình", "Biển Bạch", "Đất Mũi")
BRANCHES = tuple(
    (TOP, "", f"Đoàn xã {commune}", f"Chi đoàn ấp {number}") for commune in COMMUNES for number in range(1, 6)
)
PEOPLE, EACH = 20_000, 2
PASSWORD = "Mười con cá lóc 2026"


@pytest.mark.full
def test_a_province_begins(operator: Person, site):
    """From the operator's form to a member's phone; every planted error is named by its row and mended on the page."""
    admin = invited(operator, site)
    second_factor(admin)
    bring_units(admin)
    bring_people(admin)
    code = print_codes(admin)
    member = activate(site, code)
    expect(member.page.locator("h1")).to_have_text(re.compile("Việc của tôi"))


def invited(operator: Person, site) -> Person:
    """The operator makes the union; its administrator sets a password with the code shown once."""
    operator.press("Tạo đơn vị")
    for name, text in (("name", TOP), ("short_name", "Cà Mau"), ("slug", SLUG), ("place", "Cà Mau"),
                       ("opened_on", "2025-07-01"), ("admin", "quantri.camau")):  # fmt: skip
        operator.page.fill(f"#f-{name}", text)
    operator.page.get_by_label("Tỉnh đoàn hai cấp").check()
    operator.press("Tạo đơn vị")
    code = operator.page.locator("output").inner_text()
    admin = site.guest(SLUG, viewport=DESK, locale="vi-VN")
    admin.go("kich-hoat")
    for field, text in (("code", code), ("password", PASSWORD), ("again", PASSWORD)):
        admin.page.fill(f"#f-{field}", text)
    pictured(admin, "tuan-dau-kich-hoat")
    admin.press("Đặt mật khẩu và đăng nhập")
    return admin


def second_factor(admin: Person) -> None:
    """The QR code, a number of the app, the recovery codes put away."""
    admin.go("tai-khoan/hai-lop")
    secret = admin.page.locator("#khoa").inner_text().replace(" ", "")
    admin.page.fill("#f-code", pyotp.TOTP(secret).now())
    admin.press("Bật xác minh hai lớp")
    admin.press("Tôi đã cất mã, tiếp tục")


def bring_units(admin: Person) -> None:
    """The tree from a workbook: communes under the province, branches under them."""
    admin.go(HERE)
    admin.page.locator("input[name=kind][value=units]").check(force=True)
    pictured(admin, "tuan-dau-nhap")
    sent(admin, "Đơn vị.xlsx", tree())
    next_page(admin, ".rl-actions .btn-primary")
    assert counts(admin) == {"Dòng mới": len(COMMUNES) + len(BRANCHES)}
    carried_out(admin)
    admin.go("quan-tri/don-vi")
    expect(admin.page.locator("main")).to_contain_text("Đoàn xã Đất Mũi")
    pictured(admin, "tuan-dau-don-vi")


def bring_people(admin: Person) -> None:
    """20,000 rows: what is wrong is found row by row, mended on the page, and everybody is in."""
    content, planted = member_list(BRANCHES, PEOPLE, each_error=EACH)
    wrong = {row for rows in planted.values() for row in rows}
    at = previewed(admin, content)
    assert counts(admin) == {"Dòng mới": PEOPLE - len(wrong), "Dòng lỗi": len(wrong)}
    pictured(admin, "tuan-dau-xem-truoc")
    assert refused(admin, at) == wrong
    admin.go(f"{at}/loi")
    pictured(admin, "tuan-dau-sua-loi")
    mend(admin, at, BRANCHES[0][3])
    expect(admin.page.locator("main")).to_contain_text("Nhập 20.000 dòng")
    carried_out(admin)
    pictured(admin, "tuan-dau-ket-qua")
    admin.go("quan-tri/nguoi")
    assert "20.000" in admin.page.locator(".rl-subtitle").first.inner_text()


def print_codes(admin: Person) -> str:
    """Slips for a branch; the first code."""
    admin.go("quan-tri/don-vi?q=chi+doan+ap+3")
    branch = admin.page.locator("main a[href*='/don-vi/']", has_text="Chi đoàn ấp 3").first.get_attribute("href")
    admin.go(f"phieu-kich-hoat/{branch.rsplit('/', 1)[1]}")
    assert admin.page.locator("input[name=person]:checked").count() >= PEOPLE / len(BRANCHES) - EACH * 10
    admin.press("Tạo mã và in phiếu")
    pictured(admin, "tuan-dau-phieu")
    return admin.page.locator(".rl-slip-code").first.inner_text().replace(" ", "")


def activate(site, code: str) -> Person:
    """A member opens his slip's address on a phone, chooses a password, and goes to his work."""
    member = site.guest(SLUG, viewport=PHONE, has_touch=True, locale="vi-VN")
    member.go(f"kich-hoat?ma={code}")
    for field in ("password", "again"):
        member.page.fill(f"#f-{field}", PASSWORD)
    pictured(member, "tuan-dau-dien-thoai", phone=True)
    member.press("Đặt mật khẩu và đăng nhập")
    member.go("viec-cua-toi")
    return member


def tree() -> bytes:
    """A workbook of units, children before their parents."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Đơn vị")
    rows = [("Tên đơn vị", "Cấp", "Đơn vị cấp trên")]
    rows += [(branch, "Chi đoàn", commune) for _, _, commune, branch in BRANCHES]
    rows += [(f"Đoàn xã {commune}", "Đoàn cơ sở", TOP) for commune in COMMUNES]
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return buffer.getvalue()


def pictured(person: Person, name: str, *, phone: bool = False) -> None:
    """A picture for the guide, where pictures are asked for."""
    if os.environ.get("SCREENSHOTS"):
        take(person, name, phone=phone)
