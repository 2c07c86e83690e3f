"""Page objects: what people do, in their words; selectors live here and nowhere else."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

PASSWORD = "RenLuyen-2021"
UNION = "kien-giang"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


class Site:
    """The product at an address, and everybody who has come."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.people: list[Person] = []

    def person(
        self, username: str, *, phone: bool = False, script: bool = True, tenant: str = UNION, locale: str | None = "vi"
    ) -> Person:
        """Somebody with a browser of his own, signed in; `locale` None keeps the language that the account has."""
        person = self.guest(
            tenant, viewport=PHONE if phone else DESK, has_touch=phone, java_script_enabled=script,
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
        )  # fmt: skip
        person.sign_in(username)
        if locale:
            person.speak(locale)
        return person

    def guest(self, tenant: str = UNION, **scene: object) -> Person:
        """Somebody who has not signed in; `scene` goes to the browser."""
        context = self.browser.new_context(**scene)
        context.set_default_timeout(10_000)
        person = Person(context.new_page(), f"{self.address}/{tenant}", touch=bool(scene.get("has_touch")))
        self.people.append(person)
        return person

    def close(self) -> None:
        """Everybody leaves."""
        for person in self.people:
            person.page.context.close()


class Person:
    """A signed-in person at a browser."""

    def __init__(self, page: Page, base: str, *, touch: bool = False) -> None:
        self.page, self.base, self.touch = page, base, touch
        self.complaints: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._outside)

    def again(self) -> Person:
        """The same person in a second tab; what its console says counts too."""
        tab = Person(self.page.context.new_page(), self.base, touch=self.touch)
        tab.complaints = self.complaints
        return tab

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return self.base.rsplit("/", 1)[0]

    def path(self) -> str:
        """Where this person is, inside the union."""
        return self.page.url.removeprefix(self.base + "/").split("?")[0]

    def proof(self) -> dict[str, str]:
        """The session's token, as every form of this person carries it."""
        return {"_csrf": self.page.locator("meta[name=csrf]").get_attribute("content")}

    def _listen(self, message) -> None:
        refused = "status of 422" in message.text or "status of 404" in message.text or "status of 409" in message.text
        if message.type == "error" and not refused:
            self.complaints.append(message.text)

    def _outside(self, request) -> None:
        if not request.url.startswith((self.base.rsplit("/", 1)[0], "data:", "blob:")):
            self.complaints.append(f"request to {request.url}")

    def sign_in(self, username: str) -> None:
        """By name and password, through the page."""
        self.go("dang-nhap")
        self.page.fill("#f-username", username)
        self.page.fill("#f-password", PASSWORD)
        self.follow(self.page.locator("form.rl-form button[type=submit]"))
        expect(self.page.locator(".rl-account")).to_be_visible()

    def go(self, path: str = "") -> Page:
        """Open a page of the union; nothing may stick out sideways."""
        self.page.goto(f"{self.base}/{path}".rstrip("/"))
        self.fits()
        return self.page

    def fits(self) -> None:
        """No sideways scroll."""
        assert not self.too_wide(), self.page.url

    def too_wide(self) -> bool:
        """Whether something sticks out sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth > innerWidth")

    def press(self, name: str | re.Pattern, within: Locator | None = None) -> None:
        """A button or a link by its words."""
        place = within or self.page.locator("main")
        exact = isinstance(name, str)
        either = place.get_by_role("button", name=name, exact=exact).or_(
            place.get_by_role("link", name=name, exact=exact)
        )
        self.follow(either.first)

    def follow(self, link: Locator) -> None:
        """Press what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            link.tap() if self.touch else link.click()
        self.fits()

    def told(self) -> str:
        """The message after an act."""
        return self.page.locator(".rl-flashes").inner_text()

    def errors(self) -> str:
        """The summary of what is wrong."""
        return self.page.locator(".rl-errors").inner_text()

    def speak(self, locale: str) -> None:
        """Switch the language in the header."""
        if self.page.locator("html").get_attribute("lang") != locale:
            self.follow(self.page.locator(".rl-language-button"))
        expect(self.page.locator("html")).to_have_attribute("lang", locale)

    # The administrator.

    def move_clock(self, day: str) -> None:
        """Make the demo believe in another day (yyyy-mm-dd)."""
        self.go("quan-tri/dong-ho")
        self.page.fill("#f-day", day)
        self.follow(self.page.locator("form.rl-form button[type=submit]"))

    def open_programme(self, word: str, number: str, dated: str = "2022-01-04") -> None:
        """Go through the four steps of opening."""
        for step in ("", "/moc", "/danh-sach", "/xac-nhan"):
            self.go(f"quan-tri/chuong-trinh/mo/{word}{step}")
        self.page.fill("[name=number]", number)
        self.page.fill("[name=dated]", dated)
        self.follow(self.page.locator("main button[type=submit]").last)

    # One's own sheet.

    def written(self) -> list[str]:
        """The criteria under which something stands already."""
        fields = self.page.locator("textarea[name^='solution.']").all()
        return [field.get_attribute("name").removeprefix("solution.") for field in fields if field.input_value()]

    def write(self, solutions: dict[str, str]) -> None:
        """Open each criterion and write its solution."""
        for key, text in solutions.items():
            row = self.page.locator(f"[id='f-item.{key}']")
            if row.get_attribute("open") is None:
                row.locator("summary").first.click()
            self.page.fill(f"[id='f-solution.{key}']", text)
