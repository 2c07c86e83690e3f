"""Recognised results that were opened again, each as it stood; by which act somebody's result was recognised."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T18:01:00:000038"
VERSION = "1.38.0"
DESCRIPTION = "reopenings"

SQL = """
-- The version of the unit's results whose act recognised this person: a unit is recognised more than once.
alter table core.enrolment add recognised_version int;
alter table core.unit_result_act drop constraint unit_result_act_act_check,
  add constraint unit_result_act_act_check check (act in ('sent', 'returned', 'recognised', 'reopened'));

-- The result as it was (`decision` is the row of the deciding stage), who opened it again by which decision and why.
create table core.result_reopening (
  tenant_id uuid not null, registration_id uuid not null, version int not null,
  programme_id uuid not null, unit_id uuid not null,
  step text collate "C" not null check (step in ('rating', 'recognition')),
  reason text not null check (length(reason) between 1 and 2000),
  decision_number text not null check (length(decision_number) between 1 and 60), decision_dated date not null,
  level smallint not null, points int, decision jsonb not null,
  recognised_number text not null default '', recognised_dated date, recognised_at timestamptz,
  by_account uuid not null, by_person uuid, at timestamptz not null,
  primary key (tenant_id, registration_id, version),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id),
  foreign key (tenant_id, by_person) references core.person (tenant_id, id)
);
"""


async def forwards() -> MigrationManager:
    """Add the column, create the table and close it to other tenants; what is kept is never changed."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(SQL, isolate("result_reopening", "select, insert")))
    return manager
