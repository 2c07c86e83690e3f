"""Charts as tables: lines over steps, drawn above their table (ui/comparison/plots.py)."""

from collections.abc import Sequence
from statistics import quantiles

from msgspec import Struct

from core.comparison import provinces
from core.comparison.facts import Cell, Curve, Indicator, Step
from ui.comparison import plots, words
from ui.comparison.plots import Line, Plot, Point
from ui.formats import EMPTY
from ui.i18n import _

FROM, TO, EACH = -30, 15, 3  # days around the deadline


class Chart(Struct, frozen=True, kw_only=True):
    """A chart with its table and its text. `mark` is where the vertical line stands, counted in steps from 0."""

    title: str
    head: str
    steps: tuple[str, ...]
    lines: tuple[Line, ...]
    summary: str
    unit: str = "%"
    mark: float | None = None
    mark_words: str = ""

    @property
    def plot(self) -> Plot | None:
        """The drawing."""
        return plots.plot(self.steps, self.lines, self.unit, self.mark)


def trend(indicator: Indicator, named: Sequence[tuple[str, str, str, tuple[Step, ...]]]) -> Chart:
    """An indicator over the years; `named` are (name, weight, address, series), the first one the nation's."""
    years = sorted({step.year for _name, _weight, _url, series in named for step in series})
    every = range(years[0], years[-1] + 1) if years else range(0)
    lines = []
    for name, weight, url, series in named:
        cells = {step.year: step.cell for step in series}
        points = tuple(_point(indicator, cells.get(year)) for year in every)
        lines.append(Line(name=name, points=points, weight=weight, url=url))
    after = [index for index, year in enumerate(every) if provinces.merged(year)]
    return Chart(
        title=_("Qua các năm"), head=_("Đơn vị"), steps=tuple(str(year) for year in every), lines=tuple(lines),
        summary=" ".join(_change(line, every) for line in lines),
        unit="%" if indicator.unit == "percent" else "‰",
        mark=after[0] - 0.5 if after and after[0] else None, mark_words=_("hợp nhất tỉnh"),
    )  # fmt: skip


def filling(curves: Sequence[Curve], chosen: Sequence[tuple[str, Curve]]) -> Chart:
    """How registration filled around the deadline: the middle, the fastest and slowest tenth, and those chosen."""
    days = range(FROM, TO + 1, EACH)
    at = {day: [share for curve in curves if (share := share_on(curve, day)) is not None] for day in days}
    tenths = {day: quantiles(held, n=10) if len(held) > 1 else held * 9 for day, held in at.items()}
    ways = (
        (_("Tỉnh ở giữa"), "", 4), (_("Một phần mười nhanh nhất"), "dashed", 8),
        (_("Một phần mười chậm nhất"), "dashed", 0),
    )  # fmt: skip
    lines = [
        Line(name=name, weight=weight, points=tuple(_share(_nth(tenths[day], place)) for day in days))
        for name, weight, place in ways
    ]
    lines += [Line(name=name, points=tuple(_share(share_on(curve, day)) for day in days)) for name, curve in chosen]
    ends = {"num": len(curves), "share": _share(_nth(tenths[0], 4)).text}
    return Chart(
        title=_("Tỷ lệ đã đăng ký quanh ngày hạn"), head=_("Đường"), steps=tuple(day_words(day) for day in days),
        lines=tuple(lines), mark=-FROM / EACH, mark_words=_("hạn"),
        summary=_("%(num)s tỉnh, thành phố có số liệu theo ngày. Tỉnh ở giữa đạt %(share)s khi đến hạn.") % ends,
    )  # fmt: skip


def share_on(curve: Curve, day: int) -> float | None:
    """The share registered by the end of a day; before the curve nobody, after it whatever was reached."""
    if not curve.days:
        return None
    if day < curve.days[0]:
        return 0.0
    return curve.shares[min(day - curve.days[0], len(curve.shares) - 1)]


def day_words(day: int) -> str:
    """−3, hạn, +6."""
    return _("hạn") if day == 0 else f"{'−' if day < 0 else '+'}{abs(day)}"


def _nth(tenths: Sequence[float], place: int) -> float | None:
    return tenths[place] if tenths else None


def _share(value: float | None) -> Point:
    return Point(None, EMPTY) if value is None else Point(round(100 * value, 2), words.share(value))


def _point(indicator: Indicator, cell: Cell | None) -> Point:
    if cell is None:
        return Point(None, EMPTY)
    if cell.value is None:
        return Point(None, words.short_value(indicator, cell))
    scale = 100 if indicator.unit == "percent" else 1
    return Point(round(float(cell.value) * scale, 2), words.amount(indicator, cell.value))


def _change(line: Line, years: range) -> str:
    known = [(year, point.text) for year, point in zip(years, line.points, strict=True) if point.n is not None]
    if not known:
        return _("%(name)s: chưa có số liệu.") % {"name": line.name}
    (first, low), (last, high) = known[0], known[-1]
    facts = {"name": line.name, "first": first, "low": low, "last": last, "high": high}
    if first == last:
        return _("%(name)s: %(low)s năm %(first)s.") % facts
    return _("%(name)s: %(low)s năm %(first)s, %(high)s năm %(last)s.") % facts
