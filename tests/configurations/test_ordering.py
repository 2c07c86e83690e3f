"""Putting entries in order: what stands where afterwards, and how few numbers change."""

from hypothesis import given
from hypothesis import strategies as st

from core.configurations.ordering import after, moved, rearranged

ORDERS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 200), min_size=1, max_size=8)


@given(ORDERS, st.randoms())
def test_a_new_sequence_is_what_the_numbers_say(orders: dict[str, int], random) -> None:
    """Whatever the numbers were, twice the same ones among them, the entries stand as wanted."""
    wanted = list(orders)
    random.shuffle(wanted)
    now = orders | rearranged(orders, wanted)
    assert sorted(wanted, key=lambda key: now[key]) == wanted
    assert len({now[key] for key in wanted}) == len(wanted)


@given(ORDERS)
def test_a_sequence_that_stands_already_changes_nothing(orders: dict[str, int]) -> None:
    """Where no two have the same number, keeping the order is no edit."""
    if len(set(orders.values())) == len(orders):
        assert rearranged(orders, sorted(orders, key=lambda key: orders[key])) == {}


def test_two_neighbours_change_two_numbers() -> None:
    """Of ten entries a step touches only the two that change places."""
    orders = {str(n): n * 10 for n in range(10)}
    assert rearranged(orders, moved(sorted(orders), "4", 1)) == {"5": 40, "4": 50}


@given(ORDERS, st.integers(-9, 9), st.data())
def test_a_step_ends_at_the_ends(orders: dict[str, int], by: int, data) -> None:
    """Nothing gets lost, however far a step would go."""
    sequence = list(orders)
    key = data.draw(st.sampled_from(sequence))
    found = moved(sequence, key, by)
    assert sorted(found) == sorted(sequence)
    assert found.index(key) == min(max(sequence.index(key) + by, 0), len(sequence) - 1)


@given(ORDERS, st.data())
def test_a_new_entry_stands_behind_the_one_named(orders: dict[str, int], data) -> None:
    """Its number is free and higher than the one of the entry before it."""
    last = data.draw(st.sampled_from(sorted(orders)))
    number = after(orders, last)
    assert number not in orders.values() and number > orders[last]
    assert after(orders, None) > max(orders.values())
