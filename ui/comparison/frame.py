"""What surrounds every page of comparison: the tabs, and the question as links."""

from msgspec import Struct

from core.comparison import provinces
from core.comparison.facts import Indicator
from core.comparison.indicators import CATALOGUE
from core.programmes import pinned
from ui.comparison import words
from ui.comparison.asking import Asked
from ui.i18n import N_, _, current

Choice = tuple[str, str, bool]  # text, address, chosen
Known = tuple[tuple[int, str, str], ...]  # (year, subject, pack) that have numbers
PAGES = {
    "": N_("So sánh"),
    "/qua-cac-nam": N_("Qua các năm"),
    "/phan-bo": N_("Phân bố mức"),
    "/theo-ngay": N_("Đăng ký theo ngày"),
    "/dau-hieu": N_("Dấu hiệu cần hỏi"),
}


class Frame(Struct, frozen=True, kw_only=True):
    """The question and its neighbours. `years` are (year, address, shown, has numbers); what a page does not ask for is
    empty: `indicators`, `years`, `views`."""

    asked: Asked
    here: str
    home: str
    title: str
    definition: str
    subtitle: str
    scope_label: str
    subject_word: str
    tabs: tuple[tuple[str, str, bool, None], ...]
    indicators: tuple[tuple[Indicator, str], ...]
    subjects: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    packs: tuple[Choice, ...]
    views: tuple[Choice, ...]
    years: tuple[tuple[int, str, bool, bool], ...]
    merger_year: int = provinces.MERGED_ON.year


def frame(
    wanted: Asked, home: str, known: Known, path: str = "", *, indicators: bool = True, years: bool = True,
    groups: bool = True, views: bool = True,
) -> Frame:  # fmt: skip
    """The frame of the page at `home` + `path`."""
    here, one = home + path, CATALOGUE[wanted.indicator]

    def choice(text: str, active: bool, **changes: object) -> Choice:
        return text, here + wanted.query(**changes), active

    subject = words.subject_of(wanted.subject)
    scope = words.group_name(wanted.group, dict(provinces.REGIONS)) if wanted.group else _("toàn quốc")
    packs = sorted({pack for year, kind, pack in known if (year, kind) == (wanted.year, wanted.subject)})
    title = one.title.in_(current()) if indicators else _(PAGES.get(path, ""))
    parts = [title, subject, _("năm %(year)s") % {"year": wanted.year} if years else "", scope if groups else ""]
    return Frame(
        asked=wanted, here=here, home=home, title=title, definition=one.definition.in_(current()),
        subtitle=" · ".join(part for part in parts if part),
        scope_label=scope,
        subject_word=words.people_of(wanted.subject),
        tabs=tabs(wanted, home, path),
        indicators=tuple((one, here + wanted.query(indicator=key)) for key, one in CATALOGUE.items() if indicators),
        subjects=tuple(
            choice(_(text), wanted.subject == key, subject=key, pack="") for key, text in words.SUBJECT_NAMES.items()
        ),
        groups=tuple(
            choice(text, wanted.group == group, group=group)
            for group, text in words.groups(dict(provinces.REGIONS)) if groups
        ),
        packs=(
            choice(_("Mọi bộ quy tắc"), not wanted.pack, pack=""),
            *(choice(pack_name(pack), wanted.pack == pack, pack=pack) for pack in packs),
        ),
        views=tuple(choice(_(text), wanted.view == key, view=key) for key, text in words.VIEW_NAMES.items() if views),
        years=_years(wanted, here, known) if years else (),
    )  # fmt: skip


def tabs(wanted: Asked, home: str, active: str) -> tuple[tuple[str, str, bool, None], ...]:
    """The ways to look at the provinces, each keeping the question."""
    query = wanted.query(order="hang", picture="ban-do")
    return tuple((_(text), f"{home}{path}{query}", path == active, None) for path, text in PAGES.items())


def pack_name(pack_id: str) -> str:
    """A pack's title, or its id where it is no longer installed."""
    pack = pinned.catalog().packs.get(pack_id)
    return pack.rules.title.in_(current()) if pack else pack_id


def over(code: str, year: int, wanted: Asked) -> str:
    """The province chosen, in another year: over the merger the one that has its territory, or its namesake before."""
    place = provinces.ALL.get(code)
    if place is None or wanted.view == "restated":
        return code
    if provinces.merged(year):
        return provinces.today(code)
    parts = provinces.predecessors(code)
    return next((part for part in parts if provinces.ALL[part].name == place.name), code) if place.formed else code


def _years(wanted: Asked, here: str, known: Known) -> tuple[tuple[int, str, bool, bool], ...]:
    held = {year for year, subject, _pack in known if subject == wanted.subject} | {wanted.year}
    return tuple(
        (year, here + wanted.query(year=year, province=over(wanted.province, year, wanted)), year == wanted.year,
         year in held)
        for year in range(min(held), max(held) + 1)
    )  # fmt: skip
