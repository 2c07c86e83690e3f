"""What a Word file reads like, as paragraphs and tables: for looking at a paper without Word."""

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.ns import qn

from ui.papers.blocks import Block, Cell

MOST_BLOCKS, MOST_ROWS, MOST_TEXT = 200, 60, 600
ALIGNED = {"center": "center", "right": "end", "end": "end", "both": "", "left": "", "start": ""}


def blocks(document: Document) -> tuple[Block, ...]:
    """The first blocks of the document's body, in order."""
    found: list[Block] = []
    for element in document.element.body:
        if len(found) >= MOST_BLOCKS:
            break
        if element.tag == qn("w:p"):
            found.append(Block(_text(element), _align(element), _bold(element)))
        elif element.tag == qn("w:tbl"):
            found.append(_table(element))
    return tuple(found)


def _table(element) -> Block:
    rows = element.findall(qn("w:tr"))[:MOST_ROWS]
    heads = sum(1 for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None)
    return Block(rows=tuple(tuple(_cells(row)) for row in rows), heads=heads, framed=_framed(element))


def _framed(element) -> bool:
    borders = element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}/{qn('w:top')}")
    style = element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    if borders is not None:
        return borders.get(qn("w:val")) not in ("nil", "none")
    return style is not None and style.get(qn("w:val")) == "TableGrid"


def _cells(row) -> Iterator[Cell]:
    for cell in row.findall(qn("w:tc")):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        paragraphs = cell.findall(qn("w:p"))
        yield Cell(
            "\n".join(filter(None, (_text(one) for one in paragraphs)))[:MOST_TEXT],
            _whole(span.get(qn("w:val"))) if span is not None else 1,
            merge is not None and merge.get(qn("w:val")) != "restart",
            any(_bold(one) for one in paragraphs),
            _align(paragraphs[0]) if paragraphs else "",
        )


def _text(paragraph) -> str:
    parts = []
    for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        parts.append(node.text or "" if node.tag == qn("w:t") else "\n" if node.tag == qn("w:br") else " ")
    return "".join(parts)[:MOST_TEXT]


def _align(paragraph) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    return ALIGNED.get(found.get(qn("w:val"), ""), "") if found is not None else ""


def _bold(paragraph) -> bool:
    runs = [run for run in paragraph.findall(qn("w:r")) if run.find(qn("w:t")) is not None]
    return bool(runs) and all(run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None for run in runs)


def _whole(text: str | None) -> int:
    return min(int(text), 60) if text and text.isdecimal() else 1
