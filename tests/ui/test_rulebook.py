"""Dates in the words of their documents: rhythms with their stretches, duties that are bound to meetings."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.packs import calendar
from core.packs.catalog import discover
from core.packs.schema import Every
from core.packs.schema_duties import Milestone
from core.packs.schema_people import Period
from core.packs.text import Text
from ui.rulebook import rhythm, rule_book, stretch_of, words_of

PACKS = discover()
S1, S3 = (PACKS.get(name).rules for name in ("kien_giang_member_training", "binh_duong_criteria"))
SAYS = {1: "hằng tháng", 2: "2 tháng một lần", 3: "hằng quý", 4: "4 tháng một lần", 6: "sáu tháng một lần"}


@given(st.sampled_from(sorted(SAYS)), st.integers(2000, 2100), st.sampled_from(["01-01", "09-01", "09-15"]))
def test_every_stretch_says_how_often_and_which(months, year, starts):
    """S1-15: the rhythm follows from the stretch, whatever its length in days; each stretch is named apart."""
    period = Period(kind="school_year", starts=starts)
    windows = calendar.recurrences(Every(months=months), year, period)
    milestone = Milestone(title=Text("Báo cáo"), act="declaration:x", every=Every(months=months))
    dues = calendar._rhythm("x", milestone, milestone, windows)
    assert len(dues) == 12 // months
    assert {rhythm(due) for due in dues} == {SAYS[months]}
    assert len({stretch_of(due) for due in dues}) == len(dues)
    assert all(words_of(due) == f"{rhythm(due)}, {stretch_of(due)}" for due in dues)


def test_the_monthly_report_of_2016_is_named_by_its_month():
    """S1-15: twelve dates, one a month, February with its 29 days."""
    dues = [due for due in calendar.schedule(S1, 2016) if due.milestone == "monthly_report"]
    assert [stretch_of(due) for due in dues][:2] == ["kỳ tháng 01/2016", "kỳ tháng 02/2016"]
    assert str(dues[1].last_day) == "2016-02-29" and len(dues) == 12


def test_what_is_bound_to_meetings_has_words_and_no_date():
    """S3-20: owed at each committee meeting by every level; it stands beside the dates, never among them."""
    book = rule_book(S3, calendar.schedule(S3, 2020), 2020)
    assert [row.words for row in book.undated] == ["mỗi kỳ họp Ban Chấp hành, không có ngày cố định"]
    assert "Cấp huyện" in book.undated[0].who
    assert "meetings" not in {row.key for row in book.dates}


@pytest.mark.parametrize("name", sorted(PACKS.packs))
def test_duties_of_every_pack_are_all_told(name):
    """Each declaration of a year is in the book once, returning ones too."""
    rules = PACKS.get(name).rules
    year = rules.period.first or 2021
    book = rule_book(rules, calendar.schedule(rules, year), year)
    told = {duty.title for duty in book.duties}
    returning = {one.act.partition(":")[2] for one in rules.milestones.values() if one.every and one.every.months}
    wanted = {key for key, one in rules.declarations.items() if one.yearly or key in returning}
    assert {rules.declarations[key].title for key in wanted} <= told
    assert len(told) == len(book.duties)


def test_a_stretch_is_counted_in_vietnamese_days():
    """The database answers in UTC: the month is still the Vietnamese one."""
    due = next(due for due in calendar.schedule(S1, 2016) if due.key == "monthly_report.3")
    moved = [instant.astimezone(UTC) for instant in (due.opens_at, due.closes_at)]
    assert moved[0] < datetime(2016, 3, 1, tzinfo=UTC)
    utc = msgspec.structs.replace(due, opens_at=moved[0], closes_at=moved[1])
    assert stretch_of(utc) == "kỳ tháng 03/2016" and rhythm(utc) == "hằng tháng"
