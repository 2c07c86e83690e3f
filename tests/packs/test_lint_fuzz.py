"""Whatever an author writes, the answer is a fault or a finding at a place: the linter itself never breaks."""

import copy
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.packs import lint, reading
from core.packs.problems import PackRefused

ODD = ("", "x", "02-29", "02-30", "2019", "2019-13", "registration", "stage:year.nobody", "pilots", 0, -1, 1, 99, 1000,
       True, None, [], {}, ["branch"], {"vi": "Chữ"})  # fmt: skip
PACKS = ("kien_giang_kl06", "dhkt_school_year", "kien_giang_member_training", "binh_duong_criteria")


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every key path of plain data."""
    found = []
    if isinstance(value, dict):
        for key, part in value.items():
            found += [(*path, key), *places(part, (*path, key))]
    return found


def spoil(plain: dict, chance: random.Random, times: int) -> dict:
    """`plain` with a few entries taken out, replaced by something odd, or by another entry."""
    for _ in range(times):
        every = places(plain)
        *path, last = chance.choice(every)
        inner = plain
        for step in path:
            inner = inner[step]
        act = chance.randrange(3)
        if act == 0:
            del inner[last]
        elif act == 1:
            inner[last] = copy.deepcopy(chance.choice(ODD))
        else:
            other = plain
            for step in chance.choice(every):
                other = other.get(step, "x") if isinstance(other, dict) else "x"
            inner[last] = copy.deepcopy(other)
    return plain


@pytest.mark.parametrize("name", PACKS)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), times=st.integers(1, 4))
def test_no_edit_breaks_the_linter(catalog, name, seed, times):
    """A pack spoilt at random is refused with places, or read and judged; each finding has its place and its words."""
    plain = spoil(copy.deepcopy(reading.plain(catalog.get(name).rules)), random.Random(seed), times)
    try:
        rules = reading.build(plain)
    except PackRefused as refused:
        assert all(error.code and error.wanted for error in refused.errors)
        return
    for finding in lint.check(rules):
        assert finding.code and finding.place and finding.found and finding.wanted
