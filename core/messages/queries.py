"""Reading messages: the inbox of an account, what waits to be sent, the log of letters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound

PAGE = 30


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message: what kind, about which programme, with which facts (counts, a unit's name, an instant)."""

    id: UUID
    kind: str
    programme_id: UUID | None
    facts: Mapping[str, Any]
    at: datetime
    read_at: datetime | None


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """How an account wants to be told; `address` is where letters go ('' for nowhere), `own` whether it was set by
    hand or is the person's; `short` asks for short texts, to `phone`, likewise."""

    mode: str
    address: str
    own: bool
    short: bool = False
    phone: str = ""
    own_phone: bool = False


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A letter in the log: to whom, how often it was tried, what went wrong."""

    id: UUID
    name: str
    channel: str
    address: str
    state: str
    attempts: int
    problem: str
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None
    messages: int


SETTING = """
select coalesce(s.mode, 'daily') as mode, coalesce(nullif(s.address, ''), p.email, '') as address,
       coalesce(s.address, '') <> '' as own, coalesce(s.short, false) as short,
       coalesce(nullif(s.phone, ''), p.phone, '') as phone, coalesce(s.phone, '') <> '' as own_phone
from account a
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
left join message_setting s on s.tenant_id = a.tenant_id and s.account_id = a.id
where a.tenant_id = $1 and a.id = $2
"""


async def inbox(tx: Transaction, actor: Actor, *, before: datetime | None = None) -> tuple[Message, ...]:
    """One's messages, newest first; `before` continues a page."""
    rows = await tx.fetch(
        """select id, kind, programme_id, facts, at, read_at from message
           where tenant_id = $1 and account_id = $2 and ($3::timestamptz is null or at < $3)
           order by at desc, id limit $4""",
        tx.tenant_id, actor.account_id, before, PAGE + 1,
    )  # fmt: skip
    return tuple(Message(**{**row, "facts": msgspec.json.decode(row["facts"])}) for row in rows)


async def unread(tx: Transaction, account_id: UUID) -> int:
    """How many messages have not been read."""
    sql = "select count(*)::int from message where tenant_id = $1 and account_id = $2 and read_at is null"
    return await tx.fetchval(sql, tx.tenant_id, account_id)


async def setting(tx: Transaction, actor: Actor) -> Setting:
    """How the actor is told outside of the inbox."""
    row = await tx.fetchrow(SETTING, tx.tenant_id, actor.account_id)
    return Setting(**dict(row))


async def log(tx: Transaction, actor: Actor, most: int = 100) -> tuple[Delivery, ...]:
    """The letters of the last time, those that failed or wait first."""
    require(actor, "message.admin", Target())
    rows = await tx.fetch(
        """select d.id, coalesce(p.full_name, a.display_name, a.username) as name, d.channel, d.address, d.state,
                  d.attempts, d.problem, d.created_at, d.next_at, d.sent_at,
                  (select count(*)::int from message m where m.tenant_id = d.tenant_id
                     and d.id in (m.delivery_id, m.short_delivery_id))
                    as messages
           from delivery d join account a on a.tenant_id = d.tenant_id and a.id = d.account_id
           left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
           where d.tenant_id = $1
           order by case d.state when 'failed' then 0 when 'waiting' then 1 else 2 end, d.created_at desc, d.id
           limit $2""",
        tx.tenant_id, most,
    )  # fmt: skip
    return tuple(Delivery(**dict(row)) for row in rows)


async def one(tx: Transaction, actor: Actor, message_id: UUID) -> Message:
    """One of one's own messages; NotFound for anybody else's."""
    row = await tx.fetchrow(
        """select id, kind, programme_id, facts, at, read_at from message
           where tenant_id = $1 and account_id = $2 and id = $3""",
        tx.tenant_id, actor.account_id, message_id,
    )  # fmt: skip
    if row is None:
        raise NotFound("access.not-found")
    return Message(**{**row, "facts": msgspec.json.decode(row["facts"])})


async def enrolled_in(tx: Transaction, account_id: UUID) -> frozenset[UUID]:
    """The programmes whose dates concern an account: where its person is listed; all of them for who looks after
    others without being listed (offices, administrators)."""
    rows = await tx.fetch(
        """select p.id from account a join programme p on p.tenant_id = a.tenant_id
           where a.tenant_id = $1 and a.id = $2 and (a.person_id is null
             or exists (select from enrolment e where e.tenant_id = p.tenant_id and e.programme_id = p.id
                        and e.person_id = a.person_id and e.presence <> 'left')
             or exists (select from position o where o.tenant_id = p.tenant_id and o.person_id = a.person_id
                        and o.starts_on <= sec.domain_today()
                        and (o.ends_on is null or o.ends_on >= sec.domain_today())))
        """,
        tx.tenant_id, account_id,
    )  # fmt: skip
    return frozenset(row["id"] for row in rows)
