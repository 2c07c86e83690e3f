"""What may follow what, noun by noun: every act from every state has its end, or the code of the state."""

from itertools import product

import pytest

from core.assessments import reply_rules
from core.assessments import rules as results
from core.errors import Problem
from core.inspections import rules as inspections
from core.programme_life import actions as programmes
from core.registrations import rules as sheets
from core.steps import Steps

# act, state → the state after it
ALLOWED = {
    "sheet": (sheets.STEPS, {
        ("save", "none"): "draft",
        ("save", "draft"): "draft",
        ("save", "returned"): "returned",
        ("submit", "none"): "submitted",
        ("submit", "draft"): "submitted",
        ("submit", "returned"): "submitted",
        ("withdraw", "submitted"): "draft",
        ("approve", "submitted"): "validated",
        ("return", "submitted"): "returned",
        ("supplement", "validated"): "draft",
        ("discard", "draft"): "validated",
        ("discard", "returned"): "validated",
    }),
    "results": (results.STEPS, {
        ("send", "none"): "sent",
        ("send", "returned"): "sent",
        ("send", "recognised"): "sent",
        ("recognise", "sent"): "recognised",
        ("recognise", "recognised"): "recognised",
        ("return", "sent"): "returned",
    }),
    "reply": (reply_rules.REPLIES, {("agree", "open"): "agreed", ("object", "open"): "objected"}),
    "answer": (reply_rules.ANSWERS, {("keep", "objected"): "kept", ("change", "objected"): "changed"}),
    "inspection": (inspections.STEPS, {
        ("hold", "planned"): "held",
        ("hold", "held"): "held",
        ("drop", "planned"): "dropped",
        ("find", "held"): "held",
        ("follow", "held"): "held",
        ("close", "held"): "closed",
    }),
    "programme": (programmes.STEPS, {
        ("change", "open"): "open",
        ("change", "paused"): "paused",
        ("pause", "open"): "paused",
        ("resume", "paused"): "open",
    }),
}  # fmt: skip
STATES = {
    "sheet": sheets.STATES, "results": ("none", "sent", "returned", "recognised"), "reply": reply_rules.STATES,
    "answer": reply_rules.STATES, "inspection": inspections.STATES, "programme": ("open", "paused", "closed"),
}  # fmt: skip


def taken(steps: Steps, act: str, state: str) -> str:
    """The state after an act, or the code that refuses it."""
    try:
        return steps.after(act, state)
    except Problem as refused:
        assert refused.facts == {"state": state}
        return refused.code


@pytest.mark.parametrize("noun", ALLOWED)
def test_a_noun_takes_the_steps_written_down_and_no_other(noun):
    """Each act from each state leads where domain.md §2 says, or is refused with the stable code of the state."""
    steps, allowed = ALLOWED[noun]
    found = {(act, state): taken(steps, act, state) for act, state in product(steps.acts, STATES[noun])}
    codes = {(act, state): steps.refusals.get(state) for act, state in found}
    assert found == codes | allowed


@pytest.mark.parametrize(("act", "state", "code"), [
    ("agree", "none", "reply.no-right"), ("agree", "lapsed", "reply.over"), ("agree", "kept", "reply.already-answered"),
    ("keep", "open", "reply.nothing-to-answer"), ("change", "agreed", "reply.nothing-to-answer"),
    ("keep", "changed", "reply.already-answered"),
])  # fmt: skip
def test_who_replies_and_who_answers_are_refused_in_their_own_words(act, state, code):
    """A member is told that his time is over, a committee that there is nothing to answer."""
    steps = reply_rules.REPLIES if act == "agree" else reply_rules.ANSWERS
    assert taken(steps, act, state) == code
