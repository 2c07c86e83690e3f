"""What waits for a committee, oldest first, and the other lists of the people it looks after."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.db.scope import Transaction
from core.errors import NotFound
from core.extensions.queries import SHEET_INSIDE
from core.people.rules import search_key
from core.programmes.queries import Programme

PAGE = 50
# Which states of the roster a list shows; the first is what waits.
LISTS: Mapping[str, tuple[str, ...]] = {
    "waiting": ("submitted",),
    "returned": ("returned",),
    "approved": ("validated", "rated", "recognised"),
    "missing": ("enrolled",),
}
# Confirmed sheets to which their owners added something that waits (S4-59): `supplement` is a list of its own.
SUPPLEMENTS = "r.supplement and r.state = 'submitted'"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a list, with the sheet if there is one."""

    person_id: UUID
    name: str
    unit_name: str
    seat_title: str
    seat_full_time: bool
    state: str
    presence: str
    registration_id: UUID | None
    edition: int
    version: int
    submitted_at: datetime | None
    validated_at: datetime | None
    late: bool
    inside: bool
    drafting: bool
    supplement: bool
    items: int


class Content(msgspec.Struct, frozen=True):
    """One line of a sheet as the batch page shows it."""

    criterion: str
    solution: str


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list. `after` is the cursor of the next page, None on the last one."""

    programme: Programme
    list: str
    counts: Mapping[str, int]
    entries: tuple[Entry, ...]
    after: str | None
    search: str
    now: datetime


class Place(msgspec.Struct, frozen=True):
    """Where a sheet stands among those that wait; `position` is 0 once it does not wait any more."""

    position: int
    total: int
    previous: UUID | None
    next: UUID | None


# $1 tenant, $2 programme, $3 the reader himself: his own sheet is never his to decide.
ROSTER = """
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.person_id is distinct from $3 and e.presence <> 'left'
"""

SHEET = """
join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id"""

ENTRIES = f"""
select e.person_id, w.full_name as name, u.name as unit_name, e.seat_title, e.seat_full_time, e.state, e.presence,
       r.id as registration_id, coalesce(r.edition, 1) as edition, coalesce(r.version, 0) as version,
       r.submitted_at, r.validated_at, coalesce(r.late, false) as late, {SHEET_INSIDE} as inside,
       coalesce(r.state = 'draft', false) as drafting,
       coalesce(r.supplement and r.state = 'submitted', false) as supplement,
       w.sort_key, (select count(*) from registration_item i where i.tenant_id = e.tenant_id
                    and i.registration_id = r.id and i.edition = r.edition) as items
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
left {SHEET}
where e.tenant_id = $1 and e.programme_id = $2 and e.person_id is distinct from $3 and e.presence <> 'left'
  and e.state = any($4::text[])
  and ($5 = '' or position($5 in w.search_key) > 0)
"""


async def listing(
    tx: Transaction,
    actor: Actor,
    programme: Programme,
    which: str = "waiting",
    *,
    after: str = "",
    search: str = "",
    most: int = PAGE,
) -> Queue:
    """One list of the people whom the actor's committees look after: their own unit's and their children's.

    Those that wait come oldest first, the others by name."""
    if which not in LISTS and which != "supplements":
        raise NotFound("access.not-found")
    counts = await _counts(tx, actor, programme)
    rows = await _rows(tx, actor, programme, which, after, search, most)
    entries = tuple(_entry(row) for row in rows[:most])
    more = cursor(which, rows[most - 1]) if len(rows) > most else None
    now = await tx.now()
    return Queue(programme=programme, list=which, counts=counts, entries=entries, after=more, search=search, now=now)


async def waiting_count(tx: Transaction, actor: Actor) -> int:
    """How many sheets of open programmes wait for the actor: the number in the menu."""
    allowed, args = where(actor, "registration.validate", path="u.path", person="e.person_id", state="e.state", first=3)
    sql = f"""
    select count(*) from programme p
    join enrolment e on e.tenant_id = p.tenant_id and e.programme_id = p.id
    join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
    where p.tenant_id = $1 and p.state = 'open' and e.person_id is distinct from $2 and e.presence <> 'left'
      and e.state = 'submitted' and {allowed}
    """
    return await tx.fetchval(sql, tx.tenant_id, actor.person_id, *args)


async def place(tx: Transaction, actor: Actor, programme_id: UUID, registration_id: UUID) -> Place:
    """Position, previous and next of a sheet among those that wait; after a decision the next is the oldest."""
    allowed, args = where(actor, "registration.validate", path="u.path", person="e.person_id", state="e.state", first=4)
    sql = f"""
    select r.id {
        ROSTER.replace("where", f"{SHEET} where")
    }
      and e.state = 'submitted' and {allowed} order by r.submitted_at, r.id
    """
    ids = [row["id"] for row in await tx.fetch(sql, tx.tenant_id, programme_id, actor.person_id, *args)]
    if registration_id not in ids:
        return Place(0, len(ids), None, ids[0] if ids else None)
    at = ids.index(registration_id)
    return Place(at + 1, len(ids), ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)


async def contents(tx: Transaction, entries: tuple[Entry, ...]) -> Mapping[UUID, tuple[Content, ...]]:
    """What the sheets of a page say, so that nobody approves unread."""
    sql = """
    select i.registration_id, i.criterion, i.solution from registration_item i
    join registration r on r.tenant_id = i.tenant_id and r.id = i.registration_id and r.edition = i.edition
    where i.tenant_id = $1 and i.registration_id = any($2::uuid[]) order by i.registration_id, i.ordinal
    """
    found: dict[UUID, list[Content]] = {}
    for row in await tx.fetch(sql, tx.tenant_id, [one.registration_id for one in entries]):
        found.setdefault(row["registration_id"], []).append(Content(row["criterion"], row["solution"]))
    return {key: tuple(lines) for key, lines in found.items()}


def cursor(which: str, row: Mapping[str, object]) -> str:
    """Where a page ends, as it stands in an address."""
    if which in ("waiting", "supplements"):
        at = row["submitted_at"]
        assert isinstance(at, datetime)
        return f"{at.isoformat()}~{row['registration_id']}"
    return f"{row['sort_key']}~{row['person_id']}"


async def _counts(tx: Transaction, actor: Actor, programme: Programme) -> dict[str, int]:
    allowed, args = where(actor, "queue.read", path="u.path", person="e.person_id", first=4)
    sql = f"select e.state, count(*) as n {ROSTER} and {allowed} group by e.state"
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, actor.person_id, *args)
    by_state = {row["state"]: row["n"] for row in rows}
    counts = {name: sum(by_state.get(state, 0) for state in states) for name, states in LISTS.items()}
    if programme.rules.registration.supplement:
        joined = ROSTER.replace("where", f"{SHEET} where")
        sql = f"select count(*) {joined} and {SUPPLEMENTS} and {allowed}"
        counts["supplements"] = await tx.fetchval(sql, tx.tenant_id, programme.id, actor.person_id, *args)
    return counts


async def _rows(
    tx: Transaction, actor: Actor, programme: Programme, which: str, after: str, search: str, most: int
) -> list[Mapping[str, object]]:
    waits = which in ("waiting", "supplements")
    order = "r.submitted_at, r.id" if waits else "w.sort_key, e.person_id"
    states = list(LISTS.get(which, LISTS["approved"]))
    args: list[object] = [tx.tenant_id, programme.id, actor.person_id, states, search_key(search)]
    condition = f"and {SUPPLEMENTS}" if which == "supplements" else ""
    if after:
        mark, last = _parsed(which, after)
        kind = "timestamptz" if waits else "text"
        condition += f" and ({order}) > ($6::{kind}, $7::uuid)"
        args += [mark, last]
    allowed, more = where(actor, "queue.read", path="u.path", person="e.person_id", first=len(args) + 1)
    sql = f"{ENTRIES} {condition} and {allowed} order by {order} limit {most + 1}"
    return await tx.fetch(sql, *args, *more)


def _parsed(which: str, after: str) -> tuple[object, UUID]:
    mark, _, last = after.rpartition("~")
    try:
        return datetime.fromisoformat(mark) if which in ("waiting", "supplements") else mark, UUID(last)
    except ValueError:
        raise NotFound("access.not-found") from None


def _entry(row: Mapping[str, object]) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__struct_fields__})
