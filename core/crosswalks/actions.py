"""Writing a crosswalk: begin a draft (also from an old version), keep it, throw it away, publish it for good."""

from collections.abc import Mapping

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.crosswalks import queries, rules
from core.crosswalks.queries import Version
from core.crosswalks.rules import Levels, Override
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale, check_all


async def begin(tx: Transaction, actor: Actor, number: int | None = None) -> Version:
    """A draft that starts as the version in force, or as version `number` of before (0: the packs' own levels). One
    draft at a time: Problem where there is one already."""
    require(actor, "crosswalk.admin", Target())
    latest = next(iter(await queries.versions(tx, actor)), None)
    base = latest.number if latest and number is None else number or 0
    overrides = (await queries.version(tx, actor, base)).overrides if base else {}
    stored = await tx.execute(
        """insert into crosswalk (tenant_id, id, overrides, based_on, edited_at, edited_by)
           values ($1, $2, $3::jsonb, $4, sec.domain_now(), $5) on conflict do nothing""",
        tx.tenant_id, new_id(), _encoded(overrides), base, actor.account_id,
    )  # fmt: skip
    if stored != "INSERT 0 1":
        raise Problem("crosswalk.draft-exists")
    await audit.record(tx, actor, "crosswalk.begun", "draft", based_on=base)
    return await _draft(tx, actor)


async def save(
    tx: Transaction, actor: Actor, own: Mapping[str, Levels], overrides: Mapping[str, Override], revision: int
) -> Version:
    """Keep the draft as typed; what cannot be published yet (no reason, no basis) may be kept. `own` are the packs'
    own levels. Stale where somebody else saved meanwhile."""
    require(actor, "crosswalk.admin", Target())
    draft = await _draft(tx, actor, revision)
    for pack, one in overrides.items():
        rules.check_levels(own, pack, one.levels)
    await tx.execute(
        """update crosswalk set overrides = $2::jsonb, edited_at = sec.domain_now(), edited_by = $3,
             revision = revision + 1 where tenant_id = $1 and version is null""",
        tx.tenant_id, _encoded({pack: one for pack, one in overrides.items() if _says(one)}), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "crosswalk.saved", "draft", packs=sorted(overrides), based_on=draft.based_on)
    return await _draft(tx, actor)


async def discard(tx: Transaction, actor: Actor, revision: int) -> None:
    """Throw the draft away."""
    require(actor, "crosswalk.admin", Target())
    await _draft(tx, actor, revision)
    await tx.execute("delete from crosswalk where tenant_id = $1 and version is null", tx.tenant_id)
    await audit.record(tx, actor, "crosswalk.discarded", "draft")


async def publish(tx: Transaction, actor: Actor, own: Mapping[str, Levels], revision: int) -> int:
    """Put the draft in force for good and at once; its number. Problem where a pack's levels are out of order, a change
    has no basis or no reason, or the draft says the same as what is in force."""
    require(actor, "crosswalk.admin", Target())
    draft = await _draft(tx, actor, revision)
    latest = next(iter(await queries.versions(tx, actor)), None)
    overrides = {pack: one for pack, one in draft.overrides.items() if one.levels}
    check_all(*(lambda pack=pack, one=one: rules.check_override(own, pack, one) for pack, one in overrides.items()))
    rules.check_publication(overrides, latest.overrides if latest else {})
    number = (latest.number if latest else 0) + 1
    await tx.execute(
        """update crosswalk set version = $2, overrides = $3::jsonb, published_on = sec.domain_today(),
             published_at = sec.domain_now(), published_by = $4, revision = revision + 1
           where tenant_id = $1 and version is null""",
        tx.tenant_id, number, _encoded(overrides), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "crosswalk.published", str(number), packs=sorted(overrides))
    return number


async def _draft(tx: Transaction, actor: Actor, revision: int | None = None) -> Version:
    found = await queries.draft(tx, actor, lock=revision is not None)
    if found is None:
        raise NotFound("access.not-found")
    if revision is not None and found.revision != revision:
        raise Stale("crosswalk.stale", version=found.revision)
    return found


def _says(one: Override) -> bool:
    return bool(one.levels or one.basis or one.reason)


def _encoded(overrides: Mapping[str, Override]) -> str:
    return msgspec.json.encode(overrides).decode()
