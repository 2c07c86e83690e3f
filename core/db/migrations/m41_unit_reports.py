"""Reports of units on their way up: the working paper, what was submitted, its register numbers and receipts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T15:00:00:000041"
VERSION = "1.38.0"
DESCRIPTION = "unit reports"

REPORTS = """
-- One report of one unit in one year: what is being worked on. Who owes one follows from the programme's dates.
create table core.unit_report (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, unit_id uuid not null,
  report text collate "C" not null,
  state text collate "C" not null default 'draft'
    check (state in ('draft', 'checked', 'signed', 'submitted', 'returned', 'accepted')),
  edition int not null default 1 check (edition > 0),
  texts jsonb not null default '{}', reason text not null default '' check (length(reason) <= 500),
  signed_by uuid, signed_as text not null default '', signed_at timestamptz, signed_digest text collate "C",
  saved_by uuid not null, saved_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, programme_id, report, unit_id),
  check ((state = 'signed') <= (signed_by is not null and signed_digest is not null)),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, signed_by) references core.account (tenant_id, id),
  foreign key (tenant_id, saved_by) references core.account (tenant_id, id)
);
create index unit_report_unit on core.unit_report (tenant_id, unit_id);

-- A whole row typed by hand, for a unit whose people are not in the system, and why it differs from what is counted.
create table core.unit_report_figure (
  tenant_id uuid not null, report_id uuid not null, unit_id uuid not null,
  numbers int[] not null, words text not null check (length(words) between 1 and 500),
  by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, report_id, unit_id),
  foreign key (tenant_id, report_id) references core.unit_report (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
-- The justification of what a check found; it holds for these numbers alone (`digest`).
create table core.unit_report_word (
  tenant_id uuid not null, report_id uuid not null, key text collate "C" not null, digest text collate "C" not null,
  words text not null check (length(words) between 1 and 500), by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, report_id, key),
  foreign key (tenant_id, report_id) references core.unit_report (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
"""
EDITIONS = """
-- What was submitted, word for word; only what became of it is written later.
create table core.unit_report_edition (
  tenant_id uuid not null, id uuid not null, report_id uuid not null, edition int not null check (edition > 0),
  content text not null, sha256 text collate "C" not null
    check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
  number int not null check (number > 0), symbol text not null, dated_on date not null,
  reason text not null default '', signed_by uuid not null, signed_as text not null,
  submitted_by uuid not null, submitted_at timestamptz not null,
  outcome text collate "C" not null default 'waiting'
    check (outcome in ('waiting', 'recalled', 'returned', 'accepted')),
  outcome_by uuid, outcome_at timestamptz, outcome_reason text not null default '' check (length(outcome_reason) <= 500),
  primary key (tenant_id, id),
  unique (tenant_id, report_id, edition),
  check ((outcome = 'waiting') = (outcome_at is null)),
  foreign key (tenant_id, report_id) references core.unit_report (tenant_id, id),
  foreign key (tenant_id, signed_by) references core.account (tenant_id, id),
  foreign key (tenant_id, submitted_by) references core.account (tenant_id, id),
  foreign key (tenant_id, outcome_by) references core.account (tenant_id, id)
);
-- The editions of the units directly below from which one was compiled.
create table core.unit_report_part (
  tenant_id uuid not null, edition_id uuid not null, part_id uuid not null,
  primary key (tenant_id, edition_id, part_id),
  foreign key (tenant_id, edition_id) references core.unit_report_edition (tenant_id, id),
  foreign key (tenant_id, part_id) references core.unit_report_edition (tenant_id, id)
);
create index unit_report_part_of on core.unit_report_part (tenant_id, part_id);
create table core.unit_report_recipient (
  tenant_id uuid not null, edition_id uuid not null, ordinal smallint not null,
  kind text collate "C" not null check (kind in ('upper', 'party', 'authority', 'other')),
  name text not null check (length(name) between 1 and 200), purpose text not null default '' check (length(purpose) <= 60),
  received_on date, received_by text not null default '' check (length(received_by) <= 200),
  noted_by uuid, noted_at timestamptz,
  primary key (tenant_id, edition_id, ordinal),
  check ((received_on is null) = (noted_at is null)),
  foreign key (tenant_id, edition_id) references core.unit_report_edition (tenant_id, id),
  foreign key (tenant_id, noted_by) references core.account (tenant_id, id)
);
-- The register of a unit's reports sent: numbers of a calendar year; one that is missing was used on paper.
create table core.unit_report_number (
  tenant_id uuid not null, unit_id uuid not null, year smallint not null, number int not null check (number > 0),
  edition_id uuid not null, symbol text not null, dated_on date not null, taken_at timestamptz not null,
  primary key (tenant_id, unit_id, year, number),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, edition_id) references core.unit_report_edition (tenant_id, id)
);
"""
DUTIES = """
-- A unit need not report this year: the reason, and who approved it.
create table core.unit_report_exemption (
  tenant_id uuid not null, programme_id uuid not null, report text collate "C" not null, unit_id uuid not null,
  reason text not null check (length(reason) between 1 and 500), by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, programme_id, report, unit_id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
-- A unit asks those directly below it for their reports by a day of its own.
create table core.unit_report_call (
  tenant_id uuid not null, programme_id uuid not null, report text collate "C" not null, unit_id uuid not null,
  due_on date not null, by_account uuid not null, at timestamptz not null,
  primary key (tenant_id, programme_id, report, unit_id),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, by_account) references core.account (tenant_id, id)
);
"""
OUTCOME = "select, insert, update (outcome, outcome_by, outcome_at, outcome_reason)"
RECEIPT = "select, insert, update (received_on, received_by, noted_by, noted_at)"


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            REPORTS,
            EDITIONS,
            DUTIES,
            isolate("unit_report", "select, insert, update"),
            isolate("unit_report_figure"),
            isolate("unit_report_word"),
            isolate("unit_report_edition", OUTCOME),
            isolate("unit_report_part", "select, insert"),
            isolate("unit_report_recipient", RECEIPT),
            isolate("unit_report_number", "select, insert"),
            isolate("unit_report_exemption"),
            isolate("unit_report_call"),
        )
    )
    return manager
