"""A province fits scale, dates and cases to its own plan: the ruler, the year calendar, worked cases, publishing."""

import re
from collections.abc import Iterator

import pytest
from audit import faults
from configuring import Configuration
from playwright.sync_api import expect

SCHOOL, KL06 = "dhkt_school_year", "binh_duong_criteria"
BEST, GOOD, LAST = "hoan_thanh_xuat_sac", "hoan_thanh_tot", "khong_hoan_thanh"
REPORT = "Báo cáo kết quả về Văn phòng Đoàn"
PAGES = ("sua/thang", "sua/thang/muc/hoan_thanh_tot", "sua/quy-trinh", "sua/quy-trinh/buoc/collective", "sua/lich",
         "sua/lich/moc/report", "vi-du", "vi-du/them/han", "vi-du/them/phieu", "vi-du/them/xep-loai")  # fmt: skip


@pytest.fixture
def school(sign_in) -> Iterator[Configuration]:
    """The university's pack in the hands of its administrator; the draft is thrown away afterwards."""
    found = Configuration(sign_in("admin.dhkt", tenant="dhkt"), SCHOOL)
    yield found
    found.throw_away()


def test_a_gap_between_bands_is_seen_as_typed_and_keeps_the_draft_from_publishing(school: Configuration) -> None:
    """What is typed is hatched and said at once; saved, it stands at publishing until it is mended. Dragged, the
    bound takes the printed end of the level below along and leaves no gap."""
    school.go("sua/thang")
    assert "điểm nào cũng thuộc đúng một mức" in school.says()
    school.bound(LAST).fill("10")
    expect(school.flaws("gap")).to_have_count(1)
    assert "Dưới 10 điểm không thuộc mức nào" in school.says()
    school.bound(GOOD, "maximum").fill("95")
    expect(school.flaws("overlap")).to_have_count(1)
    assert "Từ 90 đến 95 điểm thuộc cả" in school.says()
    school.bound(GOOD, "maximum").fill("89")
    assert "Còn điểm cần sửa" in school.save()
    school.go("cong-bo")
    page = school.person.page
    expect(page.locator("main")).to_contain_text("Dưới mức thấp nhất vẫn còn số điểm không thuộc mức nào")
    expect(page.get_by_role("button", name="Công bố")).to_be_disabled()
    school.go("sua/thang")
    school.bound(LAST).fill("0")
    school.save()
    school.drag_bound(BEST, 3)
    expect(school.bound(BEST)).to_have_value("93")
    expect(school.bound(GOOD, "maximum")).to_have_value("92")
    expect(school.flaws("gap")).to_have_count(0)


def test_a_deadline_moves_on_the_calendar_and_keeps_its_wording(school: Configuration) -> None:
    """A flag is dragged, then the date is typed; both times the sentence says the last day in time. What cannot be a
    day is refused with everything typed kept."""
    school.go("sua/lich?nam=2021")
    assert "trước ngày 01/06/2022 nhận đến hết 31/05/2022" in " ".join(school.due(REPORT).split())
    school.drag_flag("report", "2022-06-15")
    assert "trước ngày 15/06 → nhận đến hết 14/06/2022" in school.person.told()
    school.go("sua/lich/moc/report?nam=2021")
    page = school.person.page
    page.fill("[id='f-new/day']", "31")
    school.save()
    assert school.person.errors()
    expect(page.locator("[id='f-new/day']")).to_have_value("31")
    page.fill("[id='f-new/day']", "20")
    expect(page.locator("#cau")).to_contain_text("trước ngày 20/06 → nhận đến hết 19/06/2022 (rơi vào Chủ Nhật)")
    page.check("input[name='new/kind'][value=by]")
    expect(page.locator("#cau")).to_contain_text("chậm nhất ngày 20/06 → nhận đến hết 20/06/2022")
    school.save()
    assert "chậm nhất là ngày 20/06/2022" in school.due(REPORT)


def test_an_own_case_fails_until_the_draft_does_what_it_says(school: Configuration) -> None:
    """The case about a deadline is written first and fails; the deadline is moved and it passes; the cases that the
    new date breaks are named at publishing and want a word."""
    school.go("vi-du")
    expect(school.tally()).to_contain_text(re.compile(r"\d+/\d+"))
    before = int(re.search(r"/(\d+)", school.tally().inner_text())[1])
    school.go("vi-du/them/han")
    page = school.person.page
    page.fill("#f-year", "2021")
    page.get_by_text(REPORT, exact=True).click()
    page.fill("#f-last", "2022-06-14")
    school.person.press("Lưu ví dụ")
    assert "bản nháp chưa làm đúng như vậy" in school.person.told()
    school.expects_right(False, "14/06/2022")
    expect(school.case("14/06/2022")).to_contain_text("nhận đến hết 31/05/2022")
    expect(school.tally()).to_contain_text(f"{before}/{before + 1}")
    school.go("sua/lich?nam=2021")
    school.drag_flag("report", "2022-06-15")
    school.go("vi-du")
    school.expects_right(True, "14/06/2022")
    school.go("cong-bo")
    expect(page.locator("main")).to_contain_text("ví dụ không còn đúng")
    page.fill("#f-reason", "Theo công văn của Văn phòng Đoàn.")
    page.locator("main form[action$='cong-bo']").evaluate("form => { form.noValidate = true }")
    school.person.press("Công bố")
    assert "Hãy ghi rõ vì sao vẫn công bố" in school.person.errors()
    expect(page.locator("#f-reason")).to_have_value("Theo công văn của Văn phòng Đoàn.")
    school.go("vi-du")
    school.person.follow(school.case("14/06/2022").get_by_role("link"))
    school.person.press("Bỏ ví dụ này")
    expect(school.case("14/06/2022")).to_have_count(0)


def test_a_voice_is_added_before_the_decision(school: Configuration) -> None:
    """A new voice is heard before the step that decides, moves up, and is taken out again."""
    school.go("sua/quy-trinh/them/final")
    page = school.person.page
    page.fill("[id$='title/vi']", "Ý kiến của chi bộ nơi cư trú")
    school.person.press("Thêm vào bản nháp")
    steps = page.locator("#ky-final .rl-voice")
    expect(steps.nth(1)).to_contain_text("Ý kiến của chi bộ nơi cư trú")
    expect(steps.nth(2)).to_contain_text("quyết định")
    school.person.follow(steps.nth(1).get_by_role("button", name="Lên"))
    expect(steps.nth(0)).to_contain_text("Ý kiến của chi bộ nơi cư trú")
    school.person.follow(steps.nth(0).get_by_role("button", name="Bỏ khỏi kỳ này"))
    expect(steps).to_have_count(3)


def test_without_script_everything_is_typed(sign_in) -> None:
    """A bound, a date and the order of levels change by forms alone."""
    plain = Configuration(sign_in("admin.binhduong", tenant="binh-duong", script=False), KL06)
    plain.go("sua/lich/moc/registration")
    page = plain.person.page
    page.fill("[id='f-new/month']", "3")
    assert "Đã lưu vào bản nháp" in plain.save()
    assert "trong tháng 03" in plain.due("Đăng ký thực hiện")
    plain.go("sua/thang")
    plain.person.follow(page.locator("#muc-kha").get_by_role("button", name="Lên"))
    assert page.locator(".rl-level-row").first.get_attribute("id") == "muc-kha"
    plain.throw_away()


@pytest.mark.full
def test_the_pages_are_accessible_on_a_desk_and_on_a_phone(school: Configuration) -> None:
    """Axe finds nothing, and nothing sticks out sideways."""
    school.go("sua/thang")
    school.bound(LAST).fill("10")
    expect(school.flaws("gap")).to_have_count(1)
    found = faults(school.person.page)
    for tail in PAGES:
        school.go(tail)
        found += faults(school.person.page)
    assert found == []
