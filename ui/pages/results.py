"""A unit's results on their way up: its own people, sending, and the units below to recognise or return."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Actor
from core.assessments import queries, results, unit_queries
from core.assessments.unit_queries import Results
from core.errors import NotFound, Problem
from core.programmes import queries as programmes
from core.units import queries as units
from ui.guard import Visit, enter
from ui.i18n import _, ngettext
from ui.problems import sentence
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/ket-qua"
UNIT = AT + "/{unit:uuid}"
READ, SEND, RECOGNISE = {"policy": "progress.read"}, {"policy": "results.send"}, {"policy": "results.recognise"}


class Page(Struct, frozen=True):
    """The results of a unit; `units` are the actor's own ones, for the tabs; `act` is the form that was refused."""

    results: Results
    levels: tuple[tuple[str, object], ...]
    units: tuple[tuple[UUID, str], ...]
    crumbs: tuple[tuple[str, str | None], ...]
    act: str = ""

    @property
    def waiting(self) -> tuple[unit_queries.Child, ...]:
        """Units below whose results wait for a decision."""
        return tuple(child for child in self.results.children if child.state == "sent")


@get(AT, opt=READ)
async def mine(request: Request) -> Response:
    """The results of the actor's highest unit."""
    async with enter(request) as visit:
        view = await _view(visit, request, _home(visit.actor))
    return page(visit, "results/unit.html", view)


@get(UNIT, opt=READ)
async def unit(request: Request) -> Response:
    """The results of one unit."""
    async with enter(request) as visit:
        view = await _view(visit, request, request.path_params["unit"])
    return page(visit, "results/unit.html", view)


@get(UNIT + "/gui", opt=SEND)
async def ask_send(request: Request) -> Response:
    """What sending means, before it is done."""
    return await _confirm(request, "send")


@post(UNIT + "/gui", opt=SEND)
async def send(request: Request) -> Response:
    """Send the unit's own people's results to the unit above."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme, unit_id = await _place(visit, request)
            await results.send(
                visit.tx, visit.actor, programme, unit_id, visit.form.text("note", 5000), visit.form.version
            )
            flash = ("done", _("Đã gửi kết quả. Đoàn cấp trên xem xét và công nhận."))
            answer = await visit.done(_address(request), flash)
    except Problem as problem:
        return await _refused(request, visit, problem, "send")
    return answer


@get(UNIT + "/cong-nhan", opt=RECOGNISE)
async def ask_recognise(request: Request) -> Response:
    """What recognition means, before it is done."""
    return await _confirm(request, "recognise")


@post(UNIT + "/cong-nhan", opt=RECOGNISE)
async def recognise(request: Request) -> Response:
    """Recognise a unit's results; the number and date of the decision may be added."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme, unit_id = await _place(visit, request)
            form = visit.form
            done = await results.recognise(
                visit.tx, visit.actor, programme, unit_id, form.version, form.line("number", 60), form.date("dated")
            )
            words = ngettext("Đã công nhận kết quả của %(num)s người.", "Đã công nhận kết quả của %(num)s người.", done)
            answer = await visit.done(_address(request), ("done", words % {"num": done}))
    except Problem as problem:
        return await _refused(request, visit, problem, "recognise")
    return answer


@post(UNIT + "/cong-nhan-nhieu", opt=RECOGNISE)
async def recognise_many(request: Request) -> Response:
    """Recognise the ticked units below; those that could not be are named with the reason."""
    async with enter(request, write=True) as visit:
        programme, _unit = await _place(visit, request)
        chosen = _chosen(visit.form.all("child"))
        done, left = await results.recognise_many(visit.tx, visit.actor, programme, chosen)
        words = ngettext("Đã công nhận kết quả của %(num)s người.", "Đã công nhận kết quả của %(num)s người.", done)
        told = [words % {"num": done}]
        if left:
            named = await units.names(visit.tx, [one for one, _code in left])
            told += [f"{named.get(one, '')}: {sentence(code, {})}" for one, code in left]
        answer = await visit.done(_address(request), ("soon" if left else "done", " ".join(told)))
    return answer


@get(UNIT + "/tra-lai", opt=RECOGNISE)
async def ask_return(request: Request) -> Response:
    """The form for a return: the reason is mandatory."""
    return await _confirm(request, "return")


@post(UNIT + "/tra-lai", opt=RECOGNISE)
async def give_back(request: Request) -> Response:
    """Return a unit's results with a reason."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme, unit_id = await _place(visit, request)
            reason = visit.form.text("reason", 5000)
            await results.give_back(visit.tx, visit.actor, programme, unit_id, reason, visit.form.version)
            answer = await visit.done(_address(request), ("done", _("Đã trả lại kết quả kèm lý do.")))
    except Problem as problem:
        return await _refused(request, visit, problem, "return")
    return answer


def _home(actor: Actor) -> UUID:
    """The unit that the actor answers for: the highest seat."""
    seats = actor.at("committee", "office", "staff", "inspector", "provincial_admin")
    if not seats:
        raise NotFound("access.not-found")
    return min(seats, key=lambda seat: len(seat.unit_path)).unit_id


def _chosen(values: list[str]) -> list[tuple[UUID, int]]:
    """The ticked units with the versions that were read."""
    found = []
    for value in values:
        one, _colon, version = value.partition(":")
        try:
            found.append((UUID(one), int(version)))
        except ValueError:
            continue
    return found


def _address(request: Request) -> str:
    return f"chuong-trinh/{request.path_params['programme']}/ket-qua/{request.path_params['unit']}"


async def _place(visit: Visit, request: Request) -> tuple[programmes.Programme, UUID]:
    return await programmes.get(visit.tx, request.path_params["programme"]), request.path_params["unit"]


async def _view(visit: Visit, request: Request, unit_id: UUID, act: str = "") -> Page:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    found = await unit_queries.results_of(visit.tx, visit.actor, programme, unit_id)
    own = {seat.unit_id: seat for seat in visit.actor.at("committee", "office")}
    named = await units.names(visit.tx, list(own))
    ordered = sorted(own.values(), key=lambda seat: len(seat.unit_path))
    way = await units.crumbs(visit.tx, found.path)
    at = visit.shell.url(f"chuong-trinh/{programme.slug}/ket-qua")
    crumbs = tuple((one.name, None if one.id == unit_id else f"{at}/{one.id}") for one in way)
    tabs = tuple((seat.unit_id, named[seat.unit_id]) for seat in ordered)
    return Page(found, queries.levels(programme.rules), tabs, crumbs, act)


async def _confirm(request: Request, act: str) -> Response:
    async with enter(request) as visit:
        view = await _view(visit, request, request.path_params["unit"], act)
    return page(visit, "results/act.html", view)


async def _refused(request: Request, visit: Visit | None, problem: Problem, act: str) -> Response:
    """The form of the act again, with what is wrong and the input kept."""
    if visit is None or problem.status not in (409, 422):
        raise problem
    typed = visit.form.raw
    async with enter(request) as visit:
        view = await _view(visit, request, request.path_params["unit"], act)
    return page(visit, "results/act.html", view, problem=problem, form=typed)


ROUTES = (mine, unit, ask_send, send, ask_recognise, recognise, recognise_many, ask_return, give_back)
