"""When the reminders of a date will go out, before a programme is opened. Pure."""

from datetime import date, timedelta

from core.messages.rules import BEFORE, ESCALATED, OVERDUE
from core.packs.calendar import Due


def days_of(due: Due, today: date) -> tuple[tuple[date, ...], date, date]:
    """The days on which people are reminded before the end, those gone by left out; the day on which they are told
    that it is over; and the day on which the units above are."""
    last = due.last_day
    before = tuple(day for left in BEFORE if (day := last - timedelta(days=left)) >= today)
    return before, last + timedelta(days=OVERDUE), last + timedelta(days=ESCALATED)
