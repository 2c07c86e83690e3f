"""What the centre waits for, told in the inbox of who answers it: once when it is asked, at each step of its day, and
each time that the centre reminds. Like the reminders of a programme, however often this runs."""

from datetime import date, datetime, time, timedelta

from core.db.scope import Transaction
from core.messages import rules

OWED = """
select d.id, d.title, d.due_on, d.reminded_at from core.duties_given() d
where not exists (select from duty_answer a where a.tenant_id = $1 and a.duty_id = d.id)
"""
# The office and the administrators: those of whom `steering.answer` is (core/access.py).
TOLD = """
insert into message (tenant_id, account_id, kind, key, facts, at)
select distinct g.tenant_id, g.account_id, $2, $3, $4::jsonb || jsonb_build_object('title', $5::text), sec.domain_now()
from role_grant g join account a on a.tenant_id = g.tenant_id and a.id = g.account_id and a.active
where g.tenant_id = $1 and g.role in ('provincial_admin', 'office') and g.revoked_at is null
  and g.starts_on <= sec.domain_today() and (g.ends_on is null or g.ends_on >= sec.domain_today())
on conflict (tenant_id, account_id, key) do nothing
"""


async def remind(tx: Transaction) -> int:
    """Tell what is due; how many messages came."""
    told, now = 0, await tx.now()
    for row in await tx.fetch(OWED, tx.tenant_id):
        closes_at = end_of(row["due_on"])
        step = rules.step(closes_at, now)
        if step:
            due = f'{{"due": "{closes_at.isoformat()}"}}'
            told += await _tell(tx, "due.centre", f"duty:{row['id']}:{step}", due, row["title"])
        else:
            told += await _tell(tx, "centre.asked", f"duty:{row['id']}", "{}", row["title"])
        if row["reminded_at"]:
            key = f"duty:{row['id']}:{row['reminded_at'].isoformat()}"
            told += await _tell(tx, "centre.reminded", key, "{}", row["title"])
    return told


def end_of(day: date) -> datetime:
    """The instant at which a day is over in Viet Nam."""
    return datetime.combine(day + timedelta(1), time.min, rules.ZONE)


async def _tell(tx: Transaction, kind: str, key: str, facts: str, title: str) -> int:
    return int((await tx.execute(TOLD, tx.tenant_id, kind, key, facts, title)).split()[-1])
