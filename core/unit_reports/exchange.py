"""A report's rows in a workbook: what the template holds, and what comes back from it (the reader is that of imports).

The file names the unit, the programme, the report and the version of the draft it was made from; rows are known by
their unit's id. Nothing of it is kept before somebody has looked at it.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from core.errors import Problem
from core.imports.reading import Read, rows_of
from core.unit_reports import rules
from core.unit_reports.findings import numbers_shown
from core.unit_reports.worksheet import Worksheet

KIND = "unit_report"
MARK = "renluyen"
CODE, NAME, WHY = "Mã dòng", "Đơn vị", "Lý do khác nhau"
SHOWN = 12  # faults of a file that are named


class Back(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds: by unit the cells as typed, by column, and the reason; only rows that say something."""

    cells: Mapping[UUID, Mapping[str, int]]
    words: Mapping[UUID, str]


def mark(sheet: Worksheet) -> str:
    """What a template says of itself."""
    return f"{MARK}|{sheet.programme.slug}|{sheet.key}|{sheet.unit.id}|{sheet.duty.version}"


def heading(number: str, title: str) -> str:
    """The head of a number column: "(2) Tổng số cán bộ Đoàn"."""
    return f"{number} {title}"


def back(read: Read, sheet: Worksheet) -> Back:
    """The rows of a filled template. Raises Problem with every fault, each named by its cell."""
    rows = [row for chunk in read.chunks for row in rows_of(chunk.cells)]
    places = {column.heading: (column.at, letter(at)) for at, column in enumerate(read.shape.columns)
              if column.at is not None}  # fmt: skip
    if CODE not in places or not rows:
        raise Problem("unit_report.file-unknown", field="file")
    _check_mark(rows[0][1], sheet)
    open_to = {str(line.place.id): line for line in sheet.lines if line.kind != "reported"}
    columns = _columns(sheet, places)
    cells: dict[UUID, dict[str, int]] = {}
    words: dict[UUID, str] = {}
    faults: list[Problem] = []
    for number, row in rows[1:]:
        code = _cell(row, places[CODE][0])
        typed = {key: text for key, (at, _letter) in columns.items() if (text := _cell(row, at))}
        why = _cell(row, places[WHY][0]) if WHY in places else ""
        if not typed and not why:
            continue
        line = open_to.get(code)
        if line is None:
            faults.append(Problem("unit_report.file-row", field="file", row=number))
            continue
        kept, wrong = _numbers(typed, columns, number)
        faults += wrong
        if not why and not wrong and tuple(kept.values()) != line.counted:
            faults.append(Problem("unit_report.file-words", field="file", cell=f"{_letter_of(places, WHY)}{number}"))
        cells[line.place.id], words[line.place.id] = kept, why[: rules.WORDS_MAX]
    if faults:
        more = len(faults) - SHOWN
        shown = faults[:SHOWN] + ([Problem("unit_report.file-too-many", field="file", count=more)] if more > 0 else [])
        raise Problem("form.refused", problems=shown)
    return Back(cells=cells, words=words)


def letter(at: int) -> str:
    """The letters of a column: 0 is A."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def _check_mark(row: Sequence[str], sheet: Worksheet) -> None:
    parts = next((text for text in row if text.startswith(f"{MARK}|")), "").split("|")
    if len(parts) != 5:
        raise Problem("unit_report.file-unknown", field="file")
    _mark, programme, key, unit, version = parts
    if (programme, key) != (sheet.programme.slug, sheet.key):
        raise Problem("unit_report.file-other-programme", field="file")
    if unit != str(sheet.unit.id):
        raise Problem("unit_report.file-other-unit", field="file")
    if version != str(sheet.duty.version):
        raise Problem("unit_report.file-other-version", field="file")


def _columns(sheet: Worksheet, places: Mapping[str, tuple[int | None, str]]) -> dict[str, tuple[int | None, str]]:
    """The number columns by key; Problem for a file that has lost one."""
    from_heading = {head.split(" ")[0]: place for head, place in places.items() if head.startswith("(")}
    found = {}
    for key, number in numbers_of(sheet).items():
        if number not in from_heading:
            raise Problem("unit_report.file-unknown", field="file")
        found[key] = from_heading[number]
    return found


def numbers_of(sheet: Worksheet) -> dict[str, str]:
    """How the number columns are called on paper: "(2)", by key."""
    return {key: numbers_shown(sheet.context.columns, key) for key in sheet.context.measured}


def _numbers(
    typed: Mapping[str, str], columns: Mapping[str, tuple[int | None, str]], number: int
) -> tuple[dict[str, int], list[Problem]]:
    kept, wrong = {}, []
    for key, (_at, place) in columns.items():
        text = typed.get(key, "")
        if text.isascii() and text.isdigit() and int(text) <= rules.MOST:
            kept[key] = int(text)
        elif not text:
            wrong.append(Problem("unit_report.file-blank", field="file", cell=f"{place}{number}"))
        else:
            wrong.append(Problem("unit_report.file-cell", field="file", cell=f"{place}{number}", value=text[:40]))
    return kept, wrong


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _letter_of(places: Mapping[str, tuple[int | None, str]], head: str) -> str:
    return places[head][1] if head in places else ""
