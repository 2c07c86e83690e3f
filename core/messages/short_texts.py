"""Short texts to phones (SMS, Zalo): for who asked for them, one for all that waits, by day only; sent, tried again and
logged as letters are."""

from core.db.scope import Transaction
from core.messages.letters import deliver

CHANNEL = "short"
DAY = (7, 21)  # hours of the tenant's day between which a phone may ring
# What was read meanwhile, or is older than a day, rings no more.
GATHER = """
with wanting as (
  select m.account_id, array_agg(m.id) as messages, coalesce(nullif(min(s.phone), ''), min(p.phone)) as address
  from message m
  join account a on a.tenant_id = m.tenant_id and a.id = m.account_id and a.active
  join message_setting s on s.tenant_id = a.tenant_id and s.account_id = a.id and s.short
  left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
  where m.tenant_id = $1 and m.short_delivery_id is null and m.read_at is null
    and m.at > sec.domain_now() - interval '1 day'
    and extract(hour from sec.domain_now() at time zone 'Asia/Ho_Chi_Minh') between $2 and $3 - 1
  group by m.account_id limit 200
)
select account_id, messages, address from wanting where address <> ''
"""


async def gather(tx: Transaction) -> int:
    """Put what waits into short texts, one an account; how many."""
    return await deliver(tx, CHANNEL, "short_delivery_id", await tx.fetch(GATHER, tx.tenant_id, *DAY))
