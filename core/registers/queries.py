"""Reading the books: one entry, a page of a book, a person's own, what proves a criterion."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor, Target, can
from core.db.scope import Transaction
from core.errors import NotFound
from core.packs.schema import Register
from core.programmes.queries import Programme
from core.registers import rules
from core.registers.awards import Award
from core.units.naming import search_key

SIZE = 20
MOST_WORDS = 6


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with the names around it. It counts at `unit_id`, the unit itself or where the person counts;
    `removed_at` says that it was taken out and can be put back."""

    id: UUID
    programme_id: UUID
    register: str
    unit_id: UUID
    unit_name: str
    unit_path: str
    person_id: UUID | None
    person_name: str
    place_unit_id: UUID | None
    place_name: str
    happened_on: date
    choice: str
    title: str
    note: str
    quantities: Mapping[str, int]
    confirmed_at: datetime | None
    confirmed_by: str
    by_name: str
    by_person: UUID | None
    at: datetime
    removed_at: datetime | None
    removed_reason: str
    award: Award
    version: int


class Page(msgspec.Struct, frozen=True):
    """Entries, the latest first; `before` and `after` are the entries to turn the page by, None at an end."""

    entries: tuple[Entry, ...]
    before: UUID | None
    after: UUID | None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is limited to: words of title, note, person or place; a kind; entries that still wait for a
    committee; the unit's own entries only."""

    text: str = ""
    choice: str = ""
    unconfirmed: bool = False
    own_only: bool = False


class Proof(msgspec.Struct, frozen=True):
    """How many entries prove a criterion, how many of them a committee has confirmed, in which book."""

    register: str
    entries: int
    confirmed: int


ENTRY = """
select e.id, e.programme_id, e.register, e.unit_id, u.name as unit_name, u.path as unit_path, e.person_id,
       coalesce(p.full_name, '') as person_name, e.place_unit_id, coalesce(l.name, '') as place_name, e.happened_on,
       e.choice, e.title, e.note, e.quantities::text as quantities, e.confirmed_at, coalesce(cp.full_name,
       ca.display_name, '') as confirmed_by, coalesce(w.full_name, a.display_name, '') as by_name, e.by_person, e.at,
       e.removed_at, e.removed_reason, e.award::text as award, e.version
from register_entry e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
left join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
left join unit l on l.tenant_id = e.tenant_id and l.id = e.place_unit_id
left join person w on w.tenant_id = e.tenant_id and w.id = e.by_person
left join account a on a.tenant_id = e.tenant_id and a.id = e.by_account
left join account ca on ca.tenant_id = e.tenant_id and ca.id = e.confirmed_by
left join person cp on cp.tenant_id = ca.tenant_id and cp.id = ca.person_id
where e.tenant_id = $1
"""


async def entry(tx: Transaction, entry_id: UUID) -> Entry:
    """One entry, those taken out too; NotFound where there is none."""
    row = await tx.fetchrow(f"{ENTRY} and e.id = $2", tx.tenant_id, entry_id)
    if row is None:
        raise NotFound("access.not-found")
    return _entry(row)


async def page(
    tx: Transaction,
    programme: Programme,
    key: str,
    unit_path: str,
    wanted: Wanted,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = SIZE,
) -> Page:
    """A page of a book over a unit and everything below it, the latest entry first."""
    args: list[Any] = [tx.tenant_id, programme.id, key, unit_path]
    conditions = [
        "e.programme_id = $2 and e.register = $3 and e.removed_at is null",
        "u.path = $4" if wanted.own_only else "(u.path = $4 or (u.path >= $4 || '.' and u.path < $4 || '/'))",
    ]

    def arg(value: object) -> str:
        args.append(value)
        return f"${len(args)}"

    for word in search_key(wanted.text).split()[:MOST_WORDS]:
        found = "e.search_key || ' ' || coalesce(p.search_key, '') || ' ' || coalesce(l.search_key, '')"
        conditions.append(f"strpos({found} || ' ' || u.search_key, {arg(word)}) > 0")
    if wanted.choice:
        conditions.append(f"e.choice = {arg(wanted.choice)}")
    if wanted.unconfirmed:
        conditions.append("e.confirmed_at is null")
    turned, back = after or before, before is not None and after is None
    if turned:
        sign = ">" if back else "<"
        conditions.append(
            f"(e.happened_on, e.id) {sign} (select k.happened_on, k.id from register_entry k"
            f" where k.tenant_id = $1 and k.id = {arg(turned)})"
        )
    way = "asc" if back else "desc"
    rows = await tx.fetch(
        f"{ENTRY} and {' and '.join(conditions)} order by e.happened_on {way}, e.id {way} limit {arg(size + 1)}", *args
    )
    more, kept = len(rows) > size, rows[:size][:: -1 if back else 1]
    return Page(
        tuple(_entry(row) for row in kept),
        kept[0]["id"] if kept and (more if back else after is not None) else None,
        kept[-1]["id"] if kept and (back or more) else None,
    )


async def own(tx: Transaction, programme: Programme, person_id: UUID) -> tuple[Entry, ...]:
    """The entries about a person that he reads himself, the latest first: what he wrote, and what committees wrote in
    books that are not restricted (S3-3: each is told)."""
    open_books = [key for key, one in rules.books(programme.rules).items() if not one.restricted]
    rows = await tx.fetch(
        f"""{ENTRY} and e.programme_id = $2 and e.person_id = $3 and e.register = any($4::text[])
        and e.removed_at is null order by e.happened_on desc, e.id desc""",
        tx.tenant_id, programme.id, person_id, open_books,
    )  # fmt: skip
    return tuple(_entry(row) for row in rows)


async def own_counts(tx: Transaction, programme: Programme, person_id: UUID) -> Mapping[str, int]:
    """How many entries stand about a person, by book."""
    rows = await tx.fetch(
        """select register, count(*)::int from register_entry where tenant_id = $1 and programme_id = $2
        and person_id = $3 and removed_at is null group by 1""",
        tx.tenant_id, programme.id, person_id,
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


async def proofs(tx: Transaction, programme: Programme, person_id: UUID) -> Mapping[str, Proof]:
    """By criterion the entries of a person that prove it, where the pack names an open book for it; 0 is an answer."""
    books = rules.books(programme.rules)
    wanted = {key: one for key, one in rules.evidence(programme.rules).items() if not books[one].restricted}
    if not wanted:
        return {}
    rows = await tx.fetch(
        """select register, count(*)::int as entries, count(confirmed_at)::int as confirmed from register_entry
        where tenant_id = $1 and programme_id = $2 and person_id = $3 and removed_at is null
          and register = any($4::text[]) group by 1""",
        tx.tenant_id, programme.id, person_id, list(set(wanted.values())),
    )  # fmt: skip
    found = {row["register"]: Proof(*row) for row in rows}
    return {criterion: found.get(key, Proof(key, 0, 0)) for criterion, key in wanted.items()}


def readable(actor: Actor, register: Register, unit_path: str) -> bool:
    """Whether the actor reads this book at a unit."""
    return can(actor, "register.read", Target(unit_path=unit_path, state=rules.sort_of(register)))


def _entry(row: asyncpg.Record) -> Entry:
    quantities = msgspec.json.decode(row["quantities"], type=dict[str, int])
    award = msgspec.json.decode(row["award"], type=Award)
    return Entry(**{**dict(row), "quantities": quantities, "award": award})
