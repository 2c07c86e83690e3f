"""Signing up for an activity and being there, once (feature 64).

What a check-in proves is read from here by `core/evidence`: no second record could differ from it.
"""

from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.activities import codes, queries
from core.activities.queries import Activity, Guest
from core.db.scope import Transaction
from core.errors import NotFound, Problem

MOST_MISSES = 5  # wrong codes typed, then a pause
PAUSE = timedelta(minutes=5)
LATEST = timedelta(days=3)  # so long may a check-in wait in a phone
Outcome = Literal["came", "already", "waits", "wrong", "paused"]
SIGN_UP = """
insert into attendance (tenant_id, activity_id, person_id, signed_up_at) values ($1, $2, $3, sec.domain_now())
on conflict (tenant_id, activity_id, person_id)
  do update set signed_up_at = coalesce(attendance.signed_up_at, excluded.signed_up_at)
"""
TAKE_BACK = """
update attendance set signed_up_at = null
where tenant_id = $1 and activity_id = $2 and person_id = $3 and came_at is null
"""
COME = """
insert into attendance (tenant_id, activity_id, person_id, came_at, by_code, marked_by)
values ($1, $2, $3, $4, $5, $6)
on conflict (tenant_id, activity_id, person_id)
  do update set came_at = excluded.came_at, by_code = excluded.by_code, marked_by = excluded.marked_by
  where attendance.came_at is null
"""
SAY = """
insert into attendance (tenant_id, activity_id, person_id, said_at, by_code) values ($1, $2, $3, $4, true)
on conflict (tenant_id, activity_id, person_id)
  do update set said_at = coalesce(attendance.said_at, excluded.said_at), by_code = true
  where attendance.came_at is null
"""
MISS = """
insert into attendance (tenant_id, activity_id, person_id, misses, missed_at) values ($1, $2, $3, 1, $4)
on conflict (tenant_id, activity_id, person_id)
  do update set missed_at = excluded.missed_at,
    misses = case when attendance.missed_at > excluded.missed_at - $5::interval then attendance.misses + 1 else 1 end
"""
PAUSED = """
select true from attendance where tenant_id = $1 and activity_id = $2 and person_id = $3
  and misses >= $4 and missed_at > $5::timestamptz - $6::interval for update
"""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A code that somebody shows: `at` is the server's clock, `said` the phone's where it waited for a network."""

    code: str
    secret: bytes
    at: datetime
    said: datetime | None = None

    @property
    def fresh(self) -> float:
        """The moment of the server's clock in seconds."""
        return self.at.timestamp()


async def sign_up(tx: Transaction, actor: Actor, activity_id: UUID) -> None:
    """Say that one will come, until the last day is over; twice is once."""
    found, person = await _joinable(tx, actor, activity_id)
    if found.ends_on < await tx.today():
        raise Problem("activity.over")
    await tx.execute(SIGN_UP, tx.tenant_id, activity_id, person)


async def take_back(tx: Transaction, actor: Actor, activity_id: UUID) -> None:
    """Say that one will not come after all. Who was there stays there."""
    _, person = await _joinable(tx, actor, activity_id)
    await tx.execute(TAKE_BACK, tx.tenant_id, activity_id, person)


async def check_in(tx: Transaction, actor: Actor, activity_id: UUID, shown: Shown) -> Outcome:
    """The person with a code is there, once however often it is sent. A code that waited in a phone and was right at
    the time waits for the organiser. What is wrong is an answer, no refusal: it has to be remembered."""
    queued = shown.said is not None
    found, person = await _joinable(tx, actor, activity_id, closed=queued)
    if found.came_at:
        return "already"
    if await tx.fetchval(PAUSED, tx.tenant_id, activity_id, person, MOST_MISSES, shown.at, PAUSE):
        return "paused"
    if found.state == "open" and codes.holds(shown.secret, activity_id, shown.code, shown.fresh):
        now = await tx.now()
        _check_day(found, await tx.today())
        return "came" if await _come(tx, actor, found, person, now, by_code=True) else "already"
    if shown.said is not None and _believable(shown, activity_id):
        then = await tx.now() - (shown.at - shown.said)
        _check_day(found, await tx.fetchval("select ($1::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date", then))
        await tx.execute(SAY, tx.tenant_id, activity_id, person, then)
        return "waits"
    if codes.is_typed(shown.code):
        await tx.execute(MISS, tx.tenant_id, activity_id, person, shown.at, PAUSE)
    return "wrong"


async def mark(tx: Transaction, actor: Actor, activity_id: UUID, person_id: UUID) -> bool:
    """The organiser says that somebody was there, who signed up or whose phone said so; never he himself."""
    found = await queries.get(tx, actor, activity_id)
    require(actor, "activity.mark", Target(unit_path=found.unit_path, person_id=person_id), see="activity.read")
    guest = next((one for one in await queries.guests(tx, activity_id) if one.person_id == person_id), None)
    if guest is None or found.state in ("planned", "cancelled"):
        raise NotFound("access.not-found")
    if found.happens_on > await tx.today():
        raise Problem("activity.not-today")
    when = await _when(tx, found, guest)
    return await _come(tx, actor, found, person_id, when, by_code=guest.waits, marked=True)


async def _when(tx: Transaction, found: Activity, guest: Guest) -> datetime:
    """When who is marked was there: as his phone said, else now, at the latest when it ended."""
    if guest.said_at:
        return guest.said_at
    return await tx.fetchval(
        "select least(sec.domain_now(), ($1::date + $2::time) at time zone 'Asia/Ho_Chi_Minh')",
        found.ends_on, found.ends_at,
    )  # fmt: skip


def _believable(shown: Shown, activity_id: UUID) -> bool:
    """Whether the code was on the screen when the phone says so, not long ago and not ahead of us."""
    said = shown.said
    if said is None or not shown.at - LATEST <= said <= shown.at + timedelta(seconds=codes.SKEW):
        return False
    return codes.held(shown.secret, activity_id, shown.code, said.timestamp())


async def _come(
    tx: Transaction, actor: Actor, found: Activity, person: UUID, when: datetime, *, by_code: bool, marked: bool = False
) -> bool:  # fmt: skip
    by = actor.account_id if marked else None
    if await tx.execute(COME, tx.tenant_id, found.id, person, when, by_code, by) == "INSERT 0 0":
        return False
    await audit.record(tx, actor, "activity.came", found.id, person=str(person), by_code=by_code)
    return True


async def _joinable(
    tx: Transaction, actor: Actor, activity_id: UUID, *, closed: bool = False
) -> tuple[Activity, UUID]:  # fmt: skip
    found = await queries.get(tx, actor, activity_id)
    require(actor, "activity.join", Target(unit_path=found.unit_path), see="activity.read")
    if actor.person_id is None:
        raise NotFound("access.not-found")
    if found.state != "open" and not (closed and found.state == "closed"):
        raise Problem("activity.not-open")
    return found, actor.person_id


def _check_day(found: Activity, day: date) -> None:
    if not found.happens_on <= day <= found.ends_on:
        raise Problem("activity.not-today")
