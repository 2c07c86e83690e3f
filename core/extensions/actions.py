"""Asking for more time and deciding on it (domain.md §2, §8)."""

from datetime import date
from uuid import UUID

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Forbidden, NotFound, Problem
from core.extensions import rules
from core.packs.calendar import Due
from core.programmes.queries import Programme

UNIT = "select path from unit where tenant_id = $1 and id = $2 and closed_on is null"
ASKED = """
insert into extension (tenant_id, id, programme_id, unit_id, milestone, asked_until, reason, asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, sec.domain_now()) on conflict do nothing
"""
HELD = """
select x.milestone, x.state, x.asked_by, u.path
from extension x join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
where x.tenant_id = $1 and x.programme_id = $2 and x.id = $3 for update of x
"""
DECIDED = """
update extension set state = $3, ends_at = $4, answer = $5, decided_by = $6, decided_at = sec.domain_now()
where tenant_id = $1 and id = $2
"""


async def ask(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, milestone: str, day: date | None, reason: str
) -> UUID:
    """Ask the unit above for more time, for the unit and everybody below it: by the unit's secretary. One request a
    milestone waits at a time."""
    path = await tx.fetchval(UNIT, tx.tenant_id, unit_id)
    if path is None:
        raise NotFound("access.not-found")
    require(actor, "extension.ask", Target(unit_path=path), see="extension.read")
    if "." not in path:
        raise Problem("extension.nobody-above")
    due = _due(programme, milestone)
    kept = rules.words(reason, "reason", needed=True)
    until = rules.check(programme.ends_on, due, day, await tx.today())
    new = new_id()
    values = (tx.tenant_id, new, programme.id, unit_id, milestone, until, kept, actor.account_id)
    if await tx.execute(ASKED, *values) != "INSERT 0 1":
        raise Problem("extension.already-asked", field="milestone")
    await audit.record(tx, actor, "extension.asked", new, programme=str(programme.id), milestone=milestone)
    return new


async def grant(
    tx: Transaction, actor: Actor, programme: Programme, extension_id: UUID, day: date | None, answer: str
) -> None:
    """Give time until the end of a day, which may be another than the one asked for."""
    due = await _hold(tx, actor, programme, extension_id)
    kept = rules.words(answer, "answer", needed=False)
    until = rules.ends_at(rules.check(programme.ends_on, due, day, await tx.today()))
    await tx.execute(DECIDED, tx.tenant_id, extension_id, "granted", until, kept, actor.account_id)
    await audit.record(tx, actor, "extension.granted", extension_id, until=until.isoformat())


async def refuse(tx: Transaction, actor: Actor, programme: Programme, extension_id: UUID, answer: str) -> None:
    """Say no, and why."""
    await _hold(tx, actor, programme, extension_id)
    kept = rules.words(answer, "answer", needed=True)
    await tx.execute(DECIDED, tx.tenant_id, extension_id, "refused", None, kept, actor.account_id)
    await audit.record(tx, actor, "extension.refused", extension_id)


async def _hold(tx: Transaction, actor: Actor, programme: Programme, extension_id: UUID) -> Due:
    """The request under lock, by who may decide on it; nobody decides on his own."""
    row = await tx.fetchrow(HELD, tx.tenant_id, programme.id, extension_id)
    if row is None:
        raise NotFound("access.not-found")
    require(actor, "extension.decide", Target(unit_path=row["path"]), see="extension.read")
    if row["asked_by"] == actor.account_id:
        raise Forbidden("extension.own-request")
    if row["state"] != "asked":
        raise Problem("extension.already-decided")
    return _due(programme, row["milestone"])


def _due(programme: Programme, milestone: str) -> Due:
    if programme.state != "open":
        raise Problem("programme.closed")
    due = programme.milestones.get(milestone)
    if due is None:
        raise Problem("form.unknown-choice", field="milestone")
    return due
