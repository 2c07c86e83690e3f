"""What members and youth say of a cadre without their names (S0-22, S0-26): rounds, who has answered, answers, words."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T12:00:00:000032"
VERSION = "1.38.0"
DESCRIPTION = "feedback"

SQL = """
-- One round about one sheet's owner: the criteria asked about, the last day, who opened it.
create table core.feedback_round (
  tenant_id uuid not null, registration_id uuid not null, stage text collate "C" not null,
  criteria text[] not null, closes_on date not null, opened_by uuid not null, opened_at timestamptz not null,
  primary key (tenant_id, registration_id),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id),
  foreign key (tenant_id, opened_by) references core.account (tenant_id, id)
);
create index feedback_round_open on core.feedback_round (tenant_id, closes_on);

-- That somebody has answered, so that he answers once: no time, no way to the answer.
create table core.feedback_answered (
  tenant_id uuid not null, registration_id uuid not null, person_id uuid not null,
  primary key (tenant_id, registration_id, person_id),
  foreign key (tenant_id, registration_id) references core.feedback_round (tenant_id, registration_id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id)
);
create index feedback_answered_person on core.feedback_answered (tenant_id, person_id);

-- An answer: a random id and the day. The words somebody added lie apart from it, without even the day.
create table core.feedback_answer (
  tenant_id uuid not null, id uuid not null default gen_random_uuid(), registration_id uuid not null,
  day date not null, marks jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, registration_id) references core.feedback_round (tenant_id, registration_id)
);
create index feedback_answer_round on core.feedback_answer (tenant_id, registration_id);
create table core.feedback_text (
  tenant_id uuid not null, id uuid not null default gen_random_uuid(), registration_id uuid not null,
  words text not null check (length(words) between 1 and 500), shown boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, registration_id) references core.feedback_round (tenant_id, registration_id)
);
create index feedback_text_round on core.feedback_text (tenant_id, registration_id);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    tables = ("feedback_round", "feedback_answered", "feedback_answer", "feedback_text")
    manager.add_raw(steps(SQL, *(isolate(table) for table in tables)))
    return manager
