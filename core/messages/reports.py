"""Reminders of units' reports, and news of what the unit above said to them.

A unit is reminded by its own date: the one of the plan, longer where it was given time, or the day that the unit above
asked for. Who is excused, or has sent, hears nothing.
"""

from datetime import datetime

from core.db.scope import Transaction
from core.messages import rules
from core.messages.seats import seated
from core.programmes import queries
from core.programmes.queries import Programme
from core.unit_reports import duties
from core.unit_reports import rules as reports
from core.unit_reports.duties import Duty

SEATED = seated("o")
DUE = f"""
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
select a.tenant_id, a.id, 'due.report', t.key, $2, jsonb_build_object('due', t.due, 'step', t.step, 'unit', u.name),
       sec.domain_now()
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) t (unit_id, key, due, step)
join unit u on u.tenant_id = $1 and u.id = t.unit_id
join position o on o.tenant_id = u.tenant_id and o.unit_id = u.id and o.title = 'secretary' and {SEATED}
join account a on a.tenant_id = o.tenant_id and a.person_id = o.person_id and a.active
on conflict (tenant_id, account_id, key) do nothing
"""
# An edition of the trail: the unit that sent it, and the one above.
EDITION = """
from entry
join unit_report_edition e on e.tenant_id = $1 and e.id::text = entry.object
join unit_report r on r.tenant_id = e.tenant_id and r.id = e.report_id
join unit u on u.tenant_id = r.tenant_id and u.id = r.unit_id
"""
# Those of the unit above who take it in hear that it has come.
SENT = f"""
select u.tenant_id, w.id, 'report.submitted', 'trail:' || entry.id, r.programme_id,
       jsonb_build_object('unit', u.name), sec.domain_now()
{EDITION}
join position o on o.tenant_id = u.tenant_id and o.unit_id = u.parent_id and o.title = 'secretary' and {SEATED}
join account w on w.tenant_id = o.tenant_id and w.person_id = o.person_id and w.active
  and w.id is distinct from entry.account_id
"""
# Who sent and who leads the unit hear what became of it.
DECIDED = f"""
select u.tenant_id, t.id, 'report.' || split_part(entry.action, '.', 2), 'trail:' || entry.id, r.programme_id,
       jsonb_build_object('unit', u.name), sec.domain_now()
{EDITION}
join lateral (
  select e.submitted_by as id
  union select w.id from position o
  join account w on w.tenant_id = o.tenant_id and w.person_id = o.person_id and w.active
  where o.tenant_id = u.tenant_id and o.unit_id = u.id and o.title = 'secretary' and {SEATED}
) t on t.id is distinct from entry.account_id
"""
TOLD = (
    (("unit_report.submitted",), SENT),
    (("unit_report.returned", "unit_report.accepted"), DECIDED),
)


async def remind(tx: Transaction) -> int:
    """Tell the secretaries of units whose report is due soon, or is overdue; how many messages came."""
    now, told = await tx.now(), 0
    for programme in await queries.listing(tx):
        if programme.state == "open":
            for key in reports.reports_of(programme.rules):
                found = await duties.of_slice(tx, programme, key, "")
                told += await _tell(tx, programme, key, now, found)
    return told


async def _tell(tx: Transaction, programme: Programme, key: str, now: datetime, found: tuple[Duty, ...]) -> int:
    rows = []
    for one in found:
        if not one.expected or one.sent_at is not None or one.closes_at is None:
            continue
        end = max(one.closes_at, one.until or one.closes_at)
        if (step := rules.step(end, now)) is not None:
            word = f"{programme.id}:report:{key}:{one.unit_id}:{end.date()}:{step}"
            rows.append((one.unit_id, word, end.isoformat(), step))
    if not rows:
        return 0
    columns = [list(column) for column in zip(*rows, strict=True)]
    return int((await tx.execute(DUE, tx.tenant_id, programme.id, *columns)).split()[-1])
