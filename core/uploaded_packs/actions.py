"""Bringing a pack of data, and taking it out of use. The interface has checked its rules and cases before."""

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.packs.problems import PackError, PackRefused
from core.packs.schema import Pack
from core.programmes import pinned
from core.uploaded_packs import queries

ADMIN = "uploaded_pack.admin"
MOST = 50  # versions of all packs


def check_identity(rules: Pack) -> None:
    """PackRefused for the id of an installed pack: programmes know a pack by its id. What it extends was looked for
    among the installed ones when it was read."""
    if rules.id in pinned.catalog().packs:
        wanted = "an id of its own"
        raise PackRefused([PackError("upload.id-taken", "pack.toml", "id", rules.id, wanted)])


async def upload(tx: Transaction, actor: Actor, file_name: str, content: bytes) -> Pack:
    """Keep a pack for this tenant alone; returns its rules. A version that is there already is refused, unless it is
    the same archive again."""
    require(actor, ADMIN, Target())
    rules = queries.rules_of(content, pinned.catalog().packs)
    check_identity(rules)
    found = queries.digest(content)
    known = await tx.fetchval(
        "select hash from uploaded_pack where tenant_id = $1 and pack_id = $2 and version = $3",
        tx.tenant_id, rules.id, rules.version,
    )  # fmt: skip
    if known is not None and known != found:
        wanted = "another version"
        raise PackRefused([PackError("upload.version-taken", "pack.toml", "version", rules.version, wanted)])
    if await tx.fetchval("select count(*) from uploaded_pack where tenant_id = $1", tx.tenant_id) >= MOST:
        raise Problem("upload.too-many", field="file", most=MOST)
    await tx.execute(
        """insert into uploaded_pack (tenant_id, pack_id, version, hash, archive, file_name, by_account, at)
        values ($1, $2, $3, $4, $5, $6, $7, sec.domain_now())
        on conflict (tenant_id, pack_id, version) do update set withdrawn_at = null""",
        tx.tenant_id, rules.id, rules.version, found, content, file_name, actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "uploaded_pack.upload", rules.id, version=rules.version, hash=found)
    return rules


async def withdraw(tx: Transaction, actor: Actor, pack_id: str, version: str) -> None:
    """Offer a version no longer; what was taken up of it stays as it is."""
    require(actor, ADMIN, Target())
    done = await tx.execute(
        """update uploaded_pack set withdrawn_at = sec.domain_now()
        where tenant_id = $1 and pack_id = $2 and version = $3 and withdrawn_at is null""",
        tx.tenant_id, pack_id, version,
    )  # fmt: skip
    if done != "UPDATE 1":
        raise NotFound("access.not-found")
    await audit.record(tx, actor, "uploaded_pack.withdraw", pack_id, version=version)
