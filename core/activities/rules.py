"""The code of a check-in page: it changes every half minute and is good for one more (features 64)."""

import hmac
from datetime import date, time
from uuid import UUID

import msgspec

from core.errors import Problem
from core.packs.schema import Pack

WINDOW = 30  # seconds
KEY = b"activity check-in"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A planned activity as typed; `criteria` are keys of the programme's rules."""

    title: str
    place: str
    happens_on: date | None
    starts_at: str
    criteria: tuple[str, ...]


def code(secret: bytes, activity_id: UUID, seconds: float) -> str:
    """The code of an activity at a moment of the server's clock, in seconds: 128 bits that nobody guesses."""
    return _code(secret, activity_id, int(seconds // WINDOW))


def holds(secret: bytes, activity_id: UUID, given: str, seconds: float) -> bool:
    """Whether a code is of the running window or of the one before it."""
    now = int(seconds // WINDOW)
    fits = [hmac.compare_digest(_code(secret, activity_id, one).encode(), given.encode()) for one in (now, now - 1)]
    return any(fits)


def check(rules: Pack, draft: Draft, begins: date, ends: date) -> tuple[date, time]:
    """Day and time of an acceptable plan. Raises `activity.refused` with a problem for each field."""
    problems = []
    if not draft.title:
        problems.append(Problem("activity.title-missing", field="title"))
    if draft.happens_on is None or not begins <= draft.happens_on <= ends:
        problems.append(Problem("activity.outside-period", field="happens_on", begins=begins, ends=ends))
    try:
        starts = time.fromisoformat(draft.starts_at)
    except ValueError:
        starts = time()
        problems.append(Problem("activity.time-missing", field="starts_at"))
    if not draft.criteria or any(key not in rules.criteria for key in draft.criteria):
        problems.append(Problem("activity.criteria-missing", field="criteria"))
    if problems or draft.happens_on is None:
        raise Problem("activity.refused", problems=problems)
    return draft.happens_on, starts.replace(tzinfo=None)


def _code(secret: bytes, activity_id: UUID, window: int) -> str:
    return hmac.digest(secret, KEY + activity_id.bytes + window.to_bytes(8, "big"), "sha256").hex()[:32]
