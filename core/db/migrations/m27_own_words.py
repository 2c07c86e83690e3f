"""What a tenant calls things: its own words for kinds of unit, titles and sectors."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T11:00:00:000027"
VERSION = "1.38.0"
DESCRIPTION = "own words"

SQL = """
create table core.own_word (
  tenant_id uuid not null references core.tenant (id),
  part text collate "C" not null check (part in ('kinds', 'titles', 'blocks')), key text collate "C" not null,
  vi text not null, en text not null default '',
  primary key (tenant_id, part, key)
);
"""


async def forwards() -> MigrationManager:
    """Create the table and close it to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("own_word")))
    return manager
