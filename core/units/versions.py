"""Writing a unit's versions: what it was called and where it stood, from which day (design.md §3)."""

from datetime import date
from uuid import UUID

from core.db.scope import Transaction


async def since(tx: Transaction, unit_id: UUID) -> date | None:
    """The first day of the current version, None for a unit that does not exist any more."""
    return await tx.fetchval(
        "select valid_from from unit_version where tenant_id = $1 and unit_id = $2 and valid_to is null",
        tx.tenant_id, unit_id,
    )  # fmt: skip


async def begin(tx: Transaction, unit_id: UUID, day: date) -> None:
    """Open a version of what the unit is now."""
    await tx.execute(
        """insert into unit_version (tenant_id, unit_id, valid_from, name, kind, block, parent_id)
        select tenant_id, id, $3, name, kind, block, parent_id from unit where tenant_id = $1 and id = $2""",
        tx.tenant_id, unit_id, day,
    )  # fmt: skip


async def turn(tx: Transaction, unit_id: UUID, day: date) -> None:
    """End the current version the day before and open one from `day`; a second change of a day overwrites the
    first."""
    current = await since(tx, unit_id)
    if current is not None and current >= day:  # later than the day only after the demo's clock was set back
        await tx.execute(
            """update unit_version v set name = u.name, kind = u.kind, block = u.block, parent_id = u.parent_id
            from unit u where v.tenant_id = $1 and v.unit_id = $2 and v.valid_from = $3
              and u.tenant_id = v.tenant_id and u.id = v.unit_id""",
            tx.tenant_id, unit_id, current,
        )  # fmt: skip
        return
    await tx.execute(
        "update unit_version set valid_to = $3 where tenant_id = $1 and unit_id = $2 and valid_to is null",
        tx.tenant_id, unit_id, day,
    )  # fmt: skip
    await begin(tx, unit_id, day)


async def finish(tx: Transaction, unit_id: UUID, day: date) -> None:
    """Say that the unit does not exist from `day` on; what was said of later days goes."""
    await tx.execute(
        "delete from unit_version where tenant_id = $1 and unit_id = $2 and valid_from >= $3",
        tx.tenant_id, unit_id, day,
    )  # fmt: skip
    await tx.execute(
        """update unit_version set valid_to = $3
        where tenant_id = $1 and unit_id = $2 and (valid_to is null or valid_to > $3)""",
        tx.tenant_id, unit_id, day,
    )  # fmt: skip


async def resume(tx: Transaction, unit_id: UUID, day: date) -> None:
    """Let a closed unit exist again from `day` on: without a gap its last version goes on."""
    joined = await tx.execute(
        """update unit_version v set valid_to = null from unit u
        where v.tenant_id = $1 and v.unit_id = $2 and v.valid_to = $3 and u.tenant_id = v.tenant_id and u.id = v.unit_id
          and (v.name, v.kind, v.parent_id) = (u.name, u.kind, u.parent_id)""",
        tx.tenant_id, unit_id, day,
    )  # fmt: skip
    if joined == "UPDATE 0":
        await begin(tx, unit_id, day)
