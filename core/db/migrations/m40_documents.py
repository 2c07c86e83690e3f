"""What the office types into an official document of a unit: number, signer, recipients, text sections."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T20:00:00:000040"
VERSION = "1.38.0"
DESCRIPTION = "documents"

SQL = """
create table core.official_document (
  tenant_id uuid not null, programme_id uuid not null, unit_id uuid not null, kind text collate "C" not null,
  number text not null default '' check (length(number) <= 120), dated_on date,
  position text not null default '' check (length(position) <= 120),
  signer text not null default '' check (length(signer) <= 120),
  recipients text not null default '' check (length(recipients) <= 2000),
  sections jsonb not null default '{}' check (jsonb_typeof(sections) = 'object'),
  version int not null default 1, saved_by uuid not null, saved_at timestamptz not null,
  primary key (tenant_id, programme_id, unit_id, kind),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, saved_by) references core.account (tenant_id, id)
);
"""


async def forwards() -> MigrationManager:
    """Create the table and close it to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("official_document", "select, insert, update")))
    return manager
