"""What a draft would have made of a stored year: recounted where the facts say it, named where they do not."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessments.scoring import facts_of
from core.db.ids import new_id
from core.packs import defaults
from core.packs.catalog import discover
from core.packs.facts import Finding
from core.packs.patching import active, resolve
from core.programmes.rules import rank_of
from core.trials.rules import Shift, Side, Stored, Why, judge, refused, shifts
from core.trials.summary import Cell, Line, Tally

POINTS = discover().get("dhkt_school_year").rules
NAMED = discover().get("kien_giang_kl06").rules
LOWER = resolve(POINTS, {"scale": {"levels": {"hoan_thanh_xuat_sac": {"minimum": 88}}}})
KEYS = ("1.1", "1.3", "2.1", "2.2", "3.1", "3.3", "3.5", "4.1", "5.1", "5.2")


def year(**more: object) -> Stored:
    """A year of ten criteria with 88 of 100 points, decided as the points say."""
    found: dict[str, object] = {
        "person_id": new_id(), "unit_id": new_id(), "registration_id": new_id(),
        "items": dict.fromkeys(KEYS, "Đã nêu"), "points": dict.fromkeys(KEYS, 1000),
        "given": dict.fromkeys(KEYS, 880), "level": "hoan_thanh_tot", "computed": "hoan_thanh_tot",
    }  # fmt: skip
    return Stored(**(found | more))


def outcome(patch: dict, stored: Stored, base=POINTS):
    """What a draft with these edits makes of a stored year."""
    return judge(Side(base, defaults_rate), Side(resolve(base, patch), defaults_rate), stored)


def defaults_rate(rules, many):
    return defaults.rate(rules, many)


def test_the_same_rules_change_nobody() -> None:
    """Judged by the rules of its year, a result is what it was."""
    assert outcome({}, year()).kind == "same"


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(71, 100), st.integers(71, 100))
def test_moved_bounds_give_what_the_scale_says(each: int, one: int, other: int) -> None:
    """Whatever the points and the bounds, the recount is the draft's own band, and the step has its sign."""
    good, best = sorted((one, other + (one == other)))
    before = defaults.rate(POINTS, (fact(each),))[0].level
    found = outcome(
        {"scale": {"levels": {"hoan_thanh_xuat_sac": {"minimum": best, "maximum": 100},
                              "hoan_thanh_tot": {"minimum": good, "maximum": best - 1},
                              "hoan_thanh": {"maximum": good - 1}}}},
        year(given=dict.fromkeys(KEYS, each), level=before, computed=before),
    )  # fmt: skip
    total = each * 10 / 100
    assert found.level == (
        "hoan_thanh_xuat_sac" if total >= best else "hoan_thanh_tot" if total >= good
        else "hoan_thanh" if total >= 70 else "khong_hoan_thanh"
    )  # fmt: skip
    assert found.step == rank_of(POINTS, before) - rank_of(POINTS, found.level)
    assert (found.kind == "changed") == (found.level != before)


def fact(each: int):
    """The facts of ten criteria with so many hundredths each."""
    return facts_of(dict.fromkeys(KEYS, 1000), dict.fromkeys(KEYS, each), {})


@pytest.mark.parametrize(
    ("patch", "more", "why"),
    [
        ({"criteria": {"1.1": {"disabled": True}}}, {}, Why("criterion-gone", "1.1")),
        ({"registration": {"points": {"total": 120}}}, {}, Why("total-moved", "100→120")),
        ({"scale": {"kind": "points_with_prerequisites",
                    "prerequisites": {"clean": {"title": "Không vi phạm"}}}}, {}, Why("condition-open", "clean")),
        ({}, {"given": dict.fromkeys(KEYS[1:], 880)}, Why("item-open", "1.1")),
        ({"scale": {"levels": {"hoan_thanh": {"disabled": True}}}},
         {"level": "hoan_thanh", "override_reason": "Muộn"}, Why("level-gone", "hoan_thanh")),
        ({"scale": {"levels": {"khong_hoan_thanh": {"also": []}}}},
         {"level": "khong_hoan_thanh", "by_rule": "nothing_registered", "points": {}},
         Why("case-gone", "nothing_registered")),
        ({"scale": {"kind": "named"}}, {}, Why("judged-instead")),
    ],
)  # fmt: skip
def test_what_nobody_said_is_named_and_never_guessed(patch: dict, more: dict, why: Why) -> None:
    """Where the stored year has no answer to the draft's question, the person is undecided and the question named."""
    found = outcome(patch, year(**more))
    assert (found.kind, found.why, found.level) == ("undecided", (why,), None)


def test_points_below_every_band_are_undecided() -> None:
    """A hole in the scale gives nobody a level."""
    low = {"scale": {"levels": {"khong_hoan_thanh": {"minimum": 75}, "hoan_thanh": {"minimum": 78}}}}
    found = outcome(low, year(given=dict.fromkeys(KEYS, 700), level="hoan_thanh", computed="hoan_thanh"))
    assert (found.kind, found.why) == ("undecided", (Why("no-band", "7000"),))


def test_a_decision_against_the_points_stays() -> None:
    """A level given with a reason is the committee's; other bounds change what was computed, not what was decided."""
    stored = year(level="hoan_thanh", override_reason="Nộp muộn")
    found = outcome({"scale": {"levels": {"hoan_thanh_tot": {"minimum": 85}}}}, stored)
    assert (found.kind, found.rating.computed) == ("same", "hoan_thanh_tot")


def test_a_judged_level_stays_what_the_committee_said() -> None:
    """On a named scale criteria, dates and titles change no level; only a cap does, from what the books hold."""
    stored = year(level="tot", computed="tot", points=dict.fromkeys(("do_1", "dont_1")), given={},
                  violations={"inspection": 1})  # fmt: skip
    assert outcome({"criteria": {"do_1": {"disabled": True}}}, stored, NAMED).kind == "same"
    capped = {"scale": {"caps": {"one": {"title": "Bị nhắc nhở", "register": "inspection", "level": "kha"}}}}
    found = outcome(capped, stored, NAMED)
    assert (found.kind, found.level, found.step) == ("changed", "kha", -1)


def test_a_judged_level_that_the_draft_drops_needs_the_committee_again() -> None:
    """Nobody is moved to a neighbour by a machine."""
    stored = year(level="yeu", computed="yeu", points={}, given={})
    found = outcome({"scale": {"levels": {"yeu": {"disabled": True}}}}, stored, NAMED)
    assert (found.kind, found.why) == ("undecided", (Why("level-gone", "yeu"),))


def test_who_has_no_result_is_not_compared() -> None:
    """Nobody's missing result counts as a level."""
    assert outcome({}, year(level=None)).kind == "unrated"


def test_a_result_that_its_own_rules_do_not_give_is_no_effect_of_the_draft() -> None:
    """A record that does not follow from its facts is named as such."""
    found = outcome({}, year(level="hoan_thanh", computed="hoan_thanh"))
    assert (found.kind, found.why) == ("undecided", (Why("record-differs"),))


def test_only_new_refusals_of_a_sheet_are_told() -> None:
    """What the old rules would have found too is no effect of the draft."""
    old = (Finding(code="a", field="item.1"),)
    few = Finding(code="registration.group-too-few", field="group.x")
    short = [Finding(code="registration.solution-too-short", field=f"solution.{key}") for key in KEYS]
    assert refused(old, (Finding(code="a", field="item.1"), few, few, *short)) == (
        ("registration.group-too-few", "x"), ("registration.solution-too-short", ""),
    )  # fmt: skip


def test_a_moved_date_makes_late_and_in_time() -> None:
    """An act between the old and the new end changes sides; one without a date any more is never late."""
    due = next(one for one in defaults.milestones(NAMED, 2020) if one.act == "registration")
    later = msgspec.structs.replace(due, closes_at=due.closes_at + timedelta(days=15))
    after = year(acts={"registration": due.closes_at + timedelta(days=3)}, late=frozenset(["registration"]))
    assert shifts({due.act: due}, {due.act: later}, after) == (Shift("registration", True, False),)
    assert shifts({due.act: due}, {}, after) == (Shift("registration", True, False),)
    assert shifts({due.act: due}, {due.act: due}, after) == ()
    before = year(acts={"registration": datetime(2020, 1, 2, tzinfo=UTC)})
    assert shifts({due.act: later}, {due.act: due}, before) == ()


@settings(deadline=None)
@given(st.lists(st.sampled_from(["hoan_thanh_tot", "hoan_thanh", None]), max_size=12))
def test_the_sums_cover_everybody_once(levels: list) -> None:
    """Every person is in one cell, and the cells add up to the roster."""
    tally, new = Tally({}, {}), LOWER
    for level in levels:
        one = year(level=level, computed=level, given=dict.fromkeys(KEYS, 880 if level == "hoan_thanh_tot" else 700))
        found = judge(Side(POINTS, defaults_rate), Side(new, defaults_rate), one)
        tally.add(Line(person_id=one.person_id, unit_id=one.unit_id, was=level or "", registered=True, outcome=found),
                  {}, frozenset())  # fmt: skip
    told = tally.told(0)
    assert sum(cell.people for cell in told.cells) == told.people == len(levels)
    assert told.same + told.changed + told.undecided + told.unrated == told.people
    rated = [level for level in levels if level]
    assert told.changed == told.up == rated.count("hoan_thanh_tot")
    assert all(isinstance(cell, Cell) for cell in told.cells)
    assert next(iter(active(new.scale.levels))) == "hoan_thanh_xuat_sac"
