"""How the centre steers: crosswalks by version, duties of provinces and their answers, notes, comparisons handed out."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T12:00:00:000025"
VERSION = "1.38.0"
DESCRIPTION = "steer"

TABLES = """
-- A version of the crosswalk: pack → {levels, basis, reason}. One row is the whole version, so that a comparison reads it
-- in one statement; `version` is null while it is a draft, of which there is one at most. Published, it never changes.
create table core.crosswalk (
  tenant_id uuid not null references core.tenant (id), id uuid not null, version int check (version > 0),
  overrides jsonb not null default '{}', based_on int not null default 0 check (based_on >= 0),
  edited_at timestamptz not null, edited_by uuid not null, revision int not null default 1,
  published_on date, published_at timestamptz, published_by uuid,
  primary key (tenant_id, id),
  unique (tenant_id, version),
  check ((version is null) = (published_at is null) and (version is null) = (published_by is null)),
  foreign key (tenant_id, edited_by) references core.account (tenant_id, id),
  foreign key (tenant_id, published_by) references core.account (tenant_id, id)
);
create unique index crosswalk_draft on core.crosswalk (tenant_id) where version is null;

create function core.keep_crosswalk() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.version is not null then
    raise exception 'a published crosswalk is never changed' using errcode = 'integrity_constraint_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger keep_crosswalk before update or delete on core.crosswalk
  for each row execute function core.keep_crosswalk();

-- What the centre writes down about a province, for itself; `removed_at` takes a note out of sight, not out of the record.
create table core.province_note (
  tenant_id uuid not null references core.tenant (id), id uuid not null, province text collate "C" not null,
  year int check (year between 1976 and 2200), words text not null check (length(words) between 1 and 2000),
  at timestamptz not null, by_account uuid not null, removed_at timestamptz, removed_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id),
  foreign key (tenant_id, removed_by) references core.account (tenant_id, id)
);
create index province_note_province on core.province_note (tenant_id, province, at);

-- What provinces owe the centre by a day; no province named: every union hosted here.
create table core.duty (
  tenant_id uuid not null references core.tenant (id), id uuid not null,
  kind text not null check (kind in ('milestone', 'report')), title text not null check (length(title) between 1 and 200),
  words text not null default '' check (length(words) <= 2000), year int not null check (year between 1976 and 2200),
  due_on date not null, provinces text[] not null default '{}',
  published_at timestamptz not null, by_account uuid not null, withdrawn_at timestamptz, revision int not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create table core.duty_reminder (
  tenant_id uuid not null, id uuid not null, duty_id uuid not null, province text collate "C" not null,
  words text not null default '' check (length(words) <= 500), at timestamptz not null, by_account uuid not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, duty_id) references core.duty (tenant_id, id) on delete cascade,
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create index duty_reminder_duty on core.duty_reminder (tenant_id, duty_id);

-- A province's answer: its own row. `duty_id` is the centre's, in another tenant; the act checks that it is owed.
create table core.duty_answer (
  tenant_id uuid not null references core.tenant (id), duty_id uuid not null,
  words text not null check (length(words) between 1 and 2000), answered_on date not null, at timestamptz not null,
  by_account uuid not null, revision int not null default 1,
  primary key (tenant_id, duty_id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);

-- A comparison as it stood when it was handed out: `own` maps a province to its own line, `spread` are all values without
-- names, sorted and rounded; empty where too few provinces stand in it.
create table core.shared_comparison (
  tenant_id uuid not null references core.tenant (id), id uuid not null, title text not null check (length(title) between 1 and 200),
  words text not null default '' check (length(words) <= 2000), question jsonb not null,
  own jsonb not null, spread jsonb not null, shared_on date not null, at timestamptz not null, by_account uuid not null,
  withdrawn_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
create index shared_comparison_at on core.shared_comparison (tenant_id, at);
"""

# The few rows that cross between tenants go through these functions alone, which run as the owner; the web's own role
# sees of every table no more than its tenant. A province is known by the code that its profile names, else by its slug.
MEETING = {
    "duty": "withdrawn_at is null",
    "duty_reminder": "true",
    "duty_answer": "true",
    "shared_comparison": "withdrawn_at is null",
}
FUNCTIONS = """
create function core.own_province() returns text language sql stable security definer set search_path = '' as $$
  select coalesce(t.profile ->> 'province', t.slug) from core.tenant t where t.id = sec.tenant()
$$;
create function core.is_centre() returns bool language sql stable security definer set search_path = '' as $$
  select exists (select from core.tenant t where t.id = sec.tenant() and t.kind = 'centre')
$$;

create function core.duties_given() returns table (id uuid, kind text, title text, words text, year int, due_on date,
    reminded_at timestamptz, reminder text)
  language sql stable security definer set search_path = '' as $$
  select d.id, d.kind, d.title, d.words, d.year, d.due_on, r.at, coalesce(r.words, '')
  from core.duty d
  left join lateral (select m.at, m.words from core.duty_reminder m
    where m.tenant_id = d.tenant_id and m.duty_id = d.id and m.province = core.own_province()
    order by m.at desc limit 1) r on true
  where not core.is_centre() and d.withdrawn_at is null
    and (d.provinces = '{}' or core.own_province() = any(d.provinces))
  order by d.due_on, d.id
$$;

create function core.duty_answers() returns table (duty_id uuid, province text, name text, words text, answered_on date,
    at timestamptz)
  language sql stable security definer set search_path = '' as $$
  select a.duty_id, coalesce(t.profile ->> 'province', t.slug), t.name, a.words, a.answered_on, a.at
  from core.duty_answer a join core.tenant t on t.id = a.tenant_id
  where core.is_centre()
  order by a.answered_on, t.name
$$;

create function core.unions_hosted() returns table (province text, name text, kind text)
  language sql stable security definer set search_path = '' as $$
  select coalesce(t.profile ->> 'province', t.slug), t.name, t.kind from core.tenant t
  where core.is_centre() and t.kind <> 'centre' and t.suspended_at is null order by t.name
$$;

create function core.comparisons_given() returns table (id uuid, title text, words text, question jsonb, own jsonb,
    spread jsonb, shared_on date)
  language sql stable security definer set search_path = '' as $$
  select c.id, c.title, c.words, c.question, c.own -> core.own_province(), c.spread, c.shared_on
  from core.shared_comparison c
  where not core.is_centre() and c.withdrawn_at is null and c.own ? core.own_province()
  order by c.at desc, c.id
$$;
"""
# A province reads what the centre sees of it through the very view that the analyst reads.
OWN = """
create function core.own_publication() returns setof central.comparison
  language sql stable security definer set search_path = '' as $$
  select c.* from central.comparison c where c.province = core.own_province() and not c.synthetic
$$;
"""
ROLE = """
alter table core.role_grant drop constraint role_grant_role_check,
  add check (role in ('provincial_admin', 'office', 'department', 'inspector', 'guest', 'analyst'));
"""
NAMES = ("own_province", "is_centre", "duties_given", "duty_answers", "unions_hosted", "comparisons_given",
         "own_publication")


def _crossing(table: str, condition: str) -> str:
    return (
        f"alter policy tenant_isolation on core.{table} using "
        f"(tenant_id = (select sec.tenant()) or current_user = 'own' and {condition})"
    )


async def forwards() -> MigrationManager:
    """Create the tables, close them to other tenants, and open the few functions between the centre and provinces."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            ROLE,
            TABLES,
            isolate("crosswalk"),
            isolate("province_note", "select, insert, update"),
            isolate("duty", "select, insert, update"),
            isolate("duty_reminder", "select, insert"),
            isolate("duty_answer", "select, insert, update"),
            isolate("shared_comparison", "select, insert, update"),
            [_crossing(table, condition) for table, condition in MEETING.items()],
            FUNCTIONS,
            OWN,
            [f"revoke execute on function core.{name}() from public" for name in NAMES],
            [f"grant execute on function core.{name}() to app" for name in NAMES],
        )
    )
    return manager
