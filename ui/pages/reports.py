"""A report on screen as it will look on paper, with its checks beside it, and as a workbook (ui.md, blueprint 6)."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from core.access import Target, can
from core.packs.text import Text
from core.paper_templates import rules as slots
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports import queries
from core.reports.checks import Checked, Culprit
from core.reports.columns import MARK, NAME
from core.reports.context import ReportContext, Shape
from core.reports.rules import LEVELS, Row
from ui.documents import paper_pdf, paper_word, report_paper, xlsx
from ui.documents.notes import note_lines
from ui.formats import number
from ui.guard import Visit, enter
from ui.i18n import _
from ui.papers import making, values
from ui.render import page
from ui.terms import kind_label
from ui.trail import crumbs_of, years_of

AT = "/{tenant:str}/chuong-trinh/{programme:str}/bao-cao/{report:str}"
NAMED = 12  # units named under a check before "and n more"


class Cell(Struct, frozen=True):
    """A number of the table; `bad` says which rule it breaks, `below` that only units further down are the reason."""

    text: str
    bad: str | None = None
    below: bool = False


class PaperRow(Struct, frozen=True, kw_only=True):
    """A printed row; `look` is the style of its depth, `url` leads to the unit's progress, `drill` with a column's key
    to what stands behind the number."""

    anchor: str
    number: str
    name: str
    look: int
    cells: tuple[Cell, ...]
    url: str
    drill: str = ""


class Fault(Struct, frozen=True, kw_only=True):
    """A unit whose own people break a rule, with the numbers, and where to look at it."""

    name: str
    above: str
    text: str
    url: str


class CheckView(Struct, frozen=True, kw_only=True):
    """A check and what breaks it; `more` is how many further units do."""

    title: Text
    holds: bool
    rows: int
    faults: tuple[Fault, ...]
    more: int


class ReportView(Struct, frozen=True, kw_only=True):
    """A report of one unit; `levels` are (kind, words) at which the table may stop."""

    programme: Programme
    context: ReportContext
    crumbs: tuple[tuple[str, str | None], ...]
    years: tuple[tuple[str, str, bool, None], ...]
    rows: tuple[PaperRow, ...]
    checks: tuple[CheckView, ...]
    notes: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    here: str
    workbook_url: str
    word_url: str
    pdf_url: str
    documents_url: str
    progress_url: str | None

    @property
    def broken(self) -> int:
        """How many checks do not hold."""
        return sum(1 for check in self.checks if not check.holds)


@get(AT, opt={"policy": "report.read"})
async def start(request: Request, programme: str, report: str) -> Response[bytes]:
    """The report of the reader's own unit."""
    return await _report(request, programme, report, None)


@get(AT + "/{unit:uuid}", opt={"policy": "report.read"})
async def report(request: Request, programme: str, report: str, unit: UUID) -> Response[bytes]:
    """The report of a unit on itself and everything below it."""
    return await _report(request, programme, report, unit)


async def _report(request: Request, programme: str, key: str, unit_id: UUID | None) -> Response[bytes]:
    async with enter(request) as visit:
        found = await programmes.get(visit.tx, programme)
        context = await _context(visit, found, key, unit_id)
        view = await _view(visit, found, context)
    return page(visit, "reports/report.html", view)


@get(AT + "/{unit:uuid}/xlsx", opt={"policy": "report.read"})
async def workbook(request: Request, programme: str, report: str, unit: UUID) -> Response[bytes]:
    """The same report as a workbook."""
    async with enter(request) as visit:
        found = await programmes.get(visit.tx, programme)
        context = await _context(visit, found, report, unit)
    content = await asyncio.to_thread(xlsx.write, context)
    return making.file(content, context.named, "xlsx", xlsx.XLSX)


@get(AT + "/{unit:uuid}/docx", opt={"policy": "report.read"})
async def document(request: Request, programme: str, report: str, unit: UUID) -> Response[bytes]:
    """The same report as a Word file, by the tenant's template where it has one."""
    async with enter(request) as visit:
        found = await programmes.get(visit.tx, programme)
        context = await _context(visit, found, report, unit)
        template = await making.template_of(visit.tx, found.pack_id, f"{slots.REPORT}{report}")
    if template is None:
        return making.file(await paper_word.make(report_paper.of_report(context)), context.named)
    content = await making.paper(found.rules, f"{slots.REPORT}{report}", template, values.of_report(context))
    return making.file(content, context.named)


@get(AT + "/{unit:uuid}/pdf", opt={"policy": "report.read"})
async def printed(request: Request, programme: str, report: str, unit: UUID) -> Response[bytes]:
    """The same report as PDF/A, as it is signed and kept."""
    async with enter(request) as visit:
        found = await programmes.get(visit.tx, programme)
        context = await _context(visit, found, report, unit)
    content = await paper_pdf.make([report_paper.of_report(context)])
    return making.file(content, context.named, "pdf", paper_pdf.PDF)


async def _context(visit: Visit, programme: Programme, key: str, unit_id: UUID | None) -> ReportContext:
    asked = visit.request.query_params
    down_to = asked.get("den") if asked.get("den") in LEVELS else None
    shape = Shape(down_to=down_to, hide_empty=False if asked.get("trong") == "1" else None)
    root = unit_id or queries.home(visit.actor, "report.read")
    return await queries.report(visit.tx, visit.actor, programme, key, root, shape)


async def _view(visit: Visit, programme: Programme, context: ReportContext) -> ReportView:
    unit, base = context.issuer, f"chuong-trinh/{programme.slug}"
    here = f"{base}/bao-cao/{context.key}"
    progress = visit.shell.url(f"{base}/tien-do")
    sees = can(visit.actor, "progress.read", Target(unit_path=unit.path))
    return ReportView(
        programme=programme,
        context=context,
        crumbs=await crumbs_of(visit, unit.path, "report.read", here),
        years=years_of(visit, programme, f"bao-cao/{context.key}/{unit.id}"),
        rows=paper_rows(context, visit.shell.url(base)),
        checks=tuple(check_view(check, context, progress) for check in context.checks),
        notes=note_lines(context.exemptions),
        levels=tuple((kind, _("Đến %(kind)s") % {"kind": kind_label(kind).lower()}) for kind in context.levels),
        here=visit.shell.url(f"{here}/{unit.id}"),
        workbook_url=visit.shell.url(f"{here}/{unit.id}/xlsx") + _query(visit.request.query_params),
        word_url=visit.shell.url(f"{here}/{unit.id}/docx") + _query(visit.request.query_params),
        pdf_url=visit.shell.url(f"{here}/{unit.id}/pdf") + _query(visit.request.query_params),
        documents_url=visit.shell.url(f"{base}/van-ban/{unit.id}"),
        progress_url=f"{progress}/{unit.id}" if sees else None,
    )


def _query(asked: Mapping[str, str]) -> str:
    kept = {name: asked[name] for name in ("den", "trong") if asked.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def paper_rows(context: ReportContext, base: str) -> tuple[PaperRow, ...]:
    """The rows with their failing cells marked, at the cell that the rule speaks of first; each name leads to the
    unit's progress, each number to the units and people behind it. `base` is the programme's address."""
    bad = _faults(context)
    return tuple(
        PaperRow(
            anchor=f"d{index + 1}",
            number=row.number,
            name=row.place.name,
            look=_look(row),
            cells=tuple(
                Cell(_printed(row, source, at), *bad.get((index, key), ())) for key, source, at in _places(context)
            ),
            url=f"{base}/tien-do/{row.place.id}",
            drill=f"{base}/bao-cao/{context.key}/{row.place.id}/o",
        )
        for index, row in enumerate(context.rows)
    )


def _faults(context: ReportContext) -> dict[tuple[int, str], tuple[str, bool]]:
    """By row and column: the rule in words, and whether only units below are the reason."""
    found: dict[tuple[int, str], tuple[str, bool]] = {}
    for check in context.checks:
        guilty = {one.place.id for one in check.culprits}
        for failure in check.failures:
            below = context.rows[failure.row].place.id not in guilty
            found[failure.row, check.left] = (_broken(check, failure.left, failure.right), below)
    return found


def _places(context: ReportContext) -> list[tuple[str, str, int]]:
    """Column key, source, and the position among the counts (-1 for the row number and the name)."""
    order = {key: index for index, key in enumerate(context.measured)}
    return [(key, column.source, order.get(key, -1)) for key, column in context.columns.items()]


def _printed(row: Row, source: str, at: int) -> str:
    """A cell as printed: the paper is Vietnamese, so are its numbers."""
    if source == MARK:
        return row.number
    return row.place.name if source == NAME else f"{row.total[at]:,}".replace(",", ".")


def _look(row: Row) -> int:
    """0 the unit that reports, 1 its children, 2 further down, 3 branches."""
    if row.depth and row.place.kind in ("branch", "subbranch"):
        return 3
    return min(row.depth, 2)


def check_view(check: Checked, context: ReportContext, progress: str) -> CheckView:
    """A check with the units that break it, each where it is looked at."""
    shown = {row.place.id: f"#d{index + 1}" for index, row in enumerate(context.rows)}
    names = {row.place.path: row.place.name for row in context.rows}

    def fault(one: Culprit) -> Fault:
        return Fault(
            name=one.place.name,
            above=names.get(one.place.path[:-5], ""),
            text=_broken(check, one.left, one.right),
            url=shown.get(one.place.id, f"{progress}/{one.place.id}"),
        )

    return CheckView(
        title=check.title,
        holds=check.holds,
        rows=len(check.failures),
        faults=tuple(fault(one) for one in check.culprits[:NAMED]),
        more=max(0, len(check.culprits) - NAMED),
    )


def _broken(check: Checked, left: int, right: int) -> str:
    """The rule in words with the numbers of a row: "(3) là 12, (4) + (5) + (6) + (7) là 10: thiếu 2"."""
    first, _sign, rest = check.rule.partition(" = " if check.exact else " ≥ ")
    facts = {"one": first, "left": number(left), "rest": rest, "right": number(right), "gap": number(abs(left - right))}
    if not check.exact:
        return _("%(one)s là %(left)s, nhỏ hơn %(rest)s là %(right)s") % facts
    if left > right:
        return _("%(one)s là %(left)s, %(rest)s là %(right)s: thiếu %(gap)s") % facts
    return _("%(one)s là %(left)s, %(rest)s là %(right)s: thừa %(gap)s") % facts


ROUTES = (start, report, workbook, document, printed)
