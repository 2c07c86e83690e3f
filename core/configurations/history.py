"""Who edited what, when: the saved edits of a tenant's pack, newest first."""

from datetime import datetime

import msgspec

from core.configurations.rules import Place, place_of
from core.db.scope import Transaction

EDITS = """
select e.version, e.published, e.places, e.undoes, e.edited_at,
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
    places: tuple[Place, ...]
    undoes: int | None
    undone: bool
    by: str
    edited_at: datetime


async def edits(tx: Transaction, pack_id: str, most: int = 50) -> tuple[Edit, ...]:
    """The newest edits with the names of who made them."""
    rows = await tx.fetch(EDITS, tx.tenant_id, pack_id, most)
    return tuple(Edit(**{**row, "places": tuple(place_of(word) for word in row["places"])}) for row in rows)
