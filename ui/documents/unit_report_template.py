"""A report's rows as a workbook to fill in without a connection: only the fields are unlocked."""

from io import BytesIO

import xlsxwriter

from core.unit_reports import exchange
from core.unit_reports.worksheet import Worksheet
from ui.documents.sheet_styles import FONT, LINES, Styles
from ui.documents.xlsx import SETTINGS

ABOUT = (
    "Chỉ nhập vào ô nền vàng. Để trống cả dòng thì báo cáo lấy số liệu trong phần mềm (cột bên phải). "
    "Không thêm, xóa, đổi thứ tự dòng. Nhập xong tải tệp lên ở trang lập báo cáo."
)


def write(sheet: Worksheet) -> bytes:
    """The workbook. Call it off the event loop."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    page, styles = book.add_worksheet("Báo cáo"), Styles(book)
    field = book.add_format({**FONT, **LINES, "locked": False, "bg_color": "#fff8dc", "num_format": "0"})
    words = book.add_format({**FONT, **LINES, "locked": False, "bg_color": "#fff8dc", "text_wrap": True})
    plain = book.add_format({**FONT, **LINES, "text_wrap": True})
    numbers = exchange.numbers_of(sheet)
    width = len(numbers)
    heads = [exchange.CODE, exchange.NAME]
    heads += [exchange.heading(number, sheet.context.columns[key].title.vi) for key, number in numbers.items()]
    heads += [exchange.WHY, *(f"Trong phần mềm {number}" for number in numbers.values())]
    for at, head in enumerate(heads):
        page.write_string(0, at, head, styles.head)
    page.write_string(1, 0, exchange.mark(sheet), plain)
    page.write_string(1, 1, ABOUT, styles.note)
    for index, line in enumerate((line for line in sheet.lines if line.kind != "reported"), 2):
        page.write_string(index, 0, str(line.place.id), plain)
        page.write_string(index, 1, line.place.name, plain)
        for at in range(width):
            if line.kind == "typed":
                page.write_number(index, 2 + at, line.numbers[at], field)
            else:
                page.write_blank(index, 2 + at, None, field)
            page.write_number(index, 3 + width + at, line.counted[at], plain)
        page.write_string(index, 2 + width, line.words, words)
        page.data_validation(index, 2, index, 1 + width, {
            "validate": "integer", "criteria": ">=", "value": 0, "error_title": "Số nguyên",
            "error_message": "Hãy nhập số nguyên từ 0.",
        })  # fmt: skip
    page.set_column(0, 0, 2, None, {"hidden": True})
    page.set_column(1, 1, 44)
    page.set_column(2, 1 + width, 14)
    page.set_column(2 + width, 2 + width, 40)
    page.set_column(3 + width, 2 + 2 * width, 14)
    page.set_row(0, 48)
    page.set_row(1, 96)
    page.freeze_panes(1, 2)
    page.protect("", {"select_locked_cells": True, "format_columns": True})
    book.close()
    return buffer.getvalue()
