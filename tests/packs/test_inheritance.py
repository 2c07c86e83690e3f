"""One pack over another."""

import pytest

from core.packs import reading
from core.packs.problems import PackRefused

OVERLAY = """
contract = 1
id = "overlay"
version = "2023.1"
extends = "small"
remove = ["milestones/level"]
title = { vi = "Mô hình", en = "Model" }
summary = { vi = "Tiếp tục.", en = "Goes on." }
issuer = { vi = "Tỉnh đoàn", en = "Province" }
[period]
first = 2023
[criteria.second]
title = { vi = "Trách nhiệm cao", en = "Answers for it" }
[criteria.third]
group = "do"
title = { vi = "Sáng tạo", en = "Creates" }
"""


@pytest.fixture
def bases(small_pack):
    """The small pack as plain data, by its id."""
    return {"small": reading.plain(small_pack)}.get


def test_an_overlay_is_its_base_with_what_it_says(bases):
    """S2-11: what is not said stays, what is said replaces, what is removed is gone; identity is the overlay's own."""
    pack = reading.read(OVERLAY.encode(), bases=bases)
    assert (pack.id, pack.extends, pack.version) == ("overlay", "small", "2023.1")
    assert list(pack.criteria) == ["first", "second", "third"]
    assert pack.criteria["second"].title.vi == "Trách nhiệm cao"
    assert "level" not in pack.milestones and "registration" in pack.milestones
    assert pack.period.first == 2023


def test_an_overlay_is_whole_once_read(bases):
    """A programme pins the whole rules: they are read back without the base."""
    pack = reading.read(OVERLAY.encode(), bases=bases)
    assert reading.restore(reading.canonical(pack)) == pack


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('extends = "small"', 'extends = "big"', "extends"),
        ('extends = "small"', 'extends = "overlay"', "extends"),
        ('extends = "small"', "extends = 3", "extends"),
        ('extends = "small"', "", "remove"),
        ('remove = ["milestones/level"]', 'remove = ["milestones/lvel"]', "remove"),
        ('remove = ["milestones/level"]', "remove = 1", "remove"),
    ],
)
def test_what_cannot_be_stood_on_is_said(bases, old, new, place):
    """A missing base, a pack over itself, and a removal of nothing are refused at their place."""
    with pytest.raises(PackRefused) as caught:
        reading.read(OVERLAY.replace(old, new).encode(), bases=bases)
    assert [(fault.code, fault.place) for fault in caught.value.errors] == [("pack.extends", place)]
