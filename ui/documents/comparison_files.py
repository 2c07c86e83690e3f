"""A comparison as a workbook with its sheet of definitions, as CSV and as JSON."""

import csv
from io import BytesIO, StringIO

import msgspec
import xlsxwriter

from ui.comparison.sheet import Sheet
from ui.documents.csv_cells import harmless
from ui.documents.xlsx import SETTINGS
from ui.i18n import _

FORMS = {"percent": "0.0%", "number": "0.0", "whole": "#,##0"}


def workbook(sheet: Sheet) -> bytes:
    """Two sheets: the numbers with a frozen head and filter, and what they mean."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    book.set_properties({"title": sheet.title})
    _numbers(book, sheet)
    _meaning(book, sheet)
    book.close()
    return buffer.getvalue()


def table(sheet: Sheet) -> bytes:
    """One row a province, each with what it needs to be read alone. UTF-8 with the mark that Excel looks for."""
    out = StringIO()
    writer = csv.writer(out)
    facts = dict(sheet.about)
    extra = [(key, facts.get(key, "")) for key in (_("Chỉ số"), _("Năm"), _("Đối tượng"), _("Địa giới"))]
    extra += [(label, text) for label, text in sheet.meaning[:3]]
    writer.writerow([column.key for column in sheet.columns] + [label for label, _text in extra])
    for row in sheet.rows:
        writer.writerow([_safe(value) for value in row] + [_safe(text) for _label, text in extra])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def data(sheet: Sheet) -> bytes:
    """The same for programs; unknown numbers are null, never 0."""
    keys = [column.key for column in sheet.columns]
    held = {
        "tieu_de": sheet.title,
        "du_lieu_gia_lap": sheet.synthetic or None,
        "cau_hoi": dict(sheet.about),
        "dinh_nghia": dict(sheet.meaning),
        "toan_quoc": dict(zip(keys, sheet.nation, strict=True)),
        "don_vi": [dict(zip(keys, row, strict=True)) for row in sheet.rows],
    }
    return msgspec.json.format(msgspec.json.encode(held), indent=1)


def _numbers(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(_("Số liệu"))
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    forms = {key: book.add_format({"num_format": text}) for key, text in FORMS.items()}
    strong = {key: book.add_format({"num_format": text, "bold": True}) for key, text in FORMS.items()}
    page.write_string(0, 0, sheet.title, bold)
    page.write_string(1, 0, " · ".join(text for _label, text in sheet.about[2:6]))
    page.write_string(2, 0, sheet.synthetic, book.add_format({"italic": True, "font_color": "#8a4a00"}))
    top = 4
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(top, at, column.head, head)
    plain, heavy = None, book.add_format({"bold": True})
    for index, row in enumerate((sheet.nation, *sheet.rows)):
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            form = (strong if index == 0 else forms).get(column.form, heavy if index == 0 else plain)
            if value is None:
                continue
            if isinstance(value, str):
                page.write_string(top + 1 + index, at, value, form)
            else:
                page.write_number(top + 1 + index, at, value, form)
    page.freeze_panes(top + 1, 3)
    page.autofilter(top, 0, top + 1 + len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _meaning(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(_("Định nghĩa"))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 96)
    for row, (label, text) in enumerate((*sheet.about, ("", ""), *sheet.meaning)):
        page.write_string(row, 0, label, bold)
        page.write_string(row, 1, text, wrapped)


def _safe(value: object) -> object:
    """What is not known is empty; a text is kept a text."""
    return harmless(value) if isinstance(value, str) else "" if value is None else value
