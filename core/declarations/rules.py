"""Which duties a unit owes in a programme year, and what a declaration must hold (S0-3, S0-4, S0-27, S0-34): pure."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from core.errors import Problem
from core.packs.patching import active
from core.packs.schema import Declaration, Pack, Target

Duty = Literal["owed", "encouraged"]
NUMBER_MAX, NOTE_MAX = 60, 1000
EARLIEST = date(2000, 1, 1)


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit declares; a file counts whether it is new or kept from before."""

    number: str = ""
    dated_on: date | None = None
    note: str = ""
    has_file: bool = False


def of_year(rules: Pack, scheduled: frozenset[str]) -> Mapping[str, Declaration]:
    """The declarations of a programme year: the yearly ones, and those whose date falls in it.

    `scheduled` holds the acts of the year's milestones (`declaration:mid_review`); what returns within the year is
    owed once a stretch, under a numbered key (`monthly_report.3`, S1-15)."""
    found = {}
    for key, entry in active(rules.declarations).items():
        act = f"declaration:{key}"
        numbers = sorted(int(number) for one in scheduled if (number := one.removeprefix(f"{act}.")).isdigit())
        if numbers:
            found |= {f"{key}.{number}": entry for number in numbers}
        elif entry.yearly or act in scheduled:
            found[key] = entry
    return found


def duty(entry: Declaration, kind: str) -> Duty | None:
    """Whether a unit of this kind owes the declaration, is encouraged to make it, or is not asked."""
    if kind in entry.owed_by:
        return "owed"
    return "encouraged" if kind in entry.encouraged else None


def check(entry: Declaration, filled: Filled, today: date) -> None:
    """Refuse what is incomplete: number and date where they are asked, the file of a numbered document. A note, or the
    photograph of a display, is welcome and not owed. A date in the future declares nothing."""
    problems = []
    if "number" in entry.fields and not filled.number:
        problems.append(Problem("declaration.number-missing", field="number"))
    if len(filled.number) > NUMBER_MAX:
        problems.append(Problem("form.too-long", field="number", max=NUMBER_MAX))
    if "dated_on" in entry.fields:
        problems += _date_problems(filled.dated_on, today)
    if file_needed(entry) and not filled.has_file:
        problems.append(Problem("declaration.file-missing", field="file"))
    if len(filled.note) > NOTE_MAX:
        problems.append(Problem("form.too-long", field="note", max=NOTE_MAX))
    if problems:
        raise Problem("declaration.incomplete", problems=problems)


def file_needed(entry: Declaration) -> bool:
    """A numbered document is declared with its file."""
    return "file" in entry.fields and "number" in entry.fields


def targets(rules: Pack) -> Mapping[str, Target]:
    """The targets that are measured by declarations, by declaration."""
    found = active(rules.targets).values()
    return {target.of.partition(":")[2]: target for target in found if target.of.startswith("declaration:")}


def _date_problems(dated_on: date | None, today: date) -> list[Problem]:
    if dated_on is None:
        return [Problem("declaration.date-missing", field="dated_on")]
    if dated_on > today:
        return [Problem("declaration.future-date", field="dated_on")]
    return [] if dated_on >= EARLIEST else [Problem("form.not-a-date", field="dated_on")]
