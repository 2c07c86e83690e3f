"""A pack at a glance for the catalogue: basis, whom it is for, and its year in twelve months."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from core.errors import Problem
from core.packs.installed import InstalledPack
from core.packs.patching import active
from core.packs.schema import Pack
from core.packs.text import Text
from core.programmes.rules import period_of
from ui.i18n import _
from ui.rulebook import SUBJECTS, DateRow, date_row


class Month(Struct, frozen=True):
    """A month of the programme year with what ends in it."""

    number: int
    year: int
    rows: tuple[DateRow, ...]


class Glance(Struct, frozen=True, kw_only=True):
    """What one wants to know of a pack before choosing it; `dates` are those that each person must keep."""

    who: str
    basis: tuple[str, ...]
    phase: str
    criteria: int
    groups: int
    levels: tuple[Text, ...]
    year: int
    months: tuple[Month, ...]
    dates: tuple[DateRow, ...]


def glance(pack: InstalledPack, today: date) -> Glance:
    """The pack in the year that is nearest to today."""
    rules = pack.rules
    year = _year(rules, today)
    try:
        rows = tuple(date_row(rules, due) for due in pack.hooks.milestones(rules, year))
    except Problem:  # a year that has no calendar shows none
        rows = ()
    first, last = rules.period.first, rules.period.last
    return Glance(
        who=_(SUBJECTS[rules.subject.kind]),
        basis=tuple(one.number for one in active(rules.basis).values() if not one.related and one.number),
        phase=_phase(first, last),
        criteria=len(active(rules.criteria)),
        groups=len(active(rules.groups)),
        levels=tuple(one.title for one in active(rules.scale.levels).values()),
        year=year,
        months=months(rules, rows, year),
        dates=tuple(row for row in rows if "person" in row.due.owed_by and row.wording != "every")[:3],
    )


def months(rules: Pack, rows: Iterable[DateRow], year: int) -> tuple[Month, ...]:
    """The twelve months of the programme year, the first one first."""
    starts, _ends = period_of(rules, year)
    found = []
    rows = tuple(rows)
    for ahead in range(12):
        at = starts.month - 1 + ahead
        number, of = at % 12 + 1, starts.year + at // 12
        found.append(Month(number, of, tuple(row for row in rows if (row.day.month, row.day.year) == (number, of))))
    return tuple(found)


def _phase(first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    return f"{first}–{last}" if last and last != first else str(first) if last else _("từ %(year)s") % {"year": first}


def _year(rules: Pack, today: date) -> int:
    year = today.year
    if rules.period.first is not None:
        year = max(year, rules.period.first)
    return min(year, rules.period.last) if rules.period.last is not None else year
