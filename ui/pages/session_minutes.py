"""The minutes of a meeting as a paper: on the screen for the printer, and as PDF."""

import asyncio

from litestar import Request, Response, get
from msgspec import Struct

from core.assessments.minutes import Minutes, minutes_of
from ui.documents import session_minutes
from ui.documents.session_minutes import Paper
from ui.guard import enter
from ui.pages.sessions import AT, READ
from ui.papers.making import file
from ui.render import page


class Shown(Struct, frozen=True):
    """The paper on the screen."""

    minutes: Minutes
    paper: Paper
    back: str


@get(AT + "/bien-ban", opt=READ)
async def show(request: Request) -> Response:
    """The paper as it will be printed."""
    async with enter(request) as visit:
        found = await minutes_of(visit.tx, visit.actor, request.path_params["session"])
        back = visit.shell.url(f"buoi-danh-gia/{found.session.id}")
    return page(visit, "sessions/minutes.html", Shown(found, session_minutes.content(found), back))


@get(AT + "/bien-ban.pdf", opt=READ)
async def download(request: Request) -> Response[bytes]:
    """The paper as PDF."""
    async with enter(request) as visit:
        found = await minutes_of(visit.tx, visit.actor, request.path_params["session"])
    paper = await asyncio.to_thread(session_minutes.pdf, session_minutes.content(found))
    title = f"Biên bản {found.session.unit_name} {found.session.held_on.isoformat()}"
    return file(paper, title, "pdf", "application/pdf")


ROUTES = (show, download)
