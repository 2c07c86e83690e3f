"""What people are told: the inbox, how they want to be told, what was sent where, and calendars to subscribe to."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T09:00:00:000029"
VERSION = "1.38.0"
DESCRIPTION = "messages"

SQL = """
-- One message to one account. `key` says what it is about, so that nobody is told the same thing twice; `at` and
-- `read_at` are the tenant's own time.
create table core.message (
  tenant_id uuid not null, id uuid not null default gen_random_uuid(), account_id uuid not null,
  kind text collate "C" not null, key text collate "C" not null, programme_id uuid,
  facts jsonb not null default '{}', at timestamptz not null, read_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, account_id, key),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id)
);
create index message_newest on core.message (tenant_id, account_id, at desc, id);
create index message_unread on core.message (tenant_id, account_id) where read_at is null;

-- Where and how often an account wants to be told outside of the inbox; no row: by the address of its person, daily.
create table core.message_setting (
  tenant_id uuid not null, account_id uuid not null,
  mode text collate "C" not null check (mode in ('each', 'daily', 'never')),
  address text not null default '' check (length(address) <= 120),
  primary key (tenant_id, account_id),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id)
);

-- One letter to one address with all messages that were waiting for it: tried again until it is out, then a log.
create table core.delivery (
  tenant_id uuid not null, id uuid not null, account_id uuid not null, channel text collate "C" not null,
  address text not null, state text collate "C" not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0, problem text not null default '',
  created_at timestamptz not null default now(), next_at timestamptz not null default now(), sent_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id)
);
create index delivery_waiting on core.delivery (tenant_id, next_at) where state = 'waiting';
alter table core.message add delivery_id uuid,
  add foreign key (tenant_id, delivery_id) references core.delivery (tenant_id, id);
create index message_unsent on core.message (tenant_id, account_id, at) where delivery_id is null;

-- How far the sealed trail has been read for messages.
create table core.message_cursor (
  tenant_id uuid primary key references core.tenant (id), seq bigint not null
);

-- A calendar under an address that only its owner knows; revoked, it is gone.
create table core.calendar_feed (
  tenant_id uuid not null, account_id uuid not null, token_hash bytea not null,
  created_at timestamptz not null default now(), read_at timestamptz,
  primary key (tenant_id, account_id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id)
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    tables = ("message", "message_setting", "delivery", "message_cursor", "calendar_feed")
    manager.add_raw(steps(SQL, *(isolate(table) for table in tables)))
    return manager
