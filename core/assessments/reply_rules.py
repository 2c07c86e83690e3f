"""The right of reply: until when a person may answer the level proposed for him, and what may follow what. Pure.

A level that was given with a right of reply is a draft. The person agrees or objects once to each version of it; an
objection waits for the committee's written answer, which keeps or changes the level and ends the matter."""

from collections.abc import Mapping
from datetime import datetime

from core.packs.replying import until
from core.steps import Steps
from core.wording import worded

__all__ = ["ANSWERS", "REPLIES", "STATES", "check_words", "state_of", "until"]
WORDS_MAX = 2000  # characters
STATES = ("none", "open", "lapsed", "agreed", "objected", "kept", "changed")
ANSWERED_REFUSALS: Mapping[str, str] = {"kept": "reply.already-answered", "changed": "reply.already-answered"}
REPLY_REFUSALS: Mapping[str, str] = {
    "none": "reply.no-right",
    "lapsed": "reply.over",
    "agreed": "reply.already-agreed",
    "objected": "reply.already-objected",
    **ANSWERED_REFUSALS,
}
REPLIES = Steps({"agree": {"open": "agreed"}, "object": {"open": "objected"}}, REPLY_REFUSALS)
NOTHING_CODE = "reply.nothing-to-answer"  # the committee answers objections only
ANSWERS = Steps(
    {"keep": {"objected": "kept"}, "change": {"objected": "changed"}},
    {**dict.fromkeys(STATES, NOTHING_CODE), **ANSWERED_REFUSALS},
)


def state_of(ends: datetime | None, now: datetime, kind: str = "", outcome: str | None = None) -> str:
    """Where a level's reply is: what was said and answered, else whether it may still be."""
    if kind:
        return outcome or kind
    if ends is None:
        return "none"
    return "open" if now < ends else "lapsed"


def check_words(words: str, field: str, *, code: str) -> str:
    """What was written, without blanks around; a reply and an answer say something."""
    return worded(words, field, WORDS_MAX, code=code)
