"""What a reorganisation means for people, sheets, papers and totals: said before, kept after. Pure."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.reorganisations.facts import Snapshot
from core.reorganisations.planning import Plan
from core.reorganisations.rules import name_of
from core.reorganisations.totals import Total, totals

STATES = ("enrolled", "submitted", "returned", "validated", "rated")


class Moved(msgspec.Struct, frozen=True):
    """A unit that comes under another parent; `name` is the one it has there."""

    unit_id: UUID
    old_name: str
    name: str
    source: UUID
    target: UUID


class Sheets(msgspec.Struct, frozen=True):
    """People of one open programme: how many go along, by their state, and how many recognised results stay."""

    programme_id: UUID
    going: Mapping[str, int]
    staying: int


class Given(msgspec.Struct, frozen=True):
    """How many people of a source go to a receiver."""

    source: UUID
    target: UUID
    people: int


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of it. `names` are the units by id as they are called afterwards; `received` counts people by receiver,
    each once, `given` by source and receiver; `came_back` are results of closing
    units that the new units send again, `waiting` those of moved units that the new parent decides on."""

    closes: tuple[UUID, ...]
    founds: tuple[UUID, ...]
    moves: tuple[Moved, ...]
    given: tuple[Given, ...]
    received: Mapping[UUID, int]
    people: int
    members: int
    seats_ended: int
    seats_carried: int
    sheets: tuple[Sheets, ...]
    came_back: int
    waiting: int
    joined: int
    papers: int
    accounts: int
    grants: int
    totals: tuple[Total, ...]
    names: Mapping[UUID, str]


def outcome_of(at: Snapshot, plan: Plan) -> Outcome:
    """Count the plan."""
    found = totals(at, plan)
    tables = Counter(one.table for one in plan.edits)
    ended = [one.key["id"] for one in plan.edits if one.table == "position" and one.before is not None]
    holders = {seat.person_id for seat in at.seats if str(seat.id) in set(ended)}
    moved = {move.unit.id for move in plan.moves}
    given = Counter((body.source, body.target) for body in plan.bodies if body.target)
    return Outcome(
        closes=plan.closes,
        founds=tuple(new.id for new in plan.asked.made),
        moves=tuple(Moved(m.unit.id, m.unit.name, m.name, m.source, m.target) for m in plan.moves),
        given=tuple(Given(source, target, people) for (source, target), people in sorted(given.items())),
        received=dict(Counter(target for _, target in {(b.person_id, b.target) for b in plan.bodies if b.target})),
        people=len({body.person_id for body in plan.bodies}),
        members=sum(1 for body in plan.bodies if body.members),
        seats_ended=len(ended),
        seats_carried=len(plan.carried),
        sheets=tuple(_sheets(at, plan, programme) for programme in at.programmes),
        came_back=tables["unit_result"],
        joined=len({one.unit_id for one in at.sent} & {b.target for b in plan.bodies if b.sheets}),
        waiting=sum(1 for one in at.sent if one.unit_id in moved),
        papers=sum(count for unit, count in at.papers.items() if unit in plan.closes),
        accounts=sum(1 for person in holders if person in at.accounts),
        grants=tables["role_grant"],
        totals=found,
        names=_names(at, plan, found),
    )


def _sheets(at: Snapshot, plan: Plan, programme: UUID) -> Sheets:
    going = Counter(
        sheet.state for body in plan.bodies for sheet in body.sheets if sheet.programme_id == programme
    )  # fmt: skip
    sources = set(plan.asked.sources)
    staying = sum(
        1
        for one in at.enrolled
        if one.programme_id == programme and one.unit_id in sources and one.state == "recognised"
    )
    return Sheets(programme, {state: going[state] for state in STATES if going[state]}, staying)


def _names(at: Snapshot, plan: Plan, found: tuple[Total, ...]) -> Mapping[UUID, str]:
    ids = {*plan.asked.sources, *plan.asked.receivers, *(one.unit_id for one in found)}
    ids |= {cause.unit for one in found for cause in (*one.came, *one.went) if cause.unit}
    ids |= {cause.other for one in found for cause in (*one.came, *one.went)}
    renamed = {move.unit.id: move.name for move in plan.moves}
    return {one: renamed.get(one) or name_of(at, plan.asked, one) for one in sorted(ids)}
