"""Report tables: columns, checks, row grammar, letterhead and signatures."""

from collections.abc import Mapping
from typing import Literal

from core.packs.schema_terms import Entry, Key, Part, UnitKind
from core.packs.text import Text


class Column(Entry, frozen=True, kw_only=True):
    """A report column. `source` is `row_number`, `name`, an indicator or `level:<key>`; `number` is the
    printed cell of the number row; neighbours with the same `under` share a head."""

    title: Text
    number: str = ""
    under: Text | None = None
    source: str


class Check(Entry, frozen=True, kw_only=True):
    """A rule between columns that every row keeps: left ≥ right, or left = sum of the others."""

    title: Text
    left: str
    at_least: str | None = None
    equals_sum: tuple[str, ...] = ()


class Signature(Part, frozen=True, kw_only=True):
    """A signature block; the second form is for units without a standing committee."""

    lines: tuple[Text, ...]
    lines_without_standing: tuple[Text, ...] = ()


class Letterhead(Part, frozen=True, kw_only=True):
    """The head of a document; texts may hold `{unit}`, `{parent}`, `{place}`, `{day}`, `{month}`, `{year}`, where the
    last three are of the day of the paper."""

    left: tuple[Text, ...]
    right: tuple[Text, ...]
    dateline: Text


class Rows(Part, frozen=True, kw_only=True):
    """The row grammar: depth gives `numbering`, kinds in `lettered` are lettered and restart under each parent."""

    numbering: tuple[Literal["roman", "decimal", "dotted"], ...] = ("roman", "decimal", "dotted")
    lettered: tuple[UnitKind, ...] = ("branch",)
    letters: tuple[str, ...] = tuple("abcdđeghiklmnopqrstuvxy")
    down_to: UnitKind = "branch"
    hide_empty: bool = True


class Report(Entry, frozen=True, kw_only=True):
    """A report table: titles, letterhead, columns, checks, row grammar and signatures. In `year_line` stand `{years}`
    for the programme's year as papers write it (2021; 2020 - 2021 for a school year) and `{year}` for its first one."""

    title: Text
    heading: Text
    year_line: Text | None = None
    letterhead: Letterhead | None = None
    rows: Rows = Rows()
    columns: Mapping[Key, Column]
    checks: Mapping[Key, Check] = {}
    left: Signature
    right: Signature
