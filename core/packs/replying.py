"""Until when a person may answer the level proposed for him. Pure."""

from datetime import datetime, time, timedelta

from core.packs.calendar import VIETNAM
from core.packs.patching import active
from core.packs.schema import Pack


def until(given_at: datetime, days: int) -> datetime | None:
    """The first instant too late for a reply: midnight in Vietnam after `days` whole days that follow the day on which
    the level was given; None without a right of reply."""
    if not days:
        return None
    day = given_at.astimezone(VIETNAM).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(), VIETNAM)


def days_of(rules: Pack) -> int:
    """The days of reply to the level that these rules decide; 0 without such a right."""
    return max((stage.reply_days for stage in active(rules.stages).values() if stage.decides), default=0)
