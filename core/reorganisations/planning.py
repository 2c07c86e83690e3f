"""The plan of a reorganisation: every row it changes, in order. The dry run and the real run share it. Pure."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid5

import msgspec

from core.errors import Problem
from core.people.rules import titles_at
from core.reorganisations import rules
from core.reorganisations.edits import Edit, edit
from core.reorganisations.facts import Asked, Snapshot
from core.reorganisations.rules import Body, Move
from core.units.rules import has_standing_committee, search_key, sort_key

CARRIED = "member"  # the title that a carried seat has, provisionally, in the unit that receives its holder


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What happens, row by row and in words' terms. `bodies` are only those who go somewhere; `carried` of them sit
    provisionally on the committee of the unit that receives them; `lineage` are (from, into, change)."""

    asked: Asked
    edits: tuple[Edit, ...]
    closes: tuple[UUID, ...]
    moves: tuple[Move, ...]
    bodies: tuple[Body, ...]
    carried: tuple[UUID, ...]
    lineage: tuple[tuple[UUID, UUID, str], ...]


def plan_of(at: Snapshot, asked: Asked) -> Plan:
    """The plan; Problem with everything that keeps it from being carried out."""
    found = rules.problems(at, asked)
    if found:
        raise found[0] if len(found) == 1 else Problem("form.refused", problems=found)
    moves, closes = rules.moves(at, asked), rules.closing(asked)
    going = tuple(body for body in rules.bodies(at, asked) if body.target)
    carried = _carried(at, asked, going)
    lineage = _lineage(asked, moves, going)
    edits = (
        *_founded(asked),
        *(one for move in moves for one in _moved(asked, move)),
        *(one for body in going for one in _memberships(asked, body)),
        *_seats(asked, going),
        *_over(at, asked, closes),
        *(_appointed(asked, *one) for one in carried),
        *(_recounted(body.target, sheet) for body in going for sheet in body.sheets),
        *_papers(at, asked, closes),
        *(one for unit_id in closes for one in _closed(at, asked, unit_id)),
        *(_descended(asked, *one) for one in lineage),
    )
    return Plan(
        asked=asked, edits=edits, closes=closes, moves=moves, bodies=going, lineage=lineage,
        carried=tuple(person for person, _, _ in carried),
    )  # fmt: skip


def _founded(asked: Asked) -> Iterator[Edit]:
    for new in asked.made:
        facts = {"parent_id": new.parent_id, "name": new.name, "kind": new.kind, "block": new.block}
        keys = {"sort_key": sort_key(new.name), "search_key": search_key(new.name), "place": new.place}
        keys |= {"standing": has_standing_committee(new.kind), "opened_on": asked.on, "closed_on": None}
        yield edit("unit", {"id": new.id}, None, {**facts, **keys})
        yield edit("unit_version", {"unit_id": new.id, "valid_from": asked.on}, None, {**facts, "valid_to": None})


def _moved(asked: Asked, move: Move) -> Iterator[Edit]:
    """A new place, and a new name where the old one is taken there; the version before ends the day before."""
    unit = move.unit
    old = {"parent_id": unit.parent_id, "name": unit.name}
    new = {"parent_id": move.target, "name": move.name}
    keys_old = {"sort_key": sort_key(unit.name), "search_key": search_key(unit.name)}
    keys_new = {"sort_key": sort_key(move.name), "search_key": search_key(move.name)}
    if move.name == unit.name:
        yield edit("unit", {"id": unit.id}, {"parent_id": unit.parent_id}, {"parent_id": move.target})
    else:
        yield edit("unit", {"id": unit.id}, {**old, **keys_old}, {**new, **keys_new})
    if unit.since == asked.on:
        yield edit("unit_version", {"unit_id": unit.id, "valid_from": asked.on}, old, new)
        return
    last = {"unit_id": unit.id, "valid_from": unit.since}
    yield edit("unit_version", last, {"valid_to": None}, {"valid_to": asked.on})
    yield edit(
        "unit_version", {"unit_id": unit.id, "valid_from": asked.on}, None,
        {**new, "kind": unit.kind, "block": unit.block, "valid_to": None},
    )  # fmt: skip


def _memberships(asked: Asked, body: Body) -> Iterator[Edit]:
    for one in body.members:
        key = {"person_id": one.person_id, "starts_on": one.starts_on}
        if one.starts_on == asked.on:
            yield edit("membership", key, {"unit_id": one.unit_id}, {"unit_id": body.target})
            continue
        yield edit("membership", key, {"ends_on": None}, {"ends_on": asked.on - timedelta(days=1)})
        yield edit(
            "membership", {"person_id": one.person_id, "starts_on": asked.on}, None,
            {"unit_id": body.target, "ends_on": None},
        )  # fmt: skip


def _seats(asked: Asked, going: tuple[Body, ...]) -> Iterator[Edit]:
    """A seat ends with its unit, or with its holder's going."""
    for body in going:
        for seat in body.seats:
            last = max(asked.on - timedelta(days=1), seat.starts_on)
            if seat.ends_on is None or seat.ends_on > last:
                yield edit("position", {"id": seat.id}, {"ends_on": seat.ends_on}, {"ends_on": last})


def _over(at: Snapshot, asked: Asked, closes: tuple[UUID, ...]) -> Iterator[Edit]:
    """A membership that ended after the day ends with the unit."""
    for one in at.members:
        last = max(asked.on - timedelta(days=1), one.starts_on)
        if one.unit_id in closes and one.ends_on and one.ends_on > last:
            key = {"person_id": one.person_id, "starts_on": one.starts_on}
            yield edit("membership", key, {"ends_on": one.ends_on}, {"ends_on": last})


def _carried(at: Snapshot, asked: Asked, going: tuple[Body, ...]) -> tuple[tuple[UUID, UUID, UUID], ...]:
    """Who sits provisionally on the committee of a receiver, as (person, unit, new position): whoever held a seat at a
    source today, once, where such a seat exists and he has none."""
    if asked.seats != "carry":
        return ()
    held = {(seat.person_id, seat.unit_id) for seat in at.seats if seat.unit_id in asked.targets}
    found: dict[tuple[UUID, UUID], UUID] = {}
    for body in going:
        now = [seat for seat in body.seats if seat.ends_on is None or seat.ends_on >= at.today]
        place = (body.person_id, body.target)
        if now and place not in held and CARRIED in titles_at(rules.kind_of(at, asked, body.target), True):
            found.setdefault(place, uuid5(now[0].id, f"{asked.on}:{body.target}"))
    return tuple((person, unit, position) for (person, unit), position in sorted(found.items()))


def _appointed(asked: Asked, person: UUID, unit: UUID, position: UUID) -> Edit:
    facts = {"person_id": person, "unit_id": unit, "title": CARRIED, "full_time": False, "provisional": True}
    return edit("position", {"id": position}, None, {**facts, "starts_on": asked.on, "ends_on": None})


def _recounted(target: UUID, sheet) -> Edit:
    """A sheet goes with its person; a refresh of the roster leaves the row alone from now on."""
    return edit(
        "enrolment", {"programme_id": sheet.programme_id, "person_id": sheet.person_id},
        {"unit_id": sheet.unit_id, "placed_by_act": sheet.placed_by_act}, {"unit_id": target, "placed_by_act": True},
    )  # fmt: skip


def _papers(at: Snapshot, asked: Asked, closes: tuple[UUID, ...]) -> Iterator[Edit]:
    """Results on their way from a unit that closes come back, for the new unit to send; roles there end."""
    for one in at.sent:
        if one.unit_id in closes:
            old = {
                "state": "sent", "reason": one.reason, "decided_by_account": one.decided_by_account,
                "decided_by_person": one.decided_by_person, "decided_at": one.decided_at,
            }  # fmt: skip
            new = {"state": "returned", "reason": asked.basis, "decided_at": at.now}
            key = {"programme_id": one.programme_id, "unit_id": one.unit_id, "checkpoint": one.checkpoint}
            yield edit("unit_result", key, old, {**old, **new})
    for grant in at.grants:
        last = max(asked.on - timedelta(days=1), grant.starts_on)
        if grant.unit_id in closes and (grant.ends_on is None or grant.ends_on > last):
            yield edit("role_grant", {"id": grant.id}, {"ends_on": grant.ends_on}, {"ends_on": last})


def _closed(at: Snapshot, asked: Asked, unit_id: UUID) -> Iterator[Edit]:
    """The unit stays where it stood, closed; its versions end."""
    unit = at.units[unit_id]
    yield edit("unit", {"id": unit_id}, {"closed_on": None}, {"closed_on": asked.on})
    key = {"unit_id": unit_id, "valid_from": unit.since}
    if unit.since == asked.on:
        row = {"name": unit.name, "kind": unit.kind, "block": unit.block, "parent_id": unit.parent_id}
        yield edit("unit_version", key, {**row, "valid_to": None}, None)
    elif unit.since:
        yield edit("unit_version", key, {"valid_to": None}, {"valid_to": asked.on})


def _lineage(asked: Asked, moves: tuple[Move, ...], going: tuple[Body, ...]) -> tuple[tuple[UUID, UUID, str], ...]:
    """From which unit each receiver has something, and by which change. A merged unit goes into its receiver even when
    it was empty."""
    pairs = {(move.source, move.target) for move in moves} | {(body.source, body.target) for body in going}
    if asked.kind == "merge":
        pairs |= {(source, asked.receivers[0]) for source in asked.sources}
    heirs = {source: {into for whose, into in pairs if whose == source} for source, _ in pairs}
    origins = {into: {whose for whose, target in pairs if target == into} for _, into in pairs}

    def change(source: UUID, into: UUID) -> str:
        if asked.kind == "dissolve" and len(heirs[source]) == 1:
            return "merged" if len(origins[into]) > 1 or into in asked.targets else "replaced"
        return "merged" if asked.kind == "merge" else "split"

    return tuple((source, into, change(source, into)) for source, into in sorted(pairs))


def _descended(asked: Asked, source: UUID, into: UUID, change: str) -> Edit:
    key = {"predecessor_id": source, "successor_id": into, "changed_on": asked.on}
    return edit("unit_lineage", key, None, {"change": change})
