"""The operator's side: tenants made and suspended by definer functions, their sizes, sign-in, and a trail of acts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T06:00:00:000018"
VERSION = "1.38.0"
DESCRIPTION = "platform"

TABLES = """
create schema platform;
grant usage on schema platform, core to operator;
grant select on core.tenant to operator;

-- Who may run the operator's command may sign in: a code of ten minutes, no password to keep or to guess.
create table platform.sign_in_code (
  code_hash bytea primary key, name text not null check (length(name) between 2 and 80),
  created_at timestamptz not null default now(), expires_at timestamptz not null, used_at timestamptz
);
create table platform.session (
  token_hash bytea primary key, name text not null,
  created_at timestamptz not null default now(), seen_at timestamptz not null default now(), expires_at timestamptz not null
);
create table platform.act (
  id uuid primary key default gen_random_uuid(), at timestamptz not null default clock_timestamp(),
  who text not null, action text not null, about uuid references core.tenant (id), detail jsonb not null default '{}'
);
create index act_at on platform.act (at);
grant select, insert, update, delete on platform.sign_in_code, platform.session to operator;
grant select, insert on platform.act to operator;
"""

# The operator has no right to any table of a tenant; these functions are all that the role can do, and none of them
# answers with a person. The tenant set inside is of no use to the role afterwards: it has no right to any row.
FUNCTIONS = """
create function platform.tenants() returns table (
  id uuid, slug text, name text, short_name text, kind text, locale text, created_at timestamptz, suspended_at timestamptz,
  units bigint, people bigint, accounts bigint, programmes bigint, bytes bigint, awaiting uuid
) language plpgsql security definer set search_path = '' as $$
begin
  for id, slug, name, short_name, kind, locale, created_at, suspended_at in
    select t.id, t.slug, t.name, t.short_name, t.kind, t.locale, t.created_at, t.suspended_at from core.tenant t order by t.name
  loop
    perform set_config('app.tenant', tenants.id::text, true);
    select count(*) into units from core.unit x where x.tenant_id = tenants.id;
    select count(*) into people from core.person x where x.tenant_id = tenants.id;
    select count(*) into accounts from core.account x where x.tenant_id = tenants.id;
    select count(*) into programmes from core.programme x where x.tenant_id = tenants.id;
    select coalesce(sum(x.size), 0) into bytes from core.file x where x.tenant_id = tenants.id;
    -- The first administrator, as long as nobody in the tenant has a password.
    select g.account_id into awaiting from core.role_grant g where g.tenant_id = tenants.id and g.role = 'provincial_admin'
      and not exists (select from core.account a where a.tenant_id = tenants.id and a.password_hash is not null) limit 1;
    return next;
  end loop;
end $$;

create function platform.create_tenant(
  who text, tenant uuid, slug text, name text, short_name text, kind text, locale text, profile jsonb,
  unit uuid, unit_name text, place text, sort_key text, search_key text, opened_on date,
  account uuid, username text, code_hash bytea, code_until timestamptz
) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into core.tenant (id, slug, name, short_name, kind, locale, profile)
  values (tenant, create_tenant.slug, create_tenant.name, create_tenant.short_name, create_tenant.kind,
          create_tenant.locale, create_tenant.profile);
  perform set_config('app.tenant', tenant::text, true);
  insert into core.unit (tenant_id, id, path, kind, name, place, sort_key, search_key, opened_on)
  values (tenant, unit, '0000', 'top', unit_name, create_tenant.place, create_tenant.sort_key, create_tenant.search_key,
          create_tenant.opened_on);
  insert into core.unit_version (tenant_id, unit_id, valid_from, name, kind)
  values (tenant, unit, create_tenant.opened_on, unit_name, 'top');
  insert into core.account (tenant_id, id, username, display_name) values (tenant, account, create_tenant.username, create_tenant.username);
  insert into core.role_grant (tenant_id, account_id, role, unit_id, starts_on)
  values (tenant, account, 'provincial_admin', unit, sec.domain_today());
  insert into core.invitation (tenant_id, code_hash, account_id, expires_at) values (tenant, create_tenant.code_hash, account, code_until);
  perform core.audit_add(gen_random_uuid(), null, 'tenant.created', tenant::text, '{}');
  insert into platform.act (who, action, about) values (create_tenant.who, 'tenant.created', tenant);
end $$;

-- True if anything changed.
create function platform.suspend(who text, tenant uuid, away bool, reason text) returns bool
language plpgsql security definer set search_path = '' as $$
begin
  update core.tenant t set suspended_at = case when away then now() end
  where t.id = tenant and (t.suspended_at is null) = away;
  if not found then return false; end if;
  perform set_config('app.tenant', tenant::text, true);
  perform core.audit_add(gen_random_uuid(), null, case when away then 'tenant.suspended' else 'tenant.resumed' end,
                         tenant::text, '{}');
  insert into platform.act (who, action, about, detail)
  values (suspend.who, case when away then 'tenant.suspended' else 'tenant.resumed' end, tenant,
          jsonb_build_object('reason', reason));
  return true;
end $$;

-- A new code for the first administrator, only while nobody in the tenant has a password: an operator cannot take over
-- a tenant that has begun. Returns the username, or null.
create function platform.invite_again(who text, tenant uuid, code_hash bytea, code_until timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare
  waiting uuid; said text;
begin
  perform set_config('app.tenant', tenant::text, true);
  if exists (select from core.account a where a.tenant_id = tenant and a.password_hash is not null) then return null; end if;
  select g.account_id, a.username into waiting, said from core.role_grant g
    join core.account a on a.tenant_id = g.tenant_id and a.id = g.account_id
  where g.tenant_id = tenant and g.role = 'provincial_admin' limit 1;
  if waiting is null then return null; end if;
  delete from core.invitation i where i.tenant_id = tenant and i.account_id = waiting and i.used_at is null;
  insert into core.invitation (tenant_id, code_hash, account_id, expires_at)
  values (tenant, invite_again.code_hash, waiting, code_until);
  perform core.audit_add(gen_random_uuid(), null, 'account.invited', waiting::text, '{}');
  insert into platform.act (who, action, about) values (invite_again.who, 'tenant.invited', tenant);
  return said;
end $$;

revoke execute on all functions in schema platform from public;
grant execute on all functions in schema platform to operator;
"""


async def forwards() -> MigrationManager:
    """Create schema, tables and functions; the web's role gets nothing of it."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(TABLES, FUNCTIONS))
    return manager
