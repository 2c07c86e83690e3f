"""pgqueuer inside our database: tickets written in the act's transaction, taken by workers on a connection of theirs.

A ticket holds the ids of a tenant and of a job and no tenant's data, so pgqueuer's tables (schema `queue`) stand
outside row security, like the registry of tenants.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings

from core.db.scope import Transaction

SCHEMA = "queue"
ENTRY = "job"  # the one entry point: what a job is, its row in core.job says
NAMES = DBSettings(db_schema=SCHEMA)
TABLES = (NAMES.queue_table, NAMES.queue_table_log, NAMES.schedules_table, NAMES.statistics_table)
SERVED = """
select coalesce(-max(priority), 1) from queue.pgqueuer where entrypoint = $1 and status in ('queued', 'picked')
"""


def install() -> str:
    """The statements that make pgqueuer's tables, for the migration."""
    return QueryBuilderEnvironment(NAMES).build_install_query()


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


@asynccontextmanager
async def worker(dsn: str) -> AsyncIterator[PgQueuer]:
    """A queue on a connection of its own; register its entry point and schedules, then run it."""
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "renluyen jobs", "TimeZone": "UTC"})
    try:
        yield PgQueuer(AsyncpgDriver(connection), queries=_queries(connection))
    finally:
        connection.terminate()


async def forget(tx: Transaction) -> None:
    """Drop what pgqueuer noted about tickets of last week."""
    await tx.execute("delete from queue.pgqueuer_log where created < now() - interval '7 days'")
    await tx.execute("delete from queue.pgqueuer_statistics where created < now() - interval '7 days'")


def _queries(connection: asyncpg.Connection) -> Queries:
    return Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(NAMES), qbq=QueryQueueBuilder(NAMES), qbs=QuerySchedulerBuilder(NAMES),
    )  # fmt: skip
