"""Asking about one's own data, and answering."""

from uuid import UUID

from core import audit
from core.access import Actor
from core.data_requests import queries, rules
from core.data_requests.queries import Request
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem

MOST_OPEN = 5  # of one account at a time: the desk is for people, not for scripts


async def ask(tx: Transaction, actor: Actor, kind: str, words: str) -> UUID:
    """Send a request to the provincial administrators; returns its id."""
    rules.check_asked(kind, words)
    waiting = await tx.fetchval(
        "select count(*) from data_request where tenant_id = $1 and account_id = $2 and state = 'open'",
        tx.tenant_id, actor.account_id,
    )  # fmt: skip
    if waiting >= MOST_OPEN:
        raise Problem("data.too-many-open", field="words", most=MOST_OPEN)
    request = new_id()
    await tx.execute(
        "insert into data_request (tenant_id, id, account_id, kind, words, asked_at, due_on)"
        " values ($1, $2, $3, $4, $5, sec.domain_now(), $6)",
        tx.tenant_id, request, actor.account_id, kind, words, rules.due_on(await tx.today()),
    )  # fmt: skip
    await audit.record(tx, actor, "data.asked", actor.account_id, request=str(request), kind=kind)
    return request


async def answer(tx: Transaction, actor: Actor, request_id: UUID, outcome: str, words: str) -> Request:
    """Answer a request: `done` or `refused`, with words; never one's own."""
    asked = await queries.to_answer(tx, actor, request_id, lock=True)
    rules.check_answer(asked.state, outcome, words)
    await tx.execute(
        "update data_request set state = $3, answer = $4, answered_at = sec.domain_now(), answered_by = $5,"
        " version = version + 1 where tenant_id = $1 and id = $2",
        tx.tenant_id, request_id, outcome, words, actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "data.answered", asked.account_id, request=str(request_id), outcome=outcome)
    return asked
