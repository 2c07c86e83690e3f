"""Official documents as Word files, to be finished in the office: the same frame and matter as in the PDF.

Written as markup at once: 400 rows take some 20 ms, a template filled in by docxtpl in a child half a second.
"""

import asyncio
from collections.abc import Iterator, Sequence

from ui.documents.paper import Block, Column, Line, Paper, Signed, Table, Words, leading
from ui.documents.regulations import STARS, Regulation
from ui.documents.word_markup import cell, paragraph, row, table
from ui.documents.word_package import packed, width_of

LOOKS = {"top": "b", "strong": "b", "slanted": "i", "over": "b", "": ""}
HAND = 4  # empty lines for the hand
FRAME_SIZE = 13


async def make(paper: Paper) -> bytes:
    """The file, off the event loop."""
    return await asyncio.to_thread(write, paper)


def write(paper: Paper) -> bytes:
    """The file."""
    form = paper.regulation
    margins, size = form.lying if paper.lying else form.upright, paper.size or form.size
    width = width_of(margins, lying=paper.lying)
    body = [_frame(paper, width), *_title(paper, size)]
    body += [_block(block, form, size, width) for block in paper.blocks]
    body.append(_foot(paper, width))
    if paper.attached:
        body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        body += [_block(block, form, size, width) for block in paper.attached]
    return packed("".join(body), paper.title, margins, size, lying=paper.lying)


def _frame(paper: Paper, width: float) -> str:
    last = len(paper.left) - 1
    issuer = [_centred(text, "b" if at == last else "") for at, text in enumerate(paper.left)]
    issuer += [_centred(STARS)] * bool(paper.left) + [_centred(paper.number)] * bool(paper.number)
    union = [_centred(text, "bu" if at == len(paper.right) - 1 else "b") for at, text in enumerate(paper.right)]
    day = _centred(paper.dateline, "i")
    left, right = (union + issuer, [day]) if paper.regulation.union_first else (issuer, [*union, day])
    return _beside(("".join(left), "".join(right)), width)


def _title(paper: Paper, size: float) -> Iterator[str]:
    yield paragraph(paper.kind, "b", align="center", size=size + 0.5, before=12)
    for at, text in enumerate(paper.about):
        yield paragraph(text, "b", align="center", after=8 if at == len(paper.about) - 1 else 2)


def _block(block: Block, form: Regulation, size: float, width: float) -> str:
    if isinstance(block, Table):
        return _table(block, form.table_size, width) + paragraph("", after=0, size=6)
    return _words(block, form, size)


def _words(block: Words, form: Regulation, size: float) -> str:
    match block.look:
        case "heading":
            return paragraph(block.text, "b", before=6, after=4, follow=True)
        case "strong":
            return paragraph(block.text, "b", after=4)
        case "centre":
            return paragraph(block.text, "b", align="center", after=4)
        case "note":
            return paragraph(block.text, "i", size=form.table_size)
        case "plain":
            return paragraph(block.text, after=4)
    return paragraph(block.text, align="both", after=6, indent=10)


def _table(block: Table, size: float, width: float) -> str:
    whole = sum(column.width for column in block.columns)
    widths = [width * column.width / whole for column in block.columns]
    rows = [*_heads(block, size, widths)]
    if block.numbers:
        numbers = (paragraph(text, "i", align="center", size=size - 1, after=0) for text in block.numbers)
        rows.append(row(map(cell, numbers, widths), repeated=True))
    leads = map(leading, block.lines, (*block.lines[1:], None))
    rows += [
        _line(line, block.columns, size, widths, follow)
        for line, follow in zip(block.lines, leads, strict=True)
    ]  # fmt: skip
    return table(rows, widths, lines=True)


def _line(line: Line, columns: tuple[Column, ...], size: float, widths: list[float], follow: bool) -> str:
    how = LOOKS[line.look]
    if line.look == "over":
        text = paragraph(line.cells[0], how, size=size, before=1.5, after=1.5, follow=follow)
        return row([cell(text, sum(widths), span=len(columns))])
    inside = (
        paragraph(text, how, align=column.align, size=size, before=1.5, after=1.5, follow=follow)
        for text, column in zip(line.cells, columns, strict=True)
    )
    return row(map(cell, inside, widths))


def _heads(block: Table, size: float, widths: list[float]) -> Iterator[str]:
    """The rows of the head: a cell that covers rows goes on in the rows below it."""
    below: dict[int, int] = {}  # column → how many rows more its cell covers
    for heads in block.heads:
        waiting, cells, at = list(heads), [], 0
        while at < len(widths):
            if below.get(at):
                below[at] -= 1
                cells.append(cell(paragraph("", after=0), widths[at], merged="continue"))
                at += 1
                continue
            head = waiting.pop(0)
            text = paragraph(head.text, "b", align="center", size=size, after=0)
            merged = "restart" if head.rows > 1 else ""
            cells.append(cell(text, sum(widths[at : at + head.columns]), span=head.columns, merged=merged))
            below |= {at + more: head.rows - 1 for more in range(head.columns)}
            at += head.columns
        yield row(cells, repeated=True)


def _foot(paper: Paper, width: float) -> str:
    """Recipients and signatures in one row, which does not break over pages."""
    if not paper.sent and not paper.signed:
        return ""
    sides = [_hand(one) for one in paper.signed]
    if paper.sent:
        lines = "".join(paragraph(one, size=11, after=0) for one in paper.sent)
        sides.insert(0, paragraph("Nơi nhận:", "bi", size=12, after=0) + lines)
    if len(sides) == 1:
        sides.insert(1 if paper.sent else 0, "")
    return paragraph("", after=4) + _beside(sides, width)


def _hand(signed: Signed) -> str:
    lines = [_centred(text, "b") for text in signed.lines] + [_centred("")] * HAND
    return "".join([*lines, _centred(signed.name, "b")])


def _beside(sides: Sequence[str], width: float) -> str:
    share, empty = width / len(sides), paragraph("", after=0)
    return table([row([_topmost(side or empty, share) for side in sides])], [share] * len(sides), lines=False)


def _topmost(inside: str, width: float) -> str:
    return cell(inside, width).replace('<w:vAlign w:val="center"/>', '<w:vAlign w:val="top"/>', 1)


def _centred(text: str, how: str = "") -> str:
    return paragraph(text, how, align="center", size=FRAME_SIZE, after=1)
