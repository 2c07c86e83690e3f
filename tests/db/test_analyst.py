"""The analyst's role: one view, and nothing else of the whole catalogue."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from core.db.central import VIEW, Central, beyond
from core.db.lint import violations
from core.errors import Problem

SYSTEM = ("pg_catalog", "information_schema")
RELATIONS = """
select n.nspname as schema, c.oid::regclass::text as name, c.relkind::text as kind
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_(toast|temp)' order by 1, 2
"""
# Every function of ours; whatever it returns, the role may not call it, but for the tenant of a transaction.
FUNCTIONS = """
select p.oid::regprocedure::text as name, p.prosecdef as definer,
  p.proretset or p.prorettype = 'record'::regtype as rows,
  has_function_privilege('analyst', p.oid, 'execute')
    and has_schema_privilege('analyst', p.pronamespace, 'usage') as may
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname <> all($1::text[]) order by 1
"""
# Functions of the system that read beyond the role's rights: files, other sessions, large objects.
PEEKING = (
    "pg_read_file(text)", "pg_read_binary_file(text)", "pg_ls_dir(text)", "pg_stat_file(text)", "pg_ls_logdir()",
    "pg_ls_waldir()", "pg_stat_get_activity(integer)", "pg_terminate_backend(integer, bigint)",
    "pg_cancel_backend(integer)", "lo_import(text)", "lo_export(oid, text)", "pg_read_file(text, bigint, bigint)",
)  # fmt: skip


@pytest.fixture
async def analyst(database, urls) -> AsyncIterator[asyncpg.Connection]:
    """A plain connection as the role, without our pool's settings."""
    connection = await asyncpg.connect(urls["analyst"])
    yield connection
    await connection.close()


@pytest.fixture
async def admin(database, urls) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection to the same database, which sees everything there is to try."""
    connection = await asyncpg.connect(urls["admin"], database=urls["database"])
    yield connection
    await connection.close()


async def test_no_other_relation_can_be_read(analyst, admin, world):
    """Every table, view and sequence outside the system's own is tried; one answers."""
    found = [row for row in await admin.fetch(RELATIONS) if row["schema"] not in SYSTEM]
    assert len(found) > 60
    answered = []
    for row in found:
        try:
            await analyst.fetch(f"select * from {row['name']} limit 1")
            answered.append(row["name"])
        except asyncpg.InsufficientPrivilegeError:
            pass
    assert answered == [VIEW]


async def test_no_relation_can_be_written_or_locked(analyst, admin):
    """The view is for reading: no row of any table can be added, changed, removed or locked."""
    for row in await admin.fetch(RELATIONS):
        if row["schema"] in SYSTEM or row["kind"] == "S":
            continue
        for statement in ("delete from {}", "lock table {}", "truncate {}", "insert into {} default values"):
            with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.PostgresError)) as refused:
                await analyst.execute(statement.format(row["name"]))
            assert not isinstance(refused.value, asyncpg.UndefinedTableError), row["name"]


async def test_the_systems_catalogues_hold_no_row_of_a_tenant(analyst, admin, worlds):
    """What every role may read of the system is read whole: no name of a person is in it, nor a statistic of values."""
    names = [world.people["doan_vien"] for world in worlds]
    words = {str(one) for one in names} | {world.scope.slug for world in worlds}
    refused = set()
    for row in await admin.fetch(RELATIONS):
        if row["schema"] not in SYSTEM or row["kind"] == "S":
            continue
        try:
            held = await analyst.fetch(f"select cast(whole as text) from {row['name']} whole")
        except asyncpg.InsufficientPrivilegeError:
            refused.add(row["name"])
            continue
        leaked = {word for word in words for line in held if word in (line[0] or "")}
        assert not leaked, row["name"]
    assert {"pg_authid", "pg_statistic", "pg_stat_activity"} <= {name.removeprefix("pg_catalog.") for name in refused}
    seen = "select count(*) from pg_stats where schemaname in ('core', 'central', 'platform', 'queue')"
    assert await analyst.fetchval(seen) == 0


async def test_no_function_answers_with_rows(analyst, admin):
    """Of our functions the role may call the tenant of its transaction, which is none; of the system's none that reads
    files, sessions or large objects."""
    found = await admin.fetch(FUNCTIONS, list(SYSTEM))
    assert sum(row["rows"] for row in found) > 5
    assert [row["name"] for row in found if row["may"]] in ([], ["sec.tenant()"])
    assert [row["name"] for row in found if row["definer"] and await _may(admin, row["name"])] == []
    assert [name for name in PEEKING if await _may(admin, name)] == []
    assert await analyst.fetchval("select has_schema_privilege('sec', 'usage')") is False


async def test_no_way_around_the_barrier(analyst, worlds):
    """A cheap function in the condition sees only what the view shows, and another tenant's name shows no more."""
    await analyst.execute(f"set app.tenant = '{worlds[0].scope.tenant_id}'")
    assert await analyst.fetch(f"select * from {VIEW} where province <> $1", worlds[0].scope.slug) == []
    await analyst.execute("reset app.tenant")
    for statement in ("set role app", "set role own", "set session authorization app", "create table t (i int)",
                      "create function f() returns int language sql return 1", "copy core.person to stdout",
                      "create schema mine", "select lo_create(0)"):  # fmt: skip
        with pytest.raises(asyncpg.PostgresError):
            await analyst.execute(statement)


async def test_without_a_key_only_comparing_is_off():
    """A process that was given no key starts; a question is answered by what to do about it, as not available (503)."""
    closed = Central("")
    await closed.open()
    assert not closed.set_up
    with pytest.raises(Problem, match=r"comparison\.not-set-up") as refused:
        await closed.fetch("select 1")
    assert refused.value.status == 503
    await closed.close()


async def test_the_pool_refuses_every_other_role(database, urls, world):
    """With the application's, the owner's or the operator's key the analyst's pages do not start, and say why."""
    for role in ("app", "migrator", "operator", "backup"):
        with pytest.raises(Problem, match=r"database\.unsafe") as refused:
            await Central(urls[role]).open()
        assert all("ANALYST_DATABASE_URL" in line for line in refused.value.facts["found"])


async def test_one_right_too_many_is_found(analyst, admin):
    """A right on one column of one table, on a sequence or on a definer function is named."""
    assert await beyond(analyst) == []
    for grant, revoke in (
        ("grant select (full_name) on core.person to analyst", "revoke select (full_name) on core.person from analyst"),
        ("grant update on central.comparison to analyst", "revoke update on central.comparison from analyst"),
        ("grant execute on function sec.demo_clock_in_use() to analyst",
         "revoke execute on function sec.demo_clock_in_use() from analyst"),
        ("grant app to analyst", "revoke app from analyst"),
    ):  # fmt: skip
        await admin.execute(grant)
        try:
            assert len(await beyond(analyst)) >= 1, grant
        finally:
            await admin.execute(revoke)
    assert await beyond(analyst) == []


async def test_the_web_stays_isolated(urls, database):
    """The central schema opens no hole for the application: the lint of the whole catalogue finds nothing."""
    connection = await asyncpg.connect(urls["app"])
    try:
        assert await violations(connection) == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch(f"select * from {VIEW}")
        options = await connection.fetchval("select reloptions from pg_class where relname = 'comparison'")
        assert options == ["security_barrier=true"]
    finally:
        await connection.close()


async def _may(admin: asyncpg.Connection, function: str) -> bool:
    return await admin.fetchval("select has_function_privilege('analyst', $1, 'execute')", function)
