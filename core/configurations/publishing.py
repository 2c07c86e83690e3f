"""Publishing as people do it: findings answered in writing, cases that fail answered for, then the version made."""

from collections.abc import Mapping

from core.access import Actor
from core.configurations import actions, own_cases, queries
from core.configurations.answers import answered
from core.db.scope import Transaction
from core.errors import Stale, check_all
from core.wording import worded


async def publish(
    tx: Transaction, actor: Actor, pack_id: str, reason: str, seen: int, *, answers: Mapping[str, str], cases: str
) -> int:
    """Publish the draft of the version `seen`; the new version's number.

    `answers` holds a reason by the address of a finding, `cases` says why cases may fail. Refused like
    `actions.publish`, and over failing cases without a word (`configuration.cases-unanswered`)."""
    draft = await queries.draft(tx, pack_id)
    if draft.version != seen:
        raise Stale("configuration.moved-on")
    edits = answered(draft.open_findings, answers)
    if edits:
        draft = await actions.edit(tx, actor, pack_id, edits, seen)
    report = await own_cases.cases_of(tx, draft)
    check_all(
        lambda: worded(reason, "reason", actions.REASON_MAX, code="form.required"),
        lambda: own_cases.check_answer(report, cases),
    )
    number = await actions.publish(tx, actor, pack_id, reason, draft.version)
    await own_cases.answer(tx, actor, pack_id, number, report, cases)
    return number
