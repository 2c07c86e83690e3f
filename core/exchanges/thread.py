"""Everything between a member and those who look after him in a year: talks, difficulties, what he registered."""

from uuid import UUID

import msgspec

from core.access import Actor
from core.companions import queries as companions
from core.companions.queries import Companion
from core.db.scope import Transaction
from core.errors import NotFound
from core.exchanges import circle, queries, rules
from core.exchanges.queries import Difficulty
from core.people import queries as people
from core.programmes.queries import Programme
from core.registers import queries as registers
from core.registers.actions import Place, place_of
from core.registers.queries import Entry
from core.registrations.editions import IN_FORCE

REGISTERED = f"""
select i.criterion, i.solution from registration r
join registration_item i on i.tenant_id = r.tenant_id and i.registration_id = r.id and i.edition = {IN_FORCE}
where r.tenant_id = $1 and r.programme_id = $2 and r.person_id = $3 order by i.ordinal
"""


class Item(msgspec.Struct, frozen=True):
    """Something somebody registered, by its criterion."""

    criterion: str
    solution: str


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """One person's year of talks; `may_write` tells whether the reader may add to it, `own` that it is his."""

    programme: Programme
    person_id: UUID
    name: str
    place: Place
    companions: tuple[Companion, ...]
    talks: tuple[Entry, ...]
    difficulties: tuple[Difficulty, ...]
    items: tuple[Item, ...]
    own: bool
    may_write: bool


async def of_person(tx: Transaction, actor: Actor, programme: Programme, person_id: UUID) -> Thread:
    """The thread of somebody on the roster; NotFound for whom it does not concern."""
    place = await place_of(tx, programme, person_id)
    if place is None:
        raise NotFound("access.not-found")
    await circle.require_read(tx, actor, place.path, person_id)
    person = await people.get(tx, person_id)
    book = rules.talk_book(programme.rules)
    talks = [one for one in await registers.own(tx, programme, person_id) if book and one.register == book[0]]
    writes = book is not None and await circle.writes(tx, actor, place.path, person_id)
    return Thread(
        programme=programme, person_id=person_id, name=person.full_name, place=place, talks=tuple(talks),
        companions=await companions.of_person(tx, person_id), items=await registered(tx, programme, person_id),
        difficulties=await queries.of_person(tx, programme, person_id), own=person_id == actor.person_id,
        may_write=programme.state == "open" and writes,
    )  # fmt: skip


async def registered(tx: Transaction, programme: Programme, person_id: UUID) -> tuple[Item, ...]:
    """What somebody registered, as it holds."""
    rows = await tx.fetch(REGISTERED, tx.tenant_id, programme.id, person_id)
    return tuple(Item(row["criterion"], row["solution"] or "") for row in rows)
