"""Who is enrolled, where, and what a refresh changes (S0-6, S0-A6, domain.md §4)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.enrolments.rules import Holding, Row, compute, difference
from core.packs.catalog import discover
from core.packs.facts import LEVELS, TITLES

PACK = discover().get("kien_giang_kl06")
PEOPLE = [UUID(int=number) for number in range(1, 6)]
UNITS = {UUID(int=100 + 10 * at + number): kind for at, kind in enumerate(LEVELS) for number in range(2)}

holding = st.builds(
    lambda person, unit, title, full_time, days, counted: Holding(
        person, unit, UNITS[unit], title, full_time or title == "officer", date(2018, 1, 1) + timedelta(days), counted
    ),
    st.sampled_from(PEOPLE), st.sampled_from(sorted(UNITS)), st.sampled_from(TITLES), st.booleans(),
    st.integers(0, 900), st.booleans(),
)  # fmt: skip
holdings = st.lists(holding, max_size=14)
rows = st.lists(
    st.builds(
        Row, st.sampled_from(PEOPLE), st.sampled_from(sorted(UNITS)), st.sampled_from(TITLES), st.booleans(),
        st.integers(1, 3), st.booleans(), st.booleans(),
    ),
    unique_by=lambda row: row.person_id,
)  # fmt: skip


def held(
    kind: str, title: str, full_time: bool = False, since: date = date(2018, 1, 1), counted: bool = True
) -> Holding:
    """A position of the first person at the first unit of a kind."""
    unit = next(unit for unit, found in UNITS.items() if found == kind)
    return Holding(PEOPLE[0], unit, kind, title, full_time, since, counted)


@given(holdings)
def test_everybody_with_a_position_is_on_one_list_once(found):
    """A person is enrolled or named as not enrolled, exactly once, however many positions there are (S0-A6)."""
    roster = compute(PACK.hooks, PACK.rules, found)
    listed = [one.person_id for one in (*roster.places, *roster.outside)]
    assert sorted(listed) == sorted({one.person_id for one in found})


@given(holdings)
def test_a_person_counts_at_the_highest_listed_position(found):
    """No position of the audience at a higher level is left aside; positions not held on the day count nowhere."""
    subject = PACK.rules.subject
    for place in compute(PACK.hooks, PACK.rules, found).places:
        own = [one for one in found if one.person_id == place.person_id and one.counted]
        assert place.unit_id in {one.unit_id for one in own} and place.seats == len(own)
        listed = [
            one
            for one in own
            if (one.title != "officer" and one.unit_kind in subject.committees)
            or (one.full_time and one.unit_kind in subject.full_time)
        ]
        assert LEVELS.index(UNITS[place.unit_id]) == min(LEVELS.index(one.unit_kind) for one in listed)


@given(holdings, rows)
def test_a_refresh_settles_in_one_go(found, stored):
    """After its changes nothing is left to change, and who acted or was placed by an act is still there."""
    roster = compute(PACK.hooks, PACK.rules, found)
    change = difference(stored, roster)
    after = {row.person_id: row for row in stored if row.person_id not in change.dropped}
    for place in (*change.added, *change.moved):
        acted = after[place.person_id].acted if place.person_id in after else False
        values = (place.person_id, place.unit_id, place.title, place.full_time, place.seats)
        after[place.person_id] = Row(*values, False, acted)
    assert not difference(after.values(), roster)
    assert all(after[row.person_id] == row for row in stored if row.placed_by_act)
    assert {row.person_id for row in stored if row.acted} <= set(after)


@pytest.mark.parametrize(
    ("position", "reason"),
    [
        (held("section", "secretary"), "not_listed"),
        (held("subbranch", "secretary"), "not_listed"),
        (held("grassroots", "officer", True), "not_listed"),
        (held("branch", "member", counted=False), "not_on_the_day"),
    ],
    ids=["section", "sub-branch", "commune staff", "left before the day"],
)
def test_who_is_not_enrolled_is_told_why(position, reason):
    """Sections, sub-branches and commune staff are not of the audience; a position must be held on the day (S0-6)."""
    roster = compute(PACK.hooks, PACK.rules, [position])
    assert not roster.places and roster.outside[0].reason == reason


@pytest.mark.parametrize(("kind", "title"), [("district", "officer"), ("top", "officer"), ("branch", "member")])
def test_the_audience_of_the_source_is_enrolled(kind, title):
    """Committee members of every level, full-time staff of province and district (S0-6)."""
    roster = compute(PACK.hooks, PACK.rules, [held(kind, title, title == "officer")])
    assert [place.reason for place in roster.places] == ["full_time" if title == "officer" else "committee"]
