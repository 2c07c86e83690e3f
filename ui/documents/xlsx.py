"""A report as a workbook that looks like the paper and still counts: live formulas for sums and checks.

Printed are the columns of the form. To the right, outside the print area, stand one check a column and the people
each unit counts itself, so that a parent is its own people plus the cells of its children (domain.md §4). Values are
stored beside the formulas; a text never becomes a formula.
"""

import re
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from core.reports.columns import MARK, NAME
from core.reports.context import ReportContext
from ui.documents import data_sheet, definitions
from ui.documents.notes import note_lines, section_lines, sent_lines
from ui.documents.sheet_formulas import HAND, Grid, broken_words, check_formula, sum_formula
from ui.documents.sheet_pages import HEADS, ROW, Pages
from ui.documents.sheet_styles import Styles

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SETTINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
WIDTHS = {MARK: 7.0, NAME: 44.0}
NUMBER_WIDTH = 12.0
NAME_LETTERS, NOTE_LETTERS, SENT_LETTERS = 42, 120, 52  # of a line in bold, over the table, under "Nơi nhận"


def write(context: ReportContext) -> bytes:
    """The workbook. Takes tens of milliseconds for a thousand rows: call it off the event loop."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    book.set_properties({"title": f"{context.heading}, {context.year_line}", "author": context.issuer.name})
    styles, name = Styles(book), sheet_name(context)
    grid = _sheet(book.add_worksheet(name), context, styles)
    data_sheet.write(book.add_worksheet(data_sheet.NAME), context, grid, name, styles)
    definitions.write(book.add_worksheet(definitions.NAME), context, styles)
    book.close()
    return buffer.getvalue()


def sheet_name(context: ReportContext) -> str:
    """ "Phụ lục 2021": at most 31 characters, none of those that a sheet's name may not hold."""
    first = " ".join(context.title.split()[:2]).capitalize()
    return re.sub(r"[\[\]:*?/\\']", " ", f"{first} {context.years.replace(' ', '') or context.year}")[:31].strip()


def _sheet(sheet: Worksheet, context: ReportContext, styles: Styles) -> Grid:
    grid = Grid.of(context, top=_opening(sheet, context, styles))
    pages = Pages(sheet, [WIDTHS.get(column.source, NUMBER_WIDTH) for column in context.columns.values()])
    _page(sheet, grid)
    _heads(sheet, context, grid, styles, pages)
    for index in range(len(context.rows)):
        pages.lines(grid.row(index), context.rows[index].place.name, NAME_LETTERS)
        _row(sheet, context, grid, styles, index)
    _closing(sheet, context, grid, styles, pages)
    return grid


def _opening(sheet: Worksheet, context: ReportContext, styles: Styles) -> int:
    """Letterhead and titles; answers the first row of the table."""
    last = len(context.columns) - 1
    half = max(1, last // 2 - 1)
    number = [f"Số: {context.official.number}"] if context.official else []
    left, right = [*context.left, "***", *number] if context.left else number, [*context.right, context.dateline]
    for index in range(max(len(left), len(right))):
        if index < len(left):
            bold = index == len(context.left) - 1
            _merged(sheet, index, 0, half, left[index], styles.centre_bold if bold else styles.centre)
        if index < len(right):
            style = styles.centre_italic if index == len(right) - 1 else styles.centre_underlined
            _merged(sheet, index, half + 1, last, right[index], style)
    row = max(len(left), len(right)) + 1
    for text, style in (
        (context.title, styles.title),
        (context.heading, styles.heading),
        (context.year_line, styles.heading),
    ):
        if text:
            _merged(sheet, row, 0, last, text, style)
            row += 1
    return row + 1


def _page(sheet: Worksheet, grid: Grid) -> None:
    sheet.repeat_rows(grid.top, grid.first - 1)
    sheet.freeze_panes(grid.first, grid.name + 1)
    sheet.print_area(0, 0, grid.last_printed, grid.columns - 1)
    sheet.hide_gridlines(2)


def _heads(sheet: Worksheet, context: ReportContext, grid: Grid, styles: Styles, pages: Pages) -> None:
    """The head in one or two rows, the numbered row under it, and the heads of the helper columns."""
    for at, column in enumerate(context.columns.values()):
        sheet.set_column(at, at, WIDTHS.get(column.source, NUMBER_WIDTH))
    taken: set[tuple[int, int]] = set()
    for depth, line in enumerate(context.heads):
        pages.height(grid.top + depth, HEADS / len(context.heads))
        at = 0
        for head in line:
            while (depth, at) in taken:
                at += 1
            bottom = grid.top + depth + head.rows - 1
            _merged(sheet, grid.top + depth, at, at + head.columns - 1, head.text, styles.head, bottom)
            taken |= {(depth + r, at + c) for r in range(head.rows) for c in range(head.columns)}
            at += head.columns
    for at, number in enumerate(context.numbers):
        sheet.write_string(grid.first - 1, at, number, styles.numbers)
    for at, title in grid.helpers:
        sheet.write_string(grid.first - 1, at, title, styles.helper_head)
        sheet.set_column(at, at, 16 if at < grid.own else 11)


def _row(sheet: Worksheet, context: ReportContext, grid: Grid, styles: Styles, index: int) -> None:
    row, at = context.rows[index], grid.row(index)
    style = styles.of(row)
    name = row.place.name.upper() if row.depth == 0 else row.place.name
    for position, column in enumerate(context.columns.values()):
        if column.source == MARK:
            sheet.write_string(at, position, row.number, style.mark)
        elif column.source == NAME:
            sheet.write_string(at, position, name, style.name)
    children = grid.children[index]
    for measure, (position, value) in enumerate(zip(grid.measures, row.total, strict=True)):
        if children:
            helper = grid.own + measure
            sheet.write_number(at, helper, row.own[measure], styles.helper)
            sheet.write_formula(at, position, sum_formula(grid, at, position, helper, children), style.number, value)
        else:
            sheet.write_number(at, position, value, style.number)
    _checks(sheet, context, grid, styles, index)


def _checks(sheet: Worksheet, context: ReportContext, grid: Grid, styles: Styles, index: int) -> None:
    for order, check in enumerate(context.checks):
        wrong = index in grid.failing[order]
        shown = broken_words(check) if wrong else grid.fine
        at, column = grid.row(index), grid.columns + 1 + order
        sheet.write_formula(at, column, check_formula(grid, check, at), styles.helper_text, shown)
    if index == 0 and context.checks:
        first, last = xl_col_to_name(grid.columns + 1), grid.columns + len(context.checks)
        area = (grid.first, grid.columns + 1, grid.last, last)
        rule = {"type": "formula", "criteria": f'={first}{grid.first + 1}<>"{grid.fine}"', "format": styles.wrong}
        sheet.conditional_format(*area, rule)


def _closing(sheet: Worksheet, context: ReportContext, grid: Grid, styles: Styles, pages: Pages) -> None:
    """The sections and notes under the table, then the signatures, the recipients at their left."""
    looks = {"heading": styles.subtitle, "body": styles.words}
    said = [(line, looks[look]) for look, line in section_lines(context)]
    said += [(line, styles.note) for line in note_lines(context.exemptions)]
    row = grid.last + 1
    for line, style in said:
        _merged(sheet, row, 0, grid.columns - 1, line, style)
        pages.lines(row, line, NOTE_LETTERS, ROW * 1.4 if style is styles.subtitle else ROW)
        row += 1
    last, sent = grid.columns - 1, sent_lines(context)
    first = min(grid.name + 1, last - 1) if sent else 0
    half = (first + last) // 2
    for index, line in enumerate(["Nơi nhận:", *sent] if sent else []):
        _merged(sheet, row + 1 + index, 0, first - 1, line, styles.small if index else styles.small_head)
        pages.lines(row + 1 + index, line, SENT_LETTERS)
    for index, line in enumerate(context.signed_left):
        _merged(sheet, row + 1 + index, first, half, line, styles.centre_bold)
    for index, line in enumerate(context.signed_right):
        _merged(sheet, row + 1 + index, half + 1, last, line, styles.centre_bold)
    if context.official:
        below = row + 1 + len(context.signed_right) + HAND
        _merged(sheet, below, half + 1, last, context.official.signer, styles.centre_bold)
    pages.keep(row, grid.last_printed, (grid.top, grid.first - 1))


def _merged(
    sheet: Worksheet, row: int, left: int, right: int, text: str, style: Format, bottom: int | None = None
) -> None:
    """Text over several cells. XlsxWriter would guess the type of a merged text: an empty merge, then a string."""
    last = row if bottom is None else bottom
    if (row, left) != (last, right):
        sheet.merge_range(row, left, last, right, "", style)
    sheet.write_string(row, left, text, style)
