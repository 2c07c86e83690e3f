"""When a date may be moved, and how levels find their place on a newer scale. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

import msgspec

from core.errors import Problem
from core.packs.calendar import VIETNAM, Due
from core.packs.schema import Pack
from core.programmes.queries import Programme
from core.programmes.rules import ranks
from core.wording import worded

REASON_MAX = 500


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A date on its way from one last day to another; `closes_at` is the first instant too late."""

    due: Due
    was: date
    now: date
    closes_at: datetime

    @property
    def longer(self) -> bool:
        """Whether people get more time."""
        return self.now > self.was


def check_reason(reason: str) -> str:
    """What was typed, without blanks around; every change of a running programme says why."""
    return worded(reason, "reason", REASON_MAX, code="programme.reason-missing")


def move(programme: Programme, key: str, day: date | None) -> Move:
    """A milestone with another last day, inside the programme year and after its opening."""
    due = programme.milestones.get(key)
    if due is None:
        raise Problem("programme.unknown-milestone", milestone=key)
    if day is None:
        raise Problem("form.required", field="day")
    if not programme.starts_on <= day <= programme.ends_on:
        raise Problem("programme.date-outside", field="day", first=programme.starts_on, last=programme.ends_on)
    closes_at = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    if closes_at <= due.opens_at:
        raise Problem("programme.date-before-opening", field="day", opens=due.opens_at)
    if day == due.last_day:
        raise Problem("programme.same-date", field="day")
    return Move(due=due, was=due.last_day, now=day, closes_at=closes_at)


def new_ranks(old: Pack, new: Pack, used: Iterable[int]) -> Mapping[int, int]:
    """Where the ranks of the old scale stand on the new one, by the levels' keys. Problem naming the levels that
    somebody has and that the new scale lacks: nobody's result is moved to another level by new rules."""
    places, keys = {one.key: one.rank for one in ranks(new)}, {one.rank: one for one in ranks(old)}
    gone = [keys[rank].level.title for rank in sorted(set(used)) if keys[rank].key not in places]
    if gone:
        raise Problem("programme.level-in-use", levels=", ".join(title.vi for title in gone))
    return {rank: places[one.key] for rank, one in keys.items() if one.key in places}
