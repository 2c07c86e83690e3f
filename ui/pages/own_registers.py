"""The books that people keep themselves: a visit written down on a phone, what committees wrote about one."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import POLICY
from core.errors import NotFound, Problem
from core.packs.schema import Register
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers import actions, queries, rules
from core.registers.queries import Entry
from core.units.queries import Node
from ui.editing import asked_id, tried, version_after
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.register_entries import Writing, changes_of, draft_of, near
from ui.pages.registers import AT
from ui.register_words import Words, words_for
from ui.render import page

MINE = AT + "/cua-toi"
OWN = {"policy": "register.own"}


class Kept(Struct, frozen=True, kw_only=True):
    """A book with one's own entries; `may_add` where one keeps it oneself and the year is open."""

    key: str
    register: Register
    words: Words
    entries: tuple[Entry, ...]
    may_add: bool


class Mine(Struct, frozen=True, kw_only=True):
    """One's own books, then what committees wrote about one; `removed` is an entry taken out a moment ago."""

    programme: Programme
    kept: tuple[Kept, ...]
    told: tuple[Kept, ...]
    removed: Entry | None
    here: str


@get(MINE, opt=OWN)
async def mine(request: Request, programme: str) -> Response:
    """All books with something of one's own in them."""
    async with enter(request) as visit:
        found = await programmes.get(visit.tx, programme)
        view = await _mine(visit, found)
    return page(visit, "registers/mine.html", view)


@get(MINE + "/{register:str}", opt=OWN)
async def add_form(request: Request, programme: str, register: str) -> Response:
    """A new entry, today unless said otherwise."""
    return await _add_form(request, programme, register)


@post(MINE + "/{register:str}", opt=OWN)
async def add(request: Request, programme: str, register: str) -> Response:
    """Write it down."""

    async def act(visit: Visit) -> Response:
        found = await programmes.get(visit.tx, programme)
        draft = draft_of(visit.form, rules.book(found.rules, register))
        await actions.add_own(visit.tx, visit.actor, found, register, draft)
        return await visit.done(f"chuong-trinh/{programme}/so/cua-toi", ("done", _("Đã ghi vào sổ.")))

    return await tried(request, act, lambda problem: _add_form(request, programme, register, problem))


@get(MINE + "/muc/{entry:uuid}", opt=OWN)
async def edit_form(request: Request, entry: UUID) -> Response:
    """Correct one's own entry."""
    return await _edit_form(request, entry)


@post(MINE + "/muc/{entry:uuid}", opt=OWN)
async def edit(request: Request, entry: UUID) -> Response:
    """Save the correction; a stale one shows both texts."""

    async def act(visit: Visit) -> Response:
        found, programme, register = await _own(visit, entry)
        await actions.edit(visit.tx, visit.actor, found.id, draft_of(visit.form, register), visit.form.version)
        return await visit.done(f"chuong-trinh/{programme.slug}/so/cua-toi", ("done", _("Đã lưu.")))

    return await tried(request, act, lambda problem: _edit_form(request, entry, problem))


@post(MINE + "/muc/{entry:uuid}/bo", opt=OWN)
async def remove(request: Request, entry: UUID) -> Response:
    """Take it out; the list that follows can put it back."""
    async with enter(request, write=True) as visit:
        found, programme, _register = await _own(visit, entry)
        await actions.remove(visit.tx, visit.actor, found.id, visit.form.version)
        answer = await visit.done(f"chuong-trinh/{programme.slug}/so/cua-toi?bo={found.id}")
    return answer


@post(MINE + "/muc/{entry:uuid}/khoi-phuc", opt=OWN)
async def put_back(request: Request, entry: UUID) -> Response:
    """Put it back as it was."""
    async with enter(request, write=True) as visit:
        found, programme, _register = await _own(visit, entry)
        await actions.put_back(visit.tx, visit.actor, found.id)
        answer = await visit.done(f"chuong-trinh/{programme.slug}/so/cua-toi", ("done", _("Đã đưa trở lại sổ.")))
    return answer


async def _mine(visit: Visit, programme: Programme) -> Mine:
    person = visit.actor.person_id
    if person is None:
        raise NotFound("access.not-found")
    by_book: Mapping[str, list[Entry]] = {key: [] for key in rules.books(programme.rules)}
    for entry in await queries.own(visit.tx, programme, person):
        by_book[entry.register].append(entry)
    listed = programme.state == "open" and await actions.place_of(visit.tx, programme, person) is not None
    books = [
        Kept(
            key=key, register=one, words=words_for(one), entries=tuple(by_book[key]),
            may_add=listed and one.by == "self",
        )
        for key, one in rules.books(programme.rules).items()
    ]  # fmt: skip
    return Mine(
        programme=programme, here=visit.shell.url(f"chuong-trinh/{programme.slug}/so/cua-toi"),
        kept=tuple(one for one in books if one.register.by == "self" and (one.may_add or one.entries)),
        told=tuple(one for one in books if one.register.by != "self" and one.entries),
        removed=await _removed(visit, programme),
    )  # fmt: skip


async def _removed(visit: Visit, programme: Programme) -> Entry | None:
    """The entry that the address says was taken out, if it was."""
    asked = asked_id(visit.request, "bo")
    if asked is None:
        return None
    found, its, _register = await _own(visit, asked)
    return found if found.removed_at and its.id == programme.id else None


async def _own(visit: Visit, entry_id: UUID) -> tuple[Entry, Programme, Register]:
    """An entry of one's own in a book one keeps oneself; NotFound for any other."""
    found = await queries.entry(visit.tx, entry_id)
    programme = await programmes.by_id(visit.tx, found.programme_id)
    register = rules.book(programme.rules, found.register)
    if register.by != "self" or found.person_id is None or found.person_id != visit.actor.person_id:
        raise NotFound("access.not-found")
    return found, programme, register


async def _near(visit: Visit, register: Register) -> tuple[Node, ...]:
    """Where one goes: the units below the one that one serves; nothing to choose from for a plain member."""
    serves = any(seat.role in POLICY["register.read"] for seat in visit.actor.seats)
    return await near(visit, register) if serves else ()


async def _add_form(request: Request, slug: str, key: str, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, slug)
        register = rules.book(programme.rules, key)
        person = visit.actor.person_id
        if register.by != "self" or person is None or not await actions.place_of(visit.tx, programme, person):
            raise NotFound("access.not-found")
        here = visit.shell.url(f"chuong-trinh/{slug}/so/cua-toi")
        view = Writing(
            programme=programme, register=register, words=words_for(register), about=visit.actor.name, entry=None,
            version=0, places=await _near(visit, register), action=f"{here}/{key}", back=here,
        )  # fmt: skip
    return page(visit, "registers/form.html", view, problem=problem, form=visit.form)


async def _edit_form(request: Request, entry_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        found, programme, register = await _own(visit, entry_id)
        if found.removed_at:
            raise NotFound("access.not-found")
        here = visit.shell.url(f"chuong-trinh/{programme.slug}/so/cua-toi")
        view = Writing(
            programme=programme, register=register, words=words_for(register), about=visit.actor.name, entry=found,
            version=version_after(problem, found.version), places=await _near(visit, register),
            action=f"{here}/muc/{found.id}", back=here, changes=changes_of(problem, visit.form, register),
        )  # fmt: skip
    return page(visit, "registers/form.html", view, problem=problem, form=visit.form)


ROUTES = (mine, add_form, add, edit_form, edit, remove, put_back)
