"""One's own data and the privacy notice in the browser, on a phone; searching from a phone."""

import re
import zipfile

from playwright.sync_api import expect


def test_a_member_takes_the_data_along_and_asks_for_a_correction(sign_in, tmp_path):
    """From the account's menu to the data, the file with its Vietnamese name, a request; the administrator answers."""
    member = sign_in("uyvien.chidoan", phone=True)
    member.page.locator("summary.rl-account").tap()
    member.follow(member.page.get_by_role("link", name="Dữ liệu của tôi"))
    expect(member.page.locator("#person")).to_contain_text("Nguyễn Khánh Phúc")
    member.page.locator("#sheet_items summary").tap()
    member.fits()
    with member.page.expect_download() as caught:
        member.page.get_by_role("button", name="Tải tất cả (.zip)").tap()
    # the day is the tenant's, which other tests may have moved on
    assert re.fullmatch(r"Dữ liệu của Nguyễn Khánh Phúc 202\d-\d\d-\d\d\.zip", caught.value.suggested_filename)
    caught.value.save_as(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as files:
        assert {"du-lieu.json", "Dữ liệu của tôi.html"} <= set(files.namelist())
    member.press("Yêu cầu sửa")
    member.page.fill("#f-words", "Ngày vào Đoàn đúng là 26/03/2011.")
    member.press("Gửi yêu cầu")
    admin = sign_in("admin.kiengiang")
    admin.go("quan-tri/du-lieu-ca-nhan")
    admin.press("Nguyễn Khánh Phúc")
    admin.page.get_by_label("Đã làm như yêu cầu").check()
    admin.page.fill("#f-answer", "Đã sửa theo quyết định kết nạp.")
    admin.press("Trả lời")
    member.go("tai-khoan/du-lieu")
    expect(member.page.locator("#yeu-cau")).to_contain_text("Đã sửa theo quyết định kết nạp.")


def test_a_stranger_reads_the_notice_from_the_footer(site):
    """Before signing in, on a phone, without a script."""
    guest = site.guest(viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="vi-VN")
    guest.go("dang-nhap")
    guest.follow(guest.page.locator(".rl-footer a"))
    expect(guest.page.locator("main")).to_contain_text("Tỉnh đoàn Kiên Giang là bên kiểm soát dữ liệu")


def test_a_secretary_searches_from_a_phone(sign_in):
    """The glass in the header leads to the search; without diacritics, with the hits marked, or calmly nothing."""
    secretary = sign_in("bithu.vinhthanh", phone=True)
    secretary.go("viec-cua-toi")
    secretary.follow(secretary.page.locator(".rl-search-go"))
    secretary.page.fill("#f-q", "nguyen")
    secretary.press("Tìm")
    assert "Nguyễn" in secretary.page.locator("main mark").first.inner_text()
    secretary.page.fill("#f-q", "khongaica")
    secretary.press("Tìm")
    expect(secretary.page.locator("main")).to_contain_text("Không tìm thấy")


def test_search_by_keyboard(sign_in):
    """A slash goes to the search box of a desk, Enter searches, Tab reaches the first person."""
    desk = sign_in("admin.kiengiang")
    desk.go("quan-tri/don-vi")
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("nguyen khanh phuc")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    expect(desk.page.locator("main .rl-task-link").first).to_contain_text("Nguyễn Khánh Phúc")
