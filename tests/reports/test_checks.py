"""The checks (2) ≥ (3) and (3) = (4) + (5) + (6) + (7)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.packs import defaults
from core.packs.patching import active
from core.reports import columns
from core.reports.checks import check_rows
from core.reports.context import Shape
from core.reports.rules import rows_of


def judged(rules, rows, places, own):
    """The checks of the KL06 appendix over rows."""
    report = rules.reports["appendix"]
    shown = columns.shown(report)
    return check_rows(
        active(report.checks), shown, tuple(columns.counters(rules, shown)),
        lambda row: defaults.report_problems(rules, "appendix", row), rows, places, own,
    )  # fmt: skip


def test_a_report_whose_numbers_agree_holds(appendix):
    """Nothing is named where everybody registered has a result."""
    report = appendix()
    assert report.holds
    assert [check.rule for check in report.checks] == ["(2) ≥ (3)", "(3) = (4) + (5) + (6) + (7)"]


def test_a_registered_person_without_a_result_is_found_at_the_branch(appendix, units):
    """S0-A5: the row and every row above it fail, but only the branch whose own people break the rule is named."""
    places, own = units
    branch = next(place for place in places if place.name == "Chi đoàn ấp Thạnh Xuân")
    report = appendix(own={**own, branch.id: (3, 3, 2, 0, 0, 0)})
    covers, adds_up = report.checks
    assert covers.holds
    assert not adds_up.holds
    assert [report.rows[failure.row].number for failure in adds_up.failures] == ["I", "1", "1.1", "a"]
    assert [(one.place.name, one.left, one.right) for one in adds_up.culprits] == [("Chi đoàn ấp Thạnh Xuân", 3, 2)]


def test_a_unit_that_is_not_shown_is_named_all_the_same(appendix, units):
    """A report down to districts still names the branch that breaks a rule."""
    places, own = units
    branch = next(place for place in places if place.name == "Chi đoàn ấp Thạnh Xuân")
    report = appendix(own={**own, branch.id: (3, 3, 2, 0, 0, 0)}, shape=Shape(down_to="district"))
    assert [one.place.name for one in report.checks[1].culprits] == ["Chi đoàn ấp Thạnh Xuân"]


def test_faults_that_cancel_out_are_named(appendix, units):
    """One result too few here and one too many there leave the sums right, and both units are named."""
    places, own = units
    few, many = places[3], places[4]
    report = appendix(own={**own, few.id: (3, 3, 2, 0, 0, 0), many.id: (3, 2, 2, 0, 0, 1)})
    assert [report.rows[failure.row].place.name for failure in report.checks[1].failures] == [few.name, many.name]
    assert {one.place.name for one in report.checks[1].culprits} == {few.name, many.name}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[st.integers(0, 4)] * 6), min_size=9, max_size=9))
def test_rows_fail_only_where_some_unit_does(rules, units, counts):
    """If every unit's own people keep a rule, so does every row; a failing row has a guilty unit at or below it."""
    places, _ = units
    own = {place.id: count for place, count in zip(places, counts, strict=True)}
    rows = rows_of(places, own, 6, rules.reports["appendix"].rows)
    for check in judged(rules, rows, places, own):
        for failure in check.failures:
            path = rows[failure.row].place.path
            assert any((one.place.path + ".").startswith(path + ".") for one in check.culprits)
