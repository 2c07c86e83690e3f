"""A unit's reports: what is due and where it is on its way; the reports of the units below, to take in or to return."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, require
from core.errors import NotFound, Problem
from core.packs.patching import active
from core.packs.text import Text
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports.columns import report_of
from core.reports.queries import home
from core.unit_reports import duties, receiving, rules
from core.unit_reports.duties import Duty
from core.units import queries as units
from core.units.queries import Unit
from ui import unit_report_words as words
from ui.editing import asked_id, posted
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page
from ui.trail import crumbs_of, years_of
from ui.unit_report_words import Badge

ALL = "/{tenant:str}/chuong-trinh/{programme:str}/bao-cao"
AT = ALL + "/{report:str}/{unit:uuid}"
READ, WRITE, RECEIVE = {"policy": "report.read"}, {"policy": "unit_report.write"}, {"policy": "unit_report.receive"}


class Item(Struct, frozen=True, kw_only=True):
    """One report of a unit: its date in words, its state, what to do next; `action` is '' where there is nothing,
    `writes`: it brings the report on."""

    title: Text
    duty: Duty
    state: Badge
    facts: tuple[Badge, ...]
    to: Text | None
    action: str
    url: str
    writes: bool


class Below(Struct, frozen=True, kw_only=True):
    """The reports of the units directly below, in numbers: expected, sent, waiting to be taken in, accepted."""

    title: Text
    expected: int
    sent: int
    waiting: int
    accepted: int
    url: str
    following: str


class Overview(Struct, frozen=True, kw_only=True):
    """The reports of one unit in a year."""

    programme: Programme
    unit: Unit
    crumbs: tuple[tuple[str, str | None], ...]
    years: tuple[tuple[str, str, bool, None], ...]
    items: tuple[Item, ...]
    below: tuple[Below, ...]
    register_url: str
    documents_url: str


class Line(Struct, frozen=True, kw_only=True):
    """A unit directly below with its report."""

    duty: Duty
    state: Badge
    facts: tuple[Badge, ...]
    url: str
    waits: bool


class Inbox(Struct, frozen=True, kw_only=True):
    """The reports of the units directly below; what one may do with them. `due` is the day of all that have not sent,
    where it is the same one."""

    programme: Programme
    title: Text
    unit: Unit
    crumbs: tuple[tuple[str, str | None], ...]
    lines: tuple[Line, ...]
    free: tuple[Line, ...]
    below: Below
    called_on: date | None
    due: Badge | None
    may_call: bool
    may_excuse: bool
    here: str
    sheet_url: str | None


@get(ALL, opt=READ)
async def overview(request: Request) -> Response:
    """The reports of the reader's unit, or of the one in the address."""
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        unit = await units.get(visit.tx, asked_id(request, "don_vi") or home(visit.actor, "report.read"))
        require(visit.actor, "report.read", Target(unit_path=unit.path))
        view = await _overview(visit, programme, unit)
    return page(visit, "unit_reports/list.html", view)


@get(AT + "/nhan", opt=READ)
async def inbox(request: Request) -> Response:
    """The reports of the units directly below a unit."""
    async with enter(request) as visit:
        view = await _inbox(visit, request)
    return page(visit, "unit_reports/inbox.html", view)


@post(AT + "/nhan/han", opt=WRITE)
async def call(request: Request, report: str, unit: UUID) -> Response:
    """Ask those below for their reports by a day; without a day the call is taken back."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        day = None if visit.form.flag("lift") else visit.form.date("due_on")
        if day is None and not visit.form.flag("lift"):
            raise Problem("form.required", field="due_on")
        await receiving.call(visit.tx, visit.actor, programme, report, unit, day)
        said = _("Đã yêu cầu các đơn vị trực thuộc báo cáo.") if day else _("Đã bỏ yêu cầu báo cáo.")
        return await visit.done(f"{base_of(programme)}/{report}/{unit}/nhan", ("done", said))

    return await posted(request, act, "unit_reports/inbox.html", _inbox)


@post(AT + "/nhan/mien", opt=RECEIVE)
async def excuse(request: Request, report: str, unit: UUID) -> Response:
    """Excuse a unit below from the report with a reason, or expect it again."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        below = visit.form.uuid("unit")
        if below is None:
            raise Problem("form.required", field="unit")
        if visit.form.flag("lift"):
            await receiving.expect(visit.tx, visit.actor, programme, report, below)
            said = _("Đơn vị lại phải báo cáo.")
        else:
            reason = visit.form.text("reason", rules.WORDS_MAX)
            await receiving.excuse(visit.tx, visit.actor, programme, report, below, reason)
            said = _("Đã miễn báo cáo cho đơn vị, có ghi lý do.")
        return await visit.done(f"{base_of(programme)}/{report}/{unit}/nhan", ("done", said))

    return await posted(request, act, "unit_reports/inbox.html", _inbox)


def base_of(programme: Programme) -> str:
    """Where the reports of a programme are."""
    return f"chuong-trinh/{programme.slug}/bao-cao"


def below_of(found: tuple[Duty, ...], title: Text, here: str) -> Below:
    """How far the reports of units are; what need not come and has not is left out."""
    kept = [one for one in found if one.expected or one.last_id]
    return Below(
        title=title, expected=sum(one.expected for one in kept), sent=sum(one.sent_at is not None for one in kept),
        waiting=sum(one.state == "submitted" for one in kept),
        accepted=sum(one.force_id is not None for one in kept), url=f"{here}/nhan", following=f"{here}/theo-doi",
    )  # fmt: skip


def action_of(duty: Duty, here: str, *, writes: bool, is_open: bool) -> tuple[str, str]:
    """What to do next with a report and where; for who only reads, the last thing sent."""
    if writes and is_open and duty.state in words.ACTIONS and duty.standing != "exempt":
        return _(words.ACTIONS[duty.state]), f"{here}/gui" if duty.state == "signed" else f"{here}/lap"
    if duty.last_id:
        return _("Xem bản đã gửi"), f"{here}/ban/{duty.last_id}"
    return "", here


async def _overview(visit: Visit, programme: Programme, unit: Unit) -> Overview:
    base = visit.shell.url(base_of(programme))
    writes = can(visit.actor, "unit_report.write", Target(unit_path=unit.path))
    items, below = [], []
    for key, report in active(programme.rules.reports).items():
        around = await duties.around(visit.tx, programme, key, unit.id)
        own = next((one for one in around if one.unit_id == unit.id), None)
        here = f"{base}/{key}/{unit.id}"
        if own:
            due = rules.owed(programme.rules, programme.milestones, key)
            text, url = action_of(own, here, writes=writes, is_open=programme.state == "open")
            items.append(
                Item(
                    title=report.heading, duty=own, state=words.state(own.state, top="." not in unit.path),
                    facts=words.facts_of(own, visit.now), to=due[0].to if due and own.asked == "owed" else None,
                    action=text, url=url, writes=bool(text) and "/ban/" not in url,
                )
            )  # fmt: skip
        children = tuple(one for one in around if one.parent_id == unit.id)
        if children:
            below.append(below_of(children, report.heading, here))
    return Overview(
        programme=programme, unit=unit, items=tuple(items), below=tuple(below),
        crumbs=await overview_crumbs(visit, unit.path, base), years=years_of(visit, programme, "bao-cao"),
        documents_url=visit.shell.url(f"chuong-trinh/{programme.slug}/van-ban/{unit.id}"),
        register_url=f"{base}/{next(iter(active(programme.rules.reports)), '-')}/{unit.id}/so",
    )  # fmt: skip


async def overview_crumbs(visit: Visit, path: str, base: str) -> tuple[tuple[str, str | None], ...]:
    """The way down to a unit, each step its reports."""
    found = await crumbs_of(visit, path, "report.read", "-")
    return tuple((name, f"{base}?don_vi={url.rpartition('/')[2]}" if url else None) for name, url in found)


async def page_crumbs(
    visit: Visit, unit: UUID, path: str, base: str, here: str
) -> tuple[tuple[str, str | None], ...]:
    """The way down to the page `here` of a unit's reports: the unit's reports are one step back."""
    way = await overview_crumbs(visit, path, base)
    return (*way[:-1], (way[-1][0] if way else _("Báo cáo"), f"{base}?don_vi={unit}"), (here, None))


async def _inbox(visit: Visit, request: Request) -> Inbox:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    key, unit = request.path_params["report"], await units.get(visit.tx, request.path_params["unit"])
    require(visit.actor, "report.read", Target(unit_path=unit.path))
    title = report_of(programme.rules, key).heading
    around = await duties.around(visit.tx, programme, key, unit.id)
    children = [one for one in around if one.parent_id == unit.id]
    if not children:
        raise NotFound("access.not-found")
    rank = [child.id for child in await units.children(visit.tx, unit.id)]
    base = visit.shell.url(f"{base_of(programme)}/{key}")
    lines = [_line(one, base, visit.now) for one in duties.ordered(children, rank)]
    lines.sort(key=lambda line: not line.waits)
    unsent = [line for line in lines if line.duty.asked != "free" and line.facts and line.duty.sent_at is None]
    days = {line.facts[0] for line in unsent if line.duty.standing != "exempt"}
    due = next(iter(days)) if len(days) == 1 and len(unsent) > 1 else None
    if due:
        lines = [msgspec.structs.replace(line, facts=tuple(one for one in line.facts if one != due)) for line in lines]
    called = await duties.call_of(visit.tx, programme, key, unit.id)
    is_open, child = programme.state == "open", Target(unit_path=children[0].path)
    writes = can(visit.actor, "unit_report.write", Target(unit_path=unit.path))
    return Inbox(
        programme=programme, title=title, unit=unit, here=f"{base}/{unit.id}/nhan", called_on=called,
        crumbs=await page_crumbs(visit, unit.id, unit.path, visit.shell.url(base_of(programme)), _("Báo cáo đến")),
        lines=tuple(line for line in lines if line.duty.asked != "free" or line.duty.last_id),
        free=tuple(line for line in lines if line.duty.asked == "free" and not line.duty.last_id),
        below=below_of(tuple(children), title, f"{base}/{unit.id}"),
        sheet_url=f"{base}/{unit.id}/lap" if writes else None,
        may_call=is_open and writes, due=due,
        may_excuse=is_open and can(visit.actor, "unit_report.receive", child),
    )  # fmt: skip


def _line(duty: Duty, base: str, now: datetime) -> Line:
    return Line(
        duty=duty, state=words.state(duty.state), facts=words.facts_of(duty, now), waits=duty.state == "submitted",
        url=f"{base}/{duty.unit_id}/ban/{duty.last_id}" if duty.last_id else f"{base}/{duty.unit_id}",
    )  # fmt: skip


ROUTES = (overview, inbox, call, excuse)
