"""Jobs as pages show them."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from core.access import Actor
from core.db.scope import Database, Scope, Transaction
from core.errors import NotFound

COLUMNS = """
select j.id, j.name, j.payload, j.state, j.done, j.total, j.attempts, j.queued_at, j.started_at, j.ended_at, j.result,
  j.problem, j.cancelled_at is not null as cancelled,
  coalesce(p.full_name, a.display_name, '') as by, coalesce(o.size, 0) as size
from job j left join account a on a.tenant_id = j.tenant_id and a.id = j.by_account
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
left join (select tenant_id, job_id, sum(length(content)) as size from job_output group by 1, 2) o
  on o.tenant_id = j.tenant_id and o.job_id = j.id
where j.tenant_id = $1
"""


class Failure(msgspec.Struct, frozen=True):
    """Why a job failed: a stable code with its facts."""

    code: str
    facts: Mapping[str, Any] = {}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A job and how far it is. `total` 0: not known yet. `size` is that of the file it made, in bytes; 0: none.
    `cancelled`: told to stop, which a running one does at its next step."""

    id: UUID
    name: str
    state: str
    done: int
    total: int
    attempts: int
    by: str
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    result: Mapping[str, Any]
    problem: Failure | None
    payload: Mapping[str, Any]
    cancelled: bool
    size: int

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100."""
        return 100 if self.state == "done" else min(99, self.done * 100 // self.total) if self.total else 0

    @property
    def live(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in ("queued", "running")


async def find(tx: Transaction, job_id: UUID) -> Job | None:
    """One job of the tenant, or None."""
    row = await tx.fetchrow(COLUMNS + "and j.id = $2", tx.tenant_id, job_id)
    return _job(row) if row else None


async def own(tx: Transaction, actor: Actor, name: str, job_id: UUID) -> Job:
    """A job of this name that the actor ordered himself; to everybody else it does not exist."""
    row = await tx.fetchrow(
        COLUMNS + "and j.id = $2 and j.name = $3 and j.by_account = $4", tx.tenant_id, job_id, name, actor.account_id
    )
    if row is None:
        raise NotFound("access.not-found")
    return _job(row)


async def latest_own(tx: Transaction, actor: Actor, name: str, payload: Mapping[str, Any]) -> Job | None:
    """The newest job of this name and with all of this payload that the actor ordered himself."""
    row = await tx.fetchrow(
        COLUMNS + "and j.name = $2 and j.by_account = $3 and j.payload @> $4::jsonb"
        " order by j.queued_at desc, j.id desc limit 1",
        tx.tenant_id, name, actor.account_id, msgspec.json.encode(payload).decode(),
    )  # fmt: skip
    return _job(row) if row else None


async def latest(tx: Transaction, most: int = 50) -> list[Job]:
    """The tenant's jobs: what runs or waits first, then the newest."""
    rows = await tx.fetch(
        COLUMNS + "order by array_position(array['running', 'queued'], j.state), j.queued_at desc, j.id desc limit $2",
        tx.tenant_id, most,
    )  # fmt: skip
    return [_job(row) for row in rows]


async def parts(tx: Transaction, job_id: UUID) -> int:
    """How many parts the file of a job has that is done; 0 where there is none, or none any more."""
    return await tx.fetchval(
        "select count(*) from job_output o join job j on j.tenant_id = o.tenant_id and j.id = o.job_id"
        " where o.tenant_id = $1 and o.job_id = $2 and j.state = 'done'",
        tx.tenant_id, job_id,
    )  # fmt: skip


async def output(database: Database, scope: Scope, job_id: UUID, number: int) -> AsyncIterator[bytes]:
    """The file of a job, its `number` parts one at a time, each read in a transaction of its own."""
    for part in range(number):
        async with database.tenant(scope, readonly=True) as tx:
            body = await tx.fetchval(
                "select content from job_output where tenant_id = $1 and job_id = $2 and part = $3",
                tx.tenant_id, job_id, part,
            )  # fmt: skip
        yield body or b""


def _job(row: Any) -> Job:
    held = dict(row)
    held["payload"] = msgspec.json.decode(held["payload"])
    held["result"] = msgspec.json.decode(held["result"] or "{}")
    held["problem"] = msgspec.json.decode(held["problem"], type=Failure) if held["problem"] else None
    held["size"] = int(held["size"])
    return Job(**held)
