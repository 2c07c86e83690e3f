"""Why a result is what it is: the stored reasons, and the same computed again from the stored facts."""

from uuid import UUID

import msgspec

from core.access import Actor
from core.assessments import queries, rules, scoring
from core.assessments.queries import Round
from core.assessments.sessions import Session, session
from core.db.scope import Transaction
from core.errors import Problem
from core.packs.facts import Rating
from core.programmes import pinned


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A person's result with everything it follows from. `again` is the result computed anew, None where the
    pack's code is not there any more; `same` says that it is identical."""

    round: Round
    session: Session | None
    again: Rating | None
    same: bool


async def explain(tx: Transaction, actor: Actor, registration_id: UUID) -> Explanation:
    """The explanation of a sheet's result, for its owner and for who may read the sheet."""
    found = await queries.readable_round(tx, actor, registration_id)
    decision = found.decision
    held = await session(tx, actor, decision.session_id, own=found.mine) if decision.session_id else None
    again = recompute(found)
    same = again is not None and again.level == found.level and again.reasons == decision.reasons
    return Explanation(round=found, session=held, again=again, same=same)


def recompute(found: Round) -> Rating | None:
    """The result from what is stored, by the rules and hooks that the programme pinned; None where nobody decided, on
    a scale without points, or where the pack's code is gone."""
    decision, programme = found.decision, found.programme
    if not found.by_points or decision.given_at is None:
        return None
    try:
        hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    except Problem:
        return None
    overridden = decision.level != decision.computed
    checkpoint = rules.final_checkpoint(programme.rules)
    voices = [key for key, stage in found.stages.items() if stage.given_at and key != decision.key]
    fact = scoring.facts_of(
        {item.key: item.registered or 0 for item in found.items},
        {item.key: item.given for item in found.items if item.given is not None},
        decision.conditions,
        level=decision.level if overridden else None, reason=decision.override_reason,
        violations=decision.violations,
        voices=tuple(voices), missing=rules.missing(programme.rules, checkpoint, voices),
    )  # fmt: skip
    return hooks.rate(programme.rules, (fact,))[0]
