"""One indicator across the provinces: map, tiles, bars and table of the same numbers (ui.md, blueprint 10)."""

from collections.abc import Mapping

from litestar import Request, Response, get
from msgspec import Struct

from core.comparison import provinces, queries
from core.comparison.facts import Comparison
from core.comparison.indicators import CATALOGUE
from core.crosswalks import queries as crosswalks
from tenants.registry import Tenant
from ui.centre import enter_centre
from ui.comparison import words
from ui.comparison.asking import Asked, Order, asked
from ui.comparison.frame import Choice, Frame, Known, frame, pack_name
from ui.comparison.view import Figures, figures
from ui.guard import Visit
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/so-sanh"
READ = {"policy": "comparison.read"}
FIRST = "registered"  # the indicator shown to whom asks for none
RISING: tuple[Order, ...] = ("hang", "ten", "do-phu")


class Board(Struct, frozen=True, kw_only=True):
    """The page. `pictures` are (text, address, chosen, key), `columns` (text, address or '', direction of order or '',
    class), `exports` (text, address)."""

    frame: Frame
    figures: Figures
    summary: str
    direction: str
    sources: tuple[tuple[str, str], ...]
    crosswalk_words: str
    pictures: tuple[tuple[str, str, bool, str], ...]
    ends: tuple[Choice, ...]
    columns: tuple[tuple[str, str, str, str], ...]
    exports: tuple[tuple[str, str], ...]
    permalink: str

    @property
    def asked(self) -> Asked:
        """What the address asks for."""
        return self.frame.asked


@get(AT, opt=READ)
async def board(request: Request) -> Response[bytes]:
    """The comparison that the address asks for; without a question, registrations of the year running at the centre."""
    async with enter_centre(request) as visit:
        wanted = wanted_of(visit)
        found = await answer(visit, wanted)
        known = await queries.known(request.app.state.central)
        names = await names_of(visit, (cell.province for cell in found.cells))
    return page(visit, "comparison/board.html", view_of(found, wanted, visit.shell.url("so-sanh"), names, known))


def wanted_of(visit: Visit) -> Asked:
    """What the address asks for."""
    return asked(visit.request.query_params, CATALOGUE, indicator=FIRST, year=visit.today.year)


async def answer(visit: Visit, wanted: Asked) -> Comparison:
    """The comparison, by the crosswalk asked for or in force."""
    crosswalk = await crosswalks.in_force(visit.tx, wanted.crosswalk)
    return await queries.compare(visit.request.app.state.central, wanted.question, crosswalk)


async def names_of(visit: Visit, codes: object) -> dict[str, str]:
    """The names of those unions among `codes` that are no province."""
    registry = visit.request.app.state.registry
    others = [code for code in dict.fromkeys(codes) if code not in provinces.ALL]  # type: ignore[call-overload]
    held: list[Tenant | None] = [await registry.find(code) for code in others]
    return {tenant.slug: tenant.short_name for tenant in held if tenant}


def view_of(found: Comparison, wanted: Asked, home: str, names: Mapping[str, str], known: Known) -> Board:
    """The page's struct; pure."""
    shown = figures(found, wanted, home, names)
    around = frame(wanted, home, known)
    fixed = wanted.query(crosswalk=found.crosswalk)
    return Board(
        frame=around,
        figures=shown,
        summary=words.summary(around.title, wanted.year, shown.headline),
        direction=_(words.DIRECTIONS[found.indicator.direction]),
        sources=_sources(found),
        crosswalk_words=words.crosswalk(found.crosswalk),
        pictures=tuple(
            (text, home + wanted.query(picture=key), wanted.picture == key, key)
            for key, text in (("ban-do", _("Bản đồ")), ("o-luoi", _("Ô lưới")))
        ),
        ends=(
            (_("Cao trước"), home + wanted.query(order="hang"), wanted.order != "cuoi"),
            (_("Thấp trước"), home + wanted.query(order="cuoi"), wanted.order == "cuoi"),
        ),
        columns=_columns(wanted, home),
        exports=tuple(
            (text, f"{home}/xuat/{kind}{fixed}")
            for kind, text in (
                ("xlsx", _("Excel, kèm trang định nghĩa")), ("csv", "CSV"), ("pdf", "PDF"), ("json", "JSON"),
            )
        ),
        permalink=home + fixed,
    )  # fmt: skip


def _columns(wanted: Asked, home: str) -> tuple[tuple[str, str, str, str], ...]:
    def column(text: str, orders: tuple[Order, ...], kind: str = "num") -> tuple[str, str, str, str]:
        there = next((order for order in orders if order != wanted.order), orders[0])
        way = "ascending" if wanted.order in RISING else "descending"
        return text, home + wanted.query(order=there), way if wanted.order in orders else "", kind

    return (
        column(_("Hạng"), ("hang", "cuoi")),
        column(_("Tỉnh, thành phố"), ("ten",), ""),
        (_("Giá trị"), "", "", "num"),
        column(_("Tử số/mẫu số"), ("mau-so",)),
        column(_("Độ phủ"), ("do-phu",)),
        column(_("So với năm trước"), ("thay-doi",)),
    )


def _sources(found: Comparison) -> tuple[tuple[str, str], ...]:
    """By pack of the year: what the numerator rests on, or that it is not measured."""
    held = sorted({pack for cell in found.cells for pack in cell.packs})
    return tuple((pack_name(pack), words.source(found.indicator, pack)) for pack in held)


ROUTES = (board,)
