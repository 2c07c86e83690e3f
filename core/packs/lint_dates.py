"""Dates that cannot exist, never come, or are written in more or fewer than one wording."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from core.packs import calendar
from core.packs.patching import active
from core.packs.problems import LintFinding, error, notice
from core.packs.schema import FIRST_YEAR, LAST_YEAR, Milestone, Pack, Period, Timing

SAMPLE = range(2019, 2025)  # years to try for a programme without bounds; a leap year among them
YEARS_MAX = 50


def check(rules: Pack) -> Iterator[LintFinding]:
    """Each date by itself; `lint_order` judges them against each other, once these are sound."""
    yield from _period(rules.period)
    for key, milestone in active(rules.milestones).items():
        place = f"milestones.{key}"
        faults = list(_timing(milestone, place))
        if milestone.first_cycle:
            faults += _timing(milestone.first_cycle, f"{place}.first_cycle")
        yield from faults
        if not any(fault.severity == "error" for fault in faults) and sound_period(rules.period):
            yield from _in_period(rules.period, milestone, place)


def years(period: Period) -> range:
    """The programme years that a pack is tried on."""
    if period.first is None or period.last is None:
        return SAMPLE if period.first is None else range(period.first, period.first + len(SAMPLE))
    return range(period.first, min(period.last + 1, period.first + YEARS_MAX))


def sound_period(period: Period) -> bool:
    """Whether the period itself can be computed with."""
    return not any(True for _ in _period(period))


def sound(milestone: Milestone) -> bool:
    """Whether a milestone's dates can be computed with."""
    timings = [milestone] + ([milestone.first_cycle] if milestone.first_cycle else [])
    return not any(fault.severity == "error" for timing in timings for fault in _timing(timing, ""))


def _period(period: Period) -> Iterator[LintFinding]:
    if period.first and period.last and period.first > period.last:
        yield error("dates.contradictory", "period.last", str(period.last), f"{period.first} or later")
    if calendar.full_year(period.starts) or not _exists(period.starts) or period.starts == "02-29":
        yield error("dates.impossible", "period.starts", period.starts, "a month-day of every year")
    if period.kind == "phase" and not (period.first and period.last):
        yield error("period.phase-open", "period", "a phase without first or last year", "first and last")


def _timing(timing: Timing | Milestone, place: str) -> Iterator[LintFinding]:
    named = [name for name in ("by", "before", "within", "every") if getattr(timing, name)]
    if len(named) != 1:
        yield error("dates.wording", place, " and ".join(named) or "no date", "one of by, before, within, every")
    if timing.every and (timing.every.months is None) == (timing.every.meeting is None):
        yield error("dates.rhythm", f"{place}.every", "months and meeting, or neither", "one of months, meeting")
    for name in ("by", "before", "within", "opens", "printed"):
        written = getattr(timing, name)
        if written and not _exists(written):
            yield error("dates.impossible", f"{place}.{name}", written, "a date that exists")
        elif written == "02-29":
            yield notice("dates.leap-day", f"{place}.{name}", written, "a day of every year")


def _in_period(period: Period, milestone: Milestone, place: str) -> Iterator[LintFinding]:
    tried = years(period)
    held = [(year, timing) for year in tried if (timing := calendar.timing_in(milestone, year, period))]
    if not held and not (milestone.every and milestone.every.meeting):
        found = milestone.by or milestone.before or milestone.within or ""
        yield error("dates.never", place, found, f"a date within {tried.start} to {tried.stop - 1}")
    for year, timing in held:
        if timing.every:
            continue
        window = calendar.deadline(timing, year, period)
        if window.opens_at >= window.closes_at:
            wanted = f"a day before {window.closes_at:%Y-%m-%d}"
            yield error("dates.contradictory", f"{place}.opens", f"{window.opens_at:%Y-%m-%d}", wanted)
            return
    yield from _printed(period, milestone, place)
    if milestone.first_cycle and period.first is None:
        yield error("dates.no-first-cycle", f"{place}.first_cycle", "a period without first year", "period.first")


def _printed(period: Period, milestone: Milestone, place: str) -> Iterator[LintFinding]:
    """A date as the source prints it that no programme year of the pack contains, or that is not the rule's (S4-A1)."""
    printed, ruled = milestone.printed, milestone.by or milestone.before
    if printed is None:
        return
    if calendar.full_year(printed) is None or ruled is None:
        yield error("dates.printed", f"{place}.printed", printed, "a full date beside by or before")
    elif printed[-5:] != ruled[-5:]:
        yield notice("dates.printed-otherwise", f"{place}.printed", printed, f"the day of the rule, {ruled}")
    else:
        day = date.fromisoformat(printed)
        if not any(start < day <= end for start, end in (calendar.bounds(period, year) for year in years(period))):
            tried = years(period)
            first, last = calendar.bounds(period, tried.start)[0], calendar.bounds(period, tried.stop - 1)[1]
            wanted = f"a day from {first} to {last - calendar.DAY}"
            yield notice("dates.printed-outside", f"{place}.printed", printed, wanted)


def _exists(written: str) -> bool:
    """Whether a day, a month or a year of the calendar is meant; 29 February needs no leap year unless dated."""
    year = calendar.full_year(written)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    parts = [int(part) for part in written.split("-")][1 if year is not None else 0 :]
    if not parts:
        return True
    month, day = parts[0], parts[1] if len(parts) == 2 else 1
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2000, month)[1]
