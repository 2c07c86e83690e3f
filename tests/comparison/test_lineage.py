"""Restating to today's provinces: sums of what is shown, over the merger of 2025, and nothing that is not shown."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.comparison import lineage, provinces
from core.comparison.facts import Cell, Share

MERGED = tuple(code for code in provinces.NOW if len(provinces.predecessors(code)) > 1)


def cell(province: str, numerator: int, denominator: int, **more) -> Cell:
    """A cell with a value, about everybody."""
    more = {"coverage": Fraction(1)} | more
    return Cell(
        province=province, state="value", numerator=numerator, denominator=denominator,
        value=Fraction(numerator, denominator), **more,
    )  # fmt: skip


def union(code: str, *cells: Cell) -> Cell:
    """The restated cell of one of today's provinces."""
    return next(one for one in lineage.restated(cells) if one.province == code)


@st.composite
def old_cells(draw) -> list[Cell]:
    """Cells of any of the 63: values, hidden, not measured, some missing altogether."""
    found = []
    for code in draw(st.lists(st.sampled_from(sorted(provinces.BEFORE)), unique=True)):
        state = draw(st.sampled_from(["value", "value", "hidden", "not_measured"]))
        if state == "value":
            below = draw(st.integers(1, 5000))
            covered = Fraction(draw(st.integers(1, 10)), 10)
            found.append(cell(code, draw(st.integers(0, below)), below, coverage=covered))
        else:
            found.append(Cell(province=code, state=state))
    return found


def test_kien_giang_and_an_giang_become_an_giang():
    """The shares of two provinces add up by people, not by averages: 300 of 400 and 100 of 600 are 400 of 1,000."""
    found = union("an-giang-2025", cell("kien-giang", 300, 400), cell("an-giang", 100, 600))
    assert (found.numerator, found.denominator, found.value) == (400, 1000, Fraction(2, 5))
    assert lineage.whole(found)


def test_ho_chi_minh_city_has_three_parts():
    """Bình Dương, Bà Rịa – Vũng Tàu and the city of before; without one of them the sum is partial and says of whom."""
    parts = [cell("binh-duong", 50, 100), cell("ho-chi-minh", 100, 200)]
    found = union("ho-chi-minh-2025", *parts)
    assert (found.numerator, found.denominator, found.note) == (150, 300, "partial")
    assert not lineage.whole(found)
    assert lineage.left_out(found, parts) == ("ba-ria-vung-tau",)
    assert found.coverage == Fraction(2, 3)


def test_hidden_parts_stay_hidden():
    """A union with a hidden part shows the others alone; one whose parts are all hidden is hidden, never zero."""
    hidden = Cell(province="kien-giang", state="hidden", note="small_group")
    assert union("an-giang-2025", hidden, cell("an-giang", 1, 4)).numerator == 1
    both = union("an-giang-2025", hidden, Cell(province="an-giang", state="hidden"))
    assert (both.state, both.value, both.numerator) == ("hidden", None, None)


def test_a_rate_per_thousand_stays_one():
    """The factor of the unit is applied to the sum."""
    cells = (cell("kien-giang", 3, 400), cell("an-giang", 1, 600))
    found = next(one for one in lineage.restated(cells, "per_thousand") if one.province == "an-giang-2025")
    assert found.value == 4


def test_a_union_of_distributions_is_as_fine_as_its_coarsest_part():
    """Four levels and two classes give two classes; a part without numbers hides the whole distribution."""
    fine = Share(
        province="kien-giang", detail="levels", high=80, low=20, apart=0, assessed=100,
        people={"excellent": 60, "good": 20, "completed": 15, "not_completed": 5},
    )  # fmt: skip
    coarse = Share(province="an-giang", detail="classes", high=20, low=12, apart=0, assessed=32)
    shares = {one.province: one for one in lineage.restated_shares([fine, coarse])}
    found = shares["an-giang-2025"]
    assert (found.detail, found.people, found.high, found.low, found.assessed) == ("classes", {}, 100, 32, 132)
    alone = {one.province: one for one in lineage.restated_shares([fine])}
    assert (alone["an-giang-2025"].detail, alone["an-giang-2025"].assessed) == ("hidden", None)


@given(old_cells())
def test_the_nation_is_the_same_in_both_views(cells: list[Cell]):
    """Restating neither loses nor invents a person that was shown."""
    after = lineage.restated(cells)
    for side in ("numerator", "denominator"):
        assert sum(getattr(c, side) or 0 for c in cells) == sum(getattr(c, side) or 0 for c in after)
    assert {one.province for one in after} >= set(provinces.NOW)


@given(old_cells())
def test_restating_reveals_nothing_hidden(cells: list[Cell]):
    """Whatever a hidden part holds, the answer is the same: it follows from what is shown alone."""
    shown = [one for one in cells if one.state == "value"]
    for one in lineage.restated(cells):
        again = next(other for other in lineage.restated(shown) if other.province == one.province)
        assert (one.numerator, one.denominator, one.value) == (again.numerator, again.denominator, again.value)
        assert one.value is None or 0 <= one.value <= 1


@given(old_cells())
def test_restating_twice_changes_nothing(cells: list[Cell]):
    """Today's provinces are already what they are restated to."""
    once = lineage.restated(cells)
    assert lineage.restated(once) == once
