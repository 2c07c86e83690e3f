"""Positions: appoint from a unit or from a person, correct, end."""

from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import Problem
from core.people import listing, posts, queries
from core.people.queries import Person, Post
from core.people.rules import FULL_TIME, titles_at
from core.units import queries as units
from core.units.queries import Unit
from ui import terms
from ui.editing import again, asked_id, asked_words, stale_changes, tried, version_after
from ui.failures import Change
from ui.formats import short_date
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.pages.units import Found, found_units
from ui.render import page

LABELS = {
    "title": N_("Chức danh"), "full_time": N_("Chuyên trách"), "provisional": N_("Lâm thời"),
    "starts_on": N_("Từ ngày"), "ends_on": N_("Đến hết ngày"),
}  # fmt: skip


class WhichPerson(Struct, frozen=True):
    """Choosing who is appointed to a unit: its people, or those of a name."""

    unit: Unit
    q: str
    rows: tuple[listing.Row, ...]
    more: bool


class WhichUnit(Struct, frozen=True):
    """Choosing the unit a person is appointed to."""

    person: Person
    q: str
    found: tuple[Found, ...]


class Edit(Struct, frozen=True, kw_only=True):
    """The form of a position: `post` is None for a new one."""

    person: Person
    unit: Unit
    post: Post | None
    titles: tuple[str, ...]
    full_time: bool
    version: int
    today: date
    changes: tuple[Change, ...] = ()


class Ending(Struct, frozen=True):
    """Ending a position, asked once."""

    post: Post
    today: date
    version: int


@get("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/bo-nhiem", opt={"policy": "position.admin"})
async def choose_person(request: Request, unit: UUID) -> Response:
    """Who is appointed: first the unit's own people, or anybody by name."""
    q = asked_words(request)
    async with enter(request) as visit:
        found = await units.get(visit.tx, unit)
        people = await listing.page(visit.tx, text=q, unit_path="" if q else found.path, size=30)
        view = WhichPerson(found, q, people.rows, people.after is not None)
    return page(visit, "people/choose_person.html", view)


@get("/{tenant:str}/quan-tri/nguoi/{person:uuid}/bo-nhiem", opt={"policy": "position.admin"})
async def appoint_form(request: Request, person: UUID) -> Response:
    """Choose the unit, then the title and the days."""
    unit_id, q = asked_id(request, "don-vi"), asked_words(request)
    if unit_id:
        return await _new(request, person, unit_id)
    async with enter(request) as visit:
        who = await queries.get(visit.tx, person)
        if q:
            found = await units.find(visit.tx, q)
        else:
            places = await queries.memberships(visit.tx, person)
            crumbs = await units.crumbs(visit.tx, places[0].unit_path) if places else ()
            found = tuple([await units.get(visit.tx, crumb.id) for crumb in reversed(crumbs)])
        view = WhichUnit(who, q, await found_units(visit, found))
    return page(visit, "people/choose_unit.html", view)


@post("/{tenant:str}/quan-tri/nguoi/{person:uuid}/bo-nhiem", opt={"policy": "position.admin"})
async def appoint(request: Request, person: UUID) -> Response:
    """Appoint, and go back to the person."""
    unit_id = asked_id(request, "don-vi")
    try:
        async with enter(request, write=True) as visit:
            if unit_id is None:
                raise Problem("form.unknown-choice", field="unit")
            await posts.appoint(visit.tx, visit.actor, person, unit_id, _facts(visit.form))
            answer = await visit.done(f"quan-tri/nguoi/{person}", ("done", _("Đã thêm chức danh.")))
    except Problem as problem:
        again(problem)
        if unit_id is None:
            raise
        return await _new(request, person, unit_id, problem)
    return answer


@get("/{tenant:str}/quan-tri/chuc-danh/{position:uuid}", opt={"policy": "position.admin"})
async def edit_form(request: Request, position: UUID) -> Response:
    """Correct title or days."""
    return await _old(request, position)


@post("/{tenant:str}/quan-tri/chuc-danh/{position:uuid}", opt={"policy": "position.admin"})
async def edit(request: Request, position: UUID) -> Response:
    """Save; a stale edit shows both texts."""

    async def act(visit: Visit) -> Response:
        held = await queries.post(visit.tx, position)
        await posts.edit(visit.tx, visit.actor, position, _facts(visit.form), visit.form.version)
        return await visit.done(f"quan-tri/nguoi/{held.person_id}", ("done", _("Đã lưu chức danh.")))

    return await tried(request, act, lambda problem: _old(request, position, problem))


@get("/{tenant:str}/quan-tri/chuc-danh/{position:uuid}/thoi-giu", opt={"policy": "position.admin"})
async def end_form(request: Request, position: UUID) -> Response:
    """End a position, asked once."""
    return await _ending(request, position)


@post("/{tenant:str}/quan-tri/chuc-danh/{position:uuid}/thoi-giu", opt={"policy": "position.admin"})
async def end(request: Request, position: UUID) -> Response:
    """End it with its last day."""

    async def act(visit: Visit) -> Response:
        held = await queries.post(visit.tx, position)
        await posts.end(visit.tx, visit.actor, position, visit.form.date("ends_on"), visit.form.version)
        said = _("Đã ghi ngày thôi giữ chức danh.")
        return await visit.done(f"quan-tri/nguoi/{held.person_id}", ("done", said))

    return await tried(request, act, lambda problem: _ending(request, position, problem))


async def _new(request: Request, person_id: UUID, unit_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        unit = await units.get(visit.tx, unit_id)
        view = Edit(
            person=await queries.get(visit.tx, person_id), unit=unit, post=None, version=0, today=visit.today,
            titles=titles_at(unit.kind, unit.standing), full_time=unit.kind in FULL_TIME,
        )  # fmt: skip
    return page(visit, "people/position.html", view, problem=problem, form=visit.form)


async def _old(request: Request, position_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        held = await queries.post(visit.tx, position_id)
        unit = await units.get(visit.tx, held.unit_id)
        view = Edit(
            person=await queries.get(visit.tx, held.person_id), unit=unit, post=held, today=visit.today,
            titles=titles_at(unit.kind, unit.standing), full_time=unit.kind in FULL_TIME,
            version=version_after(problem, held.version),
            changes=stale_changes(problem, _typed(visit.form), {n: _(t) for n, t in LABELS.items()}, _shown),
        )  # fmt: skip
    return page(visit, "people/position.html", view, problem=problem, form=visit.form)


async def _ending(request: Request, position_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        held = await queries.post(visit.tx, position_id)
        view = Ending(held, visit.today, version_after(problem, held.version))
    return page(visit, "people/end.html", view, problem=problem, form=visit.form)


def _facts(form: Form) -> posts.Facts:
    title = form.line("title")
    return posts.Facts(
        title=title, full_time=form.flag("full_time") or title == "officer", provisional=form.flag("provisional"),
        starts_on=form.date("starts_on"), ends_on=form.date("ends_on"),
    )  # fmt: skip


def _typed(form: Form) -> dict[str, object]:
    typed: dict[str, object] = dict(form.raw) | {name: form.flag(name) for name in ("full_time", "provisional")}
    for name in ("starts_on", "ends_on"):
        try:
            typed[name] = form.date(name)
        except Problem:
            continue
    return typed


def _shown(name: str, value: object) -> str:
    if name in ("full_time", "provisional"):
        return _("Có") if value else _("Không")
    if name == "title" and value in terms.TITLES:
        return terms.title_label(str(value))
    return short_date(value) if isinstance(value, date) else str(value or "–")


ROUTES = (choose_person, appoint_form, appoint, edit_form, edit, end_form, end)
