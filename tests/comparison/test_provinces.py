"""The table of provinces: 63 and 34, their lineage, the archipelagos, and where each stands on map and grid."""

from collections import Counter
from datetime import date

import pytest

from core.comparison import provinces

MADE = [each for each in provinces.NOW.values() if each.formed]


def test_the_country_has_63_provinces_and_then_34():
    """63 until 30 June 2025, of them 5 cities (6 in 2025); 34 since, of them 6 cities."""
    before, eve, now = (provinces.on(date(*day)) for day in ((2024, 12, 31), (2025, 6, 30), (2025, 7, 1)))
    assert [len(each) for each in (before, eve, now)] == [63, 63, 34]
    cities = [sum(each.kind == "city" for each in division.values()) for division in (before, eve, now)]
    assert cities == [5, 6, 6]


def test_a_programme_year_is_compared_in_the_division_of_its_last_day():
    """2024 in the 63, 2025 in the 34."""
    assert len(provinces.of_year(2024)) == 63 and not provinces.merged(2024)
    assert len(provinces.of_year(2025)) == 34 and provinces.merged(2025)


def test_every_province_of_the_63_lies_in_one_of_the_34():
    """Eleven stayed, 52 were put into 23 new ones of two or three; nothing is lost or counted twice."""
    into = Counter(provinces.today(code) for code in provinces.BEFORE)
    assert set(into) == set(provinces.NOW)
    stayed = [each for each in provinces.NOW.values() if not each.formed]
    assert len(stayed) == 11 and all(provinces.predecessors(each.code) == (each.code,) for each in stayed)
    assert {into[each.code] for each in MADE} == {2, 3} and sum(into[each.code] for each in MADE) == 52


@pytest.mark.parametrize(("code", "parts"), [
    ("an-giang-2025", {"an-giang", "kien-giang"}),
    ("ho-chi-minh-2025", {"ho-chi-minh", "binh-duong", "ba-ria-vung-tau"}),
    ("lam-dong-2025", {"lam-dong", "dak-nong", "binh-thuan"}),
    ("hue", {"hue"}),
])  # fmt: skip
def test_the_merger_is_that_of_the_resolution(code, parts):
    """Which provinces a province of today was made of (Resolution 202/2025/QH15)."""
    assert set(provinces.predecessors(code)) == parts


def test_a_new_province_bears_the_name_of_one_of_its_parts():
    """All 23 do, under a code of their own, in a region of one of their parts."""
    for each in MADE:
        parts = [provinces.BEFORE[code] for code in provinces.predecessors(each.code)]
        assert each.name in {part.name for part in parts}
        assert each.region in {part.region for part in parts}
        assert each.code not in provinces.BEFORE


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 12, 31)])
def test_map_and_grid_have_a_place_for_each(day):
    """65 shapes, each in one province; no two tiles at one place; Hoàng Sa with Đà Nẵng, Trường Sa with Khánh Hòa."""
    division = provinces.on(day)
    shapes = {shape: code for code in division for shape in provinces.shapes(code)}
    assert len(shapes) == 65 == sum(len(provinces.shapes(code)) for code in division)
    assert division[shapes["hoangsa"]].name == "Đà Nẵng" and division[shapes["truongsa"]].name == "Khánh Hòa"
    tiles = [each.tile_now if provinces.merged(day.year) else each.tile for each in division.values()]
    assert None not in tiles and len(set(tiles)) == len(division)
    assert {each.region for each in division.values()} == set(provinces.REGIONS)


def test_hue_has_the_name_of_its_time():
    """Thừa Thiên Huế, a province, until the end of 2024; the city of Huế since."""
    assert provinces.of_year(2024)["hue"].full_name == "tỉnh Thừa Thiên Huế"
    assert provinces.of_year(2025)["hue"].full_name == "thành phố Huế"
    assert provinces.kind_on("hue", date(2025, 1, 1)) == "city"
