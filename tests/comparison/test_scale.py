"""The colour classes of the map."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.comparison.scale import MOST, bands, tone

SHARES = st.lists(st.fractions(0, 100, max_denominator=1000), min_size=1, max_size=63)


@given(SHARES)
def test_every_value_lies_in_one_class(values):
    """At most six classes without gaps, each value in one; larger values are never lighter."""
    found = bands(values, Fraction(100))
    assert 1 <= len(found) <= MOST and sum(band.count for band in found) == len(values)
    assert all(one.high == two.low and one.tone < two.tone for one, two in pairwise(found))
    assert found[0].low <= min(values) and found[-1].high >= max(values) and found[-1].high <= 100
    tones = [tone(found, value) for value in sorted(values)]
    assert tones == sorted(tones) and 0 not in tones


def test_borders_are_round():
    """51,2 % to 88,9 % makes four classes of ten."""
    found = bands([Fraction("51.2"), Fraction("70"), Fraction("88.9")], Fraction(100))
    assert [(band.low, band.high) for band in found] == [(50, 60), (60, 70), (70, 80), (80, 90)]
    assert tone(found, Fraction(70)) == found[2].tone


def test_one_far_off_does_not_paint_all_others_alike():
    """Of 40 values between 80 and 100 and one at 42 only the first class is wide."""
    found = bands([Fraction(42), *(Fraction(80) + Fraction(n, 2) for n in range(40))], Fraction(100))
    assert len(found) >= 4 and found[0].low <= 42 and {band.high - band.low for band in found[1:]} == {5}


def test_unknown_has_no_tone():
    """No value, no colour; no values, no classes."""
    assert bands([]) == () and tone((), None) == 0 and tone(bands([Fraction(5)]), None) == 0
