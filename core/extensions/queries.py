"""Reading extensions: what holds for a unit, what waits, and how much each was used."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor, Target, can, where
from core.db.scope import Transaction
from core.errors import NotFound
from core.extensions.rules import lengthened
from core.packs.calendar import Due
from core.programmes.queries import Programme

MOST = 200
# Whether a late sheet was first handed in inside an extension of its unit (domain.md §8).
SHEET_INSIDE = """coalesce(r.late and r.first_submitted_at <
         core.extended_until($1, r.programme_id, r.unit_id, 'registration'), false)"""


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """One request and its answer. `used` counts the acts that were late and inside it; `decidable` tells whether the
    reader may answer it."""

    id: UUID
    unit_id: UUID
    unit_name: str
    due: Due
    asked_until: date
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    ends_at: datetime | None
    answer: str
    decided_by: str
    decided_at: datetime | None
    used: int
    decidable: bool


class Held(msgspec.Struct, frozen=True):
    """More time that a unit has for a milestone; `ends_at` is the first instant outside of it."""

    due: Due
    ends_at: datetime


# Acts of the unit's people, or of the unit, after the common end and inside the extension.
USED = """
case when x.state <> 'granted' then 0
when m.act = 'registration' then (
  select count(*) from registration r join unit w on w.tenant_id = r.tenant_id and w.id = r.unit_id
  where r.tenant_id = x.tenant_id and r.programme_id = x.programme_id and r.late
    and r.first_submitted_at < x.ends_at and starts_with(w.path || '.', u.path || '.'))
when m.act like 'declaration:%' then (
  select count(*) from declaration d join unit w on w.tenant_id = d.tenant_id and w.id = d.unit_id
  where d.tenant_id = x.tenant_id and d.programme_id = x.programme_id and 'declaration:' || d.key = m.act and d.late
    and d.declared_at < x.ends_at and starts_with(w.path || '.', u.path || '.'))
else (
  select count(*) from assessment a
  join registration r on r.tenant_id = a.tenant_id and r.id = a.registration_id and r.programme_id = x.programme_id
  join unit w on w.tenant_id = r.tenant_id and w.id = r.unit_id
  where a.tenant_id = x.tenant_id and 'stage:' || a.checkpoint || '.' || a.stage = m.act and a.late
    and a.given_at < x.ends_at and starts_with(w.path || '.', u.path || '.'))
end"""
NAME = (
    "(select coalesce(p.full_name, c.display_name) from account c left join person p on p.tenant_id = c.tenant_id"
    " and p.id = c.person_id where c.tenant_id = x.tenant_id and c.id = x.{0})"
)
SELECT = f"""
select x.id, x.unit_id, u.name as unit_name, u.path, x.milestone, x.asked_until, x.reason,
       coalesce({NAME.format("asked_by")}, '') as asked_by, x.asked_by as asker, x.asked_at, x.state, x.ends_at,
       x.answer, coalesce({NAME.format("decided_by")}, '') as decided_by, x.decided_at, ({USED})::int as used
from extension x
join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
join milestone m on m.tenant_id = x.tenant_id and m.programme_id = x.programme_id and m.key = x.milestone
where x.tenant_id = $1 and x.programme_id = $2
"""


async def due_for(tx: Transaction, programme: Programme, due: Due | None, unit_id: UUID, now: datetime) -> Due | None:
    """The milestone as it shuts for a unit: later where it closes and the unit has more time. Lateness is judged by
    the milestone itself. Asked of the database only once a closing milestone is over."""
    if due is None or due.late != "close" or now < due.closes_at:
        return due
    until = await tx.fetchval(
        "select core.extended_until($1, $2, $3, $4)", tx.tenant_id, programme.id, unit_id, due.act
    )
    return lengthened(due, until)


async def holding(tx: Transaction, programme: Programme, unit_id: UUID) -> Mapping[str, Held]:
    """What a unit has more time for, by the act; its own extensions and those of the units above."""
    rows = await tx.fetch(
        "select milestone, ends_at from core.extensions_of($1, $2, $3)", tx.tenant_id, programme.id, unit_id
    )
    found = ((programme.milestones.get(row["milestone"]), row["ends_at"]) for row in rows)
    return {due.act: Held(due, until) for due, until in found if due and until > due.closes_at}


INSIDE = """
select count(distinct r.id)::int
from extension x
join milestone m on m.tenant_id = x.tenant_id and m.programme_id = x.programme_id and m.key = x.milestone
  and m.act = 'registration'
join unit a on a.tenant_id = x.tenant_id and a.id = x.unit_id
join unit u on u.tenant_id = x.tenant_id and u.path >= a.path and u.path < a.path || '/'
  and u.path >= $3 and u.path < $3 || '/'
join registration r on r.tenant_id = x.tenant_id and r.programme_id = x.programme_id and r.unit_id = u.id and r.late
  and r.first_submitted_at < x.ends_at
where x.tenant_id = $1 and x.programme_id = $2 and x.state = 'granted'
"""


async def registered_inside(tx: Transaction, programme: Programme, path: str) -> int:
    """How many sheets of a unit and those below came late and inside an extension."""
    return await tx.fetchval(INSIDE, tx.tenant_id, programme.id, path)


async def listing(tx: Transaction, actor: Actor, programme: Programme) -> tuple[Extension, ...]:
    """The newest extensions that the actor may read, those that wait first."""
    allowed, args = where(actor, "extension.read", path="u.path", first=3)
    order = f"order by x.state = 'asked' desc, x.asked_at desc, x.id limit {MOST}"
    rows = await tx.fetch(f"{SELECT} and {allowed} {order}", tx.tenant_id, programme.id, *args)
    return tuple(_extension(actor, programme, row) for row in rows if row["milestone"] in programme.milestones)


async def one(tx: Transaction, actor: Actor, programme: Programme, extension_id: UUID) -> Extension:
    """One of them; NotFound for what the actor may not read."""
    row = await tx.fetchrow(f"{SELECT} and x.id = $3", tx.tenant_id, programme.id, extension_id)
    if row is None or row["milestone"] not in programme.milestones:
        raise NotFound("access.not-found")
    if not can(actor, "extension.read", Target(unit_path=row["path"])):
        raise NotFound("access.not-found")
    return _extension(actor, programme, row)


def _extension(actor: Actor, programme: Programme, row: asyncpg.Record) -> Extension:
    kept = {name: row[name] for name in Extension.__struct_fields__ if name in row}
    decidable = (
        row["state"] == "asked" and row["asker"] != actor.account_id
        and can(actor, "extension.decide", Target(unit_path=row["path"]))
    )  # fmt: skip
    return Extension(due=programme.milestones[row["milestone"]], decidable=decidable, **kept)
