"""What the organisers of an activity do: plan it, change it, open it, call it off, close it with what came of it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, require
from core.activities import actions, queries, rules
from core.activities.queries import Activity
from core.activities.rules import Draft
from core.errors import NotFound
from core.packs.patching import active
from core.packs.schema import Quantity
from core.packs.text import Text
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers import rules as books
from core.units import queries as units
from core.units.queries import Unit
from ui.activity_words import when
from ui.editing import posted
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.activities import AT, ONE
from ui.render import page

PLAN = {"policy": "activity.plan"}
FORM, CLOSING, CANCELLING = "activities/form.html", "activities/closing.html", "activities/cancelling.html"
NOTE_MAX = 2000


class Planning(Struct, frozen=True, kw_only=True):
    """The form of an activity; `activity` is None for a new one, `units` whose committee the reader is on."""

    programme: Programme
    units: tuple[Unit, ...]
    groups: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...]
    chosen: tuple[str, ...]
    activity: Activity | None
    version: int
    action: str
    back: str
    first: date
    last: date


class Ending(Struct, frozen=True, kw_only=True):
    """Closing or calling off; `quantities` are those of the programme's book of activities."""

    activity: Activity
    when: str
    quantities: Mapping[str, Quantity]
    begun: Mapping[str, str]
    waiting: int
    here: str


@get(AT + "/moi", opt=PLAN)
async def plan_form(request: Request) -> Response:
    """A new activity of a unit on whose committee one is."""
    async with enter(request) as visit:
        view = await _planning(visit, request)
    return page(visit, FORM, view)


@post(AT + "/moi", opt=PLAN)
async def plan(request: Request) -> Response:
    """Plan it."""

    async def act(visit: Visit) -> Response:
        asked = await _planning(visit, request)
        wanted = visit.form.uuid("unit")
        unit = next((one for one in asked.units if one.id == wanted), asked.units[0])
        made = await actions.plan(visit.tx, visit.actor, asked.programme, unit, draft_of(visit.form))
        said = _("Đã lưu. Xem lại rồi bấm “Mở đăng ký” để đoàn viên thấy hoạt động này.")
        return await visit.done(f"hoat-dong/{made}", ("done", said))

    return await posted(request, act, FORM, _planning)


@get(ONE + "/sua", opt=PLAN)
async def edit_form(request: Request, activity: UUID) -> Response:
    """Change what was planned."""
    async with enter(request) as visit:
        view = await _planning(visit, request)
    return page(visit, FORM, view)


@post(ONE + "/sua", opt=PLAN)
async def edit(request: Request, activity: UUID) -> Response:
    """Save the change."""

    async def act(visit: Visit) -> Response:
        await actions.edit(visit.tx, visit.actor, activity, draft_of(visit.form), visit.form.version)
        return await visit.done(f"hoat-dong/{activity}", ("done", _("Đã lưu thay đổi.")))

    return await posted(request, act, FORM, _planning)


@post(ONE + "/mo", opt=PLAN)
async def publish(request: Request, activity: UUID) -> Response:
    """People see it and sign up from now on."""
    async with enter(request, write=True) as visit:
        await actions.publish(visit.tx, visit.actor, activity)
        said = _("Đã mở đăng ký. Đoàn viên của đơn vị và các đơn vị trực thuộc đã thấy hoạt động này.")
        return await visit.done(f"hoat-dong/{activity}", ("done", said))


@get(ONE + "/huy", opt=PLAN)
async def cancel_form(request: Request, activity: UUID) -> Response:
    """Asks once, and why."""
    async with enter(request) as visit:
        view = await _ending(visit, request)
    return page(visit, CANCELLING, view)


@post(ONE + "/huy", opt=PLAN)
async def cancel(request: Request, activity: UUID) -> Response:
    """Call it off."""

    async def act(visit: Visit) -> Response:
        await actions.cancel(visit.tx, visit.actor, activity, visit.form.text("reason", 500))
        return await visit.done(f"hoat-dong/{activity}", ("done", _("Đã hủy hoạt động.")))

    return await posted(request, act, CANCELLING, _ending)


@get(ONE + "/tong-ket", opt=PLAN)
async def close_form(request: Request, activity: UUID) -> Response:
    """What came of it."""
    async with enter(request) as visit:
        view = await _ending(visit, request)
    return page(visit, CLOSING, view)


@post(ONE + "/tong-ket", opt=PLAN)
async def close(request: Request, activity: UUID) -> Response:
    """Close it: its quantities count for the unit and for all above it."""

    async def act(visit: Visit) -> Response:
        form = visit.form
        given = {name.removeprefix("quantity."): form.line(name, 40) for name in form.names("quantity.")}
        await actions.close(visit.tx, visit.actor, activity, form.text("note", NOTE_MAX), given)
        return await visit.done(f"hoat-dong/{activity}", ("done", _("Đã tổng kết hoạt động.")))

    return await posted(request, act, CLOSING, _ending)


def draft_of(form: Form) -> Draft:
    """A plan as typed."""
    return Draft(
        title=form.line("title", rules.TITLE_MAX), place=form.line("place", rules.PLACE_MAX),
        about=form.text("about", rules.ABOUT_MAX), happens_on=form.date("happens_on"),
        starts_at=form.line("starts_at", 8), ends_on=form.date("ends_on"), ends_at=form.line("ends_at", 8),
        criteria=tuple(dict.fromkeys(form.all("criteria"))),
    )  # fmt: skip


async def _planning(visit: Visit, request: Request) -> Planning:
    activity_id = request.path_params.get("activity")
    found = await _own(visit, activity_id) if activity_id else None
    programme = await (programmes.by_id(visit.tx, found.programme_id) if found else programmes.current(visit.tx))
    seats = {seat.unit_id for seat in visit.actor.at("committee")}
    if programme is None or not seats:
        raise NotFound("access.not-found")
    own = [found.unit_id] if found else sorted(seats, key=str)
    base = visit.shell.url("hoat-dong")
    typed = visit.form.names()
    chosen = visit.form.all("criteria") if typed else (found.criteria if found else ())
    return Planning(
        programme=programme, units=tuple([await units.get(visit.tx, one) for one in own]), groups=_groups(programme),
        chosen=tuple(chosen), activity=found, version=found.version if found else 0,
        action=f"{base}/{found.id}/sua" if found else f"{base}/moi", back=f"{base}/{found.id}" if found else base,
        first=programme.starts_on, last=programme.ends_on,
    )  # fmt: skip


def _groups(programme: Programme) -> tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...]:
    """The criteria by list, in the pack's order."""
    criteria = active(programme.rules.criteria)
    found = (
        (group.title, tuple((name, one.title) for name, one in criteria.items() if one.group == key))
        for key, group in active(programme.rules.groups).items()
    )
    return tuple(one for one in found if one[1])


async def _own(visit: Visit, activity_id: UUID) -> Activity:
    found = await queries.get(visit.tx, visit.actor, activity_id)
    require(visit.actor, "activity.plan", Target(unit_path=found.unit_path), see="activity.read")
    return found


async def _ending(visit: Visit, request: Request) -> Ending:
    found = await _own(visit, request.path_params["activity"])
    programme = await programmes.by_id(visit.tx, found.programme_id)
    key, book = rules.book(programme.rules) or ("", None)
    quantities = active(books.book(programme.rules, key).quantities) if book else {}
    waiting = sum(one.waits for one in await queries.guests(visit.tx, found.id))
    return Ending(
        activity=found, when=when(found.times), quantities=quantities, waiting=waiting,
        begun={rules.PEOPLE: str(found.present)}, here=visit.shell.url(f"hoat-dong/{found.id}"),
    )  # fmt: skip


ROUTES = (plan_form, plan, edit_form, edit, publish, cancel_form, cancel, close_form, close)
