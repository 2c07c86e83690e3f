"""Writing about positions: appoint, correct, end. Dated; a person may hold several, a unit has one secretary."""

from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem, Stale
from core.people import queries, rules
from core.people.tables import Position
from core.units import queries as unit_queries

FACTS = ("title", "full_time", "provisional", "starts_on", "ends_on")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator says of a position; without a start it starts today, without an end it goes on."""

    title: str
    full_time: bool = False
    provisional: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


async def appoint(tx: Transaction, actor: Actor, person_id: UUID, unit_id: UUID, facts: Facts) -> UUID:
    """Give a person a position of a unit and return its id."""
    require(actor, "position.admin", Target())
    await queries.get(tx, person_id)
    span = await _check(tx, person_id, unit_id, facts, None)
    position_id = new_id()
    await Position.insert(
        Position(
            tenant_id=tx.tenant_id, id=position_id, person_id=person_id, unit_id=unit_id, title=facts.title,
            full_time=facts.full_time, provisional=facts.provisional, starts_on=span[0], ends_on=span[1],
        )
    )  # fmt: skip
    await audit.record(
        tx, actor, "position.add", position_id, person=str(person_id), unit=str(unit_id), title=facts.title
    )
    return position_id


async def edit(tx: Transaction, actor: Actor, position_id: UUID, facts: Facts, version: int) -> None:
    """Correct a position; Stale, with the stored values, if somebody else did meanwhile."""
    require(actor, "position.admin", Target())
    old = await queries.post(tx, position_id)
    span = await _check(tx, old.person_id, old.unit_id, facts, position_id)
    said = {"title": facts.title, "full_time": facts.full_time, "provisional": facts.provisional}
    await _save(tx, old, version, said | {"starts_on": span[0], "ends_on": span[1]})
    await audit.record(tx, actor, "position.edit", position_id, person=str(old.person_id), title=facts.title)


async def end(tx: Transaction, actor: Actor, position_id: UUID, ends_on: date | None, version: int) -> None:
    """End a position with its last day, today if none is given; the right to act ends with that day."""
    require(actor, "position.admin", Target())
    old = await queries.post(tx, position_id)
    day = ends_on or await tx.today()
    if day < old.starts_on:
        raise Problem("position.ends-before-start", field="ends_on", since=old.starts_on)
    await _save(tx, old, version, {"ends_on": day})
    await audit.record(tx, actor, "position.end", position_id, person=str(old.person_id), on=day.isoformat())


async def _check(
    tx: Transaction, person_id: UUID, unit_id: UUID, facts: Facts, position_id: UUID | None
) -> rules.Span:
    """Judge a position against its unit and against those there are; returns its days. The unit's row is locked, so
    that two administrators do not make two secretaries."""
    await tx.execute("select from unit where tenant_id = $1 and id = $2 for no key update", tx.tenant_id, unit_id)
    unit = await unit_queries.get(tx, unit_id)
    rules.check_post(facts.title, facts.full_time, unit.kind, unit.standing)
    start = facts.starts_on or await tx.today()
    if start < unit.opened_on:
        raise Problem("position.before-unit", field="starts_on", opened=unit.opened_on)
    if unit.closed_on and (facts.ends_on is None or facts.ends_on >= unit.closed_on):
        raise Problem("position.unit-closed", field="unit", name=unit.name, on=unit.closed_on)
    if facts.ends_on is not None and facts.ends_on < start:
        raise Problem("position.ends-before-start", field="ends_on", since=start)
    span = (start, facts.ends_on)
    others = await tx.fetch(
        """select o.person_id, o.title, o.starts_on, o.ends_on, p.full_name
        from position o join person p on p.tenant_id = o.tenant_id and p.id = o.person_id
        where o.tenant_id = $1 and o.unit_id = $2 and o.title = $3 and o.id is distinct from $4""",
        tx.tenant_id, unit_id, facts.title, position_id,
    )  # fmt: skip
    mine = [o for o in others if o["person_id"] == person_id]
    if any(rules.overlap(span, (o["starts_on"], o["ends_on"])) for o in mine):
        raise Problem("position.held-already", field="title", title=facts.title)
    if facts.title == "secretary":
        rules.check_secretary(span, ((o["full_name"], (o["starts_on"], o["ends_on"])) for o in others))
    return span


async def _save(tx: Transaction, old: queries.Post, version: int, values: dict[str, object]) -> None:
    saved = await (
        Position.update({**values, "version": version + 1})
        .where(Position.tenant_id == tx.tenant_id, Position.id == old.id, Position.version == version)
        .returning(Position.id)
    )
    if not saved:
        now = await queries.post(tx, old.id)
        raise Stale("position.stale", theirs={name: getattr(now, name) for name in FACTS}, version=now.version)
