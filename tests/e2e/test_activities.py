"""An activity of a class of ĐHKT: planned at a desk, attended with phones, seen as evidence."""

import re

from pages import Person
from playwright.sync_api import expect
from school import open_activity, seen

ORGANISER, MEMBER, OFFLINE = "kt002120", "kt002124", "kt002154"  # Chi đoàn QH-2017-E KTKT 4: the secretary, two others
TITLE, SPORTS = "Giải cầu lông lớp", "4.1"  # what both members registered and have not reviewed yet


def test_from_the_plan_to_evidence_on_the_own_sheet(sign_in):
    """A member signs up, scans the screen, is there once, and finds it under the criterion of his own review; a phone
    without network keeps the typed code and sends it later (S4-40, features 63 and 64)."""
    organiser, member = sign_in(ORGANISER, tenant="dhkt"), sign_in(MEMBER, tenant="dhkt", phone=True)
    activity = open_activity(organiser, TITLE, SPORTS)
    member.go("hoat-dong")
    member.press(TITLE)
    member.press("Đăng ký tham gia")
    waiting = sign_in(OFFLINE, tenant="dhkt", phone=True)
    waiting.go(f"{activity}/den")

    organiser.press("Mở mã điểm danh")
    expect(organiser.page.locator("main")).to_contain_text("0 người có mặt")
    link = seen(organiser)
    member.page.goto(link)
    member.fits()
    member.press("Tôi có mặt")
    assert "Đã điểm danh. Cảm ơn bạn đã tham gia!" in member.told()
    member.page.goto(link)
    expect(member.page.locator("main")).to_contain_text("Bạn đã điểm danh lúc")
    expect(member.page.get_by_role("button", name="Tôi có mặt")).to_have_count(0)
    expect(organiser.page.locator("main")).to_contain_text("1 người có mặt", timeout=30_000)  # it renews itself

    type_without_network(waiting, organiser.page.locator(".rl-checkin-code").inner_text())
    waiting.go(activity)
    expect(waiting.page.locator("main")).to_contain_text(re.compile("Bạn đã điểm danh lúc|Máy của bạn ghi có mặt lúc"))

    page = member.go("chuong-trinh/dhkt_school_year-2020/tu-danh-gia")
    came = page.locator(".rl-evidence-came")
    expect(came).to_have_count(1)
    expect(came).to_contain_text(f"Đã tham gia “{TITLE}”, điểm danh lúc")


def type_without_network(person: Person, digits: str) -> None:
    """The code is kept in the phone, which sends it when there is a network again."""
    page = person.page
    page.context.set_offline(True)
    page.fill("#f-code", digits)
    page.get_by_role("button", name="Tôi có mặt").tap()
    expect(page.locator("[data-checkin-said]")).to_contain_text("Máy đã ghi giờ bạn có mặt")
    with page.expect_response(re.compile("/den$")) as answer:
        page.context.set_offline(False)
    assert answer.value.ok
    expect(page.locator("[data-checkin-said]")).not_to_contain_text("Máy đã ghi giờ bạn có mặt")
    person.complaints[:] = [line for line in person.complaints if "ERR_INTERNET_DISCONNECTED" not in line]
