"""More time for a branch and a reminder by hand, on phones of 360 × 740: asked, granted, used, counted; told once."""

import os
from pathlib import Path

from acts import AT, open_year, register
from cast import ADMIN, company
from pages import Person
from playwright.sync_api import expect

SHOTS = os.environ.get("SHOTS")
WHY = "Chi đoàn tập trung chống hạn mặn nên chưa họp được."


def shot(person: Person, name: str) -> None:
    """A picture for who wants one."""
    if SHOTS:
        person.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_branch_gets_more_time_and_reminds_who_is_missing(site, sign_in):
    """After the date: the secretary reminds and asks, the commune grants, the cadre hands in inside the extension."""
    played = company("Đoàn phường Rạch Sỏi")
    open_year(sign_in(ADMIN), "2022-02-05")
    secretary, leader, cadre = (
        site.person(one.username, phone=True) for one in (played.secretary, played.leader, played.cadre)
    )
    secretary.go(f"{AT}/tien-do")
    shot(secretary, "board")
    secretary.press("Nhắc những người còn thiếu")
    shot(secretary, "nudge")
    expect(secretary.page.locator("main")).to_contain_text(played.cadre.name)
    secretary.follow(secretary.page.locator("form.rl-form button[type=submit]"))
    assert "Đã nhắc" in secretary.told()
    cadre.go("thong-bao")
    expect(cadre.page.locator("main")).to_contain_text("nhắc: bạn chưa nộp phiếu đăng ký")
    shot(cadre, "inbox")
    secretary.press("Nhắc những người còn thiếu")
    assert not secretary.page.locator("form.rl-form button[type=submit]").count()

    secretary.go(f"{AT}/gia-han")
    secretary.press("Xin gia hạn")
    secretary.page.select_option("[name=milestone]", "registration")
    secretary.page.fill("[name=day]", "2022-02-20")
    secretary.follow(secretary.page.locator("form.rl-form button[type=submit]"))
    assert "Hãy viết lý do" in secretary.errors()
    shot(secretary, "ask")
    secretary.page.fill("[name=reason]", WHY)
    secretary.follow(secretary.page.locator("form.rl-form button[type=submit]"))

    leader.go(f"{AT}/gia-han")
    shot(leader, "list")
    leader.press("Trả lời")
    shot(leader, "decide")
    leader.press("Đồng ý gia hạn")
    cadre.go("viec-cua-toi")
    expect(cadre.page.locator("main")).to_contain_text("Đơn vị được gia hạn đến hết ngày 20/02/2022")
    shot(cadre, "mine")
    leader.go(f"{AT}/tien-do")
    leader.press("Nhắc những người còn thiếu")
    expect(leader.page.locator("li", has_text=played.cadre.name)).to_contain_text("Được gia hạn đến hết 20/02/2022")
    shot(leader, "nudge-own-date")
    register(cadre)
    cadre.go(f"{AT}/phieu")
    expect(cadre.page.locator("main")).to_contain_text("Trễ hạn, trong gia hạn")
    leader.go(f"{AT}/gia-han")
    expect(leader.page.locator("main")).to_contain_text("1 việc đã làm trong gia hạn")
    shot(leader, "used")
    secretary.go(f"{AT}/tien-do")
    expect(secretary.page.locator("main")).to_contain_text("1 trễ hạn, trong gia hạn")
