"""From counted data, typed totals and accepted reports to the numbers of one report. Pure.

A unit directly below stands in the report with what its accepted report says, else with what was typed for it, else
with what is counted. Sums are kept: a row is always its own people and the rows below it, so a typed total that is
smaller than what stands below it leaves a negative rest, which the checks name.
"""

from collections.abc import Mapping, Sequence
from operator import add, sub
from typing import Literal
from uuid import UUID

import msgspec

from core.reports.rules import Counts, Place

Kind = Literal["counted", "typed", "reported"]


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """A whole row typed for a unit, and why it is not what is counted."""

    numbers: Counts
    words: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted report of a unit directly below: the own people of each row. `words` are its justifications, by the
    key of what was found."""

    unit_id: UUID
    edition_id: UUID
    edition: int
    own: Mapping[UUID, Counts]
    words: Mapping[str, tuple[str, str]] = {}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Where the row of a unit comes from, beside what is counted for it."""

    place: Place
    kind: Kind
    numbers: Counts
    counted: Counts
    words: str = ""
    edition: int = 0

    @property
    def differs(self) -> bool:
        """Whether the report says something else than the data."""
        return self.numbers != self.counted


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """The people of each unit as the report counts them, and the rows of the unit and of those directly below."""

    own: Mapping[UUID, Counts]
    lines: tuple[Line, ...]


def filled(
    places: Sequence[Place], counted: Mapping[UUID, Counts], width: int, parts: Mapping[UUID, Part],
    typed: Mapping[UUID, Typed],
) -> Filled:  # fmt: skip
    """The numbers of the report of the first place; `parts` and `typed` by unit."""
    zero = (0,) * width
    root = places[0]
    under = _under(places, root)
    own = {place.id: counted.get(place.id, zero) for place in places}
    lines = []
    for child, inside in under:
        before = _sum(own, inside, zero)
        part, row = parts.get(child.id), typed.get(child.id)
        if part is not None:
            _take(own, child, inside, part, zero)
        elif row is not None:
            own[child.id] = tuple(map(add, own[child.id], map(sub, row.numbers, before)))
        lines.append(
            Line(
                place=child, kind="reported" if part else "typed" if row else "counted", counted=before,
                numbers=_sum(own, inside, zero), words=row.words if row and not part else "",
                edition=part.edition if part else 0,
            )
        )  # fmt: skip
    every = [place.id for place in places]
    whole, row = _sum(own, every, zero), typed.get(root.id)
    if row is not None:
        own[root.id] = tuple(map(add, own[root.id], map(sub, row.numbers, whole)))
    head = Line(
        place=root, kind="typed" if row else "counted", counted=_sum(counted, every, zero),
        numbers=_sum(own, every, zero), words=row.words if row else "",
    )  # fmt: skip
    return Filled(own=own, lines=(head, *lines))


def _under(places: Sequence[Place], root: Place) -> list[tuple[Place, list[UUID]]]:
    """Each unit directly below with everything that it holds; in the order of every table."""
    width = len(root.path) + 5
    held: dict[str, list[UUID]] = {}
    for place in places[1:]:
        held.setdefault(place.path[:width], []).append(place.id)
    children = [place for place in places[1:] if len(place.path) == width]
    children.sort(key=lambda place: (place.ordinal, place.sort_key, place.path))
    return [(child, held[child.path]) for child in children]


def _take(own: dict[UUID, Counts], child: Place, inside: Sequence[UUID], part: Part, zero: Counts) -> None:
    """The numbers of an accepted report in place of the data; a unit that moved away since then counts at the one
    that reported it."""
    for unit in inside:
        own[unit] = part.own.get(unit, zero)
    here = set(inside)
    for unit, counts in part.own.items():
        if unit not in here:
            own[child.id] = tuple(map(add, own[child.id], counts))


def _sum(own: Mapping[UUID, Counts], inside: Sequence[UUID], zero: Counts) -> Counts:
    total = list(zero)
    for unit in inside:
        for at, one in enumerate(own.get(unit, zero)):
            total[at] += one
    return tuple(total)
