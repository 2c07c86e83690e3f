"""Pinned rules, programmes, their milestones, files and the units' declarations."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T01:00:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "programmes"

SQL = """
-- Rules are stored once, as canonical text (jsonb would lose the order), under their hash.
create table core.rules (
  tenant_id uuid not null references core.tenant (id), hash text collate "C" not null,
  pack_id text not null, pack_version text not null, hooks_hash text not null, body text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, hash)
);

create table core.programme (
  tenant_id uuid not null, id uuid not null,
  pack_id text collate "C" not null, year int not null check (year between 2000 and 2100),
  starts_on date not null, ends_on date not null check (ends_on > starts_on),
  rules_hash text collate "C" not null,
  plan_number text not null default '', plan_dated date, plan_issuer text not null default '',
  state text not null default 'open' check (state in ('open', 'closed')),
  census_on date not null,                  -- (2) of the appendix counts who is enrolled on this day
  opened_by uuid, opened_at timestamptz not null, closed_at timestamptz,
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, pack_id, year),
  foreign key (tenant_id, rules_hash) references core.rules (tenant_id, hash)
);

-- Half-open instants: an act counts as on time while opens_at <= domain_now() < closes_at.
create table core.milestone (
  tenant_id uuid not null, programme_id uuid not null, key text collate "C" not null,
  act text collate "C" not null, opens_at timestamptz not null, closes_at timestamptz not null check (closes_at > opens_at),
  primary key (tenant_id, programme_id, key),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id)
);

create table core.file (
  tenant_id uuid not null references core.tenant (id), id uuid not null,
  name text not null check (length(name) between 1 and 200), media_type text not null,
  size int not null check (size between 1 and 10485760), sha256 bytea not null, content bytea not null,
  uploaded_by uuid, uploaded_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create table core.declaration (
  tenant_id uuid not null, programme_id uuid not null, unit_id uuid not null, key text collate "C" not null,
  number text not null default '', dated_on date, note text not null default '', file_id uuid,
  declared_by uuid, declared_at timestamptz not null, late bool not null default false,
  version int not null default 1,
  primary key (tenant_id, programme_id, unit_id, key),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, file_id) references core.file (tenant_id, id)
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("rules"),
            isolate("programme"),
            isolate("milestone"),
            isolate("file"),
            isolate("declaration"),
        )
    )
    return manager
