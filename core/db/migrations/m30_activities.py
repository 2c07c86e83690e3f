"""What units plan and who was there."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T12:00:00:000030"
VERSION = "1.38.0"
DESCRIPTION = "activities"

SQL = """
-- An event of a unit; who comes proves the `criteria` of its programme. `entry_id` is the line in the programme's book
-- of activities that closing it wrote.
create table core.activity (
  tenant_id uuid not null, id uuid not null, unit_id uuid not null, programme_id uuid not null,
  state text not null default 'planned' check (state in ('planned', 'open', 'closed', 'cancelled')),
  title text not null check (title <> '' and length(title) <= 200),
  place text not null check (length(place) <= 200),
  about text not null default '' check (length(about) <= 2000),
  happens_on date not null, starts_at time not null, ends_on date not null, ends_at time not null,
  criteria text[] not null, reason text not null default '', entry_id uuid,
  version int not null default 1,
  by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, id),
  check ((ends_on, ends_at) >= (happens_on, starts_at)),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create index activity_unit on core.activity (tenant_id, unit_id, happens_on desc);

-- One person at one activity: signed up, there, or both. The key makes an attendance count once. `said_at` is when a
-- phone without network says it was there, until somebody confirms it; `misses` counts wrong codes since `missed_at`.
create table core.attendance (
  tenant_id uuid not null, activity_id uuid not null, person_id uuid not null,
  signed_up_at timestamptz, came_at timestamptz, said_at timestamptz,
  by_code boolean not null default false, marked_by uuid,
  misses int not null default 0, missed_at timestamptz,
  primary key (tenant_id, activity_id, person_id),
  foreign key (tenant_id, activity_id) references core.activity (tenant_id, id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id),
  foreign key (tenant_id, marked_by) references core.account (tenant_id, id)
);
create index attendance_person on core.attendance (tenant_id, person_id) where came_at is not null;
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, *(isolate(table) for table in ("activity", "attendance"))))
    return manager
