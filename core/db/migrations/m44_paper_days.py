"""The day on which a member handed in the paper that a committee enters for him: his sheet is judged by it (S4-33)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T22:00:00:000044"
VERSION = "1.38.0"
DESCRIPTION = "paper_days"

SQL = """
-- None on entries of before: those were judged by the moment of entry.
alter table core.paper_entry add handed_in date;
"""


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL))
    return manager
