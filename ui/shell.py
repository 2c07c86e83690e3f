"""What surrounds every page: the union's name, navigation, language, account and messages."""

from datetime import date

from msgspec import Struct

from ui.menu import NavGroup, NavItem, grouped

NOWHERE = "#xem-thu"


class Flash(Struct, frozen=True):
    """A message after an act: `kind` is `done`, `info`, `soon` or `late`."""

    kind: str
    text: str


class Preview(Struct, frozen=True, kw_only=True):
    """A page of the product shown on invented people (`ui/pages/previews.py`): its bar in place of header and menus, in
    the frame of a phone or as wide as the screen. No link of the page leads anywhere, no form writes."""

    title: str
    back: str
    parts: tuple[tuple[str, str, bool], ...]
    people: tuple[tuple[str, str, bool], ...]
    states: tuple[tuple[str, str, bool], ...]
    phone: bool
    other_width: str


class Shell(Struct, frozen=True, kw_only=True):
    """The frame of a page. `today` is domain time (domain.md §3); `moved_clock` says it is not the real date.
    `notice_due` asks to read the privacy notice, `unread` counts what waits in the inbox;
    `keeper` names the account to its own browser, which keeps drafts under it, and says nothing to others."""

    tenant_slug: str
    tenant_name: str
    tenant_short: str
    logo_text: str
    locale: str
    csrf: str
    today: date
    path: str
    person_name: str | None = None
    roles_label: str = ""
    nav: tuple[NavItem, ...] = ()
    bottom_nav: tuple[NavItem, ...] = ()
    folds: str = ""
    moved_clock: bool = False
    flash: tuple[Flash, ...] = ()
    search_url: str | None = None
    clock_url: str | None = None
    notice_due: bool = False
    preview: "Preview | None" = None
    unread: int = 0
    keeper: str = ""

    def menu(self) -> tuple[NavGroup, ...]:
        """The navigation in groups."""
        return grouped(self.nav, self.folds)

    def url(self, path: str = "") -> str:
        """A path inside this tenant: `shell.url("phieu")` is `/kien-giang/phieu`."""
        if self.preview:
            return NOWHERE
        return f"/{self.tenant_slug}/{path}".rstrip("/") if self.tenant_slug else f"/{path}"


def bare(locale: str = "vi", path: str = "/", *, today: date | None = None) -> Shell:
    """The frame outside every tenant: start page, unknown address, failure before sign-in."""
    return Shell(
        tenant_slug="", tenant_name="", tenant_short="", logo_text="", locale=locale, csrf="",
        today=today or date.min, path=path,
    )  # fmt: skip
