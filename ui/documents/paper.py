"""An official document before it is written: its frame and its matter, in pieces that every writer knows.

One builder makes a `Paper` of data; `paper_pdf`, `paper_word` and the template `documents/paper.html` write it, and
none of them computes anything. Official papers are Vietnamese whatever the reader's language. Pure.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from core.reports.columns import Head
from ui.documents.regulations import Regulation

Look = Literal["body", "plain", "heading", "strong", "centre", "note"]


class Words(msgspec.Struct, frozen=True, tag="words"):
    """A paragraph. `body` is justified with its first line moved in, `plain` stands as it is."""

    text: str
    look: Look = "body"


class Column(msgspec.Struct, frozen=True):
    """A column of a table: its share of the width, and how its cells stand."""

    width: float
    align: Literal["left", "center", "right"] = "left"


class Line(msgspec.Struct, frozen=True):
    """A row: a text a column, or one text over all of them. `look`: `top` (capitals, bold), `strong` (bold),
    `slanted` (italics), `over` (one bold text over the whole width), `` (as it is)."""

    cells: tuple[str, ...]
    look: Literal["", "top", "strong", "slanted", "over"] = ""


class Table(msgspec.Struct, frozen=True, kw_only=True, tag="table"):
    """A table whose head repeats on each page; `numbers` is the numbered row under the head, () where there is none."""

    columns: tuple[Column, ...]
    heads: tuple[tuple[Head, ...], ...]
    lines: tuple[Line, ...]
    numbers: tuple[str, ...] = ()


Block = Words | Table


class Signed(msgspec.Struct, frozen=True):
    """A signature block: its lines, and the name under the room for the hand."""

    lines: tuple[str, ...]
    name: str = ""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A document. `title` names the file; `left` and `right` are the two sides of the frame, `number` the line under
    the stars; `kind` is the type in capitals with its `about` below. `signed` are one or two blocks, left to right;
    the recipients, `sent`, stand at the left of them. `attached` begins a page of its own after them."""

    regulation: Regulation
    title: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    number: str = ""
    dateline: str
    kind: str
    about: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    sent: tuple[str, ...] = ()
    signed: tuple[Signed, ...] = ()
    attached: tuple[Block, ...] = ()
    lying: bool = False
    size: float | None = None


LEADING = ("over", "strong")


def leading(line: Line, following: Line | None) -> bool:
    """Whether a row leads the one below it, so that it may not be the last of a page."""
    return line.look in LEADING and following is not None and following.look not in (*LEADING, "top")


def one_line(titles: Sequence[str]) -> tuple[tuple[Head, ...], ...]:
    """A head of one row."""
    return (tuple(Head(title, 1, 1) for title in titles),)
