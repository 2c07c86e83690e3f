"""A progress board as a workbook: a line a unit, for each step those who did it, too late, and still missing."""

from io import BytesIO

import xlsxwriter
from msgspec import Struct

from ui.documents.sheet_pages import CM
from ui.documents.sheet_styles import FONT, LINES, Styles
from ui.documents.xlsx import SETTINGS

PARTS = ("Đã làm", "Trễ hạn", "Còn thiếu")
NUMBER = {"num_format": "#,##0", "align": "right"}
HEAD = 4  # rows above the first unit


class Row(Struct, frozen=True):
    """A unit: its name, its people, and for each step (done, late, missing)."""

    name: str
    people: int
    steps: tuple[tuple[int, int, int], ...]


class Sheet(Struct, frozen=True):
    """What is written; the last row is the sum."""

    title: str
    unit: str
    when: str
    counted: str
    steps: tuple[str, ...]
    rows: tuple[Row, ...]


def write(sheet: Sheet) -> bytes:
    """The workbook. Call it off the event loop."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    book.set_properties({"title": sheet.title, "author": sheet.unit})
    page, styles = book.add_worksheet("Tiến độ"), Styles(book)
    width = 1 + len(sheet.steps) * len(PARTS)
    for at, text, look in ((0, sheet.title.upper(), styles.title), (1, f"{sheet.unit}, {sheet.when}", styles.heading)):
        page.merge_range(at, 0, at, width, "", look)
        page.write_string(at, 0, text, look)
    page.set_column(0, 0, 38)
    page.set_column(1, width, 11)
    for at, text in ((0, "Đơn vị"), (1, sheet.counted)):
        page.merge_range(2, at, 3, at, "", styles.head)
        page.write_string(2, at, text, styles.head)
    for number, step in enumerate(sheet.steps):
        first = 2 + number * len(PARTS)
        page.merge_range(2, first, 2, first + len(PARTS) - 1, "", styles.head)
        page.write_string(2, first, step, styles.head)
        for offset, part in enumerate(PARTS):
            page.write_string(3, first + offset, part, styles.head)
    for index, row in enumerate(sheet.rows):
        bold = {"bold": index == len(sheet.rows) - 1}
        text = book.add_format({**FONT, **LINES, **bold, "text_wrap": True})
        number = book.add_format({**FONT, **LINES, **NUMBER, **bold})
        page.write_string(HEAD + index, 0, row.name, text)
        for at, value in enumerate((row.people, *(value for step in row.steps for value in step)), 1):
            page.write_number(HEAD + index, at, value, number)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=1.5 * CM, right=1.5 * CM, top=1.5 * CM, bottom=1.5 * CM)
    page.fit_to_pages(1, 0)
    page.freeze_panes(HEAD, 1)
    book.close()
    return buffer.getvalue()
