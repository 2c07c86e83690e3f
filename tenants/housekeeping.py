"""What the platform does for every tenant while it serves: seal audit entries, forget what has expired."""

import asyncio
import logging

from core import audit
from core.db.scope import Database, Transaction
from tenants.registry import Registry

EVERY = 5.0  # seconds: how long an audit entry stays unsealed at most
EXPIRED = (
    "delete from session where tenant_id = $1 and expires_at < now() - interval '1 day'",
    "delete from login_throttle where tenant_id = $1 and last_at < now() - interval '1 day'",
    "delete from submission_key where tenant_id = $1 and at < now() - interval '2 days'",
)
log = logging.getLogger("renluyen.housekeeping")


async def run(database: Database, registry: Registry) -> None:
    """Go round the tenants until cancelled; a failure is logged and the round goes on."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            for tenant in await registry.all():
                async with database.tenant(tenant.scope) as tx:
                    await audit.seal(tx)
                    await forget(tx)
        except Exception:
            log.exception("housekeeping failed; next round in %s s", EVERY)


async def forget(tx: Transaction) -> None:
    """Delete sessions, throttles and form keys that no longer matter."""
    for statement in EXPIRED:
        await tx.execute(statement, tx.tenant_id)
