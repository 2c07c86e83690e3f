"""A whole school year of a class at ĐHKT on a demo of its own, whose clock moves: from the opening in September to the
result opened again in May. The member lives the first half in English, the second in Vietnamese."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from acts import approve, decide, open_sheet, register
from cast import Class, class_of
from conftest import served
from pages import Person, Site
from playwright.sync_api import Browser, expect
from school import TEN, call_the_roll, change_level, object_to, open_activity, open_meeting, reopen, score_oneself, seen

WORD = "dhkt_school_year-2021"
AT = f"chuong-trinh/{WORD}"
SPORTS, TITLE = "4.1", "Giải cầu lông lớp"
SAID = "Mỗi tháng một lần, có xác nhận của chi đoàn, xong trước tháng 5."
MENDED = f"{SAID} Cầu lông, hai buổi mỗi tuần."
ASKED = "Ghi rõ môn thể thao và số buổi mỗi tuần."
HARD, HELP = "Chưa tìm được nhóm nghiên cứu khoa học", "Ghép vào nhóm của khoa, gặp tối thứ Năm"
COMMENT = "Tích cực, riêng thể thao chưa đều."
WHY = "Tôi đã dự giải cầu lông lớp, điểm danh còn trong phiếu."
BECAUSE = "Đã xem điểm danh, tính đủ điểm thể thao."
ADDRESS = "doanvien.ktct@example.org"
DAY = "2022-05-26"
PLAYED: Class = class_of("Chi đoàn QH-2020-E KTCT 2")
MEMBER = PLAYED.members[0]


@pytest.fixture
def school(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """A demo of its own: its clock may be moved as the story wants it."""
    with served(tmp_path) as address:
        site = Site(browser, address)
        yield site
        complaints = [line for person in site.people for line in person.complaints]
        site.close()
    assert complaints == []


@pytest.mark.full
def test_a_member_lives_a_whole_school_year(school: Site) -> None:
    """Registered, returned, approved, attended, asked for help, scored, rated, objected, recognised, opened again; and
    the letters say so (S4-34, S4-38, S4-40, S4-41, S4-44, S4-46 … S4-50)."""
    admin = school.person("admin.dhkt", tenant="dhkt")
    admin.move_clock("2021-09-20")
    admin.open_programme(WORD, "31-KH/ĐTN-ĐHKT", "2021-09-15")
    member = school.person(MEMBER.username, tenant="dhkt", phone=True, locale="en")
    secretary = school.person(PLAYED.leader.username, tenant="dhkt")
    wants_each_letter(member)
    sheet = register_and_mend(member, secretary)
    admin.move_clock("2021-11-20")
    attend(member, secretary)
    admin.move_clock("2022-02-25")
    ask_for_help(member, secretary)

    admin.move_clock(DAY)
    member.speak("vi")
    score_oneself(member, AT, {"1.1": "9", "1.3": "9"}, "8,5")
    expect(member.page.locator("main")).to_contain_text("Chi đoàn họp, nhận xét và xếp loại")
    expect(member.page.locator("main")).not_to_contain_text("nghe ý kiến của cấp ủy")
    hold_a_meeting(secretary)
    results = secretary.path()
    decide(secretary, results, "gui")
    section = school.person(PLAYED.section.username, tenant="dhkt")
    object_and_be_heard(member, secretary, section, results)
    decide(section, results, "cong-nhan", number="45-QĐ/LCĐ", dated=DAY)
    read_the_result(member)
    reopen(section, sheet, "52-QĐ/LCĐ", DAY)
    main = member.go(f"{AT}/tu-danh-gia").locator("main")
    for words in ("được mở lại để xếp loại lại", "52-QĐ/LCĐ", "45-QĐ/LCĐ", "Đơn thư xác minh đúng."):
        expect(main).to_contain_text(words)
    find_the_letters(admin)


def wants_each_letter(member: Person) -> None:
    """Every message as a letter of its own, to an address of one's own."""
    page = member.go("tai-khoan/thong-bao")
    page.locator("input[name=mode][value=each]").check(force=True)
    page.fill("#f-address", ADDRESS)
    member.follow(page.locator("form[action$='/tai-khoan/thong-bao'] button[type=submit]"))
    assert "Saved" in member.told()


def register_and_mend(member: Person, secretary: Person) -> str:
    """Ten criteria; one comes back with a remark that stands at it; mended and approved. The sheet's address."""
    register(member, dict.fromkeys(TEN, SAID), WORD)
    expect(member.page.locator("main")).to_contain_text("10 items")
    open_sheet(secretary, MEMBER, WORD)
    secretary.page.locator(f"[id='f-verdict.{SPORTS}'] input[value=return]").check(force=True)
    secretary.page.fill(f"[id='f-remark.{SPORTS}']", ASKED)
    secretary.press("Trả lại")
    assert f"Đã trả lại phiếu cho {MEMBER.name}" in secretary.told()

    expect(member.go("viec-cua-toi").locator("main")).to_contain_text("Correct and resubmit your sheet")
    member.go(f"{AT}/dang-ky")
    expect(member.page.locator(f"[id='f-item.{SPORTS}'] .rl-said")).to_contain_text(ASKED)
    expect(member.page.locator(".rl-said")).to_have_count(1)
    register(member, {SPORTS: MENDED}, WORD)
    open_sheet(secretary, MEMBER, WORD)
    expect(secretary.page.locator("ins")).to_contain_text(["hai buổi mỗi tuần"])
    return approve(secretary, MEMBER, WORD)


def attend(member: Person, secretary: Person) -> None:
    """The phone reads the code from the screen; who came has evidence under the criterion of the own review."""
    open_activity(secretary, TITLE, SPORTS)
    secretary.press("Mở mã điểm danh")
    member.page.goto(seen(secretary))
    member.fits()
    member.press("I am here")
    assert "Checked in." in member.told()
    came = member.go(f"{AT}/tu-danh-gia").locator(".rl-evidence-came")
    expect(came).to_have_count(1)
    expect(came).to_contain_text(f"Took part in “{TITLE}”")


def ask_for_help(member: Person, secretary: Person) -> None:
    """Half-way: what was done and what is hard; the secretary finds the difficulty and answers it."""
    member.go("viec-cua-toi")
    member.press("Write it")
    member.page.fill("#f-comment", "Đã dự giải cầu lông lớp; còn thiếu bài nghiên cứu khoa học.")
    member.page.fill("#f-difficulty", HARD)
    member.follow(member.page.locator("main form .btn-primary"))
    expect(member.page.locator(".rl-hard")).to_contain_text("Not answered")
    secretary.go(f"{AT}/trao-doi")
    secretary.press("Danh sách khó khăn")
    secretary.follow(secretary.page.locator(".rl-hard", has_text=MEMBER.name).get_by_role("link").first)
    expect(secretary.page.locator("main")).to_contain_text(HARD)
    secretary.page.fill("#f-answer", HELP)
    secretary.press("Trả lời")
    expect(member.go(f"{AT}/giua-ky").locator(".rl-hard")).to_contain_text(HELP)


def hold_a_meeting(secretary: Person) -> None:
    """Agenda, roll, one member with few points for sports and a vote of everybody present, the end."""
    page = secretary.page
    meeting = open_meeting(secretary, AT)
    expect(page.locator(".rl-meet-agenda li").first).to_be_visible()
    call_the_roll(secretary)
    secretary.go(meeting)
    person = page.locator(".rl-meet-person", has_text=MEMBER.name)
    secretary.follow(person.get_by_role("link"))
    expect(page.locator("main")).to_contain_text(f"Đã tham gia “{TITLE}”")
    page.fill(f"[id='f-points.{SPORTS}']", "2")
    page.fill("#f-comment", COMMENT)
    page.locator("[data-all-agree]").click()
    secretary.press("Ghi điểm")
    expect(person).to_contain_text("79,5")
    expect(person).to_contain_text("22 đồng ý")
    page.fill("#f-minutes", "Tập thể nhất trí với kết quả.")
    secretary.press("Kết thúc buổi đánh giá")
    secretary.press("Kết thúc buổi đánh giá")
    expect(page.locator("main")).to_contain_text("Đã đánh giá xong, chưa gửi")


def object_and_be_heard(member: Person, secretary: Person, section: Person, results: str) -> None:
    """The draft is lower than the own score; nothing is recognised before the objection has its answer."""
    member.go("viec-cua-toi")
    member.follow(member.page.locator(f".rl-nudge[href$='{AT}/tu-danh-gia']"))
    expect(member.page.locator(".rl-result-word")).to_have_text("Hoàn thành 79,5/100")
    object_to(member, WHY)
    decide(section, results, "cong-nhan")
    expect(section.page.locator("main")).to_contain_text(f"ý kiến của {MEMBER.name} về mức dự kiến chưa được trả")
    change_level(secretary, MEMBER.name, BECAUSE, {f"f-points.{SPORTS}": "8,5"})


def read_the_result(member: Person) -> None:
    """The level with its decision, what was said on the way, and a calculation that comes to the same."""
    main = member.go(f"{AT}/tu-danh-gia").locator("main")
    expect(main.locator(".rl-result-word")).to_have_text("Hoàn thành tốt 86/100")
    for words in ("Quyết định số 45-QĐ/LCĐ ngày 26/05/2022", WHY, BECAUSE, "Từ Hoàn thành (79,5 điểm)"):
        expect(main).to_contain_text(words)
    member.press("Buổi đánh giá, quy tắc đã dùng và tính lại")
    for words in ("86 điểm thuộc mức Hoàn thành tốt", "có mặt 22/24", "Tính lại cho cùng kết quả"):
        expect(main).to_contain_text(words)


def find_the_letters(admin: Person) -> None:
    """The mail that the demo caught: the last news reached the member, in Vietnamese, in whole words."""
    for words in ("Ban Chấp hành đã trả lời ý kiến của bạn", "Kết quả đã công nhận của bạn được mở lại"):
        letters = admin.page.locator(".rl-letter", has_text=ADDRESS).filter(has_text=words)
        for _ in range(60):  # the letters of the demo leave every few seconds
            admin.go("quan-tri/thu-da-gui")
            if letters.count():
                break
            admin.page.wait_for_timeout(1000)
        letters.first.locator("summary").click()
        expect(letters.first.locator("pre")).to_contain_text(f"Chào {MEMBER.name},")
