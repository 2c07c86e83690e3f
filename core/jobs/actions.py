"""What is done to jobs: queue one with the act that needs it, stop it, start a failed one again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db import queue
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.jobs.running import CANCELLED_CODE

# The turn decides who is next: a tenant's second job waits behind every other tenant's first. Who has nothing queued
# joins at the turn that is being served, so nobody is overtaken for ever.
TURN = """
select greatest($2, (select coalesce(max(j.turn) + 1, 1) from job j
                     where j.tenant_id = $1 and j.state in ('queued', 'running')))
"""
INSERT = "insert into job (tenant_id, id, name, payload, by_account, turn) values ($1, $2, $3, $4::jsonb, $5, $6)"
AGAIN = """
update job set state = 'queued', done = 0, total = 0, attempts = 0, problem = null, result = null, turn = $3,
  started_at = null, seen_at = null, ended_at = null, cancelled_at = null
where tenant_id = $1 and id = $2 and state = 'failed'
"""

# One that waits ends at once; one that runs at its next step (`Progress.at`): the tenant's next job waits for it.
CANCEL = """
update job set cancelled_at = now(),
  state = case state when 'queued' then 'failed' else state end,
  problem = case state when 'queued' then $4::jsonb else problem end,
  ended_at = case state when 'queued' then now() end
where tenant_id = $1 and id = $2 and by_account = $3 and state in ('queued', 'running') and cancelled_at is null
"""

# Jobs without a ticket: the database went away while one ended, or somebody emptied the queue.
LOST = """
select j.id, j.turn from job j where j.tenant_id = $1 and j.state in ('queued', 'running')
  and coalesce(j.seen_at, j.queued_at) < now() - interval '5 minutes'
  and not exists (select from queue.pgqueuer q where q.payload = uuid_send(j.tenant_id) || uuid_send(j.id)
                  and q.status in ('queued', 'picked'))
"""


async def enqueue(tx: Transaction, name: str, payload: Mapping[str, Any], *, by: Actor | None = None) -> UUID:
    """Queue a job in this transaction: rolled back, there is none. Returns its id. `payload` is plain JSON."""
    job_id, turn = new_id(), await _turn(tx)
    body = msgspec.json.encode(payload).decode()
    await tx.execute(INSERT, tx.tenant_id, job_id, name, body, by.account_id if by else None, turn)
    await queue.add_ticket(tx, job_id, turn)
    return job_id


async def retry(tx: Transaction, actor: Actor, job_id: UUID) -> None:
    """Start a failed job again from the beginning. Raises `job.not-failed` if it runs, waits or is done."""
    require(actor, "job.admin", Target())
    if not await tx.fetchval("select true from job where tenant_id = $1 and id = $2", tx.tenant_id, job_id):
        raise NotFound("access.not-found")
    turn = await _turn(tx)
    if await tx.execute(AGAIN, tx.tenant_id, job_id, turn) != "UPDATE 1":
        raise Problem("job.not-failed")
    await queue.add_ticket(tx, job_id, turn)
    await audit.record(tx, actor, "job.retried", job_id)


async def cancel(tx: Transaction, actor: Actor, job_id: UUID) -> bool:
    """Stop a job of the actor's own; False where there is nothing to stop any more. It counts as failed, with the
    reason `job.cancelled`."""
    reason = msgspec.json.encode({"code": CANCELLED_CODE, "facts": {}}).decode()
    stopped = await tx.execute(CANCEL, tx.tenant_id, job_id, actor.account_id, reason) == "UPDATE 1"
    if stopped:
        await audit.record(tx, actor, "job.cancelled", job_id)
    return stopped


async def revive(tx: Transaction) -> int:
    """Give jobs that lost their ticket a new one; returns how many. The worker calls it every minute."""
    lost = await tx.fetch(LOST, tx.tenant_id)
    for row in lost:
        await queue.add_ticket(tx, row["id"], row["turn"])
    return len(lost)


async def _turn(tx: Transaction) -> int:
    return await tx.fetchval(TURN, tx.tenant_id, await queue.turn_served(tx))
