"""The audit trail: who did what to what, appended in the act's own transaction (design.md §3)."""

from typing import Any
from uuid import UUID

import msgspec

from core.access import Actor
from core.db.ids import new_id
from core.db.scope import Transaction


async def record(tx: Transaction, actor: Actor | None, action: str, object: str | UUID, **detail: Any) -> None:
    """Append one entry. `object` is the thing's id; `detail` holds ids and codes, never names or free text."""
    await tx.execute(
        "select core.audit_add($1, $2, $3, $4, $5::jsonb)",
        new_id(), actor.account_id if actor else None, action, str(object), msgspec.json.encode(detail).decode(),
    )  # fmt: skip


async def seal(tx: Transaction, most: int = 1000) -> int:
    """Seal pending entries into the tenant's hash chain; returns how many. A job calls it every few seconds."""
    return await tx.fetchval("select core.audit_seal_pending($1)", most)


async def breaks(tx: Transaction) -> list[int]:
    """The sequence numbers at which the sealed chain does not hold: none, unless somebody tampered."""
    return [row[0] for row in await tx.fetch("select * from core.audit_breaks()")]
