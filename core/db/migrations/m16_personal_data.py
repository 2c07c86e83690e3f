"""Privacy notices with who has read them, consents, requests about one's own data; people found by name in order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.db.isolation import isolate
from core.db.steps import steps

ID = "2026-11-21T03:00:00:000016"
VERSION = "1.38.0"
DESCRIPTION = "personal data"

SQL = """
-- A tenant's own notices, never changed once published; without any the platform's default is in force.
create table core.privacy_notice (
  tenant_id uuid not null references core.tenant (id), version int not null check (version > 0),
  text_vi text not null check (length(text_vi) between 1 and 20000),
  text_en text not null default '' check (length(text_en) <= 20000),
  published_on date not null, published_at timestamptz not null, published_by uuid not null,
  primary key (tenant_id, version),
  foreign key (tenant_id, published_by) references core.account (tenant_id, id)
);

-- `notice` names a version: 'own-3' of the tenant, 'default-1' of the platform.
create table core.notice_reading (
  tenant_id uuid not null, account_id uuid not null, notice text collate "C" not null, read_at timestamptz not null,
  primary key (tenant_id, account_id, notice),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id) on delete cascade
);
create index notice_reading_notice on core.notice_reading (tenant_id, notice);

-- Given and withdrawn, each as a row: the last one holds.
create table core.consent (
  tenant_id uuid not null, id uuid not null, account_id uuid not null, notice text collate "C" not null,
  given bool not null, at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id) on delete cascade
);
create index consent_account on core.consent (tenant_id, account_id, at);

-- `due_on` is the last day for the answer.
create table core.data_request (
  tenant_id uuid not null, id uuid not null, account_id uuid not null,
  kind text not null check (kind in ('correct', 'erase', 'restrict', 'withdraw', 'other')),
  words text not null check (length(words) between 1 and 2000), asked_at timestamptz not null, due_on date not null,
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  answer text not null default '' check (length(answer) <= 2000), answered_at timestamptz, answered_by uuid,
  version int not null default 1,
  primary key (tenant_id, id),
  check ((state = 'open') = (answered_at is null)),
  foreign key (tenant_id, account_id) references core.account (tenant_id, id) on delete cascade
);
create index data_request_open on core.data_request (tenant_id, state, due_on, id);
create index data_request_account on core.data_request (tenant_id, account_id, asked_at);
"""

# The words of names carry the order of names, so that the first page of a search is read without the rest. Whoever
# writes words may leave the order to the trigger.
SEARCH = """
alter table core.person_token add sort_key text collate "C" not null default '';

create function core.order_token() returns trigger language plpgsql set search_path = '' as $$
begin
  new.sort_key := coalesce(
    (select p.sort_key from core.person p where p.tenant_id = new.tenant_id and p.id = new.person_id), '');
  return new;
end $$;
create trigger order_token before insert on core.person_token
  for each row when (new.sort_key = '') execute function core.order_token();

create function core.order_tokens() returns trigger language plpgsql set search_path = '' as $$
begin
  update core.person_token t set sort_key = new.sort_key where t.tenant_id = new.tenant_id and t.person_id = new.id;
  return null;
end $$;
create trigger order_tokens after update of sort_key on core.person
  for each row when (new.sort_key <> old.sort_key) execute function core.order_tokens();

-- Row security binds the owner too: tenant by tenant.
do $$ declare one uuid; begin
  for one in select id from core.tenant loop
    perform set_config('app.tenant', one::text, true);
    update core.person_token t set sort_key = p.sort_key
    from core.person p where p.tenant_id = t.tenant_id and p.id = t.person_id;
  end loop;
  perform set_config('app.tenant', '', true);
end $$;

alter table core.person_token drop constraint person_token_pkey, add primary key (tenant_id, person_id, token);
drop index core.person_token_person;
alter table core.person_token alter column token set statistics 1000;
create index person_token_order on core.person_token (tenant_id, token, sort_key, person_id);

-- Who is in a part of the tree, on any day: the index of open memberships alone cannot answer that.
drop index core.membership_unit;
create index membership_unit on core.membership (tenant_id, unit_id) include (person_id, starts_on, ends_on);
drop index core.position_unit;
create index position_unit on core.position (tenant_id, unit_id) include (person_id, starts_on, ends_on);
"""


async def forwards() -> MigrationManager:
    """Create the tables and close them to other tenants; what is published, read or agreed to stays as it was."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION, wrap_in_transaction=False)
    manager.add_raw(
        steps(
            SQL,
            SEARCH,
            isolate("privacy_notice", "select, insert"),
            isolate("notice_reading", "select, insert"),
            isolate("consent", "select, insert"),
            isolate("data_request", "select, insert, update"),
        )
    )
    return manager
