"""Statistics at once: what an import or a change of the tree wrote is planned for before the background gets to it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T08:00:00:000020"
VERSION = "1.38.0"
DESCRIPTION = "statistics"

# A tenant whose people came a moment ago is unknown to the planner: it expects one row of it and loops over all of them
# for each. The tables belong to the owner, so the application asks by this function alone.
SQL = """
create function sec.count_anew() returns void language plpgsql security definer set search_path = '' as $$
begin
  analyze core.person, core.person_token, core.membership, core.position, core.unit, core.enrolment;
end $$;
revoke execute on function sec.count_anew() from public;
grant execute on function sec.count_anew() to app;
"""


async def forwards() -> MigrationManager:
    """Add the function."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL))
    return manager
