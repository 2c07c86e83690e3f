"""The right of reply: a person agrees or objects to the level proposed for him, the committee answers in writing."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, can, require
from core.assessments import reply_rules, rules, scoring, sheets
from core.assessments.actions import held_for, values_of
from core.assessments.queries import Round
from core.assessments.scoring import Scores
from core.assessments.sheets import Held
from core.db.scope import Transaction
from core.errors import Problem, Stale
from core.packs.facts import AssessmentFact
from core.programmes import pinned
from core.programmes.queries import Programme
from core.programmes.rules import key_at, rank_of

DECISION = """
select a.version, a.level, a.points, a.comment, a.by_account, a.by_person, a.given_at, a.reply_until, a.late,
       a.session_id, a.marks::text as marks, a.conditions::text as conditions, o.version as replied_version,
       coalesce(o.kind, '') as kind, o.outcome
from assessment a
left join level_reply o on o.tenant_id = a.tenant_id and o.registration_id = a.registration_id
  and o.checkpoint = a.checkpoint and o.stage = a.stage and coalesce(o.answered_version, o.version) = a.version
where a.tenant_id = $1 and a.registration_id = $2 and a.checkpoint = $3 and a.stage = $4 and a.given_at is not null
"""
ANSWERED = """
update level_reply set outcome = $6, answer = $7, level_after = $8, points_after = $9, answered_version = $10,
  answered_by_account = $11, answered_by_person = $12, answered_at = sec.domain_now()
where tenant_id = $1 and registration_id = $2 and checkpoint = $3 and stage = $4 and version = $5
"""
# The level follows the answer; the words beside it stay those of whoever gave the first one, and then. The answer has
# its own author and day.
AUTHOR = """
update assessment set by_account = $5, by_person = $6, given_at = $7
where tenant_id = $1 and registration_id = $2 and checkpoint = $3 and stage = $4
"""
# A recogniser who has read the results before the answer is told that they have changed.
TOUCHED = """
update unit_result set version = version + 1
where tenant_id = $1 and programme_id = $2 and unit_id = $3 and checkpoint = $4 and state = 'sent'
"""
SAID = """
select o.version, o.kind, o.words, o.level_before, o.points_before, o.at, o.outcome, o.answer, o.level_after,
       o.points_after, o.answered_version, o.answered_at, coalesce(w.full_name, c.display_name, '') as answered_by
from level_reply o
left join person w on w.tenant_id = o.tenant_id and w.id = o.answered_by_person
left join account c on c.tenant_id = o.tenant_id and c.id = o.answered_by_account
where o.tenant_id = $1 and o.registration_id = $2 and o.checkpoint = $3 and o.stage = $4 order by o.version
"""


class Decision(msgspec.Struct, frozen=True):
    """The level as it stands with the reply to it."""

    version: int
    level: int
    points: int | None
    comment: str
    by_account: UUID
    by_person: UUID | None
    given_at: datetime
    reply_until: datetime | None
    late: bool
    session_id: UUID | None
    marks: str
    conditions: str
    replied_version: int | None
    kind: str
    outcome: str | None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said of a level, and what was answered; levels by key, points in hundredths."""

    kind: str
    words: str
    level_before: str
    points_before: int | None
    at: datetime
    outcome: str | None
    answer: str
    level_after: str | None
    points_after: int | None
    answered_at: datetime | None
    answered_by: str
    answered_version: int | None
    version: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The right of reply on a result: its state (`reply_rules.STATES`), its end, everything that was said so far."""

    state: str
    until: datetime | None
    said: tuple[Reply, ...]
    may_reply: bool
    may_answer: bool


async def agree(tx: Transaction, actor: Actor, programme: Programme, version: int) -> None:
    """Accept the level as it is proposed: it need not wait for the end of the period any more."""
    await _reply(tx, actor, programme, version, "agree", "")


async def object_to(tx: Transaction, actor: Actor, programme: Programme, words: str, version: int) -> None:
    """Object to the level with a reason; nothing is recognised before the committee has answered."""
    kept = reply_rules.check_words(words, "words", code="reply.reason-missing")
    await _reply(tx, actor, programme, version, "object", kept)


async def keep(tx: Transaction, actor: Actor, registration_id: UUID, words: str, version: int) -> None:
    """Answer an objection and leave the level as it is."""
    programme, checkpoint, held = await held_for(tx, registration_id)
    now = await _answering(tx, actor, programme, held, checkpoint, "keep", version)
    kept = reply_rules.check_words(words, "words", code="reply.answer-missing")
    outcome = ("kept", kept, now.level, now.points, now.version)
    await _answered(tx, actor, programme, held, checkpoint, now, outcome)


async def change(
    tx: Transaction, actor: Actor, registration_id: UUID, words: str, version: int,
    level: str = "", points: Mapping[str, int] | None = None,
) -> None:  # fmt: skip
    """Answer an objection with another level, by points with other points. The answer is kept beside the comment that
    was given with the first level (S0-45, S4-47), which stays whose it was. There is no second reply. Allowed while
    the results are on their way: whoever recognises them reads them again."""
    programme, checkpoint, held = await held_for(tx, registration_id)
    now = await _answering(tx, actor, programme, held, checkpoint, "change", version)
    kept = reply_rules.check_words(words, "words", code="reply.answer-missing")
    if programme.rules.scale.by_points:
        await _rescore(tx, actor, programme, held, checkpoint, now, points or {})
    else:
        await _regrade(tx, actor, programme, held, checkpoint, now, level)
    stage = rules.deciding_stage(programme.rules, checkpoint)
    author = (now.by_account, now.by_person, now.given_at)
    await tx.execute(AUTHOR, tx.tenant_id, held.id, checkpoint, stage, *author)
    after = await _decision(tx, programme, held, checkpoint)
    outcome = ("changed", kept, after.level, after.points, after.version)
    await tx.execute(TOUCHED, tx.tenant_id, programme.id, held.unit_id, checkpoint)
    await _answered(tx, actor, programme, held, checkpoint, now, outcome)


async def standing(tx: Transaction, actor: Actor, found: Round) -> Standing:
    """The right of reply on a round that the caller has been allowed to read."""
    pack, decision = found.programme.rules, found.decision
    where = (tx.tenant_id, found.registration_id, rules.final_checkpoint(pack), decision.key)
    said = [_said(found, row) for row in await tx.fetch(SAID, *where)]
    now = next((one for one in said if (one.answered_version or one.version) == decision.version), None)
    state = "none"
    if found.level and decision.given_at:
        kind, outcome = (now.kind, now.outcome) if now else ("", None)
        state = reply_rules.state_of(decision.reply_until, found.now, kind, outcome)
    at = Target(unit_path=found.unit_path, person_id=found.person_id, state=found.state)
    open_ = found.programme.state == "open" and found.presence == "present"
    return Standing(
        state=state, until=decision.reply_until, said=tuple(said),
        may_reply=open_ and state == "open" and found.state == "rated" and can(actor, "reply.give", at),
        may_answer=open_ and state == "objected" and can(actor, "reply.answer", at),
    )  # fmt: skip


def _said(found: Round, row: Mapping[str, object]) -> Reply:
    facts = dict(row)
    for name in ("level_before", "level_after"):
        facts[name] = key_at(found.programme.rules, facts[name]) if facts[name] else None
    return Reply(**facts)


async def _reply(
    tx: Transaction, actor: Actor, programme: Programme, version: int, act: str, words: str
) -> None:
    checkpoint = rules.final_checkpoint(programme.rules)
    held = await sheets.hold_own(tx, programme.id, actor.person_id, checkpoint)
    require(actor, "reply.give", held.target, see="own.read")
    _check_running(held)
    if held.state == "recognised":
        raise Problem("reply.over", state=held.state)
    now = await _decision(tx, programme, held, checkpoint)
    after = reply_rules.REPLIES.after(act, reply_rules.state_of(now.reply_until, held.now, now.kind, now.outcome))
    if now.version != version:
        raise Stale("assessment.changed-since", theirs={}, version=now.version)
    await tx.execute(
        """insert into level_reply (tenant_id, registration_id, checkpoint, stage, version, kind, words, level_before,
                                    points_before, by_account, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, sec.domain_now())""",
        tx.tenant_id, held.id, checkpoint, rules.deciding_stage(programme.rules, checkpoint), now.version, after, words,
        now.level, now.points, actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, f"reply.{after}", held.id, level=key_at(programme.rules, now.level))


async def _answering(
    tx: Transaction, actor: Actor, programme: Programme, held: Held, checkpoint: str, act: str, version: int
) -> Decision:
    """The objected level, by who may answer it."""
    require(actor, "reply.answer", held.target, see="registration.read")
    _check_running(held)
    now = await _decision(tx, programme, held, checkpoint)
    reply_rules.ANSWERS.after(act, reply_rules.state_of(now.reply_until, held.now, now.kind, now.outcome))
    if now.version != version:
        raise Stale("assessment.changed-since", theirs={}, version=now.version)
    return now


async def _regrade(
    tx: Transaction, actor: Actor, programme: Programme, held: Held, checkpoint: str, now: Decision, level: str
) -> None:
    stage = rules.deciding_stage(programme.rules, checkpoint)
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    act = AssessmentFact(level=level or None, comment=now.comment)
    rules.refuse(programme.rules, hooks.assessment_problems(programme.rules, stage, act))
    rank = rank_of(programme.rules, level)
    if rank == now.level:
        raise Problem("reply.same-level", field="level")
    marks = msgspec.json.decode(now.marks)
    values = values_of(actor, now.comment, final=True, late=now.late, level=rank, marks=marks)
    await sheets.save(tx, held, checkpoint, stage, now.version, values)
    await tx.execute(
        "update enrolment set level = $4 where tenant_id = $1 and programme_id = $2 and person_id = $3",
        tx.tenant_id, held.programme_id, held.person_id, rank,
    )  # fmt: skip


async def _rescore(
    tx: Transaction, actor: Actor, programme: Programme, held: Held, checkpoint: str, now: Decision,
    points: Mapping[str, int],
) -> None:  # fmt: skip
    stored = {key: one["points"] for key, one in msgspec.json.decode(now.marks).items()}
    if dict(points) == stored:
        raise Problem("reply.same-points", field=f"points.{next(iter(stored), '')}")
    scores = Scores(points=points, comment=now.comment, conditions=msgspec.json.decode(now.conditions))
    await scoring.given(tx, actor, programme, held, checkpoint, scores, now.session_id, now.version, None)


async def _answered(
    tx: Transaction, actor: Actor, programme: Programme, held: Held, checkpoint: str, now: Decision,
    outcome: tuple[str, str, int, int | None, int],
) -> None:  # fmt: skip
    stage = rules.deciding_stage(programme.rules, checkpoint)
    await tx.execute(
        ANSWERED, tx.tenant_id, held.id, checkpoint, stage, now.replied_version, *outcome, actor.account_id,
        actor.person_id,
    )  # fmt: skip
    levels = {"before": key_at(programme.rules, now.level), "level": key_at(programme.rules, outcome[2])}
    await audit.record(tx, actor, f"reply.{outcome[0]}", held.id, **levels)


async def _decision(tx: Transaction, programme: Programme, held: Held, checkpoint: str) -> Decision:
    stage = rules.deciding_stage(programme.rules, checkpoint)
    row = await tx.fetchrow(DECISION, tx.tenant_id, held.id, checkpoint, stage)
    if row is None:
        raise Problem("reply.no-right", state="none")
    return Decision(**dict(row))


def _check_running(held: Held) -> None:
    """Nothing moves in a closed programme, nor for who has left it."""
    if held.programme_state != "open":
        raise Problem("programme.closed")
    if held.presence != "present":
        raise Problem("assessment.not-present", presence=held.presence)
