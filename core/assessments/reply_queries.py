"""What waits because of the right of reply: one's own draft level, and objections before the committee."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from core.access import Actor, may, where
from core.db.scope import Transaction
from core.programmes.rules import slug

JOINED = """
from level_reply o
join registration r on r.tenant_id = o.tenant_id and r.id = o.registration_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id and p.state = 'open'
"""
OWN = """
select p.pack_id, p.year, a.reply_until
from enrolment e
join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id and p.state = 'open'
join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
join assessment a on a.tenant_id = r.tenant_id and a.registration_id = r.id and a.reply_until > sec.domain_now()
where e.tenant_id = $1 and e.person_id = $2 and e.state = 'rated' and e.presence = 'present'
  and not exists (select from level_reply o where o.tenant_id = a.tenant_id and o.registration_id = a.registration_id
    and o.checkpoint = a.checkpoint and o.stage = a.stage and coalesce(o.answered_version, o.version) = a.version)
order by a.reply_until
"""


class Draft(NamedTuple):
    """A level that one may still answer: the programme's word, and the first instant too late."""

    programme: str
    until: datetime


class Objection(NamedTuple):
    """An objection that waits for an answer."""

    registration_id: UUID
    name: str
    unit_name: str
    at: datetime


async def own_drafts(tx: Transaction, actor: Actor) -> tuple[Draft, ...]:
    """The levels proposed for the actor that he may still answer."""
    if actor.person_id is None:
        return ()
    rows = await tx.fetch(OWN, tx.tenant_id, actor.person_id)
    return tuple(Draft(slug(row["pack_id"], row["year"]), row["reply_until"]) for row in rows)


async def objections(tx: Transaction, actor: Actor) -> tuple[Objection, ...]:
    """The objections that the actor may answer, the oldest first."""
    if not may(actor, "reply.answer"):
        return ()
    mine, args = where(actor, "reply.answer", path="u.path", person="e.person_id", state="e.state", first=2)
    sql = (
        f"select r.id, w.full_name, u.name, o.at {JOINED}"
        f" where o.tenant_id = $1 and o.kind = 'objected' and o.outcome is null and e.presence = 'present' and {mine}"
        " order by o.at, r.id"
    )
    return tuple(Objection(*row) for row in await tx.fetch(sql, tx.tenant_id, *args))
