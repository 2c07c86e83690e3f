"""Planning an activity, signing up for it, being there (S4-40, features 63 and 64)."""

from uuid import UUID

from core import audit
from core.access import Actor, Target, require
from core.activities import queries, rules
from core.activities.queries import Activity
from core.activities.rules import Draft
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.programmes.queries import Programme
from core.units.queries import Unit

SIGN_UP = """
insert into attendance (tenant_id, activity_id, person_id, signed_up_at) values ($1, $2, $3, sec.domain_now())
on conflict (tenant_id, activity_id, person_id)
  do update set signed_up_at = coalesce(attendance.signed_up_at, excluded.signed_up_at)
"""
COME = """
insert into attendance (tenant_id, activity_id, person_id, came_at, by_code, marked_by)
values ($1, $2, $3, sec.domain_now(), $4, $5)
on conflict (tenant_id, activity_id, person_id)
  do update set came_at = excluded.came_at, by_code = excluded.by_code, marked_by = excluded.marked_by
  where attendance.came_at is null
"""


async def plan(tx: Transaction, actor: Actor, programme: Programme, unit: Unit, draft: Draft) -> UUID:
    """A unit's committee plans an activity; its id."""
    require(actor, "activity.plan", Target(unit_path=unit.path), see="activity.read")
    if programme.state != "open":
        raise Problem("programme.closed")
    day, starts = rules.check(programme.rules, draft, programme.starts_on, programme.ends_on)
    made = new_id()
    await tx.execute(
        """insert into activity (tenant_id, id, unit_id, programme_id, title, place, happens_on, starts_at, criteria,
          by_account, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, sec.domain_now())""",
        tx.tenant_id, made, unit.id, programme.id, draft.title, draft.place, day, starts, list(draft.criteria),
        actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "activity.plan", made, unit=str(unit.id), programme=str(programme.id))
    return made


async def sign_up(tx: Transaction, actor: Actor, activity_id: UUID) -> None:
    """Say that one will come, until the day is over; twice is once."""
    found, person = await _joinable(tx, actor, activity_id)
    if found.happens_on < await tx.today():
        raise Problem("activity.over")
    await tx.execute(SIGN_UP, tx.tenant_id, activity_id, person)


async def take_back(tx: Transaction, actor: Actor, activity_id: UUID) -> None:
    """Say that one will not come after all. Who was there stays there."""
    _, person = await _joinable(tx, actor, activity_id)
    await tx.execute(
        "update attendance set signed_up_at = null where tenant_id = $1 and activity_id = $2 and person_id = $3"
        " and came_at is null",
        tx.tenant_id, activity_id, person,
    )  # fmt: skip


async def check_in(tx: Transaction, actor: Actor, activity_id: UUID, *, code_holds: bool) -> bool:
    """The person with the code of the moment is there; False where he already was. Raises `activity.code-expired`."""
    found, person = await _joinable(tx, actor, activity_id)
    if found.came_at:
        return False
    await _on_the_day(tx, found)
    if not code_holds:
        raise Problem("activity.code-expired")
    return await _come(tx, actor, found, person, by_code=True)


async def mark(tx: Transaction, actor: Actor, activity_id: UUID, person_id: UUID) -> bool:
    """The organiser marks somebody who signed up and has no phone at hand, never himself."""
    found = await queries.get(tx, actor, activity_id)
    require(actor, "activity.mark", Target(unit_path=found.unit_path, person_id=person_id), see="activity.read")
    if person_id not in {one.person_id for one in await queries.guests(tx, activity_id)}:
        raise NotFound("access.not-found")
    if found.happens_on > await tx.today():
        raise Problem("activity.not-today")
    return await _come(tx, actor, found, person_id, by_code=False)


async def _come(tx: Transaction, actor: Actor, found: Activity, person_id: UUID, *, by_code: bool) -> bool:
    marked_by = None if by_code else actor.account_id
    done = await tx.execute(COME, tx.tenant_id, found.id, person_id, by_code, marked_by)
    if done == "INSERT 0 0":
        return False
    await audit.record(tx, actor, "activity.came", found.id, person=str(person_id), by_code=by_code)
    return True


async def _joinable(tx: Transaction, actor: Actor, activity_id: UUID) -> tuple[Activity, UUID]:
    found = await queries.get(tx, actor, activity_id)
    require(actor, "activity.join", Target(unit_path=found.unit_path), see="activity.read")
    if actor.person_id is None:
        raise NotFound("access.not-found")
    return found, actor.person_id


async def _on_the_day(tx: Transaction, found: Activity) -> None:
    if found.happens_on != await tx.today():
        raise Problem("activity.not-today")
