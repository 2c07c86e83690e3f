"""Imports: files as they were read, what each row is, what was written; contact data; codes of units."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T07:00:00:000019"
VERSION = "1.38.0"
DESCRIPTION = "imports"

SQL = """
-- For inviting somebody to sign in, and for reaching him; nothing else is kept of a person's life.
alter table core.person add phone text collate "C" check (phone ~ '^0[0-9]{9,10}$'),
  add email text collate "C" check (email = lower(email) and length(email) between 3 and 120);
-- The unit's code in its own lists: by it an import knows a unit again after it was renamed.
alter table core.unit add code text collate "C" check (code = upper(code) and length(code) between 1 and 30);
create unique index unit_code on core.unit (tenant_id, code) where code is not null;

-- `shape` is what the file was like, `mapping` field → place among the stored cells, `counts` the last dry run.
create table core.import_batch (
  tenant_id uuid not null references core.tenant (id), id uuid not null,
  kind text not null check (kind in ('people', 'units')),
  file_name text not null check (length(file_name) between 1 and 200), size int not null, sha256 bytea not null,
  shape jsonb not null, mapping jsonb not null, home_unit uuid, since date not null,
  duplicates text not null default '' check (duplicates in ('', 'merge', 'new', 'skip')),
  state text not null default 'read' check (state in ('read', 'checked', 'running', 'done', 'failed', 'undone')),
  counts jsonb not null default '{}', failure jsonb, job_id uuid,
  by_account uuid not null, created_at timestamptz not null, carried_at timestamptz, undone_at timestamptz,
  version int not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, home_unit) references core.unit (tenant_id, id)
);
create index import_batch_at on core.import_batch (tenant_id, created_at desc);

-- Rows as read, two thousand a chunk; gone once the import was carried out or discarded.
create table core.import_chunk (
  tenant_id uuid not null, batch_id uuid not null, first int not null, last int not null, cells bytea not null,
  primary key (tenant_id, batch_id, first),
  foreign key (tenant_id, batch_id) references core.import_batch (tenant_id, id) on delete cascade
);

-- Rows that want a person: faulty ones, and those that look like somebody known. `same_row` is the row's twin in the file.
create table core.import_row (
  tenant_id uuid not null, batch_id uuid not null, number int not null,
  state text not null check (state in ('faulty', 'duplicate', 'decided')),
  cells text[] not null, faults jsonb not null default '[]', same_id uuid, same_row int,
  choice text not null default '' check (choice in ('', 'merge', 'new', 'skip')),
  primary key (tenant_id, batch_id, number),
  foreign key (tenant_id, batch_id) references core.import_batch (tenant_id, id) on delete cascade
);
create index import_row_state on core.import_row (tenant_id, batch_id, state, number);

-- People whom an import added, a thousand a row: with the branch and the first day that it gave them.
create table core.import_added (
  tenant_id uuid not null, batch_id uuid not null, seq int not null,
  people uuid[] not null, units uuid[] not null, days date[] not null,
  primary key (tenant_id, batch_id, seq),
  foreign key (tenant_id, batch_id) references core.import_batch (tenant_id, id)
);

-- What else an import wrote, for undoing it: `before` holds the values replaced, `version` the row's after the import.
create table core.import_change (
  tenant_id uuid not null, batch_id uuid not null, seq int not null,
  object text not null check (object in ('person', 'membership', 'position', 'unit')),
  act text not null check (act in ('added', 'changed', 'moved', 'corrected')),
  object_id uuid not null, unit_id uuid, starts_on date, before jsonb not null default '{}', version int not null default 1,
  primary key (tenant_id, batch_id, seq),
  foreign key (tenant_id, batch_id) references core.import_batch (tenant_id, id)
);
create index import_change_object on core.import_change (tenant_id, object_id);
"""


async def forwards() -> MigrationManager:
    """Add the columns and tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("import_batch"),
            isolate("import_chunk"),
            isolate("import_row"),
            isolate("import_added"),
            isolate("import_change"),
        )
    )
    return manager
