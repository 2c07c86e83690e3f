"""Closing a programme: what is still open is shown, who registered nothing gets the level that says so (S4-52)."""

from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.assessments.rules import rates
from core.db.scope import Transaction
from core.errors import Problem
from core.packs.facts import RatingFact
from core.programmes import pinned
from core.programmes.queries import Programme
from core.programmes.rules import rank_of
from core.wording import worded

REASON_MAX, SHOWN = 500, 50
COUNTS = """
select count(*) filter (where e.state = 'enrolled')::int as unregistered,
       count(*) filter (where e.state in ('submitted', 'returned', 'validated'))::int as unassessed,
       count(*) filter (where e.state = 'rated')::int as unrecognised
from enrolment e where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
"""
NAMED = """
select w.full_name as name, u.name as unit_name, e.state
from enrolment e
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
  and e.state in ('submitted', 'returned', 'validated', 'rated')
order by u.path, w.sort_key, w.id limit $3
"""
BY_RULE = """
update enrolment set state = 'recognised', level = $3, by_rule = 'nothing_registered'
where tenant_id = $1 and programme_id = $2 and presence = 'present' and state = 'enrolled'
"""
TAKEN_BACK = """
update enrolment set state = 'enrolled', level = null, by_rule = ''
where tenant_id = $1 and programme_id = $2 and by_rule = 'nothing_registered'
"""


class Unsettled(msgspec.Struct, frozen=True):
    """Somebody who registered and has no final result; he is left open and named, never counted as zero."""

    name: str
    unit_name: str
    state: str


class Matters(msgspec.Struct, frozen=True, kw_only=True):
    """What a closing finds: how many registered nothing, were not assessed, or wait for recognition; `level` is what
    those who registered nothing get, None where the pack says nothing of them."""

    unregistered: int
    unassessed: int
    unrecognised: int
    level: str | None
    named: tuple[Unsettled, ...]


async def matters(tx: Transaction, actor: Actor, programme: Programme) -> Matters:
    """What is still open, before it is closed."""
    require(actor, "programme.admin", Target())
    counts = await tx.fetchrow(COUNTS, tx.tenant_id, programme.id)
    if not rates(programme.rules):  # nobody waits for a level that nobody gives (S1-A1)
        return Matters(unregistered=counts["unregistered"], unassessed=0, unrecognised=0, level=None, named=())
    rows = await tx.fetch(NAMED, tx.tenant_id, programme.id, SHOWN)
    return Matters(**dict(counts), level=_level(programme), named=tuple(Unsettled(*row) for row in rows))


async def close(tx: Transaction, actor: Actor, programme: Programme) -> int:
    """Close the programme; how many got a level by the rule. A second closing is refused."""
    await _lock(tx, actor, programme, "open")
    level, done = _level(programme), "UPDATE 0"
    if level is not None:
        done = await tx.execute(BY_RULE, tx.tenant_id, programme.id, rank_of(programme.rules, level))
    await _set(tx, programme.id, "closed")
    people = int(done.split()[-1])
    await audit.record(tx, actor, "programme.close", programme.id, by_rule=people)
    return people


async def reopen(tx: Transaction, actor: Actor, programme: Programme, reason: str) -> None:
    """Open a closed programme again, with a reason; results by the rule are taken back, all others stay. A closed phase
    stays history (S1-A4)."""
    await _lock(tx, actor, programme, "closed")
    if programme.rules.provenance == "historical":
        raise Problem("programme.historical")
    words = worded(reason, "reason", REASON_MAX, code="programme.reason-missing")
    await tx.execute(TAKEN_BACK, tx.tenant_id, programme.id)
    await _set(tx, programme.id, "open")
    await audit.record(tx, actor, "programme.reopen", programme.id, reason=words)


def _level(programme: Programme) -> str | None:
    """The level of who registered nothing, by the pack's own rule."""
    if not any("nothing_registered" in level.also for level in programme.rules.scale.levels.values()):
        return None
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    return hooks.rate(programme.rules, (RatingFact(registered=False),))[0].level


async def _lock(tx: Transaction, actor: Actor, programme: Programme, wanted: str) -> None:
    require(actor, "programme.admin", Target())
    state = await tx.fetchval(
        "select state from programme where tenant_id = $1 and id = $2 for update", tx.tenant_id, programme.id
    )
    if state == "paused":
        raise Problem("programme.is-paused")
    if state != wanted:
        raise Problem("programme.already-closed" if wanted == "open" else "programme.not-closed")


async def _set(tx: Transaction, programme_id: UUID, state: str) -> None:
    await tx.execute(
        "update programme set state = $3, closed_at = case when $3 = 'closed' then sec.domain_now() end,"
        " version = version + 1 where tenant_id = $1 and id = $2",
        tx.tenant_id, programme_id, state,
    )  # fmt: skip
