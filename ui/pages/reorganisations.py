"""Mergers, splits and dissolutions: the units, who goes where, a dry run; then done, and undone the same day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import get_args
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct
from msgspec.structs import replace

from core.db.ids import new_id
from core.errors import Problem
from core.programmes import queries as programmes
from core.reorganisations import actions, assigning, drafting, queries, reading, rules
from core.reorganisations.assigning import Placing
from core.reorganisations.facts import Asked, Kind, NewUnit, Snapshot
from core.reorganisations.outcome import Outcome
from core.reorganisations.queries import Reorganisation
from core.units import queries as units
from core.units.rules import KINDS, holds_members
from ui.editing import again, asked_id, asked_words, tried
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.units import Found, found_units
from ui.problems import FieldError, errors_of
from ui.render import page

BASE = "/{tenant:str}/quan-tri/don-vi/sap-xep"
ONE = BASE + "/{change:uuid}"
HOME = "quan-tri/don-vi/sap-xep"
MOST = 100  # new units of one reorganisation


class Listing(Struct, frozen=True, kw_only=True):
    """Every reorganisation, and the form that begins one; `source` is the unit it was begun from."""

    found: tuple[Reorganisation, ...]
    names: Mapping[UUID, str]
    source: UUID | None
    today: date


class Chosen(Struct, frozen=True, kw_only=True):
    """A unit of the draft; `below` counts the open units under it that could go along, `new` is one to come."""

    unit_id: UUID
    name: str
    kind: str
    under: str
    below: int
    new: bool
    kept: bool


class Choosing(Struct, frozen=True, kw_only=True):
    """The first step: kind, day and decision, the units that give and those that receive."""

    draft: Reorganisation
    sources: tuple[Chosen, ...]
    receivers: tuple[Chosen, ...]
    source_q: str
    source_found: tuple[Found, ...]
    target_q: str
    target_found: tuple[Found, ...]
    parents: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]


class Assigning(Struct, frozen=True, kw_only=True):
    """The second step: where each sub-unit and everybody goes."""

    draft: Reorganisation
    placings: tuple[Placing, ...]
    receivers: int


class Trial(Struct, frozen=True, kw_only=True):
    """The third step: what it would mean, or (`blockers`) what stands in the way."""

    draft: Reorganisation
    outcome: Outcome | None
    mark: str
    blockers: tuple[FieldError, ...]
    titles: Mapping[UUID, str]


class Done(Struct, frozen=True, kw_only=True):
    """What was carried out."""

    draft: Reorganisation
    outcome: Outcome
    titles: Mapping[UUID, str]
    undoable: bool


@get(BASE, opt={"policy": "unit.admin"})
async def listing(request: Request) -> Response:
    """Drafts, what was carried out, and the form that begins another."""
    return await _listing(request)


@post(BASE, opt={"policy": "unit.admin"})
async def start(request: Request) -> Response:
    """Begin a draft and go on to its units."""

    async def act(visit: Visit) -> Response:
        form = visit.form
        made = await actions.start(visit.tx, visit.actor, _kind(form), _day(form, visit), form.line("basis", 300))
        if source := form.uuid("nguon"):
            await units.get(visit.tx, source)
            found = await queries.get(visit.tx, made)
            await actions.save(visit.tx, visit.actor, made, drafting.with_source(found.asked, source), 1)
        return await visit.done(f"{HOME}/{made}")

    return await tried(request, act, lambda problem: _listing(request, problem))


@get(ONE, opt={"policy": "unit.admin"})
async def choose(request: Request, change: UUID) -> Response:
    """The units of a draft; of one that was carried out, what it meant."""
    return await _choosing(request, change)


@post(ONE, opt={"policy": "unit.admin"})
async def chosen(request: Request, change: UUID) -> Response:
    """One choice of the first step: the frame, a unit more or less, or the draft thrown away."""

    async def act(visit: Visit) -> Response:
        found = await queries.get(visit.tx, change)
        if visit.form.line("do") == "discard":
            await actions.discard(visit.tx, visit.actor, change)
            return await visit.done(HOME, ("done", _("Đã bỏ bản nháp.")))
        asked = await _choice(visit, found.asked)
        await actions.save(visit.tx, visit.actor, change, asked, visit.form.version)
        return await visit.done(f"{HOME}/{change}")

    return await tried(request, act, lambda problem: _choosing(request, change, problem))


@get(ONE + "/phan-bo", opt={"policy": "unit.admin"})
async def assign_form(request: Request, change: UUID) -> Response:
    """Where each sub-unit and everybody goes."""
    return await _assigning(request, change)


@post(ONE + "/phan-bo", opt={"policy": "unit.admin"})
async def assign(request: Request, change: UUID) -> Response:
    """Keep it and go on to the dry run."""

    async def act(visit: Visit) -> Response:
        found = await queries.get(visit.tx, change)
        at = await reading.snapshot(visit.tx, found.asked)
        await actions.save(visit.tx, visit.actor, change, _placed(visit.form, at, found.asked), visit.form.version)
        return await visit.done(f"{HOME}/{change}/chay-thu")

    return await tried(request, act, lambda problem: _assigning(request, change, problem))


@get(ONE + "/chay-thu", opt={"policy": "unit.admin"})
async def trial(request: Request, change: UUID) -> Response:
    """The dry run: everything it concerns, every total before and after."""
    return await _trial(request, change)


@post(ONE + "/chay-thu", opt={"policy": "unit.admin"})
async def carry_out(request: Request, change: UUID) -> Response:
    """Carry out what the dry run showed."""

    async def act(visit: Visit) -> Response:
        await actions.carry_out(visit.tx, visit.actor, change, visit.form.line("mark"))
        said = _("Đã thực hiện sắp xếp. Có thể hoàn tác trong hôm nay.")
        return await visit.done(f"{HOME}/{change}", ("done", said))

    return await tried(request, act, lambda problem: _trial(request, change, problem))


@get(ONE + "/hoan-tac", opt={"policy": "unit.admin"})
async def undo_form(request: Request, change: UUID) -> Response:
    """What turning it back means, asked once."""
    return await _undoing(request, change)


@post(ONE + "/hoan-tac", opt={"policy": "unit.admin"})
async def undo(request: Request, change: UUID) -> Response:
    """Turn all of it back."""

    async def act(visit: Visit) -> Response:
        await actions.undo(visit.tx, visit.actor, change)
        return await visit.done(f"{HOME}/{change}", ("done", _("Đã hoàn tác. Mọi thứ trở lại như trước.")))

    return await tried(request, act, lambda problem: _undoing(request, change, problem))


async def _listing(request: Request, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        found = await queries.listing(visit.tx)
        ids = {unit for one in found for unit in (*one.asked.sources, *one.asked.targets)}
        names = dict(await units.names(visit.tx, ids))
        names |= {new.id: new.name for one in found for new in one.asked.made}
        source = (visit.form.raw.get("nguon") and visit.form.uuid("nguon")) or asked_id(request, "nguon")
        view = Listing(found=found, names=names, source=source, today=visit.today)
    return page(visit, "reorganisations/list.html", view, problem=problem, form=visit.form)


async def _choosing(request: Request, change: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        draft = await queries.get(visit.tx, change)
        if draft.outcome is not None:
            view = Done(
                draft=draft, outcome=draft.outcome, titles=await _titles(visit),
                undoable=draft.may_be_undone(visit.today),
            )  # fmt: skip
            return page(visit, "reorganisations/done.html", view, problem=problem, form=visit.form)
        at, asked = await reading.snapshot(visit.tx, draft.asked), draft.asked
        source_q, target_q = asked_words(request, "nguon"), asked_words(request, "nhan")
        parents = drafting.parents_for_new(at, asked)
        fitting = [kind for kind in KINDS if any(rules.fits(at, asked, kind, one) for one in parents)]
        view = Choosing(
            draft=draft, sources=tuple(_chosen(at, asked, one) for one in asked.sources),
            receivers=tuple(_chosen(at, asked, one) for one in asked.receivers),
            source_q=source_q, source_found=await _search(visit, source_q, asked.sources),
            target_q=target_q, target_found=await _search(visit, target_q, (*asked.sources, *asked.targets)),
            parents=tuple((str(one), at.units[one].name) for one in parents), kinds=tuple(fitting),
        )  # fmt: skip
    return page(visit, "reorganisations/units.html", view, problem=problem, form=visit.form)


async def _assigning(request: Request, change: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        draft = await queries.get(visit.tx, change)
        if draft.state != "draft":
            return await visit.done(f"{HOME}/{change}")
        at = await reading.snapshot(visit.tx, draft.asked)
        names = await reading.names(visit.tx, {body.person_id for body in rules.bodies(at, draft.asked)})
        view = Assigning(
            draft=draft, placings=assigning.placings(at, draft.asked, names), receivers=len(draft.asked.receivers)
        )  # fmt: skip
    return page(visit, "reorganisations/assign.html", view, problem=problem, form=visit.form)


async def _trial(request: Request, change: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        draft = await queries.get(visit.tx, change)
        if draft.state != "draft":
            return await visit.done(f"{HOME}/{change}")
        outcome, mark, blockers = None, "", ()
        try:
            plan, outcome = await actions.tried(visit.tx, draft)
            mark = actions.mark_of(plan)
        except Problem as found:
            again(found)
            blockers = errors_of(found).items
        view = Trial(draft=draft, outcome=outcome, mark=mark, blockers=blockers, titles=await _titles(visit))
    shown = problem if problem and problem.code == "reorganisation.plan-changed" else None
    return page(visit, "reorganisations/trial.html", view, problem=shown, form=visit.form)


async def _undoing(request: Request, change: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        draft = await queries.get(visit.tx, change)
        if problem is None and not draft.may_be_undone(visit.today):
            return await visit.done(f"{HOME}/{change}")
    return page(visit, "reorganisations/undo.html", draft, problem=problem, form=visit.form)


async def _choice(visit: Visit, asked: Asked) -> Asked:
    """The draft after one button of the first step."""
    form, do = visit.form, visit.form.line("do")
    if do == "frame":
        kept = asked.sources if form.flag("kept") else ()
        return replace(asked, kind=_kind(form), on=_day(form, visit), basis=form.line("basis", 300), kept=kept)
    if do == "new":
        made = await _new_unit(visit, asked)
        return drafting.with_new(asked, made)
    unit = form.uuid("unit")
    if unit is None:
        raise Problem("form.unknown-choice", field="unit")
    if do == "drop-source":
        return drafting.without_source(asked, unit)
    if do == "drop-target":
        return drafting.without_receiver(asked, unit)
    await units.get(visit.tx, unit)
    if do == "communes":
        return drafting.with_communes(await reading.snapshot(visit.tx, asked), asked, unit)
    return drafting.with_target(asked, unit) if do == "target" else drafting.with_source(asked, unit)


async def _new_unit(visit: Visit, asked: Asked) -> NewUnit:
    form = visit.form
    parent = form.uuid("parent")
    if parent is None or len(asked.made) >= MOST:
        raise Problem("form.unknown-choice", field="parent")
    above = await units.get(visit.tx, parent)
    made = NewUnit(
        id=new_id(), parent_id=parent, name=form.line("name", 300), kind=form.line("kind"), block=above.block,
        place=form.line("place", 80) or above.place,
    )  # fmt: skip
    rules.check_new(await reading.snapshot(visit.tx, asked), asked, made)
    return replace(made, name=" ".join(made.name.split()))


def _placed(form: Form, at: Snapshot, asked: Asked) -> Asked:
    """The draft after the second step: `u.<unit>`, `a.<source>` for every sub-unit without one, `p.<source>`,
    `n.<source>.<person>`."""
    found: dict[UUID, UUID] = {}
    people: dict[UUID, UUID] = {}
    persons: dict[UUID, dict[UUID, UUID]] = {}
    for source in asked.sources:
        for unit in at.below.get(source, ()):
            target = form.uuid(f"u.{unit.id}")
            together = form.uuid(f"a.{source}")
            if target is None and together in asked.receivers and rules.fits(at, asked, unit.kind, together):
                target = together
            if target and unit.id not in asked.sources and unit.id != target:
                found[unit.id] = target
        if target := form.uuid(f"p.{source}"):
            people[source] = target
        for name in form.names(f"n.{source}."):
            if target := form.uuid(name):
                persons.setdefault(source, {})[UUID(name.rpartition(".")[2])] = target
    return replace(
        asked, units=found, people=people, persons=persons, seats="carry" if form.line("seats") == "carry" else "end",
        distinguish=form.flag("distinguish"),
    )  # fmt: skip


async def _search(visit: Visit, q: str, but: Sequence[UUID]) -> tuple[Found, ...]:
    found = await units.find(visit.tx, q) if q else ()
    return await found_units(visit, tuple(unit for unit in found if unit.id not in but))


def _chosen(at: Snapshot, asked: Asked, unit_id: UUID) -> Chosen:
    new = next((one for one in asked.made if one.id == unit_id), None)
    above = new.parent_id if new else at.units[unit_id].parent_id
    near = (one for one in at.below.get(unit_id, ()) if one.id not in (*asked.sources, *asked.targets))
    below = [one for one in near if not holds_members(one.kind)]
    return Chosen(
        unit_id=unit_id, name=rules.name_of(at, asked, unit_id), kind=rules.kind_of(at, asked, unit_id),
        under=at.units[above].name if above else "", below=len(below), new=new is not None,
        kept=unit_id in asked.kept and asked.kind == "split",
    )  # fmt: skip


async def _titles(visit: Visit) -> Mapping[UUID, str]:
    found = await programmes.listing(visit.tx)
    return {one.id: f"{one.title.in_(visit.locale)} {one.year}" for one in found}


def _kind(form: Form) -> Kind:
    kind = form.line("kind")
    if kind not in get_args(Kind):
        raise Problem("form.unknown-choice", field="kind")
    return kind


def _day(form: Form, visit: Visit) -> date:
    return form.date("on") or visit.today


ROUTES = (
    listing, start, choose, chosen, assign_form, assign, trial, carry_out, undo_form, undo,
)  # fmt: skip
