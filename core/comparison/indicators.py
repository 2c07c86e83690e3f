"""The catalogue of what is compared (domain.md §7): `indicators.toml` holds the words, this file the arithmetic.

`measure` is the one place where a published row becomes a numerator and a denominator. What a row does not have is
"not measured" or "hidden", never zero.
"""

import tomllib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from importlib.resources import files
from math import sqrt
from typing import Literal

import msgspec

from core.comparison.facts import NATIONAL, Crosswalk, Indicator, Published
from core.packs import text
from core.packs.schema_terms import National
from core.packs.text import Text

UNCERTAIN = 100  # a share of fewer people is shown with its interval
Z = 1.959964  # two-sided 95 %
HIGH: tuple[National, ...] = ("excellent", "good")
BASIS = {  # numerator and denominator that need no levels
    "implementing": ("units_implementing", "units_counted"),
    "registered": ("registered", "eligible"),
    "validated": ("validated", "registered"),
    "reports_on_time": ("reports_on_time", "reports_due"),
    "commended": ("commended", "eligible"),
}


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What one or more rows say about an indicator; `covered` of `whole` is what the number rests on."""

    state: Literal["value", "not_measured", "hidden"]
    numerator: int = 0
    denominator: int = 0
    covered: int | None = None
    whole: int | None = None
    note: str = ""


def measure(indicator: Indicator, row: Published, crosswalk: Crosswalk) -> Measure:
    """One row's numerator and denominator."""
    if row.small:
        return Measure(state="hidden", note="small_group")
    if not indicator.sources.get(row.pack, indicator.source):
        return Measure(state="not_measured", note="no_source")
    if indicator.key == "excellent_good" or indicator.key in NATIONAL:
        return _levels(indicator, row, crosswalk)
    if indicator.key == "assessed":
        return _assessed(row)
    if indicator.key == "registered_on_time":
        return _of(_minus(row.registered, row.registered_late), row.registered, row.registered, row.eligible)
    numerator, denominator = (getattr(row, name) for name in BASIS[indicator.key])
    if indicator.key == "validated":
        return _of(numerator, denominator, row.registered, row.eligible)
    return _of(numerator, denominator, row.units_counted, row.units)


def together(found: Iterable[Measure]) -> Measure:
    """Several groups as one: sums of what is disclosed. A group that is not counts as not covered."""
    kept = list(found)
    values = [one for one in kept if one.state == "value"]
    if not values:
        hidden = [one for one in kept if one.state == "hidden"]
        return (hidden or kept)[0] if kept else Measure(state="not_measured", note="no_data")
    return Measure(
        state="value",
        numerator=sum(one.numerator for one in values), denominator=sum(one.denominator for one in values),
        covered=sum(one.covered or 0 for one in values), whole=sum(one.whole or 0 for one in kept),
        note=next((one.note for one in kept if one.state != "value"), ""),
    )  # fmt: skip


def share(found: Measure) -> Fraction | None:
    """Numerator ÷ denominator, or None for a share of nobody."""
    return Fraction(found.numerator, found.denominator) if found.state == "value" and found.denominator else None


def interval(numerator: int, denominator: int) -> tuple[float, float] | None:
    """The 95 % Wilson interval of a share of few; None where the share is of many, or no share at all."""
    if not 0 < denominator < UNCERTAIN or not 0 <= numerator <= denominator:
        return None
    p, square = numerator / denominator, Z * Z / denominator
    middle = (p + square / 2) / (1 + square)
    half = Z * sqrt(p * (1 - p) / denominator + square / (4 * denominator)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def people_by_level(row: Published, crosswalk: Crosswalk) -> dict[National, int]:
    """People at each national level; only for a row whose levels are disclosed."""
    found = dict.fromkeys(NATIONAL, 0)
    for level in row.levels:
        national = crosswalk.national(row.pack, level.key, level.national)
        if national is not None:
            found[national] += level.people or 0
    return found


def same_classes(row: Published, crosswalk: Crosswalk) -> bool:
    """Whether the centre's mapping leaves every level of the row in the class (high, low, none) it was published in."""
    return all(
        _class(crosswalk.national(row.pack, level.key, level.national)) == _class(level.national)
        for level in row.levels
    )


def _levels(indicator: Indicator, row: Published, crosswalk: Crosswalk) -> Measure:
    if row.detail == "none" or not row.levels:
        return Measure(state="not_measured", note="no_data", whole=row.eligible)
    if row.detail in ("hidden", "total"):
        note = "small_group" if row.detail == "hidden" else "small_class"
        return Measure(state="hidden", note=note, whole=row.eligible)
    if row.detail == "levels":
        people = people_by_level(row, crosswalk)
        if not sum(people.values()):
            return Measure(state="not_measured", note="not_comparable", whole=row.eligible)
        wanted = HIGH if indicator.key == "excellent_good" else (indicator.key,)
        return _of(sum(people[level] for level in wanted), sum(people.values()), sum(people.values()), row.eligible)
    if indicator.key != "excellent_good":
        return Measure(state="hidden", note="small_group", whole=row.eligible)
    if not same_classes(row, crosswalk):
        return Measure(state="hidden", note="crosswalk", whole=row.eligible)
    total = (row.high or 0) + (row.low or 0)
    return _of(row.high, total, total, row.eligible) if total else Measure(state="not_measured", note="not_comparable")


def _assessed(row: Published) -> Measure:
    """People with a result among those registered; who got one without a sheet is not among them."""
    if row.assessed is None or row.unregistered is None:
        return Measure(state="hidden", note="small_group", whole=row.eligible)
    return _of(row.assessed - row.unregistered, row.registered, row.registered, row.eligible)


def _of(numerator: int | None, denominator: int | None, covered: int | None, whole: int | None) -> Measure:
    if numerator is None or not denominator:
        note = "no_source" if numerator is None else "no_data"
        return Measure(state="not_measured", note=note, covered=0, whole=whole)
    return Measure(state="value", numerator=numerator, denominator=denominator, covered=covered, whole=whole)


def _minus(whole: int | None, part: int | None) -> int | None:
    return None if whole is None or part is None else whole - part


def _class(level: National | None) -> bool | None:
    return None if level is None else level in HIGH


def _text(kind: type, value: object) -> object:
    if kind is Text:
        return text.decode(value)
    raise NotImplementedError(kind)


def _catalogue() -> Mapping[str, Indicator]:
    held = tomllib.loads(files(__package__).joinpath("indicators.toml").read_text("utf-8"))
    return {key: msgspec.convert({"key": key, **one}, Indicator, dec_hook=_text) for key, one in held.items()}


CATALOGUE: Mapping[str, Indicator] = _catalogue()
"""Every indicator by key, in the order in which they are offered."""
