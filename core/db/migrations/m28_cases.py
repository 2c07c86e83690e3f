"""A tenant's own worked cases of a pack, and what was said of those that failed when a version was published."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T09:00:00:000028"
VERSION = "1.38.0"
DESCRIPTION = "cases"

SQL = """
-- Given this, expect that: plain data, asked of the draft on each look at it.
create table core.configuration_case (
  tenant_id uuid not null, id uuid not null, pack_id text collate "C" not null,
  title text not null, kind text collate "C" not null, given text not null, expect text not null,
  version int not null default 1, edited_by uuid, edited_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, pack_id) references core.configuration (tenant_id, pack_id) on delete cascade
);
create index on core.configuration_case (tenant_id, pack_id);

-- A version that was published although cases failed: which, and why that is meant. Never changed.
create table core.configuration_case_answer (
  tenant_id uuid not null, pack_id text collate "C" not null, number int not null,
  failing text[] not null, words text not null, answered_by uuid, answered_at timestamptz not null,
  primary key (tenant_id, pack_id, number),
  foreign key (tenant_id, pack_id, number)
    references core.configuration_version (tenant_id, pack_id, number) on delete cascade
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    tables = ("configuration_case", "configuration_case_answer")
    manager.add_raw(steps(SQL, *(isolate(table) for table in tables)))
    return manager
