"""Drafts typed without a network: kept on the phone, sent by themselves, and there on another machine."""

from acts import AT, open_year
from cast import ADMIN, company
from pages import PHONE
from playwright.sync_api import expect

ZONE = "Asia/Ho_Chi_Minh"
LIVED = company("Đoàn phường Mỹ Đức")
DO = "Mỗi tuần hai buổi hỗ trợ bà con làm dịch vụ công tại nhà văn hóa khu phố."
DONT = "Đi cơ sở trước khi viết báo cáo, không chép số liệu của tháng trước."


def test_what_is_typed_without_a_network_is_saved_when_it_is_back(site, sign_in):
    """The network goes, the page says that it keeps the text; the network comes and the draft is saved with nothing
    pressed. The next text is typed on a phone that then dies: switched on again it brings the text back."""
    open_year(sign_in(ADMIN), "2022-01-13")
    cadre = sign_in(LIVED.cadre.username, phone=True)
    page = cadre.go(f"{AT}/dang-ky")
    away, status = page.locator("[data-kept-away]"), page.locator("[data-save-status]").first
    page.context.set_offline(True)
    cadre.write({"do_1": DO})
    expect(away).to_contain_text("giữ trên máy này")
    expect(status).to_have_attribute("data-state", "offline")
    with page.expect_response(lambda answer: answer.url.endswith("/luu-nhap")) as saved:
        page.context.set_offline(False)
    assert saved.value.ok
    expect(status).to_have_attribute("data-state", "saved")
    expect(away).to_be_hidden()
    page.context.set_offline(True)
    cadre.write({"dont_3": DONT})
    expect(away).to_be_visible()
    # The phone as it was when its battery went: what its browser holds, and no last word of the page that was open.
    held = page.context.storage_state()
    again = site.guest(viewport=PHONE, has_touch=True, locale="vi-VN", timezone_id=ZONE, storage_state=held)
    back = again.go(f"{AT}/dang-ky")
    expect(back.locator("[data-kept-back]")).to_be_visible()
    expect(back.locator("[data-save-status]").first).to_have_attribute("data-state", "saved")
    elsewhere = sign_in(LIVED.cadre.username).go(f"{AT}/dang-ky")
    for key, words in (("do_1", DO), ("dont_3", DONT)):
        expect(elsewhere.locator(f"[id='f-solution.{key}']")).to_have_value(words)
