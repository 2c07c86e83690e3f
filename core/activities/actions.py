"""Planning an activity, opening it, calling it off, closing it with what came of it (S4-40, features 63 and 66)."""

from collections.abc import Mapping
from uuid import UUID

from core import audit
from core.access import Actor, Target, require
from core.activities import queries, rules
from core.activities.queries import Activity
from core.activities.rules import Draft
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem, Stale
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers import actions as books
from core.registers.rules import Draft as Entry
from core.units.queries import Unit

INSERT = """
insert into activity (tenant_id, id, unit_id, programme_id, title, place, about, happens_on, starts_at, ends_on,
  ends_at, criteria, by_account, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, sec.domain_now())
"""
EDIT = """
update activity set title = $4, place = $5, about = $6, happens_on = $7, starts_at = $8, ends_on = $9, ends_at = $10,
  criteria = $11, version = version + 1
where tenant_id = $1 and id = $2 and version = $3
"""
MOVE = """
update activity set state = $3, reason = $4, entry_id = $5, version = version + 1 where tenant_id = $1 and id = $2
"""


async def plan(tx: Transaction, actor: Actor, programme: Programme, unit: Unit, draft: Draft) -> UUID:
    """A unit's committee plans an activity, which nobody else sees yet; its id."""
    require(actor, "activity.plan", Target(unit_path=unit.path), see="activity.read")
    _check_open(programme)
    times = rules.check(programme.rules, draft, programme.starts_on, programme.ends_on)
    made = new_id()
    await tx.execute(
        INSERT, tx.tenant_id, made, unit.id, programme.id, draft.title, draft.place, draft.about, times.happens_on,
        times.starts_at, times.ends_on, times.ends_at, list(draft.criteria), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "activity.plan", made, unit=str(unit.id), programme=str(programme.id))
    return made


async def edit(tx: Transaction, actor: Actor, activity_id: UUID, draft: Draft, version: int) -> None:
    """Change what was planned, until it is closed. Stale where somebody changed it meanwhile."""
    found = await _own(tx, actor, activity_id, "edit")
    programme = await programmes.by_id(tx, found.programme_id)
    times = rules.check(programme.rules, draft, programme.starts_on, programme.ends_on)
    saved = await tx.execute(
        EDIT, tx.tenant_id, activity_id, version, draft.title, draft.place, draft.about, times.happens_on,
        times.starts_at, times.ends_on, times.ends_at, list(draft.criteria),
    )  # fmt: skip
    if saved != "UPDATE 1":
        theirs = {"title": found.title, "place": found.place, "about": found.about}
        raise Stale("activity.changed", theirs=theirs, version=found.version)
    await _record(tx, actor, "activity.edit", found)


async def publish(tx: Transaction, actor: Actor, activity_id: UUID) -> None:
    """Open it: people of the unit and below see it and sign up."""
    found = await _own(tx, actor, activity_id, "open")
    await _move(tx, found, "open")
    await _record(tx, actor, "activity.open", found)


async def cancel(tx: Transaction, actor: Actor, activity_id: UUID, reason: str) -> None:
    """Call it off, with the reason that everybody reads. Raises `activity.reason-missing`."""
    found = await _own(tx, actor, activity_id, "cancel")
    if not reason:
        raise Problem("activity.reason-missing", field="reason")
    await _move(tx, found, "cancelled", reason=reason)
    await _record(tx, actor, "activity.cancel", found)


async def close(tx: Transaction, actor: Actor, activity_id: UUID, note: str, quantities: Mapping[str, str]) -> None:
    """Close it with what came of it. The quantities go into the programme's book of activities, whose sums run up the
    tree; where the pack has no such book it is closed without. Raises what the book refuses, `activity.not-yet` before
    its first day."""
    found = await _own(tx, actor, activity_id, "close")
    if found.happens_on > await tx.today():
        raise Problem("activity.not-yet")
    programme = await programmes.by_id(tx, found.programme_id)
    book = rules.book(programme.rules)
    entry = None
    if book:
        draft = Entry(happened_on=found.happens_on, title=found.title, note=note, quantities=quantities)
        entry = await books.add_about_unit(tx, actor, programme, book[0], found.unit_id, draft)
    await _move(tx, found, "closed", entry=entry)
    await _record(tx, actor, "activity.close", found)


async def _own(tx: Transaction, actor: Actor, activity_id: UUID, act: str) -> Activity:
    """The activity, locked, for the committee of its unit, in a state that allows the act."""
    found = await queries.get(tx, actor, activity_id, lock=True)
    require(actor, "activity.plan", Target(unit_path=found.unit_path), see="activity.read")
    rules.move(found.state, act)
    return found


async def _move(tx: Transaction, found: Activity, state: str, *, reason: str = "", entry: UUID | None = None) -> None:
    await tx.execute(MOVE, tx.tenant_id, found.id, state, reason, entry)


async def _record(tx: Transaction, actor: Actor, act: str, found: Activity) -> None:
    await audit.record(tx, actor, act, found.id, unit=str(found.unit_id), programme=str(found.programme_id))


def _check_open(programme: Programme) -> None:
    if programme.state != "open":
        raise Problem("programme.closed")
