"""Backup and restore of the whole platform: a second, empty database ends with the same tenants, hash by hash."""

import re
import stat

import asyncpg
import pytest

from core.comparison import publishing
from core.db import dumps
from core.db.central import beyond
from core.db.lint import violations
from core.db.migrate import migrate
from core.db.provision import provision
from core.errors import Problem
from tenants import backup


def elsewhere(url: str, database: str) -> str:
    """The same server and role, another database."""
    return re.sub(r"(@[^/]*/)[^?]*", rf"\g<1>{database}", url)


@pytest.fixture
async def empty(urls, database):
    """An empty, provisioned database beside the session's."""
    name = f"{urls['database']}_restored"
    passwords = {key.split(":")[1]: value for key, value in urls.items() if key.startswith("password:")}
    await provision(urls["admin"], name, passwords)
    yield name
    admin = await asyncpg.connect(urls["admin"])
    await admin.execute(f'drop database "{name}" with (force)')
    await admin.close()


async def test_a_restored_platform_is_identical(urls, worlds, empty, tmp_path):
    """The dump of one moment brings back every tenant by its hash, isolated as before, into an empty database only."""
    done = await backup.backup(urls["backup"], tmp_path)
    assert done.way == "pg_dump" and {world.scope.slug for world in worlds} <= set(done.tenants)
    (dump,) = tmp_path.glob("*.dump")
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600
    target = elsewhere(urls["migrator"], empty)
    assert await backup.restore(target, dump) == done.tenants
    app = await asyncpg.connect(elsewhere(urls["app"], empty))
    try:
        assert await violations(app) == []
        assert await app.fetchval("select count(*) from core.person") == 0
        await app.execute(f"set app.tenant = '{worlds[0].scope.tenant_id}'")
        assert await app.fetchval("select count(*) from core.person") == 15
    finally:
        await app.close()
    with pytest.raises(Problem, match=r"restore\.not-empty"):
        await backup.restore(target, dump)


async def test_what_provinces_published_comes_back(database, urls, worlds, empty, tmp_path):
    """The central schema is in the dump: the analyst reads the same row through the same barrier, and nothing more."""
    code = worlds[0].scope.slug
    sql = "select x::text from central.comparison x where province = $1"
    async with database.tenant(worlds[0].scope) as tx:
        await publishing.publish(tx)
    here = await asyncpg.connect(urls["analyst"])
    before = await here.fetchval(sql, code)
    await here.close()
    await backup.backup(urls["backup"], tmp_path)
    (dump,) = tmp_path.glob("*.dump")
    await backup.restore(elsewhere(urls["migrator"], empty), dump)
    there = await asyncpg.connect(elsewhere(urls["analyst"], empty))
    try:
        assert before and await there.fetchval(sql, code) == before
        assert await beyond(there) == []
    finally:
        await there.close()


async def test_a_damaged_dump_is_refused(urls, worlds, empty, tmp_path):
    """The note beside the dump says what it must be; one bit off and nothing is done."""
    await backup.backup(urls["backup"], tmp_path)
    (dump,) = tmp_path.glob("*.dump")
    body = bytearray(dump.read_bytes())
    body[-100] ^= 1
    dump.write_bytes(bytes(body))
    with pytest.raises(Problem, match=r"restore\.hash-differs"):
        await backup.restore(elsewhere(urls["migrator"], empty), dump)


async def test_without_pg_dump_each_tenant_gets_a_file(urls, worlds, empty, tmp_path, monkeypatch):
    """The export's format serves where no tool is; a tenant moves into another platform with the same hash."""

    async def missing(name, connection):
        return None

    monkeypatch.setattr(dumps, "tool", missing)
    done = await backup.backup(urls["backup"], tmp_path)
    slug = worlds[0].scope.slug
    (file,) = tmp_path.glob(f"{slug}-*.zip")
    assert done.way == "export"
    target = elsewhere(urls["migrator"], empty)
    await migrate(target)
    assert await backup.restore(target, file) == {slug: done.tenants[slug]}


async def test_the_role_of_backups_writes_nothing(urls, worlds):
    """It reads every tenant, which a backup needs, and changes none."""
    connection = await asyncpg.connect(urls["backup"])
    try:
        assert await connection.fetchval("select count(distinct tenant_id) from core.person") >= 3
        for statement in (
            "delete from core.person",
            "update core.tenant set name = 'x'",
            "insert into platform.act (who, action) values ('x', 'x')",
            "select platform.suspend('x', gen_random_uuid(), true, '')",
            "truncate queue.pgqueuer",
            "set role own",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_a_role_that_sees_a_part_makes_no_backup(urls, database, tmp_path):
    """As `app` or `migrator` a dump would be empty without an error: refused instead."""
    for role in ("app", "migrator"):
        with pytest.raises(Problem, match=r"database\.cannot-back-up"):
            await backup.backup(urls[role], tmp_path)
