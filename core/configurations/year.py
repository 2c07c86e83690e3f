"""A programme's year as twelve months with flags, and what moving a flag changes in the wording of its document. Pure.

The kind of wording stays when a flag moves: "trước ngày 15/12" becomes "trước ngày 20/12" (domain.md §3).
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

import msgspec

from core.configurations.rules import Place
from core.errors import Problem
from core.packs import calendar, lint_dates
from core.packs.calendar import VIETNAM, Due
from core.packs.patching import active
from core.packs.schema import Milestone, Pack, Period, Timing

WORDINGS = ("by", "before", "within", "every")


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """A milestone on the day its wording names; `movable` unless it returns by a rhythm. `place` is where its timing
    is kept: the milestone itself, or its own timing of the first year."""

    due: Due
    day: date
    place: Place
    movable: bool


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """One month of the programme year; `offset` is the weekday of its first day (Monday is 0)."""

    year: int
    month: int
    days: int
    offset: int
    flags: Mapping[int, tuple[Flag, ...]]


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """Twelve months from the first day of the programme year, and everything due, earliest first."""

    year: int
    months: tuple[Month, ...]
    flags: tuple[Flag, ...]


def computable(rules: Pack) -> tuple[Pack, tuple[str, ...]]:
    """The rules without the milestones whose dates cannot be computed with, and the keys of these: a draft may hold
    any date until it is published."""
    unsound = tuple(key for key, one in active(rules.milestones).items() if not lint_dates.sound(one))
    if not unsound:
        return rules, ()
    kept = {key: one for key, one in rules.milestones.items() if key not in unsound}
    return msgspec.structs.replace(rules, milestones=MappingProxyType(kept)), unsound


def coming(period: Period, today: date) -> int:
    """The programme year that is prepared on `today`: the next to begin, within the period."""
    year = today.year if calendar.bounds(period, today.year)[0] > today else today.year + 1
    return min(max(year, period.first or year), period.last or year)


def years(period: Period, year: int) -> tuple[int, ...]:
    """The years to leaf through around `year`, those outside the period left out."""
    around = range(year - 2, year + 3)
    return tuple(one for one in around if (period.first or one) <= one <= (period.last or one))


def view(rules: Pack, year: int, dues: Iterable[Due]) -> Year:
    """The year with its flags at their days. `dues` are what the pack's code says is due."""
    flags = tuple(_flag(rules, year, due) for due in dues)
    first = calendar.bounds(rules.period, year)[0]
    months = []
    for n in range(12):
        at, month = divmod(first.month - 1 + n, 12)
        months.append(_month(first.year + at, month + 1, flags))
    return Year(year=year, months=tuple(months), flags=flags)


def moved(rules: Pack, key: str, year: int, day: date) -> dict[Place, object]:
    """The edits that put the milestone's date of this programme year on `day`, in the wording it has.

    Raises Problem for a rhythm, for a milestone that is not due in this year, and for a day outside the year."""
    milestone = active(rules.milestones).get(key)
    timing = calendar.timing_in(milestone, year, rules.period) if milestone else None
    if milestone is None or timing is None or timing.every:
        raise Problem("configuration.not-movable", field="day")
    start, end = calendar.bounds(rules.period, year)
    # "before 1 January" is the last day of the year that ends then.
    last = end if timing.before else end - calendar.DAY
    if not start <= day <= last:
        raise Problem("configuration.day-outside", field="day", opens=start, ends=end - calendar.DAY)
    place = place_of(milestone, key, timing)
    # What the source prints is no longer what holds.
    edits: dict[Place, object] = {(*place, "printed"): None} if timing.printed else {}
    if timing.by:
        return edits | {(*place, "by"): _written(timing.by, day)}
    if timing.before:
        return edits | {(*place, "before"): _written(timing.before, day)}
    within = timing.within or ""
    if len(within) == 4:
        return edits | {(*place, "within"): str(day.year)}
    return edits | {(*place, "within"): f"{day:%Y-%m}" if calendar.full_year(within) else f"{day:%m}"}


def place_of(milestone: Milestone, key: str, timing: Timing | Milestone) -> Place:
    """Where a timing of a milestone is kept."""
    return ("milestones", key, "first_cycle") if timing is milestone.first_cycle else ("milestones", key)


def instants(timing: Timing | Milestone, rules: Pack, year: int) -> tuple[datetime, ...]:
    """The first instants too late of a timing in a programme year: one, or one a stretch; none where it has no date
    in this year."""
    if timing.every:
        return tuple(one.closes_at for one in calendar.recurrences(timing.every, year, rules.period))
    start, end = calendar.bounds(rules.period, year)
    closes = calendar.deadline(timing, year, rules.period).closes_at
    return (closes,) if start < closes.astimezone(VIETNAM).date() <= end else ()


def _flag(rules: Pack, year: int, due: Due) -> Flag:
    milestone = rules.milestones.get(due.milestone)
    timing = calendar.timing_in(milestone, year, rules.period) if milestone else None
    if milestone is None or timing is None:  # of the pack's code, not of its data
        return Flag(due=due, day=due.named, place=(), movable=False)
    end = calendar.bounds(rules.period, year)[1]
    day = due.named if due.named < end else due.last_day  # "before" the first day of the next year
    return Flag(due=due, day=day, place=place_of(milestone, due.milestone, timing), movable=timing.every is None)


def _month(year: int, month: int, flags: tuple[Flag, ...]) -> Month:
    here: dict[int, tuple[Flag, ...]] = {}
    for flag in flags:
        if (flag.day.year, flag.day.month) == (year, month):
            here[flag.day.day] = (*here.get(flag.day.day, ()), flag)
    offset, days = monthrange(year, month)
    return Month(year=year, month=month, days=days, offset=offset, flags=here)


def _written(before: str, day: date) -> str:
    return f"{day:%Y-%m-%d}" if calendar.full_year(before) else f"{day:%m-%d}"
