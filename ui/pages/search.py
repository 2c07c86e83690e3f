"""The search of the header: people and units by name, diacritics optional, as far as one is responsible for them."""

from litestar import Request, Response, get
from msgspec import Struct

from core.access import may, where
from core.people import listing
from core.people import search as people_search
from core.units import queries as units
from ui.editing import asked_words
from ui.guard import enter
from ui.pages.units import Found, found_units
from ui.render import page

MOST, SHORTEST = 20, 2


class Results(Struct, frozen=True, kw_only=True):
    """What was found for `q`; `short` says that one letter is not enough to search."""

    q: str
    short: bool
    people: tuple[listing.Row, ...] = ()
    units: tuple[Found, ...] = ()
    more_people: bool = False
    more_units: bool = False
    admin: bool = False


@get("/{tenant:str}/tim", opt={"policy": "search.read"})
async def search(request: Request) -> Response:
    """People and units that match."""
    q = asked_words(request)
    async with enter(request) as visit:
        if len(q) < SHORTEST:
            view = Results(q=q, short=bool(q))
        else:
            people = await people_search.find(visit.tx, visit.actor, q, most=MOST + 1)
            visible = where(visit.actor, "unit.read", path="u.path", first=5)
            found = await units.find(visit.tx, q, visible, most=MOST + 1)
            view = Results(
                q=q, short=False, people=people[:MOST], units=await found_units(visit, found[:MOST]),
                more_people=len(people) > MOST, more_units=len(found) > MOST, admin=may(visit.actor, "person.admin"),
            )  # fmt: skip
    return page(visit, "people/search.html", view)


ROUTES = (search,)
