"""The dates of a programme, from the wordings of its documents (domain.md §3, §8).

Pure: nothing here knows what time it is. Instants are half-open: `closes_at` is the first one too late.
"""

from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from core.errors import Problem
from core.packs.patching import active
from core.packs.schema import FIRST_YEAR, LAST_YEAR, Every, Milestone, Pack, Period, Timing
from core.packs.text import Text

# Viet Nam has kept +07:00 since 1975; a fixed zone needs no time-zone files on a bare machine.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
EXAMPLE = 2020  # a year to show how one is written

Wording = Literal["by", "before", "within", "within_year", "every"]


class Window(NamedTuple):
    """From when an act is expected, and the first instant at which it is late."""

    opens_at: datetime
    closes_at: datetime


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One milestone of one year: who owes what to whom, and in which words the date is given.

    `named` is the day the wording names: the day itself for `by` and `before`, the last day of the month, year or
    stretch for `within` and `every`. `milestone` is the pack's key; `key` has a number where it returns. An act before
    `opens_at` is refused only where `opens_strict`."""

    key: str
    milestone: str = ""
    act: str
    title: Text
    opens_at: datetime
    closes_at: datetime
    opens_strict: bool
    wording: Wording
    named: date
    owed_by: tuple[str, ...]
    to: Text | None
    through: Text | None
    late: Literal["mark", "close"]

    @property
    def last_day(self) -> date:
        """The last day on which the act is in time."""
        return (self.closes_at.astimezone(VIETNAM) - DAY).date()  # the database answers in UTC


def bounds(period: Period, year: int) -> tuple[date, date]:
    """First day of the programme year and first day after it (a school year ends in the next summer)."""
    return _day(period.starts, year), _day(period.starts, year + 1)


def check_year(period: Period, year: int) -> None:
    """Refuse a year outside the phase: it needs a legal basis of its own (S0-A10)."""
    first, last = period.first or FIRST_YEAR, period.last or LAST_YEAR
    if not first <= year <= last:
        raise Problem("pack.year-without-basis", field="year", year=year, first=first, last=last)


def year_named(period: Period, written: str) -> int:
    """The programme year that "2020" names, or "2020-2021" where a year spans two calendar years.

    Raises Problem for anything else: a stretch of years is not one year."""
    spans = period.starts != "01-01"
    head, dash, tail = written.strip().partition("-")
    year = int(head) if head.isascii() and head.isdigit() and len(head) == 4 else None
    if year is not None and (not dash or (spans and tail == str(year + 1))):
        return year
    like = year if year is not None else period.first or EXAMPLE
    raise Problem("pack.bad-period", field="period", found=written, wanted=f"{like}-{like + 1}" if spans else str(like))


def years_in(period: Period, year: int) -> str:
    """The programme year as papers write it: 2021, or 2020 - 2021 for a school year."""
    return f"{year} - {year + 1}" if period.kind == "school_year" else str(year)


def said(period: Period, year: int) -> str:
    """The same in a Vietnamese sentence: "năm 2021", "năm học 2020 - 2021"."""
    return f"{'năm học' if period.kind == 'school_year' else 'năm'} {years_in(period, year)}"


def deadline(timing: Timing | Milestone, year: int, period: Period) -> Window:
    """When an act with this timing is open and when it is late, in the programme year `year`."""
    start, _ = bounds(period, year)
    written = timing.by or timing.before or timing.within
    if written is None:
        raise ValueError("a timing needs by, before or within")
    candidates = [full_year(written)] if full_year(written) else [year, year + 1]
    closing = [_closes(timing, candidate) for candidate in candidates]
    index = next((i for i, day in enumerate(closing) if day > start), len(closing) - 1)
    return Window(_midnight(_opens(timing, candidates[index], start)), _midnight(closing[index]))


def timing_in(milestone: Milestone, year: int, period: Period) -> Timing | Milestone | None:
    """The timing that holds in `year`: the first cycle's own (S0-A3), the yearly one, or none at all."""
    if milestone.years and year not in milestone.years:
        return None
    first = milestone.first_cycle if milestone.first_cycle and year == period.first else None
    timing = first or milestone
    if timing.every is not None:
        return timing if recurrences(timing.every, year, period) else None
    start, end = bounds(period, year)
    closes = deadline(timing, year, period).closes_at.date()
    return timing if start < closes <= end else None


def schedule(rules: Pack, year: int) -> tuple[Due, ...]:
    """Everything that is due in `year`, earliest first. Raises Problem outside the phase (S0-A10)."""
    check_year(rules.period, year)
    found = []
    for key, milestone in active(rules.milestones).items():
        timing = timing_in(milestone, year, rules.period)
        if timing is None:
            continue
        if timing.every is None:
            found.append(_due(key, milestone, timing, deadline(timing, year, rules.period)))
        else:
            found += _rhythm(key, milestone, timing, recurrences(timing.every, year, rules.period))
    return tuple(sorted(found, key=lambda due: due.closes_at))


def undated(rules: Pack, year: int) -> dict[str, Milestone]:
    """The milestones that are bound to meetings and have no date of their own (S3-20)."""
    return {
        key: one
        for key, one in active(rules.milestones).items()
        if one.every and one.every.meeting and (not one.years or year in one.years)
    }


def recurrences(every: Every, year: int, period: Period) -> tuple[Window, ...]:
    """The stretches of a rhythm in the programme year, counted from its first day; whole ones only."""
    if every.months is None:
        return ()
    start, end = bounds(period, year)
    last = every.times or 12 // every.months
    days = [_months_on(start, every.months * n) for n in range(last + 1)]
    return tuple(Window(_midnight(opens), _midnight(closes)) for opens, closes in pairwise(days) if closes <= end)


def census_day(rules: Pack, year: int) -> date:
    """The day on which people are counted: the last day of the registration (domain.md §4)."""
    days = [due.last_day for due in schedule(rules, year) if due.act == "registration"]
    return days[0] if days else bounds(rules.period, year)[1] - DAY


def over_at(dues: tuple[Due, ...], instant: datetime) -> tuple[Due, ...]:
    """Those whose time has passed at `instant`: what opening a programme then would make late at once."""
    return tuple(due for due in dues if due.closes_at <= instant)


def full_year(written: str) -> int | None:
    """The year a full date names; a month-day (`12-15`) or a month (`01`) names none."""
    head = written.split("-")[0]
    return int(head) if len(head) == 4 else None


def _due(key: str, milestone: Milestone, timing: Timing | Milestone, window: Window) -> Due:
    return Due(
        key=key,
        milestone=key,
        act=milestone.act,
        title=milestone.title,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        opens_strict=timing.opens is not None,
        wording=_wording(timing),
        named=window.closes_at.date() if timing.before else (window.closes_at - DAY).date(),
        owed_by=milestone.owed_by,
        to=milestone.to,
        through=milestone.through,
        late=milestone.late,
    )


def _rhythm(key: str, milestone: Milestone, timing: Timing | Milestone, windows: tuple[Window, ...]) -> list[Due]:
    """One due a stretch, numbered in key and act where there are several."""
    found = [_due(key, milestone, timing, window) for window in windows]
    if len(found) == 1:
        return found
    return [
        msgspec.structs.replace(due, key=f"{due.key}.{n}", act=f"{due.act}.{n}") for n, due in enumerate(found, start=1)
    ]


def _wording(timing: Timing | Milestone) -> Wording:
    if timing.every:
        return "every"
    if timing.by:
        return "by"
    if timing.before:
        return "before"
    return "within_year" if timing.within and len(timing.within) == 4 else "within"


def _closes(timing: Timing | Milestone, year: int) -> date:
    """The first day that is too late."""
    if timing.by:
        return _day_after(timing.by, year)
    if timing.before:
        return _day(timing.before, year)
    first = _first_of(timing.within or "", year)
    months = 12 if timing.within and len(timing.within) == 4 else 1
    return _add_months(first, months)


def _opens(timing: Timing | Milestone, year: int, start: date) -> date:
    if timing.opens:
        placed = _day(timing.opens, full_year(timing.opens) or start.year)
        return placed if placed >= start or full_year(timing.opens) else _day(timing.opens, start.year + 1)
    return _first_of(timing.within, year) if timing.within else start


def _day(written: str, year: int) -> date:
    """The named day in `year` (or in its own); 29 February falls on 1 March in a common year."""
    month, day = (int(part) for part in written.split("-")[-2:])
    year = full_year(written) or year
    if (month, day) == (2, 29) and not _is_leap(year):
        return date(year, 3, 1)
    return date(year, month, day)


def _day_after(written: str, year: int) -> date:
    """The day after the named one; "by 29 February" means by the 28th in a common year."""
    named = _day(written, year)
    return named if named.strftime("%m-%d") != written[-5:] else named + DAY


def _first_of(within: str, year: int) -> date:
    if len(within) == 4:
        return date(int(within), 1, 1)
    return date(full_year(within) or year, int(within[-2:]), 1)


def _add_months(first: date, months: int) -> date:
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _months_on(day: date, months: int) -> date:
    """The same day some months on; the last day of a month that is too short."""
    first = _add_months(day.replace(day=1), months)
    return min(first + timedelta(days=day.day - 1), _add_months(first, 1) - DAY)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
