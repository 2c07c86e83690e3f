"""Marking the pilot units of a programme: search, mark, say which named one a unit is, take the mark off."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import NotFound, Problem
from core.programmes import pilot_units
from core.programmes import queries as programmes
from core.programmes.pilot_units import Pilots
from core.programmes.queries import Programme
from core.units import queries as units
from core.units.queries import Unit
from ui.editing import asked_words, posted
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/chi-dao-diem"
ADMIN = {"policy": "programme.admin"}
MOST = 20


class Page(Struct, frozen=True, kw_only=True):
    """The pilots of a programme and what a search found; `names` are the named ones that are not found yet."""

    programme: Programme
    pilots: Pilots
    words: str
    found: tuple[tuple[Unit, tuple[str, ...]], ...]
    names: tuple[tuple[str, str], ...]
    here: str
    targets_url: str


@get(AT, opt=ADMIN)
async def shown(request: Request) -> Response:
    """Named and marked pilots, and the search for more."""
    async with enter(request) as visit:
        view = await _view(visit, request, asked_words(request))
    return page(visit, "pilots/page.html", view)


@post(AT, opt=ADMIN)
async def change(request: Request, programme: str) -> Response:
    """Mark the chosen unit, or take its mark off."""

    async def act(visit: Visit) -> Response:
        found, form = await programmes.get(visit.tx, programme), visit.form
        unit_id = form.uuid("unit")
        if unit_id is None:
            raise Problem("enrolment.unit-missing", field="q")
        if form.flag("off"):
            await pilot_units.unmark(visit.tx, visit.actor, found, unit_id)
            said = _("Đã bỏ đánh dấu chỉ đạo điểm.")
        else:
            await pilot_units.mark(visit.tx, visit.actor, found, unit_id, form.line("pilot", 40))
            said = _("Đã đánh dấu đơn vị chỉ đạo điểm.")
        return await visit.done(f"chuong-trinh/{programme}/chi-dao-diem", ("done", said))

    return await posted(
        request, act, "pilots/page.html",
        lambda visit, request: _view(visit, request, visit.form.raw.get("q", "")[:100]),
    )  # fmt: skip


async def _view(visit: Visit, request: Request, words: str) -> Page:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    if not pilot_units.follows(programme.rules):
        raise NotFound("access.not-found")
    pilots = await pilot_units.of_programme(visit.tx, programme)
    marked = {one.unit_id for one in pilots.marked}
    found = [one for one in await units.find(visit.tx, words, most=MOST) if one.id not in marked]
    trails = await units.trails(visit.tx, [one.path for one in found])
    base = f"chuong-trinh/{programme.slug}"
    return Page(
        programme=programme, pilots=pilots, words=words, found=tuple((one, trails[one.path]) for one in found),
        names=tuple((one.key, one.pilot.unit) for one in pilots.named if not one.match.found),
        here=visit.shell.url(f"{base}/chi-dao-diem"), targets_url=visit.shell.url(f"{base}/chi-tieu"),
    )  # fmt: skip


ROUTES = (shown, change)
