"""A tenant's packs: which are enabled, its edits in versions, and the draft that is being worked on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T09:00:00:000021"
VERSION = "1.38.0"
DESCRIPTION = "configurations"

SQL = """
-- A pack that the tenant has taken up. `base_hash` are the pack's rules as taken up, `rules_hash` the same with the
-- published edits merged in: what a programme opened today pins. `drafts` counts every saved edit, for ever.
create table core.configuration (
  tenant_id uuid not null references core.tenant (id), pack_id text collate "C" not null,
  state text collate "C" not null default 'enabled' check (state in ('enabled', 'retired')),
  base_hash text collate "C" not null, rules_hash text collate "C" not null,
  number int not null default 1, drafts int not null default 0,
  enabled_by uuid, enabled_at timestamptz not null,
  primary key (tenant_id, pack_id),
  foreign key (tenant_id, base_hash) references core.rules (tenant_id, hash),
  foreign key (tenant_id, rules_hash) references core.rules (tenant_id, hash)
);

-- Published versions are never changed: the edit as a merge patch (RFC 7396), what it was over, what came out.
create table core.configuration_version (
  tenant_id uuid not null, pack_id text collate "C" not null, number int not null,
  kind text collate "C" not null check (kind in ('enabled', 'edited', 'upgraded', 'restored')),
  base_hash text collate "C" not null, patch text not null, rules_hash text collate "C" not null,
  reason text not null default '', published_by uuid, published_at timestamptz not null,
  primary key (tenant_id, pack_id, number),
  foreign key (tenant_id, pack_id) references core.configuration (tenant_id, pack_id) on delete cascade,
  foreign key (tenant_id, base_hash) references core.rules (tenant_id, hash),
  foreign key (tenant_id, rules_hash) references core.rules (tenant_id, hash)
);

-- The work in hand, one a pack; `version` is that of its last saved edit.
create table core.configuration_draft (
  tenant_id uuid not null, pack_id text collate "C" not null,
  kind text collate "C" not null default 'edited' check (kind in ('edited', 'upgraded', 'restored')),
  base_hash text collate "C" not null, patch text not null, version int not null,
  primary key (tenant_id, pack_id),
  foreign key (tenant_id, pack_id) references core.configuration (tenant_id, pack_id) on delete cascade,
  foreign key (tenant_id, base_hash) references core.rules (tenant_id, hash)
);

-- Every saved edit with the whole patch after it: for undoing, and to tell what a stale form has not seen.
create table core.configuration_edit (
  tenant_id uuid not null, pack_id text collate "C" not null, version int not null,
  published int not null,                   -- the version in force when it was made
  base_hash text collate "C" not null, patch text not null, places text[] not null,
  undoes int, edited_by uuid, edited_at timestamptz not null,
  primary key (tenant_id, pack_id, version),
  foreign key (tenant_id, pack_id) references core.configuration (tenant_id, pack_id) on delete cascade
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    tables = ("configuration", "configuration_version", "configuration_draft", "configuration_edit")
    manager.add_raw(steps(SQL, *(isolate(table) for table in tables)))
    return manager
