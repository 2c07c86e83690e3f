"""The roster and the counters that every progress and report page reads."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T01:00:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "enrolments"

SQL = """
-- One row a programme and person. `unit_id` is where the person counts, `seat_title`/`seat_full_time` say why (S0-6).
create table core.enrolment (
  tenant_id uuid not null, programme_id uuid not null, person_id uuid not null, unit_id uuid not null,
  seat_title text not null default '', seat_full_time bool not null default false, seats smallint not null default 1,
  presence text not null default 'present' check (presence in ('present', 'on_leave', 'left')),
  presence_reason text not null default '',
  state text not null default 'enrolled'
    check (state in ('enrolled', 'submitted', 'returned', 'validated', 'rated', 'recognised')),
  self_assessed bool not null default false,
  level smallint check (level between 1 and 6),      -- rank in the pinned scale, 1 the best
  registered_late bool not null default false, self_late bool not null default false, rated_late bool not null default false,
  primary key (tenant_id, programme_id, person_id),
  check ((level is not null) = (state in ('rated', 'recognised'))),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);
create index enrolment_unit on core.enrolment (tenant_id, programme_id, unit_id, state);
create index enrolment_person on core.enrolment (tenant_id, person_id);

-- A unit's own people (inner units included), a programme: sums upward are made at read (domain.md §4).
create table core.unit_counter (
  tenant_id uuid not null, programme_id uuid not null, unit_id uuid not null,
  eligible int not null default 0,
  on_leave int not null default 0,
  registered int not null default 0,
  returned int not null default 0,
  validated int not null default 0,
  self_assessed int not null default 0,
  rated int not null default 0,
  recognised int not null default 0,
  registered_late int not null default 0,
  self_late int not null default 0,
  rated_late int not null default 0,
  level_1 int not null default 0,
  level_2 int not null default 0,
  level_3 int not null default 0,
  level_4 int not null default 0,
  level_5 int not null default 0,
  level_6 int not null default 0,
  primary key (tenant_id, programme_id, unit_id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("enrolment"),
            isolate("unit_counter"),
        )
    )
    return manager
