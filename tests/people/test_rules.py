"""Names, dates and seats of people."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.people import rules

TODAY = date(2021, 1, 20)
DAYS = st.dates(date(2015, 1, 1), date(2025, 12, 31))
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 900)).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
)


def test_people_are_ordered_by_given_name_first():
    """The last word decides, then the family name, then the middle names; tones order equal letters."""
    names = ["Lê An", "Lê Văn An", "Trần An", "Bùi Án", "Lê Anh", "Phạm Ân", "Đỗ Dũng", "An Đạt"]
    assert sorted(reversed(names), key=rules.sort_key) == names


def test_the_words_of_a_name_are_found_without_diacritics():
    """Each word counts once, without diacritics and capitals."""
    assert rules.tokens("Đặng  Thị Thúy Thùy") == ("dang", "thi", "thuy")


def test_an_unlikely_birth_date_is_refused_at_its_field():
    """Ages run from 14 to 80 on the domain's day, and nobody joins before 14 or tomorrow."""
    rules.check_birth(date(2007, 1, 20), date(2021, 1, 20), TODAY)
    cases = [
        (date(2007, 1, 21), None, "person.birth-date-unlikely"),
        (date(1930, 1, 1), None, "person.birth-date-unlikely"),
        (date(2000, 1, 1), date(2013, 12, 31), "person.joined-too-young"),
        (date(2000, 1, 1), date(2021, 1, 21), "person.joined-in-the-future"),
    ]
    for born, joined, code in cases:
        with pytest.raises(Problem, match=code):
            rules.check_birth(born, joined, TODAY)


def test_a_leap_day_has_a_birthday_too():
    """A person born on 29 February or asked about on that day is judged, not an error."""
    rules.check_birth(date(2000, 2, 29), date(2014, 3, 1), date(2024, 2, 29))
    with pytest.raises(Problem, match=r"person\.joined-too-young"):
        rules.check_birth(date(2000, 2, 29), date(2014, 2, 28), date(2024, 2, 29))
    with pytest.raises(Problem, match=r"person\.birth-date-unlikely"):
        rules.check_birth(date(2010, 3, 1), None, date(2024, 2, 29))


def test_titles_follow_the_unit():
    """Branches have no standing seats and no staff; a unit without a standing committee has no standing seats."""
    assert rules.titles_at("branch", False) == ("secretary", "deputy", "member")
    assert "standing" in rules.titles_at("district", True)
    assert "standing" not in rules.titles_at("district", False)
    assert "standing" not in rules.titles_at("branch", True)
    assert "officer" in rules.titles_at("top", True)


def test_a_seat_the_unit_does_not_have_is_refused():
    """A standing member in a branch, full-time staff in a branch and a part-time officer are refused."""
    cases = [
        ("standing", False, "branch", "position.title-not-here"),
        ("secretary", True, "branch", "position.no-full-time-here"),
        ("officer", False, "district", "position.officer-is-full-time"),
        ("king", False, "district", "form.unknown-choice"),
    ]
    for title, full_time, kind, code in cases:
        with pytest.raises(Problem, match=code):
            rules.check_post(title, full_time, kind, True)


@given(SPANS, SPANS)
def test_spans_overlap_when_they_share_a_day(one, other):
    """Overlap says exactly whether some day lies in both spans, whichever comes first."""
    start = max(one[0], other[0])
    shared = all(end is None or start <= end for _, end in (one, other))
    assert rules.overlap(one, other) == rules.overlap(other, one) == shared


def test_a_second_secretary_at_the_same_time_is_refused():
    """A new secretary may start the day after the old one's last day, not on it."""
    old = [("Lê An", (date(2019, 1, 1), date(2021, 1, 20)))]
    rules.check_secretary((date(2021, 1, 21), None), old)
    with pytest.raises(Problem, match=r"^position\.second-secretary$"):
        rules.check_secretary((date(2021, 1, 20), None), old)
