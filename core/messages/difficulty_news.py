"""News of difficulties: who looks after the person hears of one, he of the answer, the unit above of what comes up."""

from core.messages.seats import seated

FROM = """
from entry
join difficulty d on d.tenant_id = $1 and d.id::text = entry.object
join unit u on u.tenant_id = d.tenant_id and u.id = d.unit_id
"""
SEATED = seated("o")
WHOSE = "jsonb_build_object('unit', u.name, 'difficulty', d.id)"
# Whoever was asked; without, who follows the person, and the secretary of his unit.
RAISED = f"""
select d.tenant_id, t.id, 'difficulty.raised', 'trail:' || entry.id, d.programme_id, {WHOSE}, sec.domain_now()
{FROM}
join lateral (
  select w.id from account w where w.tenant_id = d.tenant_id and w.active and w.person_id in (
    select d.asked_id where d.asked_id is not null
    union all select c.companion_id from companion c where c.tenant_id = d.tenant_id and c.person_id = d.person_id
      and d.asked_id is null and c.kind = 'committee' and c.starts_on <= sec.domain_today()
      and (c.ends_on is null or c.ends_on >= sec.domain_today())
    union all select o.person_id from position o where o.tenant_id = d.tenant_id and o.unit_id = d.at_unit_id
      and d.asked_id is null and o.title = 'secretary' and {SEATED}) and w.person_id <> d.person_id
) t on t.id is distinct from entry.account_id
"""
ANSWERED = f"""
select d.tenant_id, w.id, 'difficulty.answered', 'trail:' || entry.id, d.programme_id, {WHOSE}, sec.domain_now()
{FROM}
join account w on w.tenant_id = d.tenant_id and w.active and w.id is distinct from entry.account_id
  and (w.person_id = d.person_id or w.person_id = d.responsible_id)
"""
PASSED_UP = f"""
select d.tenant_id, t.id, 'difficulty.passed-up', 'trail:' || entry.id, d.programme_id, {WHOSE}, sec.domain_now()
{FROM}
join unit a on a.tenant_id = d.tenant_id and a.id = d.at_unit_id
join lateral (
  select w.id from position o
  join account w on w.tenant_id = o.tenant_id and w.person_id = o.person_id and w.active
  where o.tenant_id = d.tenant_id and o.unit_id = d.at_unit_id and o.title in ('secretary', 'deputy') and {SEATED}
  union select w.id from role_grant o join account w on w.tenant_id = o.tenant_id and w.id = o.account_id and w.active
  where o.tenant_id = d.tenant_id and o.role = 'department' and o.task = 'cluster' and o.revoked_at is null
    and {SEATED} and o.cluster <> '' and exists (
      select from unit k where k.tenant_id = o.tenant_id and k.cluster = o.cluster
        and starts_with(a.path || '.', k.path || '.'))
) t on t.id is distinct from entry.account_id
"""
TOLD = (
    (("difficulty.raise", "difficulty.reopen"), RAISED),
    (("difficulty.answer", "difficulty.solve"), ANSWERED),
    (("difficulty.pass_up",), PASSED_UP),
)
