"""More time for a unit, with who asked, why, and what was decided; reminders sent by hand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T13:00:00:000033"
VERSION = "1.38.0"
DESCRIPTION = "exchange"

SQL = """
-- More time for one milestone, for a unit and everybody below it. `ends_at` is the first instant outside of it.
create table core.extension (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, unit_id uuid not null,
  milestone text collate "C" not null, asked_until date not null,
  reason text not null check (length(reason) between 1 and 500),
  asked_by uuid not null, asked_at timestamptz not null,
  state text collate "C" not null default 'asked' check (state in ('asked', 'granted', 'refused')),
  ends_at timestamptz, answer text not null default '' check (length(answer) <= 500),
  decided_by uuid, decided_at timestamptz,
  primary key (tenant_id, id),
  check ((state = 'granted') = (ends_at is not null)),
  check ((state = 'asked') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, asked_by) references core.account (tenant_id, id),
  foreign key (tenant_id, decided_by) references core.account (tenant_id, id)
);
create unique index extension_waiting on core.extension (tenant_id, programme_id, unit_id, milestone)
  where state = 'asked';
create index extension_held on core.extension (tenant_id, programme_id, milestone) where state = 'granted';

-- What a unit has more time for: the longest extension of each act, its own or that of a unit above.
create function core.extensions_of(tenant uuid, programme uuid, unit uuid)
  returns table (act text, milestone text, ends_at timestamptz)
  language sql stable set search_path = '' as $$
  select m.act, m.key, max(x.ends_at)
  from core.extension x
  join core.milestone m on m.tenant_id = x.tenant_id and m.programme_id = x.programme_id and m.key = x.milestone
  join core.unit a on a.tenant_id = x.tenant_id and a.id = x.unit_id
  join core.unit u on u.tenant_id = x.tenant_id and u.id = $3
  where x.tenant_id = $1 and x.programme_id = $2 and x.state = 'granted'
    and starts_with(u.path || '.', a.path || '.')
  group by m.act, m.key
$$;
-- Until when one act is still taken; null without an extension.
create function core.extended_until(tenant uuid, programme uuid, unit uuid, act text) returns timestamptz
  language sql stable set search_path = '' as $$
  select max(o.ends_at) from core.extensions_of($1, $2, $3) o where o.act = $4
$$;
grant execute on function core.extensions_of(uuid, uuid, uuid) to app;

-- A reminder sent by hand to everybody of a unit who still owes an act: once a day at most.
create table core.nudge (
  tenant_id uuid not null, programme_id uuid not null, unit_id uuid not null, step text collate "C" not null,
  day date not null, people int not null default 0, by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, programme_id, unit_id, step, day),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
grant execute on function core.extended_until(uuid, uuid, uuid, text) to app;
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("extension", "select, insert, update"), isolate("nudge", "select, insert, update")))
    return manager
