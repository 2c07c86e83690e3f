"""An entry of a book that committees keep: written, read, corrected, taken out, put back, confirmed."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, require
from core.enrolments import listing as roster
from core.errors import NotFound, Problem
from core.packs.schema import Register
from core.people import listing as people
from core.people import queries as persons
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers import actions, awards, places, queries, rules
from core.registers.awards import Award
from core.registers.queries import Entry
from core.registers.rules import Draft
from core.reports.queries import home
from core.units import queries as units
from core.units.queries import Node, Unit
from ui.editing import asked_id, asked_words, shown_again, stale_changes, tried, version_after
from ui.failures import Change
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.registers import AT, READ
from ui.register_words import Words, labels, shown, words_for
from ui.render import page

WRITE, CONFIRM = {"policy": "register.write"}, {"policy": "register.confirm"}
ADD = AT + "/{register:str}/{unit:uuid}/them"
ONE = AT + "/muc/{entry:uuid}"


class Name(Struct, frozen=True):
    """Somebody whom an entry may be about."""

    id: UUID
    full_name: str
    note: str


class Choosing(Struct, frozen=True, kw_only=True):
    """Whom the entry is about: people of the unit and below, or those of a name."""

    programme: Programme
    unit: Unit
    register: Register
    words: Words
    q: str
    people: tuple[Name, ...]
    more: bool
    here: str
    back: str


class Writing(Struct, frozen=True, kw_only=True):
    """The form of an entry; `entry` is None for a new one, `about` whom or which unit it is about."""

    programme: Programme
    register: Register
    words: Words
    about: str
    entry: Entry | None
    places: tuple[Node, ...]
    version: int
    action: str
    back: str
    changes: tuple[Change, ...] = ()


class Shown(Struct, frozen=True, kw_only=True):
    """One entry with what the reader may do with it."""

    programme: Programme
    register: Register
    words: Words
    entry: Entry
    may_write: bool
    may_confirm: bool
    own: bool
    here: str
    book_url: str


@get(ADD, opt=WRITE)
async def add_form(request: Request, programme: str, register: str, unit: UUID) -> Response:
    """A new entry: about the unit, or first whom it is about."""
    person = asked_id(request, "nguoi")
    async with enter(request) as visit:
        found, one, place = await _place(visit, programme, register, unit)
        if one.of == "person" and person is None:
            return page(visit, "registers/choose_person.html", await _choosing(visit, found, register, one, place))
    return await _add_form(request, programme, register, unit, person)


@post(ADD, opt=WRITE)
async def add(request: Request, programme: str, register: str, unit: UUID) -> Response:
    """Write it down, and back to the book."""
    person = asked_id(request, "nguoi")
    async def act(visit: Visit) -> Response:
        found = await programmes.get(visit.tx, programme)
        draft = draft_of(visit.form, rules.book(found.rules, register))
        if person:
            await actions.add_about_person(visit.tx, visit.actor, found, register, person, draft)
        else:
            await actions.add_about_unit(visit.tx, visit.actor, found, register, unit, draft)
        return await visit.done(f"chuong-trinh/{programme}/so/{register}/{unit}", ("done", _("Đã ghi vào sổ.")))

    return await tried(request, act, lambda problem: _add_form(request, programme, register, unit, person, problem))


@get(ONE, opt=READ)
async def show(request: Request, entry: UUID) -> Response:
    """One entry, also one that was taken out."""
    async with enter(request) as visit:
        view = await _shown(visit, request)
    return page(visit, "registers/entry.html", view)


@get(ONE + "/sua", opt=WRITE)
async def edit_form(request: Request, entry: UUID) -> Response:
    """Correct an entry."""
    return await _edit_form(request, entry)


@post(ONE + "/sua", opt=WRITE)
async def edit(request: Request, entry: UUID) -> Response:
    """Save the correction; a stale one shows both texts."""

    async def act(visit: Visit) -> Response:
        found, programme, register = await _readable(visit, entry)
        await actions.edit(visit.tx, visit.actor, entry, draft_of(visit.form, register), visit.form.version)
        return await visit.done(f"chuong-trinh/{programme.slug}/so/muc/{found.id}", ("done", _("Đã lưu.")))

    return await tried(request, act, lambda problem: _edit_form(request, entry, problem))


@post(ONE + "/bo", opt=WRITE)
async def remove(request: Request, entry: UUID) -> Response:
    """Take it out; the page that follows can put it back."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            reason = visit.form.text("reason", awards.REASON_MAX)
            await actions.remove(visit.tx, visit.actor, entry, visit.form.version, reason)
            slug = (await _readable(visit, entry))[1].slug
            answer = await visit.done(f"chuong-trinh/{slug}/so/muc/{entry}", ("done", _("Đã bỏ khỏi sổ.")))
    except Problem as problem:
        if problem.field != "reason":
            raise
        return await shown_again(request, visit, problem, "registers/entry.html", _shown)
    return answer


@post(ONE + "/khoi-phuc", opt=WRITE)
async def put_back(request: Request, entry: UUID) -> Response:
    """Put it back as it was."""
    async with enter(request, write=True) as visit:
        await actions.put_back(visit.tx, visit.actor, entry)
        slug = (await _readable(visit, entry))[1].slug
        answer = await visit.done(f"chuong-trinh/{slug}/so/muc/{entry}", ("done", _("Đã đưa trở lại sổ.")))
    return answer


@post(ONE + "/xac-nhan", opt=CONFIRM)
async def confirm(request: Request, entry: UUID) -> Response:
    """Confirm, or take that back."""
    async with enter(request, write=True) as visit:
        holds = visit.form.flag("dung")
        await actions.confirm(visit.tx, visit.actor, entry, visit.form.version, holds=holds)
        slug = (await _readable(visit, entry))[1].slug
        said = _("Đã xác nhận.") if holds else _("Đã bỏ xác nhận.")
        answer = await visit.done(f"chuong-trinh/{slug}/so/muc/{entry}", ("done", said))
    return answer


def draft_of(form: Form, register: Register) -> Draft:
    """An entry as it was typed; numbers stay texts, for the rules to read."""
    return Draft(
        happened_on=form.date("happened_on"), title=form.line("title", rules.TITLE_MAX),
        note=form.text("note", rules.NOTE_MAX), choice=form.line("choice", 80), place_unit_id=form.uuid("place"),
        quantities={key: form.line(f"quantity.{key}", 40) for key in register.quantities},
        award=award_of(form) if awards.kept(register) else None,
    )  # fmt: skip


def award_of(form: Form) -> Award:
    """What a commendation is, as it was typed."""
    return Award(
        form=form.line("award_form", awards.FORM_MAX), level=form.line("award_level", 20),
        occasion=form.line("award_occasion", 20), number=form.line("award_number", awards.NUMBER_MAX),
        dated=form.date("award_dated"),
    )  # fmt: skip


def changes_of(problem: Problem | None, form: Form, register: Register) -> tuple[Change, ...]:
    """Both texts of a stale correction."""
    return stale_changes(problem, form.raw, labels(register), lambda name, value: shown(register, name, value))


async def _shown(visit: Visit, request: Request) -> Shown:
    """One entry with what the reader may do with it."""
    found, programme, register = await _readable(visit, request.path_params["entry"])
    target = Target(unit_path=found.unit_path, person_id=found.person_id, state=rules.sort_of(register))
    opened, own = programme.state == "open", found.person_id == visit.actor.person_id is not None
    base = f"chuong-trinh/{programme.slug}/so"
    return Shown(
        programme=programme, register=register, words=words_for(register), entry=found, own=own,
        may_write=opened and register.by != "self" and can(visit.actor, "register.write", target),
        may_confirm=opened and register.confirmed and can(visit.actor, "register.confirm", target),
        here=visit.shell.url(f"{base}/muc/{found.id}"),
        book_url=visit.shell.url(f"{base}/{found.register}/{found.unit_id}"),
    )  # fmt: skip


async def near(visit: Visit, register: Register, unit_id: UUID | None = None) -> tuple[Node, ...]:
    """The places to choose from, where the book asks for one."""
    if not words_for(register).placed:
        return ()
    return await places.places(visit.tx, await units.get(visit.tx, unit_id or home(visit.actor, "register.read")))


async def _readable(visit: Visit, entry_id: UUID) -> tuple[Entry, Programme, Register]:
    """The entry with its programme and book, for who may read it; the address must name its programme."""
    found = await queries.entry(visit.tx, entry_id)
    programme = await programmes.by_id(visit.tx, found.programme_id)
    register = rules.book(programme.rules, found.register)
    if programme.slug != visit.request.path_params["programme"]:
        raise NotFound("access.not-found")
    if not queries.readable(visit.actor, register, found.unit_path):
        raise NotFound("access.not-found")
    return found, programme, register


async def _place(visit: Visit, slug: str, key: str, unit_id: UUID) -> tuple[Programme, Register, Unit]:
    """Where somebody is about to write; NotFound for who may not, and for books that people keep themselves."""
    programme, unit = await programmes.get(visit.tx, slug), await units.get(visit.tx, unit_id)
    register = rules.book(programme.rules, key)
    if register.by == "self":
        raise NotFound("access.not-found")
    require(visit.actor, "register.write", Target(unit_path=unit.path, state=rules.sort_of(register)))
    return programme, register, unit


async def _choosing(visit: Visit, programme: Programme, key: str, register: Register, unit: Unit) -> Choosing:
    q = asked_words(visit.request)
    if programme.rules.subject.kind in ("member", "cadre"):
        listed = await roster.page(visit.tx, programme, roster.Filter(text=q, unit_path=unit.path))
        found, more = [Name(one.person_id, one.full_name, one.unit_name) for one in listed.lines], listed.after
    else:
        others = await people.page(visit.tx, text=q, unit_path=unit.path)
        found, more = [Name(one.id, one.full_name, one.unit_name or "") for one in others.rows], others.after
    base = visit.shell.url(f"chuong-trinh/{programme.slug}/so/{key}/{unit.id}")
    return Choosing(
        programme=programme, unit=unit, register=register, words=words_for(register), q=q, more=more is not None,
        people=tuple(one for one in found if one.id != visit.actor.person_id), here=f"{base}/them", back=base,
    )  # fmt: skip


async def _add_form(
    request: Request, slug: str, key: str, unit_id: UUID, person: UUID | None, problem: Problem | None = None
) -> Response:
    async with enter(request) as visit:
        programme, register, unit = await _place(visit, slug, key, unit_id)
        about = unit.name
        if register.of == "person":
            if person is None:
                raise NotFound("access.not-found")
            place = await actions.place_of(visit.tx, programme, person)
            if place is None or not queries.readable(visit.actor, register, place.path):
                raise NotFound("access.not-found")
            about = (await persons.get(visit.tx, person)).full_name
        base = visit.shell.url(f"chuong-trinh/{slug}/so/{key}/{unit.id}")
        view = Writing(
            programme=programme, register=register, words=words_for(register), about=about, entry=None, version=0,
            places=await near(visit, register, unit.id), back=base,
            action=f"{base}/them" + (f"?nguoi={person}" if person else ""),
        )  # fmt: skip
    return page(visit, "registers/form.html", view, problem=problem, form=visit.form)


async def _edit_form(request: Request, entry_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        found, programme, register = await _readable(visit, entry_id)
        target = Target(unit_path=found.unit_path, person_id=found.person_id, state=rules.sort_of(register))
        if register.by == "self" or found.removed_at:
            raise NotFound("access.not-found")
        require(visit.actor, "register.write", target)
        here = visit.shell.url(f"chuong-trinh/{programme.slug}/so/muc/{found.id}")
        view = Writing(
            programme=programme, register=register, words=words_for(register), entry=found,
            about=found.person_name or found.unit_name, version=version_after(problem, found.version),
            places=await near(visit, register), action=f"{here}/sua", back=here,
            changes=changes_of(problem, visit.form, register),
        )  # fmt: skip
    return page(visit, "registers/form.html", view, problem=problem, form=visit.form)


ROUTES = (add_form, add, show, edit_form, edit, remove, put_back, confirm)
