"""Pages of a roster: in Vietnamese name order, by part of the tree, state, presence and words of the name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.people import queries as people
from core.people.listing import END, MOST_WORDS
from core.people.rules import tokens
from core.programmes.queries import Programme

SIZE = 50
STATES = ("enrolled", "submitted", "returned", "validated", "rated", "recognised")


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for; an empty field says "all"."""

    text: str = ""
    unit_path: str = ""
    own_only: bool = False
    state: str = ""
    presence: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the roster as a row of the list."""

    person_id: UUID
    full_name: str
    code: str | None
    unit_id: UUID
    unit_name: str
    unit_kind: str
    parent_name: str | None
    seat_title: str
    seat_full_time: bool
    seats: int
    presence: str
    presence_reason: str
    placed_by_act: bool
    state: str
    registered_late: bool


class Page(msgspec.Struct, frozen=True):
    """Lines in order, how many match in all, and the persons to turn the page by (None at an end)."""

    lines: tuple[Line, ...]
    total: int
    before: UUID | None
    after: UUID | None


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """An act on a person of the roster, with its reason."""

    act: str
    reason: str
    at: datetime
    by: str
    from_name: str | None
    to_name: str | None


LINE = """
select e.person_id, p.full_name, p.code, e.unit_id, u.name as unit_name, u.kind as unit_kind, o.name as parent_name,
       e.seat_title, e.seat_full_time, e.seats, e.presence, e.presence_reason, e.placed_by_act, e.state,
       e.registered_late
from enrolment e
join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
left join unit o on o.tenant_id = u.tenant_id and o.id = u.parent_id
"""
COUNT = """
select count(*)::int from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
"""


async def page(
    tx: Transaction,
    programme: Programme,
    wanted: Filter,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = SIZE,
) -> Page:
    """One page of the roster. `after` and `before` are persons: the page follows or precedes them."""
    conditions, args = _conditions(tx, programme, wanted)
    total = await tx.fetchval(f"{COUNT} where {conditions}", *args)
    back, turned = before is not None and after is None, after or before
    if turned:
        args.append(turned)
        conditions += f""" and (p.sort_key, p.id) {"<" if back else ">"} (select k.sort_key, k.id from person k
          where k.tenant_id = $1 and k.id = ${len(args)})"""
    order = "desc" if back else "asc"
    rows = await tx.fetch(
        f"{LINE} where {conditions} order by p.sort_key {order}, p.id {order} limit {size + 1}", *args
    )
    more, kept = len(rows) > size, rows[:size][:: -1 if back else 1]
    return Page(
        tuple(Line(**dict(row)) for row in kept),
        total,
        kept[0]["person_id"] if kept and (more if back else after is not None) else None,
        kept[-1]["person_id"] if kept and (back or more) else None,
    )


async def line(tx: Transaction, programme: Programme, person_id: UUID) -> Line | None:
    """One person's line, or None if he is not on the roster."""
    row = await tx.fetchrow(
        f"{LINE} where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = $3",
        tx.tenant_id, programme.id, person_id,
    )  # fmt: skip
    return Line(**dict(row)) if row else None


async def past(tx: Transaction, programme: Programme, person_id: UUID) -> tuple[Past, ...]:
    """The acts on a person's place in the roster, newest first."""
    rows = await tx.fetch(
        """select a.act, a.reason, a.at, coalesce(p.full_name, c.display_name, '') as by, f.name as from_name,
             t.name as to_name
           from enrolment_act a
           left join account c on c.tenant_id = a.tenant_id and c.id = a.by_account
           left join person p on p.tenant_id = c.tenant_id and p.id = c.person_id
           left join unit f on f.tenant_id = a.tenant_id and f.id = a.from_unit_id
           left join unit t on t.tenant_id = a.tenant_id and t.id = a.to_unit_id
           where a.tenant_id = $1 and a.programme_id = $2 and a.person_id = $3 order by a.at desc, a.id desc""",
        tx.tenant_id, programme.id, person_id,
    )  # fmt: skip
    return tuple(Past(**dict(row)) for row in rows)


async def presences(tx: Transaction, programme: Programme) -> dict[str, int]:
    """How many people of a programme are present, on leave or have left."""
    rows = await tx.fetch(
        "select presence, count(*)::int from enrolment where tenant_id = $1 and programme_id = $2 group by presence",
        tx.tenant_id, programme.id,
    )  # fmt: skip
    return {"present": 0, "on_leave": 0, "left": 0} | {row[0]: row[1] for row in rows}


async def enrolled_of(tx: Transaction, programme: Programme, people: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these people are on the roster."""
    rows = await tx.fetch(
        "select person_id from enrolment where tenant_id = $1 and programme_id = $2 and person_id = any($3::uuid[])",
        tx.tenant_id, programme.id, list(people),
    )  # fmt: skip
    return frozenset(row[0] for row in rows)


async def candidate_units(tx: Transaction, person_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Where a person may count: the units he serves or belongs to today and those above them, the highest first."""
    paths = await people.places_of(tx, person_id)
    ways = {path[:end] for path in paths for end in range(4, len(path) + 1, 5)}
    rows = await tx.fetch(
        "select id, name from unit where tenant_id = $1 and path = any($2::text[]) order by length(path), path",
        tx.tenant_id, list(ways),
    )  # fmt: skip
    return tuple((row["id"], row["name"]) for row in rows)


async def names(tx: Transaction, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Names of people by id."""
    rows = await tx.fetch(
        "select id, full_name from person where tenant_id = $1 and id = any($2::uuid[])", tx.tenant_id, list(ids)
    )
    return {row["id"]: row["full_name"] for row in rows}


def _conditions(tx: Transaction, programme: Programme, wanted: Filter) -> tuple[str, list[Any]]:
    args: list[Any] = [tx.tenant_id, programme.id]
    parts = ["e.tenant_id = $1 and e.programme_id = $2"]

    def add(condition: str, *values: object) -> None:
        numbers = [f"${len(args) + at}" for at in range(1, len(values) + 1)]
        args.extend(values)
        parts.append(condition.format(*numbers))

    if wanted.unit_path and wanted.own_only:
        add("u.path = {0}", wanted.unit_path)
    elif wanted.unit_path:
        add("(u.path = {0} or (u.path >= {0} || '.' and u.path < {0} || '/'))", wanted.unit_path)
    if wanted.state in STATES:
        add("e.state = {0}", wanted.state)
    if wanted.presence:
        add("e.presence = {0}", wanted.presence)
    for word in tokens(wanted.text)[:MOST_WORDS]:
        add(
            """exists (select from person_token t where t.tenant_id = $1 and t.person_id = e.person_id
              and t.token >= {0} and t.token < {1})""",
            word,
            word + END,
        )
    return " and ".join(parts), args
