"""One province as it published itself: every indicator of a year, the years, the levels, and what lies below it."""

from litestar import Request, Response, get
from msgspec import Struct

from core.comparison import provinces, queries
from core.comparison.facts import Cell, Indicator, Place
from core.comparison.indicators import CATALOGUE
from core.crosswalks import queries as crosswalks
from core.errors import NotFound
from core.units.rules import KINDS
from ui.centre import enter_centre
from ui.comparison import words
from ui.comparison.asking import Asked
from ui.comparison.charts import Chart, trend
from ui.comparison.frame import Frame, Known, frame, pack_name
from ui.i18n import _, current
from ui.pages.comparison import AT, READ, names_of, wanted_of
from ui.pages.comparison_views import LevelRow, level_row, name_of, page_url
from ui.render import page
from ui.terms import kind_label


class Line(Struct, frozen=True, kw_only=True):
    """An indicator of the province beside the nation's; `of` is how many provinces are ranked."""

    title: str
    url: str
    cell: Cell
    text: str
    part: str
    interval: str
    nation: str
    of: int
    note: str


class Below(Struct, frozen=True, kw_only=True):
    """A district or commune with those below it; numbers are rounded to 5, None under ten."""

    place: Place
    kind: str
    inside: tuple["Below", ...] = ()


class Profile(Struct, frozen=True, kw_only=True):
    """The page. `parts` and `into` lead over the merger: (name, address)."""

    frame: Frame
    name: str
    full_name: str
    region: str
    crumbs: tuple[tuple[str, str | None], ...]
    parts: tuple[tuple[str, str], ...]
    into: tuple[str, str] | None
    lines: tuple[Line, ...]
    chart: Chart
    levels: LevelRow | None
    heads: tuple[str, ...]
    below: tuple[Below, ...]
    packs: tuple[str, ...]
    as_of: object
    synthetic: bool
    exists: bool


@get(AT + "/tinh/{province:str}", opt=READ)
async def profile(request: Request, province: str) -> Response[bytes]:
    """A province in one year and over the years; units of `province` are districts and communes, never people."""
    async with enter_centre(request) as visit:
        central, wanted = request.app.state.central, wanted_of(visit)
        names = await names_of(visit, [province])
        known = await queries.known(central)
        if province not in provinces.ALL and province not in names:
            raise NotFound("access.not-found")
        crosswalk = await crosswalks.in_force(visit.tx, wanted.crosswalk)
        rows = await queries.published(central, wanted.year, wanted.year, wanted.subject)
        lines = _lines(rows, province, wanted, crosswalk, visit.shell.url("so-sanh"))
        about = (wanted.indicator, wanted.subject)
        series = [(_("Cả nước"), "", "", await queries.series(central, None, *about, "reported", crosswalk))]
        for code, view, weight, name in _curves(province, names):
            series.append((name, weight, "", await queries.series(central, code, *about, view, crosswalk)))
        shares = await queries.levels(central, wanted.question, crosswalk)
        places = await queries.below(central, province, wanted.question)
        home = visit.shell.url("so-sanh")
    own = next((share for share in shares if share.province == province), None)
    return page(visit, "comparison/province.html", _profile(
        province, names, wanted, home, known, lines, trend(CATALOGUE[wanted.indicator], series),
        level_row(own, name_of(province, names), "") if own else None, places,
    ))  # fmt: skip


def _profile(
    province: str, names: dict[str, str], wanted: Asked, home: str, known: Known, lines: tuple[Line, ...],
    chart: Chart, levels: LevelRow | None, places: tuple[Place, ...],
) -> Profile:  # fmt: skip
    place = provinces.ALL.get(province)
    name = place.name if place else names[province]
    around = frame(wanted, home, known, f"/tinh/{province}", groups=False, views=False)
    parts = provinces.predecessors(province) if place and place.formed else ()
    cell = next((line.cell for line in lines if line.cell.state != "missing"), None)
    division = provinces.of_year(wanted.year)
    return Profile(
        frame=around, name=name, full_name=place.full_name if place else name,
        region=provinces.REGIONS[place.region] if place else words.group_name("other", {}),
        crumbs=((_("So sánh các tỉnh"), home + wanted.query(province=province)), (name, None)),
        parts=tuple((provinces.ALL[code].name, _at(home, code, wanted, 2024)) for code in parts),
        into=(name_of(place.into), _at(home, place.into, wanted, 2025)) if place and place.into else None,
        lines=lines, chart=chart, levels=levels,
        heads=tuple(_(text) for text in words.LEVEL_NAMES.values()),
        below=_below(places), packs=tuple(pack_name(pack) for pack in cell.packs) if cell else (),
        as_of=cell.as_of if cell else None, synthetic=bool(cell and cell.synthetic),
        exists=place is None or province in division,
    )  # fmt: skip


def _lines(
    rows: tuple[object, ...], province: str, wanted: Asked, crosswalk: object, home: str
) -> tuple[Line, ...]:
    """Every indicator of the year, by its own question of all provinces (their ranks need them)."""
    found = []
    for key, indicator in CATALOGUE.items():
        asked = Asked(indicator=key, year=wanted.year, subject=wanted.subject, pack=wanted.pack)
        answer = queries.compared(rows, asked.question, indicator, crosswalk)  # type: ignore[arg-type]
        cell = next((cell for cell in answer.cells if cell.province == province), Cell(province=province))
        ranked = sum(1 for each in answer.cells if each.rank is not None)
        found.append(_line(indicator, cell, answer.nation, ranked, home + asked.query(province=province)))
    return tuple(found)


def _line(indicator: Indicator, cell: Cell, nation: Cell, ranked: int, url: str) -> Line:
    return Line(
        title=indicator.title.in_(current()), url=url, cell=cell, text=words.value(indicator, cell),
        part=words.part(cell), interval=words.interval(indicator, cell), nation=words.value(indicator, nation),
        of=ranked, note=_(words.NOTES[cell.note]) if cell.note in words.NOTES else "",
    )  # fmt: skip


def _curves(province: str, names: dict[str, str]) -> tuple[tuple[str, str, str, str], ...]:
    """What the trend shows: the province as it reported, and its territory of today over all years."""
    place = provinces.ALL.get(province)
    own = (province, "reported", "", name_of(province, names))
    if place is None or (provinces.today(province) == province and not place.formed):
        return (own,)
    today = provinces.today(province)
    whole = _("%(name)s theo địa giới hiện nay") % {"name": provinces.ALL[today].name}
    return (own, (today, "restated", "dashed", whole))


def _at(home: str, code: str, wanted: Asked, year: int) -> str:
    other = min(wanted.year, year) if year < provinces.MERGED_ON.year else max(wanted.year, year)
    changed = Asked(**{name: getattr(wanted, name) for name in wanted.__struct_fields__} | {"year": other})
    return page_url(home, code, changed)


def _below(places: tuple[Place, ...]) -> tuple[Below, ...]:
    """Places in the order of their tree."""
    by_parent: dict[str, list[Place]] = {}
    codes = {place.code for place in places}
    for place in places:
        by_parent.setdefault(place.parent if place.parent in codes else "", []).append(place)

    def under(parent: str) -> tuple[Below, ...]:
        return tuple(
            Below(
                place=place, kind=kind_label(place.kind) if place.kind in KINDS else place.kind,
                inside=under(place.code) if place.code else (),
            )
            for place in by_parent.get(parent, [])
        )  # fmt: skip

    return under("")


ROUTES = (profile,)
