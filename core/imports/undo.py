"""Undoing a whole import: what it added goes, what it changed gets its old values, unless something rests on it since.

What rests on a row is asked of the database's own foreign keys, so a table that comes later is minded as well.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import Problem, Stale
from core.imports import queries, undo_people, undo_units
from core.imports.runs import FRESH_PLANS, PATIENCE

SHOWN = 20


class Kept(msgspec.Struct, frozen=True):
    """Something that stays, and why: edited, moved, seated, children, or the table that points to it."""

    id: UUID
    name: str
    why: str


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What undoing would do: rows removed and restored, rows that stay by reason, and the first of them by name."""

    removed: int
    restored: int
    kept: Mapping[str, int]
    shown: tuple[Kept, ...]

    @property
    def kept_in_all(self) -> int:
        """How many rows stay."""
        return sum(self.kept.values())


async def look(tx: Transaction, actor: Actor, batch_id: UUID) -> Outlook:
    """What undoing would do; nothing is changed but for tables of this transaction alone."""
    batch = await _done(tx, actor, batch_id)
    return await _outlook(tx, batch)


async def undo(tx: Transaction, actor: Actor, batch_id: UUID) -> Outlook:
    """Undo an import as far as nothing rests on it; the rest stays and is told."""
    await tx.execute("select from import_batch where tenant_id = $1 and id = $2 for update", tx.tenant_id, batch_id)
    batch = await _done(tx, actor, batch_id)
    found = await _outlook(tx, batch)
    await tx.execute(FRESH_PLANS)
    try:
        await (undo_people if batch.kind == "people" else undo_units).carry_out(tx, batch_id)
    except (asyncpg.ForeignKeyViolationError, asyncpg.UniqueViolationError):
        raise Problem("import.undo-depends") from None
    counts = dict(batch.counts) | {"removed": found.removed, "restored": found.restored, "kept": found.kept_in_all}
    await tx.execute(
        """update import_batch set state = 'undone', counts = $3::jsonb, undone_at = sec.domain_now(),
          version = version + 1 where tenant_id = $1 and id = $2""",
        tx.tenant_id, batch_id, msgspec.json.encode(counts).decode(),
    )  # fmt: skip
    await tx.execute("delete from import_row where tenant_id = $1 and batch_id = $2", tx.tenant_id, batch_id)
    await audit.record(
        tx, actor, "import.undo", batch_id, removed=found.removed, restored=found.restored, kept=found.kept_in_all
    )
    return found


async def _done(tx: Transaction, actor: Actor, batch_id: UUID) -> queries.Batch:
    require(actor, "import.admin", Target())
    batch = await queries.get(tx, batch_id)
    if batch.state != "done":
        raise Stale("import.not-done")
    return batch


async def _outlook(tx: Transaction, batch: queries.Batch) -> Outlook:
    await tx.execute(PATIENCE)
    part: Any = undo_people if batch.kind == "people" else undo_units
    removed, restored = await part.prepare(tx, batch.id)
    kept = await tx.fetch("select stays, count(*)::int from pg_temp.undoing where stays is not null group by 1")
    shown = await tx.fetch(
        f"""select u.id, x.{part.NAME} as name, u.stays from pg_temp.undoing u
        join {part.TABLE} x on x.tenant_id = $1 and x.id = u.id where u.stays is not null
        order by x.sort_key limit $2""",
        tx.tenant_id, SHOWN,
    )  # fmt: skip
    return Outlook(
        removed=removed, restored=restored, kept=dict((row[0], row[1]) for row in kept),
        shown=tuple(Kept(*row) for row in shown),
    )  # fmt: skip
