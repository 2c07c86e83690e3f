"""Undoing a list of units: added ones go, leaves first, changed ones get their old name, code, block and place."""

from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.imports import resting, unit_write

TABLE, NAME = "unit", "name"
ADDED = """create temp table undoing on commit drop as
select u.id, u.parent_id, u.path, null::text as stays from import_change c
join unit u on u.tenant_id = c.tenant_id and u.id = c.object_id
where c.tenant_id = '{tenant}' and c.batch_id = '{batch}' and c.object = 'unit' and c.act = 'added'"""
EDITED = """update pg_temp.undoing n set stays = 'edited' from unit u
where u.tenant_id = $1 and u.id = n.id and (u.version <> 1 or u.closed_on is not null)"""
PARENTS = """update pg_temp.undoing n set stays = 'children' where n.stays is null and exists (
  select from unit u left join pg_temp.undoing b on b.id = u.id
  where u.tenant_id = $1 and u.parent_id = n.id and (b.id is null or b.stays is not null))"""
CHANGED = """select c.object_id, c.before, c.version, u.version as now, u.name, u.block, u.place, u.code
from import_change c join unit u on u.tenant_id = c.tenant_id and u.id = c.object_id
where c.tenant_id = $1 and c.batch_id = $2 and c.object = 'unit' and c.act = 'changed'"""


async def prepare(tx: Transaction, batch_id: UUID) -> tuple[int, int]:
    """Fill `pg_temp.undoing` with what would go or stays; how many units would be removed and restored."""
    await tx.execute("drop table if exists pg_temp.undoing")
    await tx.execute(ADDED.format(tenant=tx.tenant_id, batch=batch_id))
    await tx.execute(EDITED, tx.tenant_id)
    await resting.mark(tx, TABLE, ("unit", "unit_version"))
    while await tx.execute(PARENTS, tx.tenant_id) != "UPDATE 0":
        pass
    removed = await tx.fetchval("select count(*)::int from pg_temp.undoing where stays is null")
    restored = 0
    for row in await tx.fetch(CHANGED, tx.tenant_id, batch_id):
        if row["version"] == row["now"]:
            restored += 1
        else:
            await tx.execute("insert into pg_temp.undoing (id, stays) values ($1, 'edited')", row["object_id"])
    return removed, restored


async def carry_out(tx: Transaction, batch_id: UUID) -> None:
    """Remove and restore what `prepare` found free."""
    await tx.execute(
        """delete from unit_version v using pg_temp.undoing u
        where v.tenant_id = $1 and v.unit_id = u.id and u.stays is null""",
        tx.tenant_id,
    )
    await tx.execute(
        "delete from unit v using pg_temp.undoing u where v.tenant_id = $1 and v.id = u.id and u.stays is null",
        tx.tenant_id,
    )
    for row in await tx.fetch(CHANGED, tx.tenant_id, batch_id):
        if row["version"] == row["now"]:
            old = {fact: row[fact] for fact in ("name", "block", "place", "code")}
            await unit_write.put(tx, row["object_id"], **(old | msgspec.json.decode(row["before"])))
