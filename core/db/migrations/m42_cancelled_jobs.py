"""A job can be told to stop by whoever ordered it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T20:30:00:000042"
VERSION = "1.38.0"
DESCRIPTION = "cancelled jobs"

SQL = """
-- Real time, as all of a job. Set while it runs: it ends at its next step.
alter table core.job add column cancelled_at timestamptz;
"""


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL))
    return manager
