"""WordprocessingML in small pieces: a run, a paragraph, a cell, a row, a table. Every text is escaped here."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

TWIPS = 56.6929  # of a millimetre
LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold these


def twips(millimetres: float) -> int:
    """Millimetres in the unit of Word."""
    return round(millimetres * TWIPS)


def words(text: str) -> str:
    """A text as XML."""
    return escape(UNSAFE.sub("", text))


def paragraph(
    text: str,
    how: str = "",
    *,
    align: str = "left",
    size: float | None = None,
    after: float = 2,
    before: float = 0,
    indent: float = 0,
    follow: bool = False,
) -> str:
    """A paragraph. `how`: b bold, i italic, u underlined; `size`, `before`, `after` in points; `indent` of its first
    line in millimetres; `follow` keeps it with the next one."""
    spacing = f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'
    first = f'<w:ind w:firstLine="{twips(indent)}"/>' if indent else ""
    keep = "<w:keepNext/>" if follow else ""
    strong = "".join(f"<w:{mark}/>" for mark in "bi" if mark in how)
    sized = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    looks = strong + sized + ('<w:u w:val="single"/>' if "u" in how else "")
    pieces = [f'<w:t xml:space="preserve">{words(piece)}</w:t>' for piece in text.split("\n")]
    run = f"<w:r><w:rPr>{looks}</w:rPr>{'<w:br/>'.join(pieces)}</w:r>" if text else ""
    return f'<w:p><w:pPr>{keep}{spacing}{first}<w:jc w:val="{align}"/></w:pPr>{run}</w:p>'


def cell(inside: str, width: float, *, span: int = 1, merged: str = "") -> str:
    """A cell of `width` millimetres over `span` columns; `merged` is "restart" or "continue" downwards."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merged}"/>' if merged else ""
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>{spans}{down}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(cells: Iterable[str], *, repeated: bool = False) -> str:
    """A row that does not break over pages; `repeated` ones stand at the head of each."""
    head = "<w:tblHeader/>" if repeated else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[float], *, lines: bool) -> str:
    """A table of fixed widths in millimetres: said of the grid and, by each cell, of the cells."""
    borders = f"<w:tblBorders>{LINES}</w:tblBorders>" if lines else ""
    margins = '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    whole = f'<w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:jc w:val="center"/>'
    return (
        f'<w:tbl><w:tblPr>{whole}{borders}<w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
