"""A person's record over the years as a workbook: results, posts, commendations. A text never becomes a formula."""

from io import BytesIO

import xlsxwriter

from core.personal_records.queries import Record
from core.registers.awards import Award
from ui.documents.sheet_pages import CM
from ui.documents.sheet_styles import FONT, LINES, Styles
from ui.documents.xlsx import SETTINGS
from ui.formats import short_date, years
from ui.register_words import LEVELS, decision_words
from ui.terms import post_label

WIDTHS = (14, 46, 30, 20, 30)
RESULTS = ("Năm", "Chương trình", "Đơn vị", "Xếp loại", "Quyết định")
POSTS = ("Từ", "Chức danh", "Đơn vị", "Đến hết", "")
PRAISE = ("Ngày", "Thành tích", "Danh hiệu, hình thức", "Cấp khen", "Quyết định")


def write(record: Record) -> bytes:
    """The workbook. Call it off the event loop."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    page, styles = book.add_worksheet("Hồ sơ"), Styles(book)
    look = book.add_format({**FONT, **LINES, "text_wrap": True})
    for at, width in enumerate(WIDTHS):
        page.set_column(at, at, width)
    page.merge_range(0, 0, 0, len(WIDTHS) - 1, "", styles.title)
    page.write_string(0, 0, f"KẾT QUẢ RÈN LUYỆN QUA CÁC NĂM: {record.person.full_name.upper()}", styles.title)
    row = 2
    for title, heads, lines in (
        ("Kết quả", RESULTS, _results(record)), ("Chức danh", POSTS, _posts(record)),
        ("Tuyên dương, khen thưởng", PRAISE, _praise(record)),
    ):  # fmt: skip
        page.write_string(row, 0, title, styles.heading)
        for at, head in enumerate(heads):
            page.write_string(row + 1, at, head, styles.head)
        for index, line in enumerate(lines, row + 2):
            for at, value in enumerate(line):
                page.write_string(index, at, value, look)
        row += len(lines) + 3
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=1.5 * CM, right=1.5 * CM, top=1.5 * CM, bottom=1.5 * CM)
    page.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


def _results(record: Record) -> list[tuple[str, ...]]:
    return [
        (years(one.programme), one.programme.title.in_("vi"), one.unit_name,
         one.level.title.in_("vi") if one.level else "", decision_words(_decision(one.decision_number, one)))
        for one in record.years
    ]  # fmt: skip


def _decision(number: str, one: object) -> Award:
    return Award(number=number, dated=getattr(one, "decision_dated", None))


def _posts(record: Record) -> list[tuple[str, ...]]:
    return [
        (short_date(one.starts_on), post_label(one.title, one.full_time), one.unit_name, short_date(one.ends_on), "")
        for one in record.posts
    ]


def _praise(record: Record) -> list[tuple[str, ...]]:
    return [
        (short_date(one.on), one.title, one.award.form, LEVELS.get(one.award.level, ""), decision_words(one.award))
        for one in record.commendations
    ]
