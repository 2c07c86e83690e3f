"""What the page of comparison shows: each province once, for map, tiles, bars and table alike."""

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from functools import partial

from msgspec import Struct

from core.comparison import provinces
from core.comparison.facts import Cell, Comparison, Indicator
from core.units.naming import collation, words_of
from ui.comparison import words
from ui.comparison.asking import Asked, Order
from ui.comparison.scale import Band, bands, tone

WIDEST = Fraction(100)


class Row(Struct, frozen=True, kw_only=True):
    """A province: its cell, its tone (0: no value), its bar in per cent of the axis with the interval's ends, ranks
    won since the year before (negative: lost), `made_of` in the year of the merger, place on grid and map."""

    code: str
    name: str
    label: str
    region: str
    cell: Cell
    text: str
    short: str
    part: str
    interval: str
    coverage: str
    tone: int
    bar: float
    whisker: tuple[float, float] | None
    moved: int | None
    made_of: tuple[str, ...]
    tile: tuple[int, int] | None
    shapes: tuple[str, ...]
    chosen: bool
    url: str
    page_url: str
    note: str

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return self.cell.value is not None


class Headline(Struct, frozen=True, kw_only=True):
    """The nation in one number and the ends of the ranking; `first` and `last` are None with fewer than two numbers."""

    text: str
    part: str
    with_value: int
    of: int
    as_of: datetime | None
    first: Row | None
    last: Row | None
    missing: tuple[str, ...]
    hidden: int
    not_measured: int
    synthetic: int


class Figures(Struct, frozen=True, kw_only=True):
    """The answer: rows in the order asked for, classes with their legend, the nation's place on the bars."""

    indicator: Indicator
    rows: tuple[Row, ...]
    headline: Headline
    bands: tuple[tuple[Band, str], ...]
    middle: float | None
    chosen: Row | None
    size: tuple[int, int]  # of the tile grid, in tiles


def figures(found: Comparison, asked: Asked, here: str, names: Mapping[str, str]) -> Figures:
    """The page's numbers. `here` is its address; `names` are those of unions that are no province, by code."""
    indicator, scale = found.indicator, 100 if found.indicator.unit == "percent" else 1
    values = [cell.value * scale for cell in found.cells if cell.value is not None]
    classes = bands(values, WIDEST if scale == 100 else None)
    top = float(classes[-1].high) if classes else 1.0
    division = provinces.NOW if asked.view == "restated" else provinces.of_year(asked.year)
    row = partial(_row, indicator, asked, here, classes, top / scale, names, division)
    rows = _ordered([row(cell) for cell in found.cells], asked.order)
    tiles = [each.tile for each in rows if each.tile]
    nation = found.nation.value
    return Figures(
        indicator=indicator,
        rows=tuple(rows),
        headline=_headline(found, rows),
        bands=_legend(indicator, classes),
        middle=None if nation is None else _length(float(nation), top / scale),
        chosen=next((each for each in rows if each.chosen), None),
        size=(max((x for x, _y in tiles), default=0) + 1, max((y for _x, y in tiles), default=0) + 1),
    )


def _row(
    indicator: Indicator, asked: Asked, here: str, classes: tuple[Band, ...], top: float, names: Mapping[str, str],
    division: Mapping[str, provinces.Province], cell: Cell,
) -> Row:  # fmt: skip
    place = division.get(cell.province) or provinces.ALL.get(cell.province)
    name = place.name if place else names.get(cell.province, cell.province)
    scaled = None if cell.value is None else cell.value * (100 if indicator.unit == "percent" else 1)
    ends = None
    if cell.low is not None and cell.high is not None and cell.value is not None:
        unit = 1 if indicator.unit == "percent" else 1000
        ends = (_length(cell.low * unit, top), _length(cell.high * unit, top))
    fresh = place is not None and place.formed and (asked.view == "restated" or asked.year == provinces.MERGED_ON.year)
    return Row(
        code=cell.province,
        name=name,
        label=place.label if place else name,
        region=provinces.REGIONS.get(place.region, "") if place else words.group_name("other", {}),
        cell=cell,
        text=words.value(indicator, cell),
        short=words.short_value(indicator, cell),
        part=words.part(cell),
        interval=words.interval(indicator, cell),
        coverage=words.share(cell.coverage) if cell.coverage is not None else words.EMPTY,
        tone=tone(classes, scaled),
        bar=0.0 if cell.value is None else _length(float(cell.value), top),
        whisker=ends,
        moved=None if cell.rank is None or cell.before is None else cell.before - cell.rank,
        made_of=tuple(provinces.ALL[code].name for code in provinces.predecessors(cell.province)) if fresh else (),
        tile=_tile(place, division),
        shapes=provinces.shapes(cell.province) if place else (),
        chosen=cell.province == asked.province,
        url=here + asked.query(province="" if cell.province == asked.province else cell.province),
        page_url=f"{here}/tinh/{cell.province}{asked.query(province='', order='hang', picture='ban-do')}",
        note=words._(words.NOTES[cell.note]) if cell.note in words.NOTES else "",
    )


def _tile(place: provinces.Province | None, division: Mapping[str, provinces.Province]) -> tuple[int, int] | None:
    if place is None or place.code not in division:
        return None
    return place.tile_now if len(division) == len(provinces.NOW) else place.tile


def _headline(found: Comparison, rows: list[Row]) -> Headline:
    ranked = sorted((row for row in rows if row.known), key=lambda row: row.cell.value or 0, reverse=True)
    if found.indicator.direction == "less":
        ranked.reverse()
    states = [row.cell.state for row in rows]
    by_code = {row.code: row.name for row in rows}
    return Headline(
        text=words.value(found.indicator, found.nation),
        part=words.part(found.nation),
        with_value=len(ranked),
        of=len(rows),
        as_of=found.nation.as_of or max((row.cell.as_of for row in rows if row.cell.as_of), default=None),
        first=ranked[0] if len(ranked) > 1 else None,
        last=ranked[-1] if len(ranked) > 1 else None,
        missing=tuple(_name(code, by_code) for code in found.missing),
        hidden=states.count("hidden"),
        not_measured=states.count("not_measured"),
        synthetic=sum(1 for row in rows if row.cell.synthetic),
    )


def _name(code: str, names: Mapping[str, str]) -> str:
    return names.get(code) or (provinces.ALL[code].name if code in provinces.ALL else code)


def _ordered(rows: list[Row], order: Order) -> list[Row]:
    """The rows as asked; those without what they are ordered by come last, by name."""
    rows = sorted(rows, key=lambda row: collation(words_of(row.name)))
    if order == "ten":
        return rows
    key = KEYS[order]
    return sorted((row for row in rows if key(row) is not None), key=lambda row: key(row) or 0) + [
        row for row in rows if key(row) is None
    ]


def _position(row: Row) -> Fraction | None:
    """Best first: by rank, and by value where nothing is ranked."""
    return Fraction(row.cell.rank) if row.cell.rank is not None else _negative(row.cell.value)


def _last(row: Row) -> Fraction | None:
    position = _position(row)
    return None if position is None else -position


def _negative(value: Fraction | int | None) -> Fraction | None:
    return None if value is None else Fraction(-value)


KEYS: Mapping[Order, Callable[[Row], Fraction | None]] = {
    "hang": _position,
    "cuoi": _last,
    "mau-so": lambda row: _negative(row.cell.denominator),
    "do-phu": lambda row: row.cell.coverage,
    "thay-doi": lambda row: _negative(row.moved),
}


def _length(value: float, top: float) -> float:
    return round(min(100.0, 100 * value / top), 2) if top else 0.0


def _legend(indicator: Indicator, classes: tuple[Band, ...]) -> tuple[tuple[Band, str], ...]:
    """Each class in words; where an end is wider than the others it is "dưới" or "từ"."""
    if not classes:
        return ()
    step = min(band.high - band.low for band in classes)
    found = []
    for at, band in enumerate(classes):
        wide = band.high - band.low > step
        text = f"{words.number(float(band.low))}–{words.border(indicator, band.high)}"
        if wide and at == 0:
            text = words._("dưới %(bound)s") % {"bound": words.border(indicator, band.high)}
        elif wide and at == len(classes) - 1:
            text = words._("từ %(bound)s") % {"bound": words.border(indicator, band.low)}
        found.append((band, text))
    return tuple(found)
