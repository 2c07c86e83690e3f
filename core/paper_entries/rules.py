"""Entering a sheet from paper: by which way it came, how many scans, what its owner may say. Pure (S4-33)."""

from datetime import date, datetime, time

from core.errors import Problem
from core.packs.calendar import VIETNAM

CHANNELS = ("handwritten", "typed")  # a sheet that its owner wrote online has no entry
ANSWERS = ("confirmed", "objected")
MOST_SCANS = 6
WORDS_MAX = 1000


def check_entry(channel: str, scans: int) -> None:
    """A known way and one to six scans: the paper is the proof that the member registered himself. Raises
    `paper-entry.no-channel`, `paper-entry.no-scan`, `paper-entry.too-many`."""
    if channel not in CHANNELS:
        raise Problem("paper-entry.no-channel", field="channel")
    if scans == 0:
        raise Problem("paper-entry.no-scan", field="file")
    if scans > MOST_SCANS:
        raise Problem("paper-entry.too-many", field="file", most=MOST_SCANS)


def check_day(day: date | None, opens: date, today: date) -> date:
    """The day on which the member handed the paper in: given, not before the registration opened, not to come.
    Raises `form.required`, `paper-entry.day-too-early`, `paper-entry.day-ahead`."""
    if day is None:
        raise Problem("form.required", field="handed_in")
    if day > today:
        raise Problem("paper-entry.day-ahead", field="handed_in")
    if day < opens:
        raise Problem("paper-entry.day-too-early", field="handed_in", day=opens)
    return day


def handed_in(day: date, today: date) -> datetime | None:
    """The instant by which a paper of `day` is judged; None, which is now, for one of today. Dates end at midnight: a
    day named by "trước ngày" (S4-5) is too late, one named by "chậm nhất" is in time (domain.md §3)."""
    return None if day == today else datetime.combine(day, time(), VIETNAM)


def check_answer(answer: str, words: str) -> None:
    """Who objects says why. Raises `form.unknown-choice`, `paper-entry.no-words`."""
    if answer not in ANSWERS:
        raise Problem("form.unknown-choice", field="answer")
    if answer == "objected" and not words.strip():
        raise Problem("paper-entry.no-words", field="words")
