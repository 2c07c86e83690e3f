"""The analyst's door: one barrier view over what provinces publish, as a role that can read nothing else.

A pool of its own, because a role must never change on a pooled connection. Only `core.comparison.queries` uses it.
"""

from typing import Any

import asyncpg

from core.errors import Problem

VIEW = "central.comparison"
WAIT = 3  # seconds for a free connection
LIMITS = {
    "statement_timeout": "5s",
    "default_transaction_read_only": "on",
    "random_page_cost": "1.1",
    "search_path": "central",
    "TimeZone": "UTC",
    "application_name": "renluyen analyst",
    "jit": "off",
}
# What the role could do beyond reading the view; each row is a reason not to serve. System catalogues are every role's:
# they name tables and hold no row of any (a test reads them all).
BEYOND = """
select 'escapes row security: ' || rolname as what from pg_roles
where rolname = current_user and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
union all
select 'not the role `analyst`: ' || current_user where current_user <> 'analyst'
union all
select 'member of ' || r.rolname from pg_roles r
where r.rolname <> current_user and pg_has_role(current_user, r.oid, 'member')
union all
select 'has a right to ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)' and c.relkind <> 'i'
  and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'select, usage, update')
      when n.nspname || '.' || c.relname = $1 then has_any_column_privilege(c.oid, 'insert, update, references')
      else has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
        or has_any_column_privilege(c.oid, 'select, insert, update, references') end
union all
select 'may call ' || p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema') and p.prosecdef and has_function_privilege(p.oid, 'execute')
union all
select 'may create in schema ' || n.nspname from pg_namespace n
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'create')
"""


class NotSetUp(Problem):
    """This process was not told how to ask."""

    status = 503

    def __init__(self) -> None:
        super().__init__("comparison.not-set-up")


class Central:
    """A small pool as `analyst`. Without a URL comparison is not set up: every question raises so."""

    def __init__(self, dsn: str, *, pool_size: int = 4) -> None:
        self._dsn, self._pool_size = dsn, pool_size
        self._pool: asyncpg.Pool | None = None

    @property
    def set_up(self) -> bool:
        """Whether this process was given the analyst's URL."""
        return bool(self._dsn)

    async def open(self) -> None:
        """Connect, if set up. Raises `database.unsafe` for a role that can do anything but read the view."""
        if not self._dsn:
            return
        pool = await asyncpg.create_pool(self._dsn, min_size=1, max_size=self._pool_size, server_settings=LIMITS)
        async with pool.acquire() as connection:
            found = await beyond(connection)
        if found:
            await pool.close()
            raise Problem("database.unsafe", found=[f"ANALYST_DATABASE_URL: {what}" for what in found])
        self._pool = pool

    async def close(self) -> None:
        """Disconnect; a second call does nothing."""
        if self._pool:
            await self._pool.close()
            self._pool = None

    async def fetch(self, sql: str, *args: Any) -> list[asyncpg.Record]:
        """All rows of one statement over the view. Raises `comparison.not-set-up`."""
        if self._pool is None:
            raise NotSetUp
        async with self._pool.acquire(timeout=WAIT) as connection:
            return await connection.fetch(sql, *args)


async def beyond(connection: asyncpg.Connection) -> list[str]:
    """What the connection's role can do beyond reading the view; nothing is the only acceptable answer."""
    return [row["what"] for row in await connection.fetch(BEYOND, VIEW)]
