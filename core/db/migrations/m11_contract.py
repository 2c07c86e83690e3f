"""What the further packs need: occupations, points, members on the roster, sessions, reviews of units, registers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.migrations.m09_counters import MEASURES, counting, recount
from core.db.steps import steps

ID = "2026-11-21T02:00:00:000011"
VERSION = "1.38.0"
DESCRIPTION = "contract"

COLUMNS = """
-- official: cán bộ, công chức, viên chức; lecturer: who researches or teaches (S3-11, S4-24).
alter table core.person add occupation text check (occupation in
  ('official', 'lecturer', 'student', 'pupil', 'armed_forces', 'worker', 'farmer', 'other'));

-- `points` are hundredths; `by_rule` is a result that followed without an assessment when the programme closed (S4-52).
alter table core.enrolment add points int check (points between 0 and 1000000),
  add by_rule text not null default '' check (by_rule in ('', 'nothing_registered', 'not_carried_out'));

-- An edition that adds items to a validated sheet: `since` is the edition in which an item was first on it (S4-59).
alter table core.registration add supplement bool not null default false,
  add channel text not null default 'online' check (channel in ('online', 'typed', 'handwritten'));
alter table core.registration_item add points int check (points between 0 and 1000000),
  add since smallint not null default 1;

-- `marks` holds {criterion: {"mark", "points", "note"}}; of a decision `computed` is the rank by the rules, `reasons`
-- the explanation as the rules gave it, `conditions` the prerequisites, `violations` the entries that counted that day.
alter table core.assessment add points int check (points between 0 and 1000000),
  add computed smallint check (computed between 1 and 6),
  add override_reason text not null default '' check (length(override_reason) <= 2000),
  add conditions jsonb not null default '{}', add violations jsonb not null default '{}', add reasons jsonb not null default '[]',
  add session_id uuid;
"""

TABLES = """
-- A meeting of a branch that rates its people, or of its committee in the collective's place (S4-47, S4-48); also a
-- committee meeting whose reviews are disclosed to each person (S3-3, S3-20). `members` are the branch's active members
-- on the day, `present` who came.
create table core.review_session (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, unit_id uuid not null,
  checkpoint text collate "C" not null, stage text collate "C" not null,
  variant text collate "C" not null default '', ground text not null default '',
  reason text not null default '' check (length(reason) <= 2000),
  consulted text not null default '' check (length(consulted) <= 2000),
  held_on date not null, members int not null check (members >= 0), present int check (present between 0 and 10000),
  chair text not null default '' check (length(chair) <= 160),
  minutes text not null default '' check (length(minutes) <= 8000),
  state text not null default 'open' check (state in ('open', 'closed')),
  opened_by uuid not null, opened_at timestamptz not null, closed_at timestamptz,
  version int not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);
create index review_session_unit on core.review_session (tenant_id, programme_id, unit_id, held_on);
alter table core.assessment add foreign key (tenant_id, session_id) references core.review_session (tenant_id, id);

-- A round about a unit, not about a person (S1-21).
create table core.unit_review (
  tenant_id uuid not null, programme_id uuid not null, unit_id uuid not null, checkpoint text collate "C" not null,
  stage text collate "C" not null, level smallint check (level between 1 and 6),
  comment text not null check (length(comment) between 1 and 4000),
  by_account uuid not null, by_person uuid, given_at timestamptz not null, late bool not null default false,
  version int not null default 1,
  primary key (tenant_id, programme_id, unit_id, checkpoint, stage),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);

-- The books of a programme: visits, initiatives, activities, commendations (S2-7, S2-10, S3-11, S3-16, S3-19). What is
-- taken out stays, so that it can be put back; it counts nowhere. `search_key` is title and note without diacritics.
create table core.register_entry (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, register text collate "C" not null,
  unit_id uuid not null, person_id uuid, place_unit_id uuid,
  happened_on date not null, choice text collate "C" not null default '',
  title text not null check (length(title) between 1 and 300),
  note text not null default '' check (length(note) <= 4000),
  quantities jsonb not null default '{}',            -- {key: whole number}
  confirmed_at timestamptz, confirmed_by uuid, removed_at timestamptz, removed_by uuid, file_id uuid,
  search_key text not null default '',
  by_account uuid not null, by_person uuid, at timestamptz not null,
  version int not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, place_unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id),
  foreign key (tenant_id, file_id) references core.file (tenant_id, id)
);
create index register_entry_unit on core.register_entry (tenant_id, programme_id, register, unit_id, happened_on, id);
create index register_entry_day on core.register_entry (tenant_id, programme_id, register, happened_on, id);
create index register_entry_person on core.register_entry (tenant_id, person_id, programme_id);

-- A unit's own sums by book and measure (`entries`, `confirmed`, and each quantity): sums upward are made at read.
create table core.register_total (
  tenant_id uuid not null, programme_id uuid not null, register text collate "C" not null, unit_id uuid not null,
  choice text collate "C" not null, measure text collate "C" not null, total bigint not null,
  primary key (tenant_id, programme_id, register, unit_id, choice, measure),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id)
);

-- A hook of a pack that failed while a page of this tenant needed it: reported here and nowhere else.
create table core.pack_fault (
  tenant_id uuid not null references core.tenant (id), id uuid not null,
  pack_id text not null, pack_version text not null, hook text not null, error text not null check (length(error) <= 2000),
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index pack_fault_at on core.pack_fault (tenant_id, at);
"""


def totals(rows: str) -> str:
    """Add signed entries to the sums, in one order, so that two writers never wait for each other."""
    return f"""
    insert into core.register_total as t (tenant_id, programme_id, register, unit_id, choice, measure, total)
    select r.tenant_id, r.programme_id, r.register, r.unit_id, r.choice, m.key, sum(m.value * r.sign)
    from ({rows}) r cross join lateral (
      select 'entries' as key, 1::bigint as value
      union all select 'confirmed', (r.confirmed_at is not null)::int
      union all select q.key, q.value::bigint from jsonb_each_text(r.quantities) q
    ) m
    group by 1, 2, 3, 4, 5, 6 order by 4, 3, 5, 6
    on conflict (tenant_id, programme_id, register, unit_id, choice, measure)
      do update set total = t.total + excluded.total;"""


OLD = "select o.*, -1 as sign from old_rows o where o.removed_at is null"
NEW = "select n.*, 1 as sign from new_rows n where n.removed_at is null"
TOTALS = f"""
create function core.count_entries() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then {totals(NEW)}
  elsif tg_op = 'DELETE' then {totals(OLD)}
  else {totals(f"{OLD} union all {NEW}")}
  end if;
  return null;
end $$;
create trigger count_inserted after insert on core.register_entry
  referencing new table as new_rows for each statement execute function core.count_entries();
create trigger count_updated after update on core.register_entry
  referencing old table as old_rows new table as new_rows for each statement execute function core.count_entries();
create trigger count_deleted after delete on core.register_entry
  referencing old table as old_rows for each statement execute function core.count_entries();
revoke execute on function core.count_entries() from public;
"""

# Results that nobody gave are results, but their owners registered nothing.
COUNTED = MEASURES | {
    name: f"{MEASURES[name]} and e.by_rule <> 'nothing_registered'" for name in ("registered", "validated")
}


async def forwards() -> MigrationManager:
    """Add the columns and tables, close them to other tenants, and count anew."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            COLUMNS,
            TABLES,
            TOTALS,
            counting(COUNTED, "create or replace"),
            recount(COUNTED, "create or replace"),
            isolate("review_session"),
            isolate("unit_review"),
            isolate("register_entry"),
            isolate("register_total", "select"),
            isolate("pack_fault", "select, insert"),
        )
    )
    return manager
