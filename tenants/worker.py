"""The worker: takes tickets from the queue and does what goes by the clock, in the web process or in one of its own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from uuid import UUID

from core.db import queue
from core.db.scope import Database
from core.jobs import Handler
from core.jobs.running import run as run_job
from tenants import housekeeping
from tenants.registry import Registry

SLOTS = 4  # jobs at once in one process at most, each of another tenant
BUSY = timedelta(seconds=2)  # until the tenant's running job is asked again whether it has ended
AWAY = timedelta(minutes=10)  # until a suspended tenant is looked at again
PATIENCE = 3.0  # seconds before a lost connection is tried again
STOP_WITHIN = 8.0  # seconds for running jobs to end; afterwards they go back into the queue
Chore = Callable[[Database, Registry], Awaitable[None]]
log = logging.getLogger("renluyen.worker")


async def work(
    dsn: str, database: Database, registry: Registry, handlers: Mapping[str, Handler],
    chores: Mapping[str, tuple[str, Chore]] = MappingProxyType({}), *, after: float = 0.0,
) -> None:  # fmt: skip
    """Work until cancelled, beginning `after` seconds, and mind the `chores` beside our housekeeping. A lost
    connection is opened again; no job is lost with it."""
    await asyncio.sleep(after)
    take = partial(_take, database, registry, handlers)
    minded = {**housekeeping.BY_THE_CLOCK, **chores}
    clock = {name: (when, partial(chore, database, registry)) for name, (when, chore) in minded.items()}
    while True:
        try:
            async with queue.worker(dsn, take, clock, slots=_slots(database)) as worker:
                await _until_cancelled(worker)
        except Exception:
            log.exception("the queue cannot be read; trying again in %s s", PATIENCE)
            await asyncio.sleep(PATIENCE)


async def drain(dsn: str, database: Database, registry: Registry, handlers: Mapping[str, Handler]) -> None:
    """Do everything that is queued now, then return: for commands and tests."""
    async with queue.worker(dsn, partial(_take, database, registry, handlers), {}, slots=_slots(database)) as worker:
        await worker.drain()


def _slots(database: Database) -> int:
    """How many jobs at once. A job may hold one connection while it tells its progress on a second one: were all of
    them held by jobs, each would wait for the others."""
    return max(2, min(SLOTS, database.pool_size // 2))  # pgqueuer asks for two at least


async def _take(
    database: Database, registry: Registry, handlers: Mapping[str, Handler], tenant_id: UUID, job_id: UUID
) -> timedelta | None:
    """Do the job of a ticket, or say how long it must wait."""
    tenant = await registry.by_id(tenant_id)
    if tenant is None:
        return AWAY
    return None if await run_job(database, tenant.scope, job_id, handlers) else BUSY


async def _until_cancelled(worker: queue.Worker) -> None:
    running = asyncio.create_task(worker.run())
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        worker.stop()
        await asyncio.wait([running], timeout=STOP_WITHIN)
        running.cancel()
        await asyncio.wait([running], timeout=STOP_WITHIN)
        raise
