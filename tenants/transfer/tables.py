"""Which tables make up a tenant, in an order in which they can be filled."""

import hashlib

import msgspec

# What is no data of the tenant: who is signed in just now, brakes, keys of forms, jobs and what they made, trials of
# a draft (they are made anew).
LEFT_OUT = ("session", "login_throttle", "submission_key", "job", "job_output", "trial", "trial_row")
# Kept by triggers on another table: filled last, in place of what the triggers wrote.
DERIVED = {"unit_counter": "enrolment", "register_total": "register_entry"}
# What a person who fetches the file could sign in with: absent from an export that leaves the platform.
SECRET_COLUMNS = {"account": ("password_hash",), "party_link": ("code_hash",)}
SECRET_TABLES = ("invitation", "second_factor", "recovery_code", "calendar_feed")
CONTENT = {"file": "content"}  # bytes that travel as files of their own

# A key's texts are ordered by "C", whatever the database's collation.
TABLES = """
select c.relname as name,
  array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' order by a.attname collate "C") as columns,
  array(select format_type(a.atttypid, a.atttypmod) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped and a.attgenerated = '' order by a.attname collate "C") as types,
  array(select quote_ident(a.attname) || case when a.attcollation > 0 then ' collate "C"' else '' end
        from pg_constraint k cross join lateral unnest(k.conkey) with ordinality as key (number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = key.number
        where k.conrelid = c.oid and k.contype = 'p' order by key.place) as key,
  array(select distinct f.confrelid::regclass::text from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
from pg_class c where c.relnamespace = 'core'::regnamespace and c.relkind = 'r'
  and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
order by c.relname collate "C"
"""


class Table(msgspec.Struct, frozen=True):
    """A table with a tenant's rows: its columns, the order of its key, the tables that its rows point at."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    key: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def carried(self) -> bool:
        """Whether it is part of an export."""
        return self.name not in LEFT_OUT

    @property
    def shape(self) -> str:
        """Columns and types in short: rows fit only where the shape is the same."""
        return hashlib.sha256(repr((self.columns, self.types)).encode()).hexdigest()[:12]


def ordered(rows: list) -> tuple[Table, ...]:
    """The tables of `TABLES`, each after those it points at, derived ones last."""
    waiting = {
        row["name"]: Table(
            row["name"], tuple(row["columns"]), tuple(row["types"]), tuple(row["key"]),
            tuple(name.removeprefix("core.") for name in row["needs"]),
        )
        for row in rows
    }  # fmt: skip
    done: list[Table] = []
    while waiting:
        free = [table for table in waiting.values() if not set(table.needs) & set(waiting)]
        if not free:
            raise RuntimeError(f"tables point at each other: {sorted(waiting)}")
        done += free
        for table in free:
            del waiting[table.name]
    return tuple(sorted(done, key=lambda table: table.name in DERIVED))
