"""Units side by side that no unit of the tree holds together: an emulation cluster, the pilots (S0-33, S1-13)."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.db.scope import Transaction
from core.exchanges import queries as difficulties
from core.exchanges.queries import Sums
from core.programmes import pilot_units
from core.programmes.queries import Programme
from core.reports import target_queries, targets
from core.reports.tallies import NAMES, Line, Tally

MOST = 60  # units side by side: the clusters of a province, or its pilots
UNITS = """
select u.id, u.path, u.name, u.kind, u.block, u.pilot, u.search_key, u.cluster, u.closed_on,
  (select count(*)::int from extension x join unit w on w.tenant_id = x.tenant_id and w.id = x.unit_id
   where x.tenant_id = $1 and x.programme_id = $2 and x.state = 'asked'
     and (w.path = u.path or w.path >= u.path || '.' and w.path < u.path || '/')) as asking, s.*
from unit u
cross join lateral (
  select {counters} from unit_counter c
  where c.tenant_id = $1 and c.programme_id = $2 and c.path >= u.path and c.path < u.path || '/'
) s
where u.tenant_id = $1 and u.closed_on is null and {which} and {allowed}
order by u.cluster, u.ordinal, u.sort_key, u.id limit {most}
"""
COUNTERS = ", ".join(f"coalesce(sum(c.{name}), 0)::int as {name}" for name in NAMES)


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """One of the units: its people by step, targets met, missed and not known, difficulties, requests for more time."""

    line: Line
    cluster: str
    path: str
    verdicts: tuple[int, int, int] | None
    difficulties: Sums
    asking: int


async def clusters(tx: Transaction, actor: Actor) -> tuple[str, ...]:
    """The emulation clusters of which the actor follows a unit, in order."""
    allowed, args = where(actor, "progress.read", path="u.path", first=2)
    rows = await tx.fetch(
        f"""select distinct u.cluster from unit u where u.tenant_id = $1 and u.cluster <> '' and u.closed_on is null
        and {allowed} order by 1""",
        tx.tenant_id, *args,
    )  # fmt: skip
    return tuple(row[0] for row in rows)


async def of_cluster(tx: Transaction, actor: Actor, programme: Programme, cluster: str) -> tuple[Beside, ...]:
    """The units of a cluster that the actor follows."""
    return await _beside(tx, actor, programme, "u.cluster = $3", cluster)


async def of_pilots(tx: Transaction, actor: Actor, programme: Programme) -> tuple[Beside, ...]:
    """The pilots of a programme that the actor follows, named ones that were found and marked ones."""
    pilots = await pilot_units.of_programme(tx, programme)
    return await _beside(tx, actor, programme, "u.path = any($3::text[])", list(pilots.paths))


async def _beside(
    tx: Transaction, actor: Actor, programme: Programme, which: str, chosen: str | Sequence[str]
) -> tuple[Beside, ...]:
    allowed, args = where(actor, "progress.read", path="u.path", first=4)
    sql = UNITS.format(counters=COUNTERS, which=which, allowed=allowed, most=MOST)
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, chosen, *args)
    found = []
    for row in rows:
        tally = Tally(**{name: row[name] for name in NAMES})
        line = Line(tally=tally, **{name: row[name] for name in Line.__struct_fields__ if name != "tally"})
        hard = difficulties.added(await difficulties.sums(tx, programme, row["path"]))
        found.append(
            Beside(
                line=line, cluster=row["cluster"], path=row["path"], difficulties=hard, asking=row["asking"],
                verdicts=await _verdicts(tx, actor, programme, row["id"]),
            )
        )  # fmt: skip
    return tuple(found)


async def _verdicts(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID
) -> tuple[int, int, int] | None:
    """How many targets of a unit are met, missed, not known; None where the programme has no targets."""
    if not programme.rules.targets:
        return None
    board = await target_queries.board(tx, actor, programme, unit_id)
    return targets.tally(cell.met for cell in board.total)
