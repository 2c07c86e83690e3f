"""People: the list, one person with branch and positions, and the forms of the administrator."""

from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, may
from core.enrolments import transfers
from core.errors import NotFound, Problem
from core.people import actions, listing, queries
from core.people.queries import Membership, Person, Post
from core.units import queries as units
from core.units.queries import Unit
from core.units.rules import KINDS, holds_members
from ui import terms
from ui.editing import asked, asked_id, asked_words, stale_changes, tried, version_after
from ui.failures import Change
from ui.formats import short_date
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.pages.units import Found, found_units
from ui.render import page

LABELS = {
    "full_name": N_("Họ và tên"), "code": N_("Mã đoàn viên"), "birth_date": N_("Ngày sinh"),
    "gender": N_("Giới tính"), "joined_on": N_("Ngày vào Đoàn"),
    "occupation": N_("Nghề nghiệp"), "phone": N_("Số điện thoại"), "email": N_("Email"),
}  # fmt: skip


class People(Struct, frozen=True, kw_only=True):
    """A page of the list, with what it was filtered by."""

    page: listing.Page
    q: str
    unit: Unit | None
    cadres: bool


class Sheet(Struct, frozen=True, kw_only=True):
    """One person: facts, branches, positions; whether the reader may open the record over the years."""

    person: Person
    memberships: tuple[Membership, ...]
    current: Membership | None
    posts: tuple[Post, ...]
    admin: bool
    record: bool


class Edit(Struct, frozen=True, kw_only=True):
    """The form of a person: `person` is None for a new one, `unit` the branch to join."""

    person: Person | None
    unit: Unit | None
    version: int
    changes: tuple[Change, ...] = ()


class Transfer(Struct, frozen=True, kw_only=True):
    """Choosing a branch: suggestions or what `q` found, or the one chosen."""

    person: Person
    current: Membership | None
    q: str
    found: tuple[Found, ...]
    chosen: Unit | None
    sheets: tuple[transfers.Sheet, ...]


class Leaving(Struct, frozen=True):
    """Ending a membership without another branch."""

    person: Person
    current: Membership | None


@get("/{tenant:str}/quan-tri/nguoi", opt={"policy": "person.admin"})
async def people(request: Request) -> Response:
    """People in name order, found with or without diacritics, in a part of the tree."""
    form = asked(request)
    q, cadres = asked_words(request), form.flag("can-bo")
    unit_id, after, before = (asked_id(request, name) for name in ("don-vi", "sau", "truoc"))
    async with enter(request) as visit:
        unit = await units.get(visit.tx, unit_id) if unit_id else None
        found = await listing.page(
            visit.tx, text=q, unit_path=unit.path if unit else "", cadres=cadres, after=after, before=before
        )
    return page(visit, "people/list.html", People(page=found, q=q, unit=unit, cadres=cadres))


@get("/{tenant:str}/quan-tri/nguoi/{person:uuid}", opt={"policy": "person.read"})
async def show(request: Request, person: UUID) -> Response:
    """One person, for those responsible for a unit he belongs to or serves."""
    async with enter(request) as visit:
        paths = await queries.places_of(visit.tx, person)
        targets = [Target(unit_path=path, person_id=person) for path in ("", *paths)]
        if not any(can(visit.actor, "person.read", target) for target in targets):
            raise NotFound("access.not-found")
        past = await queries.memberships(visit.tx, person)
        view = Sheet(
            person=await queries.get(visit.tx, person), memberships=past, current=_current(past),
            posts=await queries.posts(visit.tx, person), admin=may(visit.actor, "person.admin"),
            record=any(can(visit.actor, "record.read", target) for target in targets),
        )  # fmt: skip
    return page(visit, "people/show.html", view)


@get("/{tenant:str}/quan-tri/nguoi/moi", opt={"policy": "person.admin"})
async def add_form(request: Request) -> Response:
    """A new person, at once in a branch when the address names one."""
    return await _form(request, None, asked_id(request, "don-vi"))


@post("/{tenant:str}/quan-tri/nguoi/moi", opt={"policy": "person.admin"})
async def add(request: Request) -> Response:
    """Add, and go to the person."""

    async def act(visit: Visit) -> Response:
        facts, unit = _facts(visit.form), visit.form.uuid("unit")
        made = await actions.add(visit.tx, visit.actor, facts, unit, visit.form.date("starts_on"))
        said = _("Đã thêm %(name)s.") % {"name": facts.full_name}
        return await visit.done(f"quan-tri/nguoi/{made}", ("done", said))

    return await tried(request, act, lambda problem: _form(request, None, None, problem))


@get("/{tenant:str}/quan-tri/nguoi/{person:uuid}/sua", opt={"policy": "person.admin"})
async def edit_form(request: Request, person: UUID) -> Response:
    """Name, code, birth date and the rest."""
    return await _form(request, person, None)


@post("/{tenant:str}/quan-tri/nguoi/{person:uuid}/sua", opt={"policy": "person.admin"})
async def edit(request: Request, person: UUID) -> Response:
    """Save; a stale edit shows both texts."""

    async def act(visit: Visit) -> Response:
        await actions.edit(visit.tx, visit.actor, person, _facts(visit.form), visit.form.version)
        return await visit.done(f"quan-tri/nguoi/{person}", ("done", _("Đã lưu thông tin đoàn viên.")))

    return await tried(request, act, lambda problem: _form(request, person, None, problem))


@get("/{tenant:str}/quan-tri/nguoi/{person:uuid}/chuyen", opt={"policy": "person.admin"})
async def transfer_form(request: Request, person: UUID) -> Response:
    """Choose the branch, then the day."""
    return await _transfer(request, person)


@post("/{tenant:str}/quan-tri/nguoi/{person:uuid}/chuyen", opt={"policy": "person.admin"})
async def transfer(request: Request, person: UUID) -> Response:
    """End the membership there was, start the new one."""

    async def act(visit: Visit) -> Response:
        unit = visit.form.uuid("unit")
        if unit is None:
            raise Problem("form.unknown-choice", field="unit")
        reason = visit.form.line("reason", 500) or _("Chuyển sinh hoạt Đoàn")
        day = visit.form.date("starts_on")
        await transfers.transfer(visit.tx, visit.actor, person, unit, day, reason)
        return await visit.done(f"quan-tri/nguoi/{person}", ("done", _("Đã chuyển sinh hoạt Đoàn.")))

    return await tried(request, act, lambda problem: _transfer(request, person, problem))


@get("/{tenant:str}/quan-tri/nguoi/{person:uuid}/thoi-sinh-hoat", opt={"policy": "person.admin"})
async def leave_form(request: Request, person: UUID) -> Response:
    """End a membership, asked once."""
    return await _leaving(request, person)


@post("/{tenant:str}/quan-tri/nguoi/{person:uuid}/thoi-sinh-hoat", opt={"policy": "person.admin"})
async def leave(request: Request, person: UUID) -> Response:
    """End it; the history stays."""

    async def act(visit: Visit) -> Response:
        await actions.leave(visit.tx, visit.actor, person, visit.form.date("ends_on"))
        return await visit.done(f"quan-tri/nguoi/{person}", ("done", _("Đã ghi ngày thôi sinh hoạt.")))

    return await tried(request, act, lambda problem: _leaving(request, person, problem))


async def _form(
    request: Request, person_id: UUID | None, unit_id: UUID | None, problem: Problem | None = None
) -> Response:
    async with enter(request) as visit:
        person = await queries.get(visit.tx, person_id) if person_id else None
        joins = unit_id or (_id_again(visit.form, "unit") if person is None else None)
        view = Edit(
            person=person, unit=await units.get(visit.tx, joins) if joins else None,
            version=version_after(problem, person.version if person else 0),
            changes=stale_changes(problem, _typed(visit.form), {n: _(t) for n, t in LABELS.items()}, _shown),
        )  # fmt: skip
    return page(visit, "people/form.html", view, problem=problem, form=visit.form)


async def _transfer(request: Request, person_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        current = _current(await queries.memberships(visit.tx, person_id))
        q = asked_words(request)
        chosen = _id_again(visit.form, "unit") or asked_id(request, "den")
        view = Transfer(
            person=await queries.get(visit.tx, person_id), current=current, q=q,
            found=() if chosen else await _branches(visit, q, current),
            chosen=await units.get(visit.tx, chosen) if chosen else None,
            sheets=await transfers.sheets(visit.tx, person_id) if chosen else (),
        )  # fmt: skip
    return page(visit, "people/transfer.html", view, problem=problem, form=visit.form)


async def _branches(visit: Visit, q: str, current: Membership | None) -> tuple[Found, ...]:
    """What `q` finds; without it the branches beside the present one."""
    if q:
        found = await units.find(visit.tx, q, kinds=[kind for kind in KINDS if holds_members(kind)])
    else:
        crumbs = await units.crumbs(visit.tx, current.unit_path) if current else ()
        beside = await units.children(visit.tx, crumbs[-2].id) if len(crumbs) > 1 else ()
        found = tuple(unit for unit in beside if holds_members(unit.kind) and not unit.closed_on)
    return await found_units(visit, tuple(u for u in found if not current or u.id != current.unit_id))


async def _leaving(request: Request, person_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        person = await queries.get(visit.tx, person_id)
        view = Leaving(person, _current(await queries.memberships(visit.tx, person_id)))
    return page(visit, "people/leave.html", view, problem=problem, form=visit.form)


def _current(past: tuple[Membership, ...]) -> Membership | None:
    return next((one for one in past if one.ends_on is None), None)


def _id_again(form: Form, name: str) -> UUID | None:
    """The id in a form shown again; one that is none is left out."""
    try:
        return form.uuid(name)
    except Problem:
        return None


def _facts(form: Form) -> actions.Facts:
    return actions.Facts(
        full_name=form.line("full_name", 200), code=form.line("code", 60) or None, gender=form.line("gender") or None,
        birth_date=form.date("birth_date"), joined_on=form.date("joined_on"),
        occupation=form.line("occupation") or None, phone=form.line("phone", 30).replace(" ", "") or None,
        email=form.line("email").lower() or None,
    )  # fmt: skip


def _typed(form: Form) -> dict[str, object]:
    """What was typed, dates as dates where they are."""
    typed: dict[str, object] = dict(form.raw)
    for name in ("birth_date", "joined_on"):
        try:
            typed[name] = form.date(name)
        except Problem:
            continue
    return typed


def _shown(name: str, value: object) -> str:
    if name == "gender":
        return terms.gender_label(str(value)) if value in terms.GENDERS else "–"
    if name == "occupation":
        return terms.occupation_label(str(value)) if value in terms.OCCUPATIONS else "–"
    return short_date(value) if isinstance(value, date) else str(value or "–")


ROUTES = (people, show, add_form, add, edit_form, edit, transfer_form, transfer, leave_form, leave)
