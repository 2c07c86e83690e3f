"""Duties by their day, and what a comparison tells a province of the others: pure."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.comparison.facts import Cell, Comparison, Question
from core.comparison.indicators import CATALOGUE
from core.errors import Problem
from core.steering import rules
from core.steering.rules import Duty

TODAY = date(2021, 11, 20)
days = st.integers(-400, 400).map(lambda n: TODAY + timedelta(n))


def comparison(values: list[int]) -> Comparison:
    """Provinces p0, p1 … with these per cents, ranked; one more is hidden."""
    order = sorted(values, reverse=True)
    cells = [
        Cell(province=f"p{n}", state="value", value=Fraction(v, 100), numerator=v, denominator=100,
             rank=order.index(v) + 1)
        for n, v in enumerate(values)
    ]  # fmt: skip
    hidden = Cell(province="secret", state="hidden")
    question = Question(indicator="registered", year=2021, subject="cadre")
    return Comparison(
        question=question, indicator=CATALOGUE["registered"], cells=(*cells, hidden), nation=Cell(province=""),
        missing=(), crosswalk=0,
    )  # fmt: skip


def test_a_duty_grows_near_and_late():
    """Open, soon from two weeks before, overdue only after its day; answered on its day is in time."""
    due = TODAY + timedelta(20)
    assert rules.standing(due, TODAY, None) == "open"
    assert rules.standing(due, due - timedelta(14), None) == "soon"
    assert rules.standing(due, due, None) == "soon"
    assert rules.standing(due, due + timedelta(1), None) == "overdue"
    assert rules.standing(due, due + timedelta(9), due) == "done"
    assert rules.standing(due, due + timedelta(9), due + timedelta(1)) == "done_late"


@given(days, days, st.none() | days)
def test_answered_is_never_owed(due: date, today: date, answered: date | None):
    """What is answered is done, in time or late; what is not is open, soon or overdue."""
    found = rules.standing(due, today, answered)
    assert (found in ("done", "done_late")) == (answered is not None)
    assert (found == "overdue") == (answered is None and today > due)


def test_what_a_duty_must_say():
    """A title, a day that is not gone, and only unions that are here."""
    duty = Duty(kind="report", title=" ", year=2021, due_on=None, provinces=("nowhere",))
    with pytest.raises(Problem) as found:
        rules.check_duty(duty, TODAY, ["kien-giang"])
    assert {one.code for one in found.value.problems} == {"duty.no-title", "duty.no-day", "form.unknown-choice"}
    with pytest.raises(Problem, match=r"duty\.day-gone"):
        rules.check_duty(Duty(kind="report", title="x", year=2021, due_on=date(2021, 11, 19)), TODAY, [])
    rules.check_duty(Duty(kind="report", title="x", year=2021, due_on=TODAY), TODAY, [])


def test_a_comparison_of_few_is_not_handed_out():
    """With five values anybody could tell who is who; the hidden province is in nothing that is handed out."""
    with pytest.raises(Problem, match=r"comparison\.too-few"):
        rules.shared(comparison([10, 20, 30, 40, 50]))
    found = rules.shared(comparison([10, 20, 30, 40, 50, 60]))
    assert found.spread == (10, 20, 30, 40, 50, 60)
    assert (found.own["p5"].rank, found.own["p5"].of) == (1, 6)
    assert "secret" not in found.own


@given(st.lists(st.integers(0, 100), min_size=6, max_size=63))
def test_every_province_finds_itself_in_the_spread(values: list[int]):
    """A province's own value is one of those shown, and the quarters are in order."""
    found = rules.shared(comparison(values))
    assert len(found.spread) == len(found.own) == len(values)
    for own in found.own.values():
        place = rules.place(rules.whole(own.value * 100), found.spread)
        assert place.own in found.spread
        assert place.lowest <= place.lower <= place.middle <= place.upper <= place.highest
