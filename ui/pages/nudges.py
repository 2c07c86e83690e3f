"""Reminding those of a unit who are missing at a step: looked at first, then sent, once a day."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import NotFound
from core.messages import nudges
from core.messages.nudges import Preview
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from ui.editing import posted
from ui.guard import Visit, enter
from ui.i18n import _, ngettext
from ui.pages.progress import WAITING
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/tien-do/{unit:uuid}/nhac/{step:str}"
SEND = {"policy": "nudge.send"}


class Nudging(Struct, frozen=True):
    """Who would be told about what; `back` is the board of the unit."""

    programme: Programme
    preview: Preview
    what: str
    back: str


@get(AT, opt=SEND)
async def look(request: Request) -> Response:
    """Who is missing, before anybody is told."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    return page(visit, "progress/nudge.html", view)


@post(AT, opt=SEND)
async def send(request: Request, unit: UUID, step: str) -> Response:
    """Tell them."""

    async def act(visit: Visit) -> Response:
        programme = await _programme(visit, request)
        told = await nudges.send(visit.tx, visit.actor, programme, unit, _known(step))
        said = ngettext("Đã nhắc %(num)s người.", "Đã nhắc %(num)s người.", told) % {"num": told}
        return await visit.done(f"chuong-trinh/{programme.slug}/tien-do/{unit}", ("done", said))

    return await posted(request, act, "progress/nudge.html", _view)


async def _programme(visit: Visit, request: Request) -> Programme:
    return await programmes.get(visit.tx, request.path_params["programme"])


def _known(step: str) -> str:
    if step not in nudges.OWED:
        raise NotFound("access.not-found")
    return step


async def _view(visit: Visit, request: Request) -> Nudging:
    programme, step = await _programme(visit, request), _known(request.path_params["step"])
    found = await nudges.preview(visit.tx, visit.actor, programme, request.path_params["unit"], step)
    back = visit.shell.url(f"chuong-trinh/{programme.slug}/tien-do/{found.unit.id}")
    return Nudging(programme, found, _(WAITING[step]), back)


ROUTES = (look, send)
