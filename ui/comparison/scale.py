"""Colour classes of a map: at most six, with round borders, the same for map, tiles and bars."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import floor

from msgspec import Struct

MOST = 6
STEPS = tuple(
    Fraction(step)
    for step in ("1/10", "1/5", "1/2", "1", "2", "5", "10", "20", "50", "100", "200", "500", "1000", "10000")
)
# With fewer classes the tones stand further apart.
TONES = {1: (4,), 2: (2, 5), 3: (1, 3, 5), 4: (1, 3, 4, 6), 5: (1, 2, 3, 5, 6), 6: (1, 2, 3, 4, 5, 6)}


class Band(Struct, frozen=True, kw_only=True):
    """Values from `low` up to, not including, `high` (per cent or per thousand; the last one includes it).
    `tone` is 1 (lightest) … 6, `count` how many values lie in it."""

    low: Fraction
    high: Fraction
    tone: int
    count: int


def bands(values: Iterable[Fraction], most: Fraction | None = None) -> tuple[Band, ...]:
    """Classes that cover the values. Their width is that of the middle nine tenths, so that one province far off does
    not paint all others alike: the ends take in what is beyond. `most` is the largest value there can be (100 for per
    cent): no class goes beyond it."""
    known = sorted(values)
    if not known:
        return ()
    beyond = len(known) // 20
    inner = known[beyond : len(known) - beyond]
    step = next(step for step in STEPS if len(_edges(inner[0], inner[-1], step, most)) <= MOST + 1)
    edges = _edges(inner[0], inner[-1], step, most)
    edges[0] = min(edges[0], floor(known[0] / step) * step)
    edges[-1] = max(edges[-1], known[-1])
    tones = TONES[len(edges) - 1]
    return tuple(
        Band(low=low, high=high, tone=tone, count=sum(1 for v in known if low <= v < high or (v == high == edges[-1])))
        for (low, high), tone in zip(pairwise(edges), tones, strict=True)
    )


def tone(found: tuple[Band, ...], value: Fraction | None) -> int:
    """The tone of a value; 0 where there is none."""
    if value is None:
        return 0
    inside = (band.tone for band in found if band.low <= value < band.high)
    return next(inside, found[-1].tone if found else 0)


def _edges(low: Fraction, high: Fraction, step: Fraction, most: Fraction | None) -> list[Fraction]:
    first = floor(low / step)
    if most is not None and low >= most:
        first -= 1  # everybody has all of it: the last class below
    count = max(1, floor(high / step) - first + (0 if most is not None and high >= most else 1))
    return [(first + index) * step for index in range(count + 1)] if count <= MOST else [low] * (MOST + 2)
