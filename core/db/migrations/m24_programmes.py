"""Trials of a draft on a past year, and what happens to a programme while it runs: dates moved, pauses, new rules."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T10:00:00:000024"
VERSION = "1.38.0"
DESCRIPTION = "programme life"

SQL = """
-- A draft tried on the facts of a past year: a rehearsal, never a result. The rules are kept as they were at that
-- edit, so that a single person can be explained for as long as the trial is kept.
create table core.trial (
  tenant_id uuid not null, id uuid not null, pack_id text collate "C" not null, draft int not null,
  rules_hash text collate "C" not null, programme_id uuid not null,
  summary jsonb, job_id uuid, asked_by uuid, asked_at timestamptz not null, done_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, pack_id) references core.configuration (tenant_id, pack_id) on delete cascade,
  foreign key (tenant_id, rules_hash) references core.rules (tenant_id, hash),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id)
);
create index trial_pack on core.trial (tenant_id, pack_id, asked_at);

-- What came out for each person on the roster; `was` and `now` are keys of the two scales, '' where there is none.
create table core.trial_row (
  tenant_id uuid not null, trial_id uuid not null, person_id uuid not null, unit_id uuid not null,
  outcome text collate "C" not null check (outcome in ('same', 'changed', 'undecided', 'unrated', 'outside')),
  was text collate "C" not null default '', now text collate "C" not null default '', step smallint not null default 0,
  why text not null default '[]', sheet text not null default '[]', shifts text not null default '[]',
  primary key (tenant_id, trial_id, person_id),
  foreign key (tenant_id, trial_id) references core.trial (tenant_id, id) on delete cascade,
  foreign key (tenant_id, person_id) references core.person (tenant_id, id) on delete cascade,
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);
create index trial_row_person on core.trial_row (tenant_id, person_id);

-- A pause keeps everybody from writing; it is no closing: nothing is settled by it.
alter table core.programme drop constraint programme_state_check,
  add constraint programme_state_check check (state in ('open', 'paused', 'closed'));

-- What happened to a running programme, each with its reason: `was` and `now` are days of a milestone, or rules.
create table core.programme_act (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null,
  act text collate "C" not null check (act in ('paused', 'resumed', 'date', 'rules')),
  milestone text collate "C" not null default '', was text collate "C" not null default '',
  now text collate "C" not null default '', people int not null default 0,
  reason text not null check (length(reason) between 1 and 500), by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id)
);
create index programme_act_programme on core.programme_act (tenant_id, programme_id, at);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    acts = isolate("programme_act", "select, insert")
    manager.add_raw(steps(SQL, *(isolate(table) for table in ("trial", "trial_row")), acts))
    return manager
