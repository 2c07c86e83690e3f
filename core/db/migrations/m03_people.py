"""People, the branch each belongs to, and the positions they hold, all dated."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T01:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "people"

SQL = """
create table core.person (
  tenant_id uuid not null references core.tenant (id),
  id uuid not null,
  code text,                                -- mã đoàn viên
  full_name text not null check (full_name is nfc normalized and length(full_name) between 2 and 80),
  sort_key text collate "C" not null,       -- given name first, Vietnamese letter order
  search_key text collate "C" not null,     -- without diacritics
  birth_date date,
  gender text check (gender in ('female', 'male')),
  joined_on date,
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
create index person_order on core.person (tenant_id, sort_key, id);

-- One row a word of the name: LIKE loses its index under row security, ranges on text keep it.
create table core.person_token (
  tenant_id uuid not null, token text collate "C" not null, person_id uuid not null,
  primary key (tenant_id, token, person_id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id) on delete cascade
);
create index person_token_person on core.person_token (tenant_id, person_id);

create table core.membership (
  tenant_id uuid not null, person_id uuid not null, unit_id uuid not null,
  starts_on date not null, ends_on date check (ends_on >= starts_on),
  primary key (tenant_id, person_id, starts_on),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);
create unique index membership_current on core.membership (tenant_id, person_id) where ends_on is null;
create index membership_unit on core.membership (tenant_id, unit_id) where ends_on is null;

-- 'officer' is a full-time post without a committee seat; the other titles are seats of the unit's committee.
create table core.position (
  tenant_id uuid not null, id uuid not null, person_id uuid not null, unit_id uuid not null,
  title text not null check (title in ('secretary', 'deputy', 'standing', 'member', 'officer')),
  full_time bool not null default false,
  provisional bool not null default false,  -- lâm thời
  starts_on date not null, ends_on date check (ends_on >= starts_on),
  version int not null default 1,
  primary key (tenant_id, id),
  check (title <> 'officer' or full_time),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);
create index position_person on core.position (tenant_id, person_id);
create index position_unit on core.position (tenant_id, unit_id);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("person"),
            isolate("person_token"),
            isolate("membership"),
            isolate("position"),
        )
    )
    return manager
