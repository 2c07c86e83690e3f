"""What a Word file reads like, as paragraphs and tables: for looking at a paper without Word."""

import msgspec
from docx.document import Document
from docx.oxml.ns import qn

from ui.papers.blocks import Block, Cell, Line

MOST_BLOCKS, MOST_ROWS, MOST_TEXT, MOST_SPAN = 200, 60, 600, 60
ALIGNED = {"center": "center", "right": "end", "end": "end"}


def blocks(document: Document) -> tuple[Block, ...]:
    """The first blocks of the document's body, in order."""
    found: list[Block] = []
    for element in document.element.body:
        if len(found) >= MOST_BLOCKS:
            break
        if element.tag == qn("w:p"):
            found.append(Block(_line(element)))
        elif element.tag == qn("w:tbl"):
            found.append(_table(element))
    return tuple(found)


def _table(element) -> Block:
    """Cells that go on downwards become one that covers several rows."""
    rows: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}  # column → the row and place of the cell that may go on there
    for row in element.findall(qn("w:tr"))[:MOST_ROWS]:
        cells: list[Cell] = []
        at = 0
        for cell in row.findall(qn("w:tc")):
            span = _span(cell)
            if _goes_on(cell) and at in above:
                started, place = above[at]
                first = rows[started][place]
                rows[started][place] = msgspec.structs.replace(first, rows=len(rows) - started + 1)
            else:
                above[at] = (len(rows), len(cells))
                lines = tuple(_line(one) for one in cell.findall(qn("w:p")))
                cells.append(Cell(tuple(line for line in lines if line.text) or lines[:1], span))
            at += span
        rows.append(cells)
    return Block(rows=tuple(map(tuple, rows)), framed=_framed(element))


def _framed(element) -> bool:
    border = element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}/{qn('w:top')}")
    style = element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    if border is not None:
        return border.get(qn("w:val")) not in ("nil", "none")
    return style is not None and style.get(qn("w:val")) == "TableGrid"


def _span(cell) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    text = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(text), MOST_SPAN) if text.isascii() and text.isdecimal() else 1


def _goes_on(cell) -> bool:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return found is not None and found.get(qn("w:val")) != "restart"


def _line(paragraph) -> Line:
    parts = []
    for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        parts.append(node.text or "" if node.tag == qn("w:t") else "\n" if node.tag == qn("w:br") else " ")
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    align = ALIGNED.get(found.get(qn("w:val"), ""), "") if found is not None else ""
    return Line("".join(parts)[:MOST_TEXT], align, _all(paragraph, "w:b"), _all(paragraph, "w:i"))


def _all(paragraph, mark: str) -> bool:
    """Whether every run with text carries the mark."""
    runs = [run for run in paragraph.findall(qn("w:r")) if run.find(qn("w:t")) is not None]
    return bool(runs) and all(run.find(f"{qn('w:rPr')}/{qn(mark)}") is not None for run in runs)
