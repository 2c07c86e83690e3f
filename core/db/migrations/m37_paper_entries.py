"""Sheets that a committee enters from paper, with their scans and what the member says to it; short texts to phones."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T15:00:00:000037"
VERSION = "1.38.0"
DESCRIPTION = "paper_entries"

SQL = """
-- An edition of a sheet that somebody of the committee typed from a paper; no row: its owner wrote it online (S4-33).
create table core.paper_entry (
  tenant_id uuid not null, registration_id uuid not null, edition smallint not null,
  channel text collate "C" not null check (channel in ('handwritten', 'typed')),
  entered_by uuid not null, entered_at timestamptz not null,
  answer text collate "C" check (answer in ('confirmed', 'objected')),
  words text not null default '' check (length(words) <= 1000), answered_at timestamptz,
  primary key (tenant_id, registration_id, edition),
  check ((answer is null) = (answered_at is null)),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id),
  foreign key (tenant_id, entered_by) references core.account (tenant_id, id)
);
create table core.paper_scan (
  tenant_id uuid not null, registration_id uuid not null, edition smallint not null, number smallint not null,
  file_id uuid not null, thumbnail bytea not null,
  primary key (tenant_id, registration_id, edition, number),
  unique (tenant_id, file_id),
  foreign key (tenant_id, registration_id, edition) references core.paper_entry (tenant_id, registration_id, edition),
  foreign key (tenant_id, file_id) references core.file (tenant_id, id)
);

-- Short texts to a phone, beside the letters: only to who asked for them.
alter table core.message_setting add phone text collate "C" not null default '' check (phone ~ '^(\\+?[0-9]{9,15})?$'),
  add short boolean not null default false;
alter table core.message add short_delivery_id uuid,
  add foreign key (tenant_id, short_delivery_id) references core.delivery (tenant_id, id);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("paper_entry"), isolate("paper_scan")))
    return manager
