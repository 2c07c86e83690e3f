"""Crosswalks: what a version changes, what it may not say, and what becomes of the people counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crosswalks import rules
from core.crosswalks.rules import NATIONAL, Override, Tally
from core.errors import Problem
from core.packs.catalog import discover

PACKS = discover()
KL06 = rules.own_levels(PACKS.get("kien_giang_kl06").rules)
OWN = {"kien_giang_kl06": KL06}
GOOD, FAIR, AVERAGE, WEAK = KL06

nationals = st.sampled_from([*NATIONAL, None])
levels = st.dictionaries(st.sampled_from("abcdef"), nationals, max_size=6)
counts = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 10_000), max_size=7)


def override(levels: dict, basis: str = "Hướng dẫn 12", reason: str = "Thang điểm khác") -> Override:
    """What a version says about a pack."""
    return Override(levels=levels, basis=basis, reason=reason)


def refused(one: Override, pack: str = "kien_giang_kl06") -> list[str]:
    """The codes with which an override is refused."""
    with pytest.raises(Problem) as found:
        rules.check_override(OWN, pack, one)
    return [problem.code for problem in found.value.problems] or [found.value.code]


def test_kl06_stands_to_the_national_levels_in_its_order():
    """domain.md §7: Tốt, Khá, Trung bình, Yếu are the national four, best first."""
    assert tuple(KL06.values()) == NATIONAL


def test_a_version_moves_people_between_levels():
    """With Khá counted as completed the people of Khá leave 'good'; all others stay where they were."""
    people = {GOOD: 40, FAIR: 30, AVERAGE: 20, WEAK: 10}
    assert rules.tally(KL06, people) == Tally(levels=(40, 30, 20, 10))
    now = rules.applied(KL06, override({FAIR: "completed"}))
    assert rules.tally(now, people) == Tally(levels=(40, 0, 50, 10))


def test_a_level_that_cannot_be_compared_leaves_every_share():
    """Its people are neither above nor below the line; how many they are stays known."""
    now = rules.applied(KL06, override({AVERAGE: None}))
    found = rules.tally(now, {GOOD: 40, FAIR: 30, AVERAGE: 20, WEAK: 10})
    assert (found.levels, found.compared, found.outside) == ((40, 30, 0, 10), 80, 20)


def test_a_small_group_keeps_its_classes_only_under_the_same_halves():
    """Good ↔ excellent changes no half; good → completed and 'not comparable' do."""
    assert rules.keeps_classes(KL06, rules.applied(KL06, override({FAIR: "excellent"})))
    assert not rules.keeps_classes(KL06, rules.applied(KL06, override({FAIR: "completed"})))
    assert not rules.keeps_classes(KL06, rules.applied(KL06, override({WEAK: None})))


def test_what_may_not_be_published():
    """Unknown levels, a better level below a weaker one, a change without its basis and its reason."""
    assert refused(override({}), "unheard_of") == ["crosswalk.unknown-pack"]
    assert refused(override({"none": "good"})) == ["crosswalk.unknown-level"]
    assert refused(override({GOOD: "not_completed"})) == ["crosswalk.out-of-order"]
    assert refused(override({FAIR: "completed"}, basis="", reason=" ")) == ["crosswalk.no-basis", "crosswalk.no-reason"]
    rules.check_override(OWN, "kien_giang_kl06", override({FAIR: "completed"}))
    rules.check_override(OWN, "kien_giang_kl06", override({}, basis="", reason=""))


def test_a_version_must_say_something_new():
    """What equals the version in force is not published again."""
    version = {"kien_giang_kl06": override({FAIR: "completed"})}
    rules.check_publication(version, {})
    with pytest.raises(Problem, match=r"crosswalk\.unchanged"):
        rules.check_publication(version, dict(version))


@given(levels, counts)
def test_nobody_is_lost_or_counted_twice(levels: dict, counts: dict):
    """Compared and not comparable people together are all people counted."""
    found = rules.tally(levels, counts)
    assert found.compared + found.outside == sum(counts.values())


@given(levels, levels, counts)
def test_a_version_is_stored_by_what_differs(own: dict, now: dict, counts: dict):
    """Applying the stored differences gives the decided levels, and so the same people at them."""
    now = own | {level: national for level, national in now.items() if level in own}
    stored = override(rules.differing(own, now))
    assert rules.applied(own, stored) == now
    assert rules.tally(rules.applied(own, stored), counts) == rules.tally(now, counts)


@given(levels, levels, counts)
def test_the_halves_of_a_small_group_follow_only_when_they_are_kept(own: dict, now: dict, counts: dict):
    """Where the classes are kept, upper and lower half count the same people under both versions."""
    now = own | {level: national for level, national in now.items() if level in own}
    if rules.keeps_classes(own, now):
        before, after = rules.tally(own, counts), rules.tally(now, counts)
        assert sum(before.levels[:2]) == sum(after.levels[:2])
        assert sum(before.levels[2:]) == sum(after.levels[2:])
