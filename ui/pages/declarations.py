"""Declarations: what a unit owes and has declared, the form with its file, and who below has declared what."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, require
from core.declarations import actions, files, queries
from core.declarations.actions import Entry
from core.declarations.queries import Child, Item, Measure
from core.errors import NotFound, Problem
from core.packs.calendar import Due, undated
from core.packs.schema import Declaration
from core.people.rules import TITLES
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.units import queries as units
from core.units.queries import Crumb, Unit
from ui.editing import asked, stale_changes, tried
from ui.failures import Change
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.render import page
from ui.rulebook import Undated, rhythm, stretch_of, undated_row, words_of
from ui.terms import kind_label

BASE = "/{tenant:str}/chuong-trinh/{programme:str}/ke-khai"
UPLOAD_LIMIT = files.MOST + 200_000  # the file and the other fields
LABELS = {"number": N_("Số văn bản"), "dated_on": N_("Ngày"), "note": N_("Ghi chú")}


class Series(Struct, frozen=True):
    """A duty that returns within the year, one item a stretch (S1-15)."""

    entry: Declaration
    rhythm: str
    items: tuple[Item, ...]

    @property
    def done(self) -> int:
        """Stretches that were declared."""
        return sum(item.declared is not None for item in self.items)

    def overdue(self, now: datetime) -> int:
        """Stretches that are over and were not declared."""
        return sum(item.declared is None and item.due is not None and now >= item.due.closes_at for item in self.items)


class Board(Struct, frozen=True, kw_only=True):
    """A unit's own declarations, single and returning, those bound to meetings, and those of the units below: all
    measures, and one of them unit by unit."""

    programme: Programme
    unit: Unit
    crumbs: tuple[Crumb, ...]
    items: tuple[Item, ...]
    series: tuple[Series, ...]
    undated: tuple[Undated, ...]
    now: datetime
    measures: tuple[Measure, ...]
    chosen: Measure | None
    children: tuple[Child, ...]
    kind_names: Mapping[str, str]
    words: Mapping[str, str]
    writable: bool


class Form(Struct, frozen=True, kw_only=True):
    """One duty of a unit as a form; `words` is its date as the source says it."""

    programme: Programme
    unit: Unit
    crumbs: tuple[Crumb, ...]
    item: Item
    words: str
    writable: bool
    file_needed: bool
    version: int
    changes: tuple[Change, ...] = ()


@get(BASE, opt={"policy": "declaration.read"})
async def own(request: Request, programme: str) -> Response:
    """The board of one's own unit; of the top for those who see all."""
    async with enter(request) as visit:
        view = await _board(visit, programme, await _home(visit))
    return page(visit, "declarations/board.html", view)


@get(f"{BASE}/{{unit:uuid}}", opt={"policy": "declaration.read"})
async def of_unit(request: Request, programme: str, unit: UUID) -> Response:
    """The board of a unit within reach."""
    async with enter(request) as visit:
        found = await units.get(visit.tx, unit)
        require(visit.actor, "declaration.read", Target(unit_path=found.path))
        view = await _board(visit, programme, found)
    return page(visit, "declarations/board.html", view)


@get(f"{BASE}/{{unit:uuid}}/{{key:str}}", opt={"policy": "declaration.read"})
async def form(request: Request, programme: str, unit: UUID, key: str) -> Response:
    """Declare, correct, or read."""
    return await _form(request, programme, unit, key)


@post(f"{BASE}/{{unit:uuid}}/{{key:str}}", opt={"policy": "declaration.write"}, request_max_body_size=UPLOAD_LIMIT)
async def declare(request: Request, programme: str, unit: UUID, key: str) -> Response:
    """Declare or correct; a late one is accepted and marked."""

    async def act(visit: Visit) -> Response:
        found = await programmes.get(visit.tx, programme)
        late = await actions.declare(visit.tx, visit.actor, found, unit, key, await _entry(visit))
        said = ("soon", _("Đã kê khai, ghi là trễ hạn.")) if late else ("done", _("Đã kê khai."))
        return await visit.done(f"chuong-trinh/{programme}/ke-khai/{unit}", said)

    return await tried(request, act, lambda problem: _form(request, programme, unit, key, problem))


async def _entry(visit: Visit) -> Entry:
    sent = visit.form.file("file")
    upload = files.Upload(sent.filename, await sent.read(files.MOST + 1)) if sent else None
    return Entry(
        number=visit.form.line("number", 60), dated_on=visit.form.date("dated_on"), note=visit.form.text("note", 1000),
        upload=upload, keep_file=not visit.form.flag("drop_file"), version=visit.form.version,
    )  # fmt: skip


async def _home(visit: Visit) -> Unit:
    """The unit an actor answers for: the top for those who see all, else where the highest title is held."""
    seats = [seat for seat in visit.actor.seats if _reads(visit, seat.unit_path)]
    if not seats:
        raise NotFound("access.not-found")
    if visit.actor.has("provincial_admin", "office", "inspector"):
        return await units.top(visit.tx)
    own = min(
        seats, key=lambda seat: (TITLES.index(seat.title) if seat.title in TITLES else len(TITLES), seat.unit_path)
    )
    return await units.get(visit.tx, own.unit_id)


def _reads(visit: Visit, path: str) -> bool:
    return can(visit.actor, "declaration.read", Target(unit_path=path))


async def _board(visit: Visit, word: str, unit: Unit) -> Board:
    programme = await programmes.get(visit.tx, word)
    items = await queries.items(visit.tx, programme, unit)
    measures = await queries.measures(visit.tx, programme, unit)
    below = tuple(measure for measure in measures if measure.share.owed + measure.share.encouraged > 1)
    wanted = asked(visit.request).raw.get("viec", "")
    chosen = next((measure for measure in below if measure.key == wanted), None)
    children = await queries.children(visit.tx, programme, unit, chosen.key) if chosen else ()
    return Board(
        programme=programme, unit=unit, crumbs=await _crumbs(visit, unit), measures=below, chosen=chosen,
        items=tuple(item for item in items if not _returns(item)), series=_series(items), now=visit.now,
        undated=_undated(programme, unit),
        children=children, kind_names={child.kind: kind_label(child.kind) for child in children},
        words={one.key: _words(one.due) for one in (*items, *measures) if one.due},
        writable=can(visit.actor, "declaration.write", Target(unit_path=unit.path)) and programme.state == "open",
    )  # fmt: skip


def _words(due: Due) -> str:
    """The date as the source says it; of a duty that returns the stretch is enough."""
    return stretch_of(due) if due.wording == "every" else words_of(due)


def _returns(item: Item) -> bool:
    return item.due is not None and item.due.key != item.due.milestone


def _series(items: tuple[Item, ...]) -> tuple[Series, ...]:
    """The returning duties, each with its stretches in time."""
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.due is not None and _returns(item):
            found.setdefault(item.due.milestone, []).append(item)
    ordered = [sorted(one, key=lambda item: item.due.closes_at if item.due else datetime.max) for one in found.values()]
    return tuple(Series(one[0].entry, rhythm(one[0].due) if one[0].due else "", tuple(one)) for one in ordered)


def _undated(programme: Programme, unit: Unit) -> tuple[Undated, ...]:
    """The duties of this kind of unit that are bound to meetings (S3-20)."""
    bound = undated(programme.rules, programme.year).values()
    return tuple(undated_row(programme.rules, one) for one in bound if unit.kind in one.owed_by)


async def _form(request: Request, word: str, unit_id: UUID, key: str, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, word)
        unit = await units.get(visit.tx, unit_id)
        require(visit.actor, "declaration.read", Target(unit_path=unit.path))
        item = await queries.item(visit.tx, programme, unit, key)
        writable = can(visit.actor, "declaration.write", Target(unit_path=unit.path)) and programme.state == "open"
        view = Form(
            programme=programme, unit=unit, crumbs=await _crumbs(visit, unit), item=item, writable=writable,
            words=words_of(item.due) if item.due else "", file_needed=files_needed(item),
            version=item.declared.version if item.declared else 0,
            changes=stale_changes(problem, visit.form.raw, {n: _(t) for n, t in LABELS.items()}, _shown),
        )  # fmt: skip
    return page(visit, "declarations/form.html", view, problem=problem, form=visit.form.raw)


def files_needed(item: Item) -> bool:
    """Whether the form asks for a file that is not there yet."""
    return queries.rules.file_needed(item.entry) and not (item.declared and item.declared.file_id)


def _shown(name: str, value: object) -> str:
    return str(value or "")


async def _crumbs(visit: Visit, unit: Unit) -> tuple[Crumb, ...]:
    """The way down to the unit, from the first one that the actor may read."""
    way = await units.crumbs(visit.tx, unit.path)
    return tuple(crumb for at, crumb in enumerate(way) if _reads(visit, unit.path[: 5 * at + 4]))


ROUTES = (own, of_unit, form, declare)
