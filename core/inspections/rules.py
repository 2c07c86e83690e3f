"""What an inspection may become and what it must say (S0-22, S0-29, S3-21). Pure."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from core.errors import Problem

CONTENTS_MAX, TEAM_MAX, CONCLUSION_MAX, WORDS_MAX = 2000, 500, 4000, 1000  # characters
STATES = ("planned", "held", "closed", "dropped")
STEPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "hold": {"planned": "held", "held": "held"},  # again: the conclusion is corrected
        "drop": {"planned": "dropped"},
        "find": {"held": "held"},
        "follow": {"held": "held"},
        "close": {"held": "closed"},
    }
)
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "planned": "inspection.not-held",
        "held": "inspection.already-held",
        "closed": "inspection.closed",
        "dropped": "inspection.dropped",
    }
)


def step(act: str, state: str) -> str:
    """The state after `act`; Problem with the code of the state for every step not allowed."""
    after = STEPS[act].get(state)
    if after is None:
        raise Problem(REFUSALS[state], state=state)
    return after


def text(words: str, field: str, most: int) -> str:
    """What was typed, without blanks around; it must say something."""
    kept = words.strip()
    if not kept:
        raise Problem("inspection.words-missing", field=field)
    if len(kept) > most:
        raise Problem("form.too-long", field=field, max=most)
    return kept


def day(value: date | None, field: str, *, latest: date | None = None) -> date:
    """A day that was given, and is not ahead of `latest`."""
    if value is None:
        raise Problem("form.required", field=field)
    if latest and value > latest:
        raise Problem("inspection.day-ahead", field=field)
    return value
