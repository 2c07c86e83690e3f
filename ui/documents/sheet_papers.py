"""The registration sheets of a unit's own people, read and set one after the other."""

from uuid import UUID

from core.access import Actor
from core.db.scope import Transaction
from core.documents import queries
from core.programmes.queries import Programme
from core.registrations import sheets
from core.units import queries as units
from ui.documents.paper import Paper
from ui.documents.sheet_paper import of_person

AT_ONCE = 50  # sheets of one file: its making stays under a second


async def of_unit(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, part: int = 1
) -> tuple[Paper, ...]:
    """The `part`-th fifty of the handed-in sheets, by name; those that the actor may not read are left out."""
    found = await queries.handed_in(tx, actor, programme, unit_id)
    chosen = found[(part - 1) * AT_ONCE : part * AT_ONCE]
    unit = await units.get(tx, unit_id)
    names = tuple(crumb.name for crumb in (await units.crumbs(tx, unit.path))[-2:])
    return tuple([of_person(await sheets.sheet(tx, actor, one), names, unit.place) for one in chosen])


async def count(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID) -> int:
    """How many handed-in sheets of the unit the actor may read."""
    return len(await queries.handed_in(tx, actor, programme, unit_id))
