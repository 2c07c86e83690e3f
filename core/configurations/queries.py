"""Reading a tenant's packs: what can be enabled, what is in force, and the draft in hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.configurations import findings
from core.configurations.rules import Place, Plain, changed, value_at
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.packs import patching, reading
from core.packs.installed import InstalledPack
from core.packs.problems import LintFinding, PackError, PackRefused
from core.packs.schema import Pack
from core.programmes import pinned
from core.uploaded_packs import queries as uploaded_packs


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that the tenant has taken up. `base` are the pack's rules as taken up, `rules` what is in force;
    `number` is the published version, `drafts` counts the saved edits of all time."""

    pack_id: str
    state: str
    number: int
    drafts: int
    base_hash: str
    rules_hash: str
    hooks_hash: str
    enabled_at: datetime
    base: Pack
    rules: Pack


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The work in hand. `version` goes with every form, so that a stale one is noticed; `kind` says how it began.

    `rules` is None where the edits do not fit the contract; then `faults` say why. `findings` are the linter's, those
    answered in writing included."""

    pack_id: str
    kind: str
    version: int
    base_hash: str
    base: Pack
    patch: Plain
    rules: Pack | None
    faults: tuple[PackError, ...]
    findings: tuple[LintFinding, ...]

    @property
    def open_findings(self) -> tuple[LintFinding, ...]:
        """What stands in the way of publishing."""
        return tuple(one for one in self.findings if one.waived_by is None)

    @property
    def plain(self) -> Plain:
        """The edited rules as plain data, whether they fit the contract or not."""
        return edited(self.base, self.patch)


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A published version: what it was over, what came out, who published it and why. `by` is a name."""

    number: int
    kind: str
    base_hash: str
    patch: Plain
    rules_hash: str
    reason: str
    by: str
    published_at: datetime


SELECT = """
select c.pack_id, c.state, c.number, c.drafts, c.base_hash, c.rules_hash, r.hooks_hash, c.enabled_at
from configuration c join rules r on r.tenant_id = c.tenant_id and r.hash = c.rules_hash
where c.tenant_id = $1
"""
VERSIONS = """
select v.number, v.kind, v.base_hash, v.patch, v.rules_hash, v.reason, v.published_at,
       coalesce(p.full_name, a.display_name, '') as by
from configuration_version v
left join account a on a.tenant_id = v.tenant_id and a.id = v.published_by
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where v.tenant_id = $1 and v.pack_id = $2 order by v.number desc
"""


async def available(tx: Transaction) -> Mapping[str, InstalledPack]:
    """Every pack this tenant may take up, by id: the newest release of those installed here, and of those that it
    brought itself."""
    return {**await uploaded_packs.installed(tx), **pinned.catalog().packs}


async def listing(tx: Transaction) -> tuple[Configuration, ...]:
    """The packs taken up, in the order of their ids."""
    return await _built(tx, await tx.fetch(f"{SELECT} order by c.pack_id", tx.tenant_id))


async def get(tx: Transaction, pack_id: str) -> Configuration:
    """One pack taken up; NotFound where it is not."""
    found = await _built(tx, await tx.fetch(f"{SELECT} and c.pack_id = $2", tx.tenant_id, pack_id))
    if not found:
        raise NotFound("access.not-found")
    return found[0]


async def in_force(tx: Transaction, pack_id: str) -> InstalledPack:
    """The pack with this tenant's published edits: what a programme opened today follows. NotFound where the pack is
    not taken up, retired or gone; Problem where its code is another one than was taken up: upgrade first."""
    found = await get(tx, pack_id)
    if found.state != "enabled":
        raise NotFound("access.not-found")
    pack = (await available(tx)).get(pack_id)
    if pack is None:
        raise NotFound("pack.not-installed", pack=pack_id)
    if pack.hooks_hash != found.hooks_hash:
        raise Problem("configuration.upgrade-first", pack=found.rules.title)
    return replace(pack, rules=found.rules, notices=findings.findings(found.base, found.rules))


def as_in_force(pack: InstalledPack | None, found: Configuration) -> InstalledPack | None:
    """The pack with the rules in force, to be read: also of one that is retired, or whose code is another one by now.
    None where the pack is gone."""
    return replace(pack, rules=found.rules) if pack else None


async def draft(tx: Transaction, pack_id: str) -> Draft:
    """The draft in hand, or a fresh one that says what is in force."""
    found = await get(tx, pack_id)
    row = await tx.fetchrow(
        "select kind, base_hash, patch, version from configuration_draft where tenant_id = $1 and pack_id = $2",
        tx.tenant_id, pack_id,
    )  # fmt: skip
    if row is None:
        current = await _in_force_patch(tx, found)
        return made(pack_id, "edited", found.drafts, found.base_hash, found.base, current)
    base = (await pinned.load(tx, [row["base_hash"]]))[row["base_hash"]]
    return made(pack_id, row["kind"], row["version"], row["base_hash"], base, msgspec.json.decode(row["patch"]))


async def has_draft(tx: Transaction, pack_id: str) -> bool:
    """Whether edits wait to be published."""
    sql = "select true from configuration_draft where tenant_id = $1 and pack_id = $2"
    return bool(await tx.fetchval(sql, tx.tenant_id, pack_id))


async def versions(tx: Transaction, pack_id: str) -> tuple[Version, ...]:
    """The published versions, newest first."""
    rows = await tx.fetch(VERSIONS, tx.tenant_id, pack_id)
    return tuple(Version(**{**row, "patch": msgspec.json.decode(row["patch"])}) for row in rows)


async def version(tx: Transaction, pack_id: str, number: int) -> tuple[Version, Pack]:
    """One published version with its rules; NotFound where there is none."""
    found = next((one for one in await versions(tx, pack_id) if one.number == number), None)
    if found is None:
        raise NotFound("access.not-found")
    return found, (await pinned.load(tx, [found.rules_hash]))[found.rules_hash]


async def plain_at(tx: Transaction, pack_id: str, version: int) -> Plain | None:
    """The edited rules as they were after the draft's edit `version`, as plain data: what a form of then was filled
    from. None where no edit has this number (a draft not yet begun, or a made-up number)."""
    row = await tx.fetchrow(
        """select base_hash, patch from configuration_edit
           where tenant_id = $1 and pack_id = $2 and version = $3""",
        tx.tenant_id, pack_id, version,
    )  # fmt: skip
    if row is None:
        return None
    base = (await pinned.load(tx, [row["base_hash"]]))[row["base_hash"]]
    return edited(base, msgspec.json.decode(row["patch"]))


async def plain_seen(tx: Transaction, draft: Draft, seen: int) -> Plain:
    """What a form of the version `seen` was filled from; a version that no edit has said what is in force."""
    if seen == draft.version:
        return draft.plain
    then = await plain_at(tx, draft.pack_id, seen)
    return reading.plain((await get(tx, draft.pack_id)).rules) if then is None else then


def meant(plain: Plain, changes: Mapping[Place, object]) -> dict[Place, object]:
    """The changes that change something: not what these rules say already, nor a default written out."""
    wanted = changed(plain, changes)
    try:
        then, now = reading.build(plain, "edits"), reading.build(wanted, "edits")
    except PackRefused:  # whoever saves it is told; until then it is compared as written
        return {place: value for place, value in changes.items() if value_at(wanted, place) != value_at(plain, place)}
    return {place: value for place, value in changes.items() if _held(now, place) != _held(then, place)}


def _held(rules: Pack, place: Place) -> object:
    """What holds at a place, defaults of the contract included."""
    found: object = rules
    for key in place:
        found = found.get(key) if isinstance(found, Mapping) else getattr(found, key, None)
    return found


def made(pack_id: str, kind: str, version: int, base_hash: str, base: Pack, patch: Plain) -> Draft:
    """A draft with everything that follows from its edits."""
    rules, faults, found = None, (), ()
    try:
        rules = patching.resolve(base, patch)
        found = findings.findings(base, rules)
    except PackRefused as refused:
        faults = refused.errors
    return Draft(pack_id=pack_id, kind=kind, version=version, base_hash=base_hash, base=base, patch=patch,
                 rules=rules, faults=faults, findings=found)  # fmt: skip


def edited(base: Pack, patch: Plain) -> Plain:
    """The rules as plain data with the edits merged in; in the canonical form wherever they fit the contract."""
    wanted = patching.merge(reading.plain(base), patch)
    try:
        return reading.plain(reading.build(wanted, "edits"))
    except PackRefused:
        return wanted


async def _in_force_patch(tx: Transaction, found: Configuration) -> Plain:
    sql = "select patch from configuration_version where tenant_id = $1 and pack_id = $2 and number = $3"
    return msgspec.json.decode(await tx.fetchval(sql, tx.tenant_id, found.pack_id, found.number))


async def _built(tx: Transaction, rows: list[asyncpg.Record]) -> tuple[Configuration, ...]:
    rules = await pinned.load(tx, {row[name] for row in rows for name in ("base_hash", "rules_hash")})
    return tuple(Configuration(**row, base=rules[row["base_hash"]], rules=rules[row["rules_hash"]]) for row in rows)


async def names(tx: Transaction, accounts: list[UUID]) -> dict[UUID, str]:
    """The names behind accounts, for the history of edits."""
    rows = await tx.fetch(
        """select a.id, coalesce(p.full_name, a.display_name) as name from account a
           left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
           where a.tenant_id = $1 and a.id = any($2::uuid[])""",
        tx.tenant_id, accounts,
    )  # fmt: skip
    return {row["id"]: row["name"] for row in rows}
