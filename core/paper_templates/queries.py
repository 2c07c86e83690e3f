"""Reading templates: which hold now, every version of one slot, who changed what and why."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound

BY = "coalesce(p.full_name, a.display_name, '')"
PEOPLE = """
left join account a on a.tenant_id = {0}.tenant_id and a.id = {0}.by_account
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
"""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One template as it was sent. `number` is None while it is on trial; `missing` are important fields that it does
    not use; `preview` is what its sample reads like, in the form of `ui.papers.preview`."""

    id: UUID
    pack_id: str
    slot: str
    number: int | None
    file_name: str
    size: int
    missing: tuple[str, ...]
    preview: str
    by: str
    at: datetime


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did to a slot. `number` is the version that held from then on, None for the pack's own."""

    seq: int
    act: str
    version_id: UUID | None
    number: int | None
    reason: str
    by: str
    at: datetime


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One slot with everything that happened to it, newest first. `seq` is the last act's, 0 without any."""

    pack_id: str
    slot: str
    acts: tuple[Act, ...]
    versions: tuple[Version, ...]
    trial: Version | None

    @property
    def seq(self) -> int:
        """What an act on this slot must name, so that nobody overwrites what he has not seen."""
        return self.acts[0].seq if self.acts else 0

    @property
    def current(self) -> UUID | None:
        """The version that holds; None: the pack's own."""
        return self.acts[0].version_id if self.acts else None


HELD = """
select distinct on (t.pack_id, t.slot) t.pack_id, t.slot, t.seq, t.version_id
from template_act t where t.tenant_id = $1 and t.pack_id = $2 order by t.pack_id, t.slot, t.seq desc
"""
LATEST = f"""
select distinct on (t.pack_id, t.slot) t.pack_id, t.slot, t.seq, t.act, t.version_id, v.number, t.reason, {BY} as by,
  t.at
from template_act t
left join template_version v on v.tenant_id = t.tenant_id and v.id = t.version_id
{PEOPLE.format("t")}
where t.tenant_id = $1 order by t.pack_id, t.slot, t.seq desc
"""
ACTS = f"""
select t.seq, t.act, t.version_id, v.number, t.reason, {BY} as by, t.at
from template_act t
left join template_version v on v.tenant_id = t.tenant_id and v.id = t.version_id
{PEOPLE.format("t")}
where t.tenant_id = $1 and t.pack_id = $2 and t.slot = $3 order by t.seq desc
"""
VERSIONS = f"""
select v.id, v.pack_id, v.slot, v.number, v.file_name, v.size, v.missing, v.preview::text as preview, {BY} as by, v.at
from template_version v {PEOPLE.format("v")}
where v.tenant_id = $1 and v.pack_id = $2 and v.slot = $3 order by v.number desc nulls first, v.at desc
"""


async def latest(tx: Transaction, actor: Actor) -> dict[tuple[str, str], Act]:
    """The last act of every slot of this tenant, by pack and slot."""
    require(actor, "template.admin", Target())
    rows = await tx.fetch(LATEST, tx.tenant_id)
    return {
        (row["pack_id"], row["slot"]): Act(**{name: row[name] for name in Act.__struct_fields__}) for row in rows
    }


async def slot(tx: Transaction, actor: Actor, pack_id: str, name: str) -> Slot:
    """One slot with its history."""
    require(actor, "template.admin", Target())
    acts = await tx.fetch(ACTS, tx.tenant_id, pack_id, name)
    rows = await tx.fetch(VERSIONS, tx.tenant_id, pack_id, name)
    versions = [Version(**{**dict(row), "missing": tuple(row["missing"])}) for row in rows]
    return Slot(
        pack_id=pack_id, slot=name, acts=tuple(Act(**dict(row)) for row in acts),
        versions=tuple(one for one in versions if one.number is not None),
        trial=next((one for one in versions if one.number is None), None),
    )  # fmt: skip


async def body(tx: Transaction, actor: Actor, pack_id: str, name: str, version_id: UUID) -> bytes:
    """The bytes of one version of the slot; NotFound for another's."""
    require(actor, "template.admin", Target())
    found = await tx.fetchval(
        "select body from template_version where tenant_id = $1 and id = $2 and pack_id = $3 and slot = $4",
        tx.tenant_id, version_id, pack_id, name,
    )  # fmt: skip
    if found is None:
        raise NotFound("access.not-found")
    return found


async def held(tx: Transaction, pack_id: str, name: str) -> bytes | None:
    """The template that holds now, for whoever may read the paper that is made of it; None: the pack's own."""
    return await tx.fetchval(
        f"""select v.body from ({HELD}) h
        join template_version v on v.tenant_id = $1 and v.id = h.version_id where h.slot = $3""",
        tx.tenant_id, pack_id, name,
    )  # fmt: skip
