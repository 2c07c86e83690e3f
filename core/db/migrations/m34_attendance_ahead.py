"""What somebody signed up for and has not come to yet is found by the person."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T19:30:00:000034"
VERSION = "1.38.0"
DESCRIPTION = "attendance ahead"

SQL = """
create index attendance_ahead on core.attendance (tenant_id, person_id) where came_at is null;
"""


async def forwards() -> MigrationManager:
    """Create the index."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL))
    return manager
