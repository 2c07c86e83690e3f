"""The second factor and its recovery codes; sessions that still owe a code; grants with a task and an end at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T04:00:00:000015"
VERSION = "1.38.0"
DESCRIPTION = "second factor"

SQL = """
-- `secret` is sealed (core/accounts/totp.py); `last_step` is the newest half minute whose code was used: none counts twice.
create table core.second_factor (
  tenant_id uuid not null, account_id uuid not null, secret bytea not null, last_step bigint not null,
  since timestamptz not null default now(),
  primary key (tenant_id, account_id),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id) on delete cascade
);

create table core.recovery_code (
  tenant_id uuid not null, account_id uuid not null, code_hash bytea not null, used_at timestamptz,
  primary key (tenant_id, account_id, code_hash),
  foreign key (tenant_id, account_id) references core.second_factor (tenant_id, account_id) on delete cascade
);

-- The password was right, the code of the second factor is still owed: no page knows such a session.
alter table core.session add awaits_code bool not null default false;

-- A grant ends with a day, or at once when it is revoked; what was granted stays readable.
alter table core.role_grant add id uuid not null default gen_random_uuid(),
  add task text not null default '' check (task in ('', 'sheets', 'results', 'reports', 'declarations', 'people')),
  add granted_by uuid, add granted_at timestamptz, add revoked_by uuid, add revoked_at timestamptz,
  drop constraint role_grant_role_check, drop constraint role_grant_pkey;
alter table core.role_grant add primary key (tenant_id, id),
  add check (role in ('provincial_admin', 'office', 'department', 'inspector', 'guest')),
  add check ((role = 'department') = (task <> '')),
  add check (role <> 'guest' or ends_on is not null);
create index role_grant_account on core.role_grant (tenant_id, account_id);
"""


async def forwards() -> MigrationManager:
    """Create and widen the tables and close the new ones to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("second_factor"), isolate("recovery_code")))
    return manager
