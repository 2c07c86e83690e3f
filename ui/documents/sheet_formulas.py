"""Where things stand on the sheet of a report, and the formulas that keep it counting."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from core.reports.checks import Checked
from core.reports.columns import NAME
from core.reports.context import ReportContext
from ui.documents.notes import note_lines, section_lines, sent_lines

ARGUMENTS = 200  # of one SUM; Excel takes 255
HAND = 4  # rows for the hand, between a signature block and the name


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """Positions on the sheet, counted from 0. `top` is the first row of the head, `first` and `last` bound the rows;
    `columns` is how many are printed; a blank column follows, then the checks, then from `own` the helper columns."""

    top: int
    first: int
    last: int
    last_printed: int
    columns: int
    name: int
    measures: tuple[int, ...]
    at: Mapping[str, int]
    own: int
    helpers: tuple[tuple[int, str], ...]
    children: tuple[tuple[int, ...], ...]
    failing: tuple[frozenset[int], ...]
    fine: str

    @classmethod
    def of(cls, context: ReportContext, top: int) -> "Grid":
        """The places for a report whose head starts at row `top`."""
        keys = list(context.columns)
        first = top + len(context.heads) + 1
        last = first + len(context.rows) - 1
        signatures = max(len(context.signed_left), len(context.signed_right)) + HAND + 1
        foot = max(signatures, len(sent_lines(context)) + 1)
        own = len(keys) + 1 + len(context.checks)
        titles = [(len(keys) + 1 + order, _rule_title(check)) for order, check in enumerate(context.checks)]
        titles += [(own + order, _own_title(context, key)) for order, key in enumerate(context.measured)]
        notes = len(note_lines(context.exemptions)) + len(tuple(section_lines(context)))
        sources = [column.source for column in context.columns.values()]
        return cls(
            top=top,
            first=first,
            last=last,
            last_printed=last + notes + foot + 1,
            columns=len(keys),
            name=sources.index(NAME) if NAME in sources else 0,
            measures=tuple(keys.index(key) for key in context.measured),
            at={key: keys.index(key) for key in context.measured},
            own=own,
            helpers=tuple(titles),
            children=_children(context),
            failing=tuple(frozenset(failure.row for failure in check.failures) for check in context.checks),
            fine="Đạt",
        )

    def row(self, index: int) -> int:
        """The sheet's row of a report row."""
        return self.first + index


def sum_formula(grid: Grid, row: int, column: int, helper: int, children: Sequence[int]) -> str:
    """A parent's cell: its own people, plus the cells of its children."""
    ranges = list(_ranges(column, [grid.row(child) for child in children]))
    parts = [f"SUM({','.join(ranges[at : at + ARGUMENTS])})" for at in range(0, len(ranges), ARGUMENTS)]
    return f"={xl_rowcol_to_cell(row, helper)}+{'+'.join(parts)}"


def check_formula(grid: Grid, check: Checked, row: int) -> str:
    """A check's cell: "Đạt", or the rule that is broken."""
    left = xl_rowcol_to_cell(row, grid.at[check.left])
    if check.exact:
        names = (xl_rowcol_to_cell(row, grid.at[key]) for key in check.right)
        condition = f"{left}<>SUM({','.join(names)})"
    else:
        condition = f"{left}<{xl_rowcol_to_cell(row, grid.at[check.right[0]])}"
    return f'=IF({condition},"{broken_words(check)}","{grid.fine}")'


def broken_words(check: Checked) -> str:
    """What a broken check says: "Sai: (2) < (3)"."""
    rule = check.rule.replace("≥", "<").replace("=", "≠")
    return f"Sai: {rule}".replace('"', "")


def _ranges(column: int, rows: Sequence[int]) -> Iterator[str]:
    """Neighbouring rows as ranges: D13:D20."""
    name = xl_col_to_name(column)
    start = rows[0]
    for before, row in zip(rows, [*rows[1:], -1], strict=True):
        if row != before + 1:
            yield f"{name}{start + 1}:{name}{before + 1}" if start != before else f"{name}{start + 1}"
            start = row


def _children(context: ReportContext) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in context.rows]
    for index, row in enumerate(context.rows):
        if row.parent is not None:
            found[row.parent].append(index)
    return tuple(tuple(children) for children in found)


def _rule_title(check: Checked) -> str:
    return f"Kiểm tra {check.rule}"


def _own_title(context: ReportContext, key: str) -> str:
    return f"Riêng đơn vị: {context.columns[key].title.vi}"
