"""Reading what a roster is computed from, and what is stored of it: whole lists, a statement each."""

from datetime import date
from uuid import UUID

from core.db.scope import Transaction
from core.enrolments.rules import Belonging, Holding, Row
from core.packs.schema import Pack

# A position counts when it is held on the census day at a unit that exists then, of the kind it had then. Those
# held today but not on that day come along, so that the list can say why their holders are not on it.
HOLDINGS = """
with held as (
  select s.person_id, s.unit_id, coalesce(v.kind, u.kind) as kind, s.title, s.full_time, s.starts_on,
         s.starts_on <= $2::date and (s.ends_on is null or s.ends_on >= $2)
           and u.opened_on <= $2 and (u.closed_on is null or u.closed_on > $2) as counted,
         s.starts_on <= sec.domain_today() and (s.ends_on is null or s.ends_on >= sec.domain_today()) as today,
         coalesce(v.block, u.block) as block
  from position s
  join unit u on u.tenant_id = s.tenant_id and u.id = s.unit_id
  left join unit_version v on v.tenant_id = s.tenant_id and v.unit_id = s.unit_id
    and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)
  where s.tenant_id = $1)
select person_id, unit_id, kind, title, full_time, starts_on, counted, block from held where counted or today
"""

# A membership counts in the same way; those of today that did not hold on the day come along.
BELONGINGS = """
with held as (
  select m.person_id, m.unit_id, coalesce(v.kind, u.kind) as kind, m.starts_on,
         m.starts_on <= $2::date and (m.ends_on is null or m.ends_on >= $2)
           and u.opened_on <= $2 and (u.closed_on is null or u.closed_on > $2) as counted,
         m.ends_on is null as today, coalesce(v.block, u.block) as block
  from membership m
  join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
  left join unit_version v on v.tenant_id = m.tenant_id and v.unit_id = m.unit_id
    and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)
  where m.tenant_id = $1)
select distinct on (person_id) person_id, unit_id, kind, starts_on, counted, block from held where counted or today
order by person_id, counted desc, starts_on desc
"""

# `registration` belongs to a noun above, yet a draft is an act too: dropping its owner would lose what was written.
STORED = """
select e.person_id, e.unit_id, e.seat_title, e.seat_full_time, e.seats, e.placed_by_act,
       e.state <> 'enrolled' or e.presence <> 'present'
         or exists (select from registration r where r.tenant_id = e.tenant_id and r.programme_id = e.programme_id
                      and r.person_id = e.person_id)
         or exists (select from enrolment_act a where a.tenant_id = e.tenant_id and a.programme_id = e.programme_id
                      and a.person_id = e.person_id)
from enrolment e where e.tenant_id = $1 and e.programme_id = $2
"""


async def holdings(tx: Transaction, census_on: date) -> tuple[Holding, ...]:
    """Every position that matters for the roster of that census day."""
    return tuple(Holding(*row) for row in await tx.fetch(HOLDINGS, tx.tenant_id, census_on))


async def belongings(tx: Transaction, census_on: date) -> tuple[Belonging, ...]:
    """The membership of every person that matters for the roster of that census day."""
    return tuple(Belonging(*row) for row in await tx.fetch(BELONGINGS, tx.tenant_id, census_on))


async def all_of(tx: Transaction, rules: Pack, census_on: date) -> tuple[tuple[Holding, ...], tuple[Belonging, ...]]:
    """What the programme's subject is computed from: memberships of members, positions of cadres."""
    if rules.subject.kind == "member":
        return (), await belongings(tx, census_on)
    return await holdings(tx, census_on), ()


async def stored(tx: Transaction, programme_id: UUID) -> tuple[Row, ...]:
    """The enrolments of a programme, as a refresh compares them."""
    return tuple(Row(*row) for row in await tx.fetch(STORED, tx.tenant_id, programme_id))
