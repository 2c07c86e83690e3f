"""Trying a draft: page objects of the rehearsal on a past year, of the preview, and of a running programme."""

from pages import Person
from playwright.sync_api import Locator, expect

PACK = "quan-tri/cau-hinh/kien_giang_kl06"
YEAR = "quan-tri/chuong-trinh/kien_giang_kl06-2021/dieu-hanh"


def switch_off(admin: Person, criterion: str) -> None:
    """Disable a criterion in the draft."""
    admin.go(f"{PACK}/sua/tieu-chi")
    admin.page.get_by_role("button", name=f"Tắt: {criterion}").click()
    expect(admin.page.get_by_role("button", name=f"Dùng lại: {criterion}")).to_be_visible()


def try_on(admin: Person, year: int) -> None:
    """Try the draft on a past year and wait for what comes out."""
    admin.go(f"{PACK}/thu")
    admin.page.get_by_label(f"Năm {year}").check()
    admin.press("Chạy thử")
    expect(levels(admin)).to_be_visible(timeout=60_000)


def levels(admin: Person) -> Locator:
    """The table of levels then and by the draft."""
    return admin.page.locator(".rl-matrix table")


def told(admin: Person, label: str) -> Locator:
    """A headline number of a trial."""
    return admin.page.locator(".rl-stat").filter(has_text=label)


def framed(admin: Person) -> Locator:
    """What stands in the frame of the preview."""
    return admin.page.locator(".rl-preview main")


def move_date(admin: Person, title: str, day: str, reason: str) -> None:
    """Move one date of the running year."""
    admin.go(YEAR)
    row = admin.page.locator("main tr").filter(has_text=title).first
    admin.press("Dời hạn " + title, within=row)
    admin.page.fill("#f-day", day)
    admin.page.fill("#f-reason", reason)
    admin.press("Dời hạn")


def pause_or_resume(admin: Person, word: str, reason: str) -> None:
    """Stop the year for a while, or go on."""
    admin.go(YEAR)
    admin.page.fill("#f-reason", reason)
    admin.press(word)
