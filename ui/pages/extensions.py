"""More time for a unit: asked for by its secretary, granted or refused by the unit above; how much each was used."""

from datetime import datetime
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can
from core.errors import NotFound, Problem
from core.extensions import actions, queries, rules
from core.extensions.queries import Extension
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.units import queries as units
from ui.editing import posted, shown_again
from ui.guard import Visit, enter
from ui.i18n import _, current
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/gia-han"
READ, ASK, DECIDE = {"policy": "extension.read"}, {"policy": "extension.ask"}, {"policy": "extension.decide"}


class Listing(Struct, frozen=True, kw_only=True):
    """Those that wait, those that run and those that are over or were refused; `ask_url` for a unit's secretary."""

    programme: Programme
    waiting: tuple[Extension, ...]
    running: tuple[Extension, ...]
    before: tuple[Extension, ...]
    ask_url: str | None
    here: str
    now: datetime


class Asking(Struct, frozen=True, kw_only=True):
    """The form of a request: units one is secretary of, and the milestones of the year."""

    programme: Programme
    units: tuple[tuple[str, str], ...]
    milestones: tuple[tuple[str, str], ...]
    chosen: str
    here: str


class Deciding(Struct, frozen=True, kw_only=True):
    """One request, and the form of the answer where the reader may give it."""

    programme: Programme
    one: Extension
    here: str
    now: datetime


@get(AT, opt=READ)
async def listing(request: Request) -> Response:
    """Every extension that one may see."""
    async with enter(request) as visit:
        programme = await _programme(visit, request)
        found = await queries.listing(visit.tx, visit.actor, programme)
        here = _here(visit, programme)
        waiting = tuple(one for one in found if one.state == "asked")
        running = tuple(one for one in found if one.ends_at and visit.now < one.ends_at)
        view = Listing(
            programme=programme, waiting=waiting, running=running,
            before=tuple(one for one in found if one not in (*waiting, *running)), now=visit.now, here=here,
            ask_url=f"{here}/xin" if programme.state == "open" and _seats(visit) else None,
        )  # fmt: skip
    return page(visit, "extensions/list.html", view)


@get(AT + "/xin", opt=ASK)
async def ask_form(request: Request) -> Response:
    """A new request."""
    async with enter(request) as visit:
        view = await _asking(visit, request)
    return page(visit, "extensions/ask.html", view)


@post(AT + "/xin", opt=ASK)
async def ask(request: Request) -> Response:
    """Send it to the unit above."""

    async def act(visit: Visit) -> Response:
        programme, form = await _programme(visit, request), visit.form
        unit = form.uuid("unit")
        if unit is None:
            raise Problem("form.required", field="unit")
        await actions.ask(
            visit.tx, visit.actor, programme, unit, form.line("milestone", 80), form.date("day"),
            form.text("reason", rules.WORDS_MAX),
        )  # fmt: skip
        return await visit.done(_at(programme), ("done", _("Đã gửi đề nghị gia hạn lên đoàn cấp trên.")))

    return await posted(request, act, "extensions/ask.html", _asking)


@get(AT + "/{extension:uuid}", opt=READ)
async def shown(request: Request) -> Response:
    """One request with its answer."""
    async with enter(request) as visit:
        view = await _deciding(visit, request)
    return page(visit, "extensions/one.html", view)


@post(AT + "/{extension:uuid}", opt=DECIDE)
async def decide(request: Request, extension: UUID) -> Response:
    """Grant until a day, or refuse with a reason: the button pressed says which."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme, form = await _programme(visit, request), visit.form
            words = form.text("answer", rules.WORDS_MAX)
            if form.line("decision", 20) == "refuse":
                await actions.refuse(visit.tx, visit.actor, programme, extension, words)
                said = _("Đã trả lời không gia hạn.")
            else:
                await actions.grant(visit.tx, visit.actor, programme, extension, form.date("day"), words)
                said = _("Đã gia hạn. Người của đơn vị thấy hạn mới ngay từ bây giờ.")
            answer = await visit.done(_at(programme), ("done", said))
    except Problem as problem:
        return await shown_again(request, visit, problem, "extensions/one.html", _deciding)
    return answer


async def _programme(visit: Visit, request: Request) -> Programme:
    return await programmes.get(visit.tx, request.path_params["programme"])


def _at(programme: Programme) -> str:
    return f"chuong-trinh/{programme.slug}/gia-han"


def _here(visit: Visit, programme: Programme) -> str:
    return visit.shell.url(_at(programme))


def _seats(visit: Visit) -> list[UUID]:
    """The units one may ask for: those one is secretary of that have a unit above."""
    return [
        seat.unit_id for seat in visit.actor.at("secretary")
        if "." in seat.unit_path and can(visit.actor, "extension.ask", Target(unit_path=seat.unit_path))
    ]  # fmt: skip


async def _asking(visit: Visit, request: Request) -> Asking:
    programme = await _programme(visit, request)
    mine = [await units.get(visit.tx, unit) for unit in _seats(visit)]
    if not mine:
        raise NotFound("access.not-found")
    dues = programme.milestones.values()
    wanted = request.query_params.get("moc", "")
    return Asking(
        programme=programme, units=tuple((str(one.id), one.name) for one in mine),
        milestones=tuple((due.key, f"{due.title.in_(current())} ({due.last_day:%d/%m/%Y})") for due in dues),
        chosen=wanted if wanted in programme.milestones else "", here=_here(visit, programme),
    )  # fmt: skip


async def _deciding(visit: Visit, request: Request) -> Deciding:
    programme = await _programme(visit, request)
    one = await queries.one(visit.tx, visit.actor, programme, request.path_params["extension"])
    return Deciding(programme=programme, one=one, here=_here(visit, programme), now=visit.now)


ROUTES = (listing, ask_form, ask, shown, decide)
