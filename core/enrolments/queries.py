"""Reading the roster: one person's enrolment, and a programme's people by unit."""

from uuid import UUID

import asyncpg
import msgspec

from core.db.scope import Transaction


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one programme: where he counts and why (S0-6), and how far he is.

    `level` is the rank in the pinned scale, 1 the best; `seats` how many positions he held."""

    programme_id: UUID
    person_id: UUID
    unit_id: UUID
    unit_path: str
    unit_name: str
    unit_kind: str
    seat_title: str
    seat_full_time: bool
    seats: int
    presence: str
    presence_reason: str
    state: str
    self_assessed: bool
    level: int | None
    registered_late: bool
    self_late: bool
    rated_late: bool


SELECT = """
select e.programme_id, e.person_id, e.unit_id, u.path as unit_path, u.name as unit_name, u.kind as unit_kind,
       e.seat_title, e.seat_full_time, e.seats, e.presence, e.presence_reason, e.state, e.self_assessed, e.level,
       e.registered_late, e.self_late, e.rated_late
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1
"""


async def of_person(tx: Transaction, programme_id: UUID, person_id: UUID) -> Enrolment | None:
    """A person's enrolment in a programme, or None if he is not on its roster."""
    row = await tx.fetchrow(
        f"{SELECT} and e.programme_id = $2 and e.person_id = $3", tx.tenant_id, programme_id, person_id
    )
    return _enrolment(row) if row else None


async def all_of_person(tx: Transaction, person_id: UUID) -> tuple[Enrolment, ...]:
    """A person's enrolments in every programme; the caller orders them by its programmes."""
    rows = await tx.fetch(f"{SELECT} and e.person_id = $2", tx.tenant_id, person_id)
    return tuple(_enrolment(row) for row in rows)


async def unsettled_at(tx: Transaction, unit_id: UUID) -> int:
    """How many people count at a unit in open programmes without a recognised result."""
    return await tx.fetchval(
        """select count(*)::int from enrolment e
        join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id and p.state = 'open'
        where e.tenant_id = $1 and e.unit_id = $2 and e.state <> 'recognised' and e.presence <> 'left'""",
        tx.tenant_id, unit_id,
    )  # fmt: skip


def _enrolment(row: asyncpg.Record) -> Enrolment:
    return Enrolment(**dict(row))
