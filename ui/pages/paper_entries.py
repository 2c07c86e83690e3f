"""Entering a member's sheet from paper: whom, the form with the scans, the scans again, and the member's answer."""

from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct, structs

from core.errors import Problem
from core.evidence import images
from core.evidence.rules import MOST_BYTES
from core.files import Upload
from core.paper_entries import actions, queries, rules
from core.paper_entries.queries import Owner, Waiting
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registrations import queries as registrations
from core.registrations.queries import Form
from ui import solutions
from ui.downloads import download
from ui.editing import again, version_after
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.evidence import SENDING
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/nhap-ho"
SCAN = "/{tenant:str}/phieu/{registration:uuid}/ban-chup/{edition:int}/{number:int}"
ENTER = {"policy": "registration.enter"}


class Choosing(Struct, frozen=True):
    """Whose sheet is to be entered."""

    programme: Programme
    people: tuple[Waiting, ...]


class Entering(Struct, frozen=True):
    """The form for one member."""

    form: Form
    owner: Owner
    opens: date
    channel: str = ""
    most: int = rules.MOST_SCANS
    most_mb: int = MOST_BYTES >> 20


@get(AT, opt=ENTER)
async def choose(request: Request) -> Response:
    """The members of one's own branches who have not handed in a sheet."""
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        view = Choosing(programme, await queries.waiting(visit.tx, visit.actor, programme))
    return page(visit, "paper_entries/choose.html", view)


@get(AT + "/{person:uuid}", opt=ENTER)
async def form(request: Request, person: UUID) -> Response:
    """The sheet to copy from the paper."""
    async with enter(request) as visit:
        view = await _view(visit, request, person)
    return page(visit, "paper_entries/form.html", view)


@post(AT + "/{person:uuid}", opt=ENTER, request_max_body_size=SENDING + 200_000)
async def hand_in(request: Request, person: UUID) -> Response:
    """Hand it in; photos are written anew while no transaction is open. What was typed is kept where it is refused."""
    visit: Visit | None = None
    try:
        async with enter(request) as visit:
            view = await _view(visit, request, person)
            given = visit.form
            sent = given.files("file")
            rules.check_entry(given.line("channel", 20), len(sent))
            day = rules.check_day(given.date("handed_in"), view.opens, visit.today)
            items = solutions.typed(given, view.form)
            own = solutions.points_of(given, items) if view.form.points else None
        uploads = [Upload(one.filename, await one.read(MOST_BYTES + 1)) for one in sent]
        scans = [await images.prepare(upload) for upload in uploads]
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            await actions.enter(
                visit.tx, visit.actor, programme, person, items, given.version, given.line("channel", 20), day, scans,
                own,
            )  # fmt: skip
            words = _("Đã nhập hộ phiếu của %(name)s.") % {"name": view.owner.name}
            answer = await visit.done(f"chuong-trinh/{programme.slug}/nhap-ho", ("done", words))
    except Problem as problem:
        return await _refused(request, visit, person, problem)
    return answer


@post("/{tenant:str}/chuong-trinh/{programme:str}/phieu/nhap-ho", opt={"policy": "own.read"})
async def reply(request: Request) -> Response:
    """The member confirms or objects."""
    async with enter(request, write=True) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        said = visit.form.line("answer", 20)
        target = f"chuong-trinh/{programme.slug}/phieu"
        words = visit.form.text("words", rules.WORDS_MAX)
        if said == "objected" and not words:
            flash = ("late", _("Hãy viết chỗ chưa đúng rồi gửi lại."))
            return await visit.done(target, flash)
        await actions.answer(visit.tx, visit.actor, programme, said, words)
        flash = ("done", _("Đã báo cho Ban Chấp hành: phiếu nhập hộ đúng với phiếu bạn viết."))
        if said == "objected":
            flash = ("soon", _("Đã báo cho Ban Chấp hành: phiếu nhập hộ chưa đúng."))
        answer = await visit.done(target, flash)
    return answer


@get(SCAN, opt={"policy": "account.own"})
async def scan(request: Request, registration: UUID, edition: int, number: int) -> Response[bytes]:
    """A photo of the paper to look at, a PDF to download; who may is asked each time."""
    async with enter(request) as visit:
        found = await queries.scan(visit.tx, visit.actor, registration, edition, number)
    return download(found.content, found.name, found.media_type, shown=found.media_type == "image/webp")


@get(SCAN + "/nho", opt={"policy": "account.own"})
async def thumbnail(request: Request, registration: UUID, edition: int, number: int) -> Response[bytes]:
    """The small picture of a photo."""
    async with enter(request) as visit:
        found = await queries.scan(visit.tx, visit.actor, registration, edition, number, little=True)
    return download(found.content, found.name, found.media_type, shown=True)


async def _view(visit: Visit, request: Request, person: UUID) -> Entering:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    owner = await queries.owner(visit.tx, visit.actor, programme, person)
    found = await registrations.form(visit.tx, structs.replace(visit.actor, person_id=person), programme)
    return Entering(found, owner, queries.opens_on(programme))


async def _refused(request: Request, visit: Visit | None, person: UUID, problem: Problem) -> Response:
    again(problem)
    if visit is None or problem.code.startswith("paper-entry.own-draft"):
        raise problem
    async with enter(request) as visit:
        view = await _view(visit, request, person)
    shown = registrations.retyped(view.form, solutions.as_typed(visit.form), solutions.points_as_typed(visit.form))
    shown = structs.replace(shown, version=version_after(problem, visit.form.version))
    view = structs.replace(view, form=shown, channel=visit.form.raw.get("channel", ""))
    return page(visit, "paper_entries/form.html", view, status=problem.status, problem=problem, form=visit.form)


ROUTES = (choose, form, hand_in, reply, scan, thumbnail)
