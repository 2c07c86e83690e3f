"""Who edited what, when: the saved edits of a tenant's pack, newest first."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from core.configurations import queries
from core.configurations.rules import Place, Plain, place_of
from core.db.scope import Transaction
from core.packs import reading
from core.programmes import pinned

EDITS = """
select e.version, e.published, e.base_hash, e.patch, e.places, e.undoes, e.edited_at,
       coalesce(p.full_name, a.display_name, '') as by,
       exists (select from configuration_edit u where u.tenant_id = e.tenant_id and u.pack_id = e.pack_id
               and u.undoes = e.version) as undone
from configuration_edit e
left join account a on a.tenant_id = e.tenant_id and a.id = e.edited_by
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where e.tenant_id = $1 and e.pack_id = $2 order by e.version desc limit $3
"""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A saved edit: which places it touched (none: a whole draft was begun), over which published version; `undoes`
    is the edit that it took back, `undone` says that it was itself taken back."""

    version: int
    published: int
    base_hash: str
    patch: Plain
    places: tuple[Place, ...]
    undoes: int | None
    undone: bool
    by: str
    edited_at: datetime


class Step(msgspec.Struct, frozen=True):
    """An edit with the rules as they were and as they were then."""

    edit: Edit
    before: Plain
    after: Plain


async def edits(tx: Transaction, pack_id: str, most: int = 50) -> tuple[Edit, ...]:
    """The newest edits with the names of who made them."""
    rows = await tx.fetch(EDITS, tx.tenant_id, pack_id, most)
    return tuple(_edit(row) for row in rows)


async def steps(tx: Transaction, pack_id: str, most: int = 20) -> tuple[Step, ...]:
    """The newest edits, each with the rules before and after it; the ones of a draft thrown away included."""
    found = await edits(tx, pack_id, most + 1)
    bases = await pinned.load(tx, {one.base_hash for one in found})
    versions = {one.number: one for one in await queries.versions(tx, pack_id)}
    pinned_rules = await pinned.load(tx, {one.rules_hash for one in versions.values()})
    told = []
    for at, one in enumerate(found[:most]):
        earlier = next((other for other in found[at + 1 :] if other.published == one.published), None)
        after = queries.edited(bases[one.base_hash], one.patch)
        if earlier is not None:
            before = queries.edited(bases[earlier.base_hash], earlier.patch)
        elif one.published in versions:
            before = reading.plain(pinned_rules[versions[one.published].rules_hash])
        else:
            before = after
        told.append(Step(one, before, after))
    return tuple(told)


def _edit(row: Mapping[str, object]) -> Edit:
    facts = dict(row)
    places = tuple(place_of(word) for word in facts.pop("places"))
    return Edit(**{**facts, "patch": msgspec.json.decode(facts["patch"]), "places": places})
