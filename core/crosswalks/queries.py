"""Reading crosswalks: the versions, the one in force, the draft."""

from collections.abc import Mapping
from datetime import date, datetime

import asyncpg
import msgspec

from core.access import Actor, Target, require
from core.comparison.facts import Crosswalk
from core.crosswalks.rules import Override
from core.db.scope import Transaction
from core.errors import NotFound


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version with who published it and when, or the draft (`number` 0) with who touched it last. `based_on` is the
    version that it was begun from (0: the packs' own levels)."""

    number: int
    overrides: Mapping[str, Override]
    based_on: int
    revision: int
    by_name: str
    on: date | None
    edited_at: datetime

    @property
    def crosswalk(self) -> Crosswalk:
        """What a comparison reads of it."""
        return Crosswalk(version=self.number, levels={pack: one.levels for pack, one in self.overrides.items()})


SELECT = """
select coalesce(c.version, 0) as number, c.overrides, c.based_on, c.revision, coalesce(p.full_name, a.display_name)
  as by_name, c.published_on, c.edited_at
from crosswalk c
join account a on a.tenant_id = c.tenant_id and a.id = coalesce(c.published_by, c.edited_by)
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where c.tenant_id = $1
"""


async def in_force(tx: Transaction, version: int | None = None) -> Crosswalk:
    """The newest published version, or the one asked for; version 0 stands for the packs' own levels, which hold as
    long as nothing was published. NotFound for a version that never was. One statement."""
    if version == 0:
        return Crosswalk()
    row = await tx.fetchrow(
        """select version, overrides from crosswalk
           where tenant_id = $1 and version is not null and ($2::int is null or version = $2)
           order by version desc limit 1""",
        tx.tenant_id, version,
    )  # fmt: skip
    if row is None:
        if version is not None:
            raise NotFound("access.not-found")
        return Crosswalk()
    found = _overrides(row["overrides"])
    return Crosswalk(version=row["version"], levels={pack: one.levels for pack, one in found.items()})


async def versions(tx: Transaction, actor: Actor) -> tuple[Version, ...]:
    """What was published, newest first."""
    require(actor, "crosswalk.read", Target())
    rows = await tx.fetch(f"{SELECT} and c.version is not null order by c.version desc", tx.tenant_id)
    return tuple(_version(row) for row in rows)


async def version(tx: Transaction, actor: Actor, number: int) -> Version:
    """One published version; NotFound for one that never was."""
    require(actor, "crosswalk.read", Target())
    row = await tx.fetchrow(f"{SELECT} and c.version = $2", tx.tenant_id, number)
    if row is None:
        raise NotFound("access.not-found")
    return _version(row)


async def draft(tx: Transaction, actor: Actor, *, lock: bool = False) -> Version | None:
    """The draft, if somebody has begun one."""
    require(actor, "crosswalk.read", Target())
    row = await tx.fetchrow(f"{SELECT} and c.version is null{' for update of c' if lock else ''}", tx.tenant_id)
    return _version(row) if row else None


def _version(row: asyncpg.Record) -> Version:
    return Version(
        number=row["number"], overrides=_overrides(row["overrides"]), based_on=row["based_on"],
        revision=row["revision"], by_name=row["by_name"], on=row["published_on"], edited_at=row["edited_at"],
    )  # fmt: skip


def _overrides(stored: str) -> dict[str, Override]:
    return msgspec.json.decode(stored, type=dict[str, Override])
