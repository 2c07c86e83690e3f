"""Following reports: rate and timeliness by level and over the years, the calendar, and who stands behind a cell."""

import asyncio
from datetime import datetime

from litestar import Request, Response, get
from msgspec import Struct

from core.access import Target, can, require
from core.errors import NotFound
from core.packs.text import Text
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.programmes.rules import ranks
from core.reports.columns import report_of
from core.unit_reports import following, worksheet
from core.unit_reports.figures import Line
from core.unit_reports.findings import numbers_shown
from core.unit_reports.following import Counted, Followed
from core.units import queries as units
from core.units.queries import Unit
from ui import unit_report_words as words
from ui.documents import unit_reports_sheet, xlsx
from ui.formats import file_years, paper_period
from ui.guard import Visit, enter
from ui.i18n import _, current
from ui.pages.unit_reports import AT, READ, base_of, page_crumbs
from ui.papers import making
from ui.render import page
from ui.terms import kind_label
from ui.trail import years_of
from ui.unit_report_words import Badge

MOST = 200  # units listed on the page; the file has all


class FollowView(Struct, frozen=True, kw_only=True):
    """A report followed over a unit and everything below; `lines` are the units that have not reported in time."""

    programme: Programme
    followed: Followed
    crumbs: tuple[tuple[str, str | None], ...]
    years: tuple[tuple[str, str, bool, None], ...]
    kinds: tuple[tuple[str, following.Rate], ...]
    lines: tuple[tuple[str, str, str, Badge, tuple[Badge, ...], str], ...]
    base: str
    more: int
    now: datetime
    file_url: str
    inbox_url: str


class CellView(Struct, frozen=True, kw_only=True):
    """What stands behind a cell: the unit's own people and the units directly below with their part of it, and people.
    `counted` is what the software counts now, `own` the part of the unit itself."""

    programme: Programme
    unit: Unit
    title: Text
    column: str
    head: str
    number: int
    counted: int
    own: int
    crumbs: tuple[tuple[str, str | None], ...]
    units: tuple[tuple[str, int, str, str], ...]
    people: tuple[tuple[Counted, str, str], ...]
    whole: int
    sees_people: bool


@get(AT + "/theo-doi", opt=READ)
async def followed(request: Request) -> Response:
    """Rate, timeliness and calendar."""
    async with enter(request) as visit:
        view = await _followed(visit, request)
    return page(visit, "unit_reports/following.html", view)


@get(AT + "/theo-doi/xlsx", opt=READ)
async def listed(request: Request) -> Response[bytes]:
    """Every unit with ids, the chain above it and the meaning of the columns."""
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        found = await following.of_unit(
            visit.tx, visit.actor, programme, request.path_params["report"], request.path_params["unit"]
        )
        above = await units.crumbs(visit.tx, found.unit.path)
        ways = [found.unit.path[:end] for end in range(4, len(found.unit.path) + 1, 5)]
        inside = await visit.tx.fetch(
            "select path, name from unit where tenant_id = $1 and path >= $2 and path < $3",
            visit.tx.tenant_id, found.unit.path, found.unit.path + "/",
        )  # fmt: skip
    names = {way: crumb.name for way, crumb in zip(ways, above, strict=True)} | {
        row["path"]: row["name"] for row in inside
    }
    title = f"{found.title.vi}, {paper_period(programme)}: {found.unit.name}"
    content = await asyncio.to_thread(unit_reports_sheet.write, unit_reports_sheet.Listed(title, found.duties, names))
    return making.file(content, f"Theo dõi báo cáo {file_years(programme)} - {found.unit.name}", "xlsx", xlsx.XLSX)


@get(AT + "/o/{column:str}", opt=READ)
async def cell(request: Request, column: str) -> Response:
    """The units and people behind one cell of the report."""
    async with enter(request) as visit:
        view = await _cell(visit, request, column)
    return page(visit, "unit_reports/cell.html", view)


async def _followed(visit: Visit, request: Request) -> FollowView:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    key, unit = request.path_params["report"], request.path_params["unit"]
    found = await following.of_unit(visit.tx, visit.actor, programme, key, unit)
    base = visit.shell.url(f"{base_of(programme)}/{key}")
    names = {one.path: one.name for one in found.duties}
    behind = [one for one in found.duties if one.standing in ("overdue", "late", "inside") or one.state == "returned"]
    return FollowView(
        programme=programme, followed=found, now=visit.now, file_url=f"{base}/{unit}/theo-doi/xlsx",
        inbox_url=f"{base}/{unit}/nhan",
        base=visit.shell.url(base_of(programme)),
        crumbs=await page_crumbs(
            visit, unit, found.unit.path, visit.shell.url(base_of(programme)), _("Theo dõi báo cáo")
        ),
        years=years_of(visit, programme, f"bao-cao/{key}/{unit}/theo-doi"),
        kinds=tuple((kind_label(kind), rate) for kind, rate in found.kinds),
        lines=tuple(
            (
                one.name, names.get(one.path[:-5], ""), kind_label(one.kind), words.state(one.state),
                words.facts_of(one, visit.now),
                f"{base}/{one.unit_id}/ban/{one.last_id}" if one.last_id else f"{base}/{one.unit_id}",
            )
            for one in behind[:MOST]
        ),
        more=max(0, len(behind) - MOST),
    )  # fmt: skip


async def _cell(visit: Visit, request: Request, column: str) -> CellView:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    key, unit = request.path_params["report"], await units.get(visit.tx, request.path_params["unit"])
    require(visit.actor, "report.read", Target(unit_path=unit.path))
    sheet = await worksheet.of_unit(visit.tx, visit.actor, programme, key, unit.id)
    if column not in sheet.context.measured:
        raise NotFound("access.not-found")
    at = sheet.context.measured.index(column)
    found, whole = await following.people(visit.tx, visit.actor, programme, key, unit, column)
    base = visit.shell.url(base_of(programme))
    titles = {one.rank: one.level.title.in_(current()) for one in ranks(programme.rules)}
    head, *children = sheet.lines
    return CellView(
        programme=programme, unit=unit, title=report_of(programme.rules, key).heading,
        column=sheet.context.columns[column].title.in_(current()),
        head=numbers_shown(sheet.context.columns, column), number=head.numbers[at],
        counted=head.counted[at], own=sheet.own[unit.id][at] if unit.id in sheet.own else 0,
        crumbs=await page_crumbs(visit, unit.id, unit.path, base, sheet.context.columns[column].title.in_(current())),
        units=tuple(
            (line.place.name, line.numbers[at], _origin(line), f"{base}/{key}/{line.place.id}/o/{column}")
            for line in children if line.numbers[at]
        ),
        people=tuple((one, titles.get(one.level, ""), _sheet_url(visit, programme, one)) for one in found), whole=whole,
        sees_people=can(visit.actor, "registration.read", Target(unit_path=unit.path)),
    )  # fmt: skip


def _origin(line: Line) -> str:
    """Where a row's number comes from, where that is not the data."""
    return "" if line.kind == "counted" else words.kind(line.kind).text


def _sheet_url(visit: Visit, programme: Programme, one: Counted) -> str:
    return visit.shell.url(f"phieu/{one.registration_id}") if one.registration_id else ""


ROUTES = (followed, listed, cell)
