"""What a draft does is seen before it binds: on last year's results, on a phone, and on a running year."""

from cast import ADMIN
from playwright.sync_api import expect
from rehearsal import PACK, YEAR, framed, levels, move_date, pause_or_resume, switch_off, told, try_on

CRITERION = "Trách nhiệm"


def test_a_draft_is_tried_on_last_year_and_seen_on_a_phone(sign_in):
    """Without one criterion no committee's level moves, sheets would come back, and a single one says why."""
    admin = sign_in(ADMIN)
    switch_off(admin, CRITERION)
    try_on(admin, 2020)
    expect(admin.page.locator("main")).to_contain_text("Không ai đổi mức")
    expect(levels(admin).locator(".rl-way-up, .rl-way-down")).to_have_count(0)
    admin.follow(told(admin, "Phiếu sẽ bị trả lại"))
    expect(admin.page.locator("main tbody")).to_contain_text("không còn cho đăng ký")
    admin.follow(admin.page.locator("main tbody th a").first)
    expect(admin.page.locator("main")).to_contain_text("phải sửa trước khi nộp")
    admin.page.go_back()
    admin.fits()
    phone = sign_in(ADMIN, phone=True)
    phone.go(f"{PACK}/xem-thu")
    expect(framed(phone)).to_contain_text("Đăng ký rèn luyện")
    expect(framed(phone)).not_to_contain_text(CRITERION)
    phone.page.get_by_role("link", name="Phiếu trống").click()
    phone.page.locator("textarea:visible").first.fill("Thử gõ vào bản xem thử, không ai ghi lại.")
    phone.page.get_by_role("button", name="Xem lại và nộp").click()
    expect(phone.page.locator(".rl-preview-bar")).to_be_visible()  # back where it was, nothing written
    for part in ("Ban Chấp hành", "Báo cáo"):
        phone.page.get_by_role("link", name=part, exact=True).click()
        phone.fits()
        expect(framed(phone)).not_to_contain_text("Người đăng ký đang sửa")


def test_a_running_year_is_moved_paused_and_led_on(sign_in):
    """A date moves with its reason on record; a paused year takes no writing; the next one starts from here."""
    admin = sign_in(ADMIN)
    move_date(admin, "Tự kiểm điểm và đánh giá kết quả", "2021-12-05", "")
    expect(admin.page.locator("#e-reason")).to_be_visible()
    admin.page.fill("#f-reason", "Bão số 9, Ban Thường vụ đồng ý gia hạn")
    admin.press("Dời hạn")
    expect(admin.page.locator("main")).to_contain_text("05/12/2021")
    expect(admin.page.locator(".rl-timeline")).to_contain_text("Bão số 9")
    pause_or_resume(admin, "Tạm dừng", "Chờ ý kiến cấp ủy")
    expect(admin.page.locator("main")).to_contain_text("đang tạm dừng")
    pause_or_resume(admin, "Tiếp tục", "Đã có ý kiến")
    expect(admin.page.locator(".rl-timeline")).to_contain_text("tiếp tục chương trình")
    admin.go(YEAR.replace("dieu-hanh", "dong"))
    expect(admin.page.locator(".rl-checklist")).to_contain_text("Phiếu chờ thẩm định")


def test_newer_rules_reach_a_running_year_only_after_a_look(sign_in):
    """The effect on each sheet comes first; without a reason nothing is applied."""
    admin = sign_in(ADMIN)
    admin.go(f"{YEAR}/quy-tac")
    admin.press("Xem tác động")
    admin.follow(admin.page.get_by_role("link", name="Tiếp: quyết định áp dụng"))
    admin.press("Áp dụng cho năm 2021")
    expect(admin.page.locator("#e-reason")).to_be_visible()
