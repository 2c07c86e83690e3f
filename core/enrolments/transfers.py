"""A person goes to another branch: the sheet of whoever counts there as a member goes along (domain.md §4)."""

from datetime import date
from uuid import UUID

import msgspec

from core.access import Actor
from core.db.scope import Transaction
from core.enrolments import acts, queries
from core.enrolments.queries import Enrolment
from core.people import actions as people
from core.people import queries as people_queries
from core.programmes import queries as programmes
from core.programmes.queries import Programme


class Sheet(msgspec.Struct, frozen=True):
    """A person's place in an open programme; `goes` says that it follows the branch. Who counts by a position stays
    where that is, and a recognised result with the unit that sent it."""

    programme: Programme
    enrolment: Enrolment
    goes: bool


async def sheets(tx: Transaction, person_id: UUID) -> tuple[Sheet, ...]:
    """What a transfer of this person takes along and what it leaves, newest programme first."""
    home = await _home(tx, person_id)
    found = {one.programme_id: one for one in await queries.all_of_person(tx, person_id)}
    return tuple(
        Sheet(programme, found[programme.id], _goes(found[programme.id], home))
        for programme in await programmes.listing(tx)
        if programme.state == "open" and programme.id in found
    )


async def transfer(
    tx: Transaction, actor: Actor, person_id: UUID, unit_id: UUID, starts_on: date | None, reason: str
) -> int:
    """Put a person into a branch (`core.people.actions.transfer`) and let the sheets that follow count there from now
    on, each by an act with the reason. Returns how many."""
    going = [one for one in await sheets(tx, person_id) if one.goes]
    await people.transfer(tx, actor, person_id, unit_id, starts_on)
    for one in going:
        await acts.move(tx, actor, one.programme, person_id, unit_id, reason, was=one.enrolment.unit_id)
    return len(going)


async def _home(tx: Transaction, person_id: UUID) -> UUID | None:
    past = await people_queries.memberships(tx, person_id)
    return next((one.unit_id for one in past if one.ends_on is None), None)


def _goes(place: Enrolment, home: UUID | None) -> bool:
    return place.unit_id == home and not place.seat_title and place.state != "recognised"
