"""A report as an official document: what the screen shows, in the frame of the regulation of its day."""

from core.reports.columns import MARK, NAME
from core.reports.context import ReportContext
from core.reports.rules import Row
from ui.documents.notes import note_lines, section_lines, sent_lines
from ui.documents.paper import Column, Line, Paper, Signed, Table, Words
from ui.documents.regulations import regulation_on

SIZE = 13  # a table of many columns is set smaller than a letter
WIDTHS = {MARK: 1.3, NAME: 8.0}
NUMBER_WIDTH, NARROW_WIDTH = 2.6, 1.9


def of_report(context: ReportContext) -> Paper:
    """The paper of a report as it stands; of one that was sent with its number, sections, recipients and signer."""
    sections = [Words(text, look) for look, text in section_lines(context)]
    left, right = (Signed(lines) for lines in (context.signed_left, context.signed_right))
    return Paper(
        regulation=regulation_on(context.day),
        title=context.named,
        left=context.left,
        right=context.right,
        number=f"Số: {context.official.number}" if context.official else "",
        dateline=context.dateline,
        kind=context.title,
        about=tuple(text for text in (context.heading, context.year_line) if text),
        blocks=(table_of(context), *sections, *(Words(line, "note") for line in note_lines(context.exemptions))),
        sent=sent_lines(context),
        signed=(left, Signed(right.lines, context.official.signer) if context.official else right),
        lying=True,
        size=SIZE,
    )


def table_of(context: ReportContext) -> Table:
    """The table with its head, its numbered row, and the looks of the form: the reporting unit in capitals, its
    children in bold, branches in italics."""
    shown = context.columns.values()
    return Table(
        columns=tuple(_column(one.source, bool(one.under)) for one in shown),
        heads=context.heads,
        numbers=context.numbers,
        lines=tuple(_line(context, row) for row in context.rows),
    )


def _column(source: str, narrow: bool) -> Column:
    if source == MARK:
        return Column(WIDTHS[MARK], "center")
    return Column(WIDTHS[NAME], "left") if source == NAME else Column(NARROW_WIDTH if narrow else NUMBER_WIDTH, "right")


def _line(context: ReportContext, row: Row) -> Line:
    counts = iter(row.total)
    name = row.place.name.upper() if row.depth == 0 else row.place.name
    fixed = {MARK: row.number, NAME: name}
    cells = tuple(fixed.get(one.source) or printed(next(counts)) for one in context.columns.values())
    if row.depth and row.place.kind in ("branch", "subbranch"):
        return Line(cells, "slanted")
    return Line(cells, "top" if row.depth == 0 else "strong" if row.depth == 1 else "")


def printed(count: int) -> str:
    """1234 is 1.234."""
    return f"{count:,}".replace(",", ".")
