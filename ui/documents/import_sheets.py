"""Workbooks around an import: the template to fill in, and the rows that were refused, with the reason last."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from core.imports.queries import Batch, Odd
from ui.documents.xlsx import SETTINGS
from ui.i18n import _
from ui.import_words import fault_text, fields_of

PEOPLE = (
    "code", "full_name", "birth_date", "gender", "joined_on", "occupation", "phone", "email", "unit", "unit_code",
    "title", "seat_unit", "seat_from",
)  # fmt: skip
UNITS = ("code", "name", "kind", "parent", "block", "place", "opened_on")
# The headings of the templates are read back by their Vietnamese words, whatever language the page speaks.
HEADINGS = {
    "people": ("Mã đoàn viên", "Họ và tên", "Ngày sinh", "Giới tính", "Ngày vào Đoàn", "Nghề nghiệp", "Số điện thoại",
               "Email", "Đơn vị", "Mã đơn vị", "Chức vụ Đoàn", "Nơi giữ chức vụ", "Ngày giữ chức vụ"),
    "units": ("Mã đơn vị", "Tên đơn vị", "Cấp", "Trực thuộc", "Khối", "Địa danh", "Ngày thành lập"),
}  # fmt: skip
EXAMPLES = {
    "people": ("DV001", "Nguyễn Thị Mẫu", "05/09/2001", "Nữ", "26/03/2017", "Sinh viên", "0912345678", "mau@vidu.vn",
               "Đoàn xã Mẫu / Chi đoàn ấp 1", "", "Bí thư chi đoàn", "", "01/01/2021"),
    "units": ("CD001", "Chi đoàn ấp 1", "Chi đoàn", "Đoàn xã Mẫu", "Nông thôn", "Mẫu", "26/03/2015"),
}  # fmt: skip
HEAD = {"bold": True, "bg_color": "#e7eef8", "border": 1, "text_wrap": True, "valign": "vcenter"}


def template(kind: str) -> bytes:
    """A workbook to fill in: headings, one example to write over, and a sheet that explains each column."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    head, wrap = book.add_format(HEAD), book.add_format({"text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_("Danh sách"))
    sheet.freeze_panes(1, 0)
    for at, (heading, example) in enumerate(zip(HEADINGS[kind], EXAMPLES[kind], strict=True)):
        sheet.set_column(at, at, 30 if len(example) > 20 else 18, text)
        sheet.write_string(0, at, heading, head)
        sheet.write_string(1, at, example, text)
    guide = book.add_worksheet(_("Hướng dẫn"))
    guide.set_column(0, 0, 26)
    guide.set_column(1, 1, 90)
    for row, (heading, words) in enumerate(zip(HEADINGS[kind], _guide(kind), strict=True)):
        guide.write_string(row, 0, heading, head)
        guide.write_string(row, 1, words, wrap)
    book.close()
    return buffer.getvalue()


def refused(batch: Batch, rows: Sequence[Odd]) -> bytes:
    """The refused rows as they stood, each with its number and, in the last column, what is wrong with it."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    head, late = book.add_format(HEAD), book.add_format({"font_color": "#b3261e", "text_wrap": True})
    sheet = book.add_worksheet(_("Dòng lỗi"))
    sheet.freeze_panes(1, 0)
    headings = [column.heading for column in batch.shape.columns if column.at is not None]
    labels = fields_of(batch.kind)
    for at, heading in enumerate([*headings, _("Lý do")]):
        sheet.set_column(at, at, 60 if at == len(headings) else 20)
        sheet.write_string(0, at, heading, head)
    for line, row in enumerate(rows, 1):
        for at, cell in enumerate(row.cells):
            sheet.write_string(line, at, cell)
        reasons = (f"{labels.get(fault.field, fault.field)}: {fault_text(fault, batch.kind)}" for fault in row.faults)
        where = _("Dòng %(row)s.") % {"row": row.number}
        sheet.write_string(line, len(headings), " ".join([where, *reasons]), late)
    book.close()
    return buffer.getvalue()


def _guide(kind: str) -> tuple[str, ...]:
    if kind == "units":
        return (
            _("Không bắt buộc. Nhờ mã, đơn vị được nhận ra dù đã đổi tên."),
            _("Bắt buộc. Tên đầy đủ của đơn vị."),
            _("Cấp huyện, Đoàn cơ sở, Chi đoàn cơ sở, Đoàn bộ phận, Chi đoàn. Để trống thì suy từ tên."),
            _("Tên đơn vị cấp trên, ghi cả đường dẫn nếu trùng tên. Để trống thì trực thuộc cấp cao nhất."),
            _("Công chức viên chức, Đô thị, Nông thôn, Trường học, Lực lượng vũ trang, Doanh nghiệp."),
            _("Địa danh ghi trong văn bản của đơn vị."),
            _("Ngày/tháng/năm. Để trống thì lấy ngày chọn khi nhập."),
        )
    return (
        _("Mã hoặc số thẻ đoàn viên. Nhờ mã, nhập lại không bị trùng người."),
        _("Bắt buộc. Chữ có dấu, viết hoa hay thường đều được."),
        _("Ngày/tháng/năm, ví dụ 05/09/2001. Bắt buộc nếu không có mã."),
        _("Nam hoặc Nữ."),
        _("Ngày/tháng/năm."),
        _("Ví dụ: Học sinh, Sinh viên, Cán bộ công chức, Giáo viên, Công nhân, Nông dân."),
        _("10 chữ số. Dùng để mời đăng nhập."),
        _("Dùng để mời đăng nhập."),
        _("Tên chi đoàn, ghi thêm đơn vị cấp trên nếu trùng tên: Đoàn xã A / Chi đoàn ấp 1."),
        _("Thay cho tên đơn vị, nếu các đơn vị đã có mã."),
        _("Ví dụ: Bí thư, Phó Bí thư chi đoàn, Ủy viên BCH Đoàn xã. Nhiều chức vụ cách nhau bằng dấu phẩy."),
        _("Chỉ cần khi giữ chức vụ ở đơn vị khác nơi sinh hoạt."),
        _("Ngày/tháng/năm. Để trống thì lấy ngày chọn khi nhập."),
    )
