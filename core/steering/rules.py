"""What a duty must say, how near its day is, and what a province may learn of the others: pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

import msgspec

from core.comparison.facts import Cell, Comparison
from core.errors import Problem, check_all
from core.packs.schema_terms import FIRST_YEAR, LAST_YEAR

Kind = Literal["milestone", "report"]
KINDS: tuple[Kind, ...] = ("report", "milestone")
Standing = Literal["done", "done_late", "overdue", "soon", "open"]
SOON = 14  # days before the day from which a province is reminded on every start page
LONGEST = {"title": 200, "words": 2000, "reminder": 500, "note": 2000}
PEERS = 5  # others with a value that a comparison needs before it is handed out


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """What provinces owe by the end of `due_on`; no province named is all of them."""

    kind: Kind
    title: str
    words: str = ""
    year: int
    due_on: date | None
    provinces: tuple[str, ...] = ()


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """A province's own line in a comparison that was handed out."""

    value: Fraction
    numerator: int
    denominator: int
    rank: int
    of: int


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison as it is handed out: each province's own line by code, and all values without names."""

    own: Mapping[str, Own]
    spread: tuple[int, ...]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a province stands: its value as it is in the spread, the middle and the middle half of all."""

    own: int
    lowest: int
    lower: int
    middle: int
    upper: int
    highest: int


def check_duty(duty: Duty, today: date, hosted: Iterable[str]) -> None:
    """Refuse a duty without a title or a day, one whose day is gone, one for a union that is not hosted here."""
    check_all(
        lambda: _titled(duty.title), lambda: check_year(duty.year), lambda: _dated(duty.due_on, today),
        lambda: _addressed(duty, hosted),
    )  # fmt: skip


def check_year(year: int | None) -> None:
    """A year in which a programme can be; None is none."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Problem("duty.no-such-year", field="year", first=FIRST_YEAR, last=LAST_YEAR)


def check_answer(words: str) -> None:
    """An answer says what was done or where the report went."""
    if not words.strip():
        raise Problem("duty.no-answer", field="words")


def check_note(words: str, year: int | None) -> None:
    """A note says something, about a year that can be."""
    check_year(year)
    if not words.strip():
        raise Problem("note.empty", field="words")


def standing(due_on: date, today: date, answered_on: date | None) -> Standing:
    """How a province stands to a duty; the day itself still counts."""
    if answered_on is not None:
        return "done_late" if answered_on > due_on else "done"
    if today > due_on:
        return "overdue"
    return "soon" if (due_on - today).days <= SOON else "open"


def shared(found: Comparison) -> Shared:
    """What of a comparison can be handed out: values rounded to whole per cent (or per mille), sorted, without names.

    Only provinces with a value take part; with fewer than `PEERS` + 1 nobody could be sure to stay unknown."""
    cells = [cell for cell in found.cells if cell.value is not None and cell.rank is not None]
    if len(cells) <= PEERS:
        raise Problem("comparison.too-few", least=PEERS + 1)
    per = 100 if found.indicator.unit == "percent" else 1
    return Shared(
        own={cell.province: _own(cell, len(cells)) for cell in cells},
        spread=tuple(sorted(whole(cell.value * per) for cell in cells if cell.value is not None)),
    )


def place(own: int, spread: Iterable[int]) -> Place:
    """Where a value stands among all: the middle is the median, `lower` and `upper` the quarters."""
    found = sorted(spread)
    return Place(
        own=own, lowest=found[0], lower=_at(found, Fraction(1, 4)), middle=_at(found, Fraction(1, 2)),
        upper=_at(found, Fraction(3, 4)), highest=found[-1],
    )  # fmt: skip


def whole(value: Fraction) -> int:
    """To the nearest whole number, halves up."""
    return int((2 * value + 1) // 2)


def _own(cell: Cell, of: int) -> Own:
    assert cell.value is not None and cell.rank is not None
    return Own(
        value=cell.value, numerator=cell.numerator or 0, denominator=cell.denominator or 0, rank=cell.rank, of=of
    )


def _at(found: list[int], share: Fraction) -> int:
    position = share * (len(found) - 1)
    low = int(position)
    high = min(low + 1, len(found) - 1)
    return whole(found[low] + (found[high] - found[low]) * (position - low))


def _titled(title: str) -> None:
    if not title.strip():
        raise Problem("duty.no-title", field="title")


def _dated(due_on: date | None, today: date) -> None:
    if due_on is None:
        raise Problem("duty.no-day", field="due_on")
    if due_on < today:
        raise Problem("duty.day-gone", field="due_on")


def _addressed(duty: Duty, hosted: Iterable[str]) -> None:
    if set(duty.provinces) - set(hosted):
        raise Problem("form.unknown-choice", field="provinces")
