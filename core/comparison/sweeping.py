"""What only sheets and books tell of a programme: by which day people registered, how texts repeat, what was returned,
who was commended, which units reported in time, and the numbers of districts and communes where the province shows
them.

Costs a pass over the programme's sheets, so it is done hourly at most while a year runs, and once when it is over.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.packs.patching import active
from core.packs.schema import Pack
from core.programmes import queries as programmes
from core.unit_reports.following import punctual

AROUND = timedelta(days=120)  # of the deadline: a curve is no longer
FEWEST_PLACES = 3  # a place alone would be the province minus nothing
ALIKE = 5  # people who wrote the same words, before it counts as shared (core.comparison.signals)

DUE = """
select ((m.closes_at - interval '1 microsecond') at time zone 'Asia/Ho_Chi_Minh')::date from milestone m
where m.tenant_id = $1 and m.programme_id = $2 and m.act = 'registration' order by m.closes_at limit 1
"""
DAYS = """
select (r.first_submitted_at at time zone 'Asia/Ho_Chi_Minh')::date as day, count(*)::int as n
from enrolment e
join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present' and e.state <> 'enrolled'
  and r.first_submitted_at is not null
group by 1 order by 1
"""
ONCE = """
select
  (select count(*)::int from enrolment e where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
     and e.by_rule = 'nothing_registered') as unregistered,
  v.reviewed, v.returned, x.texts, x.alike, u.units
from (
  select count(*)::int as reviewed, count(*) filter (where back)::int as returned from (
    select bool_or(v.decision = 'returned') as back from registration r
    join registration_review v on v.tenant_id = r.tenant_id and v.registration_id = r.id
    where r.tenant_id = $1 and r.programme_id = $2 group by r.id) s) v
cross join (
  select coalesce(sum(n), 0)::int as texts, coalesce(sum(n) filter (where people >= $4), 0)::int as alike from (
    select count(*) as n, count(distinct r.person_id) as people from registration r
    join registration_item i on i.tenant_id = r.tenant_id and i.registration_id = r.id and i.edition = r.edition
    where r.tenant_id = $1 and r.programme_id = $2 and r.state in ('submitted', 'validated') and i.solution <> ''
    group by md5(lower(i.solution))) s) x
cross join (
  select count(*)::int as units from unit u
  where u.tenant_id = $1 and u.opened_on <= $3 and (u.closed_on is null or u.closed_on > $3)
    and u.kind in (select distinct k.kind from unit_counter c
                   join unit k on k.tenant_id = c.tenant_id and k.id = c.unit_id
                   where c.tenant_id = $1 and c.programme_id = $2 and c.eligible > 0)) u
"""
COMMENDED = """
select sum(t.total)::int from register_total t where t.tenant_id = $1 and t.programme_id = $2
  and (t.register, t.measure) in (select * from unnest($3::text[], $4::text[]))
"""
PLACES = """
with place as (
  select u.id, u.parent_id, u.path, u.name, u.kind from unit u
  where u.tenant_id = $1 and length(u.path) in (9, 14) and u.kind in ('district', 'grassroots')
    and u.opened_on <= $3 and (u.closed_on is null or u.closed_on > $3)
)
select left(md5(p.id::text), 10) as code, coalesce(left(md5(a.id::text), 10), '') as parent, p.name, p.kind,
  s.registered, s.assessed
from place p left join place a on a.id = p.parent_id
cross join lateral (
  select coalesce(sum(c.registered), 0)::int as registered, coalesce(sum(c.rated), 0)::int as assessed
  from unit_counter c where c.tenant_id = $1 and c.programme_id = $2 and c.path >= p.path and c.path < p.path || '/'
) s
order by p.path
"""
KEEP = """
update central.published p set unregistered = least($3, p.assessed), reviewed = $4, returned = $5, texts = $6,
  alike = $7, units = greatest($8, p.units_counted), commended = $9, due_on = $10, curve_from = $11, curve = $12,
  places = $13::jsonb, reports_due = $14, reports_on_time = $15, swept_at = now()
where p.tenant_id = $1 and p.programme_id = $2
"""


async def patience(tx: Transaction) -> None:
    """A pass over all sheets of a large province takes seconds, and nobody waits for it."""
    await tx.execute("set local statement_timeout = '120s'")


async def sweep(tx: Transaction, programme_id: UUID, rules: Pack) -> None:
    """Count once, and keep it with what the programme published."""
    await patience(tx)
    key = (tx.tenant_id, programme_id)
    census = await tx.fetchval("select census_on from programme where tenant_id = $1 and id = $2", *key)
    due = await tx.fetchval(DUE, *key)
    start, shape = curve(due, [(row["day"], row["n"]) for row in await tx.fetch(DAYS, *key)])
    once = await tx.fetchrow(ONCE, *key, census, ALIKE)
    assert once is not None
    due_reports, on_time = await punctual(tx, await programmes.by_id(tx, programme_id)) or (None, None)
    await tx.execute(
        KEEP, *key, once["unregistered"], once["reviewed"], once["returned"], once["texts"], once["alike"],
        once["units"], await _commended(tx, programme_id, rules), due, start, shape,
        msgspec.json.encode(await _places(tx, programme_id, census)).decode(), due_reports, on_time,
    )  # fmt: skip


def curve(due: date | None, days: Iterable[tuple[date, int]]) -> tuple[date | None, list[int]]:
    """The first day and the people registered by the end of each day, up to the last act near the deadline. What
    happened long before counts on the first day, what happened long after is not in it."""
    found = sorted((max(day, due - AROUND), n) for day, n in days if day <= due + AROUND) if due else []
    if not found:
        return None, []
    first, last = found[0][0], found[-1][0]
    sums = [0] * ((last - first).days + 1)
    for day, n in found:
        sums[(day - first).days] += n
    for place in range(1, len(sums)):
        sums[place] += sums[place - 1]
    return first, sums


async def _commended(tx: Transaction, programme_id: UUID, rules: Pack) -> int | None:
    """Entries about people in the books of commendations; None where the pack has none or nobody wrote in any."""
    books = {
        key: "confirmed" if book.confirmed else "entries"
        for key, book in active(rules.registers).items()
        if book.kind == "commendation" and book.of == "person"
    }
    if not books:
        return None
    return await tx.fetchval(COMMENDED, tx.tenant_id, programme_id, list(books), list(books.values()))


async def _places(tx: Transaction, programme_id: UUID, day: date) -> list[Mapping[str, Any]]:
    """Districts and communes, if the province shows them and there are enough to hide in."""
    if not await tx.fetchval("select below from publication_choice where tenant_id = $1", tx.tenant_id):
        return []
    found = [dict(row) for row in await tx.fetch(PLACES, tx.tenant_id, programme_id, day)]
    beside: dict[str, int] = {}
    for row in found:
        beside[row["parent"]] = beside.get(row["parent"], 0) + 1
    return [row for row in found if beside[row["parent"]] >= FEWEST_PLACES]
