"""Identifiers keep the order in which they were made."""

from core.db.ids import new_id


def test_what_is_made_in_one_moment_keeps_its_order():
    """Thousands of one millisecond ascend, each a different UUID of version 7."""
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made)) and {one.version for one in made} == {7}


def test_an_instant_can_be_given():
    """Of a given instant they carry its milliseconds, before and after others."""
    assert [new_id(at).int >> 80 for at in (1_600_000_000_000, 5)] == [1_600_000_000_000, 5]
