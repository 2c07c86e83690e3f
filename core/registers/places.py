"""The units that an entry may name as its place: those near the writer, few enough to choose from."""

from core.db.scope import Transaction
from core.units import queries as units
from core.units.queries import Node, Unit

MOST = 250
# Whole levels of the tree, from the root down, as long as they stay few; those directly below are always offered.
DEPTH = """
select coalesce(max(level), 1)::int from (
  select (length(u.path) - length($2)) / 5 as level, sum(count(*)) over (order by length(u.path)) as so_far
  from unit u where u.tenant_id = $1 and (u.path = $2 or (u.path >= $2 || '.' and u.path < $2 || '/'))
    and (u.closed_on is null or u.closed_on > sec.domain_today()) group by length(u.path)
) x where so_far <= $3
"""


async def places(tx: Transaction, root: Unit, most: int = MOST) -> tuple[Node, ...]:
    """`root` and what lies below it in the order of the tree, as many levels as make at most `most` units."""
    depth = await tx.fetchval(DEPTH, tx.tenant_id, root.path, most)
    return await units.nodes(tx, root.path, max(depth, 1))
