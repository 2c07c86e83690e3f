"""Acts on one person of the roster, each with a reason: add, move, on leave, left, back (domain.md §2, §4)."""

from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.enrolments.queries import Enrolment, of_person
from core.errors import NotFound, Problem, Stale
from core.programmes.queries import Programme
from core.wording import worded

PRESENCES = ("present", "on_leave", "left")
REASON_MAX = 500


class Ground(msgspec.Struct, frozen=True):
    """Why a person counts at a unit: the position held there on the census day (none: ''), and how many in all."""

    title: str
    full_time: bool
    seats: int


async def add(tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, unit_id: UUID, reason: str) -> None:
    """Put a person on the roster at a unit; a position there, if any, is kept as the ground."""
    await _begin(tx, actor, programme, person_id, reason)
    ground = await _ground(tx, programme, person_id, unit_id)
    stored = await tx.execute(
        """insert into enrolment
             (tenant_id, programme_id, person_id, unit_id, seat_title, seat_full_time, seats, placed_by_act)
           values ($1, $2, $3, $4, $5, $6, $7, true) on conflict do nothing""",
        tx.tenant_id, programme.id, person_id, unit_id, ground.title, ground.full_time, ground.seats,
    )  # fmt: skip
    if stored != "INSERT 0 1":
        raise Problem("enrolment.already-enrolled", field="person")
    await _note(tx, actor, programme, person_id, "added", None, unit_id, reason)


async def move(
    tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, unit_id: UUID, reason: str, *, was: UUID
) -> None:
    """Let a person count at another unit; the sheet goes along. `was` is the unit that the form showed: Stale if
    somebody moved the person meanwhile. Refused once the result is recognised."""
    await _begin(tx, actor, programme, person_id, reason)
    now = await _locked(tx, programme, person_id)
    if now.unit_id != was:
        raise Stale("enrolment.changed", theirs={"unit": now.unit_name})
    if now.state == "recognised":
        raise Problem("enrolment.recognised", field="unit")
    if now.unit_id == unit_id:
        raise Problem("enrolment.same-unit", field="unit")
    ground = await _ground(tx, programme, person_id, unit_id)
    await tx.execute(
        """update enrolment set unit_id = $4, seat_title = $5, seat_full_time = $6, seats = $7, placed_by_act = true
           where tenant_id = $1 and programme_id = $2 and person_id = $3""",
        tx.tenant_id, programme.id, person_id, unit_id, ground.title, ground.full_time, ground.seats,
    )  # fmt: skip
    await _note(tx, actor, programme, person_id, "moved", now.unit_id, unit_id, reason)


async def exempt(
    tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, presence: str, reason: str, *, was: str
) -> None:
    """Record that a person is on leave (stays in (2), leaves (3)), has left (leaves both) or is back. Refused once
    a level is given; `was` is the presence that the form showed."""
    await _begin(tx, actor, programme, person_id, reason)
    if presence not in PRESENCES:
        raise Problem("form.unknown-choice", field="presence")
    now = await _locked(tx, programme, person_id)
    if now.presence != was:
        raise Stale("enrolment.changed", theirs={"presence": now.presence})
    if now.presence == presence:
        raise Problem("enrolment.same-presence", field="presence")
    if now.level is not None and presence != "present":
        raise Problem("enrolment.already-rated", field="presence")
    await tx.execute(
        """update enrolment set presence = $4, presence_reason = $5
           where tenant_id = $1 and programme_id = $2 and person_id = $3""",
        tx.tenant_id, programme.id, person_id, presence, "" if presence == "present" else reason,
    )  # fmt: skip
    await _note(tx, actor, programme, person_id, presence, now.unit_id, now.unit_id, reason)


async def lock(tx: Transaction, programme: Programme) -> None:
    """One change of a roster at a time; what committees do to their people does not wait for it."""
    await tx.execute(
        "select 1 from programme where tenant_id = $1 and id = $2 for no key update", tx.tenant_id, programme.id
    )


async def _begin(tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, reason: str) -> None:
    require(actor, "enrolment.admin", Target(person_id=person_id), see="enrolment.read")
    if programme.state != "open":
        raise Problem("programme.closed")
    worded(reason, "reason", REASON_MAX, code="enrolment.reason-missing")
    await lock(tx, programme)


async def _locked(tx: Transaction, programme: Programme, person_id: UUID) -> Enrolment:
    await tx.execute(
        "select 1 from enrolment where tenant_id = $1 and programme_id = $2 and person_id = $3 for update",
        tx.tenant_id, programme.id, person_id,
    )  # fmt: skip
    found = await of_person(tx, programme.id, person_id)
    if found is None:
        raise NotFound("access.not-found")
    return found


GROUND = """
with held as (select * from position s where s.tenant_id = $1 and s.person_id = $3
              and s.starts_on <= $4 and (s.ends_on is null or s.ends_on >= $4))
select p.id, h.title, h.full_time, (select count(*)::int from held) as seats
from unit u
left join person p on p.tenant_id = u.tenant_id and p.id = $3
left join lateral (select title, full_time from held where held.unit_id = u.id
  order by array_position(array['secretary', 'deputy', 'standing', 'member', 'officer'], title) limit 1) h on true
where u.tenant_id = $1 and u.id = $2
"""


async def _ground(tx: Transaction, programme: Programme, person_id: UUID, unit_id: UUID) -> Ground:
    row = await tx.fetchrow(GROUND, tx.tenant_id, unit_id, person_id, programme.census_on)
    if row is None:
        raise Problem("form.unknown-choice", field="unit")
    if row["id"] is None:
        raise NotFound("access.not-found")
    return Ground(row["title"] or "", bool(row["full_time"]), max(row["seats"], 1))


async def _note(
    tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, act: str,
    source: UUID | None, target: UUID | None, reason: str,
) -> None:  # fmt: skip
    await tx.execute(
        """insert into enrolment_act
             (tenant_id, id, programme_id, person_id, act, from_unit_id, to_unit_id, reason, by_account, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, sec.domain_now())""",
        tx.tenant_id, new_id(), programme.id, person_id, act, source, target, reason, actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, f"enrolment.{act}", person_id, programme=str(programme.id), unit=str(target))
