"""The centre's crosswalk in the browser: one override, seen in the ranking before it is published, and in it after."""

import re

from pages import Person
from playwright.sync_api import expect

PACK = "binh_duong_criteria"
PREVIEW = "bang-quy-doi/ban-thao/anh-huong?chi-tieu=excellent_good&nam=2020&doi-tuong=cadre"
PUBLISH = re.compile("^Công bố bản")


def place(analyst: Person) -> tuple[str, str]:
    """The place of Bình Dương in the preview of the draft: now and then."""
    row = analyst.go(PREVIEW).locator(".rl-table tbody tr", has_text="Bình Dương")
    now, then = (cell.strip() for cell in row.locator("td").all_inner_texts()[:2])
    return now, then.split()[0]


def versions(analyst: Person) -> list[str]:
    """The published versions, newest first; the packs' own levels stand last."""
    return [row.split("\n")[0] for row in analyst.go("bang-quy-doi").locator("tbody tr th").all_inner_texts()]


def test_an_override_changes_the_ranking(sign_in):
    """Khá of one pack counted as completed: refused without a reason, previewed, published, in force; then undone."""
    analyst = sign_in("phantich.trunguong", tenant="trung-uong")
    before = versions(analyst)
    page = analyst.page
    analyst.press("Soạn bản mới")
    page.locator(f"#{PACK} summary").click()
    page.select_option(f"[id='f-level.{PACK}.kha']", "completed")
    page.fill(f"[id='f-basis.{PACK}']", "Biên bản họp ngày 15/11/2021")
    analyst.press("Lưu và xem ảnh hưởng")

    now, then = place(analyst)
    assert int(then) > int(now), "fewer of its people stand in the two best levels"
    expect(page.locator("main")).to_contain_text("mô phỏng")
    analyst.press(PUBLISH)
    assert "Hãy ghi lý do" in analyst.errors()
    expect(page.locator(f"[id='f-basis.{PACK}']")).to_have_value("Biên bản họp ngày 15/11/2021")
    page.fill(f"[id='f-reason.{PACK}']", "Mức Khá không đòi hỏi thành tích.")
    analyst.press("Lưu và xem ảnh hưởng")
    analyst.press(PUBLISH)
    assert "Đã công bố" in analyst.told()
    newest = page.locator("tbody tr").first
    expect(newest).to_contain_text(f"Bản {len(before)}")
    expect(newest).to_contain_text("Đang áp dụng")
    expect(newest).to_contain_text("Ban Tổ chức Trung ương Đoàn")

    analyst.follow(page.locator("tbody tr").nth(1).get_by_role("button", name="Lấy lại làm bản thảo"))
    analyst.press("Lưu và xem ảnh hưởng")
    assert place(analyst) == (then, now), "the published version is what the ranking follows now"
    analyst.press(PUBLISH)
    assert len(versions(analyst)) == len(before) + 2
