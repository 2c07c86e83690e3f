"""A draft typed without a network: kept on the phone, sent by itself, and there on another machine."""

from acts import AT, open_year
from cast import ADMIN, company
from playwright.sync_api import expect

LIVED = company("Đoàn phường Mỹ Đức")
WORDS = "Mỗi tuần hai buổi hỗ trợ bà con làm dịch vụ công tại nhà văn hóa khu phố."


def test_what_is_typed_without_a_network_is_saved_when_it_is_back(site, sign_in):
    """The network goes, the page says that it keeps the text; the network comes and the draft is saved with nothing
    pressed; a second machine shows it."""
    open_year(sign_in(ADMIN), "2022-01-13")
    cadre = sign_in(LIVED.cadre.username, phone=True)
    page = cadre.go(f"{AT}/dang-ky")
    away, status = page.locator("[data-kept-away]"), page.locator("[data-save-status]").first
    page.context.set_offline(True)
    cadre.write({"do_1": WORDS})
    expect(away).to_contain_text("giữ trên máy này")
    expect(status).to_have_attribute("data-state", "offline")
    with page.expect_response(lambda answer: answer.url.endswith("/luu-nhap")) as saved:
        page.context.set_offline(False)
    assert saved.value.ok
    expect(status).to_have_attribute("data-state", "saved")
    expect(away).to_be_hidden()
    elsewhere = sign_in(LIVED.cadre.username).go(f"{AT}/dang-ky")
    expect(elsewhere.locator("[id='f-solution.do_1']")).to_have_value(WORDS)
