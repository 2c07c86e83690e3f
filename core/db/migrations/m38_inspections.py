"""Inspections of units: the plan of a year, what was found, what was recommended until when, and what became of it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T18:03:00:000038"
VERSION = "1.38.0"
DESCRIPTION = "inspections"

SQL = """
create table core.inspection (
  tenant_id uuid not null, id uuid not null, unit_id uuid not null, planned_on date not null,
  contents text not null check (length(contents) between 1 and 2000),
  team text not null check (length(team) between 1 and 500),
  state text collate "C" not null default 'planned' check (state in ('planned', 'held', 'closed', 'dropped')),
  held_on date, conclusion text not null default '' check (length(conclusion) <= 4000),
  by_account uuid not null, at timestamptz not null, closed_at timestamptz, version int not null default 1,
  primary key (tenant_id, id),
  check ((state in ('held', 'closed')) = (held_on is not null)),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create index inspection_year on core.inspection (tenant_id, planned_on, id);

-- One thing found, what is recommended until when, and how the unit followed it.
create table core.inspection_finding (
  tenant_id uuid not null, id uuid not null, inspection_id uuid not null,
  words text not null check (length(words) between 1 and 1000),
  recommendation text not null check (length(recommendation) between 1 and 1000), due_on date not null,
  followed_on date, outcome text not null default '' check (length(outcome) <= 1000),
  by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, id), check ((followed_on is null) = (outcome = '')),
  foreign key (tenant_id, inspection_id) references core.inspection (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create index inspection_finding_of on core.inspection_finding (tenant_id, inspection_id, due_on, id);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("inspection"), isolate("inspection_finding")))
    return manager
