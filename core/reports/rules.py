"""From units and their own people to the rows of a report: order, numbers, sums (domain.md §4, §6.1). Pure.

A row is the unit's own people plus everything below it. What is not shown (units with nobody, units below the chosen
level) stays in the sums: the people of a hidden unit appear as the own people of the nearest shown one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import add
from uuid import UUID

import msgspec

from core.packs.schema import Rows
from core.reports.numbering import mark

# grassroots and grassroots branch are one level: they share a sequence.
LEVELS = {"top": 0, "district": 1, "grassroots": 2, "grassroots_branch": 2, "section": 3, "branch": 4, "subbranch": 5}

Counts = tuple[int, ...]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A unit where people are counted. `current` is false for one that did not exist on the census day."""

    id: UUID
    path: str
    kind: str
    name: str
    ordinal: int = 0
    sort_key: str = ""
    current: bool = True


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One printed row. `own` are the people of the unit itself and of units that are not shown; `total` is `own`
    and the totals of the child rows, always. `parent` is that row's index, None for the first row."""

    place: Place
    number: str
    depth: int
    own: Counts
    total: Counts
    parent: int | None


def rows_of(
    places: Sequence[Place],
    own: Mapping[UUID, Counts],
    width: int,
    grammar: Rows,
    *,
    down_to: str | None = None,
    hide_empty: bool | None = None,
) -> tuple[Row, ...]:
    """The rows of the subtree whose root is the first place: its row is I, whatever its kind, its children 1, 2, …

    `own` holds `width` counts a unit; a unit that is missing there has nobody. Directly under a unit, lettered rows
    come before numbered ones, so that a letter never seems to belong to the row above it. `down_to` and `hide_empty`
    override the grammar.
    """
    zero = (0,) * width
    below = _below(places)
    totals = _totals(places, own, zero)
    lowest = LEVELS[down_to or grammar.down_to]
    hide = grammar.hide_empty if hide_empty is None else hide_empty

    def shown(place: Place) -> bool:
        full = any(totals[place.id])
        return LEVELS[place.kind] <= lowest and (full or (place.current and not hide))

    rows: list[Row] = []
    for place, number, depth, parent in _walk(places[0], below, grammar, shown):
        rest = [totals[child.id] for child in below.get(place.path, ()) if shown(child)]
        kept = _less(totals[place.id], rest) if rest else totals[place.id]
        rows.append(Row(place=place, number=number, depth=depth, own=kept, total=totals[place.id], parent=parent))
    return tuple(rows)


def levels_in(places: Sequence[Place]) -> tuple[str, ...]:
    """The kinds below the root that a report may stop at, highest first; one name a level."""
    kinds = {LEVELS[place.kind]: place.kind for place in reversed(places) if place.kind != "grassroots_branch"}
    return tuple(kinds[level] for level in sorted(kinds) if level > LEVELS[places[0].kind])


def _walk(
    root: Place, below: Mapping[str, list[Place]], grammar: Rows, shown: Callable[[Place], bool]
) -> Iterator[tuple[Place, str, int, int | None]]:
    """Depth first in printed order: the unit, its number, its depth, and the index of the parent's row."""
    waiting: list[tuple[Place, str, int, int | None]] = [(root, mark(grammar, "top", 0, 1, "", ""), 0, None)]
    index = 0
    while waiting:
        place, number, depth, parent = waiting.pop()
        yield place, number, depth, parent
        above = place.kind if depth else ""
        children = [child for child in below.get(place.path, ()) if shown(child)]
        for sequence in (_lettered(children, grammar, False), _lettered(children, grammar, True)):  # last in, first out
            for nth in range(len(sequence), 0, -1):
                child = sequence[nth - 1]
                waiting.append((child, mark(grammar, child.kind, depth + 1, nth, number, above), depth + 1, index))
        index += 1


def _lettered(children: Sequence[Place], grammar: Rows, wanted: bool) -> list[Place]:
    return [child for child in children if (child.kind in grammar.lettered) is wanted]


def _below(places: Sequence[Place]) -> Mapping[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in sorted(places, key=lambda place: (place.ordinal, place.sort_key, place.path)):
        found.setdefault(place.path[:-5], []).append(place)
    return found


def _totals(places: Sequence[Place], own: Mapping[UUID, Counts], zero: Counts) -> Mapping[UUID, Counts]:
    ids = {place.path: place.id for place in places}
    totals = {place.id: own.get(place.id, zero) for place in places}
    for place in sorted(places, key=lambda place: place.path, reverse=True):  # a parent's path precedes its children's
        parent = ids.get(place.path[:-5])
        if parent is not None and parent != place.id:
            totals[parent] = tuple(map(add, totals[parent], totals[place.id]))
    return totals


def _less(total: Counts, parts: Sequence[Counts]) -> Counts:
    return tuple(whole - sum(column) for whole, column in zip(total, zip(*parts, strict=True), strict=True))
