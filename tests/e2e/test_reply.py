"""The end of a cadre's year: a draft level on a phone, an objection, its answer, recognition, and opening it again."""

import os
from pathlib import Path

from acts import (
    AT,
    approve,
    decide,
    give_level,
    hear,
    open_year,
    register,
    results_of,
    review_self,
)
from cast import ADMIN, company
from pages import Person
from playwright.sync_api import expect

SHOTS = os.environ.get("SHOTS")
WHY = "Tôi đã hoàn thành cả hai điều, có biên bản sinh hoạt tháng 6 và tháng 9."
BECAUSE = "Đã xem biên bản, việc làm đủ như đăng ký."


def shot(person: Person, name: str) -> None:
    """A picture for who wants one."""
    if SHOTS:
        person.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_draft_level_is_objected_to_answered_recognised_and_opened_again(site, sign_in):
    """Recognition waits for the answer; the answer changes the level; the reopened result keeps the old one beside."""
    played = company("Đoàn phường Đông Hồ")
    admin = sign_in(ADMIN)
    open_year(admin, "2022-01-12")
    cadre = site.person(played.cadre.username, phone=True)
    secretary, leader = sign_in(played.secretary.username), sign_in(played.leader.username)
    register(cadre)
    sheet = approve(secretary, played.cadre)
    admin.move_clock("2022-11-16")
    review_self(cadre)
    hear(secretary, sheet)
    give_level(secretary, "kha", "Hoàn thành phần lớn các điều đã đăng ký.")
    results = results_of(leader, played.branch)
    decide(secretary, results, "gui")

    objects(cadre)
    decide(leader, results, "cong-nhan")
    expect(leader.page.locator("main")).to_contain_text(f"ý kiến của {played.cadre.name} về mức dự kiến chưa được trả")
    answers(secretary, played.cadre.name)
    decide(leader, results, "cong-nhan", number="12-QĐ/ĐTN", dated="2022-11-16")
    main = cadre.go(f"{AT}/tu-danh-gia").locator("main")
    expect(main.locator(".rl-result-word")).to_have_text("Tốt")
    expect(main).to_contain_text("12-QĐ/ĐTN")
    expect(main).to_contain_text("Từ Khá thành Tốt")
    shot(cadre, "recognised")

    reopened(leader, sheet)
    expect(cadre.go(f"{AT}/tu-danh-gia").locator("main")).to_contain_text("được mở lại để xếp loại lại")
    secretary.go(f"{sheet}/danh-gia")
    give_level(secretary, "trung_binh", "Xét lại theo xác minh.")
    cadre.speak("en")
    main = cadre.go(f"{AT}/tu-danh-gia").locator("main")
    expect(main.locator(".rl-result-word")).to_have_text("Average")
    expect(main).to_contain_text("20-QĐ/ĐTN")
    expect(main.locator("form[action$='/dong-y'] button")).to_be_visible()
    shot(cadre, "english")


def objects(cadre: Person) -> None:
    """The draft says until when; the objection needs its reason."""
    cadre.go("viec-cua-toi")
    shot(cadre, "mine")
    cadre.follow(cadre.page.locator(".rl-nudge[href$='/tu-danh-gia']"))
    expect(cadre.page.locator("main")).to_contain_text("19/11/2022")
    shot(cadre, "draft")
    cadre.press("Tôi có ý kiến")
    cadre.follow(cadre.page.locator("form.rl-form button[type=submit]"))
    assert "Hãy nêu lý do" in cadre.errors()
    cadre.page.fill("#f-words", WHY)
    shot(cadre, "object")
    cadre.follow(cadre.page.locator("form.rl-form button[type=submit]"))
    assert "Đã gửi ý kiến" in cadre.told()


def answers(secretary: Person, name: str) -> None:
    """From what waits to the answer, which changes the level."""
    secretary.go("can-xu-ly")
    secretary.follow(secretary.page.locator(".rl-nudge", has_text=name))
    shot(secretary, "answer")
    secretary.page.locator("input[name=outcome][value=change]").check(force=True)
    secretary.page.select_option("#f-level", "tot")
    secretary.page.fill("#f-words", BECAUSE)
    secretary.follow(secretary.page.locator("form.rl-form button[type=submit]"))
    assert "ghi mức mới" in secretary.told()


def reopened(leader: Person, sheet: str) -> None:
    """The level that recognised opens the result again, by a decision."""
    leader.go(f"{sheet}/danh-gia")
    shot(leader, "rating")
    leader.press("Mở lại kết quả")
    leader.page.locator("input[name=step][value=rating]").check(force=True)
    leader.page.fill("#f-reason", "Đơn thư xác minh đúng.")
    leader.page.fill("#f-number", "20-QĐ/ĐTN")
    leader.page.fill("#f-dated", "2022-11-16")
    shot(leader, "reopen")
    leader.follow(leader.page.locator("form.rl-form button[type=submit]"))
    assert "Đã mở lại" in leader.told()
