"""What rests on a row: every table that points to it, read from the database's catalogue."""

from collections.abc import Collection

from core.db.scope import Transaction

# Keys of the kind (tenant_id, x) → (tenant_id, id): the second column is the one that points.
POINTING = """
select t.relname as name, a.attname as key
from pg_constraint c join pg_class t on t.oid = c.conrelid
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
where c.contype = 'f' and c.confrelid = ('core.' || $1)::regclass and array_length(c.conkey, 1) = 2
  and has_table_privilege(c.conrelid, 'select')
order by 1, 2
"""


async def mark(tx: Transaction, table: str, but: Collection[str]) -> None:
    """Note in `pg_temp.undoing` (id, stays) what rests on rows of `table`, other than the tables `but`."""
    for name, key in await tx.fetch(POINTING, table):
        if name in but:
            continue
        # Names come from the catalogue: no text of anybody's enters the statement.
        await tx.execute(
            f"""update pg_temp.undoing u set stays = $2 where u.stays is null
            and exists (select from core.{name} x where x.tenant_id = $1 and x.{key} = u.id)""",
            tx.tenant_id, name,
        )  # fmt: skip
