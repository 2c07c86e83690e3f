"""Who is on the roster, where each person counts, and why (S0-6, domain.md §4): pure, over lists."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

import msgspec

from core.packs.facts import Enrolled, MembershipFact, SeatFact
from core.packs.schema import Block, Pack, SeatTitle, UnitKind

Absence = Literal["not_listed", "not_on_the_day", "no_membership", "other_block"]


class Basis(Protocol):
    """The hook of the pack that says who is enrolled."""

    def enrolment_basis(
        self, rules: Pack, seats: tuple[SeatFact, ...], membership: MembershipFact | None
    ) -> Enrolled:
        """Whether a person with these positions and this branch is enrolled, where, and why."""


class Holding(NamedTuple):
    """A position of a person; `counted` says that it was held on the census day, at a unit that existed."""

    person_id: UUID
    unit_id: UUID
    unit_kind: UnitKind
    title: SeatTitle
    full_time: bool
    starts_on: date
    counted: bool
    block: Block | None = None


class Belonging(NamedTuple):
    """The branch a person is a member of; `counted` says that it held on the census day, in a unit that existed."""

    person_id: UUID
    unit_id: UUID
    unit_kind: UnitKind
    starts_on: date
    counted: bool
    block: Block | None = None


class Place(msgspec.Struct, frozen=True):
    """A person on the roster: the unit where he counts, the position that says so ('' for a member), how many he
    holds."""

    person_id: UUID
    unit_id: UUID
    title: str
    full_time: bool
    seats: int
    reason: str


class Outside(msgspec.Struct, frozen=True):
    """A person with a position who is not enrolled, and why: the position is not of the programme's
    audience, or it is not held on the census day."""

    person_id: UUID
    unit_id: UUID
    title: str
    full_time: bool
    reason: Absence


class Roster(msgspec.Struct, frozen=True):
    """The whole list: who is enrolled, and who holds a position and is not."""

    places: tuple[Place, ...]
    outside: tuple[Outside, ...]


class Row(NamedTuple):
    """A stored enrolment as a refresh sees it; `acted` means submitted, drafted, or under an act of its own."""

    person_id: UUID
    unit_id: UUID
    title: str
    full_time: bool
    seats: int
    placed_by_act: bool
    acted: bool


class Change(msgspec.Struct, frozen=True):
    """What a refresh does. `held` are people who no longer qualify but have acted: only an act removes them."""

    added: tuple[Place, ...]
    moved: tuple[Place, ...]
    dropped: tuple[UUID, ...]
    held: tuple[UUID, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.dropped)


def compute(
    basis: Basis, rules: Pack, holdings: Iterable[Holding], belongings: Iterable[Belonging] = ()
) -> Roster:
    """The roster over all positions of the tenant, one entry a person however many he holds (S0-A6); of members over
    all memberships (S4-4)."""
    if rules.subject.kind == "member":
        return _members(basis, rules, belongings)
    places: list[Place] = []
    outside: list[Outside] = []
    for person_id, held in _by_person(holdings):
        counted = [one for one in held if one.counted]
        if not counted:
            outside.append(_outside(held[0], "not_on_the_day"))
            continue
        answer = basis.enrolment_basis(rules, tuple(_fact(one) for one in counted), None)
        if answer.seat is None:
            outside.append(_outside(counted[0], "other_block" if answer.reason == "other_block" else "not_listed"))
        else:
            places.append(_place(person_id, answer.seat, len(counted), answer.reason))
    return Roster(tuple(places), tuple(outside))


def difference(stored: Iterable[Row], roster: Roster) -> Change:
    """What must change for the stored list to equal the computed one, leaving alone what acts have settled."""
    rows = {row.person_id: row for row in stored}
    wanted = {place.person_id: place for place in roster.places}
    gone = [row for person, row in rows.items() if person not in wanted and not row.placed_by_act]
    return Change(
        added=tuple(place for person, place in wanted.items() if person not in rows),
        moved=tuple(place for person, place in wanted.items() if person in rows and _differs(rows[person], place)),
        dropped=tuple(row.person_id for row in gone if not row.acted),
        held=tuple(row.person_id for row in gone if row.acted),
    )


def _members(basis: Basis, rules: Pack, belongings: Iterable[Belonging]) -> Roster:
    places, outside = [], []
    for one in belongings:
        fact = MembershipFact(
            unit_id=str(one.unit_id), unit_kind=one.unit_kind, block=one.block, starts_on=one.starts_on
        )
        answer = basis.enrolment_basis(rules, (), fact) if one.counted else None
        if answer is None or answer.unit_id is None:
            reason = "not_on_the_day" if answer is None else "other_block"
            outside.append(Outside(one.person_id, one.unit_id, "", False, reason))
        else:
            places.append(Place(one.person_id, UUID(answer.unit_id), "", False, 0, answer.reason))
    return Roster(tuple(places), tuple(outside))


def _by_person(holdings: Iterable[Holding]) -> Iterator[tuple[UUID, list[Holding]]]:
    for person_id, held in groupby(sorted(holdings), key=lambda one: one.person_id):
        yield person_id, list(held)


def _fact(one: Holding) -> SeatFact:
    return SeatFact(
        unit_id=str(one.unit_id),
        unit_kind=one.unit_kind,
        title=one.title,
        full_time=one.full_time,
        block=one.block,
        starts_on=one.starts_on,
    )


def _place(person_id: UUID, seat: SeatFact, seats: int, reason: str) -> Place:
    return Place(person_id, UUID(seat.unit_id), seat.title, seat.full_time, seats, reason)


def _outside(one: Holding, reason: Absence) -> Outside:
    return Outside(one.person_id, one.unit_id, one.title, one.full_time, reason)


def _differs(row: Row, place: Place) -> bool:
    if row.placed_by_act:
        return False
    return (row.unit_id, row.title, row.full_time, row.seats) != (
        place.unit_id, place.title, place.full_time, place.seats,
    )  # fmt: skip
