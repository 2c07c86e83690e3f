"""What waits for a committee, oldest first, and the other lists of the people it looks after."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.companions.queries import HOLDS
from core.db.scope import Transaction
from core.errors import NotFound
from core.extensions.queries import SHEET_INSIDE
from core.people.rules import search_key
from core.programmes.queries import Programme
from core.registrations.deciding import OWN_JUDGES

PAGE, MOST_UNITS = 50, 300
ANSWER_DAYS = 7  # a sheet that waits longer, for either side, is overdue: advice, no document sets a date (S4-A11)

# What a list shows, over an enrolment `e` and its sheet `r`; $3 is the reader. The first is what waits.
SUPPLEMENTS = "(r.supplement and r.state = 'submitted')"
SINCE = """case when e.state = 'returned' then (select max(v.at) from registration_review v
    where v.tenant_id = r.tenant_id and v.registration_id = r.id and v.decision = 'returned') else r.submitted_at end"""
MINE = f"""e.person_id in (select c.person_id from companion c where c.tenant_id = $1 and c.companion_id = $3
    and {HOLDS})"""
LISTS: Mapping[str, str] = {
    "waiting": "e.state = 'submitted'",
    "mine": f"(e.state = 'submitted' or {SUPPLEMENTS}) and {MINE}",
    "overdue": f"""(e.state in ('submitted', 'returned') or {SUPPLEMENTS})
    and {SINCE} < sec.domain_now() - interval '{ANSWER_DAYS} days'""",
    "supplements": SUPPLEMENTS,  # confirmed sheets to which their owners added something that waits (S4-59)
    "returned": "e.state = 'returned'",
    "all": "true",
    "approved": "e.state in ('validated', 'rated', 'recognised')",
    "missing": "e.state = 'enrolled'",
}
WALKED = ("waiting", "mine", "overdue", "supplements")  # lists whose sheets can be decided one after the other
OLDEST_FIRST = ("waiting", "mine", "overdue", "supplements", "returned")  # the others by name


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a list, with the sheet if there is one. `since` is when it began to wait, for the committee or for
    its owner; `follower` the name of who follows the person; `own_judges` tells whether the own committee could
    decide."""

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
    since: datetime | None
    follower: str
    own_judges: bool

    @property
    def waits(self) -> bool:
        """Whether the sheet waits for the committee."""
        return self.state == "submitted" or self.supplement

    def overdue(self, now: datetime) -> bool:
        """Whether somebody has waited too long."""
        return self.since is not None and self.since < now - timedelta(days=ANSWER_DAYS)


class Content(msgspec.Struct, frozen=True):
    """One line of a sheet as the batch page shows it."""

    criterion: str
    solution: str


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list. `after` is the cursor of the next page, None on the last one; `unit_id` narrows it to one of
    the reader's `units`."""

    programme: Programme
    list: str
    counts: Mapping[str, int]
    entries: tuple[Entry, ...]
    after: str | None
    search: str
    now: datetime
    unit_id: UUID | None = None
    units: tuple[tuple[UUID, str], ...] = ()


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
                    and i.registration_id = r.id and i.edition = r.edition) as items,
       case when e.state in ('submitted', 'returned') or {SUPPLEMENTS} then {SINCE} end as since,
       coalesce((select y.full_name from companion c
                 join person y on y.tenant_id = c.tenant_id and y.id = c.companion_id
                 where c.tenant_id = e.tenant_id and c.person_id = e.person_id and c.kind = 'committee' and {HOLDS}
                 limit 1), '') as follower,
       {OWN_JUDGES} as own_judges
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
left {SHEET}
where e.tenant_id = $1 and e.programme_id = $2 and e.person_id is distinct from $3 and e.presence <> 'left'
  and ($4 = '' or position($4 in w.search_key) > 0) and ($5::uuid is null or e.unit_id = $5)
"""


async def listing(
    tx: Transaction,
    actor: Actor,
    programme: Programme,
    which: str = "waiting",
    *,
    after: str = "",
    search: str = "",
    unit_id: UUID | None = None,
    most: int = PAGE,
) -> Queue:
    """One list of the people whom the actor's committees look after: their own unit's and their children's.

    Those that wait come oldest first, the others by name. The counts are of the unit, not of the search."""
    if which not in LISTS:
        raise NotFound("access.not-found")
    counts = await _counts(tx, actor, programme, unit_id)
    rows = await _rows(tx, actor, programme, which, after, search, unit_id, most)
    entries = tuple(_entry(row) for row in rows[:most])
    more = cursor(which, rows[most - 1]) if len(rows) > most else None
    now = await tx.now()
    return Queue(
        programme=programme, list=which, counts=counts, entries=entries, after=more, search=search, now=now,
        unit_id=unit_id, units=await _units(tx, actor, programme),
    )  # fmt: skip


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


async def place(
    tx: Transaction, actor: Actor, programme_id: UUID, registration_id: UUID, which: str = "waiting",
    unit_id: UUID | None = None,
) -> Place:  # fmt: skip
    """Position, previous and next of a sheet among those that wait, of one list and unit where they are named. Once
    decided on, the next is the one that came after it, and the oldest after the last."""
    allowed, args = where(actor, "registration.validate", path="u.path", person="e.person_id", state="r.state", first=6)
    sql = f"""
    select r.id, r.submitted_at, (h.submitted_at, h.id) < (r.submitted_at, r.id) as later {
        ROSTER.replace("where", f"{SHEET} left join registration h on h.tenant_id = $1 and h.id = $4 where")
    }
      and {LISTS[which if which in WALKED else "waiting"]} and r.state = 'submitted'
      and ($5::uuid is null or e.unit_id = $5) and {allowed} order by r.submitted_at, r.id
    """
    rows = await tx.fetch(sql, tx.tenant_id, programme_id, actor.person_id, registration_id, unit_id, *args)
    ids = [row["id"] for row in rows]
    if registration_id not in ids:
        later = next((row["id"] for row in rows if row["later"]), ids[0] if ids else None)
        return Place(0, len(ids), None, later)
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
    if which in OLDEST_FIRST:
        at = row["since"]
        assert isinstance(at, datetime)
        return f"{at.isoformat()}~{row['registration_id']}"
    return f"{row['sort_key']}~{row['person_id']}"


async def _counts(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID | None) -> dict[str, int]:
    allowed, args = where(actor, "queue.read", path="u.path", person="e.person_id", first=5)
    names = [name for name in LISTS if name != "supplements" or programme.rules.registration.supplement]
    counted = ", ".join(f"count(*) filter (where {LISTS[name]})::int as \"{name}\"" for name in names)
    joined = ROSTER.replace("where", f"left {SHEET} where")
    sql = f"select {counted} {joined} and ($4::uuid is null or e.unit_id = $4) and {allowed}"
    return dict(await tx.fetchrow(sql, tx.tenant_id, programme.id, actor.person_id, unit_id, *args))


async def _units(tx: Transaction, actor: Actor, programme: Programme) -> tuple[tuple[UUID, str], ...]:
    allowed, args = where(actor, "queue.read", path="u.path", person="e.person_id", first=4)
    sql = f"select distinct u.id, u.name, u.path {ROSTER} and {allowed} order by u.path limit {MOST_UNITS}"
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, actor.person_id, *args)
    return tuple((row["id"], row["name"]) for row in rows)


async def _rows(
    tx: Transaction, actor: Actor, programme: Programme, which: str, after: str, search: str, unit_id: UUID | None,
    most: int,
) -> list[Mapping[str, object]]:  # fmt: skip
    oldest = which in OLDEST_FIRST
    order = f"({SINCE}), r.id" if oldest else "w.sort_key, e.person_id"
    args: list[object] = [tx.tenant_id, programme.id, actor.person_id, search_key(search), unit_id]
    condition = f"and {LISTS[which]}"
    if after:
        mark, last = _parsed(which, after)
        kind = "timestamptz" if oldest else "text"
        condition += f" and ({order}) > ($6::{kind}, $7::uuid)"
        args += [mark, last]
    allowed, more = where(actor, "queue.read", path="u.path", person="e.person_id", first=len(args) + 1)
    sql = f"{ENTRIES} {condition} and {allowed} order by {order} limit {most + 1}"
    return await tx.fetch(sql, *args, *more)


def _parsed(which: str, after: str) -> tuple[object, UUID]:
    mark, _, last = after.rpartition("~")
    try:
        return datetime.fromisoformat(mark) if which in OLDEST_FIRST else mark, UUID(last)
    except ValueError:
        raise NotFound("access.not-found") from None


def _entry(row: Mapping[str, object]) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__struct_fields__})
