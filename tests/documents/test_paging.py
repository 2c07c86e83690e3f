"""A long table over pages: the row that names a unit stays with the first row below it."""

import re
from datetime import date
from io import BytesIO

import pypdf
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.documents import paper_pdf
from ui.documents.paper import Column, Line, Paper, Table, one_line
from ui.documents.regulations import regulation_on


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["", "slanted", "strong", "over", "top"]), max_size=60))
def test_rows_of_any_looks_are_all_set(looks) -> None:
    """Whatever follows whatever, the file is made and holds every row once."""
    lines = [
        Line((f"Dòng {at}.",) if look == "over" else (str(at), f"Dòng {at}."), look) for at, look in enumerate(looks)
    ]
    said = " ".join(" ".join(page) for page in printed(paper_of(lines)))
    assert all(said.count(f"Dòng {at}.") == 1 for at in range(len(looks)))


def long_paper(first: int) -> Paper:
    """A table in which a unit's row would fall anywhere on a page, by how many rows stand before it."""
    lines = [Line(("I", "TỈNH ĐOÀN"), "top")]
    for unit in range(1, 31):
        lines.append(Line((str(unit), f"Huyện đoàn số {unit}"), "strong"))
        lines += [Line((f"{unit}.{at}", f"Đoàn xã {unit}.{at}")) for at in range(1, first + unit % 5)]
    return paper_of(lines)


def paper_of(lines: list[Line]) -> Paper:
    """A paper of one table."""
    table = Table(columns=(Column(1), Column(5)), heads=one_line(("STT", "Đơn vị")), lines=tuple(lines))
    return Paper(
        regulation=regulation_on(date(2021, 12, 1)), title="Phụ lục", left=("TỈNH ĐOÀN",), right=("ĐOÀN TNCS",),
        dateline="Rạch Giá", kind="PHỤ LỤC", blocks=(table,), lying=True,
    )  # fmt: skip


def printed(paper: Paper) -> list[list[str]]:
    """The lines of each page of the PDF."""
    return [page.extract_text().split("\n") for page in pypdf.PdfReader(BytesIO(paper_pdf.write([paper]))).pages]


def test_no_unit_stands_alone_at_the_foot_of_a_page() -> None:
    """Whatever the length of the units above, no page ends with the row of a unit that has rows below it; the head
    stands on every page and no row is lost."""
    for first in (2, 3, 5, 8):
        pages = printed(long_paper(first))
        for page in pages[:-1]:
            last = [line for line in page if "đoàn" in line.lower()][-1]
            assert re.search(r"Đoàn xã", last), last
        assert all("STT" in " ".join(page) for page in pages) and len(pages) > 3
        said = " ".join(line for page in pages for line in page) + " "
        assert all(f"Huyện đoàn số {unit} " in said and f"Đoàn xã {unit}.1 " in said for unit in range(1, 31))
