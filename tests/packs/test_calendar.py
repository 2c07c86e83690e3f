"""Dates by the wordings of the documents (domain.md §3)."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.packs import calendar
from core.packs.calendar import VIETNAM, deadline, schedule
from core.packs.schema import Every, Milestone, Period, Timing
from core.packs.text import Text

YEAR = Period(kind="calendar_year")
SCHOOL = Period(kind="school_year", starts="09-01")
LAST_TICK = timedelta(microseconds=1)

years = st.integers(1990, 2150)
days = st.dates(date(1990, 1, 1), date(2150, 12, 31))
month_days = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: day.strftime("%m-%d"))
months = st.integers(1, 12).map(lambda month: f"{month:02}")
periods = st.sampled_from([YEAR, SCHOOL, Period(kind="school_year", starts="08-15")])
wordings = st.one_of(
    st.builds(lambda day: Timing(by=day), month_days),
    st.builds(lambda day: Timing(before=day), month_days),
    st.builds(lambda month: Timing(within=month), months),
)


def at(year: int, month: int, day: int) -> datetime:
    """Midnight in Việt Nam."""
    return datetime(year, month, day, tzinfo=VIETNAM)


@given(day=days)
def test_by_includes_the_whole_named_day(day):
    """«Chậm nhất là ngày D»: the last instant of D is in time, the next one is late."""
    closes = deadline(Timing(by=day.isoformat()), day.year, YEAR).closes_at
    assert (closes - LAST_TICK).date() == day
    assert closes.date() == day + timedelta(days=1)


@given(day=days)
def test_before_excludes_the_named_day(day):
    """«Trước ngày D» is late from the first instant of D on, a day earlier than «chậm nhất là ngày D»."""
    before = deadline(Timing(before=day.isoformat()), day.year, YEAR).closes_at
    by = deadline(Timing(by=day.isoformat()), day.year, YEAR).closes_at
    assert before == datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    assert by - before == timedelta(days=1)


@given(year=years, month=st.integers(1, 12))
def test_within_is_exactly_its_month(year, month):
    """«Trong tháng M» opens on the 1st and holds to the end of the last day, in February too."""
    window = deadline(Timing(within=f"{month:02}"), year, YEAR)
    assert window.opens_at == at(year, month, 1)
    assert window.closes_at.day == 1
    last = window.closes_at - LAST_TICK
    assert (last.year, last.month) == (year, month)


@given(timing=wordings, year=years, period=periods)
def test_every_date_falls_into_its_programme_year(timing, year, period):
    """Whatever the wording, the last acceptable instant lies in the programme year, in the right calendar year."""
    start, end = calendar.bounds(period, year)
    closes = deadline(timing, year, period).closes_at.date()
    assert start < closes <= end


@given(timing=wordings, year=years, period=periods)
def test_years_repeat(timing, year, period):
    """The next year's date is another one, about a year later."""
    this, following = (deadline(timing, y, period).closes_at for y in (year, year + 1))
    assert timedelta(days=364) <= following - this <= timedelta(days=367)


@pytest.mark.parametrize(
    ("timing", "year", "opens", "closes"),
    [
        (Timing(before="10-18"), 2020, at(2020, 9, 1), at(2020, 10, 18)),
        (Timing(before="05-30"), 2020, at(2020, 9, 1), at(2021, 5, 30)),
        (Timing(before="06-01"), 2020, at(2020, 9, 1), at(2021, 6, 1)),
        (Timing(before="09-01"), 2020, at(2020, 9, 1), at(2021, 9, 1)),
        (Timing(within="02"), 2019, at(2020, 2, 1), at(2020, 3, 1)),
        (Timing(within="09"), 2020, at(2020, 9, 1), at(2020, 10, 1)),
        (Timing(by="10-01", opens="09-15"), 2020, at(2020, 9, 15), at(2020, 10, 2)),
        (Timing(by="03-01", opens="02-01"), 2020, at(2021, 2, 1), at(2021, 3, 2)),
    ],
)
def test_month_days_fall_in_the_right_half_of_a_school_year(timing, year, opens, closes):
    """Autumn days belong to the first calendar year, spring and summer days to the second."""
    assert deadline(timing, year, SCHOOL) == (opens, closes)


@pytest.mark.parametrize(
    ("timing", "year", "closes"),
    [
        (Timing(within="02"), 2020, at(2020, 3, 1)),
        (Timing(within="02"), 2021, at(2021, 3, 1)),
        (Timing(by="02-29"), 2020, at(2020, 3, 1)),
        (Timing(by="02-29"), 2021, at(2021, 3, 1)),
        (Timing(before="02-29"), 2020, at(2020, 2, 29)),
        (Timing(before="02-29"), 2021, at(2021, 3, 1)),
        (Timing(by="02-28"), 2020, at(2020, 2, 29)),
        (Timing(by="12-31"), 2021, at(2022, 1, 1)),
        (Timing(before="01-01"), 2021, at(2022, 1, 1)),
        (Timing(within="2020"), 2020, at(2021, 1, 1)),
        (Timing(within="2019-08"), 2019, at(2019, 9, 1)),
    ],
)
def test_edges_of_the_calendar(timing, year, closes):
    """February, leap days, the turn of the year and whole years."""
    assert deadline(timing, year, YEAR).closes_at == closes


def test_instants_are_those_of_viet_nam():
    """A deadline is midnight in Asia/Ho_Chi_Minh, seven hours ahead of UTC."""
    closes = deadline(Timing(before="12-15"), 2021, YEAR).closes_at
    assert closes.utcoffset() == timedelta(hours=7)
    assert closes.isoformat() == "2021-12-15T00:00:00+07:00"


def test_other_wordings_open_with_the_period():
    """By default "by" and "before" are open from the period's first day, "within" from its month's."""
    assert deadline(Timing(by="08-30"), 2019, YEAR).opens_at == at(2019, 1, 1)
    assert deadline(Timing(before="12-15"), 2019, YEAR).opens_at == at(2019, 1, 1)
    assert deadline(Timing(within="11"), 2019, YEAR).opens_at == at(2019, 11, 1)


def test_one_off_dates_stand_in_their_year_only():
    """A full date is due in the year it names and in no other."""
    period = Period(kind="phase", first=2019, last=2022)
    plan = Milestone(title=Text("Kế hoạch"), act="declaration:plan", by="2019-08-30")
    held = [year for year in range(2019, 2023) if calendar.timing_in(plan, year, period)]
    assert held == [2019]


def test_the_first_cycle_has_dates_of_its_own(kl06):
    """S0-A3: 2019 registers in September, every later year in January."""
    days = [due.last_day for year in range(2019, 2023) for due in schedule(kl06, year) if due.key == "registration"]
    assert days == [date(2019, 9, 30), date(2020, 1, 31), date(2021, 1, 31), date(2022, 1, 31)]


def test_the_census_is_the_last_day_of_registration(kl06):
    """People are counted on the last day on which they can register in time (domain.md §4)."""
    assert calendar.census_day(kl06, 2021) == date(2021, 1, 31)


@pytest.mark.parametrize("year", [1, 2018, 2023, 99999])
def test_a_year_outside_the_phase_is_refused(kl06, year):
    """S0-A10: a year without its own legal basis has no schedule."""
    with pytest.raises(Problem) as caught:
        schedule(kl06, year)
    assert caught.value.code == "pack.year-without-basis"
    assert caught.value.facts == {"year": year, "first": 2019, "last": 2022}


def test_disabled_milestones_are_not_due(kl06):
    """What a tenant switches off is owed by nobody."""
    off = msgspec.structs.replace(kl06.milestones["yearly_report"], disabled=True)
    rules = msgspec.structs.replace(kl06, milestones={**kl06.milestones, "yearly_report": off})
    assert "yearly_report" not in {due.key for due in schedule(rules, 2021)}


def test_what_opening_late_would_make_late_is_known(kl06):
    """Opening a year in March shows that its registration is over already."""
    over = calendar.over_at(schedule(kl06, 2021), at(2021, 3, 1))
    assert [due.key for due in over] == ["registration"]


def test_a_rhythm_is_counted_from_the_start_of_the_period():
    """Every six months of a school year: the first stretch ends with February, the second with August."""
    period = Period(kind="school_year", starts="09-01")
    found = calendar.recurrences(Every(months=6), 2020, period)
    assert [(w.opens_at.date(), w.closes_at.date()) for w in found] == [
        (date(2020, 9, 1), date(2021, 3, 1)),
        (date(2021, 3, 1), date(2021, 9, 1)),
    ]
    assert len(calendar.recurrences(Every(months=6, times=1), 2020, period)) == 1
    assert len(calendar.recurrences(Every(months=5), 2020, period)) == 2
    assert calendar.recurrences(Every(meeting="committee"), 2020, period) == ()


@given(st.integers(1, 12), st.integers(2000, 2090), st.sampled_from(["01-01", "09-01", "08-31", "03-30"]))
def test_stretches_of_a_rhythm_follow_one_another(months, year, starts):
    """No day between two stretches, none after the programme year."""
    period = Period(kind="calendar_year", starts=starts)
    found = calendar.recurrences(Every(months=months), year, period)
    assert len(found) == 12 // months
    assert all(left.closes_at == right.opens_at for left, right in pairwise(found))
    assert found[-1].closes_at.date() <= calendar.bounds(period, year)[1]


@pytest.mark.parametrize(
    ("period", "written", "year"),
    [(YEAR, "2020", 2020), (YEAR, " 2020 ", 2020), (SCHOOL, "2020", 2020), (SCHOOL, "2020-2021", 2020)],
)
def test_a_programme_year_is_named_as_people_write_it(period, written, year):
    """One year, or the two calendar years that a school year spans."""
    assert calendar.year_named(period, written) == year


@pytest.mark.parametrize(
    ("period", "written", "wanted"),
    [
        (YEAR, "2020-2035", "2020"),
        (YEAR, "2020-2021", "2020"),
        (SCHOOL, "2020-2035", "2020-2021"),
        (SCHOOL, "2020-2020", "2020-2021"),
        (SCHOOL, "2020-", "2020-2021"),
        (YEAR, "20", "2020"),
        (YEAR, "٢٠٢٠", "2020"),
        (YEAR, "năm nay", "2020"),
        (Period(kind="phase", first=2019, last=2022), "2019-2022", "2019"),
        (Period(kind="phase", first=2019, last=2022), "", "2019"),
    ],
)
def test_a_stretch_of_years_is_no_programme_year(period, written, wanted):
    """Refused with what was found and what is wanted, never cut down in silence."""
    with pytest.raises(Problem) as caught:
        calendar.year_named(period, written)
    assert (caught.value.code, caught.value.facts) == ("pack.bad-period", {"found": written, "wanted": wanted})
