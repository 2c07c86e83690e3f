"""Acts on a running programme: move a date, pause, resume."""

from datetime import date

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Stale
from core.programme_life import rules
from core.programme_life.rules import Move
from core.programmes.queries import Programme
from core.steps import Steps

# More time is given to everybody: who was late only by the old date is in time by the new one. Less time makes nobody
# late who has done it already.
IN_TIME = {
    "registration": """
        with r as (update registration set late = false
                   where tenant_id = $1 and programme_id = $2 and late and first_submitted_at < $3 returning person_id)
        update enrolment e set registered_late = false from r
        where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = r.person_id and e.registered_late""",
    "stage": """
        with a as (update assessment a set late = false from registration r
                   where a.tenant_id = $1 and r.tenant_id = $1 and r.id = a.registration_id and r.programme_id = $2
                     and a.late and a.given_at < $3 and a.checkpoint = $4 and a.stage = $5 returning r.person_id)
        update enrolment e set self_late = self_late and $6 <> 'self', rated_late = rated_late and $6 <> 'decides'
        from a where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = a.person_id""",
    "declaration": """
        update declaration set late = false
        where tenant_id = $1 and programme_id = $2 and late and declared_at < $3 and key = $4""",
}

REFUSALS = {"closed": "programme.closed", "paused": "programme.is-paused", "open": "programme.not-paused"}
STEPS = Steps(
    {"change": {"open": "open", "paused": "paused"}, "pause": {"open": "paused"}, "resume": {"paused": "open"}},
    REFUSALS,
)


async def move_date(
    tx: Transaction, actor: Actor, programme: Programme, key: str, day: date | None, reason: str, version: int
) -> tuple[Move, int]:
    """Move the last day of a milestone; what was moved, and how many are in time by it who were late. The census
    moves with the registration for as long as it has not passed."""
    await hold(tx, actor, programme, version, "change")
    moved = rules.move(programme, key, day)
    words = rules.check_reason(reason)
    await tx.execute(
        "update milestone set closes_at = $4 where tenant_id = $1 and programme_id = $2 and key = $3",
        tx.tenant_id, programme.id, key, moved.closes_at,
    )  # fmt: skip
    people = await _forgive(tx, programme, moved) if moved.longer else 0
    if moved.due.act == "registration" and await tx.today() <= programme.census_on:
        await tx.execute(
            "update programme set census_on = $3 where tenant_id = $1 and id = $2",
            tx.tenant_id, programme.id, moved.now,
        )  # fmt: skip
    await note(tx, actor, programme, "date", words, key, str(moved.was), str(moved.now), people)
    return moved, people


async def pause(tx: Transaction, actor: Actor, programme: Programme, reason: str, version: int) -> None:
    """Stop all writing for a while; dates go on. Nothing is settled by it."""
    after = await hold(tx, actor, programme, version, "pause")
    words = rules.check_reason(reason)
    await _set(tx, programme, after)
    await note(tx, actor, programme, "paused", words)


async def resume(tx: Transaction, actor: Actor, programme: Programme, reason: str, version: int) -> None:
    """Let everybody write again."""
    after = await hold(tx, actor, programme, version, "resume")
    words = rules.check_reason(reason)
    await _set(tx, programme, after)
    await note(tx, actor, programme, "resumed", words)


async def note(
    tx: Transaction, actor: Actor, programme: Programme, act: str, reason: str, milestone: str = "", was: str = "",
    now: str = "", people: int = 0,
) -> None:  # fmt: skip
    """Write an act into the programme's history and into the audit trail; the programme has a new version."""
    await tx.execute(
        """insert into programme_act (tenant_id, id, programme_id, act, milestone, was, now, people, reason,
                                      by_account, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, sec.domain_now())""",
        tx.tenant_id, new_id(), programme.id, act, milestone, was, now, people, reason, actor.account_id,
    )  # fmt: skip
    await tx.execute(
        "update programme set version = version + 1 where tenant_id = $1 and id = $2", tx.tenant_id, programme.id
    )
    facts = {"milestone": milestone, "was": was, "now": now, "people": people, "reason": reason}
    told = {name: fact for name, fact in facts.items() if fact}
    await audit.record(tx, actor, f"programme.{act}", programme.id, **told)


async def hold(tx: Transaction, actor: Actor, programme: Programme, version: int, act: str) -> str:
    """Lock a programme, as the page has shown it, for an act of `STEPS`; the state after it."""
    require(actor, "programme.admin", Target())
    row = await tx.fetchrow(
        "select state, version from programme where tenant_id = $1 and id = $2 for update", tx.tenant_id, programme.id
    )
    if row["version"] != version:
        raise Stale("programme.changed", theirs={}, version=row["version"])
    return STEPS.after(act, row["state"])


async def _set(tx: Transaction, programme: Programme, state: str) -> None:
    await tx.execute(
        "update programme set state = $3 where tenant_id = $1 and id = $2", tx.tenant_id, programme.id, state
    )


async def _forgive(tx: Transaction, programme: Programme, moved: Move) -> int:
    """Take the mark of lateness from those who acted before the new end."""
    kind, _, rest = moved.due.act.partition(":")
    args: list[object] = [tx.tenant_id, programme.id, moved.closes_at]
    if kind == "stage":
        checkpoint, _, stage = rest.partition(".")
        entry = programme.rules.stages.get(stage)
        role = "decides" if entry and entry.decides else "self" if entry and entry.actor == "self" else ""
        args += [checkpoint, stage, role]
    elif kind == "declaration":
        args.append(rest)
    if kind not in IN_TIME:
        return 0
    return int((await tx.execute(IN_TIME[kind], *args)).split()[-1])
