"""The registration sheet as PDF, to print and sign: one's own, and that of somebody whose sheets one reads."""

from litestar import Request, Response, get

from core.errors import NotFound
from core.programmes import queries as programmes
from core.registrations import sheets
from ui.documents import paper_pdf, sheet_paper
from ui.guard import enter
from ui.pages.registrations import Own, with_letterhead
from ui.papers import making


@get("/{tenant:str}/chuong-trinh/{programme:str}/phieu/pdf", opt={"policy": "own.read"})
async def own(request: Request, programme: str) -> Response[bytes]:
    """One's own sheet."""
    async with enter(request) as visit:
        found = await programmes.get(visit.tx, programme)
        mine = Own(await sheets.own_sheet(visit.tx, visit.actor, found), found, ())
        mine = await with_letterhead(visit, mine)
    return await _pdf(mine)


@get("/{tenant:str}/phieu/{registration:uuid}/pdf", opt={"policy": "registration.read"})
async def of_person(request: Request) -> Response[bytes]:
    """The sheet of a person within reach."""
    async with enter(request) as visit:
        sheet = await sheets.sheet(visit.tx, visit.actor, request.path_params["registration"])
        theirs = await with_letterhead(visit, Own(sheet, sheet.programme, ()))
    return await _pdf(theirs)


async def _pdf(shown: Own) -> Response[bytes]:
    if shown.sheet is None:
        raise NotFound("access.not-found")
    paper = sheet_paper.of_person(shown.sheet, shown.issuer, shown.place)
    return making.file(await paper_pdf.make([paper]), paper.title, "pdf", paper_pdf.PDF)


ROUTES = (own, of_person)
