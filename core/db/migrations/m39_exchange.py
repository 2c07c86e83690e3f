"""Who looks after whom, difficulties with what was done about them, words of fellow members, clusters of departments."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T19:00:00:000039"
VERSION = "1.38.0"
DESCRIPTION = "exchange"

SQL = """
-- A committee member who follows a member of the branch, or a fellow member who helps him; days inclusive.
create table core.companion (
  tenant_id uuid not null, id uuid not null, unit_id uuid not null, person_id uuid not null,
  companion_id uuid not null, kind text collate "C" not null check (kind in ('committee', 'buddy')),
  starts_on date not null, ends_on date check (ends_on >= starts_on),
  by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, id),
  check (person_id <> companion_id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id),
  foreign key (tenant_id, companion_id) references core.person (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create unique index companion_since on core.companion (tenant_id, person_id, kind, starts_on);
create index companion_of on core.companion (tenant_id, companion_id);
create index companion_unit on core.companion (tenant_id, unit_id);

-- What is hard for somebody: where he counts, where it lies now (a unit above once it was passed up), what is being
-- done by whom until when. `entry_id` is the talk it came up in, `asked_id` the companion whose help was asked for.
create table core.difficulty (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, person_id uuid not null,
  unit_id uuid not null, at_unit_id uuid not null,
  source text collate "C" not null check (source in ('talk', 'midway', 'help')),
  entry_id uuid, criterion text collate "C" not null default '', asked_id uuid,
  words text not null check (length(words) between 1 and 1000),
  by_account uuid not null, at timestamptz not null,
  state text collate "C" not null default 'open' check (state in ('open', 'answered', 'solved')),
  answer text not null default '' check (length(answer) <= 1000), responsible_id uuid, due_on date,
  answered_by uuid, answered_at timestamptz, closed_by uuid, closed_at timestamptz,
  version int not null default 1,
  primary key (tenant_id, id),
  check ((state = 'solved') = (closed_at is not null)),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, at_unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, entry_id) references core.register_entry (tenant_id, id),
  foreign key (tenant_id, asked_id) references core.person (tenant_id, id),
  foreign key (tenant_id, responsible_id) references core.person (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id),
  foreign key (tenant_id, answered_by) references core.account (tenant_id, id),
  foreign key (tenant_id, closed_by) references core.account (tenant_id, id)
);
create index difficulty_person on core.difficulty (tenant_id, person_id);
create index difficulty_listed on core.difficulty (tenant_id, programme_id, state, at);

-- The history of one: answered, passed up, solved, taken up again, in the order it was done.
create table core.difficulty_act (
  tenant_id uuid not null, id uuid not null, difficulty_id uuid not null,
  act text collate "C" not null check (act in ('answer', 'pass_up', 'solve', 'reopen')),
  words text not null default '' check (length(words) <= 1000), responsible_id uuid, due_on date, to_unit_id uuid,
  by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, difficulty_id) references core.difficulty (tenant_id, id),
  foreign key (tenant_id, responsible_id) references core.person (tenant_id, id),
  foreign key (tenant_id, to_unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create index difficulty_act_of on core.difficulty_act (tenant_id, difficulty_id);

-- What a fellow member says of somebody's review on the way, under his own name (S4-44).
create table core.peer_word (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, person_id uuid not null, by_person uuid not null,
  words text not null check (length(words) between 1 and 1000), at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, programme_id, person_id, by_person),
  check (person_id <> by_person),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id),
  foreign key (tenant_id, by_person) references core.person (tenant_id, id)
);

-- A department's charge of one emulation cluster: its seats are the cluster's units, read at each request (S0-33).
alter table core.role_grant add column cluster text not null default '' check (length(cluster) <= 80),
  drop constraint role_grant_task_check,
  add check (task in ('', 'sheets', 'results', 'reports', 'declarations', 'people', 'cluster')),
  add check ((task = 'cluster') = (cluster <> ''));
"""
TABLES = ("companion", "difficulty", "difficulty_act", "peer_word")


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, *(isolate(table) for table in TABLES)))
    return manager
