"""What LibreOffice makes of our files: the workbook recalculates to the same numbers, Word's pages hold the form.

Slow, and they need LibreOffice: `make test-full` runs them; without it they fail and say what to install.
"""

import asyncio
import os
import re
import shutil
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest
import python_calamine

from ui.documents import paper_word, report_paper, xlsx
from ui.documents.sheet_formulas import broken_words

pytestmark = pytest.mark.full
MISSING = "LibreOffice is not here: apt-get install --no-install-recommends libreoffice-calc libreoffice-writer"
# Offices have Times New Roman; where it is not, Tinos of our own stands in for it.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{folder}</dir>
<cachedir>{cache}</cachedir><alias binding="same"><family>Times New Roman</family>
<prefer><family>Tinos</family></prefer></alias></fontconfig>"""
FIRST_CHECK = 9  # columns of the form, and an empty one


async def converted(folder: Path, name: str, content: bytes, ending: str) -> bytes:
    """The file as LibreOffice saves it."""
    office = shutil.which("soffice")
    assert office, MISSING
    source = folder / name
    source.write_bytes(content)
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(folder=files("ui") / "dist" / "pdf", cache=folder / "cache"))
    child = await asyncio.create_subprocess_exec(
        office, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", ending,
        "--outdir", str(folder / "made"), str(source),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )  # fmt: skip
    said, _ = await asyncio.wait_for(child.communicate(), 120)
    made = folder / "made" / source.with_suffix(f".{ending}").name
    assert made.exists(), said.decode()
    return made.read_bytes()


def without_values(content: bytes) -> bytes:
    """The workbook without the stored result of any formula, so that only its formulas can tell."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(buffer, "w") as after:
        for part in before.namelist():
            data = before.read(part)
            if part.startswith("xl/worksheets/"):
                data = re.sub(rb"</f><v>[^<]*</v>", b"</f>", data)
            after.writestr(part, data)
    return buffer.getvalue()


async def test_the_workbook_recalculates_to_the_same_numbers(appendix, units, tmp_path):
    """With every stored value taken away, LibreOffice works out each total, and names the rule that a planted error
    breaks on its row and on those above it."""
    places, own = units
    wrong = next(one for one in places if one.name == "Chi đoàn ấp Thạnh Trung")
    report = appendix(own={**own, wrong.id: (3, 4, 1, 0, 0, 1)})
    content = await converted(tmp_path, "bang.xlsx", without_values(xlsx.write(report)), "ods")
    lines = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    found = {(line[0], line[1]): line for line in lines}
    for index, row in enumerate(report.rows):
        line = found[row.number, row.place.name if row.depth else row.place.name.upper()]
        assert [int(cell) for cell in line[2:8]] == list(row.total)
        for order, check in enumerate(report.checks):
            broken = index in {failure.row for failure in check.failures}
            assert line[FIRST_CHECK + order] == (broken_words(check) if broken else "Đạt")
    assert not report.holds


async def test_the_word_file_has_the_pages_of_the_form(appendix, tmp_path):
    """LibreOffice sets the Word file on A4 across, with every row, the head and the signatures."""
    report = appendix()
    content = paper_word.write(report_paper.of_report(report))
    pages = pypdf.PdfReader(BytesIO(await converted(tmp_path, "bang.docx", content, "pdf"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert pages[0].mediabox.width > pages[0].mediabox.height and len(pages) == 1
    assert "3=(4+5+6+7)" in text and "NGƯỜI LẬP BẢNG" in text and "TM. BAN THƯỜNG VỤ" in text
    assert all(row.place.name in text for row in report.rows[1:])
