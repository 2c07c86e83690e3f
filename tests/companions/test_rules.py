"""Spreading members over a committee."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from core.companions import rules

ROOT = UUID(int=7)
PEOPLE = [uuid5(ROOT, f"p{n}") for n in range(14)]
COMMITTEE = [uuid5(ROOT, f"c{n}") for n in range(4)]


@given(
    st.lists(st.sampled_from(PEOPLE + COMMITTEE), unique=True),
    st.lists(st.sampled_from(COMMITTEE), unique=True),
    st.dictionaries(st.sampled_from(PEOPLE + COMMITTEE), st.sampled_from(COMMITTEE)),
)
def test_everybody_is_followed_by_another_and_loads_are_even(members, committee, kept) -> None:
    """Each member has a committee member who is not he; among those who may follow anybody, loads differ by one."""
    found = rules.spread(members, committee, kept)
    assert all(found[one] in committee and found[one] != one for one in found)
    others = [one for one in committee if one not in members]
    if len(committee) > 1:
        assert set(found) == set(members)
    if others == committee and committee:
        load = [list(found.values()).count(one) for one in committee]
        assert max(load) - min(load) <= 1


@given(st.integers(1, 14), st.integers(1, 4))
def test_what_is_even_stays(people: int, seats: int) -> None:
    """A second spread changes nobody."""
    first = rules.spread(PEOPLE[:people], COMMITTEE[:seats], {})
    assert rules.spread(PEOPLE[:people], COMMITTEE[:seats], first) == first
