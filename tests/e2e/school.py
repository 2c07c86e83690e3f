"""The acts of a school year at ĐHKT: scores, an activity, the meeting, the reply to a level, opening it again."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import zxingcpp
from pages import Person
from PIL import Image
from playwright.sync_api import expect

TEN = ("1.1", "1.3", "2.1", "2.2", "3.1", "3.3", "3.5", "4.1", "5.1", "5.2")
DONE = "Đã làm đủ, có minh chứng."


def score_oneself(student: Person, at: str, given: Mapping[str, str], usual: str, keys: Sequence[str] = TEN) -> None:
    """Points (`given` by criterion, else `usual`) and what was done under each criterion, handed in."""
    page = student.go(f"{at}/tu-danh-gia")
    for key in keys:
        page.fill(f"[id='f-note.{key}']", DONE)
        page.fill(f"[id='f-points.{key}']", given.get(key, usual))
    student.follow(page.locator(".rl-reg-bar .btn-primary"))
    expect(page.locator("[data-handed-in]")).to_be_visible()


def seen(organiser: Person) -> str:
    """What a phone's camera reads from the organiser's screen."""
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(organiser.page.screenshot())))
    return found.text


def open_activity(organiser: Person, title: str, criterion: str) -> str:
    """Plan it for today and open it; its address."""
    page = organiser.go("hoat-dong/moi")
    page.fill("#f-title", title)
    fold = page.locator(".rl-criteria-fold", has=page.locator(f"input[value='{criterion}']"))
    fold.locator("summary").click()
    fold.locator(f"input[value='{criterion}']").check()
    organiser.press("Lên lịch")
    organiser.press("Mở đăng ký")
    assert "Đã mở đăng ký" in organiser.told()
    return organiser.path()


def open_meeting(leader: Person, at: str) -> str:
    """Begin the meeting of the own branch with a secretary who writes the minutes; its address."""
    leader.go(f"{at}/ket-qua")
    leader.press("Buổi đánh giá")
    leader.page.fill("#f-secretary", "Lê Thị Thư Ký")
    leader.press("Mở buổi đánh giá")
    return leader.path()


def call_the_roll(leader: Person) -> None:
    """Two of 24 are away, one of them with a reason; the quorum is said in words."""
    page = leader.page
    leader.press("Điểm danh")
    rows = page.locator(".rl-meet-roll li")
    for at in (-1, -2):
        rows.nth(at).locator("input[type=checkbox]").uncheck()
    rows.nth(-1).locator("[name^='reason.']").fill("Đi thực tập")
    leader.press("Ghi điểm danh")
    expect(page.locator(".rl-meet-quorum")).to_contain_text("22/24")
    expect(page.locator(".rl-meet-quorum")).to_contain_text("Quá nửa, đủ để biểu quyết")


def object_to(person: Person, words: str) -> None:
    """From one's draft level to the objection, which needs its reason."""
    person.press("Tôi có ý kiến")
    person.follow(person.page.locator("form.rl-form button[type=submit]"))
    assert "Hãy nêu lý do" in person.errors()
    person.page.fill("#f-words", words)
    person.follow(person.page.locator("form.rl-form button[type=submit]"))
    assert "Đã gửi ý kiến" in person.told()


def change_level(secretary: Person, name: str, words: str, fields: Mapping[str, str]) -> None:
    """From what waits to the answer that changes the level; `fields` by their ids, a select by its value."""
    secretary.go("can-xu-ly")
    secretary.follow(secretary.page.locator(".rl-nudge", has_text=name))
    secretary.page.locator("input[name=outcome][value=change]").check(force=True)
    for field, value in fields.items():
        place = secretary.page.locator(f"[id='{field}']")
        chosen = place.evaluate("one => one.tagName") == "SELECT"
        place.select_option(value) if chosen else place.fill(value)
    secretary.page.fill("#f-words", words)
    secretary.follow(secretary.page.locator("form.rl-form button[type=submit]"))
    assert "ghi mức mới" in secretary.told()


def reopen(leader: Person, sheet: str, number: str, dated: str) -> None:
    """The level that recognised opens the result again, by a decision of this number and date."""
    leader.go(f"{sheet}/danh-gia")
    leader.press("Mở lại kết quả")
    leader.page.locator("input[name=step][value=rating]").check(force=True)
    for field, value in (("reason", "Đơn thư xác minh đúng."), ("number", number), ("dated", dated)):
        leader.page.fill(f"#f-{field}", value)
    leader.follow(leader.page.locator("form.rl-form button[type=submit]"))
    assert "Đã mở lại" in leader.told()
