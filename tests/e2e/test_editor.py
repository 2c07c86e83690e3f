"""The forms of the pack editor in the browser: criteria put in order, switched off, reworded and added; what a form
refuses; two admins at once; undo; and the unit's own words."""

import re

import pytest
from audit import faults
from pages import Person
from playwright.sync_api import Locator, expect

PACK = "quan-tri/cau-hinh/dhkt_school_year"
CRITERIA = f"{PACK}/sua/tieu-chi"


@pytest.fixture
def admin(sign_in) -> Person:
    """The university's administrator, with a clean draft."""
    person = sign_in("admin.dhkt", tenant="dhkt")
    yield person
    person.go(CRITERIA)
    while person.page.get_by_role("button", name="Hoàn tác").count():
        person.press("Hoàn tác")
        if "Không còn" in person.told():
            break


def row(person: Person, key: str) -> Locator:
    """A criterion in the list."""
    return person.page.locator(f"[id='r-criteria-{key}']")


def field(person: Person, place: str) -> Locator:
    """An input by the place of the rules that it edits."""
    return person.page.locator(f"[id='f-{place}']")


def order(person: Person) -> list[str]:
    """The first three criteria of the first content, as listed."""
    return [one.get_attribute("data-key") for one in person.page.locator("[data-key]").all()[:3]]


def bar(person: Person) -> str:
    """How the draft stands."""
    return person.page.locator(".rl-editor-bar .rl-actions-note").inner_text()


def test_criteria_are_switched_off_moved_and_taken_back(admin: Person) -> None:
    """A criterion is switched off and another moved up; each is one change in the draft, and undo takes each back."""
    admin.go(CRITERIA)
    before = order(admin)
    assert "Chưa có thay đổi" in bar(admin)
    admin.follow(row(admin, "1.1").get_by_role("button", name=re.compile("^Tắt")))
    assert "Đã lưu vào bản nháp" in admin.told()
    expect(row(admin, "1.1")).to_contain_text("đang tắt")
    assert "1 thay đổi" in bar(admin)
    admin.follow(row(admin, "1.3").get_by_role("button", name=re.compile("^Lên")))
    assert order(admin) == [before[0], before[2], before[1]]
    admin.press("Hoàn tác")
    assert order(admin) == before
    admin.press("Hoàn tác")
    expect(row(admin, "1.1")).not_to_contain_text("đang tắt")
    assert "Chưa có thay đổi" in bar(admin)


def test_a_row_is_dragged_to_its_place(admin: Person) -> None:
    """Dragging the first criterion below the second puts it there."""
    page = admin.go(CRITERIA)
    before = order(admin)
    grip, second = row(admin, "1.1").locator("[data-grip]").bounding_box(), row(admin, "1.2").bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 12)
    page.mouse.down()
    with page.expect_navigation():
        page.mouse.move(second["x"] + 20, second["y"] + second["height"] - 12, steps=8)
        page.mouse.up()
    assert order(admin) == [before[1], before[0], before[2]]


def test_a_criterion_is_reworded_in_both_languages(admin: Person) -> None:
    """The wording is saved in both languages, the list says it is changed, what is in force stands beside it, and one
    button takes it back; an empty wording is refused with the rest of the form kept."""
    admin.go(f"{CRITERIA}/dieu/1.1")
    title = "criteria/1.1/title"
    field(admin, f"{title}/vi").fill("")
    field(admin, f"{title}/en").fill("Study two resolutions.")
    admin.press("Lưu vào bản nháp")
    assert admin.errors()
    expect(field(admin, f"{title}/en")).to_have_value("Study two resolutions.")
    expect(field(admin, f"{title}/vi")).to_have_attribute("aria-invalid", "true")
    field(admin, f"{title}/vi").fill("Học tập hai nghị quyết.")
    expect(admin.page.locator(".rl-phone")).to_contain_text("Học tập hai nghị quyết.")
    admin.press("Lưu vào bản nháp")
    expect(row(admin, "1.1")).to_contain_text("Học tập hai nghị quyết.")
    expect(row(admin, "1.1")).to_contain_text("đã sửa")
    admin.speak("en")
    expect(row(admin, "1.1")).to_contain_text("Study two resolutions.")
    admin.speak("vi")
    admin.go(f"{CRITERIA}/dieu/1.1")
    expect(admin.page.locator(f"[id='o-{title}']")).to_contain_text("Đang áp dụng: Học tập nghị quyết của Đảng")
    admin.follow(admin.page.locator(f"[id='o-{title}']").get_by_role("button", name=re.compile("Lấy lại")))
    assert "Chưa có thay đổi" in bar(admin)


def test_a_criterion_without_english_is_a_finding_beside_its_field(admin: Person) -> None:
    """A criterion is added to the end of a content; the missing English is said beside the field, in the list and in
    the sections, and goes away once it is there."""
    admin.go(CRITERIA)
    admin.follow(admin.page.get_by_role("link", name="Thêm tiêu chí").nth(1))
    admin.page.locator("textarea[id$='/title/vi']").fill("Đọc mỗi quý một cuốn sách.")
    admin.press("Thêm vào bản nháp")
    assert "Còn điểm cần sửa" in admin.told()
    second = admin.page.locator(".rl-chapter").nth(1)
    added = second.locator("[data-key]", has_text="Đọc mỗi quý một cuốn sách.")
    expect(added).to_contain_text("thêm mới")
    expect(added).to_contain_text("Câu chữ chưa có bản dịch")
    expect(admin.page.locator(".rl-editor-sections [aria-current]")).to_contain_text("1 điểm cần sửa")
    admin.follow(added.get_by_role("link"))
    place = admin.page.locator("[id^='o-criteria/own_'][id$='/title']")
    expect(place).to_contain_text("Câu chữ chưa có bản dịch")
    admin.page.locator("textarea[id$='/title/en']").fill("Read a book every quarter.")
    admin.press("Lưu vào bản nháp")
    expect(admin.page.locator(".rl-finding")).to_have_count(0)


def test_the_form_of_a_second_admin_is_stale(admin: Person, sign_in) -> None:
    """Of two admins who reword one criterion the second gets both values and chooses; what only one of them changed
    is kept without a question."""
    other = sign_in("admin.dhkt", tenant="dhkt")
    title, number = "criteria/1.2/title/vi", "criteria/1.2/number"
    for person in (admin, other):
        person.go(f"{CRITERIA}/dieu/1.2")
    field(admin, title).fill("Bản của người thứ nhất.")
    admin.press("Lưu vào bản nháp")
    field(other, title).fill("Bản của người thứ hai.")
    field(other, number).fill("1.2b")
    other.press("Lưu vào bản nháp")
    expect(other.page.locator("h1")).to_contain_text("vừa được người khác sửa")
    clash = other.page.locator(".rl-clash-one")
    expect(clash).to_have_count(1)
    expect(clash).to_contain_text("Bản của người thứ nhất.")
    expect(clash).to_contain_text("Bản của người thứ hai.")
    clash.get_by_label(re.compile("Lấy của người kia")).check()
    other.press("Lưu lựa chọn")
    expect(row(other, "1.2")).to_contain_text("Bản của người thứ nhất.")
    expect(row(other, "1.2")).to_contain_text("1.2b")


def test_what_a_sheet_needs_is_checked_against_the_criteria(admin: Person) -> None:
    """Asking for more criteria than there are is saved in the draft and said beside the field."""
    admin.go(f"{PACK}/sua/dang-ky")
    place = "registration/items_min"
    field(admin, place).fill("mười")
    admin.press("Lưu vào bản nháp")
    expect(field(admin, place)).to_have_value("mười")
    assert "số nguyên" in admin.errors()
    field(admin, place).fill("150")
    admin.press("Lưu vào bản nháp")
    expect(admin.page.locator(f"[id='o-{place}']")).to_contain_text("Không ai đăng ký đủ")
    expect(admin.page.locator(f"[id='o-{place}']")).to_contain_text("Đang áp dụng: 10")


def test_report_and_duties_are_forms_too(admin: Person) -> None:
    """A report's signature is changed and seen on the paper below; a declaration is added at the end of its list."""
    admin.go(f"{PACK}/sua/bao-cao/results")
    field(admin, "reports/results/right/lines/vi").fill("TM. BAN THƯỜNG VỤ\nPHÓ BÍ THƯ")
    field(admin, "reports/results/right/lines/en").fill("FOR THE STANDING COMMITTEE")
    admin.press("Lưu vào bản nháp")
    assert "cần bằng nhau" in admin.errors()
    field(admin, "reports/results/right/lines/en").fill("FOR THE STANDING COMMITTEE\nDEPUTY SECRETARY")
    admin.press("Lưu vào bản nháp")
    expect(admin.page.locator(".rl-signatures")).to_contain_text("PHÓ BÍ THƯ")
    admin.go(f"{PACK}/sua/chi-tieu")
    admin.press("Thêm việc kê khai")
    admin.page.locator("textarea[id$='/title/vi']").fill("Báo cáo sơ kết học kỳ")
    admin.page.locator("textarea[id$='/title/en']").fill("Report on the first term")
    admin.page.get_by_label("ghi chú", exact=True).check(force=True)
    admin.press("Thêm vào bản nháp")
    expect(admin.page.locator("[data-key^='declarations/']").last).to_contain_text("Báo cáo sơ kết học kỳ")


def test_the_editor_fits_a_phone_and_works_without_a_script(sign_in, admin: Person) -> None:
    """Each section fits a phone; moving and switching off are plain buttons."""
    person = sign_in("admin.dhkt", tenant="dhkt", phone=True, script=False)
    for section in ("tieu-chi/dieu/1.1", "tieu-chi/moi", "dang-ky", "chi-tieu", "bao-cao/results", "tu-ngu"):
        person.go(f"{PACK}/sua/{section}")
    person.go(CRITERIA)
    before = order(person)
    person.follow(row(person, "1.1").get_by_role("button", name=re.compile("^Xuống")))
    assert order(person)[:2] == [before[1], before[0]]


@pytest.mark.full
def test_the_forms_are_accessible(admin: Person) -> None:
    """Axe objects to nothing on the lists and forms, wide and narrow, with a change and a finding on them."""
    admin.go(f"{PACK}/sua/dang-ky")
    field(admin, "registration/items_min").fill("150")
    admin.press("Lưu vào bản nháp")
    found = faults(admin.page)
    for section in ("tieu-chi", "tieu-chi/dieu/1.1", "tieu-chi/noi-dung-moi", "chi-tieu", "bao-cao/results", "tu-ngu"):
        admin.go(f"{PACK}/sua/{section}")
        admin.page.evaluate("document.querySelectorAll('.rl-editor-form details').forEach(one => { one.open = true })")
        found += faults(admin.page)
    admin.go("quan-tri/ten-goi")
    found += faults(admin.page)
    assert found == []


def test_a_union_calls_things_by_its_own_words(admin: Person) -> None:
    """`Chi đoàn` becomes `Lớp` on every page at once; one word for two things is refused; blank is ours again."""
    admin.go("quan-tri/ten-goi")
    field(admin, "kinds/branch/vi").fill("Lớp")
    field(admin, "kinds/subbranch/vi").fill("lớp")
    admin.press("Lưu tên gọi")
    assert "đã dùng cho mục khác" in admin.errors()
    field(admin, "kinds/subbranch/vi").fill("")
    admin.press("Lưu tên gọi")
    assert "Đã đổi 1 tên gọi" in admin.told()
    admin.go(f"{PACK}/sua/chi-tieu")
    expect(admin.page.locator("main")).to_contain_text("Bắt buộc: Lớp")
    admin.go("quan-tri/ten-goi")
    field(admin, "kinds/branch/vi").fill("")
    admin.press("Lưu tên gọi")
    admin.go(f"{PACK}/sua/chi-tieu")
    expect(admin.page.locator("main")).not_to_contain_text("Bắt buộc: Lớp")
