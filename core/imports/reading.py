"""Reading an uploaded file in a process of its own, with limits on time and memory: a hostile file ends there.

The child (`reading_child`) answers in frames: what the file is like, then the rows in chunks. A chunk travels and is
stored as it is, so that a hundred thousand rows never stand in the server's memory as objects.
"""

import asyncio
from collections.abc import Iterator

import msgspec

from core import confined
from core.errors import Problem
from core.imports import archive
from core.imports.columns import Column

MOST = 25 * 1024 * 1024  # bytes of a file
MOST_ROWS = 150_000
MOST_COLUMNS = 120
MOST_CELL = 500  # letters kept of a cell: one more than any rule accepts
CHUNK = 2000  # rows
WALL = 30.0  # seconds for the whole file
MEMORY, PER_BYTE, MEMORY_MOST = 300 << 20, 12, 500 << 20  # address space: more only in proportion to what was sent


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is like: the sheet that was read, its columns, its rows below the headings."""

    sheet: str
    headings_row: int
    columns: tuple[Column, ...]
    rows: int
    national: bool = False


class Chunk(msgspec.Struct, frozen=True):
    """Rows as msgpack: [[number in the sheet, [cells]]]; `first` and `last` are such numbers."""

    first: int
    last: int
    cells: bytes


class Read(msgspec.Struct, frozen=True):
    """A file that was read."""

    shape: Shape
    chunks: tuple[Chunk, ...]


class Refusal(msgspec.Struct, frozen=True):
    """The child's answer for a file that it does not take."""

    code: str
    facts: dict[str, int] = {}


Row = tuple[int, list[str]]
_rows = msgspec.msgpack.Decoder(list[Row])
_refusal = msgspec.msgpack.Decoder(Refusal)
_shape = msgspec.msgpack.Decoder(Shape)
_chunk = msgspec.msgpack.Decoder(Chunk)


def rows_of(cells: bytes) -> list[Row]:
    """The rows of a chunk."""
    return _rows.decode(cells)


def packed(rows: list[Row]) -> bytes:
    """Rows as a chunk holds them."""
    return msgspec.msgpack.encode(rows)


async def read(content: bytes, kind: str) -> Read:
    """Read a workbook or a text table by its bytes, never by its name. Problem at field `file` where it cannot be."""
    if not content:
        raise Problem("file.empty", field="file")
    if len(content) > MOST:
        raise Problem("file.too-large", field="file", most=MOST >> 20)
    if content.startswith(archive.OLD_EXCEL):
        raise Problem("import.old-excel", field="file")
    workbook = content.startswith(b"PK")
    if workbook:
        await asyncio.to_thread(archive.check, content)
    answer = await _asked(content, kind, "workbook" if workbook else "text")
    frames = _frames(answer)
    try:
        mark, body = next(frames)
        if mark == b"!":
            refusal = _refusal.decode(body)
            raise Problem(refusal.code, field="file", **refusal.facts)
        chunks = tuple(_chunk.decode(body) for mark, body in frames if mark == b"c")
        return Read(_shape.decode(body), chunks)
    except (StopIteration, msgspec.DecodeError):
        raise Problem("import.too-heavy", field="file") from None  # the child was ended by a limit


async def _asked(content: bytes, kind: str, form: str) -> bytes:
    limit = min(MEMORY + PER_BYTE * len(content), MEMORY_MOST)
    return await confined.asked("core.imports.reading_child", kind, form, str(limit), content=content, seconds=WALL)


def _frames(answer: bytes) -> Iterator[tuple[bytes, bytes]]:
    """A letter, four bytes of length, the body."""
    at = 0
    while at + 5 <= len(answer):
        size = int.from_bytes(answer[at + 1 : at + 5], "big")
        yield answer[at : at + 1], answer[at + 5 : at + 5 + size]
        at += 5 + size
