"""Jobs: what is to be done, how far it is, how it ended; and pgqueuer's tables, which hold tickets."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db import queue
from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T05:00:00:000017"
VERSION = "1.38.0"
DESCRIPTION = "jobs"

SQL = """
-- Real time throughout: a job is the platform's, not the domain's. `problem` is {"code", "facts"}.
create table core.job (
  tenant_id uuid not null references core.tenant (id), id uuid not null,
  name text collate "C" not null check (length(name) between 3 and 60), payload jsonb not null, by_account uuid,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
  turn int not null check (turn > 0), attempts smallint not null default 0,
  done int not null default 0 check (done >= 0), total int not null default 0 check (total >= 0),
  result jsonb, problem jsonb,
  queued_at timestamptz not null default now(), started_at timestamptz, seen_at timestamptz, ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create index job_live on core.job (tenant_id, turn) where state in ('queued', 'running');
create index job_queued_at on core.job (tenant_id, queued_at);

-- The file that a job makes, in parts; fetched from the page of jobs, forgotten after three days.
create table core.job_output (
  tenant_id uuid not null, job_id uuid not null, part int not null check (part >= 0), content bytea not null,
  primary key (tenant_id, job_id, part),
  foreign key (tenant_id, job_id) references core.job (tenant_id, id) on delete cascade
);
"""


def grants() -> list[str]:
    """Who serves the web may also take tickets; the ids of a sequence stay unread."""
    tables = ", ".join(f"{queue.SCHEMA}.{name}" for name in queue.TABLES)
    return [
        f"grant usage on schema {queue.SCHEMA} to app",
        f"grant select, insert, update, delete on {tables} to app",
        f"grant usage on all sequences in schema {queue.SCHEMA} to app",
    ]


async def forwards() -> MigrationManager:
    """Create the tables and close those that hold a tenant's rows."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("job"), isolate("job_output"), queue.install(), grants()))
    return manager
