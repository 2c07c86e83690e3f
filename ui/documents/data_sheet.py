"""The rows of a report for other programs: ids, the chain of units above, and numbers that follow the printed sheet."""

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from core.reports.context import ReportContext
from ui.documents.sheet_formulas import Grid
from ui.documents.sheet_styles import Styles
from ui.terms import KINDS

NAME = "Dữ liệu"
# head → what it means, for the sheet of definitions; the file is Vietnamese whatever the reader's language
UNITS = (
    ("Mã đơn vị", "Mã không đổi của đơn vị trong phần mềm."),
    ("Đơn vị", "Tên của đơn vị."),
    ("Cấp", "Loại đơn vị."),
    ("Chuỗi đơn vị cấp trên", "Tên các đơn vị cấp trên, từ cao xuống thấp, cách nhau bằng dấu ›."),
    ("Mã đơn vị cấp trên", "Mã của đơn vị ở dòng trên trực tiếp; trống ở đơn vị báo cáo."),
)
WIDTHS = (38, 40, 18, 50, 38)


def write(sheet: Worksheet, context: ReportContext, grid: Grid, printed: str, styles: Styles) -> None:
    """A row of the sheet for each of the report: its numbers point to the cells of the sheet called `printed`."""
    heads = [head for head, _meaning in UNITS] + [context.columns[key].title.vi for key in context.measured]
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, styles.head)
        sheet.set_column(at, at, WIDTHS[at] if at < len(WIDTHS) else 14)
    chains: list[str] = []
    for index, row in enumerate(context.rows):
        above = None if row.parent is None else context.rows[row.parent].place
        chains.append(
            context.issuer.parent if above is None
            else " › ".join(name for name in (chains[row.parent], above.name) if name)
        )  # fmt: skip
        told = (str(row.place.id), row.place.name, KINDS.get(row.place.kind, ""), chains[index],
                str(above.id) if above else "")  # fmt: skip
        for at, text in enumerate(told):
            sheet.write_string(index + 1, at, text, styles.plain)
        for at, (position, value) in enumerate(zip(grid.measures, row.total, strict=True), len(UNITS)):
            cell = xl_rowcol_to_cell(grid.row(index), position)
            sheet.write_formula(index + 1, at, f"={quote_sheetname(printed)}!{cell}", styles.whole, value)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(context.rows), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
