"""One report in every form: each file is read back, and says what the report says."""

from datetime import date
from io import BytesIO

import docx
import msgspec
import openpyxl
import pypdf
import pytest
import python_calamine
from docx.oxml.ns import qn

from core.packs.catalog import discover
from core.reports.context import Exemption, Shape
from core.unit_reports import frozen
from core.unit_reports.rules import Recipient
from ui.documents import paper_pdf, paper_word, report_paper, xlsx
from ui.papers import fields, values

DAY = date(2021, 12, 5)
FIRST_OF_TABLE = 3  # rows of the head, in PDF and in Word


def numbers(report) -> list[tuple[str, ...]]:
    """What each printed row has to say: its number, its unit, its figures."""
    name = [row.place.name if row.depth else row.place.name.upper() for row in report.rows]
    return [(row.number, text, *map(str, row.total)) for row, text in zip(report.rows, name, strict=True)]


def in_pdf(report) -> list[pypdf.PageObject]:
    """The pages of the PDF."""
    return list(pypdf.PdfReader(BytesIO(paper_pdf.write([report_paper.of_report(report)]))).pages)


def in_word(report):
    """The Word file, opened."""
    return docx.Document(BytesIO(paper_word.write(report_paper.of_report(report))))


def in_excel(report):
    """The first sheet of the workbook, as another program reads it."""
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(xlsx.write(report))).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("shape", [Shape(), Shape(down_to="district"), Shape(hide_empty=False)])
def test_every_file_says_the_numbers_of_the_report(appendix, shape):
    """PDF, Word and Excel hold the rows of the report, to any depth, with and without units that have nobody."""
    report = appendix(shape=shape)
    expected = numbers(report)
    text = " ".join(" ".join(page.extract_text() for page in in_pdf(report)).split())
    for row in expected:
        assert " ".join(row) in text
    table = in_word(report).tables[1]
    assert [tuple(cell.text for cell in row.cells) for row in table.rows[FIRST_OF_TABLE:]] == expected
    found = [row for row in in_excel(report) if str(row[0]) and row[0] in {line[0] for line in expected}]
    assert [(row[0], row[1], *(str(int(cell)) for cell in row[2:8])) for row in found] == expected


def test_a_tree_without_districts_is_numbered_from_its_own_top(appendix, units):
    """The report of a ward without anything between it and its branches starts with I and letters them."""
    places, own = units
    ward = tuple(one for one in places if one.path.startswith("0001.0001.0001"))
    text = in_pdf(appendix(places=ward, own=own))[0].extract_text()
    assert "I ĐOÀN XÃ THẠNH HƯNG" in " ".join(text.split())
    assert "a Chi đoàn ấp Thạnh Xuân" in " ".join(text.split())


def long(appendix, units, branches=70):
    """A report of several pages."""
    places, own = units
    one = next(place for place in places if place.kind == "branch")
    more = [
        msgspec.structs.replace(one, id=type(one.id)(int=9000 + at), path=f"0001.0002.{at:04}", sort_key=f"{at:04}")
        for at in range(branches)
    ]
    return appendix(places=(*places, *more), own=own | {place.id: (3, 3, 2, 1, 0, 0) for place in more})


def test_the_head_repeats_and_pages_are_numbered_from_the_second(appendix, units):
    """Every page has the table's head; the first bears no number; the signatures stand together on the last."""
    pages = [page.extract_text() for page in in_pdf(long(appendix, units))]
    assert len(pages) > 2
    assert all("Tổng số cán bộ" in page and "3=(4+5+6+7)" in page for page in pages)
    assert [page.split("\n")[0].strip() for page in pages[1:]] == [str(at) for at in range(2, len(pages) + 1)]
    assert "BCH TỈNH ĐOÀN KIÊN GIANG" in pages[0] and "***" in pages[0]
    assert [("NGƯỜI LẬP BẢNG" in page, "BÍ THƯ" in page) for page in pages[-2:]] == [(False, False), (True, True)]


def test_the_pdf_brings_its_own_fonts_and_is_made_to_be_kept(appendix):
    """Tinos alone is embedded, upright, bold and slanted, and the file calls itself PDF/A."""
    content = paper_pdf.write([report_paper.of_report(appendix())])
    found = pypdf.PdfReader(BytesIO(content))
    fonts = {str(font["/BaseFont"]) for page in found.pages for font in page["/Resources"]["/Font"].values()
             for font in [font.get_object()]}  # fmt: skip
    assert fonts and all("Tinos" in name for name in fonts)
    assert b"pdfaid:part" in content or "pdfaid" in str(found.xmp_metadata.stream.get_data())


def test_the_word_file_says_its_widths_twice_and_repeats_its_head(appendix):
    """Grid columns and cells have the same widths; three rows of the head repeat; no row breaks over pages."""
    table = in_word(appendix()).tables[1]
    grid = [column.width for column in table.columns]
    assert [cell.width for cell in table.rows[5].cells] == grid and len(set(grid)) > 2
    rows = [row._tr.trPr for row in table.rows]
    assert [row.find(qn("w:tblHeader")) is not None for row in rows[:4]] == [True, True, True, False]
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


def test_names_that_look_like_formulas_or_markup_stay_texts(appendix, units):
    """A unit called =1+1, @SUM or <w:p> is a text in every file; control characters break none of them."""
    places, own = units
    for name in ("=1+1", "+cmd", "-2", "@SUM(A1)", "<w:p>&\x02"):
        named = tuple(msgspec.structs.replace(one, name=name) if one.kind == "branch" else one for one in places)
        report = appendix(places=named, own=own)
        column = [cell for cell in openpyxl.load_workbook(BytesIO(xlsx.write(report))).active["B"] if cell.value]
        assert name.replace("\x02", "") in [str(cell.value).replace("_x0002_", "") for cell in column]
        assert {cell.data_type for cell in column} == {"s"}
        assert name.replace("\x02", "") in [row.cells[1].text for row in in_word(report).tables[1].rows]


def test_a_sent_report_says_number_day_recipients_and_signer_in_every_file(appendix):
    """One context for the PDF, the Word file, the workbook and a union's own Word template: number, place and day,
    sections, each recipient with its purpose, "Lưu", and a deputy who signs for the secretary (S0-36, S0-44)."""
    issued = frozen.Paper(
        context=appendix(), lines=(), own={}, groups=(), words={}, texts={"results": "Nhiều cách làm hay."}, number=7,
        symbol="BC/ĐTN", dated_on=DAY, signer="Lê Văn Tám", signed_as="deputy", recipients=(
            Recipient(kind="party", name="Tỉnh ủy", purpose="báo cáo"), Recipient(kind="other", name="=1+1"),
        ),
    ).issued  # fmt: skip
    wanted = ("Số: 07-BC/ĐTN", "Rạch Giá, ngày 05 tháng 12 năm 2021", "Kết quả nổi bật", "Nhiều cách làm hay.",
              "- Tỉnh ủy (để báo cáo);", "- =1+1;", "- Lưu VP.", "KT. BÍ THƯ", "PHÓ BÍ THƯ", "Lê Văn Tám")  # fmt: skip
    pdf = " ".join(" ".join(page.extract_text().split()) for page in in_pdf(issued))
    document = in_word(issued)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    word = "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
    excel = [str(cell) for row in in_excel(issued) for cell in row]
    for text in wanted:
        assert text in pdf and text in word and text in excel
    told = values.of_report(issued)
    assert (told["so_ky_hieu"], told["ngay_ky"], told["nguoi_ky"]) == ("07-BC/ĐTN", "05/12/2021", "Lê Văn Tám")
    assert (told["chuc_vu_ky"], told["luu"], told["danh_sach_nhan"][0]) == (
        "PHÓ BÍ THƯ", "VP", {"ten": "Tỉnh ủy", "de": "để báo cáo"})  # fmt: skip
    assert told["noi_nhan"] == ["- Tỉnh ủy (để báo cáo);", "- =1+1;", "- Lưu VP."]
    assert told["ky_phai"][-2:] == ["KT. BÍ THƯ", "PHÓ BÍ THƯ"] and told["ket_qua_noi_bat"] == ["Nhiều cách làm hay."]
    assert set(told) == {field.name for field in fields.of_report(discover().get("kien_giang_kl06").rules, "appendix")}
    area = openpyxl.load_workbook(BytesIO(xlsx.write(issued))).active
    last = max(cell.row for row in area.iter_rows(max_col=8) for cell in row if cell.value is not None)
    assert int(area.print_area.rsplit("$", 1)[1]) >= last


def test_people_counted_otherwise_are_named_under_the_table(appendix):
    """The note with its reasons is in PDF and Word."""
    absent = Exemption(person="Trần Thị Bé", unit="Chi đoàn Huyện ủy", presence="on_leave", reason="nghỉ thai sản")
    report = appendix(exemptions=(absent,))
    sentence = "Trần Thị Bé (Chi đoàn Huyện ủy, nghỉ thai sản)"
    assert sentence in " ".join(in_pdf(report)[-1].extract_text().split())
    assert any(sentence in paragraph.text for paragraph in in_word(report).paragraphs)


def test_the_workbook_explains_its_columns(appendix):
    """One sheet says what each column counts and what each check demands; another gives every row with its unit's id,
    kind, chain of units above, and the numbers of the printed sheet."""
    report = appendix(parent="Trung ương Đoàn")
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(xlsx.write(report)))
    data = book.get_sheet_by_name("Dữ liệu").to_python()[1:]
    assert [(row[0], tuple(map(int, row[5:]))) for row in data] == [
        (str(row.place.id), row.total) for row in report.rows
    ]  # fmt: skip
    branch = next(row for row in data if row[1] == "Chi đoàn ấp Thạnh Xuân")
    assert branch[2:4] == [
        "Chi đoàn", "Trung ương Đoàn › Tỉnh đoàn Kiên Giang › Huyện đoàn Giồng Riềng › Đoàn xã Thạnh Hưng"
    ]  # fmt: skip
    assert branch[4] == next(row[0] for row in data if row[1] == "Đoàn xã Thạnh Hưng") and data[0][4] == ""
    told = dict(row[:2] for row in book.get_sheet_by_name("Định nghĩa").to_python())
    assert told["Tổng số cán bộ Đoàn – cột 2 (>=3)"].startswith("Người thuộc diện thực hiện")
    assert told["Kết quả: Tốt – cột 4"] and told["Kiểm tra (3) = (4) + (5) + (6) + (7)"]
