"""What an administrator does with the packs of a union; selectors live here and in `pages`."""

from __future__ import annotations

import re

from pages import Person
from playwright.sync_api import Locator, expect


class Desk:
    """One pack on the desk of an administrator."""

    def __init__(self, person: Person, pack: str) -> None:
        self.person, self.pack = person, pack
        self.at = f"quan-tri/cau-hinh/{pack}"

    @property
    def main(self) -> Locator:
        """The page's matter."""
        return self.person.page.locator("main")

    def go(self, tail: str = "") -> Desk:
        """Open a page of the pack."""
        self.person.go(f"{self.at}/{tail}".rstrip("/") if not tail.startswith("?") else f"{self.at}{tail}")
        return self

    def says(self, *words: str) -> Desk:
        """The page says all of this."""
        for one in words:
            expect(self.main).to_contain_text(one)
        return self

    def take_up(self) -> None:
        """Choose the pack in the catalogue."""
        self.go()
        self.person.press("Dùng bộ quy tắc này")

    def switch_off(self, criterion: str) -> None:
        """Switch a criterion off."""
        self.go("sua/tieu-chi")
        row = self.person.page.locator(f"[id='r-criteria-{criterion}']")
        self.person.follow(row.get_by_role("button", name=re.compile("^Tắt")))

    def move(self, milestone: str, kind: str, day: int, month: int) -> None:
        """Give a milestone another date in another wording."""
        self.go(f"sua/lich/moc/{milestone}?nam=2022")
        page = self.person.page
        page.locator(f"input[name='new/kind'][value={kind}]").check(force=True)
        for name, value in (("day", day), ("month", month), ("year", "")):
            page.fill(f"[name='new/{name}']", str(value))
        self.person.press("Lưu vào bản nháp", page.locator(".rl-editor-bar"))

    def compare(self, left: str, right: str) -> Desk:
        """Choose two sides of the difference."""
        self.go("khac-biet")
        self.person.page.select_option("[name=tu]", left)
        self.person.page.select_option("[name=den]", right)
        self.person.press("So sánh")
        return self

    def line(self, subject: str) -> Locator:
        """A difference about a thing."""
        return self.person.page.locator(".rl-say", has_text=subject)

    def publish(self, reason: str = "", cases: str = "") -> None:
        """Publish the draft with a reason, and why cases may fail."""
        if "/cong-bo" not in self.person.page.url:
            self.go("cong-bo")
        page = self.person.page
        if reason:
            page.fill("#f-reason", reason)
        if cases and page.locator("#f-cases").count():
            page.fill("#f-cases", cases)
        page.evaluate("document.querySelector('main form').noValidate = true")
        self.person.press("Công bố", page.locator("main form"))

    def decide(self, place: str, answer: str) -> None:
        """Decide one conflict of an upgrade."""
        self.person.page.locator(f"input[name='choice.{place}'][value={answer}]").check(force=True)

    def upgrade(self) -> None:
        """Make the draft of the upgrade."""
        self.person.page.evaluate("document.querySelector('main form').noValidate = true")
        self.person.press("Nâng cấp", self.person.page.locator("main form"))
