"""Evidence: photos and papers that people add to a registered item."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T11:00:00:000031"
VERSION = "1.38.0"
DESCRIPTION = "evidence"

SQL = """
-- One photo or PDF under one item of a sheet; `thumbnail` is '' for a PDF. The file is this row's alone.
create table core.evidence (
  tenant_id uuid not null, id uuid not null, registration_id uuid not null, criterion text collate "C" not null,
  file_id uuid not null, thumbnail bytea not null, by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, file_id),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id),
  foreign key (tenant_id, file_id) references core.file (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create index evidence_of_item on core.evidence (tenant_id, registration_id, criterion, at, id);
"""


async def forwards() -> MigrationManager:
    """Create the table and close it to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("evidence")))
    return manager
