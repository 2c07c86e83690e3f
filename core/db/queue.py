"""pgqueuer inside our database: tickets written in the act's transaction, taken by workers on a connection of theirs.

A ticket holds the ids of a tenant and of a job and no tenant's data, so pgqueuer's tables (schema `queue`) stand
outside row security, like the registry of tenants. Nobody else knows pgqueuer; it is imported when it is first needed,
because that takes half a second.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from core.db.scope import Transaction

SCHEMA = "queue"
ENTRY = "job"  # the one entry point: what a job is, its row in core.job says
TABLES = ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")
SERVED = """
select coalesce(-max(priority), 1) from queue.pgqueuer where entrypoint = $1 and status in ('queued', 'picked')
"""

Take = Callable[[UUID, UUID], Awaitable[timedelta | None]]  # tenant and job → done, or how long to wait
Chore = Callable[[], Awaitable[None]]


def install() -> str:
    """The statements that make pgqueuer's tables, for the migration."""
    from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

    return QueryBuilderEnvironment(_names()).build_install_query()


def load() -> None:
    """Import pgqueuer; in a thread, so that no page waits for it."""
    import pgqueuer  # noqa: F401


async def add_ticket(tx: Transaction, job_id: UUID, turn: int) -> None:
    """Queue a job of the transaction's tenant; a lower `turn` is served earlier."""
    await _queries(tx.connection).enqueue(ENTRY, tx.tenant_id.bytes + job_id.bytes, priority=-turn)


async def turn_served(tx: Transaction) -> int:
    """The lowest turn that waits or runs, 1 when nothing does."""
    return await tx.fetchval(SERVED, ENTRY)


def read_ticket(payload: bytes | None) -> tuple[UUID, UUID]:
    """The tenant's and the job's id."""
    body = payload or b""
    return UUID(bytes=body[:16]), UUID(bytes=body[16:32])


class Worker:
    """Takes tickets and minds the clock, until told to stop."""

    def __init__(self, queue: Any, slots: int) -> None:
        self._queue, self._slots = queue, slots

    async def run(self) -> None:
        """Work on; raises when the connection is lost."""
        await self._queue.run(batch_size=1, max_concurrent_tasks=self._slots, shutdown_on_listener_failure=True)

    async def drain(self) -> None:
        """Do what is queued now."""
        from pgqueuer.domain.types import QueueExecutionMode

        await self._queue.qm.run(batch_size=1, max_concurrent_tasks=self._slots, mode=QueueExecutionMode.drain)

    def stop(self) -> None:
        """Take no more tickets; `run` ends when the running jobs have."""
        self._queue.shutdown.set()


@asynccontextmanager
async def worker(dsn: str, take: Take, clock: Mapping[str, tuple[str, Chore]], *, slots: int) -> AsyncIterator[Worker]:
    """A worker on a connection of its own. `clock`: name → (cron expression, with seconds last if there are six
    fields; what to do), each done once for all workers."""
    await asyncio.to_thread(load)
    from pgqueuer import PgQueuer, RetryRequested
    from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver

    connection = await asyncpg.connect(dsn, server_settings={"application_name": "renluyen jobs", "TimeZone": "UTC"})
    try:
        queue = PgQueuer(AsyncpgDriver(connection), queries=_queries(connection))

        @queue.entrypoint(ENTRY)
        async def one(ticket: Any) -> None:
            wait = await take(*read_ticket(ticket.payload))
            if wait is not None:
                raise RetryRequested(wait, "not its turn")

        for name, (expression, chore) in clock.items():
            queue.schedule(name, expression)(_minding(chore))
        yield Worker(queue, slots)
    finally:
        connection.terminate()


async def forget(tx: Transaction) -> None:
    """Drop what pgqueuer noted about tickets of last week."""
    await tx.execute("delete from queue.pgqueuer_log where created < now() - interval '7 days'")
    await tx.execute("delete from queue.pgqueuer_statistics where created < now() - interval '7 days'")


def _minding(chore: Chore) -> Callable[[Any], Awaitable[None]]:
    async def minded(_: Any) -> None:
        await chore()

    return minded


def _names() -> Any:
    from pgqueuer.domain.settings import DBSettings

    return DBSettings(db_schema=SCHEMA)


def _queries(connection: asyncpg.Connection) -> Any:
    from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
    from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
    from pgqueuer.adapters.persistence.queries import Queries

    names = _names()
    return Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(names), qbq=QueryQueueBuilder(names), qbs=QuerySchedulerBuilder(names),
    )  # fmt: skip
