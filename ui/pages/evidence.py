"""Evidence under an item of one's own review: photos from the camera, pictures and PDFs; and each file on its own."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.assessments import queries as rounds
from core.assessments.queries import Item, Round
from core.errors import NotFound, Problem
from core.evidence import actions, images, queries, rules
from core.evidence.queries import Piece
from core.files import Stored, Upload
from core.programmes import queries as programmes
from ui.downloads import download
from ui.editing import posted, shown_again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/tu-danh-gia/minh-chung/{key:str}"
ONE = "/{tenant:str}/minh-chung/{evidence:uuid}"
POLICY = {"policy": "assessment.self"}
SENDING = 30 * 1024 * 1024  # all files of one sending together
TEMPLATE = "evidence/item.html"


class ItemEvidence(Struct, frozen=True):
    """What lies under one item; `addable` is how many more it takes now, `removable` whether a piece can go."""

    round: Round
    item: Item
    pieces: tuple[Piece, ...]
    addable: int
    removable: bool
    most: int = rules.MOST_FILES
    most_mb: int = rules.MOST_BYTES >> 20
    sending_mb: int = SENDING >> 20


@get(AT, opt=POLICY)
async def item(request: Request) -> Response:
    """The pieces under an item and the form that adds some."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    return page(visit, TEMPLATE, view)


@post(AT, opt=POLICY, request_max_body_size=SENDING + 200_000)
async def add(request: Request) -> Response:
    """Add photos and PDFs; the photos are written anew while no transaction is open."""
    visit: Visit | None = None
    try:
        async with enter(request) as visit:
            view = await _view(visit, request)
            sent = visit.form.files("file")
            rules.check_count(rules.MOST_FILES - view.addable, len(sent))
        uploads = [Upload(one.filename, await one.read(rules.MOST_BYTES + 1)) for one in sent]
        prepared = [await images.prepare(upload) for upload in uploads]
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            await actions.add(visit.tx, visit.actor, programme, request.path_params["key"], prepared)
            answer = await visit.done(_path(request), ("done", _("Đã thêm minh chứng.")))
    except Problem as problem:
        return await shown_again(request, visit, problem, TEMPLATE, _view)
    return answer


@post(AT + "/{evidence:uuid}/bo", opt=POLICY)
async def remove(request: Request, evidence: UUID) -> Response:
    """Take a piece back before the review is handed in."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        await actions.remove(visit.tx, visit.actor, programme, evidence)
        return await visit.done(_path(request), ("done", _("Đã bỏ minh chứng.")))

    return await posted(request, act, TEMPLATE, _view)


@get(ONE, opt={"policy": "account.own"})
async def whole(request: Request, evidence: UUID) -> Response[bytes]:
    """A photo to look at, a PDF to download; who may is asked each time."""
    async with enter(request) as visit:
        found = await queries.fetch(visit.tx, visit.actor, evidence)
    return _handed(found, shown=found.media_type == "image/webp")


@get(ONE + "/nho", opt={"policy": "account.own"})
async def thumbnail(request: Request, evidence: UUID) -> Response[bytes]:
    """The small picture of a photo."""
    async with enter(request) as visit:
        found = await queries.fetch(visit.tx, visit.actor, evidence, little=True)
    return _handed(found, shown=True)


def _handed(found: Stored, *, shown: bool) -> Response[bytes]:
    return download(found.content, found.name, found.media_type, shown=shown)


async def _view(visit: Visit, request: Request) -> ItemEvidence:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    found = await rounds.own_round(visit.tx, visit.actor, programme)
    held = next((one for one in found.items if one.key == request.path_params["key"]), None) if found else None
    if found is None or held is None:
        raise NotFound("access.not-found")
    pieces = (await queries.by_item(visit.tx, found)).get(held.key, ())
    open_now = not found.refusal and found.state == "validated"
    addable = max(0, rules.MOST_FILES - sum(not one.attended for one in pieces)) if open_now else 0
    return ItemEvidence(found, held, pieces, addable, open_now and not found.self_assessed)


def _path(request: Request) -> str:
    asked = request.path_params
    return f"chuong-trinh/{asked['programme']}/tu-danh-gia/minh-chung/{asked['key']}"


ROUTES = (item, add, remove, whole, thumbnail)
