"""The built-in hooks: what data alone decides."""

from datetime import date
from itertools import permutations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.packs.catalog import discover
from core.packs.facts import LEVELS, TITLES, AssessmentFact, RowFact, SeatFact, SheetFact
from core.packs.installed import PackHooks

RULES = discover().get("kien_giang_kl06").rules
HOOKS = PackHooks()
COLUMNS = ("total", "registered", "good", "fair", "average", "weak")

seats = st.builds(
    SeatFact,
    unit_id=st.sampled_from("abcdef"),
    unit_kind=st.sampled_from(LEVELS),
    title=st.sampled_from(TITLES),
    full_time=st.booleans(),
    starts_on=st.dates(date(2015, 1, 1), date(2021, 1, 1)),
)
sheets = st.dictionaries(st.sampled_from([*RULES.criteria, "do_99"]), st.text(max_size=30))


def counts(seat: SeatFact) -> bool:
    """Whether S0-6 names this position, said once more in plain words."""
    listed = seat.unit_kind in ("top", "district", "grassroots", "grassroots_branch", "branch")
    full_time = seat.full_time and seat.unit_kind in ("top", "district")
    return (listed and seat.title != "officer") or full_time


@given(st.lists(seats, max_size=4))
def test_who_is_enrolled_follows_the_list_of_the_plan(held):
    """A person is enrolled exactly when one of his positions is listed, and counts at a listed one (S0-6)."""
    found = HOOKS.enrolment_basis(RULES, tuple(held))
    assert (found.seat is not None) == any(counts(seat) for seat in held)
    assert found.seat is None or (found.seat in held and counts(found.seat))
    assert (found.reason == "no_seat") == (found.seat is None)


@given(st.lists(seats, max_size=4))
def test_the_highest_position_counts_whatever_the_order(held):
    """One person, one unit: the highest level wins, and the order of the records never matters (S0-A6)."""
    answers = {HOOKS.enrolment_basis(RULES, order) for order in permutations(held)}
    assert len({(answer.seat and answer.seat.unit_id, answer.reason) for answer in answers}) == 1
    best = answers.pop().seat
    higher = [
        seat for seat in held if counts(seat) and best and LEVELS.index(seat.unit_kind) < LEVELS.index(best.unit_kind)
    ]
    assert higher == []


@given(sheets)
def test_a_sheet_is_accepted_exactly_when_it_keeps_every_rule(items):
    """At least one do and one don't of the list, a concrete solution under each (S0-9, S0-20)."""
    right = (
        all(key in RULES.criteria and len(solution.strip()) >= 10 for key, solution in items.items())
        and any(key.startswith("do_") and key in RULES.criteria for key in items)
        and any(key.startswith("dont_") for key in items)
    )
    assert (HOOKS.registration_problems(RULES, SheetFact(items=items)) == ()) == right


@given(sheets)
def test_problems_stand_at_an_input_of_the_form(items):
    """Each problem names the field it belongs to, so that the message can be shown beside it."""
    fields = {"items", "group.do", "group.dont"}
    fields |= {f"{kind}.{key}" for key in items for kind in ("solution", "item")}
    found = HOOKS.registration_problems(RULES, SheetFact(items=items))
    assert {finding.field for finding in found} <= fields


@given(st.lists(st.integers(0, 30), min_size=6, max_size=6))
def test_report_checks_fail_exactly_when_the_numbers_do(numbers):
    """(2) ≥ (3) and (3) = (4)+(5)+(6)+(7), on every row (S0-41, S0-42)."""
    row = dict(zip(COLUMNS, numbers, strict=True))
    found = {finding.code: finding for finding in HOOKS.report_problems(RULES, "appendix", RowFact(values=row))}
    assert ("report.less-than" in found) == (row["total"] < row["registered"])
    total = row["good"] + row["fair"] + row["average"] + row["weak"]
    assert ("report.not-the-sum" in found) == (row["registered"] != total)
    if "report.not-the-sum" in found:
        assert found["report.not-the-sum"].facts == {"check": "adds_up", "left": row["registered"], "right": total}


def test_a_disabled_level_cannot_be_given(kl06):
    """What a tenant takes out of the scale is no longer a result."""
    weak = msgspec.structs.replace(kl06.scale.levels["yeu"], disabled=True)
    scale = msgspec.structs.replace(kl06.scale, levels={**kl06.scale.levels, "yeu": weak})
    rules = msgspec.structs.replace(kl06, scale=scale)
    found = HOOKS.assessment_problems(rules, "committee", AssessmentFact(level="yeu", comment="Chưa thực hiện."))
    assert [finding.code for finding in found] == ["assessment.unknown-level"]


def test_an_unknown_stage_is_refused(kl06):
    """A stage that the rules do not have cannot be recorded."""
    found = HOOKS.assessment_problems(kl06, "chairman", AssessmentFact())
    assert [(finding.code, finding.field) for finding in found] == [("assessment.unknown-stage", "stage")]


def test_an_unknown_criterion_has_no_suggestions(kl06):
    """Nothing is suggested for what cannot be registered."""
    assert HOOKS.suggestions(kl06, "do_99") == ()
