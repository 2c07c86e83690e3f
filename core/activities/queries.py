"""Activities within reach, and who is there."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.activities import rules
from core.activities.rules import Times
from core.db.scope import Transaction
from core.errors import NotFound

MOST = 200  # the newest of a list
MOST_OFFERED = 60
SELECT = """
select a.id, a.unit_id, u.path as unit_path, u.name as unit_name, a.programme_id, a.state, a.title, a.place, a.about,
  a.happens_on, a.starts_at, a.ends_on, a.ends_at, a.criteria, a.reason, a.entry_id, a.version,
  t.signed_up_at is not null as signed_up, t.came_at, t.said_at,
  (select count(*) from attendance c where c.tenant_id = a.tenant_id and c.activity_id = a.id
    and c.signed_up_at is not null)::int as expected,
  (select count(*) from attendance c where c.tenant_id = a.tenant_id and c.activity_id = a.id
    and c.came_at is not null)::int as present
from activity a join unit u on u.tenant_id = a.tenant_id and u.id = a.unit_id
left join attendance t on t.tenant_id = a.tenant_id and t.activity_id = a.id and t.person_id = $2
where a.tenant_id = $1
"""


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """An activity; `signed_up`, `came_at` and `said_at` (there, to be confirmed) are the reader's own; `entry_id` its
    line in the programme's book once it is closed."""

    id: UUID
    unit_id: UUID
    unit_path: str
    unit_name: str
    programme_id: UUID
    state: str
    title: str
    place: str
    about: str
    happens_on: date
    starts_at: time
    ends_on: date
    ends_at: time
    criteria: list[str]
    reason: str
    entry_id: UUID | None
    version: int
    signed_up: bool
    came_at: datetime | None
    said_at: datetime | None
    expected: int
    present: int

    @property
    def times(self) -> Times:
        """From when to when."""
        return Times(self.happens_on, self.starts_at, self.ends_on, self.ends_at)

    def phase(self, today: date) -> rules.Phase:
        """Where it is on a day."""
        return rules.phase(self.state, self.times, today)


class Guest(msgspec.Struct, frozen=True):
    """Somebody who signed up, came, or says so (`said_at`, to be confirmed)."""

    person_id: UUID
    full_name: str
    unit_name: str
    came_at: datetime | None
    said_at: datetime | None
    by_code: bool

    @property
    def waits(self) -> bool:
        """Whether the organiser has to confirm it."""
        return self.came_at is None and self.said_at is not None


class Offer(msgspec.Struct, frozen=True):
    """A coming activity as a solution to register."""

    id: UUID
    title: str
    happens_on: date
    place: str
    unit_name: str


async def listing(tx: Transaction, actor: Actor) -> tuple[Activity, ...]:
    """The activities that the actor may read, newest day first; what is not open yet is the organisers' alone."""
    within, args = _seen(actor, 3)
    rows = await tx.fetch(
        f"{SELECT} and {within} order by a.happens_on desc, a.starts_at desc, a.id limit {MOST}",
        tx.tenant_id, actor.person_id, *args,
    )  # fmt: skip
    return tuple(Activity(**row) for row in rows)


async def get(tx: Transaction, actor: Actor, activity_id: UUID, *, lock: bool = False) -> Activity:
    """One activity; NotFound for who may not read it. `lock` keeps others from changing it meanwhile."""
    within, args = _seen(actor, 4)
    sql = f"{SELECT} and a.id = $3 and {within}{' for update of a' if lock else ''}"
    row = await tx.fetchrow(sql, tx.tenant_id, actor.person_id, activity_id, *args)
    if row is None:
        raise NotFound("access.not-found")
    return Activity(**row)


async def guests(tx: Transaction, activity_id: UUID) -> tuple[Guest, ...]:
    """Who signed up or came: who waits for the organiser first, then who is there, the latest first, then by name."""
    rows = await tx.fetch(
        """select t.person_id, p.full_name, coalesce(u.name, '') as unit_name, t.came_at, t.said_at, t.by_code
        from attendance t join person p on p.tenant_id = t.tenant_id and p.id = t.person_id
        left join lateral (select u.name from membership m join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
          where m.tenant_id = t.tenant_id and m.person_id = t.person_id order by m.starts_on desc limit 1) u on true
        where t.tenant_id = $1 and t.activity_id = $2
          and (t.signed_up_at is not null or t.came_at is not null or t.said_at is not null)
        order by t.came_at is null and t.said_at is not null desc, t.came_at desc nulls last, p.sort_key, p.id""",
        tx.tenant_id, activity_id,
    )  # fmt: skip
    return tuple(Guest(*row) for row in rows)


async def offered(tx: Transaction, actor: Actor, programme_id: UUID) -> Mapping[str, tuple[Offer, ...]]:
    """The coming activities that the actor may join, by the criterion that they serve, the next first (S4-35)."""
    within, args = where(actor, "activity.join", path="u.path", first=3)
    rows = await tx.fetch(
        f"""select a.id, a.title, a.happens_on, a.place, u.name as unit_name, a.criteria
        from activity a join unit u on u.tenant_id = a.tenant_id and u.id = a.unit_id
        where a.tenant_id = $1 and a.programme_id = $2 and a.state = 'open' and a.ends_on >= sec.domain_today()
          and {within} order by a.happens_on, a.starts_at, a.id limit {MOST_OFFERED}""",
        tx.tenant_id, programme_id, *args,
    )  # fmt: skip
    found: dict[str, tuple[Offer, ...]] = {}
    for row in rows:
        *fields, keys = row
        for key in keys:
            found[key] = (*found.get(key, ()), Offer(*fields))
    return found


async def happening(tx: Transaction, actor: Actor) -> tuple[Offer, ...]:
    """What takes place today for who signed up and has not checked in yet."""
    within, args = where(actor, "activity.join", path="u.path", first=3)
    rows = await tx.fetch(
        f"""select a.id, a.title, a.happens_on, a.place, u.name as unit_name
        from attendance t join activity a on a.tenant_id = t.tenant_id and a.id = t.activity_id
        join unit u on u.tenant_id = a.tenant_id and u.id = a.unit_id
        where t.tenant_id = $1 and t.person_id = $2 and t.signed_up_at is not null and t.came_at is null
          and t.said_at is null and a.state = 'open' and sec.domain_today() between a.happens_on and a.ends_on
          and {within} order by a.starts_at, a.id""",
        tx.tenant_id, actor.person_id, *args,
    )  # fmt: skip
    return tuple(Offer(*row) for row in rows)


def _seen(actor: Actor, first: int) -> tuple[str, list[object]]:
    reads, args = where(actor, "activity.read", path="u.path", first=first)
    plans, more = where(actor, "activity.plan", path="u.path", first=first + len(args))
    return f"{reads} and (a.state <> 'planned' or {plans})", [*args, *more]
