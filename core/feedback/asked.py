"""Who is asked about a cadre, as SQL (docs/decisions/0030).

Of a branch: its members and those below it. Of a unit above branches: who holds a seat in a unit directly below,
because they work with its cadres. Never the rated person, nor who sits on a committee that judges him: his unit's and
its parent's have a voice of their own.
"""

MEMBERS_HERE = ("branch", "grassroots_branch", "section", "subbranch")  # kinds whose people are members of it

HELD = "o.starts_on <= sec.domain_today() and (o.ends_on is null or o.ends_on >= sec.domain_today())"

# Over `e` (the rated person on the roster), `u` (his unit) and `w` (somebody).
IS_ASKED = f"""
w.id <> e.person_id
and not exists (select from position o where o.tenant_id = u.tenant_id and o.person_id = w.id
                and (o.unit_id = u.id or o.unit_id = u.parent_id) and {HELD})
and exists (
  select from membership m join unit h on h.tenant_id = m.tenant_id and h.id = m.unit_id
  where m.tenant_id = u.tenant_id and m.person_id = w.id and m.starts_on <= sec.domain_today()
    and (m.ends_on is null or m.ends_on >= sec.domain_today())
    and (h.path = u.path or (h.path >= u.path || '.' and h.path < u.path || '/')))
and (u.kind = any(array{list(MEMBERS_HERE)!r}::text[]) or exists (
  select from position o join unit c on c.tenant_id = o.tenant_id and c.id = o.unit_id
  where o.tenant_id = u.tenant_id and o.person_id = w.id and c.parent_id = u.id and {HELD}))
"""

# $1 tenant, $2 registration: how many could answer, that is, sign in.
COUNT = f"""
select count(*)::int
from registration r
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join account a on a.tenant_id = r.tenant_id and a.active
join person w on w.tenant_id = a.tenant_id and w.id = a.person_id
where r.tenant_id = $1 and r.id = $2 and {IS_ASKED}
"""
