"""What the measurements share: the tree of a large province, the owner's maintenance, PostgreSQL's own stopwatch."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import msgspec

# 6,000 units in four levels: 20 districts of 20 communes of 14 branches.
TREE = """
with district as (select '0000.' || lpad(i::text, 4, '0') as path from generate_series(1, 20) i),
commune as (select path || '.' || lpad(i::text, 4, '0') as path from district, generate_series(1, 20) i),
branch as (select path || '.' || lpad(i::text, 4, '0') as path from commune, generate_series(1, 14) i limit 5579),
every as (select '0000' as path, 'top' as kind union all select path, 'district' from district
          union all select path, 'grassroots' from commune union all select path, 'branch' from branch)
select path, kind from every order by path
"""


@asynccontextmanager
async def owner(urls: dict[str, str]) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the owner of the tables: the maintenance that a running server does by itself."""
    connection = await asyncpg.connect(urls["migrator"])
    await connection.execute("set role own")
    yield connection
    await connection.close()


async def execution(connection, sql: str, *args: object) -> float:
    """Milliseconds that PostgreSQL spent on a statement."""
    told = await connection.fetchval("explain (analyze, timing off, format json) " + sql, *args)
    return msgspec.json.decode(told)[0]["Execution Time"]
