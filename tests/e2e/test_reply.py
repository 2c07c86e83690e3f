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
from school import change_level, object_to, reopen

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
    change_level(secretary, played.cadre.name, BECAUSE, {"f-level": "tot"})
    decide(leader, results, "cong-nhan", number="12-QĐ/ĐTN", dated="2022-11-16")
    main = cadre.go(f"{AT}/tu-danh-gia").locator("main")
    expect(main.locator(".rl-result-word")).to_have_text("Tốt")
    expect(main).to_contain_text("12-QĐ/ĐTN")
    expect(main).to_contain_text("Từ Khá thành Tốt")
    shot(cadre, "recognised")

    reopen(leader, sheet, "20-QĐ/ĐTN", "2022-11-16")
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
    object_to(cadre, WHY)
