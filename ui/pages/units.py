"""Units: the tree today and on a past day, one unit with its committee and history, and the forms that change it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, may, require
from core.enrolments.queries import unsettled_at
from core.errors import NotFound, Problem
from core.people import actions as people
from core.people import queries as people_queries
from core.people.queries import Counts, Post
from core.units import actions, queries, rules
from core.units.queries import Crumb, Kin, Node, Period, Unit
from ui import terms
from ui.editing import asked, asked_id, asked_words, stale_changes, tried, version_after
from ui.failures import Change
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.render import page

DEPTH, MOST_ROWS = 2, 700
LABELS = {
    "name": N_("Tên đơn vị"), "kind": N_("Cấp"), "block": N_("Khối"), "place": N_("Địa danh"),
    "ordinal": N_("Thứ tự"), "standing": N_("Có Ban Thường vụ"), "pilot": N_("Đơn vị chỉ đạo điểm"),
    "cluster": N_("Cụm thi đua"),
}  # fmt: skip


class Branch(Struct, frozen=True):
    """A node with its numbers and what is drawn below it."""

    node: Node
    counts: Counts | None
    below: tuple["Branch", ...]


class Found(Struct, frozen=True):
    """A unit that a search found, and the units above it."""

    unit: Unit | Node
    trail: tuple[str, ...]


class Tree(Struct, frozen=True, kw_only=True):
    """The tree from `root` on `day` (None: today), or what `q` found."""

    root: Unit
    crumbs: tuple[Crumb, ...]
    lines: tuple[Branch, ...]
    day: date | None
    q: str
    found: tuple[Found, ...]
    counts: Counts | None


class Sheet(Struct, frozen=True, kw_only=True):
    """One unit: facts, committee, units below, what it was before."""

    unit: Unit
    crumbs: tuple[Crumb, ...]
    committee: tuple[Post, ...]
    children: tuple[Unit, ...]
    counts: Counts
    below: Mapping[str, Counts]
    history: tuple[Period, ...]
    origins: tuple[Kin, ...]
    heirs: tuple[Kin, ...]
    child_kinds: tuple[str, ...]
    admin: bool


class Edit(Struct, frozen=True, kw_only=True):
    """The form of a unit: `unit` is None for a new one under `parent`."""

    unit: Unit | None
    parent: Unit | None
    kinds: tuple[str, ...]
    version: int
    today: date
    changes: tuple[Change, ...] = ()


class Choice(Struct, frozen=True, kw_only=True):
    """Choosing another parent: what `q` found, or the one chosen."""

    unit: Unit
    q: str
    found: tuple[Found, ...]
    chosen: Unit | None
    kinds: tuple[str, ...]
    today: date
    version: int


class Closing(Struct, frozen=True):
    """What closing a unit means: who still belongs to it, what ends, and the people of open years who count there."""

    unit: Unit
    counts: Counts
    children: int
    seats: int
    sheets: int
    today: date
    version: int


class Reopening(Struct, frozen=True):
    """A closed unit that may exist again."""

    unit: Unit
    today: date
    version: int


@get("/{tenant:str}/quan-tri/don-vi", opt={"policy": "unit.admin"})
async def tree(request: Request) -> Response:
    """The tree, two levels at a time, searchable, today or as it stood on a day."""
    form = asked(request)
    problem, day = None, None
    try:
        day = form.date("ngay")
    except Problem as refused:
        problem = refused
    async with enter(request) as visit:
        view = await _tree(visit, asked_id(request, "goc"), asked_words(request), day)
    return page(visit, "units/tree.html", view, problem=problem, form=form)


@get("/{tenant:str}/quan-tri/don-vi/{unit:uuid}", opt={"policy": "unit.read"})
async def show(request: Request, unit: UUID) -> Response:
    """One unit, for those responsible for it."""
    async with enter(request) as visit:
        found = await queries.get(visit.tx, unit)
        require(visit.actor, "unit.read", Target(unit_path=found.path))
        view = await _sheet(visit, found)
    return page(visit, "units/show.html", view)


@get("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/them", opt={"policy": "unit.admin"})
async def add_form(request: Request, unit: UUID) -> Response:
    """A new unit under this one."""
    return await _form(request, None, unit)


@post("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/them", opt={"policy": "unit.admin"})
async def add(request: Request, unit: UUID) -> Response:
    """Add it, and go to it."""

    async def act(visit: Visit) -> Response:
        facts = _facts(visit.form)
        made = await actions.add(visit.tx, visit.actor, unit, facts, visit.form.date("opened_on"))
        said = _("Đã thêm %(name)s.") % {"name": facts.name}
        return await visit.done(f"quan-tri/don-vi/{made}", ("done", said))

    return await tried(request, act, lambda problem: _form(request, None, unit, problem))


@get("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/sua", opt={"policy": "unit.admin"})
async def edit_form(request: Request, unit: UUID) -> Response:
    """Name, kind, block and the rest."""
    return await _form(request, unit, None)


@post("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/sua", opt={"policy": "unit.admin"})
async def edit(request: Request, unit: UUID) -> Response:
    """Save; a stale edit shows both texts."""

    async def act(visit: Visit) -> Response:
        day = visit.form.date("changed_on")
        await actions.edit(visit.tx, visit.actor, unit, _facts(visit.form), visit.form.version, day)
        return await visit.done(f"quan-tri/don-vi/{unit}", ("done", _("Đã lưu thông tin đơn vị.")))

    return await tried(request, act, lambda problem: _form(request, unit, None, problem))


@get("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/chuyen", opt={"policy": "unit.admin"})
async def move_form(request: Request, unit: UUID) -> Response:
    """Choose the new parent, then confirm."""
    return await _choice(request, unit)


@post("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/chuyen", opt={"policy": "unit.admin"})
async def move(request: Request, unit: UUID) -> Response:
    """Move it with all below."""

    async def act(visit: Visit) -> Response:
        parent = visit.form.uuid("parent")
        if parent is None:
            raise Problem("form.unknown-choice", field="parent")
        day = visit.form.date("changed_on")
        await actions.move(visit.tx, visit.actor, unit, parent, visit.form.version, day)
        return await visit.done(f"quan-tri/don-vi/{unit}", ("done", _("Đã chuyển đơn vị.")))

    return await tried(request, act, lambda problem: _choice(request, unit, problem))


@get("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/giai-the", opt={"policy": "unit.admin"})
async def close_form(request: Request, unit: UUID) -> Response:
    """What follows from closing, asked once."""
    return await _closing(request, unit)


@post("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/giai-the", opt={"policy": "unit.admin"})
async def close(request: Request, unit: UUID) -> Response:
    """Close it; its history stays readable."""

    async def act(visit: Visit) -> Response:
        day = visit.form.date("closed_on")
        await people.dissolve_unit(visit.tx, visit.actor, unit, day, visit.form.version)
        said = _("Đã giải thể đơn vị. Lịch sử vẫn được giữ.")
        return await visit.done(f"quan-tri/don-vi/{unit}", ("done", said))

    return await tried(request, act, lambda problem: _closing(request, unit, problem))


@get("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/mo-lai", opt={"policy": "unit.admin"})
async def reopen_form(request: Request, unit: UUID) -> Response:
    """From which day a closed unit exists again, asked once."""
    return await _reopening(request, unit)


@post("/{tenant:str}/quan-tri/don-vi/{unit:uuid}/mo-lai", opt={"policy": "unit.admin"})
async def reopen(request: Request, unit: UUID) -> Response:
    """Reopen it; the days in between stay without it."""

    async def act(visit: Visit) -> Response:
        await actions.reopen(visit.tx, visit.actor, unit, visit.form.date("opened_on"), visit.form.version)
        return await visit.done(f"quan-tri/don-vi/{unit}", ("done", _("Đơn vị hoạt động trở lại.")))

    return await tried(request, act, lambda problem: _reopening(request, unit, problem))


async def _tree(visit: Visit, root_id: UUID | None, q: str, day: date | None) -> Tree:
    root = await (queries.get(visit.tx, root_id) if root_id else queries.top(visit.tx))
    crumbs = await queries.crumbs(visit.tx, root.path)
    if q:
        found = tuple(Found(*one) for one in await queries.find_as_of(visit.tx, q, day)) if day else ()
        found = found or (() if day else await found_units(visit, await queries.find(visit.tx, q, most=60)))
        return Tree(root=root, crumbs=crumbs, lines=(), day=day, q=q, found=found, counts=None)
    if day:
        nodes = await queries.as_of(visit.tx, day, root.id, depth=DEPTH)
        counts: Mapping[str, Counts] = {}
    else:
        nodes = await queries.nodes(visit.tx, root.path, DEPTH)
        counts = await people_queries.counts(visit.tx, root.path, DEPTH)
    if len(nodes) > MOST_ROWS:
        nodes = tuple(node for node in nodes if node.depth < DEPTH)
    drawn = _nested(nodes, None if day else counts)
    lines = drawn[0].below if drawn else ()
    return Tree(root=root, crumbs=crumbs, lines=lines, day=day, q="", found=(), counts=counts.get(root.path))


def _nested(nodes: tuple[Node, ...], counts: Mapping[str, Counts] | None) -> tuple[Branch, ...]:
    """Nodes in tree order (parents first) as branches inside branches."""
    below: dict[UUID, list[Branch]] = {}
    roots: list[Branch] = []
    for node in reversed(nodes):
        numbers = None if counts is None else counts.get(node.path, Counts(0, 0))
        branch = Branch(node, numbers, tuple(reversed(below.get(node.id, []))))
        (below.setdefault(node.parent_id, []) if node.depth and node.parent_id else roots).append(branch)
    return tuple(reversed(roots))


async def found_units(visit: Visit, units: tuple[Unit, ...]) -> tuple[Found, ...]:
    """Units with the way to each in words."""
    trails = await queries.trails(visit.tx, (unit.path for unit in units))
    return tuple(Found(unit, trails[unit.path]) for unit in units)


async def _sheet(visit: Visit, unit: Unit) -> Sheet:
    counts = await people_queries.counts(visit.tx, unit.path, 1)
    return Sheet(
        unit=unit,
        crumbs=await queries.crumbs(visit.tx, unit.path),
        committee=await people_queries.committee(visit.tx, unit.id),
        children=await queries.children(visit.tx, unit.id),
        counts=counts.get(unit.path, Counts(0, 0)),
        below=counts,
        history=await queries.history(visit.tx, unit.id),
        origins=await queries.origins(visit.tx, unit.id),
        heirs=await queries.heirs(visit.tx, unit.id),
        child_kinds=rules.children_kinds(unit.kind, await queries.under(visit.tx)),
        admin=may(visit.actor, "unit.admin"),
    )


async def _form(
    request: Request, unit_id: UUID | None, parent_id: UUID | None, problem: Problem | None = None
) -> Response:
    async with enter(request) as visit:
        unit = await queries.get(visit.tx, unit_id) if unit_id else None
        above = unit.parent_id if unit else parent_id
        parent = await queries.get(visit.tx, above) if above else None
        under = await queries.under(visit.tx)
        view = Edit(
            unit=unit, parent=parent, kinds=rules.children_kinds(parent.kind, under) if parent else ("top",),
            version=version_after(problem, unit.version if unit else 0), today=visit.today,
            changes=stale_changes(problem, _typed(visit.form), {n: _(t) for n, t in LABELS.items()}, _shown),
        )  # fmt: skip
    return page(visit, "units/form.html", view, problem=problem, form=visit.form)


async def _choice(request: Request, unit_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        unit = await queries.get(visit.tx, unit_id)
        chosen = visit.form.uuid("parent") or asked_id(request, "den")
        q = asked_words(request)
        kinds = rules.parents_of(unit.kind, await queries.under(visit.tx))
        units = await queries.find(visit.tx, q, kinds=kinds) if q else ()
        fitting = tuple(u for u in units if not rules.is_below(u.path, unit.path) and u.id != unit.parent_id)
        view = Choice(
            unit=unit, q=q, found=await found_units(visit, fitting), kinds=kinds,
            chosen=await queries.get(visit.tx, chosen) if chosen else None, today=visit.today,
            version=version_after(problem, unit.version),
        )  # fmt: skip
    return page(visit, "units/move.html", view, problem=problem, form=visit.form)


async def _closing(request: Request, unit_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        unit = await queries.get(visit.tx, unit_id)
        counts = await people_queries.counts(visit.tx, unit.path, 0)
        children = await queries.children(visit.tx, unit_id)
        view = Closing(
            unit, counts.get(unit.path, Counts(0, 0)), sum(1 for child in children if not child.closed_on),
            len(await people_queries.committee(visit.tx, unit_id)), await unsettled_at(visit.tx, unit_id), visit.today,
            version_after(problem, unit.version),
        )  # fmt: skip
    return page(visit, "units/close.html", view, problem=problem, form=visit.form)


async def _reopening(request: Request, unit_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        unit = await queries.get(visit.tx, unit_id)
        if unit.closed_on is None and problem is None:
            raise NotFound("access.not-found")
        view = Reopening(unit, visit.today, version_after(problem, unit.version))
    return page(visit, "units/reopen.html", view, problem=problem, form=visit.form)


def _facts(form: Form) -> actions.Facts:
    return actions.Facts(
        name=form.line("name", 300), kind=form.line("kind"), block=form.line("block") or None,
        place=form.line("place", 80), ordinal=form.integer("ordinal") or 0, standing=form.flag("standing"),
        pilot=form.flag("pilot"), cluster=form.line("cluster", 80),
    )  # fmt: skip


def _typed(form: Form) -> dict[str, object]:
    typed: dict[str, object] = dict(form.raw)
    return typed | {name: form.flag(name) for name in ("standing", "pilot")}


def _shown(name: str, value: object) -> str:
    if name in ("standing", "pilot"):
        return _("Có") if value else _("Không")
    if name == "kind" and value in terms.KINDS:
        return terms.kind_label(str(value))
    if name == "block":
        return terms.block_label(str(value)) if value in terms.BLOCKS else "–"
    return str(value or "")


ROUTES = (tree, show, add_form, add, edit_form, edit, move_form, move, close_form, close, reopen_form, reopen)
