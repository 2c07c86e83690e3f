"""When somebody is reminded of a date, and how long a letter is tried. Pure.

A reminder has steps: days before the last day, then after it. Only the newest step that has come is told, so a clock
that jumps, or a worker that slept, floods nobody.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BEFORE = (14, 7, 3, 1)  # days left, the last day not counted: on the day itself people have seen "one day left"
OVERDUE, ESCALATED = 1, 7  # days after the last day: the person is told once more, then the unit above
RETRIES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
WAITING_LONG = timedelta(days=3)  # after which a sheet that nobody has looked at is pointed out to its committee


def days_left(closes_at: datetime, now: datetime) -> int:
    """Whole days from today to the last day on which an act is on time; negative once it is over."""
    last = (closes_at - timedelta(microseconds=1)).astimezone(ZONE).date()
    return (last - now.astimezone(ZONE).date()).days


def step(closes_at: datetime, now: datetime, before: Sequence[int] = BEFORE) -> str | None:
    """The newest step of a date's reminders that has come: `T-7`, `T+1`, `T+7`; None before the first one, and once a
    month has gone by (what is that late is on the boards, not in the post)."""
    left = days_left(closes_at, now)
    if left >= 0:
        come = [days for days in before if left <= days]
        return f"T-{min(come)}" if come else None
    late = -left
    if late > 30:
        return None
    if late >= ESCALATED:
        return f"T+{ESCALATED}"
    return f"T+{OVERDUE}"


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When a letter that could not be handed over is tried again; None when it is given up."""
    return now + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
