"""Reading uploaded packs: those in use as packs like any other, all versions, and the templates they bring."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound
from core.packs import catalog, lint, reading
from core.packs.installed import InstalledPack
from core.packs.problems import PackRefused
from core.packs.schema import Pack
from core.programmes import pinned
from core.uploaded_packs import contents

NOWHERE = Path("/dev/null/uploaded-pack")  # its files are in the database
MOST_KEPT = 64  # decoded packs
_decoded: dict[str, InstalledPack] = {}


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """One version of an uploaded pack, with who brought it and when; `newest` is the one that is offered."""

    pack_id: str
    version: str
    hash: str
    file_name: str
    size: int
    by: str
    at: datetime
    withdrawn_at: datetime | None
    newest: bool = False


LISTING = """
select k.pack_id, k.version, k.hash, k.file_name, length(k.archive) as size,
  coalesce(p.full_name, a.display_name) as by, k.at, k.withdrawn_at
from uploaded_pack k
join account a on a.tenant_id = k.tenant_id and a.id = k.by_account
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where k.tenant_id = $1 order by k.pack_id, k.withdrawn_at nulls first, k.at desc
"""
NEWEST = """
select distinct on (pack_id) pack_id, version, hash from uploaded_pack
where tenant_id = $1 and withdrawn_at is null order by pack_id, at desc
"""


async def listing(tx: Transaction, actor: Actor) -> tuple[Upload, ...]:
    """Every version, the newest of each pack first; withdrawn ones last."""
    require(actor, "uploaded_pack.admin", Target())
    seen: set[str] = set()
    found = []
    for row in await tx.fetch(LISTING, tx.tenant_id):
        newest = row["withdrawn_at"] is None and row["pack_id"] not in seen
        seen |= {row["pack_id"]} if newest else set()
        found.append(Upload(**dict(row), newest=newest))
    return tuple(found)


async def installed(tx: Transaction) -> dict[str, InstalledPack]:
    """The newest version of each pack that this tenant has brought, by id; none that takes the id of an installed one
    or stands on one that is gone. Decoded once a process under the hash of its archive."""
    base = pinned.catalog().packs
    rows = [row for row in await tx.fetch(NEWEST, tx.tenant_id) if row["pack_id"] not in base]
    found: dict[str, InstalledPack] = {}
    for row in rows:
        pack = _decoded.get(row["hash"])
        if pack is None:
            content = await archive(tx, row["pack_id"], row["version"])
            pack = _remember(row["hash"], content)
        if pack is not None:
            found[pack.id] = pack
    return found


async def archive(tx: Transaction, pack_id: str, version: str) -> bytes:
    """One version as it was sent; NotFound where there is none."""
    content = await tx.fetchval(
        "select archive from uploaded_pack where tenant_id = $1 and pack_id = $2 and version = $3",
        tx.tenant_id, pack_id, version,
    )  # fmt: skip
    if content is None:
        raise NotFound("access.not-found")
    return content


async def template(tx: Transaction, pack_id: str, slot: str) -> bytes | None:
    """The Word template that the newest version of an uploaded pack brings for a slot."""
    content = await tx.fetchval(
        """select archive from uploaded_pack where tenant_id = $1 and pack_id = $2 and withdrawn_at is null
        order by at desc limit 1""",
        tx.tenant_id, pack_id,
    )  # fmt: skip
    return contents.read(content).template(slot) if content else None


def rules_of(content: bytes, packs: Mapping[str, InstalledPack]) -> Pack:
    """The rules in an archive, over those of `packs` that they extend. PackRefused with every fault."""
    return reading.read(
        contents.read(content).rules, bases=lambda one: reading.plain(packs[one].rules) if one in packs else None
    )


def as_installed(content: bytes, packs: Mapping[str, InstalledPack]) -> InstalledPack:
    """An archive as a pack like any other: without code of its own, over that of the packs it extends."""
    rules = rules_of(content, packs)
    made = catalog.assemble(
        rules, lint.check(rules), root=NOWHERE, entry=rules.id, package="", packs=packs, bring=lambda: None,
        distribution="", dist_version=rules.version,
    )  # fmt: skip
    return replace(made, hooks_hash=packs[rules.extends].hooks_hash) if rules.extends else made


def digest(content: bytes) -> str:
    """The sha256 of an archive, in hex."""
    return hashlib.sha256(content).hexdigest()


def _remember(found: str, content: bytes) -> InstalledPack | None:
    """A stored pack whose base was taken away meanwhile is left out; its programmes have their rules pinned."""
    try:
        pack = as_installed(content, pinned.catalog().packs)
    except PackRefused:
        return None
    if len(_decoded) >= MOST_KEPT:
        _decoded.clear()
    _decoded[found] = pack
    return pack
