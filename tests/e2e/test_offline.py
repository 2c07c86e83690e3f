"""A phone that loses its connection in the middle of a sentence: what was typed comes back, and nobody else sees it."""

from acts import AT, SOLUTIONS, open_year, register
from cast import ADMIN, company
from pages import Person
from playwright.sync_api import expect

FIRST, SECOND = SOLUTIONS["do_2"], SOLUTIONS["dont_3"]
MORE = "Kèm 01 đoàn viên mới, mỗi tháng một buổi."
OFFLINE = "Mỗi tháng đi cơ sở 03 lần cùng chi đoàn ấp."


def test_what_is_typed_offline_comes_back(site, sign_in):
    """Typed without a connection and closed: after signing in again it stands where it was typed, with both texts
    where another device changed the same box meanwhile; it is saved by itself and handed in."""
    played = company("Đoàn phường Mỹ Đức")
    open_year(sign_in(ADMIN), "2022-01-13")
    phone = sign_in(played.cadre.username, phone=True)
    phone.go(f"{AT}/dang-ky")
    phone.write({"do_2": FIRST})
    expect(phone.page.locator("[data-save-status]")).to_contain_text("Đã lưu")
    cut(phone)
    phone.write({"do_2": MORE, "dont_3": OFFLINE})
    expect(phone.page.locator("[data-kept-away]")).to_contain_text("bài vẫn được giữ trên máy này")
    phone.page.goto("about:blank")
    elsewhere(sign_in(played.cadre.username), {"do_2": SECOND})
    another_account_sees_nothing(phone, played.deputy.username)
    mend(phone)
    phone.page.goto(f"{phone.base}/{AT}/dang-ky")
    come_back(phone, played.cadre.username)
    expect(phone.page.locator("[data-kept-back]")).to_contain_text("Đã lấy lại 1 ô")
    expect(phone.page.locator("[id='f-solution.dont_3']")).to_have_value(OFFLINE)
    row = phone.page.locator("[data-kept-row]")
    expect(row).to_have_count(1)
    expect(row.locator("[data-kept-theirs]")).to_have_text(SECOND)
    expect(row.locator("[data-kept-mine]")).to_have_text(MORE)
    phone.fits()
    row.locator("[data-kept-use]").tap()
    expect(phone.page.locator("[id='f-solution.do_2']")).to_have_value(MORE)
    expect(phone.page.locator("[data-save-status]")).to_contain_text("Đã lưu")
    expect(phone.page.locator("[data-kept-choose]")).to_be_hidden()
    assert kept(phone) == 0
    register(phone, {})


def cut(person: Person) -> None:
    """The connection is gone."""
    person.page.context.set_offline(True)


def mend(person: Person) -> None:
    """The connection is back, and the session has ended meanwhile."""
    person.page.context.clear_cookies()
    person.page.context.set_offline(False)


def elsewhere(desk: Person, solutions: dict[str, str]) -> None:
    """The same person writes at a desk and saves."""
    desk.go(f"{AT}/dang-ky")
    desk.write(solutions)
    expect(desk.page.locator("[data-save-status]")).to_contain_text("Đã lưu")


def another_account_sees_nothing(phone: Person, username: str) -> None:
    """Somebody else signs in on the same phone: the form is empty and says nothing; the draft stays for its owner."""
    mend(phone)
    phone.sign_in(username)
    phone.go(f"{AT}/dang-ky")
    expect(phone.page.locator("[data-kept-back]")).to_be_hidden()
    assert OFFLINE not in phone.page.content()
    assert kept(phone) == 1


def come_back(phone: Person, username: str) -> None:
    """The address leads to the sign-in page and from there back to itself."""
    phone.page.fill("#f-username", username)
    phone.page.fill("#f-password", "RenLuyen-2021")
    phone.follow(phone.page.locator("form.rl-form button[type=submit]"))
    assert phone.path() == f"{AT}/dang-ky"


def kept(person: Person) -> int:
    """How many drafts this browser holds."""
    return person.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('rl-draft:')).length")
