"""Schemas, the tenant of a transaction, the domain clock, the registry of tenants."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T01:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "foundation"

SQL = """
create schema if not exists core;
create schema if not exists sec;
grant usage on schema core, sec to app;

-- Fail closed: never set (NULL) or ended ('') means no tenant, hence no rows.
create function sec.tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant', true), '')::uuid;

create table core.tenant (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,39}$'),
  name text not null,
  short_name text not null,
  kind text not null check (kind in ('province', 'affiliated', 'university', 'centre')),
  locale text not null default 'vi' check (locale in ('vi', 'en')),
  profile jsonb not null default '{}',
  created_at timestamptz not null default now(),
  suspended_at timestamptz
);
grant select on core.tenant to app;

-- Domain time is the real time, but for a demo tenant whose clock was moved (domain.md §3).
create table sec.demo_clock (tenant_id uuid primary key references core.tenant (id), shift interval not null);

create function sec.domain_now() returns timestamptz language sql stable security definer set search_path = ''
  return now() + coalesce((select c.shift from sec.demo_clock c where c.tenant_id = sec.tenant()), interval '0');

create function sec.domain_today() returns date language sql stable
  return (sec.domain_now() at time zone 'Asia/Ho_Chi_Minh')::date;

create function sec.demo_clock_in_use() returns bool language sql stable security definer set search_path = ''
  return exists (select from sec.demo_clock);

-- Granted to the application by the demo's provisioning only.
create function sec.move_clock(instant timestamptz) returns void language sql security definer set search_path = ''
begin atomic
  insert into sec.demo_clock (tenant_id, shift) values (sec.tenant(), instant - now())
  on conflict (tenant_id) do update set shift = excluded.shift;
end;

revoke execute on function sec.move_clock(timestamptz) from public;
revoke execute on function sec.domain_now(), sec.domain_today(), sec.demo_clock_in_use(), sec.tenant() from public;
grant execute on function sec.domain_now(), sec.domain_today(), sec.demo_clock_in_use(), sec.tenant() to app;
"""


async def forwards() -> MigrationManager:
    """Create the foundation (raw DDL: Piccolo has no schemas, roles or functions)."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL))
    return manager
