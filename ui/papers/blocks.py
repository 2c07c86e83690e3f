"""What a paper reads like, in pieces that a page can show."""

import msgspec


class Line(msgspec.Struct, frozen=True):
    """A paragraph: its text, where it stands (`center`, `end` or ""), how it is written."""

    text: str
    align: str = ""
    bold: bool = False
    italic: bool = False


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table, with the columns and rows that it covers."""

    lines: tuple[Line, ...]
    columns: int = 1
    rows: int = 1


class Block(msgspec.Struct, frozen=True):
    """A paragraph (`line`), or a table (`rows`), `framed` with lines or not."""

    line: Line | None = None
    rows: tuple[tuple[Cell, ...], ...] = ()
    framed: bool = True
