"""Running one job: claim it, call its handler, keep the progress, note how it ended."""

import asyncio
import contextvars
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import msgspec

from core.db import queue
from core.db.scope import Database, Scope, Transaction
from core.errors import Problem

Payload = Mapping[str, Any]
Handler = Callable[[Database, Scope, Payload, "Progress"], Awaitable[Payload | None]]

MOST_ATTEMPTS = 3  # a job that takes its worker down three times is not started a fourth time
PART = 1_000_000  # bytes of a file in one row
BEAT = 10.0  # seconds between two signs of life
BROKEN_CODE = "job.broken"
CANCELLED_CODE = "job.cancelled"
log = logging.getLogger("renluyen.jobs")

# Only if no job of the tenant runs, this one neither. A worker that died stops writing `seen_at`.
CLAIM = """
update job j set state = 'running', attempts = j.attempts + 1, started_at = now(), seen_at = now(), done = 0, total = 0
where j.tenant_id = $1 and j.id = $2 and j.state in ('queued', 'running')
  and not exists (select from job o where o.tenant_id = $1 and o.state = 'running'
                  and o.seen_at > now() - interval '45 seconds')
returning j.name, j.payload, j.attempts, j.turn
"""
AT = """
update job set done = $3, total = $4, seen_at = now() where tenant_id = $1 and id = $2
returning cancelled_at is not null
"""
ADD = """
insert into job_output (tenant_id, job_id, part, content)
select $1, $2, coalesce(max(part) + 1, 0), $3 from job_output where tenant_id = $1 and job_id = $2
"""
END = """
update job set state = $3, result = $4::jsonb, problem = $5::jsonb, ended_at = now(),
  done = case when $3 = 'done' and total > 0 then total else done end
where tenant_id = $1 and id = $2
"""


class Progress:
    """How far a job is, as its page shows it, and the file that it makes."""

    def __init__(self, database: Database, scope: Scope, job_id: UUID) -> None:
        self._database, self._scope = database, scope
        self.job_id = job_id
        self._written_at = 0.0

    async def at(self, done: int, total: int) -> None:
        """`done` of `total` steps are behind us. Call it as often as you like, inside a transaction too: it is written
        once a second, in a transaction of its own. Raises `job.cancelled` where the job was told to stop meanwhile."""
        if done < total and time.monotonic() - self._written_at < 1:
            return
        self._written_at = time.monotonic()
        if await self._apart(AT, done, total):
            raise Problem(CANCELLED_CODE)

    async def keep(self, content: bytes) -> None:
        """Add bytes to the file that the job makes; it can be fetched for three days once the job is done."""
        for start in range(0, len(content), PART):
            await self._apart(ADD, content[start : start + PART])

    async def _apart(self, sql: str, *args: object) -> object:
        """Run a statement outside the transaction in which the handler may be: a task with an empty context."""

        async def write() -> object:
            async with self._database.tenant(self._scope) as tx:
                return await tx.fetchval(sql, tx.tenant_id, self.job_id, *args)

        return await asyncio.create_task(write(), context=contextvars.Context())


async def run(database: Database, scope: Scope, job_id: UUID, handlers: Mapping[str, Handler]) -> bool:
    """Run a job to its end; False if another job of the tenant is running and this one must wait.

    Never raises for what the handler does: the job fails with a reason that its page shows.
    """
    async with database.tenant(scope) as tx:
        # Two workers that claim jobs of one tenant at once: the second sees the first.
        await tx.execute("select pg_advisory_xact_lock(hashtextextended('job:' || $1::uuid::text, 0))", tx.tenant_id)
        claimed = await tx.fetchrow(CLAIM, tx.tenant_id, job_id)
        if claimed is None:
            return await _gone(tx, job_id)
        await tx.execute("delete from job_output where tenant_id = $1 and job_id = $2", tx.tenant_id, job_id)
    payload = msgspec.json.decode(claimed["payload"])
    try:
        if claimed["attempts"] > MOST_ATTEMPTS:
            raise Problem("job.interrupted", attempts=MOST_ATTEMPTS)
        handler = handlers.get(claimed["name"])
        if handler is None:
            raise Problem("job.unknown", name=claimed["name"])
        async with _alive(database, scope, job_id):
            result = await handler(database, scope, payload, Progress(database, scope, job_id))
    except asyncio.CancelledError:  # the worker is told to end: another one begins again
        await asyncio.shield(_give_back(database, scope, job_id, claimed["turn"]))
        raise
    except Problem as problem:
        await _end(database, scope, job_id, "failed", None, {"code": problem.code, "facts": dict(problem.facts)})
    except Exception as error:
        log.exception("job %s of tenant %s failed", claimed["name"], scope.slug)
        told = {"code": BROKEN_CODE, "facts": {"kind": type(error).__name__}}  # a message might hold names
        await _end(database, scope, job_id, "failed", None, told)
    else:
        await _end(database, scope, job_id, "done", result or {}, None)
    return True


@asynccontextmanager
async def _alive(database: Database, scope: Scope, job_id: UUID) -> AsyncIterator[None]:
    """Show that the worker lives, also while a long step makes no progress."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(BEAT)
            with suppress(Exception):  # the database is away: the handler will meet that itself
                async with database.tenant(scope) as tx:
                    await tx.execute(
                        "update job set seen_at = now() where tenant_id = $1 and id = $2", tx.tenant_id, job_id
                    )

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating


async def _give_back(database: Database, scope: Scope, job_id: UUID, turn: int) -> None:
    async with database.tenant(scope) as tx:
        await tx.execute(
            "update job set state = 'queued', attempts = attempts - 1, started_at = null where tenant_id = $1"
            " and id = $2 and state = 'running'",
            tx.tenant_id, job_id,
        )  # fmt: skip
        await queue.add_ticket(tx, job_id, turn)


async def _gone(tx: Transaction, job_id: UUID) -> bool:
    """Whether there is nothing left to do: the job has ended, or is no more."""
    return not await tx.fetchval(
        "select true from job where tenant_id = $1 and id = $2 and state in ('queued', 'running')",
        tx.tenant_id, job_id,
    )  # fmt: skip


async def _end(
    database: Database, scope: Scope, job_id: UUID, state: str, result: Payload | None, problem: Payload | None
) -> None:
    async with database.tenant(scope) as tx:
        await tx.execute(END, tx.tenant_id, job_id, state, _json(result), _json(problem))


def _json(value: Payload | None) -> str | None:
    return None if value is None else msgspec.json.encode(value, enc_hook=str).decode()
