"""Activities: what is planned, signing up, and the check-in page whose code changes every half minute."""

import time
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, require
from core.activities import actions, queries, rules
from core.activities.queries import Activity, Guest
from core.activities.rules import Draft
from core.errors import NotFound, Problem
from core.packs.text import Text
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.units import queries as units
from core.units.queries import Unit
from ui.editing import again, shown_again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.qr import Qr, qr
from ui.render import page

READ, JOIN = {"policy": "activity.read"}, {"policy": "activity.join"}
PLAN, MARK = {"policy": "activity.plan"}, {"policy": "activity.mark"}
AT = "/{tenant:str}/hoat-dong"
ONE = AT + "/{activity:uuid}"
REFRESH = "10"  # seconds between two looks at who came; below the half minute of a code


class Listing(Struct, frozen=True):
    """What is planned, from today on and before."""

    coming: tuple[Activity, ...]
    past: tuple[Activity, ...]
    may_plan: bool
    base: str


class Planning(Struct, frozen=True):
    """The form of a new activity of a unit, in the programme that runs."""

    programme: Programme
    unit: Unit
    chosen: tuple[str, ...]
    base: str


class Shown(Struct, frozen=True, kw_only=True):
    """One activity; `code` is filled on the check-in page or carried by the link that was scanned."""

    activity: Activity
    criteria: tuple[Text, ...]
    guests: tuple[Guest, ...] = ()
    may_join: bool
    may_mark: bool
    today: bool
    over: bool
    here: str
    base: str
    qr: Qr | None = None
    link: str = ""
    code: str = ""


@get(AT, opt=READ)
async def listing(request: Request) -> Response:
    """All activities within reach."""
    async with enter(request) as visit:
        found = await queries.listing(visit.tx, visit.actor)
        view = Listing(
            tuple(reversed([one for one in found if one.happens_on >= visit.today])),
            tuple(one for one in found if one.happens_on < visit.today),
            bool(visit.actor.at("committee")), visit.shell.url("hoat-dong"),
        )  # fmt: skip
    return page(visit, "activities/listing.html", view)


@get(AT + "/moi", opt=PLAN)
async def plan_form(request: Request) -> Response:
    """A new activity of the own committee's unit."""
    async with enter(request) as visit:
        view = await _planning(visit, request)
    return page(visit, "activities/form.html", view)


@post(AT + "/moi", opt=PLAN)
async def plan(request: Request) -> Response:
    """Plan it."""
    visit = None
    try:
        async with enter(request, write=True) as visit:
            form, asked = visit.form, await _planning(visit, request)
            draft = Draft(
                title=form.line("title"), place=form.line("place"), happens_on=form.date("happens_on"),
                starts_at=form.line("starts_at", 5), criteria=tuple(dict.fromkeys(form.all("criteria"))),
            )  # fmt: skip
            made = await actions.plan(visit.tx, visit.actor, asked.programme, asked.unit, draft)
            answer = await visit.done(f"hoat-dong/{made}", ("done", _("Đã lên lịch hoạt động.")))
    except Problem as problem:
        again(problem)
        return await shown_again(request, visit, problem, "activities/form.html", _planning)
    return answer


@get(ONE, opt=READ)
async def show(request: Request, activity: UUID) -> Response:
    """One activity."""
    async with enter(request) as visit:
        view = await _shown(visit, activity)
    return page(visit, "activities/activity.html", view)


@post(ONE + "/dang-ky", opt=JOIN)
async def sign_up(request: Request, activity: UUID) -> Response:
    """I will come."""
    async with enter(request, write=True) as visit:
        await actions.sign_up(visit.tx, visit.actor, activity)
        return await visit.done(f"hoat-dong/{activity}", ("done", _("Đã đăng ký tham gia.")))


@post(ONE + "/rut", opt=JOIN)
async def take_back(request: Request, activity: UUID) -> Response:
    """I will not come after all."""
    async with enter(request, write=True) as visit:
        await actions.take_back(visit.tx, visit.actor, activity)
        return await visit.done(f"hoat-dong/{activity}", ("done", _("Đã rút đăng ký.")))


@get(ONE + "/diem-danh", opt=MARK)
async def board(request: Request, activity: UUID) -> Response:
    """The screen of the organiser: the code of the moment and who is there; it renews itself."""
    async with enter(request) as visit:
        found = await queries.get(visit.tx, visit.actor, activity)
        require(visit.actor, "activity.mark", Target(unit_path=found.unit_path))
        given = rules.code(visit.secret, activity, time.time())
        link = f"{request.app.state.settings.base_url}{visit.shell.url(f'hoat-dong/{activity}/den/{given}')}"
        view = await _shown(visit, activity, qr=qr(link), link=link)
    answer = page(visit, "activities/board.html", view)
    answer.headers["refresh"] = REFRESH
    return answer


@post(ONE + "/co-mat/{person:uuid}", opt=MARK)
async def mark(request: Request, activity: UUID, person: UUID) -> Response:
    """The organiser marks somebody by hand."""
    async with enter(request, write=True) as visit:
        await actions.mark(visit.tx, visit.actor, activity, person)
        return await visit.done(f"hoat-dong/{activity}/diem-danh", ("done", _("Đã ghi có mặt.")))


@get(ONE + "/den/{code:str}", opt=JOIN)
async def arrive(request: Request, activity: UUID, code: str) -> Response:
    """Where the scanned link leads: one button."""
    async with enter(request) as visit:
        view = await _shown(visit, activity, code=code)
    return page(visit, "activities/arrive.html", view)


@post(ONE + "/den/{code:str}", opt=JOIN)
async def check_in(request: Request, activity: UUID, code: str) -> Response:
    """I am here."""
    async with enter(request, write=True) as visit:
        holds = rules.holds(visit.secret, activity, code, time.time())
        await actions.check_in(visit.tx, visit.actor, activity, code_holds=holds)
        return await visit.done(f"hoat-dong/{activity}", ("done", _("Đã điểm danh. Cảm ơn bạn đã tham gia!")))


async def _planning(visit: Visit, request: Request) -> Planning:
    seat = next(iter(visit.actor.at("committee")), None)
    programme = await programmes.current(visit.tx)
    if seat is None or programme is None:
        raise NotFound("access.not-found")
    unit = await units.get(visit.tx, seat.unit_id)
    return Planning(programme, unit, tuple(visit.form.texts("criteria")), visit.shell.url("hoat-dong"))


async def _shown(visit: Visit, activity_id: UUID, *, qr: Qr | None = None, link: str = "", code: str = "") -> Shown:
    found = await queries.get(visit.tx, visit.actor, activity_id)
    known = (await programmes.by_id(visit.tx, found.programme_id)).rules.criteria
    target = Target(unit_path=found.unit_path)
    may_mark = can(visit.actor, "activity.mark", target)
    return Shown(
        activity=found, criteria=tuple(known[key].title for key in found.criteria if key in known),
        guests=await queries.guests(visit.tx, activity_id) if may_mark else (), may_mark=may_mark,
        may_join=visit.actor.person_id is not None and can(visit.actor, "activity.join", target),
        today=found.happens_on == visit.today, over=found.happens_on < visit.today, qr=qr, link=link, code=code,
        here=visit.shell.url(f"hoat-dong/{activity_id}"), base=visit.shell.url("hoat-dong"),
    )  # fmt: skip


ROUTES = (listing, plan_form, plan, show, sign_up, take_back, board, mark, arrive, check_in)
