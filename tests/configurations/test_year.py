"""The year calendar: flags at their days, school years from September, and a flag that moves keeps its wording."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.configurations import year as years
from core.configurations.rules import changed
from core.errors import Problem
from core.packs import calendar, reading
from core.packs.catalog import discover
from core.packs.patching import resolve

KL06 = discover().get("kien_giang_kl06")
SCHOOL = discover().get("dhkt_school_year")


def seen(pack, year: int, rules=None) -> years.Year:
    """The year of a pack."""
    rules = rules or pack.rules
    return years.view(rules, year, pack.hooks.milestones(rules, year))


def after(rules, edits):
    """The rules with edits of places."""
    return reading.build(changed(reading.plain(rules), edits), "edits")


def test_the_flags_stand_on_the_days_that_the_wording_names() -> None:
    """KL06 in 2021: the last day of January, and 15 December for "before 15 December"."""
    found = seen(KL06, 2021)
    january, december = found.months[0], found.months[11]
    assert (january.month, january.days, january.offset) == (1, 31, 4)
    assert [flag.due.key for flag in january.flags[31]] == ["registration"]
    (report,) = december.flags[15]
    assert (report.due.key, report.due.last_day, report.movable) == ("yearly_report", date(2021, 12, 14), True)


def test_a_school_year_begins_in_september() -> None:
    """The twelve months of 2020-2021, each milestone once; what returns by a rhythm does not move."""
    found = seen(SCHOOL, 2020)
    assert [(one.year, one.month) for one in found.months][::11] == [(2020, 9), (2021, 8)]
    assert sum(len(flags) for month in found.months for flags in month.flags.values()) == len(found.flags) == 4
    assert [flag.due.key for flag in found.flags if not flag.movable] == ["mid"]


def test_the_coming_year_is_the_next_to_begin_within_the_period() -> None:
    """In November 2021 one prepares 2022; in May 2021 the school year from September; a closed phase stays inside."""
    assert years.coming(KL06.rules.period, date(2021, 11, 20)) == 2022
    assert years.coming(SCHOOL.rules.period, date(2021, 5, 20)) == 2021
    assert years.coming(KL06.rules.period, date(2026, 1, 1)) == 2022
    assert years.years(KL06.rules.period, 2022) == (2020, 2021, 2022)


def test_the_first_years_own_date_moves_alone() -> None:
    """Moving the registration of 2019 leaves that of the other years where it is."""
    edits = years.moved(KL06.rules, "registration", 2019, date(2019, 10, 3))
    assert edits == {("milestones", "registration", "first_cycle", "within"): "2019-10"}
    assert seen(KL06, 2020, after(KL06.rules, edits)).flags[0].day == date(2020, 1, 31)


def test_what_has_no_day_of_its_own_does_not_move() -> None:
    """A rhythm, a milestone of another year, and a day outside the programme year are refused."""
    for pack, key, year, day in (
        (SCHOOL, "mid", 2020, date(2020, 12, 1)),
        (KL06, "mid_review", 2021, date(2021, 3, 1)),
        (KL06, "yearly_report", 2021, date(2022, 1, 5)),
    ):
        with pytest.raises(Problem):
            years.moved(pack.rules, key, year, day)


@settings(deadline=None)
@given(
    st.sampled_from(["by", "before", "within"]), st.booleans(), st.integers(1, 364), st.sampled_from([KL06, SCHOOL])
)
def test_a_flag_goes_where_it_is_put_and_keeps_its_wording(kind: str, full: bool, days: int, pack) -> None:
    """For any wording and any day of the programme year the date is on that day afterwards (in that month for
    "within"), with the same words and, where the source gave a year, with its year."""
    start, _ = calendar.bounds(pack.rules.period, 2021)
    first = start + timedelta(days=60)
    text = f"{first:%Y-%m-%d}" if full else f"{first:%m-%d}"
    timing = {"by": None, "before": None, "within": None} | {kind: text[:-3] if kind == "within" else text}
    rules = resolve(pack.rules, {"milestones": {"registration": {**timing, "first_cycle": None, "printed": None}}})
    day = start + timedelta(days=days)
    new = after(rules, years.moved(rules, "registration", 2021, day))
    found = {flag.due.key: flag for flag in seen(pack, 2021, new).flags}["registration"]
    assert found.due.wording == kind
    assert (found.day == day) if kind != "within" else (found.day.month == day.month)
    assert (calendar.full_year(getattr(new.milestones["registration"], kind)) is not None) is full
