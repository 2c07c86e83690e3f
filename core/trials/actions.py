"""Asking for a trial of the draft on a past year."""

from dataclasses import replace
from uuid import UUID

from core import audit, jobs
from core.access import Actor, Target, require
from core.configurations import queries as configurations
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.packs.installed import InstalledPack
from core.programmes import pinned
from core.programmes.queries import Programme
from core.trials import queries

NAME = "trial.run"
KEPT = 5  # trials of a pack; older ones are forgotten when another is asked for


async def ask(tx: Transaction, actor: Actor, pack_id: str, programme: Programme) -> UUID:
    """Queue a trial of the draft in hand on a year of the same pack; the trial's id. One that waits or has been done
    for the same draft, year and code is answered instead of being done twice. Problem for a draft that is no rules."""
    require(actor, "configuration.admin", Target())
    if programme.pack_id != pack_id:
        raise NotFound("access.not-found")
    draft = await configurations.draft(tx, pack_id)
    if draft.rules is None:
        raise Problem("trial.draft-faulty")
    pack = (await configurations.available(tx)).get(pack_id)
    if pack is None:
        raise NotFound("pack.not-installed", pack=pack_id)
    return await ask_for(tx, actor, replace(pack, rules=draft.rules), programme, draft.version)


async def ask_for(tx: Transaction, actor: Actor, pack: InstalledPack, programme: Programme, draft: int) -> UUID:
    """The same for any rules of the pack; `draft` is 0 where they are those in force."""
    require(actor, "configuration.admin", Target())
    pack_id, rules_hash = pack.id, await pinned.pin(tx, pack)
    known = await queries.like(tx, pack_id, programme.id, rules_hash)
    if known is not None:
        return known
    trial_id = new_id()
    job_id = await jobs.enqueue(tx, NAME, {"trial": str(trial_id)}, by=actor)
    await tx.execute(
        """insert into trial (tenant_id, id, pack_id, draft, rules_hash, programme_id, job_id, asked_by, asked_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, sec.domain_now())""",
        tx.tenant_id, trial_id, pack_id, draft, rules_hash, programme.id, job_id, actor.account_id,
    )  # fmt: skip
    await _forget(tx, pack_id)
    await audit.record(tx, actor, "trial.ask", trial_id, pack=pack_id, draft=draft, year=programme.year)
    return trial_id


async def _forget(tx: Transaction, pack_id: str) -> None:
    await tx.execute(
        """delete from trial where tenant_id = $1 and id in (
             select id from trial where tenant_id = $1 and pack_id = $2 order by asked_at desc, id desc offset $3)""",
        tx.tenant_id, pack_id, KEPT,
    )  # fmt: skip
