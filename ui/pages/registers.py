"""The books of a programme: all with their figures, and one with its entries, its sums below and who is missing."""

import asyncio
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from core.access import Target, can, require
from core.packs.schema import Register
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers import audience, queries, rules, totals
from core.registers.audience import Lacking, Reach
from core.registers.queries import Entry, Wanted
from core.registers.totals import Aim, Child, Figures, Summary
from core.reports.queries import home
from core.units import queries as units
from core.units.queries import Unit
from ui.audiences import audience_words
from ui.documents import register_sheet, xlsx
from ui.downloads import download
from ui.editing import asked, asked_id, asked_words
from ui.formats import file_years
from ui.guard import Visit, enter
from ui.register_words import Words, words_for
from ui.render import page
from ui.rulebook import words_of
from ui.trail import crumbs_of, years_of

AT = "/{tenant:str}/chuong-trinh/{programme:str}/so"
READ = {"policy": "register.read"}
EXPORTED = 50_000  # entries of a workbook: more than any book of a province holds in a year


class Card(Struct, frozen=True):
    """A book with its figures, and how far it reaches those it is for."""

    summary: Summary
    reach: Reach | None


class Board(Struct, frozen=True, kw_only=True):
    """All books that the reader may read, at his unit; `own` says that he keeps some himself."""

    programme: Programme
    unit: Unit
    years: tuple[tuple[str, str, bool, None], ...]
    cards: tuple[Card, ...]
    own: bool
    here: str


class Book(Struct, frozen=True, kw_only=True):
    """A book over a unit and everything below it; `lacking` are those without an entry, None where nobody asked."""

    programme: Programme
    unit: Unit
    crumbs: tuple[tuple[str, str | None], ...]
    key: str
    register: Register
    words: Words
    meant: str
    when: str
    figures: Figures
    own: Figures
    rows: tuple[Child, ...]
    aims: tuple[Aim, ...]
    reach: Reach | None
    lacking: tuple[Lacking, ...] | None
    lacking_next: UUID | None
    entries: tuple[Entry, ...]
    before: UUID | None
    after: UUID | None
    wanted: Wanted
    may_add: bool
    base: str
    here: str

    @property
    def filtered(self) -> bool:
        """Whether the list is narrowed."""
        return self.wanted != Wanted()


@get(AT, opt=READ)
async def board(request: Request, programme: str) -> Response[bytes]:
    """The books with their figures at the reader's own unit."""
    async with enter(request) as visit:
        found = await programmes.get(visit.tx, programme)
        unit = await units.get(visit.tx, home(visit.actor, "register.read"))
        shown = await totals.summaries(visit.tx, visit.actor, found, unit)
        cards = [Card(one, await audience.reach(visit.tx, found, one.key, unit.path)) for one in shown]
        view = Board(
            programme=found, unit=unit, years=years_of(visit, found, "so"), cards=tuple(cards),
            own=visit.actor.person_id is not None and can_keep(found),
            here=visit.shell.url(f"chuong-trinh/{programme}/so"),
        )  # fmt: skip
    return page(visit, "registers/board.html", view)


@get(AT + "/{register:str}", opt=READ)
async def start(request: Request, programme: str, register: str) -> Response[bytes]:
    """One book at the reader's own unit."""
    return await _book(request, programme, register, None)


@get(AT + "/{register:str}/{unit:uuid}", opt=READ)
async def book(request: Request, programme: str, register: str, unit: UUID) -> Response[bytes]:
    """One book at a unit within reach."""
    return await _book(request, programme, register, unit)


@get(AT + "/{register:str}/{unit:uuid}/xlsx", opt=READ)
async def workbook(request: Request, programme: str, register: str, unit: UUID) -> Response[bytes]:
    """The entries of a book at a unit and below as a workbook, limited as the list is."""
    async with enter(request) as visit:
        found = await programmes.get(visit.tx, programme)
        place, one = await _reached(visit, found, register, unit)
        rows = await queries.page(visit.tx, found, register, place.path, _wanted(request, one), size=EXPORTED)
    sheet = register_sheet.Sheet(found, place.name, one, words_for(one), rows.entries)
    content = await asyncio.to_thread(register_sheet.write, sheet)
    name = f"{one.title.in_('vi')} {file_years(found)} - {place.name}"
    return download(content, f"{name}.xlsx", xlsx.XLSX)


def can_keep(programme: Programme) -> bool:
    """Whether the pack has books that people keep themselves."""
    return any(one.by == "self" for one in rules.books(programme.rules).values())


async def _reached(visit: Visit, programme: Programme, key: str, unit_id: UUID | None) -> tuple[Unit, Register]:
    """The unit and the book, for who may read it there."""
    unit = await units.get(visit.tx, unit_id or home(visit.actor, "register.read"))
    register = rules.book(programme.rules, key)
    require(visit.actor, "register.read", Target(unit_path=unit.path, state=rules.sort_of(register)))
    return unit, register


def _wanted(request: Request, register: Register) -> Wanted:
    form = asked(request)
    choice = form.raw.get("loai", "")
    return Wanted(
        text=asked_words(request), choice=choice if choice in register.choices else "",
        unconfirmed=register.confirmed and form.flag("cho"), own_only=form.flag("rieng"),
    )  # fmt: skip


async def _book(request: Request, slug: str, key: str, unit_id: UUID | None) -> Response[bytes]:
    after, before, next_one = (asked_id(request, name) for name in ("sau", "truoc", "nguoi-sau"))
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, slug)
        unit, register = await _reached(visit, programme, key, unit_id)
        wanted, tx = _wanted(request, register), visit.tx
        whole = await totals.whole(tx, programme, unit, key)
        own, rows = await totals.children(tx, programme, unit, key)
        found = await queries.page(tx, programme, key, unit.path, wanted, after=after, before=before)
        lacking = None
        if asked(request).flag("chua-co"):
            lacking = await audience.lacking(tx, programme, key, unit.path, after=next_one)
        base = f"chuong-trinh/{slug}/so/{key}"
        due = programme.due(f"register:{key}")
        view = Book(
            programme=programme, unit=unit, key=key, register=register, words=words_for(register), figures=whole,
            crumbs=await crumbs_of(visit, unit.path, "register.read", base, state=rules.sort_of(register)),
            meant=audience_words(register.audience), when=words_of(due) if due else "", own=own, rows=rows,
            aims=totals.aims(programme, key, whole, await totals.kept(tx, programme)),
            reach=await audience.reach(tx, programme, key, unit.path),
            lacking=lacking[0] if lacking else None, lacking_next=lacking[1] if lacking else None,
            entries=found.entries, before=found.before, after=found.after, wanted=wanted,
            may_add=_may_add(visit, programme, register, unit), base=visit.shell.url(base),
            here=visit.shell.url(f"{base}/{unit.id}"),
        )  # fmt: skip
    return page(visit, "registers/book.html", view)


def _may_add(visit: Visit, programme: Programme, register: Register, unit: Unit) -> bool:
    if programme.state != "open" or register.by == "self":
        return False
    return can(visit.actor, "register.write", Target(unit_path=unit.path, state=rules.sort_of(register)))


def query_of(wanted: Wanted) -> str:
    """The filters of a list as they stand in its address."""
    kept = {"q": wanted.text, "loai": wanted.choice, "cho": "1" if wanted.unconfirmed else "",
            "rieng": "1" if wanted.own_only else ""}  # fmt: skip
    return urlencode({name: value for name, value in kept.items() if value})


ROUTES = (board, start, book, workbook)
