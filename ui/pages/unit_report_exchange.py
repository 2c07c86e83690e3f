"""Working on a report in Excel: the protected template out, the filled one back into the form, where nothing is kept
before somebody has looked at it."""

import asyncio

import msgspec
from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, require
from core.errors import Problem
from core.imports import reading
from core.packs.text import Text
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports.columns import report_of
from core.unit_reports import exchange, worksheet
from core.unit_reports.worksheet import Worksheet
from ui.documents import unit_report_template, xlsx
from ui.editing import shown_again
from ui.formats import file_years
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.unit_report_sheet import EDITABLE, sheet_view
from ui.pages.unit_reports import AT, WRITE, base_of, page_crumbs
from ui.papers import making
from ui.render import page


class FileView(Struct, frozen=True, kw_only=True):
    """The page of the template: take it, bring it back."""

    programme: Programme
    sheet: Worksheet
    title: Text
    crumbs: tuple[tuple[str, str | None], ...]
    editable: bool
    here: str


@get(AT + "/mau", opt=WRITE)
async def template(request: Request) -> Response:
    """How it works, the file, and the field for the filled one."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    return page(visit, "unit_reports/file.html", view)


@get(AT + "/mau/xlsx", opt=WRITE)
async def workbook(request: Request) -> Response[bytes]:
    """The template of the report as it stands."""
    async with enter(request) as visit:
        sheet = await _sheet(visit, request)
    content = await asyncio.to_thread(unit_report_template.write, sheet)
    return making.file(content, f"Mẫu báo cáo {file_years(sheet.programme)} - {sheet.unit.name}", "xlsx", xlsx.XLSX)


@post(AT + "/mau", opt=WRITE)
async def bring(request: Request) -> Response:
    """Read the filled template and show its rows in the form. Nothing is stored."""
    visit: Visit | None = None
    try:
        async with enter(request) as visit:
            sheet = await _sheet(visit, request)
            sent = visit.form.file("file")
        if sent is None:
            raise Problem("form.required", field="file")
        found = exchange.back(await reading.read(await sent.read(), exchange.KIND), sheet)
        async with enter(request) as visit:
            view = await sheet_view(visit, request)
    except Problem as problem:
        return await shown_again(request, visit, problem, "unit_reports/file.html", _view)
    filled = {f"cell.{unit}.{key}": [str(value)] for unit, row in found.cells.items() for key, value in row.items()}
    filled |= {f"why.{unit}": [words] for unit, words in found.words.items()}
    return page(visit, "unit_reports/sheet.html", msgspec.structs.replace(view, read_file=True), form=Form(filled))


async def _sheet(visit: Visit, request: Request) -> Worksheet:
    asked = request.path_params
    programme = await programmes.get(visit.tx, asked["programme"])
    sheet = await worksheet.of_unit(visit.tx, visit.actor, programme, asked["report"], asked["unit"])
    require(visit.actor, "unit_report.write", Target(unit_path=sheet.unit.path), see="report.read")
    return sheet


async def _view(visit: Visit, request: Request) -> FileView:
    sheet = await _sheet(visit, request)
    base = visit.shell.url(base_of(sheet.programme))
    return FileView(
        programme=sheet.programme, sheet=sheet, title=report_of(sheet.programme.rules, sheet.key).heading,
        crumbs=await page_crumbs(visit, sheet.unit.id, sheet.unit.path, base, _("Làm báo cáo trên Excel")),
        here=f"{base}/{sheet.key}/{sheet.unit.id}",
        editable=sheet.programme.state == "open" and sheet.duty.state in (*EDITABLE, "checked"),
    )  # fmt: skip


ROUTES = (template, workbook, bring)
