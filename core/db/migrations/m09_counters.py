"""The counters' upkeep: one statement trigger on the roster, and the recount that proves it."""

from collections.abc import Mapping

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
GROUPED = "e.tenant_id, e.programme_id, e.unit_id"
PATH = "(select u.path from core.unit u where u.tenant_id = e.tenant_id and u.id = e.unit_id)"


def sums(measures: Mapping[str, str], sign: str = "e.sign") -> str:
    """What each counter counts over a set of rows."""
    return ", ".join(f"coalesce(sum({sign}) filter (where {rule}), 0)::int" for rule in measures.values())


def upkeep(measures: Mapping[str, str], rows: str) -> str:
    """Add signed rows to the counters, units in the tree's order: two committees never deadlock, and the rows of a
    roster opened at once lie together as they are read."""
    added = ", ".join(f"{name} = c.{name} + excluded.{name}" for name in measures)
    return f"""
    insert into core.unit_counter as c (tenant_id, programme_id, unit_id, path, {", ".join(measures)})
    select {GROUPED}, {PATH}, {sums(measures)} from ({rows}) e
    group by {GROUPED} order by 4
    on conflict (tenant_id, programme_id, unit_id) do update set {added};"""


def contribution(rule: str, row: str) -> str:
    """1 if the row counts by this rule, else 0."""
    return f"(({rule.replace('e.', row + '.')}) is true)::int"


OLD, NEW = "select o.*, -1 as sign from old_rows o", "select n.*, 1 as sign from new_rows n"


def counting(measures: Mapping[str, str], verb: str = "create") -> str:
    """The trigger's function. The usual act moves one person within one unit: no grouping, no new row, a fifth less
    work."""
    one = ", ".join(f"{m} = c.{m} + {contribution(r, 'n')} - {contribution(r, 'o')}" for m, r in measures.items())
    return f"""
{verb} function core.count_enrolments() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then {upkeep(measures, NEW)}
  elsif tg_op = 'DELETE' then {upkeep(measures, OLD)}
  else
    if (select count(*) from new_rows) = 1 then
      update core.unit_counter c set {one} from new_rows n, old_rows o
      where o.unit_id = n.unit_id and o.programme_id = n.programme_id
        and c.tenant_id = n.tenant_id and c.programme_id = n.programme_id and c.unit_id = n.unit_id;
      if found then return null; end if;
    end if;
    {upkeep(measures, f"{OLD} union all {NEW}")}
  end if;
  return null;
end $$;
"""


def recount(measures: Mapping[str, str], verb: str = "create") -> str:
    """The counters as a count from the roster would have them: equal to unit_counter but for rows of zeros."""
    return f"""
{verb} view core.unit_recount (tenant_id, programme_id, unit_id, {", ".join(measures)})
  with (security_invoker = true) as
  select {GROUPED}, {sums(measures, "1")}
  from core.enrolment e group by {GROUPED};
"""


SQL = f"""
{counting(MEASURES)}
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
{recount(MEASURES)}
"""


async def forwards() -> MigrationManager:
    """Create the trigger and the recount."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, ["grant select on core.unit_recount to app"]))
    return manager
