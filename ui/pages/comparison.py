"""One indicator across the provinces: map, tiles, bars and table of the same numbers (ui.md, blueprint 10)."""

from collections.abc import Mapping

from litestar import Request, Response, get
from msgspec import Struct

from core.comparison import provinces, queries
from core.comparison.facts import Comparison, Indicator
from core.comparison.indicators import CATALOGUE
from core.crosswalks import queries as crosswalks
from core.programmes import pinned
from tenants.registry import Tenant
from ui.centre import enter_centre
from ui.comparison import words
from ui.comparison.asking import Asked, asked
from ui.comparison.view import Figures, figures
from ui.guard import Visit
from ui.i18n import _, current
from ui.render import page

AT = "/{tenant:str}/so-sanh"
READ = {"policy": "comparison.read"}
FIRST = "registered"  # the indicator shown to whom asks for none
Choice = tuple[str, str, bool]  # text, address, chosen
Known = tuple[tuple[int, str, str], ...]  # (year, subject, pack) that have numbers
RISING = ("hang", "ten", "do-phu")


class Board(Struct, frozen=True, kw_only=True):
    """The page. Choices are links; `years` are (year, address, shown, has numbers); `columns` are
    (text, address or '', direction of order or '', class)."""

    asked: Asked
    figures: Figures
    title: str
    definition: str
    subtitle: str
    scope_label: str
    subject_word: str
    summary: str
    direction: str
    sources: tuple[tuple[str, str], ...]
    crosswalk_words: str
    tabs: tuple[tuple[str, str, bool, None], ...]
    indicators: tuple[tuple[Indicator, str], ...]
    subjects: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    packs: tuple[Choice, ...]
    views: tuple[Choice, ...]
    pictures: tuple[tuple[str, str, bool, str], ...]
    ends: tuple[Choice, ...]
    years: tuple[tuple[int, str, bool, bool], ...]
    merger_year: int
    columns: tuple[tuple[str, str, str, str], ...]
    exports: tuple[tuple[str, str], ...]
    permalink: str


@get(AT, opt=READ)
async def board(request: Request) -> Response[bytes]:
    """The comparison that the address asks for; without a question, registrations of the year running at the centre."""
    async with enter_centre(request) as visit:
        wanted = wanted_of(visit)
        found = await answer(visit, wanted)
        known = await queries.known(request.app.state.central)
        names = await names_of(visit, found)
    return page(visit, "comparison/board.html", view_of(found, wanted, visit.shell.url("so-sanh"), names, known))


def wanted_of(visit: Visit) -> Asked:
    """What the address asks for."""
    return asked(visit.request.query_params, CATALOGUE, indicator=FIRST, year=visit.today.year)


async def answer(visit: Visit, wanted: Asked) -> Comparison:
    """The comparison, by the crosswalk asked for or in force."""
    crosswalk = await crosswalks.in_force(visit.tx, wanted.crosswalk)
    return await queries.compare(visit.request.app.state.central, wanted.question, crosswalk)


async def names_of(visit: Visit, found: Comparison) -> dict[str, str]:
    """The names of unions that are no province."""
    codes = [cell.province for cell in found.cells if cell.province not in provinces.ALL]
    registry = visit.request.app.state.registry
    held: list[Tenant | None] = [await registry.find(code) for code in codes]
    return {tenant.slug: tenant.short_name for tenant in held if tenant}


def view_of(
    found: Comparison, wanted: Asked, here: str, names: Mapping[str, str], known: Known
) -> Board:
    """The page's struct; pure."""
    shown = figures(found, wanted, here, names)
    title, scope = found.indicator.title.in_(current()), words.group_name(wanted.group, dict(provinces.REGIONS))
    subject = words.subject_of(wanted.subject)
    label = _("toàn quốc") if not wanted.group else scope
    return Board(
        asked=wanted,
        figures=shown,
        title=title,
        definition=found.indicator.definition.in_(current()),
        subtitle=_("%(title)s · %(subject)s · năm %(year)s · %(scope)s")
        % {"title": title, "subject": subject, "year": wanted.year, "scope": label},
        scope_label=label,
        subject_word=subject.lower(),
        summary=words.summary(title, wanted.year, shown.headline),
        direction=_(words.DIRECTIONS[found.indicator.direction]),
        sources=_sources(found),
        crosswalk_words=words.crosswalk(found.crosswalk),
        tabs=tabs_of(wanted, here, "so-sanh"),
        indicators=tuple((one, here + wanted.query(indicator=key)) for key, one in CATALOGUE.items()),
        **_choices(found, wanted, here, known),
        years=_years(wanted, here, known),
        merger_year=provinces.MERGED_ON.year,
        columns=_columns(wanted, here),
        exports=tuple(
            (text, f"{here}/xuat/{kind}{wanted.query(crosswalk=found.crosswalk)}")
            for kind, text in (
                ("xlsx", _("Excel, kèm trang định nghĩa")), ("csv", _("CSV")), ("pdf", _("PDF")), ("json", _("JSON")),
            )
        ),
        permalink=here + wanted.query(crosswalk=found.crosswalk),
    )  # fmt: skip


def tabs_of(wanted: Asked, here: str, active: str) -> tuple[tuple[str, str, bool, None], ...]:
    """The ways to look at the provinces, each keeping the question."""
    pages = (
        ("so-sanh", "", _("So sánh")),
        ("qua-cac-nam", "/qua-cac-nam", _("Qua các năm")),
        ("phan-bo", "/phan-bo", _("Phân bố mức")),
        ("theo-ngay", "/theo-ngay", _("Đăng ký theo ngày")),
        ("dau-hieu", "/dau-hieu", _("Dấu hiệu cần hỏi")),
    )
    query = wanted.query(order="hang", picture="ban-do")
    return tuple((text, f"{here}{path}{query}", key == active, None) for key, path, text in pages)


def pack_name(pack_id: str) -> str:
    """A pack's title, or its id where it is no longer installed."""
    pack = pinned.catalog().packs.get(pack_id)
    return pack.rules.title.in_(current()) if pack else pack_id


def _choices(
    found: Comparison, wanted: Asked, here: str, known: Known
) -> dict[str, tuple[Choice, ...]]:
    def choice(text: str, active: bool, **changes: object) -> Choice:
        return text, here + wanted.query(**changes), active

    packs = sorted({pack for year, subject, pack in known if (year, subject) == (wanted.year, wanted.subject)})
    return {
        "subjects": tuple(
            choice(_(text), wanted.subject == key, subject=key, pack="") for key, text in words.SUBJECT_NAMES.items()
        ),
        "groups": tuple(
            choice(text, wanted.group == group, group=group) for group, text in words.groups(dict(provinces.REGIONS))
        ),
        "packs": (
            choice(_("Mọi bộ quy tắc"), not wanted.pack, pack=""),
            *(choice(pack_name(pack), wanted.pack == pack, pack=pack) for pack in packs),
        ),
        "views": tuple(choice(_(text), wanted.view == key, view=key) for key, text in words.VIEW_NAMES.items()),
        "pictures": (
            (*choice(_("Bản đồ"), wanted.picture == "ban-do", picture="ban-do"), "ban-do"),
            (*choice(_("Ô lưới"), wanted.picture == "o-luoi", picture="o-luoi"), "o-luoi"),
        ),
        "ends": (
            choice(_("Cao trước"), wanted.order != "cuoi", order="hang"),
            choice(_("Thấp trước"), wanted.order == "cuoi", order="cuoi"),
        ),
    }  # type: ignore[return-value]


def _years(wanted: Asked, here: str, known: Known) -> tuple[tuple[int, str, bool, bool], ...]:
    held = {year for year, subject, _pack in known if subject == wanted.subject} | {wanted.year}
    return tuple(
        (year, here + wanted.query(year=year, province=over(wanted.province, year, wanted)), year == wanted.year,
         year in held)
        for year in range(min(held), max(held) + 1)
    )  # fmt: skip


def over(code: str, year: int, wanted: Asked) -> str:
    """The province chosen, in another year: over the merger the one that has its territory, or its namesake before."""
    place = provinces.ALL.get(code)
    if place is None or wanted.view == "restated":
        return code
    if provinces.merged(year):
        return provinces.today(code)
    parts = provinces.predecessors(code)
    return next((part for part in parts if provinces.ALL[part].name == place.name), code) if place.formed else code


def _columns(wanted: Asked, here: str) -> tuple[tuple[str, str, str, str], ...]:
    def column(text: str, orders: tuple[str, ...], kind: str = "num") -> tuple[str, str, str, str]:
        there = next((order for order in orders if order != wanted.order), orders[0])
        way = "ascending" if wanted.order in RISING else "descending"
        return text, here + wanted.query(order=there), way if wanted.order in orders else "", kind

    return (
        column(_("Hạng"), ("hang", "cuoi")),
        column(_("Tỉnh, thành phố"), ("ten",), ""),
        (_("Giá trị"), "", "", "num"),
        column(_("Tử số/mẫu số"), ("mau-so",)),
        column(_("Độ phủ"), ("do-phu",)),
        column(_("So với năm trước"), ("thay-doi",)),
    )


def _sources(found: Comparison) -> tuple[tuple[str, str], ...]:
    """By pack of the year: the field that the numerator rests on, or that it is not measured."""
    held = sorted({pack for cell in found.cells for pack in cell.packs})
    return tuple(
        (pack_name(pack), found.indicator.sources.get(pack, found.indicator.source) or _("chưa đo")) for pack in held
    )


ROUTES = (board,)
