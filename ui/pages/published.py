"""What cadres registered, for the members who watch over them (S0-16): criteria and solutions, nothing else."""

from urllib.parse import urlencode

from litestar import Request, Response, get
from msgspec import Struct

from core.programmes import queries as programmes
from core.registrations import publication
from core.registrations.publication import Listing
from ui.guard import enter
from ui.render import page


class Board(Struct, frozen=True):
    """A page of the list of cadres, with where the next one begins."""

    listing: Listing
    next_page: str | None
    first_page: str | None


@get("/{tenant:str}/chuong-trinh/{programme:str}/cong-khai", opt={"policy": "published.read"})
async def listing(request: Request) -> Response:
    """The cadres of one's own unit and of the units above it whose sheets were validated."""
    after, search = request.query_params.get("sau", ""), request.query_params.get("ten", "")[:80]
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        found = await publication.listing(visit.tx, visit.actor, programme, after=after, search=search)
    here = visit.shell.url(f"chuong-trinh/{programme.slug}/cong-khai")
    kept = {"ten": search} if search else {}
    more = f"{here}?{urlencode({**kept, 'sau': found.after})}" if found.after else None
    first = f"{here}?{urlencode(kept)}" if after else None
    return page(visit, "published/list.html", Board(found, more, first))


@get("/{tenant:str}/cong-khai/{registration:uuid}", opt={"policy": "published.read"})
async def cadre(request: Request) -> Response:
    """One cadre's registration."""
    async with enter(request) as visit:
        view = await publication.published(visit.tx, visit.actor, request.path_params["registration"])
    return page(visit, "published/sheet.html", view)


ROUTES = (listing, cadre)
