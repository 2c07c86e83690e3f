"""The acts of the loop, in the order of a year; they read no words, so they work in both languages, with and without
a script."""

import re
from collections.abc import Mapping

from cast import Player
from pages import Person
from playwright.sync_api import expect

WORD = "kien_giang_kl06-2022"
AT = f"chuong-trinh/{WORD}"
SOLUTIONS = {
    "do_2": "Hoàn thành việc được giao trước hạn 02 ngày, báo cáo tại buổi sinh hoạt hằng tháng.",
    "dont_3": "Đi cơ sở ít nhất 02 lần mỗi tháng, ghi lại việc đã giải quyết.",
}
VOICES = {"party_committee": "Cấp ủy nhất trí.", "youth": "Đoàn viên tín nhiệm, gần gũi."}


def open_year(admin: Person, today: str) -> None:
    """Open KL06 2022 unless somebody has, and make it `today` (yyyy-mm-dd)."""
    admin.go("quan-tri/chuong-trinh")
    if not admin.page.locator(f"main a[href$='/{WORD}']").count():
        admin.open_programme(WORD, "03-KH/TĐTN-BTCKT")
    admin.move_clock(today)


def next_page(person: Person, selector: str) -> None:
    """Press something that leads to another page."""
    person.follow(person.page.locator(selector).last)


def register(cadre: Person, solutions: Mapping[str, str] = SOLUTIONS, word: str = WORD) -> None:
    """Write the sheet of a programme, look it over, hand it in."""
    cadre.go(f"chuong-trinh/{word}/dang-ky")
    cadre.write(dict(solutions))
    next_page(cadre, ".rl-reg-bar .btn-primary")
    next_page(cadre, "form[action$='/nop'] .btn-primary")
    expect(cadre.page).to_have_url(re.compile("/dang-ky/nop$"))


def open_sheet(reviewer: Person, cadre: Player, word: str = WORD) -> str:
    """From the queue to somebody's waiting sheet; its address."""
    reviewer.go(f"can-xu-ly?chuong-trinh={word}")
    reviewer.follow(reviewer.page.get_by_role("link", name=cadre.name, exact=True).first)
    return reviewer.path()


def approve(reviewer: Person, cadre: Player, word: str = WORD) -> str:
    """Confirm somebody's sheet; its address."""
    sheet = open_sheet(reviewer, cadre, word)
    next_page(reviewer, ".rl-actions .btn-primary")
    return sheet


def review_self(cadre: Person) -> None:
    """Answer every item, say what was done, hand it in."""
    cadre.go(f"{AT}/tu-danh-gia")
    for item in cadre.page.locator(".rl-review-item").all():
        item.locator("input[type=radio][value=done]").check(force=True)
        item.locator("textarea").fill("Đã thực hiện đủ trong năm.")
    next_page(cadre, ".rl-reg-bar .btn-primary")


def hear(reviewer: Person, sheet: str) -> None:
    """Record both opinions on a sheet."""
    reviewer.go(f"{sheet}/danh-gia")
    for stage, words in VOICES.items():
        reviewer.page.fill(f"[id='f-voice.{stage}']", words)
        next_page(reviewer, f"form[action$='/y-kien/{stage}'] button")


def give_level(reviewer: Person, level: str, reason: str) -> None:
    """Choose the level and say why, on the page of a sheet's assessment."""
    reviewer.page.locator(f"input[name=level][value={level}]").check(force=True)
    reviewer.page.fill("#f-comment", reason)
    next_page(reviewer, "#xep-loai form button[type=submit], form[action$='/danh-gia'] button[type=submit]")


def agree(cadre: Person) -> None:
    """Accept the level that is proposed, so that nothing holds the recognition back."""
    cadre.go(f"{AT}/tu-danh-gia")
    next_page(cadre, "form[action$='/dong-y'] button")


def results_of(person: Person, unit: str) -> str:
    """From one's own unit to the results of one below; their address."""
    person.go(f"{AT}/ket-qua")
    person.follow(person.page.get_by_role("link", name=unit, exact=True).first)
    return person.path()


def decide(person: Person, results: str, act: str, **typed: str) -> None:
    """Send (`gui`), recognise (`cong-nhan`) or return (`tra-lai`) results, on the page that asks once."""
    person.go(f"{results}/{act}")
    for name, value in typed.items():
        person.page.fill(f"#f-{name}", value)
    next_page(person, "main form .rl-actions button[type=submit]")
