"""The centre's crosswalk in the browser: one override, seen in the ranking before it is published, and in it after."""

from pages import Person
from playwright.sync_api import expect

KHA = "[id='f-level.kien_giang_kl06.kha']"


def places(analyst: Person) -> dict[str, tuple[str, str]]:
    """Province → its place and value in the preview of the draft: now and then."""
    rows = analyst.page.locator(".rl-table tbody tr").all()
    cells = [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in rows]
    return {name.splitlines()[0]: (now, new.split()[0]) for name, now, new, *_ in cells}


def test_an_override_changes_the_ranking(sign_in):
    """Khá of one pack counted as completed: refused without a reason, previewed, published, in force; then restored."""
    analyst = sign_in("phantich.trunguong", tenant="trung-uong")
    page = analyst.go("bang-quy-doi")
    analyst.press("Soạn bản mới")
    page.locator("#kien_giang_kl06 summary").click()
    page.select_option(KHA, "completed")
    page.fill("[id='f-basis.kien_giang_kl06']", "Biên bản họp ngày 15/11/2021")
    analyst.press("Lưu và xem ảnh hưởng")

    page = analyst.go("bang-quy-doi/ban-thao/anh-huong?chi-tieu=excellent_good&nam=2020&doi-tuong=cadre")
    now, then = places(analyst)["Kiên Giang"]
    assert int(then) > int(now), "fewer of its people stand in the two best levels"
    expect(page.locator("main")).to_contain_text("mô phỏng")
    analyst.press("Công bố bản 1")
    assert "Hãy ghi lý do" in analyst.errors()
    expect(page.locator("[id='f-basis.kien_giang_kl06']")).to_have_value("Biên bản họp ngày 15/11/2021")
    page.fill("[id='f-reason.kien_giang_kl06']", "Mức Khá không đòi hỏi thành tích.")
    analyst.press("Lưu và xem ảnh hưởng")
    analyst.press("Công bố bản 1")
    assert "Đã công bố" in analyst.told()
    expect(page.get_by_role("row", name="Bản 1")).to_contain_text("Đang áp dụng")
    expect(page.get_by_role("row", name="Bản 1")).to_contain_text("Ban Tổ chức Trung ương Đoàn")

    page.locator("tr", has_text="Cách xếp của chính các bộ quy tắc").get_by_role("button").click()
    analyst.press("Lưu và xem ảnh hưởng")
    page = analyst.go("bang-quy-doi/ban-thao/anh-huong?chi-tieu=excellent_good&nam=2020&doi-tuong=cadre")
    assert places(analyst)["Kiên Giang"] == (then, now), "the published version is what the ranking follows now"
    analyst.press("Công bố bản 2")
    expect(page.get_by_role("row", name="Bản 2")).to_contain_text("Đang áp dụng")
