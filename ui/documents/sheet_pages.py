"""How a report's sheet falls into pages: its scale, its rows' heights, and signatures that no page tears apart.

Excel leaves a page break out where it fits a sheet to the page by itself, so the scale is worked out here. Heights are
set for every row, because where a page ends can be known of set heights alone. Widths cannot: without Excel's own font
LibreOffice makes columns a third wider, so there is room for that. Points throughout.
"""

from xlsxwriter.worksheet import Worksheet

CM = 1 / 2.54  # inches
MARGIN = 1.5 * CM
ROOM = (29.7 - 3.0) * CM * 72, (21.0 - 3.0) * CM * 72  # of a lying A4 page within its margins
SPARE = 12  # office programs differ by some points over a page
ROW, HEADS = 16, 48  # one line; the whole head


class Pages:
    """The pages of one sheet: heights are told to it, it tells them to the sheet."""

    def __init__(self, sheet: Worksheet, widths: list[float]) -> None:
        self._sheet = sheet
        self._heights: dict[int, float] = {}
        wide = sum(int(width * 7 + 5) for width in widths)  # Excel's pixels: a third wider than its points, see above
        self.scale = max(10, min(100, int(100 * ROOM[0] / wide)))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN)
        sheet.set_print_scale(self.scale)
        sheet.center_horizontally()
        sheet.set_footer("&C&P")
        sheet.set_default_row(ROW)

    def lines(self, row: int, text: str, letters: int, height: float = ROW) -> None:
        """Room for a text that breaks after so many letters: merged cells do not grow by themselves."""
        self.height(row, max(self._heights.get(row, 0), height * (1 + (len(text) - 1) // letters)))

    def height(self, row: int, height: float) -> None:
        """Set the height of a row."""
        self._heights[row] = height
        self._sheet.set_row(row, height)

    def keep(self, first: int, last: int, repeated: tuple[int, int]) -> None:
        """Let the rows from `first` to `last` begin a page where the one they stand on ends among them; the rows
        `repeated` stand on top of each page after theirs."""
        room = ROOM[1] * 100 / self.scale - SPARE
        head, filled = sum(map(self._of, range(repeated[0], repeated[1] + 1))), 0.0
        for row in range(first):
            if filled + self._of(row) > room:
                filled = head
            filled += self._of(row)
        if filled + sum(map(self._of, range(first, last + 1))) > room:
            self._sheet.set_h_pagebreaks([first])

    def _of(self, row: int) -> float:
        return self._heights.get(row, ROW)
