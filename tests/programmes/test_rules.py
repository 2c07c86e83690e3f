"""What follows from the pinned rules alone: addresses, periods, ranks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotFound, Problem
from core.packs.catalog import discover
from core.programmes import rules
from core.programmes.actions import Plan, check_plan

RULES = discover().get("kien_giang_kl06").rules


@given(st.from_regex(r"\A[a-z][a-z0-9_]{0,39}\Z"), st.integers(2000, 2100))
def test_an_address_names_pack_and_year(pack_id, year):
    """What an address says is what it was made from."""
    assert rules.parse_slug(rules.slug(pack_id, year)) == (pack_id, year)


@pytest.mark.parametrize("text", ["", "2021", "-2021", "kien_giang_kl06", "kien_giang_kl06-21", "a-２０２１", "a-20x1"])
def test_other_addresses_lead_nowhere(text):
    """Anything but a pack and four ASCII digits is not found."""
    with pytest.raises(NotFound):
        rules.parse_slug(text)


def test_levels_are_ranked_from_the_best():
    """Tốt 1, Khá 2, Trung bình 3, Yếu 4, and back (S0-45)."""
    assert [ranked.level.title.vi for ranked in rules.ranks(RULES)] == ["Tốt", "Khá", "Trung bình", "Yếu"]
    for rank in range(1, 5):
        assert rules.rank_of(RULES, rules.key_at(RULES, rank)) == rank
        assert rules.level_at(RULES, rank) == RULES.scale.levels[rules.key_at(RULES, rank)]


@pytest.mark.parametrize("rank", [0, 5, -1])
def test_a_rank_outside_the_scale_is_refused(rank):
    """There is no level before the best or after the weakest."""
    with pytest.raises(Problem, match="unknown-level"):
        rules.level_at(RULES, rank)


def test_a_programme_year_ends_on_its_last_day():
    """Calendar year 2021, both days included."""
    assert rules.period_of(RULES, 2021) == (date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize("year", [2018, 2023])
def test_a_year_outside_the_phase_needs_its_own_basis(year):
    """2019–2022 only (S0-A10)."""
    with pytest.raises(Problem) as refused:
        rules.period_of(RULES, year)
    assert refused.value.code == "pack.year-without-basis"


def test_every_gap_of_the_plan_is_named():
    """Number, date and issuer are required, each at its field (S0-A9)."""
    with pytest.raises(Problem) as refused:
        check_plan(Plan("", None, ""), date(2021, 12, 31))
    assert [problem.field for problem in refused.value.problems] == ["number", "dated", "issuer"]


def test_a_plan_dated_after_its_year_founds_nothing():
    """The plan may come late in the year, not after it."""
    check_plan(Plan("1-KH", date(2021, 12, 31), "BTV"), date(2021, 12, 31))
    with pytest.raises(Problem) as refused:
        check_plan(Plan("1-KH", date(2022, 1, 1), "BTV"), date(2021, 12, 31))
    assert refused.value.problems[0].code == "programme.plan-too-late"
