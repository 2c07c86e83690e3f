"""What is still open in a programme year, point by point, before it is closed."""

from typing import Literal

import msgspec

from core.db.scope import Transaction
from core.declarations.rules import of_year
from core.programmes.queries import Programme

Point = Literal["dates", "waiting", "returned", "unassessed", "unsent", "unrecognised", "undeclared"]

PEOPLE = """
select count(*) filter (where e.state = 'submitted')::int as waiting,
       count(*) filter (where e.state = 'returned')::int as returned,
       count(*) filter (where e.state = 'validated')::int as unassessed,
       count(*) filter (where e.state = 'rated' and coalesce(x.state, 'none') = 'sent')::int as unrecognised,
       count(distinct e.unit_id) filter (where e.state = 'rated' and coalesce(x.state, 'none') <> 'sent')::int as unsent
from enrolment e
left join unit_result x on x.tenant_id = e.tenant_id and x.programme_id = e.programme_id and x.unit_id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
"""
# Units that existed on the census day and owe a declaration they have not made; `owed` pairs key and kind.
UNDECLARED = """
select count(*)::int from unnest($3::text[], $4::text[]) owed (key, kind)
join unit u on u.tenant_id = $1 and u.kind = owed.kind and u.opened_on <= $5
  and (u.closed_on is null or u.closed_on > $5)
where not exists (select from declaration d where d.tenant_id = u.tenant_id and d.programme_id = $2
                  and d.unit_id = u.id and d.key = owed.key)
"""


class Open(msgspec.Struct, frozen=True):
    """One point of the list: how many of it are open; 0 is settled."""

    point: Point
    count: int


async def of_programme(tx: Transaction, programme: Programme) -> tuple[Open, ...]:
    """The points in the order in which they are settled; those that the rules do not know are left out."""
    row = await tx.fetchrow(PEOPLE, tx.tenant_id, programme.id)
    now = await tx.now()
    ahead = sum(due.closes_at > now for due in programme.milestones.values())
    found = [Open("dates", ahead), Open("waiting", row["waiting"]), Open("returned", row["returned"])]
    if programme.rules.scale.kind != "none":
        found += [Open(point, row[point]) for point in ("unassessed", "unsent", "unrecognised")]
    duties = of_year(programme.rules, frozenset(due.act for due in programme.milestones.values()))
    owed = [(key, kind) for key, entry in duties.items() for kind in entry.owed_by]
    if owed:
        keys, kinds = [list(column) for column in zip(*owed, strict=True)]
        missing = await tx.fetchval(UNDECLARED, tx.tenant_id, programme.id, keys, kinds, programme.census_on)
        found.append(Open("undeclared", missing))
    return tuple(found)
