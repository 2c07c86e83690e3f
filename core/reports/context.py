"""One report, ready to be written: letterhead, heads, rows, checks, notes, signatures (design.md §5).

Every writer (screen, print, spreadsheet) takes a `ReportContext` and computes nothing. The paper is Vietnamese,
whatever the reader's language. Pure.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.packs import calendar
from core.packs.patching import active
from core.packs.schema import Column, Pack, Signature
from core.reports import columns
from core.reports.checks import Checked, Judge, check_rows
from core.reports.rules import Counts, Place, Row, levels_in, rows_of

BLANK = "....."  # what the form itself prints where nothing is known


class Exemption(msgspec.Struct, frozen=True, kw_only=True):
    """A person whom the columns do not count as others: `on_leave` stays in (2) and leaves (3), `left` leaves both
    (domain.md §4). Always named, with the reason given."""

    person: str
    unit: str
    presence: str
    reason: str


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """The unit that issues the report: what its letterhead and signature need."""

    id: UUID
    name: str
    kind: str
    path: str
    standing: bool
    parent: str
    place: str


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """What was read for a report: the units from the issuer down, each with its own people, and who is exempt."""

    places: tuple[Place, ...]
    own: Mapping[UUID, Counts]
    exemptions: tuple[Exemption, ...] = ()


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """How much is shown: down to which kind of unit, and whether rows with nobody appear. None: as the pack says."""

    down_to: str | None = None
    hide_empty: bool | None = None


AS_PINNED = Shape()


class Official(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a report that was sent a document (S0-36): its number of the register with the symbol ("12-BC/ĐTN"),
    who signed in which position, the sections in words by key, the recipients with the purpose of each ("để báo cáo"),
    and where the file is kept ("VP")."""

    number: str
    signer: str
    position: str
    texts: Mapping[str, str]
    recipients: tuple[tuple[str, str], ...]
    kept_by: str


class ReportContext(msgspec.Struct, frozen=True, kw_only=True):
    """A report on one unit and everything below it. `measured` are the keys of the number columns, in the order of
    each row's counts; `levels` are the kinds at which the table may stop. `years` is the year as papers write it, `day`
    the one it bears; `official` is there once it was sent. Reports frozen before these were kept say them elsewhere
    (`core.unit_reports.frozen`)."""

    key: str
    year: int
    issuer: Issuer
    left: tuple[str, ...]
    right: tuple[str, ...]
    dateline: str
    title: str
    heading: str
    year_line: str
    columns: Mapping[str, Column]
    measured: tuple[str, ...]
    heads: tuple[tuple[columns.Head, ...], ...]
    numbers: tuple[str, ...]
    rows: tuple[Row, ...]
    checks: tuple[Checked, ...]
    exemptions: tuple[Exemption, ...]
    signed_left: tuple[str, ...]
    signed_right: tuple[str, ...]
    levels: tuple[str, ...]
    down_to: str
    hide_empty: bool
    years: str = ""
    day: date = date.min
    official: Official | None = None

    @property
    def named(self) -> str:
        """What its files are called: "Phụ lục báo cáo 2021 - Huyện đoàn An Bình"."""
        return f"{self.title.capitalize()} {self.years.replace(' ', '') or self.year} - {self.issuer.name}"

    @property
    def holds(self) -> bool:
        """Whether every check holds, so that the report may be sent as it is."""
        return all(check.holds for check in self.checks)


def compose(
    rules: Pack,
    key: str,
    year: int,
    issuer: Issuer,
    today: date,
    matter: Matter,
    judge: Judge,
    shape: Shape = AS_PINNED,
) -> ReportContext:
    """The report `key` of the pinned rules on what was read. `judge` is the pack's hook that names broken checks."""
    report = columns.report_of(rules, key)
    shown = columns.shown(report)
    measured = tuple(columns.counters(rules, shown))
    grammar = report.rows
    rows = rows_of(
        matter.places, matter.own, len(measured), grammar, down_to=shape.down_to, hide_empty=shape.hide_empty
    )
    years = calendar.years_in(rules.period, year)
    words, dated = _words(issuer, str(year), years), _words(issuer, str(today.year), str(today.year)) | _day(today)
    letterhead = report.letterhead
    return ReportContext(
        key=key,
        year=year,
        issuer=issuer,
        left=tuple(line.upper() for text in letterhead.left if (line := fill(text.vi, words))) if letterhead else (),
        right=tuple(fill(text.vi, words) for text in letterhead.right) if letterhead else (),
        dateline=fill(letterhead.dateline.vi, dated) if letterhead else "",
        title=report.title.vi,
        heading=report.heading.vi,
        year_line=fill(report.year_line.vi, words) if report.year_line else "",
        columns=shown,
        measured=measured,
        heads=columns.heads(shown),
        numbers=tuple(column.number for column in shown.values()),
        rows=rows,
        checks=check_rows(active(report.checks), shown, measured, judge, rows, matter.places, matter.own),
        exemptions=matter.exemptions,
        signed_left=_signature(report.left, issuer),
        signed_right=_signature(report.right, issuer),
        levels=levels_in(matter.places),
        down_to=shape.down_to or grammar.down_to,
        hide_empty=grammar.hide_empty if shape.hide_empty is None else shape.hide_empty,
        years=years,
        day=today,
    )


def counters_of(rules: Pack, key: str) -> Sequence[str]:
    """The counters that a report reads, in the order of its number columns."""
    return tuple(columns.counters(rules, columns.shown(columns.report_of(rules, key))).values())


def fill(text: str, words: Mapping[str, str]) -> str:
    """`{unit}` and the like by what they stand for; braces that stand for nothing stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], found[0]), text).strip()


def _words(issuer: Issuer, year: str, years: str) -> dict[str, str]:
    place = issuer.place or BLANK
    return {"unit": issuer.name, "parent": issuer.parent, "place": place, "year": year, "years": years}


def _day(today: date) -> dict[str, str]:
    """Official papers write 05 and 02, so that nobody can put a digit before them."""
    return {"day": f"{today.day:02}", "month": f"{today.month:02}"}


def _signature(block: Signature, issuer: Issuer) -> tuple[str, ...]:
    lines = block.lines if issuer.standing else block.lines_without_standing or block.lines
    return tuple(line.vi for line in lines)
