"""The registration sheets of one unit's people, read and set one after the other."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from core.access import Actor
from core.db.scope import Transaction
from core.errors import NotFound
from core.registrations import sheets
from core.units import queries as units
from ui.documents.paper import Paper
from ui.documents.sheet_paper import of_person

AT_ONCE = 50  # sheets made while the reader waits: under a second


async def of_unit(tx: Transaction, actor: Actor, unit_id: UUID, chosen: Iterable[UUID]) -> tuple[Paper, ...]:
    """The chosen sheets of a unit's own people; those that the actor may not read (any more) are left out."""
    unit = await units.get(tx, unit_id)
    names = tuple(crumb.name for crumb in (await units.crumbs(tx, unit.path))[-2:])
    papers = []
    for one in chosen:
        with suppress(NotFound):
            papers.append(of_person(await sheets.sheet(tx, actor, one), names, unit.place))
    return tuple(papers)
