"""What a commendation says besides its reason: form, level, occasion, decision; why an entry was taken out of a book."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T18:02:00:000038"
VERSION = "1.38.0"
DESCRIPTION = "commendations"

SQL = """
-- {"form": text, "level": key, "occasion": key, "number": text, "dated": day}; empty in every other book.
alter table core.register_entry add award jsonb not null default '{}',
  add removed_reason text not null default '' check (length(removed_reason) <= 500);
"""


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL))
    return manager
