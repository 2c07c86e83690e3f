"""How the lines of a chart run: everything in per cent of the plot, so that one drawing fits every width. Pure.

A drawing of the server's weighs a few kilobytes, prints, and needs no script (docs/decisions/0043)."""

from collections.abc import Callable, Sequence
from math import ceil, floor, log10

from msgspec import Struct

from ui.formats import number

TICKS = 5  # lines of the grid, about
DOTTED = 20  # steps, from which on single points are not marked
WIDE, NARROW = 16, 5  # labels below the plot on a desk and on a phone
LETTER, KEY, ROW = 7.2, 34, 20  # pixels in the box of a reading: a letter, the key with its margins, a row
SPAN = 1000  # the lines' own units across and down


class Point(Struct, frozen=True):
    """A number in the unit of the axis (None: no value), and its words."""

    n: float | None
    text: str


class Line(Struct, frozen=True, kw_only=True):
    """A row of the table and a line of the plot; `weight` is "" or "dashed"."""

    name: str
    points: tuple[Point, ...]
    weight: str = ""
    url: str = ""


class Tick(Struct, frozen=True):
    """A line of the grid, or a label of a step; `kind` is "wide" where a phone has no room for it, "none" nowhere."""

    at: float
    text: str
    kind: str = ""


class Trace(Struct, frozen=True):
    """A line of the chart: its colour's number, the stretches without a gap, and its points."""

    key: int
    dashed: bool
    runs: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]


class Reading(Struct, frozen=True, kw_only=True):
    """What stands at a step: its strip, and the lines' values from the highest down as (colour, name, words).
    `box` is where the words begin beside the step, how wide and how high they are, in pixels."""

    at: float
    left: float
    width: float
    title: str
    rows: tuple[tuple[int, str, str], ...]
    box: tuple[float, float, float]


class Plot(Struct, frozen=True, kw_only=True):
    """A drawing. `mark` is where the vertical line stands."""

    across: tuple[Tick, ...]
    down: tuple[Tick, ...]
    traces: tuple[Trace, ...]
    readings: tuple[Reading, ...]
    mark: float | None


def plot(steps: Sequence[str], lines: Sequence[Line], unit: str, mark: float | None = None) -> Plot | None:
    """The drawing of lines over steps; `mark` is counted in steps from 0. None where there is nothing to draw."""
    known = [point.n for line in lines for point in line.points if point.n is not None]
    if not known:
        return None
    low, high, step = _bounds(min(known), max(known))
    last = max(1, len(steps) - 1)

    def place(at: float, n: float) -> tuple[float, float]:
        return _two(100 * at / last), _two(100 * (high - n) / (high - low))

    levels = [low + step * n for n in range(round((high - low) / step) + 1)]
    dotted = len(steps) <= DOTTED
    return Plot(
        across=tuple(Tick(place(at, high)[0], text, _room(at, len(steps))) for at, text in enumerate(steps)),
        down=tuple(Tick(place(0, level)[1], number(round(level, 4)) + unit) for level in levels),
        traces=tuple(_trace(key, line, place, dotted=dotted) for key, line in enumerate(lines)),
        readings=tuple(_reading(text, lines, at, last) for at, text in enumerate(steps)),
        mark=None if mark is None else place(mark, high)[0],
    )


def _bounds(least: float, most: float) -> tuple[float, float, float]:
    """Round ends of the axis around what is shown, and the distance of its lines."""
    spread = most - least or max(abs(most) / 10, 1)
    rough = spread / TICKS
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * n for n in (1, 2, 2.5, 5, 10) if unit * n >= rough * 0.999)
    low, high = floor(least / step) * step, ceil(most / step) * step
    return low, high if high > low else low + step, step


def _trace(key: int, line: Line, place: Callable[[float, float], tuple[float, float]], *, dotted: bool) -> Trace:
    runs: list[list[tuple[float, float]]] = [[]]
    for at, point in enumerate(line.points):
        if point.n is None:
            runs.append([])
        else:
            runs[-1].append(place(at, point.n))
    told = tuple(" ".join(f"{x * SPAN / 100:g},{y * SPAN / 100:g}" for x, y in run) for run in runs if len(run) > 1)
    dots = tuple(dot for run in runs for dot in run if dotted or len(run) == 1)
    return Trace(key % 5, line.weight == "dashed", told, dots)


def _reading(step: str, lines: Sequence[Line], at: int, last: int) -> Reading:
    held = [(line.points[at], key % 5, line.name) for key, line in enumerate(lines)]
    rows = sorted((one for one in held if one[0].n is not None), key=lambda one: -one[0].n)
    words = tuple((key, name, point.text) for point, key, name in rows)
    letters = max([len(step), *(len(name) + len(text) + 2 for _key, name, text in words)])
    width, middle = _two(LETTER * letters + KEY), 100 * at / last
    left, right = max(0.0, 100 * (at - 0.5) / last), min(100.0, 100 * (at + 0.5) / last)
    return Reading(
        at=_two(middle), left=_two(left), width=_two(right - left), title=step, rows=words,
        box=(14 if middle <= 50 else -14 - width, width, ROW * (len(words) + 1) + 14),
    )  # fmt: skip


def _room(at: int, steps: int) -> str:
    if at % ceil(steps / NARROW) == 0:
        return ""
    return "wide" if at % ceil(steps / WIDE) == 0 else "none"


def _two(value: float) -> float:
    return round(value, 2)
