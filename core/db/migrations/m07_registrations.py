"""Sheets: the registration, its items by edition, and the committee's reviews."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T01:00:00:000007"
VERSION = "1.38.0"
DESCRIPTION = "registrations"

SQL = """
-- `edition` counts submissions: a returned sheet goes on as the next edition, the earlier ones stay readable.
create table core.registration (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, person_id uuid not null,
  unit_id uuid not null,                    -- where the person counted when the sheet was last submitted
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'validated')),
  edition smallint not null default 1,
  submitted_at timestamptz, first_submitted_at timestamptz, late bool not null default false,
  validated_at timestamptz, saved_at timestamptz not null,
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, programme_id, person_id),
  foreign key (tenant_id, programme_id, person_id) references core.enrolment (tenant_id, programme_id, person_id)
);
create index registration_queue on core.registration (tenant_id, programme_id, unit_id, state, submitted_at);

create table core.registration_item (
  tenant_id uuid not null, registration_id uuid not null, edition smallint not null,
  criterion text collate "C" not null, solution text not null check (length(solution) <= 4000), ordinal smallint not null,
  primary key (tenant_id, registration_id, edition, criterion),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id) on delete cascade
);

create table core.registration_review (
  tenant_id uuid not null, registration_id uuid not null, edition smallint not null,
  decision text not null check (decision in ('approved', 'returned')),
  reason text not null default '' check (length(reason) <= 2000), remarks jsonb not null default '{}',
  submitted_at timestamptz not null, by_account uuid not null, by_person uuid, at timestamptz not null,
  primary key (tenant_id, registration_id, edition),
  check (decision = 'approved' or reason <> ''),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id) on delete cascade
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            isolate("registration"),
            isolate("registration_item"),
            isolate("registration_review"),
        )
    )
    return manager
