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
  placed_by_act bool not null default false,         -- added or moved by an act: a refresh leaves the row alone
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
create index enrolment_absent on core.enrolment (tenant_id, programme_id) where presence <> 'present';  -- the note under a report

-- After the census date the roster changes only by an act with a reason (domain.md §2).
create table core.enrolment_act (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, person_id uuid not null,
  act text not null check (act in ('added', 'moved', 'on_leave', 'left', 'present')),
  from_unit_id uuid, to_unit_id uuid, reason text not null check (length(reason) between 1 and 500),
  by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, programme_id, person_id) references core.enrolment (tenant_id, programme_id, person_id)
);
create index enrolment_act_person on core.enrolment_act (tenant_id, programme_id, person_id, at);

-- A unit's own people (inner units included), a programme: sums upward are made at read (domain.md §4). `path` is the
-- unit's, carried here by triggers: with a join a whole province would cost 4 ms, without it 1.3.
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
  path text collate "C" not null,                    -- last: the numbers before it stay at fixed places in the row
  primary key (tenant_id, programme_id, unit_id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
) with (fillfactor = 70);                            -- room beside each row, so that counting never touches an index
create index unit_counter_path on core.unit_counter (tenant_id, programme_id, path);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("enrolment"),
            isolate("enrolment_act"),
            isolate("unit_counter", "select"),
        )
    )
    return manager
