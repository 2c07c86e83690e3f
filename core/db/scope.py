"""The only door to the database: one transaction, one tenant, one task.

`async with database.tenant(scope) as tx` sends BEGIN and the tenant in one message, gives Piccolo and plain
SQL the same connection, commits on leaving and rolls back on any exception. A connection whose transaction
could not be ended is thrown away, never returned to the pool.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from types import TracebackType
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from core.db.engine import ENGINE, Held, NoTenant, TenantMixup

LIMITS = {
    "statement_timeout": "8s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "10s",
    "random_page_cost": "1.1",  # the data lie in memory or on flash: reading by index is not the exception
    "search_path": "core",
    "TimeZone": "UTC",
    "application_name": "renluyen",
}
WAIT = 3  # seconds for a free connection


class Scope(msgspec.Struct, frozen=True):
    """Whose rows a transaction may see."""

    tenant_id: UUID
    slug: str


class CommitLost(RuntimeError):
    """COMMIT answered ROLLBACK: a failed statement had been swallowed inside the block."""


class Transaction(Held):
    """An open transaction of one tenant; statements name `tenant_id` beside row security."""

    __slots__ = ("_savepoints", "scope")

    def __init__(self, connection: asyncpg.Connection, scope: Scope | None) -> None:
        super().__init__(connection)
        self.scope = scope
        self._savepoints = 0

    @property
    def tenant_id(self) -> UUID:
        """The tenant of this transaction."""
        if self.scope is None:
            raise NoTenant("a platform transaction has no tenant")
        return self.scope.tenant_id

    async def fetch(self, sql: str, *args: Any) -> list[asyncpg.Record]:
        """All rows."""
        return await self.connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Any) -> asyncpg.Record | None:
        """The first row, or None."""
        return await self.connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        """The first column of the first row, or None."""
        return await self.connection.fetchval(sql, *args)

    async def execute(self, sql: str, *args: Any) -> str:
        """Run a statement; the answer is PostgreSQL's tag ("UPDATE 1")."""
        return await self.connection.execute(sql, *args)

    async def load(self, table: str, columns: Sequence[str], records: Any) -> int:
        """Insert many rows: COPY to a temporary table, then one insert, because row security refuses COPY."""
        names = ", ".join(columns)
        await self.execute(f"create temp table loading on commit drop as select {names} from {table} with no data")
        await self.connection.copy_records_to_table("loading", records=records, columns=columns, schema_name="pg_temp")
        tag = await self.execute(f"insert into {table} ({names}) select {names} from pg_temp.loading")
        await self.execute("drop table pg_temp.loading")
        return int(tag.split()[-1])

    async def now(self) -> datetime:
        """The tenant's domain instant (domain.md §3)."""
        return await self.fetchval("select sec.domain_now()")

    async def today(self) -> date:
        """The tenant's domain day in Asia/Ho_Chi_Minh."""
        return await self.fetchval("select sec.domain_today()")

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo a part: an exception rolls back to here and goes on upward; the tenant is checked on the way out."""
        self._savepoints += 1
        name = f"s{self._savepoints}"
        await self.execute(f"savepoint {name}")
        try:
            yield
        except BaseException:
            await self.execute(f"rollback to savepoint {name}")
            raise
        await self.execute(f"release savepoint {name}")
        if self.scope and await self.fetchval("select sec.tenant()") != self.scope.tenant_id:
            raise TenantMixup("the tenant changed inside a savepoint")


async def _keep(_: asyncpg.Connection) -> None:
    """No round trip: the door sets all with SET LOCAL; asyncpg itself rolls back what a cancelled BEGIN left."""


class Database:
    """A pool of connections as `app`, opened once a process."""

    def __init__(self, dsn: str, *, pool_size: int = 8) -> None:
        self._dsn, self.pool_size = dsn, pool_size
        self._pool: asyncpg.Pool | None = None

    async def open(self) -> None:
        """Connect. Check the role with `core.db.lint.refuse_unsafe` before serving anybody."""
        self._pool = await asyncpg.create_pool(
            self._dsn, min_size=1, max_size=self.pool_size, reset=_keep, server_settings=LIMITS
        )

    async def close(self) -> None:
        """Let running transactions end, then disconnect."""
        if self._pool:
            await self._pool.close()
            self._pool = None

    def tenant(self, scope: Scope, *, readonly: bool = False, snapshot: bool = False) -> "Door":
        """One transaction that sees and writes the rows of `scope` alone; a `snapshot` sees one moment throughout."""
        tenant = UUID(str(scope.tenant_id))  # the id enters the message as text: nothing but a UUID may
        modes = " isolation level repeatable read" * snapshot + " read only" * readonly
        begin = f"begin{modes}; set local app.tenant = '{tenant}'"
        return Door(self._open_pool(), begin, scope)

    def platform(self) -> "Door":
        """A read-only transaction without a tenant: sees the registry of tenants and no tenant's row."""
        return Door(self._open_pool(), "begin read only", None)

    def _open_pool(self) -> asyncpg.Pool:
        if self._pool is None:
            raise NoTenant("the database is not open")
        return self._pool


class Door:
    """The transaction as a context manager. A class, not a generator: it is on the path of every request."""

    __slots__ = ("_begin", "_connection", "_held", "_pool", "_scope")

    def __init__(self, pool: asyncpg.Pool, begin: str, scope: Scope | None) -> None:
        self._pool, self._begin, self._scope = pool, begin, scope

    async def __aenter__(self) -> Transaction:
        if ENGINE.current_transaction.get() is not None:
            raise TenantMixup("already inside a transaction")
        # A time limit costs a task of its own, so it is asked for only where there may be a wait.
        limit = None if self._pool.get_idle_size() else WAIT
        self._connection = await self._pool.acquire(timeout=limit)
        try:
            await self._connection.execute(self._begin)
        except BaseException:
            await self._leave(_roll_back)
            raise
        tx = Transaction(self._connection, self._scope)
        self._held = ENGINE.current_transaction.set(tx)
        return tx

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ENGINE.current_transaction.reset(self._held)
        await self._leave(_commit if error is None else _roll_back)

    async def _leave(self, end: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
        """End the transaction one way or the other; the connection goes back in any case (asyncpg shields that)."""
        try:
            await end(self._connection)
        finally:
            await self._pool.release(self._connection)


async def _commit(connection: asyncpg.Connection) -> None:
    """Keep what was done, or raise and keep nothing."""
    try:
        if await connection.execute("commit") != "COMMIT":
            raise CommitLost("a statement failed inside the block and the failure was swallowed")
    except BaseException:
        await _roll_back(connection)
        raise


async def _roll_back(connection: asyncpg.Connection) -> None:
    """End a transaction that must not be kept; whatever happens, no open transaction goes back to the pool."""
    try:
        if connection.is_in_transaction():
            await connection.execute("rollback")
    except BaseException:
        connection.terminate()
        raise
    finally:
        if not connection.is_closed() and connection.is_in_transaction():
            connection.terminate()
