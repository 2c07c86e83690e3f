"""The counters' upkeep: one statement trigger on the roster, and the recount that proves it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T01:00:00:000009"
VERSION = "1.38.0"
DESCRIPTION = "counters"

# What each counter counts, over a row `e` of the roster (domain.md §4): who left is nowhere, who is on leave
# is in (2) only.
MEASURES = {
    "eligible": "e.presence <> 'left'",
    "on_leave": "e.presence = 'on_leave'",
    "registered": "e.presence = 'present' and e.state <> 'enrolled'",
    "returned": "e.presence = 'present' and e.state = 'returned'",
    "validated": "e.presence = 'present' and e.state in ('validated', 'rated', 'recognised')",
    "self_assessed": "e.presence = 'present' and e.self_assessed",
    "rated": "e.presence = 'present' and e.state in ('rated', 'recognised')",
    "recognised": "e.presence = 'present' and e.state = 'recognised'",
    "registered_late": "e.presence = 'present' and e.state <> 'enrolled' and e.registered_late",
    "self_late": "e.presence = 'present' and e.self_assessed and e.self_late",
    "rated_late": "e.presence = 'present' and e.state in ('rated', 'recognised') and e.rated_late",
    **{f"level_{rank}": f"e.presence = 'present' and e.level = {rank}" for rank in range(1, 7)},
}
NAMES = ", ".join(MEASURES)
GROUPED = "e.tenant_id, e.programme_id, e.unit_id"
PATH = "(select u.path from core.unit u where u.tenant_id = e.tenant_id and u.id = e.unit_id)"
SUMS = ", ".join(f"coalesce(sum(e.sign) filter (where {rule}), 0)::int" for rule in MEASURES.values())
ADDED = ", ".join(f"{name} = c.{name} + excluded.{name}" for name in MEASURES)


def upkeep(rows: str) -> str:
    """Add signed rows to the counters, units in the tree's order: two committees never deadlock, and the rows of a
    roster opened at once lie together as they are read."""
    return f"""
    insert into core.unit_counter as c (tenant_id, programme_id, unit_id, path, {NAMES})
    select {GROUPED}, {PATH}, {SUMS} from ({rows}) e
    group by {GROUPED} order by 4
    on conflict (tenant_id, programme_id, unit_id) do update set {ADDED};"""


def contribution(rule: str, row: str) -> str:
    """1 if the row counts by this rule, else 0."""
    return f"(({rule.replace('e.', row + '.')}) is true)::int"


# The usual act moves one person within one unit: no grouping, no new row, a fifth less work.
ONE = ", ".join(f"{name} = c.{name} + {contribution(r, 'n')} - {contribution(r, 'o')}" for name, r in MEASURES.items())
OLD, NEW = "select o.*, -1 as sign from old_rows o", "select n.*, 1 as sign from new_rows n"
SQL = f"""
create function core.count_enrolments() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then {upkeep(NEW)}
  elsif tg_op = 'DELETE' then {upkeep(OLD)}
  else
    if (select count(*) from new_rows) = 1 then
      update core.unit_counter c set {ONE} from new_rows n, old_rows o
      where o.unit_id = n.unit_id and o.programme_id = n.programme_id
        and c.tenant_id = n.tenant_id and c.programme_id = n.programme_id and c.unit_id = n.unit_id;
      if found then return null; end if;
    end if;
    {upkeep(f"{OLD} union all {NEW}")}
  end if;
  return null;
end $$;

create trigger count_inserted after insert on core.enrolment
  referencing new table as new_rows for each statement execute function core.count_enrolments();
create trigger count_updated after update on core.enrolment
  referencing old table as old_rows new table as new_rows for each statement execute function core.count_enrolments();
create trigger count_deleted after delete on core.enrolment
  referencing old table as old_rows for each statement execute function core.count_enrolments();
revoke execute on function core.count_enrolments() from public;

-- A unit that moves takes its counters along.
create function core.carry_paths() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update core.unit_counter c set path = n.path
  from new_units n join old_units o on o.tenant_id = n.tenant_id and o.id = n.id
  where n.path <> o.path and c.tenant_id = n.tenant_id and c.unit_id = n.id;
  return null;
end $$;

create trigger carry_paths after update on core.unit
  referencing old table as old_units new table as new_units for each statement execute function core.carry_paths();
revoke execute on function core.carry_paths() from public;

-- The counters as a count from the roster would have them: equal to unit_counter but for rows of zeros.
create view core.unit_recount (tenant_id, programme_id, unit_id, {NAMES})
  with (security_invoker = true) as
  select {GROUPED}, {SUMS.replace("e.sign", "1")}
  from core.enrolment e group by {GROUPED};
"""


async def forwards() -> MigrationManager:
    """Create the trigger and the recount."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, ["grant select on core.unit_recount to app"]))
    return manager
