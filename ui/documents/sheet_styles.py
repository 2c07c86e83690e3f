"""The looks of a report's sheet: Times New Roman, thin black lines, as the official form."""

import msgspec
import xlsxwriter
from xlsxwriter.format import Format

from core.reports.rules import Row

FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
LINES = {"border": 1}
HELPER = {"font_size": 10, "font_color": "#5b6675"}


class RowStyle(msgspec.Struct, frozen=True):
    """The looks of one row's cells."""

    mark: Format
    name: Format
    number: Format


class Styles:
    """Every format of the sheet, made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self.centre = self._format(align="center")
        self.centre_bold = self._format(align="center", bold=True, text_wrap=True)
        self.centre_underlined = self._format(align="center", bold=True, underline=1)
        self.centre_italic = self._format(align="center", italic=True)
        self.title = self._format(align="center", bold=True, font_size=14)
        self.heading = self._format(align="center", bold=True)
        self.head = self._format(**LINES, align="center", bold=True, text_wrap=True)
        self.numbers = self._format(**LINES, align="center", italic=True, font_size=11)
        self.note = self._format(align="left", text_wrap=True, italic=True, font_size=11)
        self.plain = self._format(**LINES, align="left")
        self.whole = self._format(**LINES, align="right", num_format="#,##0")
        self.words = self._format(align="left", text_wrap=True)
        self.subtitle = self._format(align="left", bold=True, valign="bottom")
        self.small = self._format(align="left", font_size=11, text_wrap=True)
        self.small_head = self._format(align="left", bold=True, italic=True)
        self.label = self._format(**LINES, align="left", bold=True, text_wrap=True, valign="top")
        self.told = self._format(**LINES, align="left", text_wrap=True, valign="top")
        self.helper = self._format(**HELPER, num_format="#,##0")
        self.helper_text = self._format(**HELPER)
        self.helper_head = self._format(**HELPER, text_wrap=True, align="center", italic=True)
        self.wrong = book.add_format({"font_color": "#b3261e", "bold": True, "bg_color": "#fdebea"})
        self._rows: dict[tuple[bool, bool], RowStyle] = {}

    def of(self, row: Row) -> RowStyle:
        """The unit that reports and its children in bold; branches in italics, as on the form."""
        looks = (row.depth <= 1 and row.place.kind != "branch", row.place.kind in ("branch", "subbranch"))
        if looks not in self._rows:
            bold, italic = looks
            font = {"bold": bold, "italic": italic, **LINES}
            self._rows[looks] = RowStyle(
                mark=self._format(**font, align="center"),
                name=self._format(**font, align="left", text_wrap=True),
                number=self._format(**font, align="right", indent=1, num_format="#,##0"),
            )
        return self._rows[looks]

    def _format(self, **properties: object) -> Format:
        return self._book.add_format({**FONT, **properties})
