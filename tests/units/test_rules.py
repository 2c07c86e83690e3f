"""Places in the tree, and which kinds may stand where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.units import rules

SEGMENTS = st.integers(0, rules.LAST).map(rules._segment)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=5).map(".".join)


@given(st.sets(SEGMENTS, max_size=30))
def test_the_next_segment_is_free(taken):
    """A new unit's segment is four characters [0-9a-z] that no sibling has."""
    segment = rules.next_segment(taken)
    assert segment not in taken
    assert len(segment) == 4 and set(segment) <= set(rules.DIGITS)


@given(st.sets(st.integers(0, rules.LAST - 1), min_size=1, max_size=30))
def test_segments_grow_in_the_order_of_the_database(numbers):
    """While there is room the next segment sorts after every sibling, byte by byte."""
    taken = [rules._segment(number) for number in numbers]
    assert rules.next_segment(taken) > max(taken)


def test_a_full_level_uses_its_gaps():
    """After zzzz the first free segment is used."""
    assert rules.next_segment(["0000", "0002", "zzzz"]) == "0001"


@given(PATHS, PATHS)
def test_below_agrees_with_the_range_of_the_database(path, root):
    """The predicate says the same as path >= root.'.' and path < root.'/' , so '0001' never swallows '00010'."""
    in_range = root + "." <= path < root + "/"
    assert rules.is_below(path, root) == (path == root or in_range)


@given(PATHS, PATHS, PATHS)
def test_moving_keeps_the_shape_of_a_subtree(root, below, target):
    """A moved unit is under its new root exactly where it was under the old one."""
    assert rules.rebase(f"{root}.{below}", root, target) == f"{target}.{below}"


@pytest.mark.parametrize("kind", rules.KINDS)
def test_nothing_stands_under_itself_or_lower(kind):
    """A kind stands under higher kinds only, so that the tree has no cycle of kinds."""
    higher = rules.KINDS[: rules.KINDS.index(kind)]
    assert set(rules.parents_of(kind)) <= set(higher)


def test_levels_may_be_absent():
    """Since 1 July 2025 there is no district: a grassroots union may stand under the top."""
    rules.check_place("grassroots", "top")
    rules.check_place("branch", "top")
    assert {"grassroots", "branch"} <= set(rules.children_kinds("top"))


def test_a_kind_in_the_wrong_place_is_refused():
    """A district under a branch is refused at the field of the kind."""
    with pytest.raises(Problem) as refused:
        rules.check_place("district", "branch")
    assert (refused.value.code, refused.value.field) == ("unit.kind-not-under-parent", "kind")


def test_a_profile_overrides_the_places():
    """A tenant's profile may say where a kind stands, for that kind alone."""
    under = {"branch": ["grassroots"]}
    assert rules.children_kinds("top", under) == ("district", "grassroots", "grassroots_branch", "section")
    with pytest.raises(Problem):
        rules.check_place("branch", "top", under)


def test_names_are_tidied_and_bounded():
    """Blanks are collapsed; a name of one letter, of signs alone or over 160 characters is refused."""
    assert rules.check_name("  Đoàn   xã  ") == "Đoàn xã"
    codes = []
    for name in ("", "x", "...", "x" * 161):
        with pytest.raises(Problem) as refused:
            rules.check_name(name)
        codes.append(refused.value.code)
    assert codes == ["form.required", "unit.name-too-short", "unit.name-too-short", "form.too-long"]


def test_a_unit_cannot_open_tomorrow():
    """A unit opens today or earlier, and today when no day is given."""
    today = date(2021, 1, 20)
    assert rules.check_dates(None, today) == today
    with pytest.raises(Problem, match=r"^unit\.opens-in-the-future$"):
        rules.check_dates(date(2021, 1, 21), today)
