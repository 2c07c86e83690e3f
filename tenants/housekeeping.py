"""What the platform does for every tenant by the clock: seal audit entries, forget what has expired."""

import logging
from collections.abc import Awaitable, Callable

from core import audit, jobs
from core.comparison import publishing
from core.db import queue
from core.db.scope import Database, Transaction
from tenants.registry import Registry

EXPIRED = (
    "delete from session where tenant_id = $1 and expires_at < now() - interval '1 day'",
    "delete from login_throttle where tenant_id = $1 and last_at < now() - interval '1 day'",
    "delete from submission_key where tenant_id = $1 and at < now() - interval '2 days'",
    # What was read from files nobody carried out, and rows that were refused: personal data without a purpose by then.
    "delete from import_batch where tenant_id = $1 and state in ('read', 'checked', 'failed')"
    " and created_at < sec.domain_now() - interval '30 days'",
    "delete from import_row r using import_batch b where r.tenant_id = $1 and b.tenant_id = $1 and b.id = r.batch_id"
    " and b.state = 'done' and b.carried_at < sec.domain_now() - interval '30 days'",
    "delete from job_output o using job j where o.tenant_id = $1 and j.tenant_id = $1 and j.id = o.job_id"
    " and j.ended_at < now() - interval '3 days'",
    "delete from job where tenant_id = $1 and ended_at < now() - interval '90 days'",
    "delete from invitation where tenant_id = $1 and expires_at < now() - interval '30 days'",
)
log = logging.getLogger("renluyen.housekeeping")


async def seal(database: Database, registry: Registry) -> None:
    """Seal what every tenant's people did; a tenant that fails does not stop the others."""
    for tenant in await registry.all():
        try:
            async with database.tenant(tenant.scope) as tx:
                await audit.seal(tx)
        except Exception:
            log.exception("sealing failed for tenant %s", tenant.slug)


async def revive(database: Database, registry: Registry) -> None:
    """Find jobs that nobody would ever take, and queue them again."""
    for tenant in await registry.all():
        async with database.tenant(tenant.scope) as tx:
            if found := await jobs.revive(tx):
                log.warning("%s jobs of tenant %s had lost their ticket", found, tenant.slug)


async def publish(database: Database, registry: Registry) -> None:
    """Every union's sums for the centre, a minute behind at most."""
    await _published(database, registry, publishing.refresh)


async def sweep(database: Database, registry: Registry) -> None:
    """What takes a pass over a union's sheets, where an hour has passed since the last one."""
    await _published(database, registry, publishing.publish)


async def _published(database: Database, registry: Registry, way: Callable[[Transaction], Awaitable[object]]) -> None:
    """One union after the other; one that fails does not stop the others."""
    for tenant in await registry.all():
        if tenant.kind == "centre":
            continue
        try:
            async with database.tenant(tenant.scope) as tx:
                await way(tx)
        except Exception:
            log.exception("publishing failed for tenant %s", tenant.slug)


async def forget(database: Database, registry: Registry) -> None:
    """Delete sessions, throttles, form keys and results of jobs that no longer matter."""
    for tenant in await registry.all():
        async with database.tenant(tenant.scope) as tx:
            await forget_expired(tx)
            await queue.forget(tx)


async def forget_expired(tx: Transaction) -> None:
    """The same for one tenant."""
    for statement in EXPIRED:
        await tx.execute(statement, tx.tenant_id)


BY_THE_CLOCK = {
    "seal": ("* * * * * */5", seal),  # every five seconds: how long an audit entry stays unsealed at most
    "revive": ("* * * * *", revive),
    "sweep": ("*/5 * * * *", sweep),
    "publish": ("* * * * * */45", publish),  # at most 45 seconds behind
    "forget": ("7 * * * *", forget),
}
