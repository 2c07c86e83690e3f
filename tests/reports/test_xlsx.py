"""The workbook of a report: read back with openpyxl, its formulas worked out again."""

import re
from io import BytesIO
from uuid import UUID

import msgspec
import openpyxl
import pytest

from core.reports.context import Exemption, Shape
from ui.documents import xlsx


def opened(report, *, values=False):
    """The sheet as written: formulas, or the values stored beside them."""
    return openpyxl.load_workbook(BytesIO(xlsx.write(report)), data_only=values).worksheets[0]


class Sheet:
    """Works out the formulas that the writer uses: numbers, +, SUM over cells and ranges, IF with < and <>."""

    def __init__(self, sheet) -> None:
        self.sheet = sheet

    def value(self, reference: str):
        """What a cell shows."""
        found = self.sheet[reference].value
        return self.formula(found[1:]) if isinstance(found, str) and found.startswith("=") else found

    def formula(self, text: str):
        """What a formula gives."""
        if chosen := re.fullmatch(r'IF\((.+?)(<>|<)(.+),"(.*)","(.*)"\)', text):
            left, sign, right = self.number(chosen[1]), chosen[2], self.number(chosen[3])
            return chosen[4] if (left != right if sign == "<>" else left < right) else chosen[5]
        return self.number(text)

    def number(self, text: str) -> int:
        """A sum of cells and SUM(…)."""
        total = 0
        for part in re.findall(r"SUM\([^)]*\)|[A-Z]+\d+", text):
            for piece in part.removeprefix("SUM(").removesuffix(")").split(","):
                cells = self.sheet[piece]
                line = [cell for row in cells for cell in row] if isinstance(cells, tuple) else [cells]
                total += sum(self.value(cell.coordinate) or 0 for cell in line)
        return total


def table(sheet):
    """Row of the sheet by printed number and name, for the rows of the table."""
    first = next(row for row in range(1, 60) if sheet.cell(row, 2).value == "1" and sheet.cell(row, 5).value == "4") + 1
    found = {}
    for row in range(first, sheet.max_row + 1):
        if sheet.cell(row, 3).value is None:
            break
        found[sheet.cell(row, 1).value, sheet.cell(row, 2).value] = row
    return found


def test_the_formulas_give_the_numbers_of_the_report(appendix):
    """Worked out again from the children's cells and each unit's own people, every total is the report's, and the
    value stored beside each formula is the same (domain.md §4)."""
    report = appendix()
    sheet, stored = Sheet(opened(report)), opened(report, values=True)
    rows = list(table(sheet.sheet).values())
    assert len(rows) == len(report.rows)
    for at, row in zip(rows, report.rows, strict=True):
        columns = [f"{letter}{at}" for letter in "CDEFGH"]
        assert [sheet.value(column) for column in columns] == list(row.total)
        assert [stored[column].value for column in columns] == list(row.total)


def test_a_parent_is_a_formula_over_its_children(appendix):
    """The province's cell adds its own people, from a helper column, to the cells of its two children."""
    sheet = opened(appendix())
    rows = table(sheet)
    top, district, ward = (rows[key] for key in rows if key[0] in ("I", "1", "2"))
    assert sheet[f"C{top}"].value == f"=L{top}+SUM(C{district},C{ward})"
    assert sheet[f"L{top}"].value == 12
    assert "Riêng đơn vị" in sheet[f"L{top - 1}"].value


def test_a_changed_leaf_changes_every_total_above_it(appendix):
    """Typing one more person into a branch's cell moves the commune, the district and the province by one."""
    sheet = opened(appendix())
    rows = {key[1]: row for key, row in table(sheet).items()}
    before = [Sheet(sheet).value(f"C{rows[name]}") for name in ("TỈNH ĐOÀN KIÊN GIANG", "Đoàn xã Thạnh Hưng")]
    sheet[f"C{rows['Chi đoàn ấp Thạnh Xuân']}"].value += 1
    after = [Sheet(sheet).value(f"C{rows[name]}") for name in ("TỈNH ĐOÀN KIÊN GIANG", "Đoàn xã Thạnh Hưng")]
    assert after == [value + 1 for value in before]


def test_the_checks_are_live(appendix, units):
    """A registered person without a result turns the check cell of that row, and it turns back when typed in."""
    places, own = units
    sheet = opened(appendix(own={**own, places[3].id: (3, 3, 2, 0, 0, 0)}))
    row = next(at for (_, name), at in table(sheet).items() if name == "Chi đoàn ấp Thạnh Xuân")
    assert Sheet(sheet).value(f"K{row}") == "Sai: (3) ≠ (4) + (5) + (6) + (7)"
    assert Sheet(sheet).value(f"J{row}") == "Đạt"
    sheet[f"E{row}"].value = 3
    assert Sheet(sheet).value(f"K{row}") == "Đạt"
    sheet[f"C{row}"].value = 1
    assert Sheet(sheet).value(f"J{row}") == "Sai: (2) < (3)"


@pytest.mark.parametrize("name", ["=1+1", "+84", "@SUM(A1)", "-2", '=HYPERLINK("http://x")', "{=1}", "http://x.vn"])
def test_a_hostile_name_stays_a_text(appendix, units, name):
    """A unit called like a formula or an address is text in the workbook, character for character."""
    places, _ = units
    report = appendix(
        places=(places[0], msgspec.structs.replace(places[1], name=name), *places[2:]),
        exemptions=(Exemption(person=name, unit=name, presence="left", reason=name),),
    )
    sheet = opened(report)
    cell = next(cell for cell in sheet["B"] if cell.value == name)
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_the_page_is_the_form(appendix):
    """Landscape A4 in one page's width, the head repeated, the helper columns outside the print area, Times New Roman,
    a Vietnamese sheet name."""
    sheet = opened(appendix())
    rows = table(sheet)
    first = min(rows.values())
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.scale == 84 and not sheet.row_breaks.brk
    assert sheet.print_title_rows == f"${first - 3}:${first - 1}"
    assert re.fullmatch(r"'Phụ lục 2021'!\$A\$1:\$H\$\d+", sheet.print_area)
    assert {cell.font.name for row in sheet.iter_rows(max_col=8) for cell in row if cell.value is not None} == {
        "Times New Roman"
    }
    assert sheet.title == "Phụ lục 2021"
    assert {"E", "F", "G", "H"} == {
        cell.column_letter for cell in sheet[first - 2] if cell.value in ("Tốt", "Khá", "Trung bình", "Yếu")
    }


@pytest.mark.parametrize("branches", range(20, 60, 5))
def test_no_page_tears_the_signatures_apart(appendix, units, branches):
    """Recipients and signatures stand on one page: where they would not, they begin the next one. A lying page of
    this scale has 607 points; on the pages that follow the head of the table takes its part of them."""
    places, own = units
    ward = next(one for one in places if one.name == "Đoàn phường Vĩnh Thanh")
    more = [
        msgspec.structs.replace(ward, id=UUID(int=at), path=f"{ward.path}.{at:04}", kind="branch", name=f"Ấp {at}")
        for at in range(1, branches + 1)
    ]
    report = appendix(places=(ward, *more), own=own | {one.id: own[ward.id] for one in more})
    sheet = opened(report)
    heights = {row: sheet.row_dimensions[row].height or 16 for row in range(1, sheet.max_row + 1)}
    first = next(cell.row for cell in sheet["A"] if cell.value == "NGƯỜI LẬP BẢNG")
    last = int(sheet.print_area.rsplit("$", 1)[1])
    breaks = {one.id + 1 for one in sheet.row_breaks.brk}
    pages, filled, head = {}, 0.0, sum(heights[row] for row in range(*_head(sheet)))
    page = 1
    for row in range(1, last + 1):
        if row in breaks or filled + heights.get(row, 16) > 607:
            page, filled = page + 1, head
        filled += heights.get(row, 16)
        pages[row] = page
    assert pages[first] == pages[last]


def _head(sheet) -> tuple[int, int]:
    top, bottom = re.findall(r"\d+", sheet.print_title_rows)
    return int(top), int(bottom) + 1


def test_letterhead_signatures_and_notes_are_there(appendix):
    """Everything on the paper is on the sheet: committee, union, date, titles, who is on leave, both signatures."""
    away = Exemption(person="Lê Hoàng Ân", unit="Huyện đoàn Giồng Riềng", presence="on_leave", reason="nghỉ thai sản")
    sheet = opened(appendix(exemptions=(away,), standing=False, shape=Shape(down_to="district")))
    texts = {cell.value for row in sheet.iter_rows(max_col=8) for cell in row if isinstance(cell.value, str)}
    assert {
        "BCH TỈNH ĐOÀN KIÊN GIANG",
        "ĐOÀN TNCS HỒ CHÍ MINH",
        "Rạch Giá, ngày 05 tháng 12 năm 2021",
        "PHỤ LỤC BÁO CÁO",
        "Năm 2021",
        "NGƯỜI LẬP BẢNG",
        "TM. BAN CHẤP HÀNH",
        "BÍ THƯ",
    } <= texts
    assert any("Lê Hoàng Ân (Huyện đoàn Giồng Riềng, nghỉ thai sản)" in text for text in texts)
