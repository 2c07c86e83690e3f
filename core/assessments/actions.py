"""What people give in a round of assessment: their own marks, an opinion heard, the committee's level."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, require
from core.assessments import reply_rules, rules, sheets
from core.assessments.rules import Mark
from core.assessments.sheets import Held, Saved
from core.db.scope import Transaction
from core.errors import Problem
from core.extensions.queries import due_for
from core.packs.facts import AssessmentFact
from core.programmes import pinned
from core.programmes.queries import Programme, by_id
from core.programmes.rules import key_at, rank_of


async def save_self(
    tx: Transaction, actor: Actor, programme: Programme, marks: Mapping[str, Mark], comment: str, version: int
) -> Saved:
    """Keep the draft of one's own review; it may be unfinished. What was handed in is changed by handing in again."""
    return await _own(tx, actor, programme, marks, comment, version, final=False)


async def give_self(
    tx: Transaction, actor: Actor, programme: Programme, marks: Mapping[str, Mark], comment: str, version: int
) -> Saved:
    """Hand in one's own review: a mark under every registered item (S0-21). Correctable until rated."""
    return await _own(tx, actor, programme, marks, comment, version, final=True)


async def record_voice(
    tx: Transaction, actor: Actor, registration_id: UUID, stage: str, comment: str, version: int, level: str = ""
) -> Saved:
    """Record the opinion of the party committee or of members and youth (S0-22), by the committee of the
    person's unit or of its parent; `level` is what it proposes, '' for nothing."""
    programme, checkpoint, held = await held_for(tx, registration_id)
    require(actor, "assessment.voice", held.target, see="registration.read")
    if stage not in {named.key for named in rules.voices(programme.rules, checkpoint)}:
        raise Problem("assessment.unknown-stage", field="stage", stage=stage)
    sheets.check_open(held)
    rules.check_comment(comment)
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    rules.refuse(programme.rules, hooks.assessment_problems(programme.rules, stage, AssessmentFact(comment=comment)))
    late = rules.is_late(programme.due(f"stage:{checkpoint}.{stage}"), held.now)
    rank = rank_of(programme.rules, level) if level else None
    values = values_of(actor, comment, final=True, late=late, level=rank)
    saved = await sheets.save(tx, held, checkpoint, stage, version, values)
    await audit.record(tx, actor, "assessment.voice", held.id, stage=stage, version=saved.version)
    return saved


async def rate(tx: Transaction, actor: Actor, registration_id: UUID, level: str, comment: str, version: int) -> Saved:
    """Give the level with its reason, after reading every voice (S0-45, S0-A8). What nobody gave is stored
    with the rating. May be changed until the unit's results are sent; the audit keeps both."""
    programme, checkpoint, held = await held_for(tx, registration_id)
    require(actor, "assessment.rate", held.target, see="registration.read")
    if programme.rules.scale.by_points:
        raise Problem("assessment.by-meeting")
    sheets.check_open(held)
    sheets.check_answered(held)
    rules.check_comment(comment)
    stage = rules.deciding_stage(programme.rules, checkpoint)
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    act = AssessmentFact(level=level or None, comment=comment)
    rules.refuse(programme.rules, hooks.assessment_problems(programme.rules, stage, act))
    rank = rank_of(programme.rules, level)
    due = programme.due(f"stage:{checkpoint}.{stage}")
    rules.check_opens(await due_for(tx, programme, due, held.unit_id, held.now), held.now)
    late = rules.is_late(due, held.now)
    absent = rules.missing(programme.rules, checkpoint, await given_stages(tx, held, checkpoint))
    values = values_of(actor, comment, final=True, late=late, level=rank, marks={"missing": list(absent)})
    until = reply_rules.until(held.now, programme.rules.stages[stage].reply_days)
    values = {**values, "reply_until": until}
    saved = await sheets.save(tx, held, checkpoint, stage, version, values)
    await tx.execute(
        "update enrolment set state = 'rated', level = $4,"
        " rated_late = case when state = 'rated' then rated_late else $5 end"
        " where tenant_id = $1 and programme_id = $2 and person_id = $3",
        tx.tenant_id, held.programme_id, held.person_id, rank, late,
    )  # fmt: skip
    before = key_at(programme.rules, held.level) if held.level else None
    facts = {"reply_until": until.isoformat()} if until else {}
    await audit.record(tx, actor, "assessment.rate", held.id, level=level, before=before, missing=absent, **facts)
    return saved


async def _own(
    tx: Transaction, actor: Actor, programme: Programme, marks: Mapping[str, Mark], comment: str, version: int,
    *, final: bool,
) -> Saved:  # fmt: skip
    checkpoint = rules.final_checkpoint(programme.rules)
    held = await sheets.hold_own(tx, programme.id, actor.person_id, checkpoint)
    require(actor, "assessment.self", held.target, see="own.read")
    sheets.check_open(held)
    if held.self_assessed and not final:
        raise Problem("assessment.already-given")
    stage = rules.self_stage(programme.rules, checkpoint)
    rules.check_marks(programme.rules, held.items, marks)
    rules.check_comment(comment)
    due = programme.due(f"stage:{checkpoint}.{stage}")
    rules.check_opens(await due_for(tx, programme, due, held.unit_id, held.now), held.now)
    late = final and rules.is_late(due, held.now)
    if final:
        act = AssessmentFact(
            items=tuple(held.items), registered=held.most, comment=comment,
            marks={key: mark.mark for key, mark in marks.items() if mark.mark},
            points={key: mark.points for key, mark in marks.items() if mark.points is not None},
            explanations={key: mark.note for key, mark in marks.items()},
        )  # fmt: skip
        hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
        rules.refuse(programme.rules, hooks.assessment_problems(programme.rules, stage, act))
    stored = {key: answer for key, mark in marks.items() if (answer := _answer(mark))}
    points = [mark.points for mark in marks.values() if mark.points is not None]
    total = sum(points) if points else None
    values = values_of(actor, comment, final=final, late=late, marks=stored) | {"points": total}
    saved = await sheets.save(tx, held, checkpoint, stage, version, values)
    if final:
        await tx.execute(
            "update enrolment set self_late = case when self_assessed then self_late else $4 end, self_assessed = true"
            " where tenant_id = $1 and programme_id = $2 and person_id = $3",
            tx.tenant_id, held.programme_id, held.person_id, late,
        )  # fmt: skip
        await audit.record(tx, actor, "assessment.self", held.id, version=saved.version)
    return saved


def _answer(mark: Mark) -> dict[str, object]:
    """What is stored of one answer; nothing for one that is still open."""
    words: dict[str, object] = {"mark": mark.mark, "note": mark.note} if mark.mark or mark.note else {}
    return words | ({"points": mark.points} if mark.points is not None else {})


async def held_for(tx: Transaction, registration_id: UUID) -> tuple[Programme, str, Held]:
    """The sheet under lock with its programme and the checkpoint that counts."""
    programme_id = await tx.fetchval(
        "select programme_id from registration where tenant_id = $1 and id = $2", tx.tenant_id, registration_id
    )
    if programme_id is None:
        await sheets.hold(tx, registration_id, "")
    programme = await by_id(tx, programme_id)
    checkpoint = rules.final_checkpoint(programme.rules)
    return programme, checkpoint, await sheets.hold(tx, registration_id, checkpoint)


async def given_stages(tx: Transaction, held: Held, checkpoint: str) -> list[str]:
    rows = await tx.fetch(
        "select stage from assessment where tenant_id = $1 and registration_id = $2 and checkpoint = $3"
        " and given_at is not null",
        tx.tenant_id, held.id, checkpoint,
    )  # fmt: skip
    return [row["stage"] for row in rows]


def values_of(
    actor: Actor,
    comment: str,
    *,
    final: bool,
    late: bool,
    level: int | None = None,
    marks: Mapping[str, object] | None = None,
) -> Mapping[str, object]:
    return {
        "account": actor.account_id,
        "person": actor.person_id,
        "comment": comment.strip(),
        "final": final,
        "late": late,
        "level": level,
        "marks": msgspec.json.encode(marks or {}).decode(),
    }
