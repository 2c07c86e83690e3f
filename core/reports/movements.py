"""Who came to a unit and who left it since the programme opened: why a total is not what it was (domain.md §4).

Net: a move that was turned back is none. People come and go by acts on the roster, sub-units by changes of the tree.
"""

from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.programmes.queries import Programme
from core.units.queries import Unit

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """People who came from, or went to, the unit `other`: with the sub-unit `unit`, or ('') one by one."""

    way: Literal["came", "went"]
    other: str
    unit: str
    people: int


PEOPLE = """
with moved as (
  select distinct on (a.person_id) a.person_id,
    first_value(a.from_unit_id) over w as source, last_value(a.to_unit_id) over w as target
  from enrolment_act a where a.tenant_id = $1 and a.programme_id = $2 and a.act = 'moved'
  window w as (partition by a.person_id order by a.at, a.id rows between unbounded preceding and unbounded following)
)
select t.path >= $3 and t.path < $4 as came,
  case when t.path >= $3 and t.path < $4 then f.name else t.name end as other,
  count(*)::int as people
from moved m
join enrolment e on e.tenant_id = $1 and e.programme_id = $2 and e.person_id = m.person_id and e.presence <> 'left'
join unit f on f.tenant_id = $1 and f.id = m.source
join unit t on t.tenant_id = $1 and t.id = m.target
where (f.path >= $3 and f.path < $4) <> (t.path >= $3 and t.path < $4)
group by 1, 2 order by 1 desc, 3 desc, 2
"""
# A unit whose parent on the day before the opening is not today's. What it had then is not known any more: it counts
# with the people it has now.
UNITS = """
select u.path >= $3 and u.path < $4 as came,
  case when u.path >= $3 and u.path < $4 then f.name else t.name end as other,
  u.name as unit, s.people
from unit_version v
join unit u on u.tenant_id = v.tenant_id and u.id = v.unit_id and u.closed_on is null
  and u.parent_id is distinct from v.parent_id
join unit f on f.tenant_id = v.tenant_id and f.id = v.parent_id
join unit t on t.tenant_id = u.tenant_id and t.id = u.parent_id
cross join lateral (
  select coalesce(sum(c.eligible), 0)::int as people from unit_counter c
  where c.tenant_id = $1 and c.programme_id = $2 and c.path >= u.path and c.path < u.path || '/') s
where v.tenant_id = $1 and v.valid_to >= $5 and v.valid_from < $5
  and (f.path >= $3 and f.path < $4) <> (u.path >= $3 and u.path < $4) and s.people > 0
order by 1 desc, 2, u.sort_key, u.id
"""


async def movements(tx: Transaction, actor: Actor, programme: Programme, unit: Unit) -> tuple[Movement, ...]:
    """What came to the unit and everything below it, then what went; nothing for most units in most years. A year that
    is over is shown on its own tree, on which nothing moves any more."""
    require(actor, "progress.read", Target(unit_path=unit.path))
    if programme.state != "open":
        return ()
    place = (tx.tenant_id, programme.id, unit.path, unit.path + "/")
    opened = programme.opened_at.astimezone(VIETNAM).date()
    found = [_movement(row["came"], row["other"], row["unit"], row["people"])
             for row in await tx.fetch(UNITS, *place, opened)]  # fmt: skip
    found += [_movement(row["came"], row["other"], "", row["people"]) for row in await tx.fetch(PEOPLE, *place)]
    return tuple(sorted(found, key=lambda one: one.way))


def together(found: tuple[Movement, ...], way: str) -> int:
    """How many came (or went) in all."""
    return sum(one.people for one in found if one.way == way)


def _movement(came: bool, other: str, unit: str, people: int) -> Movement:
    return Movement(way="came" if came else "went", other=other, unit=unit, people=people)
