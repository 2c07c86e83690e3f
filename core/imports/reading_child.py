"""The child that reads a file: limits first, then the bytes from its input, then frames on its output.

Formulas are never computed: the value that stands beside one is taken, and a text that begins with "=" stays a text.
"""

import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from itertools import chain, islice
from typing import BinaryIO

import msgspec
import python_calamine

from core import confined
from core.imports import columns
from core.imports.reading import CHUNK, MOST_CELL, MOST_COLUMNS, MOST_ROWS, Chunk, Refusal, Shape

CPU = 25  # seconds
MOST_TEXT = 120 << 20  # bytes of all answers
LOOK = 25  # rows at the top among which the headings are
SHEETS = 6
SAMPLES = 20
CONTROLS = {code: "\ufffd" for code in (*range(9), *range(11, 32), *range(127, 160)) if code != 13}
BLANKS = {code: " " for code in (9, 10, 13, 0xA0, 0x2007, 0x202F)}
CLEANED = CONTROLS | BLANKS
Cells = list[str]
Numbered = tuple[int, Cells]
Raw = tuple[int, Sequence[object]]
Sheet = tuple[str, Iterator[Raw]]


class Refused(Exception):
    """The file is not taken; the code says why."""

    def __init__(self, code: str, **facts: int) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, facts)


def main() -> None:
    """Read, answer, end."""
    kind, form, memory = sys.argv[1], sys.argv[2], int(sys.argv[3])
    content = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    confined.limit(CPU, memory)
    try:
        sheets = _texts(content) if form == "text" else _workbook(content)
        _answer(out, kind, sheets)
    except Refused as refused:
        _send(out, b"!", msgspec.msgpack.encode(refused.refusal))
    except MemoryError:
        _send(out, b"!", msgspec.msgpack.encode(Refusal("import.too-heavy")))
    except BaseException:  # a panic of the reader is no Exception
        _send(out, b"!", msgspec.msgpack.encode(Refusal("import.unreadable")))
    out.flush()


def _answer(out: BinaryIO, kind: str, sheets: Iterator[Sheet]) -> None:
    name, head, rows = _chosen(kind, sheets)
    at, headings = _headings(head, kind)
    first = [row for row in head if row[0] > at]
    first += list(islice(rows, max(0, SAMPLES - len(first))))
    seen = [cells for _, cells in _filled(first, range(len(headings)))]
    found = columns.guessed(headings, [[cells[i] for cells in seen] for i in range(len(headings))], kind)
    kept = [i for i, column in enumerate(found) if column.at is not None]
    # The shape counts the rows, so it is known last and sent first.
    frames, count, size = [], 0, 0
    stored = _filled(chain(first, rows), kept)
    while part := list(islice(stored, CHUNK)):
        count += len(part)
        if count > MOST_ROWS:
            raise Refused("import.too-many-rows", most=MOST_ROWS)
        frames.append(msgspec.msgpack.encode(Chunk(part[0][0], part[-1][0], msgspec.msgpack.encode(part))))
        size += len(frames[-1])
        if size > MOST_TEXT:
            raise Refused("import.too-heavy")
    if not count:
        raise Refused("import.no-rows")
    shape = Shape(
        sheet=name, headings_row=at, columns=found, rows=count,
        national=kind == "people" and columns.is_national(headings),
    )  # fmt: skip
    _send(out, b"s", msgspec.msgpack.encode(shape))
    for frame in frames:
        _send(out, b"c", frame)


def _chosen(kind: str, sheets: Iterator[Sheet]) -> tuple[str, list[Raw], Iterator[Raw]]:
    """The first sheet with known headings, else the first that is not empty."""
    kept = None
    for name, rows in islice(sheets, SHEETS):
        head = list(islice(rows, LOOK))
        if not any(any(_cells(row)) for _, row in head):
            continue
        if max(columns.recognised(_cells(row), kind) for _, row in head) >= 2:
            return name, head, rows
        kept = kept or (name, head, rows)
    if kept is None:
        raise Refused("import.no-rows")
    return kept


def _headings(raw: list[Raw], kind: str) -> tuple[int, Cells]:
    """The row of headings, as its number and its cells; two rows where the second divides what the first groups, and
    a row that only numbers the columns belongs to them."""
    head = [(number, _cells(row)) for number, row in raw]
    scores = [columns.recognised(cells, kind) for _, cells in head]
    best = scores.index(max(scores))
    if max(scores) == 0:
        best = next(i for i, (_, cells) in enumerate(head) if sum(map(bool, cells)) > 1 or i == len(head) - 1)
    number, headings = head[best][0], list(head[best][1])
    if best + 1 < len(head):
        under = head[best + 1][1]
        divides = [i for i, cell in enumerate(under) if cell and (i >= len(headings) or not headings[i])]
        if divides and columns.recognised((under[i] for i in divides), kind) and not _numbers(under):
            headings += [""] * (len(under) - len(headings))
            headings = [(under[i] if i in divides else cell) for i, cell in enumerate(headings)]
            number, best = head[best + 1][0], best + 1
    if best + 1 < len(head) and _numbers(head[best + 1][1]):
        number = head[best + 1][0]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise Refused("import.too-wide", most=MOST_COLUMNS)
    return number, headings


def _numbers(cells: Sequence[str]) -> bool:
    """Whether a row only numbers its columns: 1 2 3, or (1) (2) (3)."""
    filled = [cell.strip("()[] ") for cell in cells if cell]
    return len(filled) > 2 and all(cell.isdecimal() for cell in filled) and filled == [
        str(int(filled[0]) + i) for i in range(len(filled))
    ]  # fmt: skip


def _filled(rows: Iterable[Raw], kept: Sequence[int]) -> Iterator[Numbered]:
    """Of rows that say something the wanted cells as texts; others are not even looked at."""
    for number, row in rows:
        width = len(row)
        cells = [_text(row[i]) if i < width else "" for i in kept]
        if any(cells):
            yield number, cells


def _workbook(content: bytes) -> Iterator[Sheet]:
    book = python_calamine.load_workbook(BytesIO(content))
    for name in book.sheet_names[:SHEETS]:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_width > 1000 or sheet.total_height > 4 * MOST_ROWS:
            raise Refused("import.too-wide" if sheet.total_width > 1000 else "import.too-many-rows",
                          most=MOST_COLUMNS if sheet.total_width > 1000 else MOST_ROWS)  # fmt: skip
        yield str(name)[:80], _numbered(sheet.iter_rows())


def _texts(content: bytes) -> Iterator[Sheet]:
    text = _decoded(content)
    if text.lstrip()[:1] == "<":  # a page that calls itself a table
        raise Refused("import.wrong-type")
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:LOOK]
    mark = max(",;\t|", key=lambda one: sum(line.count(one) for line in lines))
    csv.field_size_limit(20_000)
    yield "", _numbered(csv.reader(StringIO(text, newline=""), delimiter=mark))


def _decoded(content: bytes) -> str:
    """UTF-8, or UTF-16 as Excel saves "Unicode text". Older Vietnamese encodings are refused: they read as nonsense."""
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("import.wrong-type" if b"\0" in content[:4096] else "import.not-unicode") from None
    if "\0" in text[:4096]:
        raise Refused("import.wrong-type")
    return text


def _numbered(rows: Iterable[Sequence[object]]) -> Iterator[Raw]:
    try:
        for number, row in enumerate(rows, 1):
            if len(row) > 1000:
                raise Refused("import.too-wide", most=MOST_COLUMNS)
            yield number, row
    except csv.Error:
        raise Refused("import.unreadable") from None


def _cells(row: Sequence[object]) -> Cells:
    return [_text(value) for value in row]


def _text(value: object) -> str:
    """A cell as text: whole numbers without a comma, days as yyyy-mm-dd, one form of every letter, no control signs."""
    if value.__class__ is str:
        if not value:
            return value
        text = value if value.isascii() else unicodedata.normalize("NFC", value)
        if not text.isprintable() or "\xa0" in text:
            text = text.encode("utf-8", "replace").decode("utf-8").translate(CLEANED)
        return text[:MOST_CELL].strip()
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return "" if value is None else str(value)[:MOST_CELL]


def _send(out: BinaryIO, mark: bytes, body: bytes) -> None:
    out.write(mark + len(body).to_bytes(4, "big") + body)


if __name__ == "__main__":
    main()
