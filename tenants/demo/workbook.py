"""A member list as the national software hands it out, with invented people and errors put in on purpose."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

from core.imports.columns import NATIONAL
from tenants.demo.names import full_name
from tenants.demo.rows import Draw

TITLE = "DANH SÁCH ĐOÀN VIÊN"
OCCUPATIONS = ("Học sinh", "Sinh viên", "Cán bộ, công chức", "Giáo viên", "Công nhân", "Nông dân", "Lao động tự do")
FIRST_ROW = 4  # of people: a title, an empty line, the headings
SETTINGS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
# What is wrong → the heading of the cell and the wrong text.
ERRORS: Mapping[str, tuple[str, str]] = {
    "no-such-day": ("Ngày sinh", "31/02/2003"),
    "year-alone": ("Ngày sinh", "2003"),
    "foreign-letter": ("Họ và tên", "Nguуễn Văn Ап"),
    "formula": ("Họ và tên", '=HYPERLINK("http://x","An")'),
    "gender": ("Giới tính", "Khác"),
    "phone": ("Số điện thoại", "12345"),
    "e-mail": ("Email", "an.nguyen(at)gmail"),
    "branch": ("Chi đoàn", "Chi đoàn không có thật"),
    "title": ("Chức vụ Đoàn", "Lớp trưởng"),
}
Place = tuple[str, str, str, str]  # from the top union down to the branch


def member_list(
    places: Sequence[Place], people: int, *, seed: int = 1, each_error: int = 0, first_code: int = 0
) -> tuple[bytes, dict[str, list[int]]]:
    """An .xlsx of `people` over the branches, and the rows of each planted error (`each_error` of every sort)."""
    draw = Draw(seed)
    rows = [_person(draw, places[number % len(places)], first_code + number) for number in range(people)]
    planted: dict[str, list[int]] = {}
    at = people // 10
    for error, (heading, text) in ERRORS.items():
        for _ in range(each_error):
            rows[at][NATIONAL.index(heading)] = text
            planted.setdefault(error, []).append(at + FIRST_ROW)
            at += 7
    for _ in range(each_error):
        rows[at][NATIONAL.index("Mã đoàn viên")] = rows[at - 5][NATIONAL.index("Mã đoàn viên")]
        planted.setdefault("code-twice", []).append(at + FIRST_ROW)
        at += 7
    return _workbook(rows), planted


def _person(draw: Draw, place: Place, number: int) -> list[str]:
    gender = draw.choice(("female", "male"))
    born = draw.day(date(1992, 1, 1), date(2005, 6, 30))
    joined = draw.day(date(born.year + 15, 1, 1), date(born.year + 15, 12, 28))
    name = full_name(draw, gender)
    said = {
        "STT": str(number + 1), "Mã đoàn viên": f"DV{number:07}",
        "Họ và tên": name.upper() if number % 9 == 0 else name,
        "Giới tính": "Nữ" if gender == "female" else "Nam", "Ngày sinh": _spelt(draw, born),
        "Số CMND/CCCD": f"{draw.randrange(10**11, 10**12):012}", "Ngày cấp": "01/06/2019", "Nơi cấp": "Kiên Giang",
        "Dân tộc": draw.choice(("Kinh", "Khmer", "Hoa")), "Tôn giáo": draw.choice(("Không", "Phật giáo")),
        "Quốc tịch": "Việt Nam", "Số điện thoại": f"09{draw.randrange(10**8):08}", "Email": f"dv{number}@vidu.vn",
        "Nghề nghiệp": draw.choice(OCCUPATIONS), "Ngày vào Đoàn": joined.strftime("%d/%m/%Y"),
        "Chức vụ Đoàn": "Đoàn viên", "Trình độ văn hóa": "12/12", "Tỉnh/Thành đoàn": place[0],
        "Huyện đoàn và tương đương": place[1],
        "Đoàn cơ sở": place[2], "Chi đoàn": place[3],
    }  # fmt: skip
    return [said.get(heading, "") for heading in NATIONAL]


def _spelt(draw: Draw, day: date) -> str:
    """A day as people write it."""
    short = f"{day.day}/{day.month}/{day.year}"
    return draw.choice((day.strftime("%d/%m/%Y"), short, day.strftime("%d-%m-%Y"), day.isoformat()))


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    sheet = book.add_worksheet("Danh sách")
    sheet.write_string(0, 0, TITLE)
    for at, row in enumerate([NATIONAL, *rows], FIRST_ROW - 2):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(at, column, text)
    book.close()
    return buffer.getvalue()
