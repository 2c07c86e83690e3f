"""When a reminder is told, and how long a letter is tried."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import rules

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CLOSES = datetime(2021, 2, 1, tzinfo=ZONE)  # the last day is 31 January


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2021-01-16", None), ("2021-01-17", "T-14"), ("2021-01-23", "T-14"), ("2021-01-24", "T-7"),
        ("2021-01-28", "T-3"), ("2021-01-30", "T-1"), ("2021-01-31", "T-1"), ("2021-02-01", "T+1"),
        ("2021-02-06", "T+1"), ("2021-02-07", "T+7"), ("2021-03-01", "T+7"), ("2021-03-03", None),
    ],
)  # fmt: skip
def test_the_newest_step_that_has_come(day, wanted):
    """Steps count whole Vietnamese days to the last day on which the act is on time."""
    assert rules.step(CLOSES, datetime.fromisoformat(f"{day}T00:00:00+07:00")) == wanted


@given(st.datetimes(datetime(2020, 12, 1), datetime(2021, 4, 1)))
def test_a_step_holds_the_whole_day(moment):
    """At any two moments of one day the step is the same: a worker that runs often tells nothing twice."""
    noon = moment.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=ZONE)
    assert rules.step(CLOSES, moment.replace(tzinfo=ZONE)) == rules.step(CLOSES, noon)


@given(st.integers(1, 12))
def test_a_letter_is_tried_later_and_later_then_given_up(attempts):
    """Each pause is longer than the last one; after five there is none."""
    now = datetime(2021, 1, 1, tzinfo=ZONE)
    at = rules.retry_at(attempts, now)
    assert (at is None) == (attempts > len(rules.RETRIES))
    if at and attempts > 1:
        assert at - now > rules.retry_at(attempts - 1, now) - now >= timedelta(minutes=1)
