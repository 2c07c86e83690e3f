"""The sheet that says what a report's numbers mean, so that a workbook can be read without asking."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from core.packs.schema import Column
from core.reports.columns import MARK
from core.reports.columns import NAME as UNIT
from core.reports.context import ReportContext
from ui.documents import data_sheet
from ui.documents.notes import sent_lines
from ui.documents.sheet_styles import Styles

NAME = "Định nghĩa"
SOURCES = {
    MARK: "Số thứ tự theo bậc của đơn vị.",
    UNIT: "Đơn vị, gồm người của chính đơn vị và của mọi đơn vị bên dưới, kể cả đơn vị không in thành dòng.",
    "eligible": "Người thuộc diện thực hiện tại ngày chốt danh sách của năm, kể cả người nghỉ trong kỳ.",
    "registered": "Trong số đó, người đã nộp phiếu đăng ký; không tính người nghỉ trong kỳ và người đã thôi.",
    "validated": "Người có phiếu đăng ký đã được thẩm định.",
    "self_assessed": "Người đã tự đánh giá.",
    "assessed": "Người đã được đánh giá, xếp mức.",
    "recognised": "Người có kết quả đã được cấp trên công nhận.",
}
LEVEL = "Người đăng ký được xếp mức này."
HELPERS = (
    ("Cột kiểm tra", "Bên phải bảng, ngoài vùng in: “Đạt”, hoặc phép kiểm tra không đạt ở dòng đó."),
    ("Cột “Riêng đơn vị”", "Bên phải bảng, ngoài vùng in: số người của chính đơn vị. Mỗi dòng có đơn vị bên dưới "
     "bằng số này cộng các dòng ngay dưới nó."),
)  # fmt: skip


def write(sheet: Worksheet, context: ReportContext, styles: Styles) -> None:
    """The definitions: the report, its columns, its checks, the helper columns."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 96)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    for row, (label, text) in enumerate(_told(context)):
        sheet.write_string(row, 0, label, styles.label)
        sheet.write_string(row, 1, text, styles.told)


def _told(context: ReportContext) -> Iterator[tuple[str, str]]:
    yield "Báo cáo", f"{context.heading}, {context.year_line}".strip(", ")
    yield "Đơn vị lập", context.issuer.name
    yield "Lập tại, ngày", context.dateline
    if context.official:
        yield "Số, ký hiệu", context.official.number
        yield "Người ký", f"{context.official.signer}, {context.official.position}"
        yield "Nơi nhận", "\n".join(sent_lines(context))
    for column in context.columns.values():
        yield _head(column), SOURCES.get(column.source, LEVEL)
    for check in context.checks:
        yield f"Kiểm tra {check.rule}", check.title.vi
    yield from HELPERS
    for head, meaning in data_sheet.UNITS:
        yield f"{data_sheet.NAME}: {head}", meaning


def _head(column: Column) -> str:
    title = f"{column.under.vi}: {column.title.vi}" if column.under else column.title.vi
    return f"{title} – cột {column.number}" if column.number else title
