"""What a reorganisation is planned from: what the administrator asks, and what stands in the database."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["merge", "split", "dissolve"]
KINDS: tuple[Kind, ...] = ("merge", "split", "dissolve")
MEASURES = ("eligible", "registered", "validated", "rated", "recognised")
Counts = tuple[int, ...]
NONE: Counts = (0,) * len(MEASURES)


class NewUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that the reorganisation founds. Its id is known beforehand, so that a plan can name it."""

    id: UUID
    parent_id: UUID
    name: str
    kind: str
    block: str | None = None
    place: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the administrator asks for, as far as it is known: a draft may lack anything.

    `sources` give up units and people and close, but those in `kept` (only a split keeps its source). What they give
    goes to `targets` (existing) and `made` (new): `units` says where each sub-unit goes, `people` where the people of
    a source go, `persons` where single people of it go instead. `basis` is the decision that orders it.
    """

    kind: Kind
    on: date
    basis: str = ""
    sources: tuple[UUID, ...] = ()
    kept: tuple[UUID, ...] = ()
    targets: tuple[UUID, ...] = ()
    made: tuple[NewUnit, ...] = ()
    units: Mapping[UUID, UUID] = {}
    people: Mapping[UUID, UUID] = {}
    persons: Mapping[UUID, Mapping[UUID, UUID]] = {}
    seats: Literal["end", "carry"] = "end"
    distinguish: bool = True

    @property
    def receivers(self) -> tuple[UUID, ...]:
        """The ids of every unit that may receive, existing ones first."""
        return (*self.targets, *(unit.id for unit in self.made))

    def goes_to(self, source: UUID, person: UUID) -> UUID | None:
        """Where a person of a source goes; None: not said."""
        return self.persons.get(source, {}).get(person) or self.people.get(source)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of the tree. `since` is the first day of its current version, None for a closed unit."""

    id: UUID
    parent_id: UUID | None
    name: str
    kind: str
    block: str | None = None
    opened_on: date
    closed_on: date | None = None
    since: date | None = None


class Member(msgspec.Struct, frozen=True):
    """A membership in a source that holds, or held until after the day."""

    person_id: UUID
    unit_id: UUID
    starts_on: date
    ends_on: date | None


class Seat(msgspec.Struct, frozen=True):
    """A position at a source or target that holds, or held until after the day."""

    id: UUID
    person_id: UUID
    unit_id: UUID
    title: str
    starts_on: date
    ends_on: date | None


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who counts at a source in an open programme; `counts` is what he adds to each of MEASURES."""

    programme_id: UUID
    person_id: UUID
    unit_id: UUID
    state: str
    placed_by_act: bool
    counts: Counts


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """Results that a source, a unit under one, or a receiver has sent up in an open programme and that wait."""

    programme_id: UUID
    unit_id: UUID
    checkpoint: str
    reason: str
    decided_by_account: UUID | None
    decided_by_person: UUID | None
    decided_at: datetime | None


class Grant(msgspec.Struct, frozen=True):
    """A role that an account has at a source without a position."""

    id: UUID
    unit_id: UUID
    starts_on: date
    ends_on: date | None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a plan needs to know. `below` are the open units under each (`open_below`), `own` the counters of each
    unit's own people by (programme, unit) of open programmes, `papers` how many declarations each source made there,
    `accounts` the accounts of people with a seat at a source, `meetings` the sources that rate people just now."""

    today: date
    now: datetime
    under: Mapping[str, tuple[str, ...]]
    units: Mapping[UUID, Standing]
    below: Mapping[UUID, tuple[Standing, ...]]
    programmes: tuple[UUID, ...] = ()
    members: tuple[Member, ...] = ()
    seats: tuple[Seat, ...] = ()
    enrolled: tuple[Enrolled, ...] = ()
    sent: tuple[Sent, ...] = ()
    grants: tuple[Grant, ...] = ()
    meetings: tuple[UUID, ...] = ()
    own: Mapping[tuple[UUID, UUID], Counts] = {}
    papers: Mapping[UUID, int] = {}
    accounts: Mapping[UUID, UUID] = {}


def open_below(units: Mapping[UUID, Standing]) -> Mapping[UUID, tuple[Standing, ...]]:
    """The open units directly under each."""
    found: dict[UUID, tuple[Standing, ...]] = {}
    for unit in units.values():
        if unit.parent_id and unit.closed_on is None:
            found[unit.parent_id] = (*found.get(unit.parent_id, ()), unit)
    return found
