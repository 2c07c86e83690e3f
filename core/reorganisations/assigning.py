"""What is to be placed, source by source: each sub-unit and each person with the receivers that fit. Pure."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.reorganisations import rules
from core.reorganisations.facts import Asked, Snapshot
from core.units.rules import holds_members, sort_key

SHOWN = 200  # people of one source that are listed by name; the others go together
Choice = tuple[UUID, str]


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A sub-unit or a person: where it may go, where it goes; `kinds` are the kinds that could take a sub-unit."""

    id: UUID
    name: str
    kind: str
    choices: tuple[Choice, ...]
    chosen: UUID | None
    titles: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


class Placing(msgspec.Struct, frozen=True, kw_only=True):
    """One source with its sub-units and people; `people` counts all of them, `persons` lists the first."""

    id: UUID
    name: str
    kind: str
    closes: bool
    units: tuple[Piece, ...]
    everywhere: tuple[Choice, ...]
    people: int
    members: int
    choices: tuple[Choice, ...]
    chosen: UUID | None
    persons: tuple[Piece, ...]


def placings(at: Snapshot, asked: Asked, names: Mapping[UUID, str]) -> tuple[Placing, ...]:
    """Every source that has something to give; `names` are the people's."""
    return tuple(_placing(at, asked, source, names) for source in asked.sources)


def _placing(at: Snapshot, asked: Asked, source: UUID, names: Mapping[UUID, str]) -> Placing:
    unit = at.units[source]
    here = [body for body in rules.bodies(at, asked) if body.source == source]
    members = sum(1 for body in here if body.members)
    into = tuple(
        (one, rules.name_of(at, asked, one))
        for one in asked.receivers
        if not members or holds_members(rules.kind_of(at, asked, one))
    )
    pieces = _sub_units(at, asked, source)
    everywhere = {choice for piece in pieces for choice in piece.choices}
    single = asked.persons.get(source, {})
    return Placing(
        id=source, name=unit.name, kind=unit.kind, closes=source in rules.closing(asked), units=pieces,
        everywhere=tuple(choice for choice in _receivers(at, asked) if choice in everywhere),
        people=len(here), members=members, choices=into, chosen=asked.people.get(source) or _only(asked, source, into),
        persons=tuple(
            Piece(
                id=body.person_id, name=names.get(body.person_id, ""), kind="", choices=into,
                chosen=single.get(body.person_id), titles=tuple(seat.title for seat in body.seats),
                states=tuple(sheet.state for sheet in body.sheets),
            )
            for body in sorted(here, key=lambda one: names.get(one.person_id, ""))[:SHOWN]
        ),
    )  # fmt: skip


def _sub_units(at: Snapshot, asked: Asked, source: UUID) -> tuple[Piece, ...]:
    gone = set(asked.sources)
    found = sorted(
        (one for one in at.below.get(source, ()) if one.id not in gone), key=lambda one: (sort_key(one.name), one.id)
    )
    going = {move.unit.id: move.target for move in rules.moves(at, asked)}
    return tuple(
        Piece(
            id=one.id, name=one.name, kind=one.kind, chosen=going.get(one.id),
            choices=tuple(
                choice for choice in _receivers(at, asked)
                if choice[0] != one.id and rules.fits(at, asked, one.kind, choice[0])
            ),
        )
        for one in found
    )  # fmt: skip


def _receivers(at: Snapshot, asked: Asked) -> tuple[Choice, ...]:
    return tuple((one, rules.name_of(at, asked, one)) for one in asked.receivers)


def _only(asked: Asked, source: UUID, into: tuple[Choice, ...]) -> UUID | None:
    return into[0][0] if len(into) == 1 and len(asked.receivers) == 1 and source in rules.closing(asked) else None
