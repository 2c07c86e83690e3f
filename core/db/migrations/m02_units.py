"""Units of the tenant's tree, their versions in time, and their lineage."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T01:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "units"

SQL = """
-- `path` is today's tree only: 4 characters [0-9a-z] a level joined by '.', never shown; past trees are unit_version.
create table core.unit (
  tenant_id uuid not null references core.tenant (id),
  id uuid not null,
  parent_id uuid,
  path text collate "C" not null check (path ~ '^[0-9a-z]{4}(\\.[0-9a-z]{4})*$'),
  kind text not null check (kind in ('top', 'district', 'grassroots', 'grassroots_branch', 'section', 'branch', 'subbranch')),
  block text check (block in ('civil_service', 'urban', 'rural', 'school', 'armed_forces', 'enterprise')),
  name text not null check (name is nfc normalized and length(name) between 2 and 160),
  place text not null default '',           -- the place printed in letterheads: "Rạch Giá"
  ordinal int not null default 0,           -- order among siblings, then sort_key
  sort_key text collate "C" not null,
  search_key text collate "C" not null,
  standing bool not null default true,      -- has a standing committee (TM. BAN THƯỜNG VỤ), else TM. BAN CHẤP HÀNH
  pilot bool not null default false,        -- đơn vị chỉ đạo điểm
  cluster text not null default '',         -- cụm thi đua
  opened_on date not null,
  closed_on date check (closed_on >= opened_on),
  version int not null default 1,
  primary key (tenant_id, id),
  -- Trees and report rows of a whole province are read from this index alone.
  unique (tenant_id, path) include (id, kind, name, ordinal, sort_key, opened_on, closed_on),
  foreign key (tenant_id, parent_id) references core.unit (tenant_id, id)
);
create unique index unit_top on core.unit (tenant_id) where parent_id is null;
create index unit_parent on core.unit (tenant_id, parent_id, ordinal, sort_key);

create table core.unit_version (
  tenant_id uuid not null, unit_id uuid not null, valid_from date not null, valid_to date,
  name text not null, kind text not null, block text, parent_id uuid,
  primary key (tenant_id, unit_id, valid_from),
  check (valid_to > valid_from),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);

create table core.unit_lineage (
  tenant_id uuid not null, predecessor_id uuid not null, successor_id uuid not null,
  change text not null check (change in ('renamed', 'merged', 'split', 'moved', 'replaced')),
  changed_on date not null,
  primary key (tenant_id, predecessor_id, successor_id, changed_on),
  foreign key (tenant_id, predecessor_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, successor_id) references core.unit (tenant_id, id)
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("unit"),
            isolate("unit_version"),
            isolate("unit_lineage"),
        )
    )
    return manager
