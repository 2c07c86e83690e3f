"""The scale, the year and the worked cases of a configuration as an administrator uses them; selectors live here."""

import re

from pages import Person
from playwright.sync_api import Locator, expect


class Configuration:
    """One pack's configuration in an administrator's browser."""

    def __init__(self, person: Person, pack: str) -> None:
        self.person, self.at = person, f"quan-tri/cau-hinh/{pack}"

    def go(self, tail: str) -> None:
        """A page of the configuration."""
        self.person.go(f"{self.at}/{tail}")

    def save(self) -> str:
        """Save the form; what is said afterwards."""
        self.person.press("Lưu vào bản nháp")
        return self.person.told()

    def throw_away(self) -> None:
        """Leave no draft behind."""
        self.go("bo-nhap")
        button = self.person.page.locator("main form[action$='bo-nhap'] button[type=submit]")
        if button.count():
            self.person.follow(button)

    # The scale.

    def bound(self, level: str, name: str = "minimum") -> Locator:
        """The input of a bound."""
        return self.person.page.locator(f"[id='f-scale/levels/{level}/{name}']")

    def drag_bound(self, level: str, points: int) -> None:
        """Drag the start of a level by so many points."""
        page = self.person.page
        grip = page.locator(f"[data-bound='scale/levels/{level}/minimum'] .rl-ruler-grip")
        grip.scroll_into_view_if_needed()
        box, ruler = grip.bounding_box(), page.locator(".rl-ruler-ground").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + points * ruler["width"] / 100, y, steps=6)
        page.mouse.up()

    def flaws(self, kind: str) -> Locator:
        """What is hatched and not answered."""
        return self.person.page.locator(f".rl-ruler-wrong:not(.rl-ruler-answered)[data-flaw={kind}]")

    def says(self) -> str:
        """What the ruler says in words."""
        return self.person.page.locator("#thuoc").inner_text()

    # The year.

    def drag_flag(self, milestone: str, day: str) -> None:
        """Drag a flag to a day (yyyy-mm-dd) of the year shown."""
        page = self.person.page
        target = page.locator(f"[data-day='{day}']")
        target.scroll_into_view_if_needed()
        flag, there = page.locator(f"[data-flag={milestone}]").bounding_box(), target.bounding_box()
        page.mouse.move(flag["x"] + 8, flag["y"] + 8)
        page.mouse.down()
        page.mouse.move(there["x"] + 9, there["y"] + 9, steps=6)
        with page.expect_navigation():
            page.mouse.up()

    def due(self, title: str) -> str:
        """What the list says about a milestone."""
        return self.person.page.locator(".rl-due-row", has_text=title).first.inner_text()

    # The cases.

    def case(self, words: str) -> Locator:
        """An own case in the list."""
        return self.person.page.locator("#rieng .rl-case", has_text=words)

    def tally(self) -> Locator:
        """How many cases are right, in the bar."""
        return self.person.page.locator(".rl-cases-line")

    def expects_right(self, yes: bool, words: str) -> None:
        """An own case passes, or fails."""
        bad = re.compile("rl-case-bad")
        found = expect(self.case(words))
        found.not_to_have_class(bad) if yes else found.to_have_class(bad)
