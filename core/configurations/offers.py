"""The centre's base configurations: it offers what it has in force, with places locked; a union builds on it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.configurations import queries
from core.configurations.queries import Configuration, Draft
from core.configurations.rules import Plain
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.packs import patching, reading
from core.packs.installed import InstalledPack
from core.packs.patching import active
from core.packs.schema import Lock, Pack

ADMIN = "configuration.admin"
NOTE_MAX = 500
IN_ENGLISH = "Locked by the Central Union for all provinces."  # where nobody has written the reason in English
LOCKABLE = ("criteria", "registration", "scale", "stages", "milestones", "targets", "reports")


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A base that the centre offers for a pack, with its locks; `note` says to the unions what is new."""

    pack_id: str
    number: int
    hooks_hash: str
    rules: Pack
    note: str
    offered_at: datetime

    @property
    def locks(self) -> tuple[Lock, ...]:
        """What unions may not edit, and why."""
        return tuple(lock for lock in active(self.rules.locks).values() if lock.by == "centre")


FOREIGN = """
select distinct on (o.pack_id) o.pack_id, o.number, o.hooks_hash, o.body, o.note, o.offered_at
from offer o where o.tenant_id <> $1 and ($2::text is null or o.pack_id = $2)
order by o.pack_id, o.offered_at desc, o.number desc
"""
OWN = """
select o.pack_id, o.number, o.hooks_hash, o.body, o.note, o.offered_at
from offer o where o.tenant_id = $1 and o.pack_id = $2 order by o.number desc limit 1
"""
TAKEN = """
select o.pack_id, o.number, o.hooks_hash, o.body, o.note, o.offered_at
from offer_taken t join offer o on o.tenant_id <> t.tenant_id and o.pack_id = t.pack_id and o.number = t.number
where t.tenant_id = $1 and t.pack_id = $2 and t.base_hash = $3
"""


async def open_to(tx: Transaction) -> tuple[Offer, ...]:
    """The newest offer for each pack, of somebody else."""
    return tuple(_offer(row) for row in await tx.fetch(FOREIGN, tx.tenant_id, None))


async def newest(tx: Transaction, pack_id: str) -> Offer | None:
    """The newest offer for a pack, of somebody else."""
    row = await tx.fetchrow(FOREIGN, tx.tenant_id, pack_id)
    return _offer(row) if row else None


async def own(tx: Transaction, pack_id: str) -> Offer | None:
    """What this tenant last offered for a pack."""
    row = await tx.fetchrow(OWN, tx.tenant_id, pack_id)
    return _offer(row) if row else None


async def taken(tx: Transaction, held: Configuration) -> Offer | None:
    """The offer that a configuration stands on; None where it stands on the pack itself."""
    row = await tx.fetchrow(TAKEN, tx.tenant_id, held.pack_id, held.base_hash)
    return _offer(row) if row else None


async def newer(tx: Transaction, held: Configuration) -> Offer | None:
    """An offer that the configuration does not stand on yet."""
    found, now = await newest(tx, held.pack_id), await taken(tx, held)
    return None if found is None or (now is not None and now.number == found.number) else found


async def publish(
    tx: Transaction, actor: Actor, pack_id: str, note: str, locked: Iterable[str] = (), reason: str = "",
    reason_en: str = "",
) -> Offer:  # fmt: skip
    """Offer what is in force; the sections in `locked` cannot be edited by who builds on it, `reason` says why.

    Only the centre does. Refused while edits wait, and without a reason where something is locked."""
    require(actor, ADMIN, Target())
    kind = await tx.fetchval("select kind from tenant where id = $1", tx.tenant_id)
    if kind != "centre":
        raise NotFound("access.not-found")
    if await queries.has_draft(tx, pack_id):
        raise Problem("configuration.draft-in-hand")
    wanted = [section for section in LOCKABLE if section in set(locked)]
    if wanted and not reason.strip():
        raise Problem("form.required", field="reason")
    for field, text in (("note", note), ("reason", reason), ("reason_en", reason_en)):
        if len(text) > NOTE_MAX:
            raise Problem("form.too-long", field=field, max=NOTE_MAX)
    pack = await queries.in_force(tx, pack_id)
    rules = patching.resolve(pack.rules, {"locks": _locks(wanted, reason.strip(), reason_en.strip() or IN_ENGLISH)})
    made = await tx.fetchrow(
        """insert into offer (tenant_id, pack_id, number, hooks_hash, body, note, offered_by, offered_at)
           select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, sec.domain_now() from offer
           where tenant_id = $1 and pack_id = $2
           returning pack_id, number, hooks_hash, body, note, offered_at""",
        tx.tenant_id, pack_id, pack.hooks_hash, reading.canonical(rules), note.strip(), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "configuration.offer", pack_id, number=made["number"])
    return _offer(made)


async def as_pack(tx: Transaction, offer: Offer) -> InstalledPack:
    """The offer as a release of its pack. Problem where the code that it needs is not installed here."""
    pack = (await queries.available(tx)).get(offer.pack_id)
    if pack is None:
        raise NotFound("pack.not-installed", pack=offer.pack_id)
    if pack.hooks_hash != offer.hooks_hash:
        raise Stale("configuration.offer-of-other-code")
    return replace(pack, rules=offer.rules)


async def stand_on(tx: Transaction, offer: Offer, draft: Draft) -> None:
    """Remember that the base of this draft is the offer."""
    await tx.execute(
        """insert into offer_taken (tenant_id, pack_id, base_hash, number, taken_at)
           values ($1, $2, $3, $4, sec.domain_now())
           on conflict (tenant_id, pack_id, base_hash) do update set number = excluded.number""",
        tx.tenant_id, offer.pack_id, draft.base_hash, offer.number,
    )  # fmt: skip


def _locks(sections: Iterable[str], reason: str, reason_en: str) -> Plain:
    said = {"vi": reason, "en": reason_en}
    return {f"centre_{one}": {"places": [one], "by": "centre", "reason": said} for one in sections}


def _offer(row: asyncpg.Record | Mapping[str, object]) -> Offer:
    facts = dict(row)
    return Offer(rules=reading.restore(str(facts.pop("body"))), **facts)

