"""A branch meets in front of the screen and signs its minutes; a party committee answers by a link on a phone."""

from cast import company, secretary_of_class
from pages import PHONE, Person
from playwright.sync_api import expect
from school import call_the_roll

from core.packs.catalog import discover

CLASS, AT = "Chi đoàn QH-2020-E KTCT 2", "chuong-trinh/dhkt_school_year-2020"
WORDS = "Tích cực, có trách nhiệm với tập thể."
ONE_BY_ONE = 3


def test_a_class_of_24_meets_with_the_keyboard(sign_in):
    """Agenda, roll with an excuse, people one after the other with a comment and a vote, the rest at once, notes that
    save themselves, the end with what is open by name, minutes on screen and as PDF (S4-46, S4-47)."""
    leader = sign_in(secretary_of_class(CLASS).username, tenant="dhkt")
    page = leader.go(f"{AT}/ket-qua")
    leader.press("Buổi đánh giá")
    expect(page.locator("#f-agenda")).to_have_value("\n".join(agenda()))
    page.fill("#f-secretary", "Lê Thị Thư Ký")
    leader.press("Mở buổi đánh giá")
    meeting = leader.path()
    call_the_roll(leader)

    leader.press("Đánh giá từng người")
    name = page.locator("h1").inner_text()
    with page.expect_navigation():
        page.keyboard.press("j")
    expect(page.locator("h1")).not_to_have_text(name)
    with page.expect_navigation():
        page.keyboard.press("k")
    expect(page.locator("h1")).to_have_text(name)
    names = [rate_one(leader) for _ in range(ONE_BY_ONE)]
    assert len(set(names)) == ONE_BY_ONE

    leader.go(f"{meeting}/xac-nhan")
    page.locator("[data-all-agree]").click()
    leader.press("Xác nhận")
    assert "người." in leader.told()
    page.fill("#f-minutes", "Tập thể nhất trí với kết quả.")
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "saved")
    leader.press("Kết thúc buổi đánh giá")
    expect(page.locator(".rl-names")).to_contain_text("người khác trong Ban Chấp hành hoặc cấp trên ghi")
    page.fill("#f-conclusions", "Thống nhất báo cáo Liên chi đoàn công nhận.")
    leader.press("Kết thúc buổi đánh giá")

    leader.go(f"{meeting}/bien-ban")
    paper = page.locator(".rl-paper")
    for words in (*names, WORDS, "22/0/0", "ĐOÀN TNCS HỒ CHÍ MINH", "Đi thực tập", "Tập thể nhất trí", "Lê Thị Thư Ký"):
        expect(paper).to_contain_text(words)
    rows = paper.locator("tbody tr")
    assert rows.count() >= 20
    assert all("thành" in row.locator("td").nth(4).inner_text() for row in rows.all()[:ONE_BY_ONE])
    with page.expect_download() as kept:
        page.get_by_role("link", name="Tải PDF").click()
    assert kept.value.path().read_bytes().startswith(b"%PDF")


def agenda() -> list[str]:
    """What the pack begins a meeting with."""
    stage = discover().get("dhkt_school_year").rules.stages["collective"]
    return [one.vi for one in stage.agenda.values()]


def rate_one(leader: Person) -> str:
    """One person: more votes than people are refused with the words kept; then on to the next by the keyboard."""
    page = leader.page
    name = page.locator("h1").inner_text()
    expect(page.locator("[data-live-level]")).to_contain_text("thành")
    page.fill("#f-comment", WORDS)
    page.fill("#f-votes_for", "22")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    return name


def test_a_party_committee_answers_by_a_link_on_a_phone(site, sign_in):
    """Made by the commune's leader, opened without an account, sent once, gone after; the voice is in the rating."""
    leader = sign_in(company("Đoàn phường An Thới").leader.username)
    page = leader.go("chuong-trinh/kien_giang_kl06-2021/ket-qua")
    leader.press("Chi đoàn Khu phố 2")
    leader.press("Lấy ý kiến cấp ủy")
    page.fill("#f-addressee", "Chi bộ Khu phố 2")
    leader.press("Lập liên kết")
    address = page.locator("#f-address").input_value()

    guest = site.guest(viewport=PHONE, has_touch=True, locale="vi-VN")
    phone = guest.page
    phone.goto(address)
    guest.fits()
    expect(phone.locator("main")).to_contain_text("Xin ý kiến về 2 cán bộ Đoàn")
    phone.locator("textarea").first.fill("Cấp ủy nhất trí, đồng chí gương mẫu.")
    guest.press("Gửi ý kiến")
    assert "Hãy ghi họ tên, chức vụ người cho ý kiến." in guest.errors()
    phone.fill("#f-signed_as", "Lê Văn Tư, Bí thư Chi bộ")
    guest.press("Gửi ý kiến")
    expect(phone.locator("main")).to_contain_text("Đã nhận ý kiến của cấp ủy")
    phone.goto(address)
    expect(phone.locator("main")).to_contain_text("Liên kết không còn dùng được")
    guest.complaints.clear()  # the browser writes down that the page is gone

    leader.go("chuong-trinh/kien_giang_kl06-2021/ket-qua")
    leader.press("Chi đoàn Khu phố 2")
    leader.press("Lấy ý kiến cấp ủy")
    expect(leader.page.locator("main")).to_contain_text("người cho ý kiến: Lê Văn Tư, Bí thư Chi bộ")
