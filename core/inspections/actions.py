"""Planning an inspection, holding it, recording what was found and what became of it, closing it."""

from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale, check_all
from core.inspections import rules

HELD = """
select i.state, i.version, i.planned_on, u.path, sec.domain_today() as today,
  (select count(*) from inspection_finding f where f.tenant_id = i.tenant_id and f.inspection_id = i.id
     and f.followed_on is null) as unfollowed
from inspection i join unit u on u.tenant_id = i.tenant_id and u.id = i.unit_id
where i.tenant_id = $1 and i.id = $2 for update of i
"""


class Held(msgspec.Struct, frozen=True):
    """An inspection under lock; `unfollowed` recommendations wait for an outcome."""

    state: str
    version: int
    planned_on: date
    path: str
    today: date
    unfollowed: int


async def plan(
    tx: Transaction, actor: Actor, unit_id: UUID, planned_on: date | None, contents: str, team: str
) -> UUID:
    """Put an inspection of a unit below into the plan; its id."""
    path = await tx.fetchval(
        "select path from unit where tenant_id = $1 and id = $2 and closed_on is null", tx.tenant_id, unit_id
    )
    if path is None:
        raise NotFound("access.not-found")
    require(actor, "inspection.write", Target(unit_path=path), see="inspection.read")
    check_all(
        lambda: rules.day(planned_on, "planned_on"),
        lambda: rules.text(contents, "contents", rules.CONTENTS_MAX),
        lambda: rules.text(team, "team", rules.TEAM_MAX),
    )
    new = new_id()
    await tx.execute(
        "insert into inspection (tenant_id, id, unit_id, planned_on, contents, team, by_account, at)"
        " values ($1, $2, $3, $4, $5, $6, $7, sec.domain_now())",
        tx.tenant_id, new, unit_id, planned_on, contents.strip(), team.strip(), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "inspection.plan", new, unit=unit_id)
    return new


async def hold(
    tx: Transaction, actor: Actor, inspection_id: UUID, held_on: date | None, conclusion: str, version: int
) -> None:
    """Record that it was held, with its conclusion; correctable until it is closed."""
    held = await _hold(tx, actor, inspection_id, version)
    after = rules.STEPS.after("hold", held.state)
    check_all(
        lambda: rules.day(held_on, "held_on", latest=held.today),
        lambda: rules.text(conclusion, "conclusion", rules.CONCLUSION_MAX),
    )
    await tx.execute(
        "update inspection set state = $3, held_on = $4, conclusion = $5, version = version + 1"
        " where tenant_id = $1 and id = $2",
        tx.tenant_id, inspection_id, after, held_on, conclusion.strip(),
    )  # fmt: skip
    await audit.record(tx, actor, "inspection.hold", inspection_id)


async def find(
    tx: Transaction, actor: Actor, inspection_id: UUID, words: str, recommendation: str, due_on: date | None
) -> UUID:
    """Record something found with what is recommended, until which day; its id."""
    held = await _hold(tx, actor, inspection_id)
    rules.STEPS.after("find", held.state)
    check_all(
        lambda: rules.text(words, "words", rules.WORDS_MAX),
        lambda: rules.text(recommendation, "recommendation", rules.WORDS_MAX),
        lambda: rules.day(due_on, "due_on"),
    )
    new = new_id()
    await tx.execute(
        "insert into inspection_finding (tenant_id, id, inspection_id, words, recommendation, due_on, by_account, at)"
        " values ($1, $2, $3, $4, $5, $6, $7, sec.domain_now())",
        tx.tenant_id, new, inspection_id, words.strip(), recommendation.strip(), due_on, actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "inspection.find", inspection_id, finding=new)
    return new


async def follow(
    tx: Transaction, actor: Actor, inspection_id: UUID, finding_id: UUID, outcome: str
) -> None:
    """Record what the unit did about a recommendation; once."""
    held = await _hold(tx, actor, inspection_id)
    rules.STEPS.after("follow", held.state)
    words = rules.text(outcome, f"outcome.{finding_id}", rules.WORDS_MAX)
    done = await tx.execute(
        "update inspection_finding set followed_on = sec.domain_today(), outcome = $4"
        " where tenant_id = $1 and inspection_id = $2 and id = $3 and followed_on is null",
        tx.tenant_id, inspection_id, finding_id, words,
    )  # fmt: skip
    if done != "UPDATE 1":
        raise Problem("inspection.already-followed")
    await audit.record(tx, actor, "inspection.follow", inspection_id, finding=finding_id)


async def end(tx: Transaction, actor: Actor, inspection_id: UUID, act: str, version: int) -> None:
    """Close an inspection whose recommendations were all followed (`close`), or drop a planned one (`drop`)."""
    held = await _hold(tx, actor, inspection_id, version)
    after = rules.STEPS.after(act, held.state)
    if held.unfollowed:
        raise Problem("inspection.unfollowed", count=held.unfollowed)
    await tx.execute(
        "update inspection set state = $3, closed_at = sec.domain_now(), version = version + 1"
        " where tenant_id = $1 and id = $2",
        tx.tenant_id, inspection_id, after,
    )  # fmt: skip
    await audit.record(tx, actor, f"inspection.{act}", inspection_id)


async def _hold(tx: Transaction, actor: Actor, inspection_id: UUID, version: int | None = None) -> Held:
    row = await tx.fetchrow(HELD, tx.tenant_id, inspection_id)
    if row is None:
        raise NotFound("access.not-found")
    held = Held(**dict(row))
    require(actor, "inspection.write", Target(unit_path=held.path), see="inspection.read")
    if version is not None and held.version != version:
        raise Stale("inspection.changed", theirs={}, version=held.version)
    return held
