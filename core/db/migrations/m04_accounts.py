"""Accounts, grants, sessions, invitations, login throttle, idempotency keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T01:00:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "accounts"

SQL = """
create table core.account (
  tenant_id uuid not null references core.tenant (id),
  id uuid not null,
  username text collate "C" not null check (username = lower(username) and length(username) between 3 and 60),
  display_name text not null default '',    -- of accounts without a person (office, demo administrator)
  person_id uuid,
  password_hash text,                       -- argon2id; null until an invitation code is redeemed
  locale text check (locale in ('vi', 'en')),
  active bool not null default true,
  created_at timestamptz not null default now(),
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, username),
  unique (tenant_id, person_id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id)
);

-- Roles that no position carries. Committee and member follow from positions and memberships, read at each request.
create table core.role_grant (
  tenant_id uuid not null, account_id uuid not null,
  role text not null check (role in ('provincial_admin', 'office', 'inspector')),
  unit_id uuid not null, starts_on date not null, ends_on date check (ends_on >= starts_on),
  primary key (tenant_id, account_id, role, unit_id, starts_on),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);

create table core.session (
  tenant_id uuid not null, token_hash bytea not null, account_id uuid not null,
  created_at timestamptz not null default now(), seen_at timestamptz not null default now(),
  expires_at timestamptz not null, agent text not null default '', address text not null default '',
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id) on delete cascade
);
create index session_account on core.session (tenant_id, account_id);

create table core.login_throttle (
  tenant_id uuid not null references core.tenant (id), subject text collate "C" not null,
  failures int not null default 0, last_at timestamptz not null default now(), open_at timestamptz not null default now(),
  primary key (tenant_id, subject)
);

create table core.invitation (
  tenant_id uuid not null, code_hash bytea not null, account_id uuid not null,
  created_by uuid, created_at timestamptz not null default now(), expires_at timestamptz not null, used_at timestamptz,
  primary key (tenant_id, code_hash),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id) on delete cascade
);

create table core.submission_key (
  tenant_id uuid not null, account_id uuid not null, key text collate "C" not null,
  request_hash bytea not null, location text not null, at timestamptz not null default now(),
  primary key (tenant_id, account_id, key),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id) on delete cascade
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("account"),
            isolate("role_grant"),
            isolate("session"),
            isolate("login_throttle"),
            isolate("invitation"),
            isolate("submission_key"),
        )
    )
    return manager
