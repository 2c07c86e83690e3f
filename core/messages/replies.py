"""What the right of reply makes people hear (a draft level, an objection, its answer, reminders of both), and that a
recognised result was opened again."""

from core.db.scope import Transaction
from core.messages.rules import WAITING_LONG
from core.messages.seats import seated

SEATED = seated("s")
SHEET = """
join registration r on r.tenant_id = $1 and r.id::text = entry.object
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
"""
DRAFT = f"""
select r.tenant_id, w.id, 'reply.draft', 'trail:' || entry.id, r.programme_id,
       jsonb_build_object('due', entry.detail ->> 'reply_until'), sec.domain_now()
from entry {SHEET}
join account w on w.tenant_id = r.tenant_id and w.person_id = r.person_id and w.active
where entry.detail ? 'reply_until' and e.state = 'rated'
"""
# Secretary and deputy of the unit, and of the unit above where it is one of them who objects.
OBJECTED = f"""
select distinct r.tenant_id, a.id, 'reply.objected', 'trail:' || entry.id, r.programme_id,
       jsonb_build_object('name', w.full_name), sec.domain_now()
from entry {SHEET}
join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join position s on s.tenant_id = u.tenant_id and s.title in ('secretary', 'deputy') and {SEATED}
  and (s.unit_id = u.id or s.unit_id = u.parent_id and e.seat_title in ('secretary', 'deputy'))
  and s.person_id <> r.person_id
join account a on a.tenant_id = s.tenant_id and a.person_id = s.person_id and a.active
"""
ANSWERED = f"""
select r.tenant_id, w.id, 'reply.answered', 'trail:' || entry.id, r.programme_id, '{{}}', sec.domain_now()
from entry {SHEET}
join account w on w.tenant_id = r.tenant_id and w.person_id = r.person_id and w.active
"""
REOPENED = f"""
select r.tenant_id, w.id, 'result.reopened', 'trail:' || entry.id, r.programme_id, '{{}}', sec.domain_now()
from entry {SHEET}
join account w on w.tenant_id = r.tenant_id and w.person_id = r.person_id and w.active
union all
select distinct r.tenant_id, a.id, 'results.reopened', 'trail:' || entry.id, r.programme_id,
       jsonb_build_object('name', w.full_name, 'unit', u.name), sec.domain_now()
from entry {SHEET}
join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join position s on s.tenant_id = u.tenant_id and s.unit_id = u.id and s.title in ('secretary', 'deputy') and {SEATED}
  and s.person_id <> r.person_id
join account a on a.tenant_id = s.tenant_id and a.person_id = s.person_id and a.active
  and a.id is distinct from entry.account_id
"""
TOLD = (
    (("result.reopen",), REOPENED),
    (("assessment.rate", "assessment.score"), DRAFT),
    (("reply.objected",), OBJECTED),
    (("reply.kept", "reply.changed"), ANSWERED),
)
STANDS = """
o.tenant_id = a.tenant_id and o.registration_id = a.registration_id and o.checkpoint = a.checkpoint
and o.stage = a.stage and coalesce(o.answered_version, o.version) = a.version
"""
# Once, in the last day and a half before the end, to who has said nothing.
ENDING = f"""
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
select e.tenant_id, w.id, 'due.reply', 'reply:' || a.registration_id || ':' || a.version, e.programme_id,
       jsonb_build_object('due', a.reply_until, 'step', 'T-1'), sec.domain_now()
from assessment a
join registration r on r.tenant_id = a.tenant_id and r.id = a.registration_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
  and e.state = 'rated' and e.presence = 'present'
join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id and p.state = 'open'
join account w on w.tenant_id = e.tenant_id and w.person_id = e.person_id and w.active
where a.tenant_id = $1 and a.reply_until > sec.domain_now() and a.reply_until <= sec.domain_now() + interval '36 hours'
  and not exists (select from level_reply o where {STANDS})
on conflict (tenant_id, account_id, key) do nothing
"""
# A committee hears of objections that wait long once, and not again while it has not read that.
WAITING = f"""
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
select e.tenant_id, a.id, 'waiting.replies', 'replies:' || e.programme_id || ':' || sec.domain_today(), e.programme_id,
       jsonb_build_object('people', count(distinct e.person_id)), sec.domain_now()
from level_reply o
join registration r on r.tenant_id = o.tenant_id and r.id = o.registration_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
  and e.state = 'rated'
join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id and p.state = 'open'
join position s on s.tenant_id = e.tenant_id and s.unit_id = e.unit_id and s.title = 'secretary' and {SEATED}
  and s.person_id <> e.person_id
join account a on a.tenant_id = s.tenant_id and a.person_id = s.person_id and a.active
where o.tenant_id = $1 and o.kind = 'objected' and o.outcome is null and o.at < sec.domain_now() - $2::interval
  and not exists (select from message m where m.tenant_id = a.tenant_id and m.account_id = a.id
                  and m.kind = 'waiting.replies' and m.programme_id = e.programme_id and m.read_at is null)
group by e.tenant_id, a.id, e.programme_id
on conflict (tenant_id, account_id, key) do nothing
"""


async def remind(tx: Transaction) -> int:
    """Remind people of the end of their reply, committees of objections that wait; how many messages came."""
    ending = await tx.execute(ENDING, tx.tenant_id)
    waiting = await tx.execute(WAITING, tx.tenant_id, WAITING_LONG)
    return int(ending.split()[-1]) + int(waiting.split()[-1])
