"""Kinds of request and the last day for an answer. Pure: no I/O."""

from datetime import date, timedelta

from core.errors import Problem

KINDS = ("correct", "restrict", "erase", "withdraw", "other")
OUTCOMES = ("done", "refused")
WORKING_DAYS = 2  # Decree 356/2025: the controller answers within two working days


def due_on(day: date, days: int = WORKING_DAYS) -> date:
    """The last day for the answer to what was asked on `day`. Saturdays and Sundays do not count; public holidays
    are not known here, so the day may be early, never late."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def check_asked(kind: str, words: str) -> None:
    """A known kind, and words from which somebody can see what is wanted."""
    if kind not in KINDS:
        raise Problem("form.unknown-choice", field="kind")
    if not words:
        raise Problem("form.required", field="words")


def check_answer(state: str, outcome: str, answer: str) -> None:
    """An open request gets one answer, in words."""
    if state != "open":
        raise Problem("data.answered-already")
    if outcome not in OUTCOMES:
        raise Problem("form.required", field="outcome")
    if not answer:
        raise Problem("form.required", field="answer")
