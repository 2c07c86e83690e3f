"""Reminding those who look after members to talk with them: one message each, once a day for a unit (S4-41)."""

from uuid import UUID

from core import audit
from core.access import Actor, Target, require
from core.companions.queries import HOLDS
from core.db.scope import Transaction
from core.errors import Problem
from core.exchanges import overview
from core.messages.nudges import NOTE
from core.programmes.queries import Programme
from core.units import queries as units

STEP = "talk"  # among the steps of `nudge`
# With whom nobody talked in the round, and who is to: the committee member who follows him, else the secretary.
SEND = f"""
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
select e.tenant_id, a.id, 'nudge.talk', 'talk:' || e.programme_id || ':' || sec.domain_today(),
       e.programme_id,
       jsonb_build_object('unit', $7::text, 'people', count(distinct e.person_id)), sec.domain_now()
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
cross join lateral (
  select c.companion_id as person_id from companion c
  where c.tenant_id = e.tenant_id and c.person_id = e.person_id and c.kind = 'committee' and {HOLDS}
  union all
  select o.person_id from position o where o.tenant_id = e.tenant_id and o.unit_id = e.unit_id
    and o.title = 'secretary' and o.person_id <> e.person_id
    and o.starts_on <= sec.domain_today() and (o.ends_on is null or o.ends_on >= sec.domain_today())
    and not exists (select from companion c where c.tenant_id = e.tenant_id and c.person_id = e.person_id
                    and c.kind = 'committee' and {HOLDS})
) w
join account a on a.tenant_id = e.tenant_id and a.person_id = w.person_id and a.active
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
  and (u.path = $6 or u.path >= $6 || '.' and u.path < $6 || '/') and not {overview.IN_ROUND}
group by e.tenant_id, e.programme_id, a.id
on conflict (tenant_id, account_id, key) do nothing
"""


async def remind(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID) -> int:
    """Tell everybody who is to talk with somebody of the unit or below and has not; how many were told."""
    unit = await units.get(tx, unit_id)
    require(actor, "nudge.send", Target(unit_path=unit.path), see="progress.read")
    if programme.state != "open":
        raise Problem("programme.closed")
    now = await overview.running(tx, programme)
    if await tx.execute(NOTE, tx.tenant_id, programme.id, unit.id, STEP, actor.account_id) != "INSERT 0 1":
        raise Problem("talk.today")
    tag = await tx.execute(
        SEND, tx.tenant_id, programme.id, now.key, now.first, now.last, unit.path, unit.name
    )
    told = int(tag.split()[-1])
    if not told and not sum(
        one.missing for one in (await overview.counts(tx, programme, now, unit.path)).values()
    ):
        raise Problem("talk.nobody")
    await audit.record(tx, actor, "nudge.send", unit.id, programme=str(programme.id), step=STEP, people=told)
    return told


async def reminded_today(tx: Transaction, programme: Programme, unit_id: UUID) -> bool:
    """Whether today's reminder of a unit has gone out."""
    return bool(
        await tx.fetchval(
            """select true from nudge where tenant_id = $1 and programme_id = $2 and unit_id = $3 and step = $4
               and day = sec.domain_today()""",
            tx.tenant_id, programme.id, unit_id, STEP,
        )
    )  # fmt: skip
