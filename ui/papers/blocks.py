"""What a paper reads like, in pieces that a page can show."""

import msgspec


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table: its text, the columns it covers, whether it goes on from the row above."""

    text: str
    columns: int = 1
    goes_on: bool = False
    bold: bool = False
    align: str = ""


class Block(msgspec.Struct, frozen=True):
    """A paragraph (`text`) or a table (`rows`, of which the first `heads` are its head; `framed` with lines)."""

    text: str = ""
    align: str = ""
    bold: bool = False
    rows: tuple[tuple[Cell, ...], ...] = ()
    heads: int = 0
    framed: bool = True
