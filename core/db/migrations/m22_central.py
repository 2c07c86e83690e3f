"""What provinces publish for the central union, and the one view that its analysts can read (domain.md §7)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T09:00:00:000022"
VERSION = "1.38.0"
DESCRIPTION = "central"

TABLES = """
create schema central;
grant usage on schema central to app, analyst;

-- Pure arithmetic over a row's own arrays, so that the classes can never differ from the levels they are made of.
create function central.people_at(levels text[], people int[], wanted text[]) returns int language sql immutable parallel safe
  return (select coalesce(sum(t.n), 0)::int from unnest(levels, people) as t (level, n) where t.level = any(wanted));
create function central.people_in_all(people int[]) returns int language sql immutable parallel safe
  return (select coalesce(sum(n), 0)::int from unnest(people) n);
revoke execute on function central.people_at(text[], int[], text[]), central.people_in_all(int[]) from public;
grant execute on function central.people_at(text[], int[], text[]), central.people_in_all(int[]) to app, own;

-- One row a province, year, subject and pack: sums of people, as the province's own transaction counted them. NULL is "not
-- measured". `level_people` lags behind `assessed` in steps of ten (docs/decisions/0020); `unregistered` are people who got
-- the lowest level without a sheet; `alike` of `texts` were written word for word by five people or more. Real time.
create table central.published (
  tenant_id uuid not null references core.tenant (id),
  province text collate "C" not null check (length(province) between 2 and 40),
  year int not null check (year between 1976 and 2200),
  subject text collate "C" not null check (subject in ('member', 'cadre')),
  pack text collate "C" not null,
  programme_id uuid,
  synthetic bool not null default false,
  closed bool not null default false,
  units int not null default 0 check (units >= 0), units_counted int not null default 0,
  units_implementing int not null default 0 check (units_implementing between 0 and units_counted),
  eligible int not null check (eligible >= 0),
  registered int not null check (registered between 0 and eligible),
  validated int not null check (validated between 0 and registered),
  registered_late int not null check (registered_late between 0 and registered),
  assessed int not null check (assessed between 0 and eligible),
  unregistered int not null default 0 check (unregistered between 0 and assessed),
  level_keys text[] not null default '{}', level_national text[] not null default '{}', level_people int[] not null default '{}',
  graded int not null generated always as (central.people_in_all(level_people)) stored,
  high int not null generated always as (central.people_at(level_national, level_people, array['excellent', 'good'])) stored,
  low int not null generated always as (central.people_at(level_national, level_people, array['completed', 'not_completed'])) stored,
  commended int, reports_due int, reports_on_time int,
  reviewed int, returned int check (returned <= reviewed), texts int, alike int check (alike <= texts),
  due_on date, curve_from date, curve int[] not null default '{}',
  places jsonb not null default '[]',
  as_of timestamptz not null default now(), counted_at timestamptz not null default now(), changed_at timestamptz not null default now(), swept_at timestamptz,
  primary key (tenant_id, province, year, subject, pack),
  check (cardinality(level_keys) = cardinality(level_people) and cardinality(level_keys) = cardinality(level_national)),
  check (synthetic or programme_id is not null),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id) on delete cascade
) with (fillfactor = 60);
create index published_year on central.published (year, subject);

-- What a province itself decided to show beyond the sums of the province.
create table core.publication_choice (
  tenant_id uuid primary key references core.tenant (id),
  below bool not null default false,                 -- numbers of districts and communes too
  at timestamptz not null default now()
);
"""

# The table's own tenant, or the analyst through the view: that role has no right to the table itself, and a role that
# has one is never called so. A province writes about itself alone; the centre may enter invented rows, marked as such.
OWN = "tenant_id = (select sec.tenant())"
POLICIES = f"""
alter table central.published enable row level security, force row level security;
create policy tenant_isolation on central.published as restrictive for all to public
  using ({OWN} or (select sec.tenant()) is null and current_user = 'analyst') with check ({OWN});
create policy app_rw on central.published as permissive for all to app, own using (true) with check (true);
create policy own_province on central.published as restrictive for all to app using ({OWN}) with check (exists (
  select from core.tenant t where t.id = tenant_id
    and case when synthetic then t.kind = 'centre' else coalesce(t.profile ->> 'province', t.slug) = province end));
grant select, insert, update, delete on central.published to app;
"""

# The disclosure rule, by the people with a result in the group that the province publishes: under 10 nothing, 10 to 49
# two classes or, if one of them has one or two people, their total alone, 50 and more every level. Below the province
# only registered and assessed, rounded to 5, and NULL under 10.
VIEW = """
create view central.comparison with (security_barrier = true) as
select p.province, p.year, p.subject, p.pack, p.synthetic, p.closed, p.as_of,
  p.eligible < 10 as small, p.detail,
  case when p.eligible >= 10 and (p.synthetic or p.swept_at is not null) then p.units end as units,
  case when p.eligible >= 10 then p.units_counted end as units_counted,
  case when p.eligible >= 10 then p.units_implementing end as units_implementing,
  case when p.eligible >= 10 then p.eligible end as eligible,
  case when p.eligible >= 10 then p.registered end as registered,
  case when p.eligible >= 10 then p.validated end as validated,
  case when p.eligible >= 10 then p.registered_late end as registered_late,
  case when p.eligible >= 10 and (p.assessed = 0 or p.assessed >= 10) then p.assessed end as assessed,
  case when p.eligible >= 10 and (p.detail in ('classes', 'levels') or p.unregistered = 0) then p.unregistered end as unregistered,
  p.level_keys, p.level_national,
  case when p.detail = 'levels' then p.level_people end as level_people,
  case when p.detail in ('total', 'classes', 'levels') then p.graded end as graded,
  case when p.detail in ('classes', 'levels') then p.high end as high,
  case when p.detail in ('classes', 'levels') then p.low end as low,
  case when p.eligible >= 10 then p.commended end as commended,
  case when p.eligible >= 10 then p.reports_due end as reports_due,
  case when p.eligible >= 10 then p.reports_on_time end as reports_on_time,
  case when p.reviewed >= 10 then p.reviewed end as reviewed,
  case when p.reviewed >= 10 then p.returned end as returned,
  case when p.texts >= 10 then p.texts end as texts,
  case when p.texts >= 10 then p.alike end as alike,
  p.due_on,
  case when p.eligible >= 10 then p.curve_from end as curve_from,
  case when p.eligible >= 10 then p.curve else '{}' end as curve,
  (select coalesce(jsonb_agg(jsonb_build_object(
     'code', x.row -> 'code', 'parent', x.row -> 'parent', 'name', x.row -> 'name', 'kind', x.row -> 'kind',
     'registered', case when (x.row ->> 'registered')::int >= 10 then round((x.row ->> 'registered')::numeric / 5) * 5 end,
     'assessed', case when (x.row ->> 'assessed')::int >= 10 then round((x.row ->> 'assessed')::numeric / 5) * 5 end
   ) order by x.number), '[]')
   from jsonb_array_elements(p.places) with ordinality as x (row, number)) as places
from (
  select r.*, case
    when r.assessed = 0 then 'none'
    when r.eligible < 10 or r.graded < 10 then 'hidden'
    when r.graded >= 50 then 'levels'
    when r.high in (1, 2) or r.low in (1, 2) or r.graded - r.high - r.low in (1, 2)
      or r.unregistered > 0 and r.low - r.unregistered in (1, 2) then 'total'
    else 'classes' end as detail
  from central.published r
) p;
grant select on central.comparison to analyst;
grant execute on function sec.tenant() to analyst;
"""


async def forwards() -> MigrationManager:
    """Create schema, table, policies and view; the province's choice is a tenant's row like any other."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(TABLES, POLICIES, VIEW, isolate("publication_choice")))
    return manager
