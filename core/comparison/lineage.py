"""The same numbers as reported and restated to today's provinces (features.md row 82).

Restating works on cells, that is after the disclosure rule and after the crosswalk: a union adds up what its parts
show, so it tells nothing that they do not. A part that is hidden, not measured or missing is left out of the sum and
named; it is never taken for zero. After the merger both views are one: nobody can be restated to what no longer exists.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from core.comparison import provinces
from core.comparison.facts import Cell, Share, Unit
from core.packs.schema_terms import National

PER: Mapping[Unit, int] = {"percent": 1, "per_thousand": 1000}
Interval = Callable[[int, int], tuple[float | None, float | None]]


def restated(cells: Iterable[Cell], unit: Unit = "percent", *, interval: Interval | None = None) -> tuple[Cell, ...]:
    """Cells of the 63 as cells of the 34 in the order of today's table; others (unions that are no province, cells of
    today's provinces) stay as they are. `rank` and `before` are not carried over: the order is another one."""
    known = {cell.province: cell for cell in cells}
    found = []
    for code in provinces.NOW:
        parts = provinces.predecessors(code)
        if code in known or parts == (code,):
            found.append(_unranked(known.pop(code, Cell(province=code))))
        else:
            found.append(_union(code, [known.pop(part, Cell(province=part)) for part in parts], unit, interval))
    return (*found, *(_unranked(cell) for cell in known.values()))


def left_out(cell: Cell, cells: Iterable[Cell]) -> tuple[str, ...]:
    """The old provinces of a restated cell whose numbers are not in it."""
    counted = {one.province for one in cells if one.state == "value"}
    return tuple(code for code in provinces.predecessors(cell.province) if code not in counted)


def whole(cell: Cell) -> bool:
    """Whether every part of a restated cell is in it: only then it is compared by rank."""
    return cell.state == "value" and cell.note != "partial"


def _unranked(cell: Cell) -> Cell:
    return Cell(**{name: getattr(cell, name) for name in Cell.__struct_fields__ if name not in ("rank", "before")})


def _union(code: str, parts: list[Cell], unit: Unit, interval: Interval | None) -> Cell:
    counted = [part for part in parts if part.state == "value"]
    packs = tuple(sorted({pack for part in parts for pack in part.packs}))
    dates = [part.as_of for part in parts if part.as_of]
    as_of: datetime | None = min(dates, default=None)
    synthetic = any(part.synthetic for part in parts)
    numerator = sum(part.numerator or 0 for part in counted)
    denominator = sum(part.denominator or 0 for part in counted)
    if not denominator:
        state = next((s for s in ("hidden", "not_measured") if any(p.state == s for p in parts)), "missing")
        note = next((p.note for p in parts if p.state == state), "")
        return Cell(province=code, state=state, note=note, packs=packs, synthetic=synthetic, as_of=as_of)
    low, high = interval(numerator, denominator) if interval else (None, None)
    return Cell(
        province=code, value=Fraction(numerator * PER[unit], denominator), numerator=numerator,
        denominator=denominator, state="value", coverage=_coverage(counted, len(parts)), low=low, high=high,
        packs=packs, synthetic=synthetic, as_of=as_of, note="" if len(counted) == len(parts) else "partial",
    )  # fmt: skip


def _coverage(counted: list[Cell], parts: int) -> Fraction | None:
    """Of the people of all parts; a part without numbers is taken to be as big as the others are on average."""
    if any(not part.coverage or not part.denominator for part in counted):
        return None
    people = sum(Fraction(part.denominator or 0) / (part.coverage or 1) for part in counted)
    return sum(part.denominator or 0 for part in counted) / (people * Fraction(parts, len(counted)))


def restated_shares(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Distributions of the 63 as those of the 34. A union shows no finer than its coarsest part: four levels only if
    every part shows four, two classes only if every part shows at least two; a part without numbers hides it."""
    known = {share.province: share for share in shares}
    found = []
    for code in provinces.NOW:
        parts = provinces.predecessors(code)
        if code in known or parts == (code,):
            one = known.pop(code, None)
        else:
            one = _sum(code, [known.pop(part, None) for part in parts])
        if one is not None:
            found.append(one)
    return (*found, *known.values())


def _sum(code: str, parts: list[Share | None]) -> Share | None:
    shown = [part for part in parts if part is not None and part.detail in ("levels", "classes", "total")]
    synthetic = any(part.synthetic for part in parts if part is not None)
    if len(shown) < len(parts):
        details = {part.detail for part in parts if part is not None}
        if not details:
            return None
        return Share(province=code, detail="hidden" if details != {"none"} else "none", synthetic=synthetic)
    assessed = _total(part.assessed for part in shown)
    details = {part.detail for part in shown}
    if "total" in details:
        return Share(province=code, detail="total", assessed=assessed, synthetic=synthetic)
    high, low = _total(part.high for part in shown), _total(part.low for part in shown)
    apart = _total(part.apart for part in shown)
    if details == {"levels"}:
        people: dict[National, int] = {}
        for part in shown:
            for level, n in part.people.items():
                people[level] = people.get(level, 0) + n
        return Share(
            province=code, detail="levels", people=people, high=high, low=low, apart=apart, assessed=assessed,
            synthetic=synthetic,
        )  # fmt: skip
    return Share(
        province=code, detail="classes", high=high, low=low, apart=apart, assessed=assessed, synthetic=synthetic
    )


def _total(numbers: Iterable[int | None]) -> int | None:
    found = tuple(numbers)
    return None if None in found else sum(n for n in found if n is not None)
