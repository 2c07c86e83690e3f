"""Pilot units of a programme, and what a review of a unit keeps beside its words."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T03:30:00:000014"
VERSION = "1.38.0"
DESCRIPTION = "pilots"

SQL = """
-- A unit chosen for closer follow-up in one programme (S1-13, S1-23). `pilot` is the pack's key where the source names
-- the unit in words that are not its name; '' for one that its district has chosen.
create table core.pilot_unit (
  tenant_id uuid not null, programme_id uuid not null, unit_id uuid not null,
  pilot text collate "C" not null default '', marked_by uuid not null, marked_at timestamptz not null,
  primary key (tenant_id, programme_id, unit_id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);
create unique index pilot_unit_named on core.pilot_unit (tenant_id, programme_id, pilot) where pilot <> '';

-- The unit above at the time of the act: the tree may change, the review stays that unit's. No row exists before this.
alter table core.unit_review add by_unit_id uuid not null, add changed_at timestamptz,
  add foreign key (tenant_id, by_unit_id) references core.unit (tenant_id, id);
"""


async def forwards() -> MigrationManager:
    """Create the table, close it to other tenants, and widen the reviews."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("pilot_unit")))
    return manager
