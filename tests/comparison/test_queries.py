"""Comparing what is published: ranks, coverage, missing provinces, the merger, and mappings that reveal nothing."""

from datetime import UTC, date, datetime
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.comparison import provinces
from core.comparison.facts import Crosswalk, Level, Published, Question
from core.comparison.indicators import CATALOGUE, interval, measure, share
from core.comparison.queries import compared, parts

LEVELS = (
    Level("tot", "excellent", 40), Level("kha", "good", 30), Level("trung_binh", "completed", 20),
    Level("yeu", "not_completed", 10),
)  # fmt: skip
ROW = Published(
    province="kien-giang", year=2021, subject="cadre", pack="kien_giang_kl06", synthetic=False, closed=True,
    as_of=datetime(2021, 12, 20, tzinfo=UTC), small=False, units=100, units_counted=80, units_implementing=60,
    eligible=200, registered=160, validated=150, registered_late=16, assessed=100, unregistered=0, detail="levels",
    levels=LEVELS, graded=100, high=70, low=30, commended=4, reports_due=None, reports_on_time=None, reviewed=150,
    returned=9, texts=640, alike=60, due_on=date(2021, 1, 31), curve_from=None, curve=(),
)  # fmt: skip
ASKED = Question(indicator="registered", year=2021, subject="cadre")


def row(province: str = "kien-giang", **facts) -> Published:
    """A published row, different in some facts."""
    return msgspec.structs.replace(ROW, province=province, **facts)


def answer(rows, question: Question = ASKED, crosswalk: Crosswalk | None = None, **changed):
    """The cells by province, and the comparison."""
    asked = msgspec.structs.replace(question, **changed)
    found = compared(rows, asked, CATALOGUE[asked.indicator], crosswalk or Crosswalk())
    return {cell.province: cell for cell in found.cells}, found


@pytest.mark.parametrize(
    ("key", "value", "coverage"),
    [
        ("implementing", Fraction(60, 80), Fraction(80, 100)), ("registered", Fraction(160, 200), Fraction(80, 100)),
        ("validated", Fraction(150, 160), Fraction(160, 200)), ("assessed", Fraction(100, 160), Fraction(160, 200)),
        ("excellent_good", Fraction(70, 100), Fraction(100, 200)), ("not_completed", Fraction(10, 100), Fraction(1, 2)),
        ("registered_on_time", Fraction(144, 160), Fraction(160, 200)), ("commended", Fraction(20), Fraction(80, 100)),
    ],
)  # fmt: skip
def test_each_indicator_by_hand(key, value, coverage):
    """Numerators and denominators of domain.md §7, with what the number rests on beside it."""
    cells, _ = answer([ROW], indicator=key)
    assert (cells["kien-giang"].value, cells["kien-giang"].coverage) == (value, coverage)


def test_every_indicator_says_what_it_is():
    """Words in both languages, a source or none, and no two with one name."""
    for key, one in CATALOGUE.items():
        assert one.key == key and all(
            text.translated("en") for text in (one.title, one.short, one.definition, one.numerator, one.denominator)
        )
    assert len({one.title for one in CATALOGUE.values()}) == len(CATALOGUE)
    assert CATALOGUE["reports_on_time"].source == "reports_on_time"


def test_unknown_is_never_zero():
    """Not measured, hidden and missing are told apart, have no value and no rank."""
    cells, found = answer([ROW, row("an-giang", commended=None), row("long-an", small=True)], indicator="commended")
    assert [cells[code].state for code in ("kien-giang", "an-giang", "long-an", "ha-noi")] == [
        "value", "not_measured", "hidden", "missing",
    ]  # fmt: skip
    assert all(cell.value is None and cell.rank is None for code, cell in cells.items() if code != "kien-giang")
    assert len(found.cells) == 63 and len(found.missing) == 60 and "ha-noi" in found.missing
    none = answer([ROW], indicator="reports_on_time")[0]["kien-giang"]
    assert (none.state, none.note) == ("not_measured", "no_source")
    due = answer([row("an-giang", reports_due=20, reports_on_time=15)], indicator="reports_on_time")[0]["an-giang"]
    assert (due.state, due.value) == ("value", Fraction(3, 4))
    assert found.nation.numerator == 4 and found.nation.coverage == Fraction(80, 200)


def test_ranks_are_shared_and_remember_the_year_before():
    """Equal values share a rank, the next counts all before it; fewer is better only where the indicator says so."""
    rows = [
        row("an-giang", registered=180), row("long-an", registered=160), ROW, row("ca-mau", registered=20),
        row("ca-mau", year=2020, registered=200),
    ]  # fmt: skip
    cells, found = answer(rows)
    order = ("an-giang", "long-an", "kien-giang", "ca-mau")
    assert [cells[code].rank for code in order] == [1, 2, 2, 4]
    assert cells["ca-mau"].before == 1 and cells["an-giang"].before is None
    assert found.years == (2020, 2021)


def test_groups_and_packs_choose_provinces():
    """Cities, a region, unions that are no province, one pack: only those are in the answer and in the sum."""
    rows = [ROW, row("can-tho", registered=10), row("dhkt", pack="dhkt_school_year")]
    cells, found = answer(rows, group="city")
    assert set(cells) == {"ha-noi", "hai-phong", "da-nang", "ho-chi-minh", "can-tho"}
    assert found.nation.numerator == 10
    cells, found = answer(rows, group="other")
    assert set(cells) == {"dhkt"} and found.nation.numerator == 160
    cells, _ = answer(rows, pack="dhkt_school_year")
    assert [code for code, cell in cells.items() if cell.state == "value"] == ["dhkt"]
    assert "hai-phong" not in answer(rows, group="cuu-long")[0]


def test_the_year_of_the_merger_looks_back_on_todays_provinces():
    """In 2025 there are 34 provinces, and the rank before is among the unions of 2024's numbers."""
    rows = [
        row("an-giang-2025", year=2025), row("ha-noi", year=2025, registered=100),
        row("kien-giang", year=2024, registered=10), row("an-giang", year=2024, registered=30),
        row("ha-noi", year=2024, registered=150),
    ]  # fmt: skip
    cells, found = answer(rows, year=2025)
    assert len(found.cells) == 34
    assert (cells["an-giang-2025"].rank, cells["an-giang-2025"].before) == (1, 2)
    assert (cells["ha-noi"].rank, cells["ha-noi"].before) == (2, 1)


def test_restated_is_the_sum_of_what_is_disclosed():
    """Kiên Giang and An Giang as today's An Giang: numerators and denominators add up; with one part hidden the rest is
    shown as a part, without a rank."""
    rows = [ROW, row("an-giang", registered=40)]
    whole = answer(rows, view="restated")[0]["an-giang-2025"]
    assert (whole.numerator, whole.denominator, whole.rank) == (200, 400, 1)
    hidden = answer([ROW, row("an-giang", small=True)], view="restated")[0]["an-giang-2025"]
    assert (hidden.numerator, hidden.note, hidden.rank) == (160, "partial", None)
    assert set(parts("kien-giang", "restated")) == {"an-giang-2025", "an-giang", "kien-giang"}
    assert parts("kien-giang", "reported") == ("kien-giang",)


def test_a_crosswalk_moves_levels_and_leaves_out_what_cannot_be_compared():
    """Khá counts as completed; Yếu has no national level and leaves numerator and denominator, which coverage shows."""
    changed = Crosswalk(version=3, levels={"kien_giang_kl06": {"kha": "completed", "yeu": None}})
    cells, found = answer([ROW], crosswalk=changed, indicator="excellent_good")
    assert (cells["kien-giang"].numerator, cells["kien-giang"].denominator) == (40, 90)
    assert cells["kien-giang"].coverage == Fraction(90, 200) and found.crosswalk == 3


def test_a_crosswalk_reveals_nothing_of_a_small_group():
    """Where two classes are published, a mapping that cuts through a class gives no number at all."""
    hidden = tuple(Level(one.key, one.national) for one in LEVELS)
    small = row(detail="classes", levels=hidden, graded=40, assessed=40, high=28, low=12)
    inside = Crosswalk(version=1, levels={"kien_giang_kl06": {"kha": "excellent"}})
    across = Crosswalk(version=2, levels={"kien_giang_kl06": {"kha": "completed"}})
    out = Crosswalk(version=3, levels={"kien_giang_kl06": {"yeu": None}})
    asked = msgspec.structs.replace(ASKED, indicator="excellent_good")
    values = [answer([small], asked, one)[0]["kien-giang"] for one in (inside, across, out)]
    assert [(cell.state, cell.numerator, cell.note) for cell in values] == [
        ("value", 28, ""), ("hidden", None, "crosswalk"), ("hidden", None, "crosswalk"),
    ]  # fmt: skip
    assert answer([small], indicator="excellent")[0]["kien-giang"].state == "hidden"


@given(st.integers(1, 99).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_few_people_come_with_an_interval(pair):
    """Below a hundred the 95 % interval is inside [0, 1] and around the share; from a hundred on there is none."""
    low, high = interval(*pair)
    assert 0 <= low <= pair[0] / pair[1] + 1e-9 and pair[0] / pair[1] - 1e-9 <= high <= 1
    assert high - low > 0.03
    assert interval(pair[0] + 100, 300) is None and interval(5, 0) is None


def test_the_interval_is_wilsons():
    """8 of 10 lies between 0.490 and 0.943, as every textbook has it."""
    assert interval(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)


@given(st.builds(lambda e, r, v, a: (e, r, v, a), *[st.integers(0, 500)] * 4))
def test_shares_stay_between_nothing_and_everything(numbers):
    """However few registered, a share of people is between 0 and 1, and of nobody there is none."""
    eligible, registered, validated, late = sorted(numbers, reverse=True)
    one = row(eligible=eligible, registered=registered, validated=validated, registered_late=late, small=False)
    for key in ("registered", "validated", "registered_on_time", "implementing"):
        value = share(measure(CATALOGUE[key], one, Crosswalk()))
        assert value is None or 0 <= value <= 1
    assert registered or share(measure(CATALOGUE["validated"], one, Crosswalk())) is None


def test_every_province_has_its_place():
    """The division of each year is complete, and every one of the 63 is part of one of the 34."""
    assert len(provinces.of_year(2024)) == 63 and len(provinces.of_year(2025)) == 34
    assert sum(len(provinces.predecessors(code)) for code in provinces.NOW) == 63
