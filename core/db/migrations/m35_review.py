"""Review criterion by criterion, and a union's own phrases."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.steps import steps

ID = "2026-11-21T15:00:00:000035"
VERSION = "1.38.0"
DESCRIPTION = "review"

SQL = """
-- By criterion: what was decided (accept is not stored), and the solution proposed in place of the owner's. A return
-- says why at the sheet or at a criterion.
alter table core.registration_review
  add verdicts jsonb not null default '{}', add proposals jsonb not null default '{}';
alter table core.registration_review drop constraint registration_review_check;
alter table core.registration_review add constraint registration_review_said
  check (decision = 'approved' or reason <> '' or jsonb_path_exists(verdicts, '$.* ? (@ == "return")'));
-- A decision stays as it was made.
revoke update on core.registration_review from app;

alter table core.own_word drop constraint own_word_part_check;
alter table core.own_word add constraint own_word_part_check
  check (part in ('kinds', 'titles', 'blocks', 'phrases'));
"""


async def forwards() -> MigrationManager:
    """Widen the decisions and the own words."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL))
    return manager
