"""What an inspection may become and what it must say (S0-22, S0-29, S3-21). Pure."""

from collections.abc import Mapping
from datetime import date

from core.errors import Problem
from core.steps import Steps
from core.wording import worded

CONTENTS_MAX, TEAM_MAX, CONCLUSION_MAX, WORDS_MAX = 2000, 500, 4000, 1000  # characters
STATES = ("planned", "held", "closed", "dropped")
REFUSALS: Mapping[str, str] = {
    "planned": "inspection.not-held",
    "held": "inspection.already-held",
    "closed": "inspection.closed",
    "dropped": "inspection.dropped",
}
STEPS = Steps(
    {
        "hold": {"planned": "held", "held": "held"},  # again: the conclusion is corrected
        "drop": {"planned": "dropped"},
        "find": {"held": "held"},
        "follow": {"held": "held"},
        "close": {"held": "closed"},
    },
    REFUSALS,
)


def text(words: str, field: str, most: int) -> str:
    """What was typed, without blanks around; it must say something."""
    return worded(words, field, most, code="inspection.words-missing")


def day(value: date | None, field: str, *, latest: date | None = None) -> date:
    """A day that was given, and is not ahead of `latest`."""
    if value is None:
        raise Problem("form.required", field=field)
    if latest and value > latest:
        raise Problem("inspection.day-ahead", field=field)
    return value
