"""Enrolment states in words, and the five-step line."""

import pytest

from ui.states import state_of, step_labels, steps_of

ORDER = ("enrolled", "submitted", "validated", "self_assessed", "rated", "recognised")


def test_every_state_has_icon_word_and_tone():
    """Never colour alone."""
    for key in (*ORDER, "returned", "late"):
        state = state_of(key)
        assert state.label and state.icon and state.tone in ("neutral", "info", "done", "soon", "late")


@pytest.mark.parametrize("state", ORDER)
def test_line_is_done_up_to_the_state(state):
    """Steps before the state are done, one is now, the rest are ahead; a recognised sheet is done altogether."""
    phases = [step.phase for step in steps_of(state)]
    at = phases.index("now") if "now" in phases else len(step_labels())
    assert phases == ["done"] * at + ["now"] * (at < len(step_labels())) + ["ahead"] * (len(step_labels()) - at - 1)


def test_open_assessment_moves_the_line():
    """In the assessment month a validated sheet waits for the self-assessment."""
    assert [step.phase for step in steps_of("validated", assessing=True)][3] == "now"


def test_returned_sheet_asks_for_attention():
    """A returned sheet is back at the first step, marked."""
    assert steps_of("returned")[0].phase == "attention"
