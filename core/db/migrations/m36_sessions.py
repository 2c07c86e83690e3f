"""How a meeting went (S4-47, S4-48): agenda, roll, votes, pauses, conclusions; a party committee's voice by a link."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T15:00:00:000036"
VERSION = "1.38.0"
DESCRIPTION = "sessions"

SQL = """
alter table core.review_session
  add column agenda text not null default '' check (length(agenda) <= 4000),      -- one matter a line
  add column conclusions text not null default '' check (length(conclusions) <= 4000),
  add column recorder text not null default '' check (length(recorder) <= 160),   -- who keeps the minutes
  add column place text not null default '' check (length(place) <= 160),
  add column ballot text collate "C" not null default '' check (ballot in ('', 'hands', 'secret')),
  add column paused_at timestamptz,
  add column given jsonb;  -- what the closed meeting had given, by sheet: its paper stays, whatever a later one changes

-- Who was there. A row says it of one person; who has no row was not called yet.
create table core.session_attendance (
  tenant_id uuid not null, session_id uuid not null, person_id uuid not null,
  state text collate "C" not null check (state in ('present', 'excused', 'absent')),
  reason text not null default '' check (length(reason) <= 300),
  primary key (tenant_id, session_id, person_id),
  check (state <> 'excused' or reason <> ''),
  foreign key (tenant_id, session_id) references core.review_session (tenant_id, id),
  foreign key (tenant_id, person_id) references core.person (tenant_id, id)
);
create index session_attendance_person on core.session_attendance (tenant_id, person_id);

-- How the meeting voted on one person; `casting`: the chair settled a tie.
create table core.session_vote (
  tenant_id uuid not null, session_id uuid not null, registration_id uuid not null,
  agree int not null check (agree >= 0), against int not null check (against >= 0), blank int not null check (blank >= 0),
  casting bool not null default false,
  primary key (tenant_id, session_id, registration_id),
  foreign key (tenant_id, session_id) references core.review_session (tenant_id, id),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id) on delete cascade
);

create table core.session_pause (
  tenant_id uuid not null, session_id uuid not null, paused_at timestamptz not null, resumed_at timestamptz,
  reason text not null default '' check (length(reason) <= 300),
  primary key (tenant_id, session_id, paused_at),
  foreign key (tenant_id, session_id) references core.review_session (tenant_id, id)
);

-- A link for a party committee: about one sheet, or about the cadres of a unit. The code is stored as an HMAC.
create table core.party_link (
  tenant_id uuid not null, id uuid not null, programme_id uuid not null, unit_id uuid not null, registration_id uuid,
  checkpoint text collate "C" not null, stage text collate "C" not null, code_hash bytea,
  addressee text not null check (length(addressee) between 1 and 200),
  created_by uuid not null, by_person uuid, created_at timestamptz not null, expires_at timestamptz not null,
  revoked_at timestamptz, used_at timestamptz, signed_as text not null default '' check (length(signed_as) <= 200),
  primary key (tenant_id, id),
  unique (tenant_id, code_hash),
  foreign key (tenant_id, programme_id) references core.programme (tenant_id, id),
  foreign key (tenant_id, unit_id) references core.unit (tenant_id, id),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id) on delete cascade
);
create index party_link_unit on core.party_link (tenant_id, programme_id, unit_id);

-- Where a party committee's voice came from: a link, or a paper with number and date.
create table core.party_voice (
  tenant_id uuid not null, registration_id uuid not null, stage text collate "C" not null, link_id uuid,
  signed_as text not null default '' check (length(signed_as) <= 200),
  paper_number text not null default '' check (length(paper_number) <= 60), paper_dated date,
  primary key (tenant_id, registration_id, stage),
  foreign key (tenant_id, registration_id) references core.registration (tenant_id, id) on delete cascade,
  foreign key (tenant_id, link_id) references core.party_link (tenant_id, id)
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    tables = ("session_attendance", "session_vote", "session_pause", "party_link", "party_voice")
    manager.add_raw(steps(SQL, *(isolate(table) for table in tables)))
    return manager
