"""Ordering the registration sheets of a unit as a file that is made in the background, for who ordered it alone."""

from uuid import UUID

from core import audit, jobs
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.documents import sheet_lists
from core.errors import NotFound
from core.jobs import queries
from core.jobs.queries import Job
from core.programmes.queries import Programme
from core.units import queries as units
from core.units.queries import Unit

NAME = "sheets.print"
# Who orders again and again has the file before this one at most, not all of them.
FORGET = """
delete from job_output o using job j, job k where o.tenant_id = $1 and k.tenant_id = $1 and k.id = $2
  and j.tenant_id = $1 and j.id = o.job_id and j.name = k.name and j.payload = k.payload and j.id <> k.id
"""


async def order(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, *, whole: bool) -> UUID:
    """Queue the sheets of a unit, `whole` with everything below it; the job's id. One that waits or runs is answered
    instead of being made twice. NotFound for who may not read sheets there, and where there are none."""
    unit = await _readable(tx, actor, unit_id)
    await tx.execute(
        "select pg_advisory_xact_lock(hashtextextended('sheets:' || $1::uuid::text, 0))", actor.account_id
    )
    known = await latest(tx, actor, programme, unit, whole=whole)
    if known and known.live and not known.cancelled:
        return known.id
    if not await sheet_lists.handed_in(tx, actor, programme, unit, below=whole):
        raise NotFound("access.not-found")
    if known:
        await tx.execute(FORGET, tx.tenant_id, known.id)
    payload = _payload(programme, unit, whole) | {"account": str(actor.account_id)}
    job_id = await jobs.enqueue(tx, NAME, payload, by=actor)
    await audit.record(tx, actor, "sheets.ordered", job_id, unit=unit_id)
    return job_id


async def latest(tx: Transaction, actor: Actor, programme: Programme, unit: Unit, *, whole: bool) -> Job | None:
    """What the actor ordered last of these sheets."""
    return await queries.latest_own(tx, actor, NAME, _payload(programme, unit, whole))


async def find(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, job_id: UUID) -> Job:
    """An order of the actor's own, for as long as he may read the unit's sheets; else NotFound."""
    await _readable(tx, actor, unit_id)
    job = await queries.own(tx, actor, NAME, job_id)
    if (job.payload["programme"], job.payload["unit"]) != (str(programme.id), str(unit_id)):
        raise NotFound("access.not-found")
    return job


async def fetched(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, job_id: UUID) -> tuple[Job, int]:
    """The order and how many parts its file has, NotFound for none; who fetched it goes into the trail."""
    job = await find(tx, actor, programme, unit_id, job_id)
    parts = await queries.parts(tx, job_id)
    if not parts:
        raise NotFound("access.not-found")
    await audit.record(tx, actor, "sheets.fetched", job_id, unit=unit_id)
    return job, parts


async def _readable(tx: Transaction, actor: Actor, unit_id: UUID) -> Unit:
    unit = await units.get(tx, unit_id)
    require(actor, "registration.read", Target(unit_path=unit.path))
    return unit


def _payload(programme: Programme, unit: Unit, whole: bool) -> dict[str, object]:
    return {"programme": str(programme.id), "unit": str(unit.id), "whole": whole}
