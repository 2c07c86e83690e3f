"""Activities within reach, and who is there."""

from datetime import date, datetime, time
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.db.scope import Transaction
from core.errors import NotFound

MOST = 200  # the newest of a list
SELECT = """
select a.id, a.unit_id, u.path as unit_path, u.name as unit_name, a.programme_id, a.title, a.place, a.happens_on,
  a.starts_at, a.criteria, t.signed_up_at is not null as signed_up, t.came_at,
  (select count(*) from attendance c where c.tenant_id = a.tenant_id and c.activity_id = a.id
    and c.signed_up_at is not null)::int as expected,
  (select count(*) from attendance c where c.tenant_id = a.tenant_id and c.activity_id = a.id
    and c.came_at is not null)::int as present
from activity a join unit u on u.tenant_id = a.tenant_id and u.id = a.unit_id
left join attendance t on t.tenant_id = a.tenant_id and t.activity_id = a.id and t.person_id = $2
where a.tenant_id = $1
"""


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """A planned activity; `signed_up` and `came_at` are the reader's own."""

    id: UUID
    unit_id: UUID
    unit_path: str
    unit_name: str
    programme_id: UUID
    title: str
    place: str
    happens_on: date
    starts_at: time
    criteria: list[str]
    signed_up: bool
    came_at: datetime | None
    expected: int
    present: int


class Guest(msgspec.Struct, frozen=True):
    """Somebody who signed up or came."""

    person_id: UUID
    full_name: str
    unit_name: str
    came_at: datetime | None
    by_code: bool


async def listing(tx: Transaction, actor: Actor) -> tuple[Activity, ...]:
    """The activities that the actor may read, newest day first."""
    within, args = where(actor, "activity.read", path="u.path", first=3)
    rows = await tx.fetch(
        f"{SELECT} and {within} order by a.happens_on desc, a.starts_at desc, a.id limit {MOST}",
        tx.tenant_id, actor.person_id, *args,
    )  # fmt: skip
    return tuple(Activity(**row) for row in rows)


async def get(tx: Transaction, actor: Actor, activity_id: UUID) -> Activity:
    """One activity; NotFound for who may not read it."""
    within, args = where(actor, "activity.read", path="u.path", first=4)
    row = await tx.fetchrow(f"{SELECT} and a.id = $3 and {within}", tx.tenant_id, actor.person_id, activity_id, *args)
    if row is None:
        raise NotFound("access.not-found")
    return Activity(**row)


async def guests(tx: Transaction, activity_id: UUID) -> tuple[Guest, ...]:
    """Who signed up or came: who is there first, then by name."""
    rows = await tx.fetch(
        """select t.person_id, p.full_name, coalesce(u.name, '') as unit_name, t.came_at, t.by_code
        from attendance t join person p on p.tenant_id = t.tenant_id and p.id = t.person_id
        left join lateral (select u.name from membership m join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
          where m.tenant_id = t.tenant_id and m.person_id = t.person_id order by m.starts_on desc limit 1) u on true
        where t.tenant_id = $1 and t.activity_id = $2 and (t.signed_up_at is not null or t.came_at is not null)
        order by t.came_at desc nulls last, p.full_name, t.person_id""",
        tx.tenant_id, activity_id,
    )  # fmt: skip
    return tuple(Guest(*row) for row in rows)
