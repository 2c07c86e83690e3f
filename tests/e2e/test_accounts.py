"""Ways in: an administrator sets up a second factor, a branch prints codes, a member activates on a phone."""

import re

import pyotp
from cast import company
from pages import PASSWORD, PHONE, Person, Site
from playwright.sync_api import expect

SENTENCE = "Ba con vịt xanh 2021"


def enter(person: Person, username: str, code: str) -> None:
    """Sign in by password and code."""
    person.go("dang-nhap")
    person.page.fill("#f-username", username)
    person.page.fill("#f-password", PASSWORD)
    person.follow(person.page.locator("form.rl-form button[type=submit]"))
    expect(person.page).to_have_url(re.compile("/dang-nhap/ma"))
    person.page.fill("#f-code", code)
    person.press("Tiếp tục")


def test_an_administrator_sets_up_a_second_factor(site: Site):
    """QR and secret, a code of the app, ten recovery codes; then the code is asked for, and a recovery code does."""
    admin = site.person("admin.dhkt", tenant="dhkt")
    admin.page.locator(".rl-account").click()
    admin.follow(admin.page.get_by_role("link", name="Tài khoản của tôi"))
    admin.press("Bật xác minh hai lớp")
    expect(admin.page.locator("svg.rl-qr")).to_be_visible()
    secret = admin.page.locator("#khoa").inner_text().replace(" ", "")
    admin.page.fill("#f-code", "12")
    admin.press("Bật xác minh hai lớp")
    assert "Mã chưa đúng" in admin.errors()
    assert admin.page.locator("#khoa").inner_text().replace(" ", "") == secret
    admin.page.fill("#f-code", pyotp.TOTP(secret).now())
    admin.press("Bật xác minh hai lớp")
    codes = admin.page.locator(".rl-recovery-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    admin.press("Tôi đã cất mã, tiếp tục")
    again = site.guest("dhkt", viewport=PHONE, has_touch=True, locale="vi-VN")
    enter(again, "admin.dhkt", codes[0])
    again.go("tai-khoan")
    expect(again.page.locator("main")).to_contain_text("Còn 9 mã dự phòng")
    again.go("tai-khoan/hai-lop")
    again.page.fill("#f-code", codes[1])
    again.press("Tắt xác minh hai lớp")
    assert "Đã tắt" in again.told()


def test_a_member_activates_by_a_code_on_a_phone(site: Site, sign_in):
    """The branch's secretary prints slips for those without an account; a member opens his with the QR's address."""
    played = company("Đoàn phường Vĩnh Bảo")
    secretary = sign_in(played.secretary.username)
    secretary.press("Phiếu kích hoạt", within=secretary.page.locator("nav.rl-side"))
    without = secretary.page.locator("input[name=person]:checked")
    assert without.count() >= 1
    secretary.press("Tạo mã và in phiếu")
    slip = secretary.page.locator(".rl-slip").first
    name, code = slip.locator("h2").inner_text(), slip.locator(".rl-slip-code").inner_text()
    secretary.page.emulate_media(media="print")
    expect(secretary.page.locator(".rl-slip").first).to_be_visible()
    expect(secretary.page.locator(".rl-top")).to_be_hidden()
    member = site.guest(viewport=PHONE, has_touch=True, locale="vi-VN")
    member.go(f"kich-hoat?ma={code.replace(' ', '')}")
    expect(member.page.locator("#f-code")).to_have_value(code.replace(" ", ""))
    username = f"thanh.vien.{code[:4].lower()}"
    member.page.fill("#f-username", username)
    member.page.fill("#f-password", SENTENCE)
    member.page.fill("#f-again", "khác")
    member.press("Đặt mật khẩu và đăng nhập")
    assert "chưa giống nhau" in member.errors()
    expect(member.page.locator("#f-username")).to_have_value(username)
    member.page.fill("#f-password", SENTENCE)
    member.page.fill("#f-again", SENTENCE)
    member.press("Đặt mật khẩu và đăng nhập")
    assert member.path() == "thong-bao-du-lieu"  # what is stored about him, before anything else
    member.go("tai-khoan")
    expect(member.page.locator(".rl-subtitle")).to_have_text(name)
    member.go("tai-khoan/ai-xem-duoc")
    expect(member.page.locator("main")).to_contain_text(played.secretary.name)
    late = site.guest(viewport=PHONE, locale="vi-VN")
    late.go(f"kich-hoat?ma={code.replace(' ', '')}")
    late.page.fill("#f-password", SENTENCE)
    late.page.fill("#f-again", SENTENCE)
    late.press("Đặt mật khẩu và đăng nhập")
    assert "đã dùng hoặc đã hết hạn" in late.errors()
