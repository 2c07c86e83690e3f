"""Dates, numbers and texts as Vietnamese offices write them, and in English."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.packs.schema import Text
from ui import formats, i18n

EVENING = datetime(2022, 1, 30, 18, 5, tzinfo=UTC)  # already the 31st in Vietnam


@pytest.fixture
def english():
    """English for one test."""
    i18n.activate("en")


def test_dates_are_days_in_vietnam():
    """An instant late in the evening of UTC belongs to the next day in Vietnam."""
    assert formats.short_date(EVENING) == "31/01/2022"
    assert formats.date_time(EVENING) == "01:05, 31/01/2022"
    assert formats.long_date(EVENING) == "Thứ Hai, 31 tháng 01, 2022"


def test_dates_in_english(english):
    """English names the month, so that day and month cannot be confused."""
    assert formats.short_date(date(2022, 2, 1)) == "1 Feb 2022"
    assert formats.long_date(date(2022, 1, 31)) == "Monday, 31 January 2022"


def test_official_date_is_padded_and_vietnamese(english):
    """Official papers say ngày 05 tháng 02, whatever the reader's language."""
    assert formats.official_date(date(2021, 2, 5)) == "ngày 05 tháng 02 năm 2021"


def test_numbers_use_vietnamese_separators():
    """A point for thousands, a comma for decimals."""
    assert formats.number(1234567) == "1.234.567"
    assert formats.percent(936, 1000) == "93,6%"
    assert formats.percent(1) == "100%"
    assert formats.percent(0, 0) == "–"


def test_numbers_in_english(english):
    """A comma for thousands, a point for decimals."""
    assert formats.number(1234) == "1,234"
    assert formats.percent(936, 1000) == "93.6%"


@given(st.integers(1, 200_000))
def test_a_share_below_all_never_reads_as_all(total):
    """One missing person out of many is not rounded away: targets are 100 % (S0 II)."""
    assert formats.percent(total - 1, total) != "100%"
    assert formats.percent(total, total) == "100%"


def test_ago_counts_then_names_the_day():
    """Short distances in words, long ones as a date."""
    assert formats.ago(EVENING - timedelta(seconds=5), EVENING) == "vừa xong"
    assert formats.ago(EVENING - timedelta(days=3), EVENING) == "3 ngày trước"
    assert formats.ago(EVENING - timedelta(days=40), EVENING) == "22/12/2021"


def test_missing_translation_is_shown_as_missing(english):
    """A pack's text without English is shown in Vietnamese, marked, and escaped."""
    assert formats.pack_text(Text("Xung kích", "Vanguard")) == "Vanguard"
    shown = str(formats.pack_text(Text("Xung <b>kích</b>")))
    assert "Xung &lt;b&gt;kích" in shown
    assert 'lang="vi"' in shown and ">vi</span>" in shown
