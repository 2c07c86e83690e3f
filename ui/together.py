"""What the start page says about looking after each other: one's companions, those one follows, one's difficulties."""

from uuid import UUID

from msgspec import Struct

from core.companions import queries
from core.companions.queries import Companion
from core.exchanges import overview, rules
from core.exchanges.queries import of_person
from core.programmes.queries import Programme
from core.registers.actions import place_of
from ui.guard import Visit


class Mine(Struct, frozen=True, kw_only=True):
    """Who looks after one; how many one looks after, and with how many of them nobody has talked in this round; how
    many difficulties of one's own are open. The addresses are None where there is nothing to open."""

    companions: tuple[Companion, ...]
    assigned: int
    missing: int
    open: int
    follow_url: str | None
    own_url: str | None


async def together(visit: Visit, programmes: tuple[Programme, ...]) -> Mine | None:
    """Of the programmes on the start page the first that keeps a book of talks; None where there is nothing to say."""
    person = visit.actor.person_id
    if person is None:
        return None
    programme = next((one for one in programmes if rules.talk_book(one.rules)), None)
    companions = await queries.of_person(visit.tx, person)
    assigned = await queries.assigned_to(visit.tx, person)
    if programme is None:
        alone = Mine(companions=companions, assigned=0, missing=0, open=0, follow_url=None, own_url=None)
        return alone if companions else None
    return await _of_programme(visit, programme, person, companions, assigned)


async def _of_programme(
    visit: Visit, programme: Programme, person: UUID, companions: tuple[Companion, ...], assigned: frozenset[UUID]
) -> Mine:
    base, missing = visit.shell.url(f"chuong-trinh/{programme.slug}/trao-doi"), 0
    if assigned:
        now = await overview.running(visit.tx, programme)
        people = await overview.of_people(visit.tx, programme, now, assigned)
        missing = sum(not one.talked for one in people)
    listed = await place_of(visit.tx, programme, person) is not None
    hard = await of_person(visit.tx, programme, person) if listed else ()
    return Mine(
        companions=companions, assigned=len(assigned), missing=missing, open=sum(one.state != "solved" for one in hard),
        follow_url=f"{base}/toi-theo-doi" if assigned else None, own_url=f"{base}/cua-toi" if listed else None,
    )  # fmt: skip
