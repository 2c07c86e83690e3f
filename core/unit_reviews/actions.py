"""Reviewing a unit from above: once a round, corrected while the programme is open; the first act's lateness stays."""

from uuid import UUID

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.assessments.rules import check_opens, is_late
from core.db.scope import Transaction
from core.errors import Forbidden, NotFound, Problem, Stale
from core.extensions.queries import due_for
from core.programmes.queries import Programme
from core.programmes.rules import key_at, rank_of
from core.unit_reviews import rules
from core.unit_reviews.rules import Round


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the form holds; `level` is '' where the scale names none, `version` 0 for a first review."""

    comment: str
    level: str = ""
    version: int = 0


# A share of the programme's row: nothing is written while somebody closes it.
UNIT = """
select u.id, u.path, u.kind, u.parent_id, p.state,
       u.opened_on <= p.ends_on and (u.closed_on is null or u.closed_on > p.starts_on) as existed
from unit u join programme p on p.tenant_id = u.tenant_id and p.id = $3
where u.tenant_id = $1 and u.id = $2 for share of u, p
"""
STORED = """
select comment, level, late, version from unit_review
where tenant_id = $1 and programme_id = $2 and unit_id = $3 and checkpoint = $4 and stage = $5 for update
"""
INSERT = """
insert into unit_review
  (tenant_id, programme_id, unit_id, checkpoint, stage, comment, level, by_account, by_person, by_unit_id, late,
   given_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, sec.domain_now()) on conflict do nothing
"""
CORRECT = """
update unit_review set comment = $6, level = $7, by_account = $8, by_person = $9, by_unit_id = $10,
  changed_at = sec.domain_now(), version = version + 1
where tenant_id = $1 and programme_id = $2 and unit_id = $3 and checkpoint = $4 and stage = $5
"""


async def give(
    tx: Transaction, actor: Actor, programme: Programme, checkpoint: str, unit_id: UUID, entry: Entry
) -> bool:
    """Review a unit, or correct the review; whether it is late. By a committee member of the unit above who does not
    sit on the reviewed committee. Stale where somebody corrected it meanwhile."""
    found = rules.round_at(programme.rules, checkpoint)
    unit = await tx.fetchrow(UNIT, tx.tenant_id, unit_id, programme.id)
    if unit is None or not found.reviews(unit["kind"]) or not unit["existed"]:
        raise NotFound("access.not-found")
    require(actor, "unit_review.give", Target(unit_path=unit["path"]), see="unit_review.read")
    if rules.own(actor, unit["path"]):
        raise Forbidden("unit-review.own-unit")
    if unit["state"] != "open":
        raise Problem("programme.closed")
    where = (tx.tenant_id, programme.id, unit_id, checkpoint, found.stage_key)
    stored = await tx.fetchrow(STORED, *where)
    _check_version(programme, stored, entry)
    rules.check(programme.rules, entry.comment, entry.level)
    due, now = programme.due(found.act), await tx.now()
    check_opens(await due_for(tx, programme, due, unit_id, now), now)
    late = stored["late"] if stored else is_late(due, now)
    rank = rank_of(programme.rules, entry.level) if entry.level else None
    values = (*where, entry.comment.strip(), rank, actor.account_id, actor.person_id, unit["parent_id"])
    if stored:
        await tx.execute(CORRECT, *values)
    elif await tx.execute(INSERT, *values, late) != "INSERT 0 1":
        raise Stale("unit-review.changed", theirs={}, version=1)
    await _record(tx, actor, programme, found, unit_id, stored, entry)
    return late


def _check_version(programme: Programme, stored: asyncpg.Record | None, entry: Entry) -> None:
    if (stored["version"] if stored else 0) == entry.version:
        return
    if stored is None:
        raise Stale("unit-review.changed", theirs={}, version=0)
    level = key_at(programme.rules, stored["level"]) if stored["level"] else ""
    theirs = {"level": level, "comment": stored["comment"]}
    raise Stale("unit-review.changed", theirs=theirs, version=stored["version"])


async def _record(
    tx: Transaction, actor: Actor, programme: Programme, found: Round, unit_id: UUID, stored: asyncpg.Record | None,
    entry: Entry,
) -> None:  # fmt: skip
    before = key_at(programme.rules, stored["level"]) if stored and stored["level"] else None
    await audit.record(
        tx, actor, "unit-review.correct" if stored else "unit-review.give", unit_id, programme=programme.id,
        checkpoint=found.key, level=entry.level, before=before, version=stored["version"] + 1 if stored else 1,
    )  # fmt: skip
