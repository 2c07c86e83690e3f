"""The rules of a round alone: who is missing, what is refused, how results travel."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessments import rules
from core.assessments.rules import REASON_MAX, Mark
from core.errors import Problem
from core.packs.calendar import VIETNAM, Due, schedule
from core.packs.catalog import discover
from core.packs.facts import Finding

PACK = discover().get("kien_giang_kl06").rules
BEFORE = ("self", "party_committee", "youth")
STATES = ("none", "sent", "returned", "recognised")
NOON = datetime(2021, 11, 30, 12, tzinfo=UTC)


def due(*, strict: bool = False, late: str = "mark") -> Due:
    """A milestone open for the ten days around noon."""
    return Due(
        key="x", act="stage:year.self", title=PACK.title, opens_at=NOON - timedelta(days=5),
        closes_at=NOON + timedelta(days=5), opens_strict=strict, wording="within", named=NOON.date(),
        owed_by=("person",), to=None, through=None, late=late,
    )  # fmt: skip


@pytest.mark.parametrize(("programme", "presence", "results", "state"), list(product(
    ("open", "closed"), ("present", "on_leave", "left"), STATES,
    ("enrolled", "submitted", "returned", "validated", "rated", "recognised"),
)))  # fmt: skip
def test_nothing_is_written_where_the_round_is_shut(programme, presence, results, state):
    """Closed beats absent beats sent; after the recognition only who has no level yet is still open."""
    code = rules.refusal(programme, presence, results, state)
    if programme == "closed":
        assert code == "programme.closed"
    elif presence != "present":
        assert code == "assessment.not-present"
    elif results == "sent" or (results == "recognised" and state != "validated"):
        assert code == "assessment.results-sent"
    else:
        assert code is None


def test_the_pack_names_its_stages():
    """KL06: the year's round, self first, two voices, then the committee (S0-21, S0-22, S0-45)."""
    checkpoint = rules.final_checkpoint(PACK)
    assert (checkpoint, rules.self_stage(PACK, checkpoint)) == ("year", "self")
    assert [named.key for named in rules.voices(PACK, checkpoint)] == ["party_committee", "youth"]
    assert rules.deciding_stage(PACK, checkpoint) == "committee"


@pytest.mark.parametrize(("pack", "year", "begins"), [
    ("kien_giang_kl06", 2021, date(2021, 11, 1)),
    ("binh_duong_criteria", 2020, date(2020, 11, 1)),
    ("dhkt_school_year", 2020, date(2021, 4, 30)),
])  # fmt: skip
def test_a_round_begins_with_the_self_review_or_a_month_before_the_decision_is_due(pack, year, begins):
    """November where it is named (S0-21, S3-18); a school year that names "trước 30/5" only, on 30 April (S4-6)."""
    rules_of = discover().get(pack).rules
    final = rules.final_checkpoint(rules_of)
    dues = {one.act: one for one in schedule(rules_of, year)}
    own = dues.get(f"stage:{final}.{rules.self_stage(rules_of, final)}")
    decides = dues.get(f"stage:{final}.{rules.deciding_stage(rules_of, final)}")
    found = rules.round_begins(own, decides, date(year, 12, 31))
    assert found == datetime(begins.year, begins.month, begins.day, tzinfo=VIETNAM)
    assert rules.round_begins(None, None, date(2021, 12, 31)) == datetime(2021, 12, 1, tzinfo=VIETNAM)


@given(st.sets(st.sampled_from([*BEFORE, "committee", "recognition", "stranger"])))
def test_missing_is_what_comes_before_the_decision_and_was_not_given(given_stages):
    """Each stage before the decision is either given or missing, in the order it is heard."""
    found = rules.missing(PACK, "year", tuple(given_stages))
    assert found == tuple(key for key in BEFORE if key not in given_stages)


@given(st.sampled_from(STATES), st.integers(0, 9), st.integers(0, 9), st.text(max_size=REASON_MAX + 5))
def test_a_sending_has_levels_and_an_explanation_for_the_rest(state, rated, unrated, note):
    """Refused exactly when nobody is rated, when somebody is unrated without a word, or when the words are too long."""
    wrong = not rated or (unrated and not note.strip()) or len(note) > REASON_MAX
    if not wrong:
        assert rules.check_sending(state, rated, unrated, note) is None
        return
    with pytest.raises(Problem) as refused:
        rules.check_sending(state, rated, unrated, note)
    assert refused.value.code.startswith("results.")


@given(st.text(max_size=REASON_MAX + 5))
def test_a_return_says_why(reason):
    """White space is no reason, and a novel is none either."""
    if reason.strip() and len(reason) <= REASON_MAX:
        assert rules.check_return(reason) is None
        return
    with pytest.raises(Problem) as refused:
        rules.check_return(reason)
    assert refused.value.field == "reason"


@given(st.dictionaries(
    st.sampled_from(["do_1", "do_2", "dont_1"]),
    st.builds(Mark, st.sampled_from(["", "done", "partly", "not_yet", "perfect"]), st.sampled_from(["", "x" * 1001])),
))  # fmt: skip
def test_a_draft_holds_only_marks_of_the_pack_under_registered_items(marks):
    """Every wrong key, mark and note is named at its own field, all at once."""
    expected = {f"mark.{key}" for key, one in marks.items() if key == "dont_1" or one.mark == "perfect"}
    expected |= {f"note.{key}" for key, one in marks.items() if one.note}
    if not expected:
        assert rules.check_marks(PACK, ("do_1", "do_2"), marks) is None
        return
    with pytest.raises(Problem) as refused:
        rules.check_marks(PACK, ("do_1", "do_2"), marks)
    assert {one.field for one in refused.value.problems} == expected


@given(st.integers(-10 * 24, 10 * 24), st.booleans(), st.sampled_from(["mark", "close"]))
def test_only_what_the_pack_closes_is_refused(hours, strict, late):
    """Early is refused where the opening is set, late where the pack closes; otherwise late is a fact."""
    now, window = NOON + timedelta(hours=hours), due(strict=strict, late=late)
    too_early, too_late = strict and now < window.opens_at, late == "close" and now >= window.closes_at
    if too_early or too_late:
        with pytest.raises(Problem):
            rules.check_opens(window, now)
    else:
        assert rules.check_opens(window, now) is None
    assert rules.is_late(window, now) == (now >= window.closes_at)
    assert rules.is_late(None, now) is False


def test_findings_carry_the_title_of_their_item():
    """A pack's finding at an item is worded with the item's title; one at another field is left as it is."""
    first = next(iter(PACK.criteria))
    findings = [Finding(code="assessment.mark-missing", field=f"mark.{first}"), Finding(code="x.y", field="comment")]
    with pytest.raises(Problem) as refused:
        rules.refuse(PACK, findings)
    assert [dict(one.facts) for one in refused.value.problems] == [{"criterion": PACK.criteria[first].title}, {}]
