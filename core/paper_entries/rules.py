"""Entering a sheet from paper: by which way it came, how many scans, what its owner may say. Pure (S4-33)."""

from core.errors import Problem

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


def check_answer(answer: str, words: str) -> None:
    """Who objects says why. Raises `form.unknown-choice`, `paper-entry.no-words`."""
    if answer not in ANSWERS:
        raise Problem("form.unknown-choice", field="answer")
    if answer == "objected" and not words.strip():
        raise Problem("paper-entry.no-words", field="words")
