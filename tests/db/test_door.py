"""The door to the database: one tenant, one task, nothing left behind."""

import asyncio

import asyncpg
import pytest

from core.db.engine import ENGINE, NoTenant, TenantMixup
from core.db.lint import refuse_unsafe, violations
from core.db.scope import CommitLost, Database
from core.errors import Problem
from core.people.tables import Person


async def test_a_query_outside_the_door_is_refused():
    """Piccolo without a tenant raises instead of reading everything."""
    with pytest.raises(NoTenant):
        await Person.select(Person.id)


async def test_piccolo_and_sql_see_the_same_tenant_alone(database: Database, worlds):
    """Three tenants with the same people: each sees its own rows only, by builder and by SQL."""
    for world in worlds:
        async with database.tenant(world.scope, readonly=True) as tx:
            built = {row["id"] for row in await Person.select(Person.id)}
            plain = {row["id"] for row in await tx.fetch("select id from person")}
            assert built == plain == set(world.people.values())


async def test_a_nested_door_is_refused(database: Database, world):
    """A second tenant cannot be opened inside a first one."""
    async with database.tenant(world.scope):
        with pytest.raises(TenantMixup):
            async with database.tenant(world.scope):
                pass


async def test_piccolos_own_doors_are_closed(database: Database, world):
    """transaction(), atomic() and batch() raise: they would leak a connection or leave the tenant."""
    async with database.tenant(world.scope):
        for door in (ENGINE.transaction, ENGINE.atomic):
            with pytest.raises(TenantMixup):
                door()
        with pytest.raises(TenantMixup):
            await ENGINE.batch(Person.select())


async def test_another_task_cannot_borrow_the_transaction(database: Database, world):
    """A task started inside a block must open a transaction of its own."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(TenantMixup):
            await asyncio.create_task(tx.fetchval("select 1"))


async def test_an_exception_rolls_everything_back(database: Database, world):
    """Nothing of a failed block is kept."""
    with pytest.raises(ZeroDivisionError):
        async with database.tenant(world.scope) as tx:
            await tx.execute("delete from person_token where tenant_id = $1", tx.tenant_id)
            raise ZeroDivisionError
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await tx.fetchval("select count(*) from person_token") > 0


async def test_a_swallowed_failure_is_not_taken_for_a_commit(database: Database, world):
    """COMMIT of a failed transaction raises, so that nobody is told it was saved."""
    with pytest.raises(CommitLost):
        async with database.tenant(world.scope) as tx:
            with pytest.raises(asyncpg.DivisionByZeroError):
                await tx.execute("select 1/0")


async def test_a_read_cannot_write(database: Database, world):
    """The transaction of a read is read-only in PostgreSQL itself."""
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with database.tenant(world.scope, readonly=True) as tx:
            await tx.execute("delete from person_token where tenant_id = $1", tx.tenant_id)


async def test_a_savepoint_undoes_its_part_only(database: Database, world):
    """What came before a failed savepoint is kept, what was inside is not."""
    async with database.tenant(world.scope) as tx:
        await tx.execute("update unit set cluster = 'A' where tenant_id = $1", tx.tenant_id)
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with tx.savepoint():
                await tx.execute("update unit set cluster = 'B' where tenant_id = $1", tx.tenant_id)
                await tx.execute("select 1/0")
        assert await tx.fetchval("select distinct cluster from unit where tenant_id = $1", tx.tenant_id) == "A"


async def test_a_savepoint_notices_a_changed_tenant(database: Database, worlds):
    """A tenant switched inside a savepoint is caught on the way out, and the block rolls back."""
    with pytest.raises(TenantMixup):
        async with database.tenant(worlds[0].scope) as tx, tx.savepoint():
            await tx.execute(f"set local app.tenant = '{worlds[1].scope.tenant_id}'")


async def test_hostile_cancels_leave_no_connection_and_no_tenant_behind(database: Database, worlds):
    """Hundreds of tasks over four connections, a third cancelled at any moment: no foreign row, no leak."""

    async def visit(number: int) -> None:
        world = worlds[number % 3]
        async with database.tenant(world.scope) as tx:
            await tx.execute("select pg_sleep(0.002)")
            assert await tx.fetchval("select sec.tenant()") == world.scope.tenant_id
            assert await tx.fetchval("select count(*) from person") == len(world.people)

    tasks = [asyncio.create_task(visit(number)) for number in range(300)]
    for number, task in enumerate(tasks):
        if number % 3 == 0:
            await asyncio.sleep(0.001)
            task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(end) for end in ended} <= {type(None), asyncio.CancelledError}
    async with asyncio.timeout(5):
        await asyncio.gather(*(visit(number) for number in range(8)))


async def test_the_catalogue_has_no_hole(database: Database, urls, world):
    """The lint of row-level security finds nothing for the role of the application."""
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await violations(tx.connection) == []


async def test_a_superuser_is_refused_at_start(urls):
    """The service does not start with a role that escapes row security."""
    with pytest.raises(Problem) as refused:
        await refuse_unsafe(urls["admin"], demo=True)
    assert refused.value.code == "database.unsafe"


async def test_a_demo_clock_outside_the_demo_is_refused(database: Database, urls, world):
    """A moved clock in a database that serves for real stops the start."""
    await refuse_unsafe(urls["app"], demo=True)
    with pytest.raises(Problem):
        await refuse_unsafe(urls["app"], demo=False)
