"""Files that mean harm, or only look like it: refused fast with a clear code, or read as plain text."""

import resource
import time
import zipfile
from io import BytesIO

import pytest

from core.errors import Problem
from core.imports import reading

SECONDS, MEGABYTES = 4.0, 300
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELS = f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{{}}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = f'<Relationship Id="rId1" Type="{OFFICE}/{{}}" Target="{{}}"/>'
BOOK = (
    f'<?xml version="1.0"?>{{}}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def cell(at: str, text: str, formula: str = "") -> str:
    """A cell with text, and with a formula beside it if one is given."""
    if formula:
        return f'<c r="{at}" t="str"><f>{formula}</f><v>{text}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def packed(rows: str, *, doctype: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A workbook made by hand."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS.format(REL.format("officeDocument", "xl/workbook.xml")))
        archive.writestr("xl/workbook.xml", BOOK.format(doctype))
        archive.writestr("xl/_rels/workbook.xml.rels", RELS.format(REL.format("worksheet", "worksheets/sheet1.xml")))
        sheet = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


HEAD = f'<row r="1">{cell("A1", "Họ và tên")}{cell("B1", "Ngày sinh")}</row>'
FINE = HEAD + f'<row r="2">{cell("A2", "Lê An")}{cell("B2", "1/1/2000")}</row>'
BOMB = {"xl/media/a.bin": bytes(200 << 20)}
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "zip bomb": (lambda: packed(FINE, more=BOMB), "import.too-heavy"),
    "many parts": (lambda: packed(FINE, more={f"x/{n}.xml": b"" for n in range(500)}), "import.too-heavy"),
    "billion laughs": (lambda: packed(FINE, doctype=LAUGHS), "import.unsafe"),
    "outside entity": (lambda: packed(FINE, doctype=OUTSIDE), "import.unsafe"),
    "sparse sheet": (
        lambda: packed(FINE + f'<row r="1048576">{cell("XFD1048576", "x")}</row>'), "import.too-heavy",
    ),
    "wide and deep": (lambda: packed(FINE + f'<row r="140000">{cell("ZZZ140000", "x")}</row>'), "import.too-heavy"),
    "too many columns": (lambda: packed(FINE + f'<row r="3">{cell("AAAA3", "x")}</row>'), "import.too-wide"),
    "cut off": (lambda: packed(FINE)[:700], "import.unreadable"),
    "noise": (lambda: b"PK\x03\x04" + b"\xff" * 5000, "import.unreadable"),
    "another archive": (lambda: _archive({"a.txt": b"x"}), "import.wrong-type"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "import.old-excel"),
    "a page": (lambda: b"<html><table><tr><td>Ho va ten</td></tr></table></html>", "import.wrong-type"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "import.wrong-type"),
    "old letters": (lambda: "Họ và tên\nNguyÔn".encode("cp1258", "replace") + b"\xd3\xe9\n", "import.not-unicode"),
    "only headings": (lambda: packed(HEAD), "import.no-rows"),
    "nothing": (lambda: packed(""), "import.no-rows"),
    "long field": (lambda: b'Ho va ten,Ngay sinh\n"' + b"x" * 100_000 + b'",1\n', "import.unreadable"),
}  # fmt: skip


def _archive(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("what", REFUSED)
async def test_a_hostile_file_is_refused_fast(what):
    """A stable code, within seconds, and the child never grew beyond its share of memory."""
    make, code = REFUSED[what]
    content = make()
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with pytest.raises(Problem) as refused:
        await reading.read(content, "people")
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert time.perf_counter() - begun < SECONDS
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # of all children that this process ever had
    assert largest < max(MEGABYTES << 10, before + 1)


async def cells_of(content: bytes) -> list[list[str]]:
    """The stored cells of a file."""
    read = await reading.read(content, "people")
    return [cells for chunk in read.chunks for _, cells in reading.rows_of(chunk.cells)]


async def test_formulas_are_text_or_the_value_beside_them():
    """Nothing is computed: a text with "=" stays, of a formula the stored value is taken."""
    link = "=HYPERLINK(&quot;http://x&quot;)"
    rows = HEAD + f'<row r="2">{cell("A2", link)}{cell("B2", "36000", "1+1")}</row>'
    assert await cells_of(packed(rows)) == [['=HYPERLINK("http://x")', "36000"]]


async def test_text_is_composed_and_free_of_control_signs():
    """NFD becomes NFC, blanks of every sort one blank, control signs a mark that the rules refuse."""
    content = "Ho va ten,Ngay sinh\n\"Le\u0302\u0303 A\u0301n\",1/1/2000\nL\u00ea\u00a0An,1\x07\n".encode()
    assert await cells_of(content) == [["Lễ Án", "1/1/2000"], ["Lê An", "1\ufffd"]]


async def test_text_tables_are_read_in_the_ways_of_office_programs():
    """Commas, semicolons or tabs; UTF-8 with or without a mark, UTF-16."""
    for mark in ",;\t":
        text = f"Họ và tên{mark}Ngày sinh\nLê An{mark}1/1/2000\n"
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            assert await cells_of(text.encode(encoding)) == [["Lê An", "1/1/2000"]], (mark, encoding)


async def test_rows_keep_the_numbers_of_the_sheet():
    """Empty rows at the top and in between do not shift the numbers that people see in Excel."""
    rows = (
        f'<row r="3">{cell("A3", "DANH SÁCH")}</row><row r="5">{cell("A5", "Họ và tên")}{cell("B5", "Ngày sinh")}</row>'
        f'<row r="6">{cell("A6", "1")}{cell("B6", "2")}</row>'
        f'<row r="9">{cell("A9", "Lê An")}{cell("B9", "1/1/2000")}</row>'
    )
    read = await reading.read(packed(rows), "people")
    assert read.shape.headings_row == 5
    assert [number for number, _ in reading.rows_of(read.chunks[0].cells)] == [6, 9]
