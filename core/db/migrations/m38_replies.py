"""What a person says of the level that is proposed for him, and what the committee answers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T18:00:00:000038"
VERSION = "1.38.0"
DESCRIPTION = "replies"

SQL = """
-- The first instant at which a reply to a level comes too late; null where the person has no right of reply.
alter table core.assessment add reply_until timestamptz;

-- One reply to one version of a level, with what stood then; an answer may have made a later version of it.
create table core.level_reply (
  tenant_id uuid not null, registration_id uuid not null, checkpoint text collate "C" not null,
  stage text collate "C" not null, version int not null,
  kind text collate "C" not null check (kind in ('agreed', 'objected')),
  words text not null default '' check (length(words) <= 2000), level_before smallint not null, points_before int,
  by_account uuid not null, at timestamptz not null,
  outcome text collate "C" check (outcome in ('kept', 'changed')),
  answer text not null default '' check (length(answer) <= 2000), level_after smallint, points_after int,
  answered_version int, answered_by_account uuid, answered_by_person uuid, answered_at timestamptz,
  primary key (tenant_id, registration_id, checkpoint, stage, version),
  check (kind = 'objected' or outcome is null), check (kind = 'agreed' or words <> ''),
  check ((outcome is null) = (answered_at is null) and (outcome is null) = (answered_version is null)
         and (outcome is null) = (answer = '')),
  foreign key (tenant_id, registration_id, checkpoint, stage)
    references core.assessment (tenant_id, registration_id, checkpoint, stage) on delete cascade,
  foreign key (tenant_id, by_account) references core.account (tenant_id, id),
  foreign key (tenant_id, answered_by_account) references core.account (tenant_id, id),
  foreign key (tenant_id, answered_by_person) references core.person (tenant_id, id)
);
create index level_reply_waiting on core.level_reply (tenant_id, at) where kind = 'objected' and outcome is null;
"""


async def forwards() -> MigrationManager:
    """Add the column, create the table and close it to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("level_reply")))
    return manager
