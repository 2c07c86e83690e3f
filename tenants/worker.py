"""The worker: takes tickets from the queue and does what goes by the clock, in the web process or in one of its own."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from pgqueuer import Job, PgQueuer, RetryRequested
from pgqueuer.domain.types import QueueExecutionMode

from core.db import queue
from core.db.scope import Database
from core.jobs import Handler
from core.jobs.running import run as run_job
from tenants import housekeeping
from tenants.registry import Registry

SLOTS = 4  # jobs at once in one process, each of another tenant
BUSY = timedelta(seconds=2)  # until the tenant's running job is asked again whether it has ended
AWAY = timedelta(minutes=10)  # until a suspended tenant is looked at again
PATIENCE = 3.0  # seconds before a lost connection is tried again
STOP_WITHIN = 8.0  # seconds for running jobs to end; afterwards they go back into the queue
log = logging.getLogger("renluyen.worker")


async def work(dsn: str, database: Database, registry: Registry, handlers: Mapping[str, Handler]) -> None:
    """Work until cancelled. A lost connection is opened again; no job is lost with it."""
    while True:
        try:
            async with queue.worker(dsn) as taker:
                _register(taker, database, registry, handlers)
                await _until_cancelled(taker)
        except Exception:
            log.exception("the queue cannot be read; trying again in %s s", PATIENCE)
            await asyncio.sleep(PATIENCE)


async def drain(dsn: str, database: Database, registry: Registry, handlers: Mapping[str, Handler]) -> None:
    """Do everything that is queued now, then return: for commands and tests."""
    async with queue.worker(dsn) as taker:
        _register(taker, database, registry, handlers, by_the_clock=False)
        await taker.qm.run(batch_size=1, max_concurrent_tasks=SLOTS, mode=QueueExecutionMode.drain)


async def _until_cancelled(taker: PgQueuer) -> None:
    running = asyncio.create_task(
        taker.run(batch_size=1, max_concurrent_tasks=SLOTS, shutdown_on_listener_failure=True)
    )
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        taker.shutdown.set()
        await asyncio.wait([running], timeout=STOP_WITHIN)
        running.cancel()
        await asyncio.wait([running], timeout=STOP_WITHIN)
        raise


def _register(
    taker: PgQueuer,
    database: Database,
    registry: Registry,
    handlers: Mapping[str, Handler],
    *,
    by_the_clock: bool = True,
) -> None:
    @taker.entrypoint(queue.ENTRY)
    async def one(ticket: Job) -> None:
        tenant_id, job_id = queue.read_ticket(ticket.payload)
        tenant = await registry.by_id(tenant_id)
        if tenant is None:
            raise RetryRequested(AWAY, "the tenant is suspended")
        if not await run_job(database, tenant.scope, job_id, handlers):
            raise RetryRequested(BUSY, "another job of the tenant runs")

    if not by_the_clock:
        return

    @taker.schedule("seal", housekeeping.SEALING)
    async def seal(_: object) -> None:
        await housekeeping.seal(database, registry)

    @taker.schedule("revive", housekeeping.REVIVING)
    async def revive(_: object) -> None:
        await housekeeping.revive(database, registry)

    @taker.schedule("forget", housekeeping.FORGETTING)
    async def forget(_: object) -> None:
        await housekeeping.forget(database, registry)
