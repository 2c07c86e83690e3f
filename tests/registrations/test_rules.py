"""The life of a sheet and what it must hold, without a database."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.packs.calendar import Due
from core.packs.catalog import discover
from core.packs.facts import SubjectFact
from core.registrations import rules
from core.registrations.rules import ROSTER, STATES, STEPS

PACK = discover().get("kien_giang_kl06").rules
CLOSES = datetime(2021, 1, 31, 17, tzinfo=UTC)
DUE = Due(
    key="registration", act="registration", title=PACK.title, opens_at=CLOSES - timedelta(days=31), closes_at=CLOSES,
    opens_strict=False, wording="within", named=CLOSES.date(), owed_by=("person",), to=None, through=None, late="mark",
)  # fmt: skip
instants = st.datetimes(datetime(2020, 6, 1), datetime(2021, 12, 31), timezones=st.just(UTC))


@pytest.mark.parametrize("act", STEPS.acts)
def test_the_roster_follows_the_sheet(act):
    """Whoever adds to a confirmed sheet stays confirmed; otherwise the roster says what the sheet does."""
    for state in STEPS.acts[act]:
        moved = rules.move(act, state, supplement=act == "discard")
        assert moved.roster == ("validated" if act in ("supplement", "discard") else ROSTER[moved.state])


@given(st.lists(st.sampled_from(sorted(STEPS.acts)), max_size=30))
def test_editions_grow_by_returns_and_supplements_alone(acts):
    """Whatever is tried in whatever order, the edition is one more than the returns and supplements; an approval is
    final: after it one adds, and everybody on the way stays validated."""
    state, edition, opened, supplement = "none", 1, 0, False
    for act in acts:
        try:
            moved = rules.move(act, state, edition, supplement=supplement)
        except Problem:
            continue
        assert state != "validated" or act == "supplement"
        supplement = act == "supplement" or (supplement and moved.state != "validated")
        assert moved.roster == "validated" or not supplement
        opened += act in ("return", "supplement")
        state, edition = moved.state, moved.edition
    assert edition == opened + 1


@given(st.integers(2, 40))
def test_withdrawing_a_resubmission_goes_back_to_the_returned_sheet(edition):
    """A sheet that was returned once never looks unregistered again: (3) of the appendix keeps counting it."""
    moved = rules.move("withdraw", "submitted", edition)
    assert (moved.state, moved.roster, moved.edition) == ("returned", "returned", edition)


def test_a_first_submission_withdrawn_is_a_draft_again():
    """Withdrawn before anybody looked, the person counts as not registered (domain.md §4)."""
    assert rules.move("withdraw", "submitted") == ("draft", 1, "enrolled")


@given(instants, st.none() | instants)
def test_late_is_judged_by_the_first_submission(now, first):
    """A sheet handed in on time stays on time however often it comes back (domain.md §8)."""
    assert rules.is_late(DUE, now, first) == ((first or now) >= CLOSES)
    assert not rules.is_late(None, now, first)


def test_the_last_instant_of_the_month_is_in_time():
    """ "Trong tháng 01" ends with 31/01 in Viet Nam; the first instant of February is late (S0-A2)."""
    assert not rules.is_late(DUE, CLOSES - timedelta(microseconds=1), None)
    assert rules.is_late(DUE, CLOSES, None)


@given(instants, st.none() | instants, st.booleans(), st.sampled_from(["mark", "close"]))
def test_only_what_the_pack_closes_is_refused(now, first, strict, late):
    """Early acts are refused where an opening is set, late ones where the pack closes and nothing was in time."""
    due = msgspec.structs.replace(DUE, opens_strict=strict, late=late)
    early = strict and now < due.opens_at
    closed = late == "close" and now >= due.closes_at and first is None
    if early or closed:
        with pytest.raises(Problem) as refused:
            rules.check_time(due, now, first)
        assert refused.value.code == ("registration.not-open-yet" if early else "registration.closed")
    else:
        rules.check_time(due, now, first)


@given(st.dictionaries(st.sampled_from([*PACK.criteria, "do_99", ""]), st.sampled_from(["x", "y" * 4000, "z" * 4001])))
def test_items_are_refused_each_at_its_input(items):
    """Unknown criteria and endless texts are named one by one; everything else may be stored, even unfinished."""
    unknown = {f"item.{key}" for key in items if key not in PACK.criteria}
    long = {f"solution.{key}" for key, text in items.items() if len(text) > 4000}
    if not unknown | long:
        rules.check_items(PACK, items, SubjectFact())
        return
    with pytest.raises(Problem) as refused:
        rules.check_items(PACK, items, SubjectFact())
    assert {one.field for one in refused.value.problems} == unknown | long


def test_a_disabled_criterion_cannot_be_registered():
    """What a tenant switched off is as unknown as what never was."""
    off = msgspec.structs.replace(PACK.criteria["do_1"], disabled=True)
    pack = msgspec.structs.replace(PACK, criteria={**PACK.criteria, "do_1": off})
    with pytest.raises(Problem) as refused:
        rules.check_items(pack, {"do_1": "một việc"}, SubjectFact())
    assert [one.field for one in refused.value.problems] == ["item.do_1"]


@given(st.sets(st.sampled_from(sorted(PACK.criteria))))
def test_progress_counts_each_list(keys):
    """The rail of the form counts what is chosen of each list against what is needed (S0-9, S0-20)."""
    found = {part.group: (part.have, part.need) for part in rules.progress(PACK, tuple(keys))}
    for group in ("do", "dont"):
        assert found[group] == (sum(key.startswith(f"{group}_") for key in keys), 1)


@pytest.mark.parametrize(("state", "last"), [("draft", 2), ("returned", 2), ("submitted", 3), ("validated", 3)])
def test_a_draft_is_for_its_owner_alone(state, last):
    """Others read what was submitted: the edition in work is not theirs to see."""
    assert rules.readable_edition(state, 3) == last


ROSTER_STATES = ("enrolled", "submitted", "returned", "validated", "rated", "recognised")


@pytest.mark.parametrize("roster", ROSTER_STATES)
@pytest.mark.parametrize("sheet", STATES)
@pytest.mark.parametrize("presence", ["present", "on_leave", "left"])
@pytest.mark.parametrize("is_open", [True, False])
def test_there_is_always_one_thing_to_do_or_to_wait_for(roster, sheet, presence, is_open):
    """In every state, absence and a closed programme ask for nothing; results stay visible after closing."""
    act = rules.next_act(roster, sheet, presence=presence, is_open=is_open, self_assessed=False, assessing=True)
    if presence != "present":
        assert act == presence
    elif roster in ("rated", "recognised"):
        assert act in ("await_recognition", "finished")
    elif not is_open:
        assert act == "closed"
    else:
        wanted = ("register", "continue", "revise", "await_review", "self_assess", "await_supplement")
        assert act in wanted


def test_self_assessment_is_asked_for_when_it_opens():
    """After validation one trains, then assesses oneself once the round is open, then waits."""
    now = {"presence": "present", "is_open": True}
    assert rules.next_act("validated", "validated", self_assessed=False, assessing=False, **now) == "train"
    assert rules.next_act("validated", "validated", self_assessed=False, assessing=True, **now) == "self_assess"
    assert rules.next_act("validated", "validated", self_assessed=True, assessing=True, **now) == "await_rating"
