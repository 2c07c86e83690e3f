"""The leak matrix over every table: reading, writing and linking across tenants is refused by PostgreSQL itself."""

import asyncpg
import pytest

from core import jobs
from core.db.ids import new_id
from core.db.scope import Database
from core.registrations import actions as registrations

TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'core' and c.relkind in ('r', 'v') and has_table_privilege('app', c.oid, 'select')
  and c.relname <> 'tenant' order by 1
"""
KEYS = """
select a.attname from pg_attribute a where a.attrelid = ('core.' || $1)::regclass and a.attnum > 0
  and not a.attisdropped order by a.attnum
"""


@pytest.fixture
async def filled(database: Database, worlds):
    """Three worlds with a row in as many tables as a first day makes."""
    for world in worlds:
        rules = world.programme.rules
        items = {next(iter(rules.criteria)): "Một giải pháp cụ thể."}
        async with database.tenant(world.scope) as tx:
            await registrations.save_draft(tx, world.actor("bi_thu_ap"), world.programme, items, 0)
            for statement in (
                "insert into file (tenant_id, id, name, media_type, size, sha256, content)"
                " values ($1, gen_random_uuid(), 'a.pdf', 'application/pdf', 1, '\\x00', '\\x00')",
                "insert into login_throttle (tenant_id, subject) values ($1, 'x')",
            ):
                await tx.execute(statement, tx.tenant_id)
            job = await jobs.enqueue(tx, "test.leak", {"of": world.scope.slug})
            output = "insert into job_output (tenant_id, job_id, part, content) values ($1, $2, 0, '\\x00')"
            await tx.execute(output, tx.tenant_id, job)
            batch = await tx.fetchval(
                "insert into import_batch (tenant_id, id, kind, file_name, size, sha256, shape, mapping, since,"
                " by_account, created_at) values ($1, gen_random_uuid(), 'people', 'a.xlsx', 1, '\\x00', '{}', '{}',"
                " '2021-01-01', $2, sec.domain_now()) returning id",
                tx.tenant_id, world.accounts["quan_tri"],
            )  # fmt: skip
            for statement in (
                "insert into import_chunk (tenant_id, batch_id, first, last, cells) values ($1, $2, 1, 1, '\\x90')",
                "insert into import_row (tenant_id, batch_id, number, state, cells) values ($1, $2, 1, 'faulty', '{}')",
                "insert into import_added (tenant_id, batch_id, seq, people, units, days)"
                " values ($1, $2, 1, '{}', '{}', '{}')",
                "insert into import_change (tenant_id, batch_id, seq, object, act, object_id)"
                " values ($1, $2, 1, 'person', 'changed', gen_random_uuid())",
            ):
                await tx.execute(statement, tx.tenant_id, batch)
            await tx.fetchval("select core.audit_seal_pending(100)")
    return worlds


async def tables(tx) -> list[str]:
    """Every table and view that the application may read."""
    return [row[0] for row in await tx.fetch(TABLES)]


async def test_no_table_shows_a_row_of_another_tenant(database: Database, filled):
    """Asked for by name, the other tenants' rows are not there; one's own are."""
    own, *others = filled
    foreign = [other.scope.tenant_id for other in others]
    async with database.tenant(own.scope, readonly=True) as tx:
        names = await tables(tx)
        assert len(names) >= 25
        for name in names:
            assert await tx.fetchval(f"select count(*) from {name} where tenant_id = any($1::uuid[])", foreign) == 0, (
                name
            )
            assert await tx.fetchval(f"select count(*) from {name} where tenant_id <> $1", tx.tenant_id) == 0, name
        seen = [name for name in names if await tx.fetchval(f"select count(*) from {name}") > 0]
    assert {"unit", "person", "enrolment", "registration", "registration_item", "audit", "file"} <= set(seen)
    assert {"job", "job_output"} <= set(seen)


async def test_no_tenant_means_no_row(database: Database, filled):
    """Outside every tenant all tables are empty."""
    async with database.platform() as tx:
        for name in await tables(tx):
            assert await tx.fetchval(f"select count(*) from {name}") == 0, name


async def test_no_row_of_another_tenant_can_be_changed_or_removed(database: Database, filled):
    """UPDATE and DELETE aimed at another tenant touch nothing, in every writable table."""
    own, other = filled[:2]
    async with database.tenant(own.scope) as tx:
        for name in await tables(tx):
            for right, statement in (
                ("update", f"update {name} set tenant_id = tenant_id"),
                ("delete", f"delete from {name}"),
            ):
                if await tx.fetchval("select has_table_privilege('app', 'core.' || $1, $2)", name, right):
                    tag = await tx.execute(f"{statement} where tenant_id = $1", other.scope.tenant_id)
                    assert tag.endswith(" 0"), (name, tag)


async def test_no_row_can_be_written_for_another_tenant(database: Database, filled):
    """Copies of one's own rows under another tenant's id are refused by the policy, in every writable table."""
    own, other = filled[:2]
    refused = 0
    async with database.tenant(own.scope) as tx:
        for name in await tables(tx):
            if not await tx.fetchval("select has_table_privilege('app', 'core.' || $1, 'insert')", name):
                continue
            if not await tx.fetchval(f"select count(*) from {name}"):
                continue
            columns = [row[0] for row in await tx.fetch(KEYS, name)]
            rest = ", ".join(column for column in columns if column != "tenant_id")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with tx.savepoint():
                    await tx.execute(
                        f"insert into {name} (tenant_id, {rest}) select $1, {rest} from {name} limit 1",
                        other.scope.tenant_id,
                    )
            refused += 1
    assert refused >= 15


async def test_no_row_can_be_moved_to_another_tenant(database: Database, filled):
    """Changing the tenant of one's own row is refused."""
    own, other = filled[:2]
    async with database.tenant(own.scope) as tx:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with tx.savepoint():
                await tx.execute("update login_throttle set tenant_id = $1", other.scope.tenant_id)


async def test_a_key_cannot_point_into_another_tenant(database: Database, filled):
    """A link to another tenant's unit fails exactly like a link to none: no existence oracle."""
    own, other = filled[:2]
    told = []
    for unit in (other.units["ap_1"], new_id()):
        with pytest.raises(asyncpg.ForeignKeyViolationError) as refused:
            async with database.tenant(own.scope) as tx:
                await tx.execute(
                    "update membership set unit_id = $3 where tenant_id = $1 and person_id = $2",
                    tx.tenant_id, own.people["doan_vien"], unit,
                )  # fmt: skip
        told.append(str(refused.value))
    assert told[0] == told[1]


async def test_the_audit_trail_cannot_be_rewritten(database: Database, filled):
    """The application appends by the function only: no insert, update or delete on the trail and its seals."""
    async with database.tenant(filled[0].scope) as tx:
        for statement in (
            "update audit set action = 'x'",
            "delete from audit",
            "insert into audit (tenant_id, id, at, action, object, detail)"
            " values (sec.tenant(), gen_random_uuid(), now(), '', '', '{}')",
            "delete from audit_seal",
            "truncate audit",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with tx.savepoint():
                    await tx.execute(statement)


async def test_the_sealed_chain_holds_and_names_a_forged_entry(database: Database, urls, filled):
    """The chain is whole; an entry changed by the owner is located (design.md §3)."""
    world = filled[0]
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await tx.fetch("select * from core.audit_breaks()") == []
    owner = await asyncpg.connect(urls["migrator"])
    await owner.execute(f"set role own; select set_config('app.tenant', '{world.scope.tenant_id}', false)")
    await owner.execute(
        "update core.audit set action = 'forged' where id = (select audit_id from core.audit_seal where seq = 2)"
    )
    await owner.close()
    async with database.tenant(world.scope, readonly=True) as tx:
        assert [row[0] for row in await tx.fetch("select * from core.audit_breaks()")] == [2]
