"""Fixtures of the tests of unit reports."""

from collections.abc import Callable

import pytest
from conftest_reports import Life


@pytest.fixture
def life(world) -> Callable[..., Life]:
    """`life(tx, unit, who)`: the acts on the report of one unit by one person."""
    return lambda tx, unit="xa_a", who="bi_thu_xa": Life(tx, world, unit, who)
