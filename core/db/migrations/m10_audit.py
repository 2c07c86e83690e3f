"""The audit trail: appended by one function without a lock, sealed into a hash chain a tenant by a job."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T01:00:00:000010"
VERSION = "1.38.0"
DESCRIPTION = "audit"

SQL = """
create table core.audit (
  tenant_id uuid not null references core.tenant (id), id uuid not null, at timestamptz not null,
  account_id uuid, action text not null, object text collate "C" not null, detail jsonb not null,
  primary key (tenant_id, id)
);
create index audit_object on core.audit (tenant_id, object, at);
create index audit_at on core.audit (tenant_id, at);

create table core.audit_seal (
  tenant_id uuid not null, seq bigint not null, audit_id uuid not null, prev bytea not null, hash bytea not null,
  primary key (tenant_id, seq),
  unique (tenant_id, audit_id),
  foreign key (tenant_id, audit_id) references core.audit (tenant_id, id)
);

create function core.audit_hash(prev bytea, a core.audit) returns bytea language sql stable
  return sha256(prev || convert_to(jsonb_build_array(a.tenant_id, a.id,
    to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.account_id, a.action, a.object, a.detail)::text, 'UTF8'));

create function core.audit_add(id uuid, account uuid, action text, object text, detail jsonb) returns void
  language sql security definer set search_path = ''
begin atomic
  insert into core.audit (tenant_id, id, at, account_id, action, object, detail)
  values (sec.tenant(), $1, clock_timestamp(), $2, $3, $4, $5);
end;

-- Seals what is not sealed yet, one sealer a tenant at a time; returns how many rows were sealed.
create function core.audit_seal_pending(most int) returns int language plpgsql security definer set search_path = '' as $$
declare
  entry core.audit; last core.audit_seal; sealed int := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit:' || sec.tenant()::text, 0));
  select * into last from core.audit_seal s where s.tenant_id = sec.tenant() order by s.seq desc limit 1;
  if last.seq is null then
    last.seq := 0; last.hash := sha256(convert_to(sec.tenant()::text, 'UTF8'));
  end if;
  for entry in
    select a.* from core.audit a where a.tenant_id = sec.tenant()
      and not exists (select from core.audit_seal s where s.tenant_id = a.tenant_id and s.audit_id = a.id)
    order by a.at, a.id limit most
  loop
    insert into core.audit_seal (tenant_id, seq, audit_id, prev, hash)
    values (sec.tenant(), last.seq + 1, entry.id, last.hash, core.audit_hash(last.hash, entry))
    returning * into last;
    sealed := sealed + 1;
  end loop;
  return sealed;
end $$;

-- The rows at which the chain does not hold; none means that nothing sealed was changed or removed.
create function core.audit_breaks() returns setof bigint language sql stable as $$
  select s.seq from (select x.*, lag(x.hash) over (order by x.seq) as before, lag(x.seq) over (order by x.seq) as last
                     from core.audit_seal x where x.tenant_id = sec.tenant()) s
  left join core.audit a on a.tenant_id = s.tenant_id and a.id = s.audit_id
  where a.id is null or s.hash <> core.audit_hash(s.prev, a) or s.prev <> coalesce(s.before, s.prev)
     or s.seq <> coalesce(s.last, 0) + 1
$$;

revoke execute on function core.audit_add(uuid, uuid, text, text, jsonb), core.audit_seal_pending(int) from public;
grant execute on function core.audit_add(uuid, uuid, text, text, jsonb), core.audit_seal_pending(int) to app;
"""


async def forwards() -> MigrationManager:
    """Create the trail; the application may read it, and add to it by the function only."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("audit", "select"), isolate("audit_seal", "select")))
    return manager
