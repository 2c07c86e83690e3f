"""Reorganisations: asked for step by step, carried out as one list of row changes, turned back the same day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T04:00:00:000013"
VERSION = "1.38.0"
DESCRIPTION = "reorganisations"

SQL = """
-- `asked` is what the administrator chose; `edits` every row with what stood before, in order; `outcome` what was said
-- before it was carried out: who and what it concerns, and the totals before and after.
create table core.reorganisation (
  tenant_id uuid not null references core.tenant (id), id uuid not null,
  state text not null default 'draft' check (state in ('draft', 'done', 'undone')),
  asked jsonb not null, edits jsonb, outcome jsonb,
  created_by uuid not null, created_at timestamptz not null,
  done_by uuid, done_at timestamptz, done_on date, undone_by uuid, undone_at timestamptz,
  version int not null default 1,
  primary key (tenant_id, id),
  check ((state = 'draft') = (done_at is null)),
  check ((state = 'draft') = (edits is null)),
  check ((state = 'undone') = (undone_at is not null))
);
create index reorganisation_order on core.reorganisation (tenant_id, created_at);

-- What changed in the tree since a day: the explanation beside a board.
create index unit_version_ended on core.unit_version (tenant_id, valid_to) where valid_to is not null;
create index enrolment_act_moved on core.enrolment_act (tenant_id, programme_id) where act = 'moved';
"""


async def forwards() -> MigrationManager:
    """Create the table and close it to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("reorganisation")))
    return manager
