"""Writing a tenant's packs: taking up, editing, undoing, publishing, restoring, retiring."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.configurations import queries
from core.configurations.queries import Configuration, Draft
from core.configurations.rules import Place, Plain, changed, lock_on, patch_between, value_at, written
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.packs import reading
from core.packs.installed import InstalledPack
from core.packs.problems import PackRefused
from core.packs.schema import Pack
from core.programmes import pinned
from core.wording import worded

ADMIN = "configuration.admin"
REASON_MAX = 500


async def enable(tx: Transaction, actor: Actor | None, pack: InstalledPack) -> Configuration:
    """Take up a pack, or take a retired one up again. `actor` is None only where the demo is written."""
    if actor is not None:
        require(actor, ADMIN, Target())
    found = await tx.fetchval(
        "update configuration set state = 'enabled' where tenant_id = $1 and pack_id = $2 returning number",
        tx.tenant_id, pack.id,
    )  # fmt: skip
    if found is None:
        pinned_hash = await pinned.pin(tx, pack)
        await tx.execute(
            """insert into configuration (tenant_id, pack_id, base_hash, rules_hash, enabled_by, enabled_at)
               values ($1, $2, $3, $3, $4, sec.domain_now())""",
            tx.tenant_id, pack.id, pinned_hash, actor.account_id if actor else None,
        )  # fmt: skip
        await _publish(tx, actor, pack.id, 1, "enabled", pinned_hash, {}, pinned_hash, "")
    await audit.record(tx, actor, "configuration.enable", pack.id, version=pack.version)
    return await queries.get(tx, pack.id)


async def retire(tx: Transaction, actor: Actor, pack_id: str) -> None:
    """No new programme by this pack; those that run go on, the versions stay."""
    require(actor, ADMIN, Target())
    await queries.get(tx, pack_id)
    await tx.execute(
        "update configuration set state = 'retired' where tenant_id = $1 and pack_id = $2", tx.tenant_id, pack_id
    )
    await audit.record(tx, actor, "configuration.retire", pack_id)


async def edit(tx: Transaction, actor: Actor, pack_id: str, changes: Mapping[Place, object], seen: int) -> Draft:
    """Save edits of a form that was filled from the draft's version `seen`: place → value, None for nothing. A form may
    send everything it shows: what it did not change is no edit.

    Somebody else's edits of other places are kept. A place that somebody has changed meanwhile is refused with both
    values (`configuration.stale`, one problem a place), a locked one with who locked it and why, and a value that the
    contract does not take with its place; the linter's findings are no reason to refuse a draft."""
    require(actor, ADMIN, Target())
    held = await _hold(tx, pack_id)
    draft = await queries.draft(tx, pack_id)
    now = draft.plain
    then = await queries.plain_seen(tx, draft, seen)
    wanted = queries.meant(now, queries.meant(then, changes))
    if not wanted:
        return draft
    _check_stale(draft, then, wanted)
    _check_locks(draft, wanted)
    patch = _patch(draft.base, changed(now, wanted))
    return await _save(tx, actor, held, draft, patch, tuple(wanted))


async def undo(tx: Transaction, actor: Actor, pack_id: str, seen: int) -> Draft:
    """Take the last edit back that has not been taken back yet; Problem where there is none."""
    require(actor, ADMIN, Target())
    held = await _hold(tx, pack_id)
    draft = await queries.draft(tx, pack_id)
    if draft.version != seen:
        raise Stale("configuration.moved-on")
    last, before = await _to_undo(tx, pack_id, draft)
    return await _save(tx, actor, held, draft, before, tuple(), undoes=last)


async def discard(tx: Transaction, actor: Actor, pack_id: str) -> None:
    """Throw the draft away; what is in force stays."""
    require(actor, ADMIN, Target())
    await _hold(tx, pack_id)
    await tx.execute(
        "delete from configuration_draft where tenant_id = $1 and pack_id = $2", tx.tenant_id, pack_id
    )
    # A form of the draft thrown away is a stale one, though no edit came after it.
    await tx.execute(
        "update configuration set drafts = drafts + 1 where tenant_id = $1 and pack_id = $2", tx.tenant_id, pack_id
    )
    # What was thrown away is nothing that a later draft could undo to.
    await tx.execute(
        "update configuration_edit set published = 0 where tenant_id = $1 and pack_id = $2", tx.tenant_id, pack_id
    )
    await audit.record(tx, actor, "configuration.discard", pack_id)


async def publish(tx: Transaction, actor: Actor, pack_id: str, reason: str, seen: int) -> int:
    """Make the draft the version in force, for programmes opened from now on; the new number.

    Refused with the places of all findings that nobody has answered, without a reason, and where the draft is another
    one than the publisher has looked at."""
    require(actor, ADMIN, Target())
    held = await _hold(tx, pack_id)
    if not await queries.has_draft(tx, pack_id):
        raise Problem("configuration.nothing-to-publish")
    draft = await queries.draft(tx, pack_id)
    if draft.version != seen:
        raise Stale("configuration.moved-on")
    words = worded(reason, "reason", REASON_MAX, code="form.required")
    if draft.rules is None:
        raise PackRefused(draft.faults)
    if draft.open_findings:
        raise Problem("configuration.findings-open", places=tuple(one.place for one in draft.open_findings))
    rules_hash = await _pin(tx, pack_id, draft.rules)
    number = held.number + 1
    await tx.execute(
        """update configuration set number = $3, base_hash = $4, rules_hash = $5
           where tenant_id = $1 and pack_id = $2""",
        tx.tenant_id, pack_id, number, draft.base_hash, rules_hash,
    )  # fmt: skip
    patch = draft.patch
    await _publish(tx, actor, pack_id, number, draft.kind, draft.base_hash, patch, rules_hash, words)
    await tx.execute(
        "delete from configuration_draft where tenant_id = $1 and pack_id = $2", tx.tenant_id, pack_id
    )
    await audit.record(tx, actor, "configuration.publish", pack_id, number=number, rules=rules_hash)
    return number


async def restore(tx: Transaction, actor: Actor, pack_id: str, number: int) -> Draft:
    """A published version as a new draft, over the release it was made for (so that an upgrade is rolled back by
    restoring the version before it). Problem where other edits wait: they would be lost."""
    require(actor, ADMIN, Target())
    held = await _hold(tx, pack_id)
    if await queries.has_draft(tx, pack_id):
        raise Problem("configuration.draft-in-hand")
    found, _ = await queries.version(tx, pack_id, number)
    base = (await pinned.load(tx, [found.base_hash]))[found.base_hash]
    draft = queries.made(pack_id, "restored", held.drafts, found.base_hash, base, found.patch)
    return await _save(tx, actor, held, draft, found.patch, ())


async def start(tx: Transaction, actor: Actor, pack_id: str, kind: str, base: InstalledPack, patch: Plain) -> Draft:
    """A new draft of `patch` over another release of the pack (an upgrade, or a base offered by the centre)."""
    require(actor, ADMIN, Target())
    held = await _hold(tx, pack_id)
    if await queries.has_draft(tx, pack_id):
        raise Problem("configuration.draft-in-hand")
    base_hash = await pinned.pin(tx, base)
    draft = queries.made(pack_id, kind, held.drafts, base_hash, base.rules, patch)
    return await _save(tx, actor, held, draft, patch, ())


async def _hold(tx: Transaction, pack_id: str) -> Configuration:
    """The configuration, its row locked: of two editors at once one waits for the other."""
    await tx.fetchval(
        "select true from configuration where tenant_id = $1 and pack_id = $2 for update", tx.tenant_id, pack_id
    )
    return await queries.get(tx, pack_id)


def _check_stale(draft: Draft, then: Plain, wanted: Mapping[Place, object]) -> None:
    stale = [
        Problem("configuration.stale", field=written(place), theirs=theirs, mine=value)
        for place, value in wanted.items()
        if (theirs := value_at(draft.plain, place)) != value_at(then, place)
    ]
    if stale:
        raise Stale("configuration.stale-form", problems=stale)


def _check_locks(draft: Draft, wanted: Mapping[Place, object]) -> None:
    rules = draft.rules or draft.base
    locked = [
        Problem("configuration.locked", field=written(place), by=found[1].by, reason=found[1].reason)
        for place in wanted
        if (found := lock_on(rules, place))
    ]
    if locked:
        raise Problem("configuration.locked-form", problems=locked)


def _patch(base: Pack, wanted: Plain) -> Plain:
    """The smallest patch for the wanted rules. Raises PackRefused where the contract does not take them."""
    return patch_between(reading.plain(base), reading.plain(reading.build(wanted, "edits")))


async def _to_undo(tx: Transaction, pack_id: str, draft: Draft) -> tuple[int, Plain]:
    """The number of the last edit that stands, and the patch before it."""
    rows = await tx.fetch(
        """select version, patch, base_hash, undoes from configuration_edit
           where tenant_id = $1 and pack_id = $2 and version <= $3 and base_hash = $4
             and published = (select number from configuration where tenant_id = $1 and pack_id = $2)
           order by version desc limit 500""",
        tx.tenant_id, pack_id, draft.version, draft.base_hash,
    )  # fmt: skip
    undone = {row["undoes"] for row in rows}
    standing = [row for row in rows if row["undoes"] is None and row["version"] not in undone]
    if not standing:
        raise Problem("configuration.nothing-to-undo")
    if len(standing) > 1:
        return standing[0]["version"], msgspec.json.decode(standing[1]["patch"])
    start = (await queries.versions(tx, pack_id))[0]
    return standing[0]["version"], start.patch if start.base_hash == draft.base_hash else {}


async def _save(
    tx: Transaction, actor: Actor, held: Configuration, draft: Draft, patch: Plain, places: tuple[Place, ...],
    undoes: int | None = None,
) -> Draft:  # fmt: skip
    version = held.drafts + 1
    text = msgspec.json.encode(patch).decode()
    key = (tx.tenant_id, held.pack_id)
    await tx.execute(
        """insert into configuration_edit (tenant_id, pack_id, version, published, base_hash, patch, places, undoes,
                                           edited_by, edited_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, sec.domain_now())""",
        *key, version, held.number, draft.base_hash, text, [written(place) for place in places], undoes,
        actor.account_id,
    )  # fmt: skip
    await tx.execute(
        """insert into configuration_draft (tenant_id, pack_id, kind, base_hash, patch, version)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, pack_id) do update set patch = excluded.patch, version = excluded.version""",
        *key, draft.kind, draft.base_hash, text, version,
    )  # fmt: skip
    await tx.execute("update configuration set drafts = $3 where tenant_id = $1 and pack_id = $2", *key, version)
    await audit.record(
        tx, actor, "configuration.edit", held.pack_id, version=version, places=[written(place) for place in places]
    )
    return queries.made(held.pack_id, draft.kind, version, draft.base_hash, draft.base, patch)


async def _pin(tx: Transaction, pack_id: str, rules: Pack) -> str:
    pack = (await queries.available(tx)).get(pack_id)
    if pack is None:
        raise NotFound("pack.not-installed", pack=pack_id)
    return await pinned.pin(tx, replace(pack, rules=rules))


async def _publish(
    tx: Transaction, actor: Actor | None, pack_id: str, number: int, kind: str, base_hash: str, patch: Plain,
    rules_hash: str, reason: str,
) -> None:  # fmt: skip
    await tx.execute(
        """insert into configuration_version (tenant_id, pack_id, number, kind, base_hash, patch, rules_hash, reason,
                                              published_by, published_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, sec.domain_now())""",
        tx.tenant_id, pack_id, number, kind, base_hash, msgspec.json.encode(patch).decode(), rules_hash, reason,
        actor.account_id if actor else None,
    )  # fmt: skip
