"""Until when more time may last, and what it must say. Pure."""

from datetime import date, datetime, time, timedelta

import msgspec

from core.errors import Problem
from core.packs.calendar import VIETNAM, Due
from core.wording import worded

WORDS_MAX = 500
AFTERWARDS = timedelta(days=90)  # a report due on 31 December may need January; the programme itself must be open


def ends_at(day: date) -> datetime:
    """The first instant outside an extension whose last day is `day`."""
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)


def check(ends_on: date, due: Due, day: date | None, today: date) -> date:
    """The last day of an extension: after the milestone's own, not gone by, within three months after the programme's
    last day, for what is due at its very end."""
    if day is None:
        raise Problem("form.required", field="day")
    if day <= due.last_day:
        raise Problem("extension.not-longer", field="day", day=due.last_day)
    if day < today:
        raise Problem("extension.day-passed", field="day")
    if day > ends_on + AFTERWARDS:
        raise Problem("extension.too-long", field="day", day=ends_on + AFTERWARDS)
    return day


def words(text: str, field: str, *, needed: bool) -> str:
    """What was typed, without blanks around."""
    return worded(text, field, WORDS_MAX, code="extension.reason-missing" if needed else "")


def lengthened(due: Due | None, until: datetime | None) -> Due | None:
    """The milestone with the end at which it shuts for a unit that has been given time until `until`."""
    if due is None or until is None or until <= due.closes_at:
        return due
    return msgspec.structs.replace(due, closes_at=until)
