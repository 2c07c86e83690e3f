"""Jobs as pages show them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Transaction

COLUMNS = """
select j.id, j.name, j.state, j.done, j.total, j.attempts, j.queued_at, j.started_at, j.ended_at, j.result, j.problem,
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
    """A job and how far it is. `total` 0: not known yet. `size` is that of the file it made, in bytes; 0: none."""

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


async def latest(tx: Transaction, most: int = 50) -> list[Job]:
    """The tenant's jobs: what runs or waits first, then the newest."""
    rows = await tx.fetch(
        COLUMNS + "order by array_position(array['running', 'queued'], j.state), j.queued_at desc, j.id desc limit $2",
        tx.tenant_id, most,
    )  # fmt: skip
    return [_job(row) for row in rows]


def _job(row: Any) -> Job:
    held = dict(row)
    held["result"] = msgspec.json.decode(held["result"] or "{}")
    held["problem"] = msgspec.json.decode(held["problem"], type=Failure) if held["problem"] else None
    held["size"] = int(held["size"])
    return Job(**held)
