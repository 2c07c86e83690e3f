"""A province among the others without their names: dots on a line, stacked where values are equal, and a sentence."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from core.comparison.facts import Indicator
from core.steering import rules
from core.steering.rules import Own, Place
from ui.comparison import words
from ui.i18n import _

WIDTH, DOT, SIDE = 640, 5, 16  # of the picture: its width, a dot's radius, the empty margin


class Dot(NamedTuple):
    """One province: where it lies, and whether it is one's own."""

    x: int
    y: int
    own: bool


class Spread(Struct, frozen=True, kw_only=True):
    """The picture: dots from bottom to top, the middle half as a band, ends and middle with their labels."""

    dots: tuple[Dot, ...]
    width: int
    height: int
    band: tuple[int, int]
    middle: int
    own_x: int
    place: Place
    lowest: str
    highest: str
    middle_text: str
    own_text: str
    sentence: str


def spread_of(indicator: Indicator, own: Own, spread: Iterable[int]) -> Spread:
    """Where `own` stands among `spread` (whole per cents or per milles, without names)."""
    values = tuple(spread)
    per = 100 if indicator.unit == "percent" else 1
    place = rules.place(rules.whole(own.value * per), values)
    span = max(place.highest - place.lowest, 1)

    def at(value: int) -> int:
        return SIDE + round((value - place.lowest) * (WIDTH - 2 * SIDE) / span)

    tallest = max(Counter(values).values())
    height, placed, seen = tallest * (2 * DOT + 1) + 2 * DOT, [], Counter[int]()
    for value in values:
        seen[value] += 1
        mine = value == place.own and seen[value] == 1
        placed.append(Dot(at(value), height - DOT - 2 - (seen[value] - 1) * (2 * DOT + 1), mine))
    unit = "%" if indicator.unit == "percent" else "‰"
    about = {
        "own": words.amount(indicator, own.value), "rank": own.rank, "of": own.of,
        "lower": f"{place.lower}{unit}", "upper": f"{place.upper}{unit}", "middle": f"{place.middle}{unit}",
    }  # fmt: skip
    sentence = _(
        "Đơn vị bạn đạt %(own)s, hạng %(rank)s trong %(of)s. Một nửa số tỉnh nằm giữa %(lower)s và %(upper)s;"
        " tỉnh đứng giữa đạt %(middle)s."
    )
    return Spread(
        dots=tuple(placed), width=WIDTH, height=height, band=(at(place.lower), at(place.upper)),
        middle=at(place.middle), own_x=at(place.own), place=place, lowest=f"{place.lowest}{unit}",
        highest=f"{place.highest}{unit}", middle_text=about["middle"], own_text=str(about["own"]),
        sentence=sentence % about,
    )  # fmt: skip
