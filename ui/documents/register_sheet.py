"""A book as a workbook: its entries with live sums under the numbers. A text never becomes a formula."""

from io import BytesIO

import xlsxwriter
from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from core.packs.patching import active
from core.packs.schema import Register
from core.programmes.queries import Programme
from core.registers import awards
from core.registers.queries import Entry
from ui.documents.sheet_pages import CM
from ui.documents.sheet_styles import FONT, LINES, Styles
from ui.documents.xlsx import SETTINGS
from ui.formats import local, paper_period, years
from ui.register_words import LEVELS, OCCASIONS, PLACED, WORDS, Words

DAY = {"num_format": "dd/mm/yyyy", "align": "center"}
NUMBER = {"num_format": "#,##0", "align": "right"}
TEXT = {"align": "left", "text_wrap": True}


class Sheet(Struct, frozen=True):
    """What is written: the book, where it was opened, its entries."""

    programme: Programme
    unit: str
    register: Register
    words: Words
    entries: tuple[Entry, ...]


class Column(Struct, frozen=True):
    """A column: its head, its width in letters, how a value looks."""

    head: str
    width: float
    look: dict[str, object]


def write(sheet: Sheet) -> bytes:
    """The workbook. Call it off the event loop: a thousand entries take tens of milliseconds."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SETTINGS)
    title = sheet.register.title.in_("vi")
    book.set_properties({"title": f"{title} {years(sheet.programme)}", "author": sheet.unit})
    page = book.add_worksheet("Sổ theo dõi")
    columns = _columns(sheet)
    styles = Styles(book)
    page.merge_range(0, 0, 0, len(columns) - 1, "", styles.title)
    page.write_string(0, 0, title.upper(), styles.title)
    page.merge_range(1, 0, 1, len(columns) - 1, "", styles.heading)
    page.write_string(1, 0, f"{sheet.unit}, {paper_period(sheet.programme)}", styles.heading)
    looks = [book.add_format({**FONT, **LINES, **column.look}) for column in columns]
    total = book.add_format({**FONT, **LINES, **NUMBER, "bold": True})
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width)
        page.write_string(3, at, column.head, styles.head)
    for index, entry in enumerate(sheet.entries):
        for at, value in enumerate(_values(sheet, entry, index + 1)):
            _cell(page, 4 + index, at, value, looks[at])
    _sums(page, sheet, columns, total)
    _page(page, len(sheet.entries))
    book.close()
    return buffer.getvalue()


def _columns(sheet: Sheet) -> list[Column]:
    """The paper is Vietnamese, whatever the reader's language."""
    register, (title, note, _add) = sheet.register, WORDS[sheet.register.kind]
    found = [Column("STT", 6, {"align": "center"}), Column("Ngày", 12, DAY)]
    found += [Column("Loại", 18, TEXT)] if register.choices else []
    found += [Column("Họ và tên", 24, TEXT)] if register.of == "person" else []
    found.append(Column("Đơn vị", 30, TEXT))
    found += [Column("Nơi đến", 26, TEXT)] if register.kind in PLACED else []
    found += [Column(title, 44, TEXT), Column(note, 44, TEXT)]
    if awards.kept(register):
        found += [Column("Danh hiệu, hình thức", 26, TEXT), Column("Cấp khen", 22, TEXT)]
        found += [] if register.choices else [Column("Dịp", 12, TEXT)]
        found += [Column("Số quyết định", 18, TEXT), Column("Ngày quyết định", 14, DAY)]
    found += [
        Column(f"{one.title.in_('vi')} ({one.unit.in_('vi')})", 16, NUMBER)
        for one in active(register.quantities).values()
    ]
    return found + ([Column("Xác nhận", 14, DAY)] if register.confirmed else [])


def _values(sheet: Sheet, entry: Entry, number: int) -> list[object]:
    register = sheet.register
    found: list[object] = [number, entry.happened_on]
    if register.choices:
        choice = register.choices.get(entry.choice)
        found.append(choice.in_("vi") if choice else "")
    found += [entry.person_name] if register.of == "person" else []
    found.append(entry.unit_name)
    found += [entry.place_name] if register.kind in PLACED else []
    found += [entry.title, entry.note]
    if awards.kept(register):
        award = entry.award
        found += [award.form, LEVELS.get(award.level, "")]
        found += [] if register.choices else [OCCASIONS.get(award.occasion, "")]
        found += [award.number, award.dated]
    found += [*(entry.quantities.get(key) for key in active(register.quantities))]
    return found + ([local(entry.confirmed_at) if entry.confirmed_at else None] if register.confirmed else [])


def _cell(page: Worksheet, row: int, at: int, value: object, look: object) -> None:
    if value is None or value == "":
        page.write_blank(row, at, None, look)
    elif isinstance(value, int):
        page.write_number(row, at, value, look)
    elif isinstance(value, str):
        page.write_string(row, at, value, look)
    else:
        page.write_datetime(row, at, value, look)


def _sums(page: Worksheet, sheet: Sheet, columns: list[Column], look: object) -> None:
    """One line under the entries: each number added up, the value stored beside its formula."""
    count, keys = len(sheet.entries), list(active(sheet.register.quantities))
    if not keys or not count:
        return
    first = len(columns) - len(keys) - (1 if sheet.register.confirmed else 0)
    page.write_string(4 + count, first - 1, "Cộng", look)
    for at, key in enumerate(keys, first):
        name = xl_col_to_name(at)
        value = sum(entry.quantities.get(key, 0) for entry in sheet.entries)
        page.write_formula(4 + count, at, f"=SUM({name}5:{name}{4 + count})", look, value)


def _page(page: Worksheet, count: int) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=1.5 * CM, right=1.5 * CM, top=1.5 * CM, bottom=1.5 * CM)
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)
    page.freeze_panes(4, 0)
    page.autofilter(3, 0, 3 + max(count, 1), 1)
    page.set_footer("&C&P")
    page.hide_gridlines(2)
