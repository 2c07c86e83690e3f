"""Crosswalks: what a version changes, what it may not say, and what becomes of the people counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crosswalks import rules
from core.crosswalks.rules import NATIONAL, Override
from core.errors import Problem
from core.packs.catalog import discover

PACKS = discover()
KL06 = rules.own_levels(PACKS.get("kien_giang_kl06").rules)
OWN = {"kien_giang_kl06": KL06}
GOOD, FAIR, AVERAGE, WEAK = KL06

nationals = st.sampled_from([*NATIONAL, None])
levels = st.dictionaries(st.sampled_from("abcdef"), nationals, max_size=6)


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


@given(levels, levels)
def test_a_version_is_stored_by_what_differs(own: dict, now: dict):
    """Applying the stored differences gives the decided levels again."""
    now = own | {level: national for level, national in now.items() if level in own}
    assert rules.applied(own, override(rules.differing(own, now))) == now


@given(st.lists(nationals, min_size=4, max_size=4))
def test_what_passes_keeps_the_order(decided: list):
    """A crosswalk that is not refused never puts a better level of a pack below a weaker one."""
    one = override(rules.differing(KL06, dict(zip(KL06, decided, strict=True))))
    try:
        rules.check_override(OWN, "kien_giang_kl06", one)
    except Problem as problem:
        assert problem.code == "crosswalk.out-of-order"
    else:
        known = [NATIONAL.index(national) for national in decided if national]
        assert known == sorted(known)
