"""The KL06 appendix as a reader sees it: on screen and in the workbook."""

from pathlib import Path
from typing import NamedTuple

import openpyxl
from pages import Person

FIRST_ROW = 12  # of the workbook's table


class Row(NamedTuple):
    """A printed row: its number, the unit, its depth, and the figures of columns (2) to (7)."""

    mark: str
    unit: str
    depth: int
    figures: tuple[int, ...]


def rows(person: Person) -> list[Row]:
    """The table on screen; hidden words for screen readers left out."""
    read = """lines => lines.map(line => [line.className.replace('rl-depth-', ''), ...[...line.cells].map(cell =>
      [...cell.childNodes].filter(node => node.className !== 'visually-hidden').map(node => node.textContent).join('')
      .trim())])"""
    found = person.page.locator(".rl-report-table tbody tr").evaluate_all(read)
    return [
        Row(mark, unit, int(depth), tuple(int(cell.replace(".", "")) for cell in cells))
        for depth, mark, unit, *cells in found
    ]


def heads(person: Person) -> list[list[str]]:
    """The lines of the table's head."""
    read = "lines => lines.map(line => [...line.cells].map(cell => cell.textContent.trim()))"
    return person.page.locator(".rl-report-table thead tr").evaluate_all(read)


def workbook(person: Person, path: Path) -> tuple[list[Row], dict[str, tuple[int, ...]]]:
    """The rows of the downloaded workbook, and the own figures of each unit that has units below it."""
    with person.page.expect_download() as download:
        person.page.locator("a[href*='/xlsx']").click()
    download.value.save_as(path)
    sheet = openpyxl.load_workbook(path, data_only=True).active
    table = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=FIRST_ROW)]
    lines = [line for line in table if isinstance(line[2], int)]
    own = {line[0]: tuple(line[11:17]) for line in lines if line[11] is not None}
    return [Row(str(line[0]), line[1], -1, tuple(line[2:8])) for line in lines], own


def own_figures(found: list[Row]) -> list[tuple[int, ...]]:
    """For each row what is left of it when the rows directly below are taken away."""
    left = [list(row.figures) for row in found]
    above: list[int] = []
    for index, row in enumerate(found):
        while above and found[above[-1]].depth >= row.depth:
            above.pop()
        if above:
            for at, figure in enumerate(row.figures):
                left[above[-1]][at] -= figure
        above.append(index)
    return [tuple(line) for line in left]
