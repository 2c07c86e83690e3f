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

Lines = Mapping[UUID, Mapping[UUID, None]]


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
    found = [_total(at, plan, programme, unit, was, will) for programme in at.programmes for unit in shown]
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


def _total(at: Snapshot, plan: Plan, programme: UUID, unit: UUID, was: Lines, will: Lines) -> Total:
    moved = {move.unit.id: move for move in plan.moves}
    flows = _people(plan, programme)
    came: dict[tuple[UUID | None, UUID], Counts] = {}
    went: dict[tuple[UUID | None, UUID], Counts] = {}
    old, new = NONE, NONE
    leaving: dict[UUID, Counts] = {}
    for (source, _), counts in flows.items():
        leaving[source] = plus(leaving.get(source, NONE), [counts])
    for (whose, place), counts in at.own.items():
        if whose != programme:
            continue
        old_line, new_line = was[place], will[place]
        staying = minus(counts, [leaving[place]]) if place in leaving else counts
        if unit in old_line:
            old = plus(old, [counts])
        if unit in new_line:
            new = plus(new, [staying])
        if (unit in old_line) != (unit in new_line):
            root = next(moved[one] for one in old_line if one in moved)
            book, other = (went, root.target) if unit in old_line else (came, root.source)
            book[root.unit.id, other] = plus(book.get((root.unit.id, other), NONE), [staying])
    for (source, target), counts in flows.items():
        gave, got = unit in was[source], unit in will[target]
        if got:
            new = plus(new, [counts])
        if gave != got:
            book, other = (went, target) if gave else (came, source)
            book[None, other] = plus(book.get((None, other), NONE), [counts])
    return Total(
        programme_id=programme, unit_id=unit, before=old, after=new, came=_causes(came), went=_causes(went)
    )  # fmt: skip


def _people(plan: Plan, programme: UUID) -> Mapping[tuple[UUID, UUID], Counts]:
    """What single people take along, by (source, target)."""
    found: dict[tuple[UUID, UUID], Counts] = {}
    for body in plan.bodies:
        for sheet in body.sheets:
            if sheet.programme_id == programme and body.target:
                place = (body.source, body.target)
                found[place] = plus(found.get(place, NONE), [sheet.counts])
    return found


def _causes(book: Mapping[tuple[UUID | None, UUID], Counts]) -> tuple[Cause, ...]:
    return tuple(Cause(unit=unit, other=other, counts=counts) for (unit, other), counts in book.items() if any(counts))
