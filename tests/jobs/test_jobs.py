"""Jobs: queued with the act, run by a worker, fair between tenants, followed and started again."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import pytest

from core import jobs
from core.db import queue
from core.db.scope import Database
from core.errors import Forbidden, NotFound, Problem
from core.jobs import Handler, queries
from tenants import housekeeping, worker
from tenants.registry import Registry


@pytest.fixture
def run(database: Database, urls):
    """Do everything that is queued, with the given handlers."""

    async def drained(handlers: Mapping[str, Handler]) -> None:
        await asyncio.wait_for(worker.drain(urls["app"], database, Registry(database), handlers), 30)

    return drained


async def queued(database: Database, world, name: str, **payload: object) -> UUID:
    """A job of the world's administrator."""
    async with database.tenant(world.scope) as tx:
        return await jobs.enqueue(tx, name, payload, by=world.actor("quan_tri"))


async def seen(database: Database, world, job_id: UUID) -> queries.Job:
    """The job as a page shows it."""
    async with database.tenant(world.scope, readonly=True) as tx:
        found = await queries.find(tx, job_id)
    assert found is not None
    return found


async def test_a_job_runs_with_its_payload_and_leaves_its_result(database, world, run):
    """The handler gets scope and payload; progress, result and who asked are there to read."""
    met = []

    async def count(database, scope, payload, progress):
        met.append((scope, payload))
        await progress.at(3, 3)
        return {"counted": payload["many"]}

    job_id = await queued(database, world, "test.count", many=3)
    assert (await seen(database, world, job_id)).live
    await run({"test.count": count})
    job = await seen(database, world, job_id)
    assert met == [(world.scope, {"many": 3})]
    assert (job.state, job.percent, job.result, job.by) == ("done", 100, {"counted": 3}, "quan_tri")


async def test_a_rolled_back_act_leaves_no_job(database, world, run):
    """The job belongs to the act's transaction: no act, no job, no ticket."""
    with pytest.raises(RuntimeError):
        async with database.tenant(world.scope) as tx:
            await jobs.enqueue(tx, "test.never", {})
            raise RuntimeError("the act failed")
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await queries.latest(tx) == []
        assert await tx.fetchval("select count(*) from queue.pgqueuer where payload = $1", tx.tenant_id.bytes) == 0


async def test_a_failure_shows_its_reason_and_can_be_tried_again(database, world, run):
    """A refusal keeps code and facts; the administrator starts it again and it goes through."""
    tries = []

    async def moody(database, scope, payload, progress):
        tries.append(1)
        if len(tries) == 1:
            raise Problem("import.bad-file", row=7)

    job_id = await queued(database, world, "test.moody")
    await run({"test.moody": moody})
    job = await seen(database, world, job_id)
    assert (job.state, job.problem) == ("failed", queries.Failure("import.bad-file", {"row": 7}))
    async with database.tenant(world.scope) as tx:
        with pytest.raises((NotFound, Forbidden)):
            await jobs.retry(tx, world.actor("bi_thu_xa"), job_id)
        await jobs.retry(tx, world.actor("quan_tri"), job_id)
    await run({"test.moody": moody})
    assert (await seen(database, world, job_id)).state == "done"
    with pytest.raises(Problem, match=r"job\.not-failed"):
        async with database.tenant(world.scope) as tx:
            await jobs.retry(tx, world.actor("quan_tri"), job_id)


async def test_who_ordered_a_job_stops_it(database, world, run):
    """A waiting job ends at once, a running one at its next step, each with the reason; nobody else's is touched."""
    me, beside = world.actor("quan_tri"), world.actor("van_phong")

    async def told(job_id: UUID, actor) -> bool:
        async with database.tenant(world.scope) as tx:
            return await jobs.cancel(tx, actor, job_id)

    async def long(database, scope, payload, progress):
        await progress.at(1, 3)
        assert await told(progress.job_id, me)
        assert (await seen(database, world, progress.job_id)).cancelled
        await progress.at(3, 3)
        raise AssertionError("it went on")

    waiting = await queued(database, world, "test.long")
    assert [await told(waiting, one) for one in (beside, me, me)] == [False, True, False]
    running = await queued(database, world, "test.long")
    await run({"test.long": long})
    for job_id in (waiting, running):
        assert (await seen(database, world, job_id)).problem == queries.Failure("job.cancelled", {})
    async with database.tenant(world.scope) as tx:
        await jobs.retry(tx, me, running)
    assert not (await seen(database, world, running)).cancelled


async def test_a_broken_handler_tells_no_data(database, world, run):
    """An exception's text may hold names: neither the job nor pgqueuer's log keeps it."""

    async def broken(database, scope, payload, progress):
        raise ValueError("Nguyễn Văn Bí Mật")

    job_id = await queued(database, world, "test.broken")
    await run({"test.broken": broken})
    job = await seen(database, world, job_id)
    assert job.problem == queries.Failure("job.broken", {"kind": "ValueError"})
    async with database.platform() as tx:
        assert await tx.fetchval("select count(*) from queue.pgqueuer_log where traceback::text like '%Bí Mật%'") == 0


async def test_an_unknown_name_fails_plainly(database, world, run):
    """A job without a handler (a plugin that was removed) fails instead of waiting for ever."""
    job_id = await queued(database, world, "test.unheard-of")
    await run({})
    assert (await seen(database, world, job_id)).problem.code == "job.unknown"


async def test_a_tenant_runs_one_job_at_a_time_and_tenants_take_turns(database, worlds, run):
    """Two tenants that come after a crowd of another's jobs are served before its second one ends."""
    order, busy = [], set()

    async def slow(database, scope, payload, progress):
        assert scope.slug not in busy
        busy.add(scope.slug)
        order.append(scope.slug)
        await asyncio.sleep(0.05)
        busy.remove(scope.slug)

    crowd, *others = worlds
    for _ in range(4):
        await queued(database, crowd, "test.slow")
    for world in others:
        await queued(database, world, "test.slow")
    await run({"test.slow": slow})
    assert len(order) == 6
    assert {world.scope.slug for world in others} <= set(order[:4])


async def test_jobs_that_hold_a_transaction_can_still_tell_their_progress(database, worlds, urls):
    """Jobs of several tenants at once never take all connections: each needs a second one to say how far it is."""
    patient = [await queued(database, world, "test.patient") for world in worlds]

    async def holding(database, scope, payload, progress):
        async with database.tenant(scope) as tx:
            await tx.fetchval("select pg_sleep(0.5)")  # until the others hold theirs as well
            await progress.at(1, 1)

    narrow = Database(urls["app"], pool_size=len(worlds))
    await narrow.open()
    try:
        await asyncio.wait_for(worker.drain(urls["app"], narrow, Registry(narrow), {"test.patient": holding}), 30)
    finally:
        await narrow.close()
    ended = [(await seen(database, world, job_id)).state for world, job_id in zip(worlds, patient, strict=True)]
    assert set(ended) == {"done"}


async def test_turns_go_round(database, worlds):
    """Tickets of a crowd stand behind each other; a newcomer stands beside the crowd's first."""
    first, second = worlds[:2]
    for world in (first, first, first, second):
        await queued(database, world, "test.turns")
    turns = []
    for world in (first, second):
        async with database.tenant(world.scope) as tx:
            rows = await tx.fetch("select turn from job where tenant_id = $1 order by turn", tx.tenant_id)
            turns.append([row[0] for row in rows])
            await tx.execute("delete from job where tenant_id = $1", tx.tenant_id)
    (a, b, c), (d,) = turns
    assert a < b < c and d <= a


async def test_a_worker_told_to_stop_gives_the_job_back(database, world, urls, monkeypatch):
    """A job that does not end in time goes back into the queue, and the next worker does it."""
    monkeypatch.setattr(worker, "STOP_WITHIN", 0.1)
    started, ended = asyncio.Event(), asyncio.Event()

    async def long(database, scope, payload, progress):
        if not started.is_set():
            started.set()
            await asyncio.sleep(60)
        ended.set()

    job_id = await queued(database, world, "test.long")
    for wanted in (started, ended):
        working = asyncio.create_task(worker.work(urls["app"], database, Registry(database), {"test.long": long}))
        await asyncio.wait_for(wanted.wait(), 20)
        if wanted is ended:
            while (await seen(database, world, job_id)).live:
                await asyncio.sleep(0.05)
        working.cancel()
        await asyncio.wait([working])
        assert (await seen(database, world, job_id)).state == ("queued" if wanted is started else "done")


async def test_a_job_whose_worker_died_is_done_by_the_next(database, world, run):
    """Power off in the middle: the ticket grows stale, another worker begins again; the third death is the last."""
    died, ran = "now() - interval '5 minutes'", []

    async def counts(database, scope, payload, progress):
        ran.append(1)

    job_id = await queued(database, world, "test.counts")
    for attempts, state in ((1, "done"), (3, "failed")):
        async with database.tenant(world.scope) as tx:
            await tx.execute(
                f"update job set state = 'running', attempts = $3, seen_at = {died} where tenant_id = $1 and id = $2",
                tx.tenant_id, job_id, attempts,
            )  # fmt: skip
            if state == "failed":
                await queue.add_ticket(tx, job_id, 1)
            await tx.execute(
                f"update queue.pgqueuer set status = 'picked', queue_manager_id = gen_random_uuid(), heartbeat = {died}"
                " where payload = $1",
                tx.tenant_id.bytes + job_id.bytes,
            )
        await run({"test.counts": counts})
        job = await seen(database, world, job_id)
        assert (job.state, job.attempts) == (state, attempts + 1)
    assert len(ran) == 1 and job.problem.code == "job.interrupted"


async def test_a_job_that_lost_its_ticket_is_found(database, world, run):
    """The database went away while a job ended: it is queued again, once, and never while it has a ticket."""
    job_id = await queued(database, world, "test.lost")
    async with database.tenant(world.scope) as tx:
        await tx.execute("update job set queued_at = now() - interval '6 minutes' where tenant_id = $1", tx.tenant_id)
        assert await jobs.revive(tx) == 0
        ticket = tx.tenant_id.bytes + job_id.bytes
        await tx.execute("delete from queue.pgqueuer where payload = $1", ticket)
        assert (await jobs.revive(tx), await jobs.revive(tx)) == (1, 0)
    await run({})
    assert not (await seen(database, world, job_id)).live


async def test_the_clock_seals_the_trail(database, world, urls):
    """Without anybody asking, the worker seals what was recorded."""
    async def unsealed() -> int:
        async with database.tenant(world.scope, readonly=True) as tx:
            return await tx.fetchval(
                "select count(*) from audit a where a.tenant_id = $1 and a.action = 'test.act'"
                " and not exists (select from audit_seal s where s.tenant_id = $1 and s.audit_id = a.id)",
                tx.tenant_id,
            )

    async with database.tenant(world.scope) as tx:
        await tx.fetchval("select core.audit_add(gen_random_uuid(), null, 'test.act', 'x', '{}')")
    assert await unsealed() == 1
    working = asyncio.create_task(worker.work(urls["app"], database, Registry(database), {}))
    try:
        async with asyncio.timeout(20):
            while await unsealed():
                await asyncio.sleep(0.2)
    finally:
        working.cancel()
        await asyncio.wait([working])
    assert await unsealed() == 0


async def test_results_are_forgotten_after_three_days(database, world, run):
    """The file of a job goes after three days, the line about it after ninety."""

    async def write(database, scope, payload, progress):
        await progress.keep(b"x" * 2_500_000)

    job_id = await queued(database, world, "test.write")
    await run({"test.write": write})
    assert (await seen(database, world, job_id)).size == 2_500_000
    for days, left in ((4, 0), (91, None)):
        async with database.tenant(world.scope) as tx:
            await tx.execute(
                "update job set ended_at = now() - make_interval(days => $2) where tenant_id = $1", tx.tenant_id, days
            )
            await housekeeping.forget_expired(tx)
        async with database.tenant(world.scope, readonly=True) as tx:
            job = await queries.find(tx, job_id)
        assert (job.size if job else None) == left


async def test_a_ticket_holds_two_ids_and_nothing_else(database, world):
    """pgqueuer's tables stand outside row security, so they may hold no tenant's data."""
    await queued(database, world, "test.secret", who="Nguyễn Văn Bí Mật")
    async with database.platform() as tx:
        rows = await tx.fetch("select to_jsonb(q)::text as whole, payload from queue.pgqueuer q")
    assert all(len(row["payload"]) == 32 and "Bí Mật" not in row["whole"] for row in rows)
    assert world.scope.tenant_id in {queue.read_ticket(row["payload"])[0] for row in rows}
