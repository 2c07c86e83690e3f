"""What targets ask and what is reached: pure, and never a zero for what is not known."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.packs.catalog import discover
from core.packs.schema import Audience, Target
from core.packs.text import Text
from core.reports import targets
from core.reports.targets import Reached

counts = st.none() | st.integers(0, 9)
CADRES = discover().get("kien_giang_kl06").rules
MEMBERS = discover().get("kien_giang_member_training").rules


def asked(**facts) -> Target:
    """A target of some kind."""
    return Target(title=Text("Chỉ tiêu"), of=facts.pop("of", "declaration:plan"), **facts)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 100))
def test_a_share_is_met_exactly_at_the_required_per_cent(done, rest, required):
    """No rounding helps: 99 of 100 is not 100 %; a share of nobody is not known."""
    reached = targets.share(done, done + rest)
    verdict = targets.met(asked(required=required), reached)
    if done + rest == 0:
        assert (reached.done, reached.why, verdict) == (None, "nobody", None)
    else:
        assert verdict is (100 * done >= required * (done + rest))


@given(counts, st.none() | st.integers(0, 5), st.none() | st.integers(0, 5))
def test_bounds_hold_at_both_ends_and_know_nothing_of_the_unknown(count, least, most):
    """S1-23: 2 ≤ n ≤ 3; a count that nobody recorded is neither met nor missed."""
    found = targets.bounded(asked(of="pilots", at_least=least, at_most=most), count)
    if count is None:
        assert found is None
    else:
        assert found is ((least is None or count >= least) and (most is None or count <= most))


@given(st.lists(counts, max_size=8))
def test_units_that_recorded_nothing_are_open_not_zero(found):
    """A district without a recorded pilot is named as open; it neither meets nor misses."""
    target = asked(of="pilots", at_least=2, at_most=3)
    reached = targets.spread(target, found)
    verdict = targets.met(target, reached)
    known = [count for count in found if count is not None]
    if not known:
        assert (reached.done, verdict) == (None, None)
    elif len(found) > 1:
        kept = [count for count in known if 2 <= count <= 3]
        assert (reached.done, reached.of, reached.open) == (len(kept), len(found), found.count(None))
        if len(kept) < len(known):
            assert verdict is False
        else:
            assert verdict is (None if None in found else True)


@given(st.sampled_from([Reached(why=why) for why in ("nobody", "no_roster", "no_entries", "restricted", "audience")]))
def test_what_is_not_known_is_never_met_or_missed(reached):
    """Whatever the target asks."""
    for target in (asked(), asked(of="register:x", at_most=0), asked(of="register:x", at_least=1)):
        assert targets.met(target, reached) is None


@pytest.mark.parametrize(
    ("audience", "members", "cadres"),
    [
        (None, True, True),
        (Audience(blocks=("school",)), True, True),
        (Audience(kinds=("district",)), False, True),  # a member's branch says nothing of a seat
        (Audience(titles=("secretary",)), False, False),
        (Audience(full_time=False), False, False),
        (Audience(age_below=18), False, False),
        (Audience(occupations=("student",)), False, False),
    ],
)
def test_sums_tell_only_some_audiences_apart(audience, members, cadres):
    """By block, and cadres by the kind of unit they count at; the rest is said not to be known."""
    assert targets.tellable(MEMBERS, audience) is members
    assert targets.tellable(CADRES, audience) is cadres


@given(st.lists(st.sampled_from([True, False, None]), max_size=9))
def test_verdicts_add_up(verdicts):
    """Met, missed and unknown are all of them."""
    assert sum(targets.tally(verdicts)) == len(verdicts)


def test_every_target_of_the_packs_is_read():
    """Each shipped pack's targets are of a sort that the page reads."""
    sorts = {
        target.of.partition(":")[0] for pack in discover().packs.values() for target in pack.rules.targets.values()
    }
    assert sorts <= {"declaration", "indicator", "register", "pilots"}
    assert msgspec.structs.fields(Reached)
