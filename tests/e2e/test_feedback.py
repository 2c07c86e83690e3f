"""Feedback without names on the demo as found: five members answer on phones, the committee records the sum."""

import re

from audit import faults
from cast import ADMIN, scene
from pages import Person
from playwright.sync_api import expect

AT = "chuong-trinh/kien_giang_kl06-2021"
COMMITTEE = "bithu.vinhthanh"
WORDS = "Nên báo lịch sinh hoạt sớm hơn."


def asked() -> list[str]:
    """The sign-ins of who sits on a branch's committee below the shown commune and nowhere higher."""
    commune = scene().shown.commune
    judging = {seat.person for unit in (commune, commune.parent) for seat in unit.seats if seat.ends_on is None}
    people = {
        seat.person for unit in commune.children for seat in unit.seats
        if seat.ends_on is None and seat.person not in judging
    }  # fmt: skip
    return sorted(one.username for one in scene().accounts if one.person in people)


def sheets(committee: Person) -> list[str]:
    """The sheets of the commune's cadres before their committee, by address."""
    committee.go(f"{AT}/ket-qua")
    found = committee.page.locator("main a[href$='/danh-gia']").evaluate_all("all => all.map(a => a.pathname)")
    return sorted({path.removeprefix("/kien-giang/") for path in found})


def open_round(committee: Person) -> str:
    """Open a round about the first cadre who has none, until 27 November; the sheet's address."""
    for sheet in sheets(committee):
        committee.go(sheet)
        link = committee.page.get_by_role("link", name="Lấy góp ý không ghi tên")
        if link.count():
            committee.follow(link)
            assert faults(committee.page) == []
            committee.page.fill("#f-closes_on", "2021-11-27")
            committee.press("Mở góp ý")
            assert "Đã mở góp ý" in committee.told()
            return sheet
    raise AssertionError("everybody has a round")


def answer(member: Person, sheet: str, mark: str, words: str) -> None:
    """From the start page to thanks, by touch; a page of 360 px, nothing sticks out."""
    member.go("viec-cua-toi")
    member.follow(member.page.locator(f"main a[href$='{AT}/gop-y']"))
    member.follow(member.page.locator(f"main a[href$='{sheet.removesuffix('/danh-gia').removeprefix('phieu')}']"))
    for field in member.page.locator(".rl-feedback-form fieldset").all():
        field.locator(f"input[value={mark}]").check(force=True)
    member.page.fill("#f-words", words)
    assert faults(member.page) == []
    member.press("Gửi góp ý")
    expect(member.page.locator("h1")).to_have_text("Cảm ơn bạn đã góp ý")


def test_five_members_answer_on_phones_and_the_committee_sees_the_sum(site, sign_in):
    """Opened by the ward's secretary, answered five times, unseen until the day after, then recorded as the voice."""
    admin = sign_in(ADMIN)
    admin.move_clock("2021-11-20")
    committee = sign_in(COMMITTEE)
    sheet = open_round(committee)
    names = asked()
    assert len(names) >= 5
    for number, name in enumerate(names[:5]):
        member = site.person(name, phone=True, script=number > 0)
        answer(member, sheet, "often" if number else "sometimes", WORDS if number == 2 else "")
    committee.go(sheet.replace("/danh-gia", "/gop-y"))
    expect(committee.page.locator("main")).not_to_contain_text(WORDS)
    expect(committee.page.locator("main")).to_contain_text("không hiện gì, kể cả số người")
    admin.move_clock("2021-11-28")
    committee.go(sheet.replace("/danh-gia", "/gop-y"))
    main = committee.page.locator("main")
    expect(main).to_contain_text("5 người đã góp ý")
    expect(main.locator(".rl-feedback-list .rl-tally").first).to_have_text(re.compile(r"Thường xuyên 4\s*Đôi khi 1"))
    committee.page.locator(".rl-feedback-text input[value=show]").check(force=True)
    committee.press("Lưu phần chọn lọc")
    assert faults(committee.page) == []
    committee.press("Ghi làm ý kiến")
    expect(committee.page.locator("main")).to_contain_text(WORDS)
    admin.move_clock("2021-11-20")
