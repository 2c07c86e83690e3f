"""A tenant's own Word templates and texts with every version, and packs of data that it uploaded."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T11:00:00:000023"
VERSION = "1.38.0"
DESCRIPTION = "templates"

SQL = """
-- What was sent: a trial until it is accepted, afterwards a version with a number, never changed again.
create table core.template_version (
  tenant_id uuid not null references core.tenant (id), id uuid not null,
  pack_id text not null check (length(pack_id) between 1 and 100), slot text not null check (length(slot) between 1 and 120),
  number int check (number > 0),
  file_name text not null check (length(file_name) between 1 and 200), body bytea not null,
  size int not null, sha256 bytea not null, missing text[] not null default '{}', preview jsonb not null default '[]',
  by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, pack_id, slot, number),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);

-- What holds: the last act of a slot. `version_id` is null where the pack's own template holds again.
create table core.template_act (
  tenant_id uuid not null references core.tenant (id),
  pack_id text not null, slot text not null, seq int not null check (seq > 0),
  act text not null check (act in ('accepted', 'restored', 'default')), version_id uuid,
  reason text not null, by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, pack_id, slot, seq),
  check ((act = 'default') = (version_id is null)),
  foreign key (tenant_id, version_id) references core.template_version (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);

-- A pack of data that the tenant uploaded, for itself alone; later versions stand beside earlier ones.
create table core.uploaded_pack (
  tenant_id uuid not null references core.tenant (id), pack_id text not null, version text not null,
  hash text not null, archive bytea not null, file_name text not null,
  by_account uuid not null, at timestamptz not null, withdrawn_at timestamptz,
  primary key (tenant_id, pack_id, version),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
"""


async def forwards() -> MigrationManager:
    """Add the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("template_version"), isolate("template_act", "select, insert"), isolate("uploaded_pack")))
    return manager
