"""Voices and decisions by round and stage, the results a unit sends up, and every step of theirs."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T01:00:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "assessments"

SQL = """
-- `marks` is {criterion: {"mark": key, "note": text}}; `level` the rank in the pinned scale; a draft has no given_at.
create table core.assessment (
  tenant_id uuid not null, registration_id uuid not null, checkpoint text collate "C" not null, stage text collate "C" not null,
  edition smallint not null, marks jsonb not null default '{}', level smallint check (level between 1 and 6),
  comment text not null default '' check (length(comment) <= 4000),
  by_account uuid not null, by_person uuid, unit_id uuid, given_at timestamptz, late bool not null default false,
  saved_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, registration_id, checkpoint, stage),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id) on delete cascade
);

create table core.unit_result (
  tenant_id uuid not null, programme_id uuid not null, unit_id uuid not null, checkpoint text collate "C" not null,
  state text not null check (state in ('sent', 'returned', 'recognised')),
  sent_by_account uuid not null, sent_by_person uuid, sent_at timestamptz not null, late bool not null default false,
  note text not null default '' check (length(note) <= 2000),
  decided_by_account uuid, decided_by_person uuid, decided_at timestamptz, reason text not null default '' check (length(reason) <= 2000),
  decision_number text not null default '', decision_dated date,
  version int not null default 1,
  primary key (tenant_id, programme_id, unit_id, checkpoint),
  check (state <> 'returned' or reason <> ''),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);

-- Every sending, return and recognition with its words; `version` is the one that unit_result had after the act.
create table core.unit_result_act (
  tenant_id uuid not null, programme_id uuid not null, unit_id uuid not null, checkpoint text collate "C" not null,
  version int not null,
  act text not null check (act in ('sent', 'returned', 'recognised')),
  people int not null default 0,                     -- how many results were sent, returned or recognised
  words text not null default '' check (length(words) <= 2000), late bool not null default false,
  decision_number text not null default '', decision_dated date,
  by_account uuid not null, by_person uuid, at timestamptz not null,
  primary key (tenant_id, programme_id, unit_id, checkpoint, version),
  foreign key (tenant_id, programme_id, unit_id, checkpoint)
    references core.unit_result (tenant_id, programme_id, unit_id, checkpoint)
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("assessment"),
            isolate("unit_result"),
            isolate("unit_result_act", "select, insert"),
        )
    )
    return manager
