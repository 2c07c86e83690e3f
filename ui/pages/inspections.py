"""Inspections (Ủy ban Kiểm tra): the plan of a year to read and print, one inspection with what was found."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, may
from core.errors import NotFound, Problem
from core.inspections import actions, queries, rules
from core.inspections.queries import Finding, Inspection
from core.packs.schema import FIRST_YEAR, LAST_YEAR
from core.reports.queries import home
from core.units import queries as units
from core.units.queries import Unit
from ui.editing import asked_id, asked_words, posted, shown_again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/kiem-tra"
ONE = AT + "/{inspection:uuid}"
READ, WRITE = {"policy": "inspection.read"}, {"policy": "inspection.write"}
MOST = 20


class Plan(Struct, frozen=True, kw_only=True):
    """The plan of a year with what was found."""

    year: int
    inspections: tuple[Inspection, ...]
    findings: Mapping[UUID, tuple[Finding, ...]]
    today: date
    may_write: bool
    here: str


class Adding(Struct, frozen=True, kw_only=True):
    """First which unit, then when, what, by whom; `unit` is None while it is searched."""

    unit: Unit | None
    words: str
    found: tuple[tuple[Unit, tuple[str, ...]], ...]
    here: str


class Shown(Struct, frozen=True, kw_only=True):
    """One inspection with its findings."""

    one: Inspection
    findings: tuple[Finding, ...]
    may_write: bool
    today: date
    here: str
    plan_url: str


@get(AT, opt=READ)
async def plan(request: Request) -> Response:
    """The inspections of a year, this one's unless another is asked for."""
    async with enter(request) as visit:
        asked = request.query_params.get("nam", "")
        known = asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:4]) <= LAST_YEAR and len(asked) == 4
        year = int(asked) if known else visit.today.year
        found = await queries.of_year(visit.tx, visit.actor, year)
        view = Plan(
            year=year, inspections=found, findings=await queries.findings(visit.tx, [one.id for one in found]),
            today=visit.today, may_write=await _plans(visit), here=visit.shell.url("kiem-tra"),
        )  # fmt: skip
    return page(visit, "inspections/plan.html", view)


@get(AT + "/them", opt=WRITE)
async def add_form(request: Request) -> Response:
    """A new line of the plan."""
    async with enter(request) as visit:
        view = await _adding(visit, request)
    return page(visit, "inspections/add.html", view)


@post(AT + "/them", opt=WRITE)
async def add(request: Request) -> Response:
    """Put it into the plan."""

    async def act(visit: Visit) -> Response:
        form, unit = visit.form, asked_id(request, "don-vi")
        if unit is None:
            raise NotFound("access.not-found")
        new = await actions.plan(
            visit.tx, visit.actor, unit, form.date("planned_on"), form.text("contents", rules.CONTENTS_MAX),
            form.text("team", rules.TEAM_MAX),
        )  # fmt: skip
        return await visit.done(f"kiem-tra/{new}", ("done", _("Đã đưa vào kế hoạch kiểm tra.")))

    return await posted(request, act, "inspections/add.html", _adding)


@get(ONE, opt=READ)
async def show(request: Request) -> Response:
    """One inspection."""
    async with enter(request) as visit:
        view = await _shown(visit, request)
    return page(visit, "inspections/one.html", view)


@post(ONE, opt=WRITE)
async def change(request: Request) -> Response:
    """What the pressed button says: held, something found, a recommendation followed, closed, dropped."""
    visit: Visit | None = None
    one = request.path_params["inspection"]
    try:
        async with enter(request, write=True) as visit:
            said = await _changed(visit, one)
            answer = await visit.done(f"kiem-tra/{one}", ("done", said))
    except Problem as problem:
        return await shown_again(request, visit, problem, "inspections/one.html", _shown)
    return answer


async def _changed(visit: Visit, one: UUID) -> str:
    tx, actor, form = visit.tx, visit.actor, visit.form
    act = form.line("act", 20)
    if act == "hold":
        words = form.text("conclusion", rules.CONCLUSION_MAX)
        await actions.hold(tx, actor, one, form.date("held_on"), words, form.version)
        return _("Đã ghi kết luận kiểm tra.")
    if act == "find":
        words, wanted = form.text("words", rules.WORDS_MAX), form.text("recommendation", rules.WORDS_MAX)
        await actions.find(tx, actor, one, words, wanted, form.date("due_on"))
        return _("Đã ghi kiến nghị.")
    if act == "follow":
        finding = form.uuid("finding")
        if finding is None:
            raise Problem("form.required", field="finding")
        await actions.follow(tx, actor, one, finding, form.text(f"outcome.{finding}", rules.WORDS_MAX))
        return _("Đã ghi kết quả thực hiện kiến nghị.")
    if act not in ("close", "drop"):
        raise Problem("form.unknown-choice", field="act")
    await actions.end(tx, actor, one, act, form.version)
    return _("Đã kết thúc theo dõi.") if act == "close" else _("Đã bỏ khỏi kế hoạch.")


async def _adding(visit: Visit, request: Request) -> Adding:
    chosen, words = asked_id(request, "don-vi"), asked_words(request)
    here = visit.shell.url("kiem-tra/them")
    if chosen is not None:
        unit = await units.get(visit.tx, chosen)
        if not can(visit.actor, "inspection.write", Target(unit_path=unit.path)):
            raise NotFound("access.not-found")
        return Adding(unit=unit, words="", found=(), here=f"{here}?don-vi={unit.id}")
    known = await units.find(visit.tx, words, most=MOST) if words else await _direct(visit)
    found = [one for one in known if can(visit.actor, "inspection.write", Target(unit_path=one.path))]
    trails = await units.trails(visit.tx, [one.path for one in found])
    return Adding(unit=None, words=words, found=tuple((one, trails[one.path]) for one in found), here=here)


async def _plans(visit: Visit) -> bool:
    """Whether the actor may plan an inspection and there is anything below him to inspect."""
    own = visit.actor.has("inspector", "office")
    return may(visit.actor, "inspection.write") and bool(own or await _direct(visit))


async def _direct(visit: Visit) -> tuple[Unit, ...]:
    """The open units directly below the reader's, offered before he searches."""
    below = await units.children(visit.tx, home(visit.actor, "inspection.read"))
    return tuple(one for one in below if one.closed_on is None)


async def _shown(visit: Visit, request: Request) -> Shown:
    one = await queries.one(visit.tx, visit.actor, request.path_params["inspection"])
    found = await queries.findings(visit.tx, [one.id])
    plan_url = visit.shell.url("kiem-tra")
    return Shown(
        one=one, findings=found.get(one.id, ()), may_write=queries.may_write(visit.actor, one), today=visit.today,
        here=f"{plan_url}/{one.id}", plan_url=f"{plan_url}?nam={one.planned_on.year}",
    )  # fmt: skip


ROUTES = (plan, add_form, add, show, change)
