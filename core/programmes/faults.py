"""Hooks of a pack that failed while a page of this tenant needed them: kept for its administrators, nobody else."""

from datetime import datetime

import msgspec

from core.db.ids import new_id
from core.db.scope import Transaction
from core.packs.answers import HookFailed


class Fault(msgspec.Struct, frozen=True):
    """One failure of a pack's code."""

    pack_id: str
    pack_version: str
    hook: str
    error: str
    at: datetime


async def record(tx: Transaction, failed: HookFailed) -> None:
    """Keep what went wrong; in a transaction of its own, because the one that needed the answer is rolled back."""
    await tx.execute(
        "insert into pack_fault (tenant_id, id, pack_id, pack_version, hook, error) values ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id, new_id(), failed.pack, failed.version, failed.hook, failed.error,
    )  # fmt: skip


async def latest(tx: Transaction, most: int = 20) -> tuple[Fault, ...]:
    """The newest faults of this tenant."""
    rows = await tx.fetch(
        "select pack_id, pack_version, hook, error, at from pack_fault where tenant_id = $1 order by at desc limit $2",
        tx.tenant_id, most,
    )  # fmt: skip
    return tuple(Fault(*row) for row in rows)
