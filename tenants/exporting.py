"""A tenant's whole data for its own administrator: a job that leaves a file to fetch for three days."""

import tempfile
from uuid import UUID

from core import audit, jobs
from core.access import Actor, Target, require
from core.db.scope import Database, Scope, Transaction
from core.errors import NotFound, Problem
from core.jobs import Payload, Progress, queries
from tenants.transfer import write

NAME = "tenant.export"
LIVE = "select true from job where tenant_id = $1 and name = $2 and state in ('queued', 'running')"


async def order(tx: Transaction, actor: Actor) -> UUID:
    """Queue the export. Raises `export.already-running`: one at a time is enough."""
    require(actor, "tenant.export", Target())
    if await tx.fetchval(LIVE, tx.tenant_id, NAME):
        raise Problem("export.already-running")
    job_id = await jobs.enqueue(tx, NAME, {}, by=actor)
    await audit.record(tx, actor, "tenant.export-ordered", job_id)
    return job_id


async def run(database: Database, scope: Scope, payload: Payload, progress: Progress) -> Payload:
    """The job: everything of the tenant at one moment, without what one could sign in with."""
    with tempfile.TemporaryFile() as file:
        async with database.tenant(scope, readonly=True, snapshot=True) as tx:
            made = await write(tx.connection, tx.tenant_id, file, secrets=False, told=progress.at)
        file.seek(0)
        while part := file.read(1_000_000):
            await progress.keep(part)
    return {"rows": made.total, "files": made.files.rows, "hash": made.hash}


async def fetched(tx: Transaction, actor: Actor, job_id: UUID) -> int:
    """How many parts the job's file has, 404 for none; who fetched it goes into the trail."""
    require(actor, "tenant.export", Target())
    job = await queries.find(tx, job_id)
    parts = await queries.parts(tx, job_id) if job and job.name == NAME else 0
    if not parts:
        raise NotFound("access.not-found")
    await audit.record(tx, actor, "tenant.export-fetched", job_id)
    return parts
