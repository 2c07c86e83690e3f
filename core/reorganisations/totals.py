"""The totals of units before and after a reorganisation, with what came and what went. Pure.

A unit's total is its own people plus everything below it (domain.md §4). After = before - went + came, always: both
sides are counted from the same rows.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from core.reorganisations.facts import NONE, Counts, Snapshot
from core.reorganisations.planning import Plan
from core.reorganisations.rules import line_of, parents, parents_after

Line = Mapping[UUID, None]
Lines = Mapping[UUID, Line]
Part = tuple[UUID | None, UUID]


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a total that came or went: the sub-unit `unit` with all below it, or (None) single people of a source.
    `other` is the unit it came from or went to."""

    unit: UUID | None
    other: UUID
    counts: Counts


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's total in one open programme."""

    programme_id: UUID
    unit_id: UUID
    before: Counts
    after: Counts
    came: tuple[Cause, ...]
    went: tuple[Cause, ...]

    @property
    def explained(self) -> bool:
        """Whether what came and went accounts for the whole difference."""
        return self.after == plus(minus(self.before, (one.counts for one in self.went)), (c.counts for c in self.came))


class _Book:
    """What is added up for one unit while the rows are read."""

    def __init__(self) -> None:
        self.before, self.after = NONE, NONE
        self.came: dict[Part, Counts] = {}
        self.went: dict[Part, Counts] = {}


def totals(at: Snapshot, plan: Plan) -> tuple[Total, ...]:
    """Every unit that gives or receives, and those above them, in every open programme: in the order of the tree from
    the top, without those where nobody counts before or after."""
    before, after = parents(at), parents_after(at, plan.asked)
    places = {place for _, place in at.own} | set(plan.asked.sources) | set(plan.asked.receivers)
    was = {place: line_of(before, place) for place in places}
    will = {place: line_of(after, place) for place in places}
    shown = sorted(
        {one for unit in (*plan.asked.sources, *plan.asked.receivers) for one in (*was[unit], *will[unit])},
        key=lambda one: (len(line_of(after, one)), one not in plan.asked.sources, one),
    )
    found = []
    for programme in at.programmes:
        books = _added(at, plan, programme, shown, was, will)
        found += [
            Total(
                programme_id=programme, unit_id=unit, before=book.before, after=book.after, came=_causes(book.came),
                went=_causes(book.went),
            )
            for unit, book in books.items()
        ]  # fmt: skip
    return tuple(one for one in found if any(one.before) or any(one.after))


def plus(counts: Counts, others: Iterable[Counts]) -> Counts:
    """The counts and all others added."""
    for other in others:
        counts = tuple(a + b for a, b in zip(counts, other, strict=True))
    return counts


def minus(counts: Counts, others: Iterable[Counts]) -> Counts:
    """The counts less all others."""
    for other in others:
        counts = tuple(a - b for a, b in zip(counts, other, strict=True))
    return counts


def _added(
    at: Snapshot, plan: Plan, programme: UUID, shown: Iterable[UUID], was: Lines, will: Lines
) -> Mapping[UUID, _Book]:
    """The books of the units shown: each row is read once and entered wherever it counts, before and after."""
    books = {unit: _Book() for unit in shown}
    moved, flows = {move.unit.id: move for move in plan.moves}, _people(plan, programme)
    leaving: dict[UUID, Counts] = {}
    for (source, _), counts in flows.items():
        leaving[source] = plus(leaving.get(source, NONE), [counts])
    for (whose, place), counts in at.own.items():
        if whose == programme:
            staying = minus(counts, [leaving[place]]) if place in leaving else counts
            root = next((moved[one] for one in was[place] if one in moved), None)
            gone = (root.unit.id, root.target) if root else (None, place)
            come = (root.unit.id, root.source) if root else (None, place)
            _enter(books, was[place], will[place], (counts, staying, staying), gone, come)
    for (source, target), counts in flows.items():
        _enter(books, was[source], will[target], (NONE, counts, counts), (None, target), (None, source))
    return books


def _enter(
    books: Mapping[UUID, _Book], was: Line, will: Line, counts: tuple[Counts, Counts, Counts], gone: Part, come: Part
) -> None:
    """Enter a row: `counts` are what it was, what it is afterwards, and what moves of it."""
    old, new, moving = counts
    for unit in was:
        if unit in books:
            books[unit].before = plus(books[unit].before, [old])
            if unit not in will:
                books[unit].went[gone] = plus(books[unit].went.get(gone, NONE), [moving])
    for unit in will:
        if unit in books:
            books[unit].after = plus(books[unit].after, [new])
            if unit not in was:
                books[unit].came[come] = plus(books[unit].came.get(come, NONE), [moving])


def _people(plan: Plan, programme: UUID) -> Mapping[tuple[UUID, UUID], Counts]:
    """What single people take along, by (source, target)."""
    found: dict[tuple[UUID, UUID], Counts] = {}
    for body in plan.bodies:
        for sheet in body.sheets:
            if sheet.programme_id == programme and body.target:
                place = (body.source, body.target)
                found[place] = plus(found.get(place, NONE), [sheet.counts])
    return found


def _causes(book: Mapping[Part, Counts]) -> tuple[Cause, ...]:
    return tuple(Cause(unit=unit, other=other, counts=counts) for (unit, other), counts in book.items() if any(counts))
