"""Reading the plan of a year and one inspection with its findings."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.access import Actor, Target, can, require, where
from core.db.scope import Transaction
from core.errors import NotFound

MOST = 500  # of one year; the plan is one page


class Finding(msgspec.Struct, frozen=True):
    """Something found, what is recommended until when, what was done."""

    id: UUID
    words: str
    recommendation: str
    due_on: date
    followed_on: date | None
    outcome: str


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection; `unfollowed` recommendations wait, `overdue` of them are past their day."""

    id: UUID
    unit_id: UUID
    unit_name: str
    unit_path: str
    planned_on: date
    contents: str
    team: str
    state: str
    held_on: date | None
    conclusion: str
    by: str
    version: int
    findings: int
    unfollowed: int
    overdue: int


READ = """
select i.id, i.unit_id, u.name as unit_name, u.path as unit_path, i.planned_on, i.contents, i.team, i.state, i.held_on,
  i.conclusion, i.version, coalesce(w.full_name, c.display_name, '') as by, f.findings, f.unfollowed, f.overdue
from inspection i
join unit u on u.tenant_id = i.tenant_id and u.id = i.unit_id
left join account c on c.tenant_id = i.tenant_id and c.id = i.by_account
left join person w on w.tenant_id = c.tenant_id and w.id = c.person_id
cross join lateral (
  select count(*)::int as findings, (count(*) filter (where f.followed_on is null))::int as unfollowed,
    (count(*) filter (where f.followed_on is null and f.due_on < sec.domain_today()))::int as overdue
  from inspection_finding f where f.tenant_id = i.tenant_id and f.inspection_id = i.id) f
where i.tenant_id = $1
"""


async def of_year(tx: Transaction, actor: Actor, year: int) -> tuple[Inspection, ...]:
    """The inspections planned for a year that the actor may read, by day."""
    seen, args = where(actor, "inspection.read", path="u.path", first=5)
    sql = f"{READ} and i.planned_on between $2 and $3 and {seen} order by i.planned_on, u.path, i.id limit $4"
    rows = await tx.fetch(sql, tx.tenant_id, date(year, 1, 1), date(year, 12, 31), MOST, *args)
    return tuple(Inspection(**dict(row)) for row in rows)


async def one(tx: Transaction, actor: Actor, inspection_id: UUID) -> Inspection:
    """One inspection; NotFound for who may not read it."""
    row = await tx.fetchrow(f"{READ} and i.id = $2", tx.tenant_id, inspection_id)
    if row is None:
        raise NotFound("access.not-found")
    require(actor, "inspection.read", Target(unit_path=row["unit_path"]))
    return Inspection(**dict(row))


async def findings(tx: Transaction, inspections: Sequence[UUID]) -> dict[UUID, tuple[Finding, ...]]:
    """The findings of inspections that the caller has read, by inspection."""
    rows = await tx.fetch(
        "select inspection_id, id, words, recommendation, due_on, followed_on, outcome from inspection_finding"
        " where tenant_id = $1 and inspection_id = any($2::uuid[]) order by due_on, id",
        tx.tenant_id, list(inspections),
    )  # fmt: skip
    found: dict[UUID, list[Finding]] = {}
    for row in rows:
        found.setdefault(row["inspection_id"], []).append(Finding(*list(row)[1:]))
    return {key: tuple(many) for key, many in found.items()}


def may_write(actor: Actor, found: Inspection) -> bool:
    """Whether the actor keeps this inspection."""
    return can(actor, "inspection.write", Target(unit_path=found.unit_path))
