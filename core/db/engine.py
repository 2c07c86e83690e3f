"""Piccolo's engine with every door closed but ours.

Piccolo's own `transaction()`, `batch()` and pool queries leak connections or run outside the tenant, so
they raise; queries run only on the transaction that `core.db.scope` has opened for the current task.
"""

import asyncio
import os
from typing import Any

from asyncpg import Connection
from piccolo.engine.postgres import PostgresEngine

os.environ.setdefault("PICCOLO_CONF", "core.db.piccolo_conf")


class NoTenant(RuntimeError):
    """A query ran outside `database.tenant(scope)`: a programming error, never a user's."""


class TenantMixup(RuntimeError):
    """A transaction was nested, shared between tasks, or its tenant changed."""


class Held:
    """What Piccolo looks for in `current_transaction`: a connection, for the task that opened it only."""

    __slots__ = ("_connection", "_task")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._task = asyncio.current_task()

    @property
    def connection(self) -> Connection:
        """The open connection; another task must open its own transaction."""
        if asyncio.current_task() is not self._task:
            raise TenantMixup("a transaction belongs to the task that opened it")
        return self._connection


class TenantEngine(PostgresEngine):
    """Knows no server and no pool; runs on whatever transaction the door holds."""

    def __init__(self) -> None:
        super().__init__(config={})

    async def check_version(self) -> None:
        """Do not connect while being built; the door checks the server's version."""

    async def prep_database(self) -> None:
        """The schema needs no extensions."""

    def transaction(self, allow_nested: bool = True) -> Any:
        """Refused: leaks the connection when COMMIT fails, and the tenant when nested."""
        raise TenantMixup("open database.tenant(scope) instead")

    def atomic(self) -> Any:
        """Refused like `transaction`."""
        raise TenantMixup("open database.tenant(scope) instead")

    async def batch(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: runs on a connection of its own, outside the tenant."""
        raise TenantMixup("batch() would leave the tenant")

    async def _run_in_pool(self, query: str, args: Any = None) -> Any:
        raise NoTenant(query[:80])

    async def _run_in_new_connection(self, query: str, args: Any = None) -> Any:
        raise NoTenant(query[:80])


ENGINE = TenantEngine()
