"""The import as a job: queued with the act, nothing half written, begun again after a failure; files are forgotten."""

import asyncio

import pytest

from core.errors import Problem
from core.imports import queries, runs
from tenants import housekeeping, worker
from tenants.handlers import HANDLERS
from tenants.registry import Registry

HEADINGS = ["Họ và tên", "Mã đoàn viên", "Ngày sinh", "Đơn vị"]
ROW = ["Lâm Gia Huy", "KG1", "5/9/2001", "Đoàn xã Thuận Hòa / Chi đoàn ấp 2"]


@pytest.fixture
def queued(importing, database, urls):
    """`await queued(batch)`: begin an import and do what is queued; how the import stands afterwards."""

    async def done(batch):
        async with database.tenant(importing.world.scope) as tx:
            await runs.begin(tx, importing.actor, batch)
        await asyncio.wait_for(worker.drain(urls["app"], database, Registry(database), HANDLERS), 30)
        async with database.tenant(importing.world.scope, readonly=True) as tx:
            return await queries.get(tx, batch), await tx.fetchval("select count(*) from person where code = 'KG1'")

    return done


async def test_a_failed_import_has_written_nothing_and_can_be_begun_again(importing, database, queued):
    """The reason stands with the import; once the cause is gone it goes through."""
    batch = await importing.keep([HEADINGS, ROW])
    await importing.check(batch)
    mapping = "update import_batch set mapping = jsonb_set(mapping, '{code}', $2::jsonb) where tenant_id = $1"
    async with database.tenant(importing.world.scope) as tx:
        await tx.execute(mapping, tx.tenant_id, "99")
    found, people = await queued(batch)
    assert (found.state, found.failure["code"], people) == ("failed", "import.broken", 0)
    async with database.tenant(importing.world.scope) as tx:
        await tx.execute(mapping, tx.tenant_id, "1")
    found, people = await queued(batch)
    assert (found.state, found.counts["new"], people) == ("done", 1, 1)


async def test_an_import_runs_once(importing, database, queued):
    """What runs or is done cannot be begun, mended or dropped."""
    batch = await importing.keep([HEADINGS, ROW])
    await importing.check(batch)
    await queued(batch)
    async with database.tenant(importing.world.scope) as tx:
        with pytest.raises(Problem, match="not-open"):
            await runs.begin(tx, importing.actor, batch)
        with pytest.raises(Problem, match="not-open"):
            await runs.check(tx, importing.actor, batch)


async def test_nothing_to_write_is_not_begun(importing, database):
    """A file of faulty rows stays a preview."""
    batch = await importing.keep([HEADINGS, ["x", "", "", ""]])
    await importing.check(batch)
    async with database.tenant(importing.world.scope) as tx:
        with pytest.raises(Problem, match="nothing-to-do"):
            await runs.begin(tx, importing.actor, batch)


async def test_files_nobody_carried_out_are_forgotten_after_a_month(importing, database):
    """The rows go with the file; an import that was carried out keeps its note for undoing."""
    waiting = await importing.keep([HEADINGS, ROW])
    done, _ = await importing.bring([HEADINGS, ROW, ["x", "", "", ""]])
    async with database.tenant(importing.world.scope) as tx:
        await housekeeping.forget_expired(tx)
        assert (await queries.get(tx, waiting)).state == "read"
        await tx.execute("select sec.move_clock('2021-03-01 09:00+07'::timestamptz)")
    async with database.tenant(importing.world.scope) as tx:
        await housekeeping.forget_expired(tx)
        with pytest.raises(Problem):
            await queries.get(tx, waiting)
        assert (await queries.get(tx, done)).state == "done"
        assert await queries.odd_rows(tx, done, "faulty") == ()
        assert await tx.fetchval("select count(*) from import_chunk where tenant_id = $1", tx.tenant_id) == 0
