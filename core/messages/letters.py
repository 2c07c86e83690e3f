"""Letters: what waits for an account goes out together, is tried again when it cannot, and stays in the log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound
from core.messages import rules
from core.messages.queries import Message

MORNING = 7  # the hour of the tenant's day from which the daily letter goes out
MOST = 200  # letters in one turn
# Whose letter is due: at once where somebody wants each, else once a morning. A message that was read in the inbox, or
# is older than two days, needs no letter any more.
GATHER = """
with wanting as (
  select m.account_id, array_agg(m.id) as messages,
         coalesce(nullif(min(s.address), ''), min(p.email)) as address
  from message m
  join account a on a.tenant_id = m.tenant_id and a.id = m.account_id and a.active
  left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
  left join message_setting s on s.tenant_id = a.tenant_id and s.account_id = a.id
  where m.tenant_id = $1 and m.delivery_id is null and m.read_at is null
    and m.at > sec.domain_now() - interval '2 days'
    and coalesce(s.mode, 'daily') <> 'never'
    and (coalesce(s.mode, 'daily') = 'each'
         or extract(hour from sec.domain_now() at time zone 'Asia/Ho_Chi_Minh') >= $2
            and not exists (select from message x join delivery d on d.tenant_id = x.tenant_id and d.id = x.delivery_id
                            where x.tenant_id = m.tenant_id and x.account_id = m.account_id
                              and (x.at at time zone 'Asia/Ho_Chi_Minh')::date = sec.domain_today()))
  group by m.account_id limit $3
)
select account_id, messages, address from wanting where address <> ''
"""
# Held by its next turn, not by a lock: no transaction waits while a mail server thinks. Whoever dies on the way leaves
# the letter for that next turn.
DUE = """
with held as (
  select d.id from delivery d where d.tenant_id = $1 and d.state = 'waiting' and d.next_at <= now() and d.channel = $3
  order by d.next_at limit $2 for update skip locked
), taken as (
  update delivery d set next_at = now() + interval '10 minutes' from held
  where d.tenant_id = $1 and d.id = held.id
  returning d.id, d.tenant_id, d.account_id, d.channel, d.address, d.attempts
)
select t.id, t.account_id, t.channel, t.address, t.attempts, a.locale,
       coalesce(p.full_name, a.display_name, a.username) as name
from taken t join account a on a.tenant_id = t.tenant_id and a.id = t.account_id
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id order by t.id
"""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that is due, with its messages, oldest first; `locale` None for the tenant's own language."""

    id: UUID
    account_id: UUID
    channel: str
    address: str
    attempts: int
    locale: str | None
    name: str
    messages: tuple[Message, ...]


async def gather(tx: Transaction) -> int:
    """Put what waits into letters, one an account; how many letters."""
    return await deliver(tx, "email", "delivery_id", await tx.fetch(GATHER, tx.tenant_id, MORNING, MOST))


async def deliver(tx: Transaction, channel: str, column: str, rows: Sequence[asyncpg.Record]) -> int:
    """Put the messages of each row (account_id, messages, address) into a delivery over a channel, which they remember
    in `column`; how many deliveries."""
    for row in rows:
        new = new_id()
        await tx.execute(
            "insert into delivery (tenant_id, id, account_id, channel, address) values ($1, $2, $3, $4, $5)",
            tx.tenant_id, new, row["account_id"], channel, row["address"],
        )  # fmt: skip
        await tx.execute(
            f"update message set {column} = $2 where tenant_id = $1 and id = any($3::uuid[])",
            tx.tenant_id, new, row["messages"],
        )  # fmt: skip
    return len(rows)


async def due(tx: Transaction, most: int = 20, *, channel: str = "email") -> tuple[Letter, ...]:
    """Letters of a channel whose turn has come, taken for ten minutes: another worker takes others."""
    found = []
    for row in await tx.fetch(DUE, tx.tenant_id, most, channel):
        messages = await tx.fetch(
            """select id, kind, programme_id, facts, at, read_at from message
               where tenant_id = $1 and (delivery_id = $2 or short_delivery_id = $2) order by at, id""",
            tx.tenant_id, row["id"],
        )  # fmt: skip
        told = tuple(Message(**{**one, "facts": msgspec.json.decode(one["facts"])}) for one in messages)
        found.append(Letter(**dict(row), messages=told))
    return tuple(found)


async def sent(tx: Transaction, letter: Letter) -> None:
    """The letter is out."""
    await tx.execute(
        """update delivery set state = 'sent', attempts = attempts + 1, sent_at = now(), problem = ''
           where tenant_id = $1 and id = $2""",
        tx.tenant_id, letter.id,
    )  # fmt: skip


async def failed(tx: Transaction, letter: Letter, problem: str, now: datetime) -> None:
    """The letter could not be handed over: later again, or given up with its reason in the log."""
    again = rules.retry_at(letter.attempts + 1, now)
    await tx.execute(
        """update delivery set attempts = attempts + 1, problem = $3,
             state = case when $4::timestamptz is null then 'failed' else 'waiting' end, next_at = coalesce($4, next_at)
           where tenant_id = $1 and id = $2""",
        tx.tenant_id, letter.id, problem[:300], again,
    )  # fmt: skip


async def retry(tx: Transaction, actor: Actor, delivery_id: UUID) -> None:
    """Try a letter that failed once more, from the beginning."""
    require(actor, "message.admin", Target())
    done = await tx.execute(
        """update delivery set state = 'waiting', attempts = 0, next_at = now(), problem = ''
           where tenant_id = $1 and id = $2 and state = 'failed'""",
        tx.tenant_id, delivery_id,
    )  # fmt: skip
    if done != "UPDATE 1":
        raise NotFound("access.not-found")
    await audit.record(tx, actor, "message.retried", delivery_id)
