"""Deadlines in words, whatever the wording of the document."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import i18n
from ui.wording import SOON_DAYS, due_words

VIETNAM = timezone(timedelta(hours=7))
MIDDAY = datetime(2021, 12, 2, 12, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("closes", "wording", "text", "tone"),
    [
        (datetime(2021, 12, 15, tzinfo=VIETNAM), "before", "Còn 12 ngày, trước ngày 15/12", "neutral"),
        (datetime(2021, 12, 6, tzinfo=VIETNAM), "by", "Còn 3 ngày, chậm nhất ngày 05/12", "soon"),
        (datetime(2022, 1, 1, tzinfo=VIETNAM), "within", "Còn 29 ngày, trong tháng 12", "neutral"),
        (datetime(2022, 2, 1, tzinfo=VIETNAM), "within", "Còn 60 ngày, trong tháng 01/2022", "neutral"),
        (datetime(2021, 12, 3, tzinfo=VIETNAM), "before", "Hôm nay là ngày cuối, trước ngày 03/12", "soon"),
        (datetime(2022, 1, 1, tzinfo=VIETNAM), "every", "Còn 29 ngày, hết kỳ ngày 31/12", "neutral"),
        (datetime(2021, 11, 30, tzinfo=VIETNAM), "by", "Quá hạn 3 ngày (hạn chậm nhất ngày 29/11)", "late"),
    ],
)
def test_due_words_follow_the_document(closes, wording, text, tone):
    """domain.md §3: "trước ngày" names the day that is too late, "chậm nhất" and "trong tháng" the last good one."""
    due = due_words(closes, MIDDAY, wording)
    assert (due.text, due.tone) == (text, tone)


def test_due_words_in_english():
    """One day is singular in English."""
    i18n.activate("en")
    assert due_words(datetime(2021, 12, 4, tzinfo=VIETNAM), MIDDAY, "before").text == "1 day left, before 4 Dec"


@given(st.integers(-400, 400), st.sampled_from(["by", "before", "within", "within_year", "every"]))
def test_tone_follows_the_days_left(days, wording):
    """Late only after the last day, soon in the last week, never both."""
    closes = datetime(2021, 12, 3, tzinfo=VIETNAM) + timedelta(days=days)
    tone = due_words(closes, MIDDAY.date(), wording).tone
    assert tone == ("late" if days < 0 else "soon" if days <= SOON_DAYS else "neutral")


@given(st.dates(date(2019, 1, 1), date(2030, 12, 31)))
def test_done_is_never_late(day):
    """What is done is done, whenever it was due."""
    assert due_words(datetime(day.year, day.month, day.day, tzinfo=VIETNAM), MIDDAY, "by", done=True).tone == "done"
