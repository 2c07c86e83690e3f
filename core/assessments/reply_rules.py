"""The right of reply: until when a person may answer the level proposed for him, and what may follow what. Pure.

A level that was given with a right of reply is a draft. The person agrees or objects once to each version of it; an
objection waits for the committee's written answer, which keeps or changes the level and ends the matter."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from core.errors import Problem
from core.packs.replying import until

__all__ = ["REFUSALS", "STATES", "STEPS", "check_words", "state_of", "step", "until"]
WORDS_MAX = 2000  # characters
STATES = ("none", "open", "lapsed", "agreed", "objected", "kept", "changed")
STEPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "agree": {"open": "agreed"},
        "object": {"open": "objected"},
        "keep": {"objected": "kept"},
        "change": {"objected": "changed"},
    }
)
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "none": "reply.no-right",
        "lapsed": "reply.over",
        "agreed": "reply.already-agreed",
        "objected": "reply.already-objected",
        "kept": "reply.already-answered",
        "changed": "reply.already-answered",
    }
)
NOTHING_CODE = "reply.nothing-to-answer"  # the committee answers objections only


def state_of(ends: datetime | None, now: datetime, kind: str = "", outcome: str | None = None) -> str:
    """Where a level's reply is: what was said and answered, else whether it may still be."""
    if kind:
        return outcome or kind
    if ends is None:
        return "none"
    return "open" if now < ends else "lapsed"


def step(act: str, state: str) -> str:
    """The state after `act`; Problem with a stable code for every step not allowed."""
    after = STEPS[act].get(state)
    if after is not None:
        return after
    answering = act in ("keep", "change") and state not in ("kept", "changed")
    raise Problem(NOTHING_CODE if answering else REFUSALS[state], state=state)


def check_words(words: str, field: str, *, code: str) -> str:
    """What was written, without blanks around; a reply and an answer say something."""
    kept = words.strip()
    if not kept:
        raise Problem(code, field=field)
    if len(kept) > WORDS_MAX:
        raise Problem("form.too-long", field=field, max=WORDS_MAX)
    return kept
