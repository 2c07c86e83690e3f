"""Reports of units as a workbook: ids, the chain of units above, dates, states, and what each column means."""

from collections.abc import Mapping
from io import BytesIO

import xlsxwriter
from msgspec import Struct

from core.unit_reports.duties import Duty
from ui import unit_report_words as words
from ui.documents.sheet_styles import FONT, LINES, Styles
from ui.documents.xlsx import SETTINGS
from ui.formats import ZONE, last_day, short_paper_date
from ui.i18n import _
from ui.terms import kind_label

STANDINGS = {
    "on_time": "đúng hạn", "inside": "trễ hạn, trong gia hạn", "late": "trễ hạn", "waiting": "chưa đến hạn",
    "overdue": "quá hạn, chưa gửi", "exempt": "được miễn",
}  # fmt: skip
# head → what it means; the file is read by other programs too, so it is Vietnamese whatever the reader's language
COLUMNS = (
    ("Mã đơn vị", "Mã không đổi của đơn vị trong phần mềm."),
    ("Đơn vị", "Tên của đơn vị vào ngày hết hạn."),
    ("Cấp", "Loại đơn vị vào ngày hết hạn."),
    ("Chuỗi đơn vị cấp trên", "Tên các đơn vị cấp trên, từ cao xuống thấp, cách nhau bằng dấu ›."),
    ("Mã đơn vị cấp trên", "Mã của đơn vị cấp trên trực tiếp."),
    ("Nguồn yêu cầu", "Theo kế hoạch; Đoàn cấp trên yêu cầu; Không bắt buộc (không tính vào mẫu số)."),
    ("Hạn", "Ngày cuối cùng còn đúng hạn."),
    ("Gia hạn đến", "Ngày cuối cùng của thời gian được thêm; báo cáo trong thời gian này vẫn ghi trễ hạn."),
    ("Tình trạng", "Bước hiện tại của báo cáo."),
    ("So với hạn", "Đúng hạn tính theo lúc gửi lần đầu không rút lại; miễn và chưa đến hạn không tính vào tỷ lệ."),
    ("Gửi lúc", "Lần gửi đầu tiên không rút lại, giờ Việt Nam."),
    ("Số, ký hiệu", "Số và ký hiệu của bản gửi gần nhất."),
    ("Ngày ký", "Ngày ghi trên bản gửi gần nhất."),
    ("Nơi nhận", "Số nơi mà bản gửi gần nhất gửi tới."),
    ("Nơi đã nhận", "Trong số đó, số nơi đã được ghi là đã nhận."),
    ("Bản đang có hiệu lực", "Bản được tiếp nhận gần nhất; 0 là chưa có."),
    ("Lý do miễn", "Lý do được miễn báo cáo."),
)
WIDTHS = (38, 34, 18, 44, 38, 22, 12, 12, 26, 22, 18, 16, 12, 10, 10, 12, 30)


class Listed(Struct, frozen=True):
    """What is written: the title, the units, and the names of every unit by path."""

    title: str
    duties: tuple[Duty, ...]
    names: Mapping[str, str]


def write(listed: Listed) -> bytes:
    """The workbook. Call it off the event loop."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    page, styles = book.add_worksheet("Báo cáo"), Styles(book)
    text = book.add_format({**FONT, **LINES, "align": "left", "text_wrap": True})
    whole = book.add_format({**FONT, **LINES, "num_format": "0"})
    page.write_string(0, 0, listed.title, styles.heading)
    for at, (head, _meaning) in enumerate(COLUMNS):
        page.set_column(at, at, WIDTHS[at])
        page.write_string(2, at, head, styles.head)
    for index, duty in enumerate(listed.duties, 3):
        for at, value in enumerate(_values(duty, listed.names)):
            if isinstance(value, int):
                page.write_number(index, at, value, whole)
            else:
                page.write_string(index, at, value, text)
    page.freeze_panes(3, 2)
    page.autofilter(2, 0, max(3, len(listed.duties) + 2), len(COLUMNS) - 1)
    meanings = book.add_worksheet("Định nghĩa")
    meanings.set_column(0, 0, 26)
    meanings.set_column(1, 1, 100)
    for at, (head, meaning) in enumerate(COLUMNS):
        meanings.write_string(at, 0, head, styles.head)
        meanings.write_string(at, 1, meaning, text)
    book.close()
    return buffer.getvalue()


def _values(duty: Duty, names: Mapping[str, str]) -> list[str | int]:
    above = [names.get(duty.path[:end], "") for end in range(4, len(duty.path), 5)]
    sent = f"{duty.sent_at.astimezone(ZONE):%d/%m/%Y %H:%M}" if duty.sent_at else ""
    return [
        str(duty.unit_id), duty.name, kind_label(duty.kind), " › ".join(name for name in above if name),
        str(duty.parent_id or ""), _(words.ASKED[duty.asked]), last_day(duty.closes_at) if duty.closes_at else "",
        last_day(duty.until) if duty.until else "", words.state(duty.state, top="." not in duty.path).text,
        STANDINGS.get(duty.standing or "", ""), sent, duty.number,
        short_paper_date(duty.dated_on), duty.sent_to, duty.received_by, duty.force_edition, duty.exempt_reason,
    ]  # fmt: skip
