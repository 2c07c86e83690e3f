"""The rules a programme pins: stored once as canonical text under their hash, decoded once a process.

A hash names its text, so the cache is safe to share between tenants; it holds no tenant's record.
"""

from collections.abc import Iterable
from functools import cache

from core.db.scope import Transaction
from core.errors import Problem
from core.packs import reading
from core.packs.catalog import Catalog, discover
from core.packs.installed import InstalledPack, PackHooks, hooks_hash
from core.packs.schema import Pack

NO_CODE = hooks_hash()  # of a pack that is data alone, wherever it came from
MOST = 256  # decoded rules kept; a tenant has a handful
_decoded: dict[str, Pack] = {}


@cache
def catalog() -> Catalog:
    """The packs installed in this process, found once."""
    return discover()


def hooks_of(pack_id: str, hooks_hash: str) -> PackHooks:
    """The code that a programme pinned, our defaults where it pinned none. Problem where the pack is gone or its
    code is another one: then stored results are shown and further acts wait for a re-pin (design.md §2)."""
    if hooks_hash == NO_CODE:
        return PackHooks()
    installed = catalog().packs.get(pack_id) or _with_code(hooks_hash)
    if installed is None or installed.hooks_hash != hooks_hash:
        raise Problem("programme.pack-changed", pack=pack_id)
    return installed.hooks


def _with_code(hooks_hash: str) -> InstalledPack | None:
    """An installed pack with this code: a pack of data that a tenant brought runs that of the pack it extends."""
    return next((one for one in catalog().packs.values() if one.hooks_hash == hooks_hash), None)


def reading_hooks(pack_id: str, hooks_hash: str) -> PackHooks:
    """The code that a programme pinned, or only our defaults over its pinned rules where that code is gone: an old
    programme stays readable without its pack."""
    try:
        return hooks_of(pack_id, hooks_hash)
    except Problem:
        return PackHooks()


def known(pack_id: str, rules_hash: str) -> Pack | None:
    """The rules for menus, without asking the database: those of the installed pack, of another those that a programme
    pinned and this process has decoded (`load`)."""
    installed = catalog().packs.get(pack_id)
    return installed.rules if installed else _decoded.get(rules_hash)


async def load(tx: Transaction, hashes: Iterable[str]) -> dict[str, Pack]:
    """The rules by hash; those not decoded yet are read in one statement. Problem for an altered text."""
    found = {wanted: _decoded[wanted] for wanted in hashes if wanted in _decoded}
    missing = [wanted for wanted in hashes if wanted not in found]
    if missing:
        sql = "select hash, hooks_hash, body from rules where tenant_id = $1 and hash = any($2::text[])"
        for row in await tx.fetch(sql, tx.tenant_id, missing):
            found[row["hash"]] = _remember(row["hash"], row["hooks_hash"], row["body"])
    return found


async def pin(tx: Transaction, pack: InstalledPack) -> str:
    """Store the rules of an installed pack, once; the hash under which they are found.

    The hash covers the pack's code too: other hooks over the same text are another set of rules."""
    body = reading.canonical(pack.rules)
    found = _hash(pack.hooks_hash, body)
    await tx.execute(
        """insert into rules (tenant_id, hash, pack_id, pack_version, hooks_hash, body)
           values ($1, $2, $3, $4, $5, $6) on conflict do nothing""",
        tx.tenant_id, found, pack.id, pack.version, pack.hooks_hash, body,
    )  # fmt: skip
    return found


def _remember(found: str, hooks_hash: str, body: str) -> Pack:
    if _hash(hooks_hash, body) != found:
        raise Problem("programme.rules-altered", hash=found)
    if len(_decoded) >= MOST:
        _decoded.clear()
    _decoded[found] = reading.restore(body)
    return _decoded[found]


def _hash(hooks_hash: str, body: str) -> str:
    return reading.digest(f"{hooks_hash}\n{body}")
