"""The month or quarter of a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.exchanges import rules


@given(st.sampled_from(["month", "quarter"]), st.dates(date(2014, 1, 1), date(2030, 12, 31)))
def test_periods_cover_each_day_once(rhythm: str, day: date) -> None:
    """A day lies in its period; the next period begins the day after it ends; a quarter is three months."""
    first, last = rules.period(rhythm, day)
    assert first <= day <= last and first.day == 1
    assert rules.period(rhythm, last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert rules.period(rhythm, first) == rules.period(rhythm, last) == (first, last)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    assert months == (1 if rhythm == "month" else 3)
    assert rhythm == "month" or first.month in (1, 4, 7, 10)
