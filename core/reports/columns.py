"""The columns of a report: their heads on paper, and the counters that fill them (S0-39). Pure."""

from collections.abc import Mapping

import msgspec

from core.errors import NotFound, Problem
from core.packs.patching import active
from core.packs.schema import Column, Pack, Report
from core.programmes.rules import rank_of

INDICATORS = {
    "eligible": "eligible",
    "registered": "registered",
    "validated": "validated",
    "self_assessed": "self_assessed",
    "assessed": "rated",
    "recognised": "recognised",
}
MARK, NAME = "row_number", "name"


class Head(msgspec.Struct, frozen=True):
    """One cell of the head: its text, and how many columns and rows it covers."""

    text: str
    columns: int
    rows: int


def report_of(rules: Pack, key: str) -> Report:
    """The definition of a report; NotFound for one that the rules lack."""
    report = rules.reports.get(key)
    if report is None or report.disabled:
        raise NotFound("access.not-found")
    return report


def counters(rules: Pack, columns: Mapping[str, Column]) -> Mapping[str, str]:
    """The counter that fills each number column, by column key, in printed order."""
    return {key: _counter(rules, column) for key, column in columns.items() if column.source not in (MARK, NAME)}


def shown(report: Report) -> Mapping[str, Column]:
    """The columns in use, in order."""
    return active(report.columns)


def heads(columns: Mapping[str, Column]) -> tuple[tuple[Head, ...], ...]:
    """The rows of the head: one, or two where neighbours share a head of their own."""
    line = list(columns.values())
    if not any(column.under for column in line):
        return (tuple(Head(column.title.vi, 1, 1) for column in line),)
    upper: list[Head] = []
    before = None
    for column in line:
        if column.under is None:
            upper.append(Head(column.title.vi, 1, 2))
        elif column.under == before:
            upper[-1] = Head(upper[-1].text, upper[-1].columns + 1, 1)
        else:
            upper.append(Head(column.under.vi, 1, 1))
        before = column.under
    return (tuple(upper), tuple(Head(column.title.vi, 1, 1) for column in line if column.under))


def _counter(rules: Pack, column: Column) -> str:
    kind, _, level = column.source.partition(":")
    if kind == "level":
        return f"level_{rank_of(rules, level)}"
    if kind not in INDICATORS:
        raise Problem("report.unknown-source", source=column.source)
    return INDICATORS[kind]
