"""Rating by points: what a collective gives item by item, the level that follows, and why (S4-47, S4-49 … S4-52)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, require
from core.assessments import ballots, reply_rules, rules, sheets
from core.assessments.actions import given_stages, held_for, values_of
from core.assessments.sheets import Held, Saved
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.extensions.queries import due_for
from core.packs.facts import AssessmentFact, ItemFact, Rating, RatingFact
from core.programmes import pinned
from core.programmes.queries import Programme
from core.programmes.rules import key_at, rank_of

VIOLATIONS = """
select register, choice, count(*)::int as n from register_entry
where tenant_id = $1 and programme_id = $2 and person_id = $3 and removed_at is null group by register, choice
"""
SESSION = """
select unit_id, checkpoint, stage, state, present, paused_at from review_session
where tenant_id = $1 and id = $2 for share
"""


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """What a meeting gives one person: points by criterion in hundredths, a comment, and where they are asked for the
    conditions met, the votes for and against and the `blank` ones, how the chair settled a tie, and a level against the
    computed one."""

    points: Mapping[str, int]
    comment: str = ""
    conditions: Mapping[str, bool] = {}
    votes: tuple[int, int] | None = None
    blank: int = 0
    casting: bool | None = None
    level: str = ""
    override_reason: str = ""


async def score(
    tx: Transaction, actor: Actor, session_id: UUID, registration_id: UUID, scores: Scores, version: int
) -> Saved:
    """Record what the meeting gave a person. The level follows from the points by the pack's rules; another one needs a
    reason and both are kept. Never by the person himself; refused once the results are on their way."""
    programme, checkpoint, held = await held_for(tx, registration_id)
    require(actor, "assessment.rate", held.target, see="registration.read")
    sheets.check_open(held)
    sheets.check_answered(held)
    stage = rules.deciding_stage(programme.rules, checkpoint)
    present = await _check_session(tx, session_id, held, checkpoint, stage)
    ballots.check(scores.votes, scores.blank, present)
    until = reply_rules.until(held.now, programme.rules.stages[stage].reply_days)
    saved = await given(tx, actor, programme, held, checkpoint, scores, session_id, version, until)
    await ballots.keep(tx, session_id, registration_id, scores.votes, scores.blank, casting=bool(scores.casting))
    return saved


async def given(
    tx: Transaction, actor: Actor, programme: Programme, held: Held, checkpoint: str, scores: Scores,
    session_id: UUID | None, version: int, until: datetime | None,
) -> Saved:  # fmt: skip
    """Judge and store what was given, on which the person may reply `until` then; the caller has checked who may."""
    stage = rules.deciding_stage(programme.rules, checkpoint)
    rules.check_comment(scores.comment)
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    heard = await given_stages(tx, held, checkpoint)
    fact = await _fact(tx, programme, held, scores, checkpoint, heard)
    computed = hooks.rate(programme.rules, (msgspec.structs.replace(fact, level=None, reason=""),))[0]
    act = AssessmentFact(
        items=tuple(held.items), registered=held.most, points=scores.points, prerequisites=scores.conditions,
        level=scores.level or None, computed=computed.level, override_reason=scores.override_reason,
        votes=scores.votes, casting=scores.casting, comment=scores.comment,
    )  # fmt: skip
    rules.refuse(programme.rules, hooks.assessment_problems(programme.rules, stage, act))
    found = hooks.rate(programme.rules, (fact,))[0]
    where = (checkpoint, stage)
    return await _store(tx, actor, programme, held, where, scores, fact, found, session_id, version, until)


def facts_of(
    items: Mapping[str, int], given: Mapping[str, int], conditions: Mapping[str, bool], **more: object
) -> RatingFact:
    """The facts of a result from stored values: `items` are the registered points, `given` those of the meeting."""
    return RatingFact(
        items=tuple(
            ItemFact(criterion=key, registered=most, given=given.get(key)) for key, most in items.items()
        ),
        prerequisites=conditions, **more,
    )  # fmt: skip


async def _fact(
    tx: Transaction, programme: Programme, held: Held, scores: Scores, checkpoint: str, heard: list[str]
) -> RatingFact:
    before = set(heard) - {rules.deciding_stage(programme.rules, checkpoint)}
    order = [named.key for named in rules.stages_of(programme.rules, checkpoint)]
    return facts_of(
        held.most, scores.points, scores.conditions, level=scores.level or None, reason=scores.override_reason.strip(),
        violations=await violations(tx, held.programme_id, held.person_id),
        voices=tuple(key for key in order if key in before),
        missing=rules.missing(programme.rules, checkpoint, heard),
    )  # fmt: skip


async def violations(tx: Transaction, programme_id: UUID, person_id: UUID) -> dict[str, int]:
    """How many entries a person has, by register and by `register:choice`: what caps are read from."""
    found: dict[str, int] = {}
    for row in await tx.fetch(VIOLATIONS, tx.tenant_id, programme_id, person_id):
        found[row["register"]] = found.get(row["register"], 0) + row["n"]
        if row["choice"]:
            found[f"{row['register']}:{row['choice']}"] = row["n"]
    return found


async def _check_session(tx: Transaction, session_id: UUID, held: Held, checkpoint: str, stage: str) -> int | None:
    """How many were there, None while nobody said it."""
    row = await tx.fetchrow(SESSION, tx.tenant_id, session_id)
    if row is None or (row["unit_id"], row["checkpoint"], row["stage"]) != (held.unit_id, checkpoint, stage):
        raise NotFound("access.not-found")
    if row["state"] != "open":
        raise Problem("session.closed")
    if row["paused_at"] is not None:
        raise Problem("session.paused")
    return row["present"]


async def _store(
    tx: Transaction, actor: Actor, programme: Programme, held: Held, where: tuple[str, str], scores: Scores,
    fact: RatingFact, found: Rating, session_id: UUID | None, version: int, until: datetime | None,
) -> Saved:  # fmt: skip
    if found.level is None or found.computed is None:
        raise Problem("assessment.open", waits=", ".join(found.open))
    checkpoint, stage = where
    rank, computed = rank_of(programme.rules, found.level), rank_of(programme.rules, found.computed)
    due = programme.due(f"stage:{checkpoint}.{stage}")
    rules.check_opens(await due_for(tx, programme, due, held.unit_id, held.now), held.now)
    late = rules.is_late(due, held.now)
    marks = {key: {"points": given} for key, given in scores.points.items()}
    values = values_of(actor, scores.comment, final=True, late=late, level=rank, marks=marks) | {
        "points": found.total,
        "computed": computed,
        "override_reason": scores.override_reason.strip() if rank != computed else "",
        "violations": msgspec.json.encode(fact.violations).decode(),
        "conditions": msgspec.json.encode(scores.conditions).decode(),
        "reasons": msgspec.json.encode(found.reasons).decode(),
        "session": session_id,
        "reply_until": until,
    }
    saved = await sheets.save(tx, held, checkpoint, stage, version, values)
    await tx.execute(
        "update enrolment set state = 'rated', level = $4, points = $6,"
        " rated_late = case when state = 'rated' then rated_late else $5 end"
        " where tenant_id = $1 and programme_id = $2 and person_id = $3",
        tx.tenant_id, held.programme_id, held.person_id, rank, late, found.total,
    )  # fmt: skip
    before = key_at(programme.rules, held.level) if held.level else None
    await audit.record(
        tx, actor, "assessment.score", held.id, level=found.level, computed=found.computed, before=before,
        points=found.total, session=session_id, **({"reply_until": until.isoformat()} if until else {}),
    )  # fmt: skip
    return saved
