"""Base configurations that the centre offers, and which of them a union stands on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T09:30:00:000026"
VERSION = "1.38.0"
DESCRIPTION = "offers"

TABLES = """
-- Whole rules with their locks, as the centre had them in force: no person's record. Never changed once made.
create table core.offer (
  tenant_id uuid not null references core.tenant (id), pack_id text collate "C" not null, number int not null,
  hooks_hash text collate "C" not null, body text not null, note text not null default '',
  offered_by uuid, offered_at timestamptz not null,
  primary key (tenant_id, pack_id, number)
);

-- Under which hash a union pinned an offer that it took: what its configuration stands on.
create table core.offer_taken (
  tenant_id uuid not null, pack_id text collate "C" not null, base_hash text collate "C" not null,
  number int not null, taken_at timestamptz not null,
  primary key (tenant_id, pack_id, base_hash),
  foreign key (tenant_id, base_hash) references core.rules (tenant_id, hash)
);
"""

# Written by the centre about itself, read by everybody: the one table of a tenant that others may read.
OFFERS = """
alter table core.offer enable row level security, force row level security;
create policy tenant_isolation on core.offer as restrictive for all to public
  using (tenant_id = (select sec.tenant()) or tenant_id in (select t.id from core.tenant t where t.kind = 'centre'))
  with check (tenant_id = (select sec.tenant()));
create policy app_rw on core.offer as permissive for all to app, own using (true) with check (true);
create policy by_the_centre on core.offer as restrictive for insert to public
  with check (exists (select from core.tenant t where t.id = tenant_id and t.kind = 'centre'));
grant select, insert on core.offer to app;
"""


async def forwards() -> MigrationManager:
    """Create the tables; offers are open to read."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(steps(TABLES, OFFERS, *isolate("offer_taken")))
    return manager
