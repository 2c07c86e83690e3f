"""Reading what a roster is computed from, and what is stored of it: whole lists, a statement each."""

from datetime import date
from uuid import UUID

from core.db.scope import Transaction
from core.enrolments.rules import Holding, Row

# A position counts when it is held on the census day at a unit that exists then, of the kind it had then. Those
# held today but not on that day come along, so that the list can say why their holders are not on it.
HOLDINGS = """
with held as (
  select s.person_id, s.unit_id, coalesce(v.kind, u.kind) as kind, s.title, s.full_time, s.starts_on,
         s.starts_on <= $2::date and (s.ends_on is null or s.ends_on >= $2)
           and u.opened_on <= $2 and (u.closed_on is null or u.closed_on > $2) as counted,
         s.starts_on <= sec.domain_today() and (s.ends_on is null or s.ends_on >= sec.domain_today()) as today
  from position s
  join unit u on u.tenant_id = s.tenant_id and u.id = s.unit_id
  left join unit_version v on v.tenant_id = s.tenant_id and v.unit_id = s.unit_id
    and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)
  where s.tenant_id = $1)
select person_id, unit_id, kind, title, full_time, starts_on, counted from held where counted or today
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


async def stored(tx: Transaction, programme_id: UUID) -> tuple[Row, ...]:
    """The enrolments of a programme, as a refresh compares them."""
    return tuple(Row(*row) for row in await tx.fetch(STORED, tx.tenant_id, programme_id))
