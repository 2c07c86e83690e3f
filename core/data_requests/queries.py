"""Reading requests: one's own, those that wait, one to answer."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import Forbidden, NotFound

PAGE = 50


class Request(msgspec.Struct, frozen=True):
    """A request with its answer, if there is one; `late` says that the answer is overdue."""

    id: UUID
    account_id: UUID
    person_id: UUID | None
    name: str
    unit: str
    kind: str
    words: str
    asked_at: datetime
    due_on: date
    state: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    late: bool


SELECT = """
select q.id, q.account_id, a.person_id, coalesce(p.full_name, a.display_name), coalesce(u.name, ''), q.kind, q.words,
  q.asked_at, q.due_on, q.state, q.answer, q.answered_at, coalesce(bp.full_name, b.display_name, ''),
  q.state = 'open' and q.due_on < sec.domain_today()
from data_request q
join account a on a.tenant_id = q.tenant_id and a.id = q.account_id
left join person p on p.tenant_id = q.tenant_id and p.id = a.person_id
left join membership m on m.tenant_id = q.tenant_id and m.person_id = a.person_id and m.ends_on is null
left join unit u on u.tenant_id = q.tenant_id and u.id = m.unit_id
left join account b on b.tenant_id = q.tenant_id and b.id = q.answered_by
left join person bp on bp.tenant_id = q.tenant_id and bp.id = b.person_id
where q.tenant_id = $1
"""


async def own(tx: Transaction, actor: Actor) -> tuple[Request, ...]:
    """The actor's own requests, newest first."""
    rows = await tx.fetch(
        f"{SELECT} and q.account_id = $2 order by q.asked_at desc, q.id limit {PAGE}", tx.tenant_id, actor.account_id
    )
    return tuple(Request(*row) for row in rows)


async def listing(tx: Transaction, actor: Actor, *, answered: bool = False) -> tuple[Request, ...]:
    """Requests that wait, the most urgent first; with `answered`, the latest answers."""
    require(actor, "data.admin", Target())
    tail = "q.state <> 'open' order by q.answered_at desc" if answered else "q.state = 'open' order by q.due_on"
    rows = await tx.fetch(f"{SELECT} and {tail}, q.id limit {PAGE}", tx.tenant_id)
    return tuple(Request(*row) for row in rows)


async def to_answer(tx: Transaction, actor: Actor, request_id: UUID, *, lock: bool = False) -> Request:
    """A request as an administrator sees it; Forbidden for one's own, NotFound for none."""
    row = await tx.fetchrow(f"{SELECT} and q.id = $2{' for update of q' if lock else ''}", tx.tenant_id, request_id)
    if row is None:
        raise NotFound("access.not-found")
    found = Request(*row)
    require(actor, "data.admin", Target())
    if found.account_id == actor.account_id:
        raise Forbidden("data.own-request")
    return found
