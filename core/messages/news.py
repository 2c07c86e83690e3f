"""News of what was done, read from the sealed trail: the acts themselves know nothing of letters.

Each entry of the trail is read once; its id is the key of the messages it makes, so that nothing is told twice even if
the reading is.
"""

from core.db.scope import Transaction
from core.feedback.asked import IS_ASKED
from core.messages import difficulty_news, replies, reports
from core.messages.seats import seated

NEWEST = "select coalesce(max(s.seq), 0) from audit_seal s where s.tenant_id = $1"
CURSOR = """
insert into message_cursor (tenant_id, seq) values ($1, $2)
on conflict (tenant_id) do update set seq = greatest(message_cursor.seq, excluded.seq)
"""
# $1 tenant, $2 and $3 the part of the trail; what an entry is about leads to whom it is told.
ENTRIES = """
with entry as (
  select a.* from audit_seal s join audit a on a.tenant_id = s.tenant_id and a.id = s.audit_id
  where s.tenant_id = $1 and s.seq > $2 and s.seq <= $3 and a.action = any($4::text[])
)
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
{told}
on conflict (tenant_id, account_id, key) do nothing
"""
SHEETS = """
select r.tenant_id, w.id, case entry.action when 'registration.return' then 'sheet.returned' else 'sheet.approved' end,
       'trail:' || entry.id, r.programme_id, '{}', sec.domain_now()
from entry
join registration r on r.tenant_id = $1 and r.id::text = entry.object
join account w on w.tenant_id = r.tenant_id and w.person_id = r.person_id and w.active
  and w.id is distinct from entry.account_id
"""
# Whose paper was entered may say whether it is right; who entered it hears of an objection.
ENTERED = """
select r.tenant_id, w.id, 'paper.entered', 'trail:' || entry.id, r.programme_id, '{}', sec.domain_now()
from entry
join registration r on r.tenant_id = $1 and r.id::text = entry.object
join account w on w.tenant_id = r.tenant_id and w.person_id = r.person_id and w.active
  and w.id is distinct from entry.account_id
"""
OBJECTED = """
select r.tenant_id, p.entered_by, 'paper.objected', 'trail:' || entry.id, r.programme_id, '{}', sec.domain_now()
from entry
join registration r on r.tenant_id = $1 and r.id::text = entry.object
join paper_entry p on p.tenant_id = r.tenant_id and p.registration_id = r.id
  and p.edition = (entry.detail ->> 'edition')::smallint
"""
RECOGNISED = """
select e.tenant_id, w.id, 'result.recognised', 'trail:' || entry.id, e.programme_id, '{}', sec.domain_now()
from entry
join enrolment e on e.tenant_id = $1 and e.programme_id = (entry.detail ->> 'programme')::uuid
  and e.unit_id::text = entry.object and e.state = 'recognised'
join account w on w.tenant_id = e.tenant_id and w.person_id = e.person_id and w.active
"""
# A unit's results: who sent them hears that they came back, the committee above that they have come.
RETURNED = """
select x.tenant_id, x.sent_by_account, 'results.returned', 'trail:' || entry.id, x.programme_id,
       jsonb_build_object('unit', u.name), sec.domain_now()
from entry
join unit_result x on x.tenant_id = $1 and x.programme_id = (entry.detail ->> 'programme')::uuid
  and x.unit_id::text = entry.object
join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
"""
SENT = """
select u.tenant_id, w.id, 'results.sent', 'trail:' || entry.id, (entry.detail ->> 'programme')::uuid,
       jsonb_build_object('unit', u.name), sec.domain_now()
from entry
join unit u on u.tenant_id = $1 and u.id::text = entry.object
join position o on o.tenant_id = u.tenant_id and o.unit_id = coalesce(u.parent_id, u.id) and o.title = 'secretary'
  and o.starts_on <= sec.domain_today() and (o.ends_on is null or o.ends_on >= sec.domain_today())
join account w on w.tenant_id = o.tenant_id and w.person_id = o.person_id and w.active
  and w.id is distinct from entry.account_id
"""
PROGRAMMES = """
select e.tenant_id, w.id, case entry.action when 'programme.open' then 'programme.opened' else 'programme.reopened' end,
       'trail:' || entry.id, e.programme_id, '{}', sec.domain_now()
from entry
join programme p on p.tenant_id = $1 and p.id::text = entry.object and p.state = 'open'
join enrolment e on e.tenant_id = p.tenant_id and e.programme_id = p.id and e.presence = 'present'
join account w on w.tenant_id = e.tenant_id and w.person_id = e.person_id and w.active
"""
# Everybody on the roster hears that the year stands still, goes on, or that a date of his own moved.
RUNNING = """
select e.tenant_id, w.id, entry.action, 'trail:' || entry.id, e.programme_id,
       jsonb_strip_nulls(jsonb_build_object('milestone', entry.detail ->> 'milestone', 'day', entry.detail ->> 'now',
                                            'reason', entry.detail ->> 'reason')), sec.domain_now()
from entry
join programme p on p.tenant_id = $1 and p.id::text = entry.object and p.state <> 'closed'
left join milestone m on m.tenant_id = p.tenant_id and m.programme_id = p.id
  and m.key = entry.detail ->> 'milestone'
join enrolment e on e.tenant_id = p.tenant_id and e.programme_id = p.id and e.presence = 'present'
join account w on w.tenant_id = e.tenant_id and w.person_id = e.person_id and w.active
where m.key is null or m.act not like 'declaration:%'
"""
ANSWERED = """
select q.tenant_id, q.account_id, 'data.answered', 'trail:' || entry.id, null::uuid, '{}', sec.domain_now()
from entry join data_request q on q.tenant_id = $1 and q.id::text = entry.object
"""
# Whoever is asked about a cadre hears of it, and never whom: the letter may be read over a shoulder.
FEEDBACK = f"""
select r.tenant_id, a.id, 'feedback.asked', 'trail:' || entry.id, r.programme_id,
       jsonb_build_object('unit', u.name), sec.domain_now()
from entry
join registration r on r.tenant_id = $1 and r.id::text = entry.object
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join account a on a.tenant_id = r.tenant_id and a.active
join person w on w.tenant_id = a.tenant_id and w.id = a.person_id
where {IS_ASKED}
"""
# More time: the unit above is told that it is asked for, the asking unit's secretary what was decided.
EXTENSION = """
from entry
join extension x on x.tenant_id = $1 and x.id::text = entry.object
join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
"""
FACTS = "jsonb_build_object('unit', u.name, 'milestone', x.milestone, 'day', {day})"
SEATED = seated("o")
EXTENSION_ASKED = f"""
select x.tenant_id, t.id, 'extension.asked', 'trail:' || entry.id, x.programme_id,
       {FACTS.format(day="x.asked_until")}, sec.domain_now()
{EXTENSION}
join lateral (
  select w.id from position o
  join account w on w.tenant_id = o.tenant_id and w.person_id = o.person_id and w.active
  where o.tenant_id = x.tenant_id and o.unit_id = u.parent_id and o.title in ('secretary', 'deputy') and {SEATED}
  union select w.id from role_grant o join account w on w.tenant_id = o.tenant_id and w.id = o.account_id and w.active
  where o.tenant_id = x.tenant_id and o.unit_id = u.parent_id and o.role = 'office' and o.revoked_at is null
    and {SEATED}
) t on t.id <> x.asked_by
"""
EXTENSION_DECIDED = f"""
select x.tenant_id, t.id, entry.action, 'trail:' || entry.id, x.programme_id,
       {FACTS.format(day="coalesce((x.ends_at at time zone 'Asia/Ho_Chi_Minh')::date - 1, x.asked_until)")},
       sec.domain_now()
{EXTENSION}
join lateral (
  select x.asked_by as id
  union select w.id from position o
  join account w on w.tenant_id = o.tenant_id and w.person_id = o.person_id and w.active
  where o.tenant_id = x.tenant_id and o.unit_id = u.id and o.title = 'secretary' and {SEATED}
) t on t.id is distinct from entry.account_id
"""
TOLD = (
    *replies.TOLD,
    (("registration.return", "registration.approve"), SHEETS),
    (("paper_entry.enter",), ENTERED),
    (("paper_entry.objected",), OBJECTED),
    (("results.recognise",), RECOGNISED),
    (("results.return",), RETURNED),
    (("results.send",), SENT),
    (("programme.open", "programme.reopen"), PROGRAMMES),
    (("programme.paused", "programme.resumed", "programme.date"), RUNNING),
    (("data.answered",), ANSWERED),
    (("feedback.open",), FEEDBACK),
    (("extension.asked",), EXTENSION_ASKED),
    (("extension.granted", "extension.refused"), EXTENSION_DECIDED),
    *difficulty_news.TOLD,
)
TOLD = (*TOLD, *reports.TOLD)
ACTIONS = frozenset(action for actions, _ in TOLD for action in actions)


async def tell(tx: Transaction) -> int:
    """Tell the news of what has been sealed since the last time; how many messages came. The first time nothing is
    told: a union that begins to use this is not flooded with its past."""
    newest = await tx.fetchval(NEWEST, tx.tenant_id)
    seen = await tx.fetchval("select seq from message_cursor where tenant_id = $1 for update", tx.tenant_id)
    told = 0
    if seen is not None and newest > seen:
        for actions, sql in TOLD:
            tag = await tx.execute(ENTRIES.format(told=sql), tx.tenant_id, seen, newest, list(actions))
            told += int(tag.split()[-1])
    if seen is None or newest > seen:
        await tx.execute(CURSOR, tx.tenant_id, newest)
    return told
