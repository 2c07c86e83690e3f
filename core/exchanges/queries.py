"""Reading difficulties: one with its history, lists, sums of a unit and of each below it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.db.scope import Transaction
from core.errors import NotFound
from core.exchanges import circle
from core.programmes.queries import Programme

SIZE = 30
STATES = ("open", "answered", "solved")


class Difficulty(msgspec.Struct, frozen=True, kw_only=True):
    """What is hard for somebody: where he counts, where it lies now, what is being done by whom until when."""

    id: UUID
    programme_id: UUID
    person_id: UUID
    person_name: str
    unit_id: UUID
    unit_name: str
    unit_path: str
    at_unit_id: UUID
    at_name: str
    at_path: str
    source: str
    criterion: str
    asked_name: str
    words: str
    by_name: str
    at: datetime
    state: str
    answer: str
    responsible_id: UUID | None
    responsible: str
    due_on: date | None
    answered_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    overdue: bool
    version: int

    @property
    def passed_up(self) -> bool:
        """Whether it lies with a unit above the person's own."""
        return self.at_unit_id != self.unit_id


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a difficulty's history."""

    act: str
    words: str
    responsible: str
    due_on: date | None
    to_unit: str
    by_name: str
    at: datetime


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """How many difficulties of a unit and those below it wait for an answer, are being worked on, are overdue there,
    were solved, and lie with a unit above the person's own."""

    open: int = 0
    answered: int = 0
    overdue: int = 0
    solved: int = 0
    passed_up: int = 0


class Page(msgspec.Struct, frozen=True):
    """Difficulties, those that wait longest first; `after` is the one to turn the page by, None at the end."""

    found: tuple[Difficulty, ...]
    after: UUID | None


NAME = """coalesce((select coalesce(np.full_name, n.display_name) from account n
  left join person np on np.tenant_id = n.tenant_id and np.id = n.person_id
  where n.tenant_id = {0}.tenant_id and n.id = {0}.{1}), '')"""
OVERDUE = "(d.state = 'answered' and d.due_on < sec.domain_today())"
SELECT = f"""
select d.id, d.programme_id, d.person_id, p.full_name as person_name, d.unit_id, u.name as unit_name,
  u.path as unit_path, d.at_unit_id, a.name as at_name, a.path as at_path, d.source, d.criterion,
  coalesce(k.full_name, '') as asked_name, d.words, {NAME.format("d", "by_account")} as by_name, d.at, d.state,
  d.answer, d.responsible_id, coalesce(r.full_name, '') as responsible, d.due_on,
  {NAME.format("d", "answered_by")} as answered_by, d.answered_at, d.closed_at, coalesce({OVERDUE}, false) as overdue,
  d.version
from difficulty d
join person p on p.tenant_id = d.tenant_id and p.id = d.person_id
join unit u on u.tenant_id = d.tenant_id and u.id = d.unit_id
join unit a on a.tenant_id = d.tenant_id and a.id = d.at_unit_id
left join person k on k.tenant_id = d.tenant_id and k.id = d.asked_id
left join person r on r.tenant_id = d.tenant_id and r.id = d.responsible_id
where d.tenant_id = $1
"""
SUMS = f"""
select substr(u.path, 1, length($3::text) + 5) as path,
  count(*) filter (where d.state = 'open')::int as open, count(*) filter (where d.state = 'answered')::int as answered,
  count(*) filter (where {OVERDUE})::int as overdue, count(*) filter (where d.state = 'solved')::int as solved,
  count(*) filter (where d.at_unit_id <> d.unit_id and d.state <> 'solved')::int as passed_up
from difficulty d join unit u on u.tenant_id = d.tenant_id and u.id = d.unit_id
where d.tenant_id = $1 and d.programme_id = $2 and (u.path = $3 or u.path >= $3 || '.' and u.path < $3 || '/')
group by 1
"""
HISTORY = f"""
select h.act, h.words, coalesce(r.full_name, '') as responsible, h.due_on, coalesce(t.name, '') as to_unit,
  {NAME.format("h", "by_account")} as by_name, h.at
from difficulty_act h
left join person r on r.tenant_id = h.tenant_id and r.id = h.responsible_id
left join unit t on t.tenant_id = h.tenant_id and t.id = h.to_unit_id
where h.tenant_id = $1 and h.difficulty_id = $2 order by h.at, h.id
"""


async def one(tx: Transaction, actor: Actor, difficulty_id: UUID) -> Difficulty:
    """One of them; NotFound for whom it does not concern."""
    row = await tx.fetchrow(f"{SELECT} and d.id = $2", tx.tenant_id, difficulty_id)
    if row is None:
        raise NotFound("access.not-found")
    await circle.require_read(tx, actor, row["unit_path"], row["person_id"])
    return Difficulty(**dict(row))


async def history(tx: Transaction, difficulty_id: UUID) -> tuple[Act, ...]:
    """What was done about it, in order."""
    return tuple(Act(**dict(row)) for row in await tx.fetch(HISTORY, tx.tenant_id, difficulty_id))


async def of_person(tx: Transaction, programme: Programme, person_id: UUID) -> tuple[Difficulty, ...]:
    """What is or was hard for somebody in a programme, what is not solved first, then the newest."""
    rows = await tx.fetch(
        f"{SELECT} and d.programme_id = $2 and d.person_id = $3 order by d.state = 'solved', d.at desc, d.id",
        tx.tenant_id, programme.id, person_id,
    )  # fmt: skip
    return tuple(Difficulty(**dict(row)) for row in rows)


async def listing(
    tx: Transaction, actor: Actor, programme: Programme, path: str, state: str, *, here: bool = False,
    overdue: bool = False, after: UUID | None = None, size: int = SIZE,
) -> Page:  # fmt: skip
    """Those of a unit and below it in a state, those that wait longest first; `here` keeps what lies with this very
    unit, `overdue` those whose step was due before today."""
    args: list[Any] = [tx.tenant_id, programme.id, path, state]
    allowed, more = where(actor, "exchange.read", path="u.path", person="d.person_id", first=len(args) + 1)
    args += more
    way = "desc" if state == "solved" else "asc"
    conditions = f"""and d.programme_id = $2 and d.state = $4 and {allowed}
      and (u.path = $3 or u.path >= $3 || '.' and u.path < $3 || '/')"""
    conditions += " and a.path = $3" if here else ""
    conditions += f" and {OVERDUE}" if overdue else ""
    if after:
        args.append(after)
        sign = "<" if way == "desc" else ">"
        conditions += f""" and (d.at, d.id) {sign} (select k.at, k.id from difficulty k
          where k.tenant_id = $1 and k.id = ${len(args)})"""
    rows = await tx.fetch(f"{SELECT} {conditions} order by d.at {way}, d.id {way} limit {size + 1}", *args)
    kept = tuple(Difficulty(**dict(row)) for row in rows[:size])
    return Page(kept, kept[-1].id if len(rows) > size else None)


async def sums(tx: Transaction, programme: Programme, path: str) -> Mapping[str, Sums]:
    """The sums by path: of each unit directly below, and of the unit's own people under its own path."""
    rows = await tx.fetch(SUMS, tx.tenant_id, programme.id, path)
    return {row["path"]: Sums(**{name: row[name] for name in Sums.__struct_fields__}) for row in rows}


def added(found: Mapping[str, Sums]) -> Sums:
    """All of them together."""
    names = Sums.__struct_fields__
    return Sums(**{name: sum(getattr(one, name) for one in found.values()) for name in names})
