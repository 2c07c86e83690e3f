"""What a reorganisation may not do to anybody: lose, double, or leave a total unexplained."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from drawing import DAY, PROGRAMME, TODAY, TOP, dissolutions, mergers, number, provinces, state_of
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Problem
from core.reorganisations.edits import apply, inverse
from core.reorganisations.facts import Asked, NewUnit
from core.reorganisations.planning import plan_of
from core.reorganisations.rules import problems
from core.reorganisations.totals import plus, totals

CHANGES = st.one_of(dissolutions(), mergers())


def carried_out(drawn):
    """The state before, the plan, and the state after."""
    at, asked = drawn
    before, plan = state_of(at), plan_of(at, asked)
    return at, before, plan, apply(before, plan.edits)


@settings(deadline=None)
@given(CHANGES)
def test_turned_back_everything_is_as_before(drawn):
    """The plan, then its inverse, is identity; only units that were founded stay as rows that existed no day."""
    _, before, plan, after = carried_out(drawn)
    again = apply(after, inverse(plan.edits))
    again["unit"] = {key: row for key, row in again["unit"].items() if row["closed_on"] != row["opened_on"]}
    assert {table: rows for table, rows in again.items() if rows} == {t: rows for t, rows in before.items() if rows}


@settings(deadline=None)
@given(CHANGES)
def test_nobody_is_lost_or_doubled(drawn):
    """Everybody who was in a branch is in one branch afterwards, an open one; every enrolment is there once."""
    _, before, _, after = carried_out(drawn)
    open_units = {row["id"] for row in after["unit"].values() if row["closed_on"] is None}
    was = sorted(row["person_id"] for row in before["membership"].values() if row["ends_on"] is None)
    now = [row for row in after["membership"].values() if row["ends_on"] is None]
    assert sorted(row["person_id"] for row in now) == was
    assert {row["unit_id"] for row in now} <= open_units
    assert set(after["enrolment"]) == set(before["enrolment"])


@settings(deadline=None)
@given(CHANGES)
def test_no_open_unit_stands_under_a_closed_one(drawn):
    """Every open unit has an open parent, up to the top, and a version of its place from the day on."""
    _, _, _, after = carried_out(drawn)
    units = after["unit"]
    for row in units.values():
        if row["closed_on"] is None and row["parent_id"]:
            assert units[row["parent_id"],]["closed_on"] is None
        current = [v for v in after["unit_version"].values() if v["unit_id"] == row["id"] and v["valid_to"] is None]
        assert [(v["name"], v["parent_id"]) for v in current] == (
            [] if row["closed_on"] else [(row["name"], row["parent_id"])]
        )


@settings(deadline=None)
@given(CHANGES)
def test_every_source_closes_on_the_day_and_leaves_nothing_behind(drawn):
    """It is closed, has no version from the day on, no open unit under it, and a successor for whatever it had."""
    _, _, plan, after = carried_out(drawn)
    gone = {str(one) for one in plan.asked.sources}
    assert {row["id"] for row in after["unit"].values() if row["closed_on"] == str(DAY)} == gone
    assert not [r for r in after["unit"].values() if r["parent_id"] in gone and r["closed_on"] is None]
    assert not [v for v in after["unit_version"].values() if v["unit_id"] in gone and v["valid_to"] is None]
    heirs = {(row["predecessor_id"], row["successor_id"]) for row in after.get("unit_lineage", {}).values()}
    assert {(str(m.source), str(m.target)) for m in plan.moves} | {
        (str(b.source), str(b.target)) for b in plan.bodies
    } <= heirs


@settings(deadline=None)
@given(CHANGES)
def test_nobody_serves_a_unit_that_is_gone(drawn):
    """Seats at a closed unit end the day before at the latest; who is carried over serves an open one."""
    _, _, _, after = carried_out(drawn)
    closed = {row["id"] for row in after["unit"].values() if row["closed_on"]}
    assert not [row for row in after["position"].values() if row["unit_id"] in closed and row["ends_on"] is None]


@settings(deadline=None)
@given(CHANGES)
def test_only_recognised_results_stay_with_a_closed_unit(drawn):
    """A sheet goes with its person; a recognised result belongs to the unit that sent it."""
    at, _, plan, after = carried_out(drawn)
    state = {str(one.person_id): one.state for one in at.enrolled}
    closed = {str(one) for one in plan.closes}
    left = [row for row in after["enrolment"].values() if row["unit_id"] in closed]
    assert {state[row["person_id"]] for row in left} <= {"recognised"}
    moved = {one.key["person_id"] for one in plan.edits if one.table == "enrolment"}
    assert "recognised" not in {state[person] for person in moved}


@settings(deadline=None)
@given(CHANGES)
def test_every_total_is_explained_and_agrees_with_a_count(drawn):
    """After = before - went + came for every unit shown; each side equals a count of the people; the top keeps all."""
    at, before, plan, after = carried_out(drawn)
    found = totals(at, plan)
    assert all(one.explained for one in found)
    for one in found:
        assert one.before == counted(before, one.unit_id)
        assert one.after == counted(after, one.unit_id)
        if one.unit_id == TOP:
            assert one.before == one.after and not one.came and not one.went


def counted(state, unit_id: UUID) -> tuple[int, ...]:
    """A unit's total counted from people, up the tree as it stands."""

    def under(place: str | None) -> bool:
        while place is not None:
            if place == str(unit_id):
                return True
            place = state["unit"][place,]["parent_id"]
        return False

    rows = [row["counts"] for row in state["enrolment"].values() if under(row["unit_id"])]
    return plus((0, 0, 0, 0, 0), rows)


@settings(deadline=None)
@given(dissolutions())
def test_names_that_meet_in_a_new_unit_are_told_apart(drawn):
    """Branches of the same name from two communes get the old commune's name; without it they are refused."""
    at, asked = drawn
    _, _, _, after = carried_out(drawn)
    names = [(r["parent_id"], r["sort_key"]) for r in after["unit"].values() if r["closed_on"] is None]
    assert len(names) == len(set(names))
    plain = msgspec.structs.replace(asked, distinguish=False)
    clash = any(move.name != move.unit.name for move in plan_of(at, asked).moves)
    assert clash == ("reorganisation.names-clash" in [one.code for one in problems(at, plain)])


@settings(deadline=None)
@given(dissolutions(), st.data())
def test_whoever_is_forgotten_keeps_the_units_open(drawn, data):
    """With several receivers a sub-unit or people without a place are refused and named."""
    at, asked = drawn
    if len(asked.made) < 2 or not asked.units:
        return
    forgotten = data.draw(st.sampled_from(sorted(asked.units)))
    less = msgspec.structs.replace(asked, units={k: v for k, v in asked.units.items() if k != forgotten})
    with pytest.raises(Problem) as refused:
        plan_of(at, less)
    assert refused.value.code == "reorganisation.units-left"


def codes(at, asked: Asked) -> set[str]:
    """What keeps a reorganisation from being carried out."""
    return {one.code for one in problems(at, asked)}


@settings(deadline=None)
@given(provinces())
def test_what_cannot_be_is_refused_with_its_reason(at):
    """No source, no receiver, no decision, the top, a day to come or too early, a kind in the wrong place."""
    district = next(one for one in at.units.values() if one.kind == "district")
    new = NewUnit(id=number(9, 0), parent_id=TOP, name="Đoàn xã mới", kind="grassroots")
    assert codes(at, Asked(kind="merge", on=TODAY)) >= {
        "form.required", "reorganisation.no-source", "reorganisation.no-target",
    }  # fmt: skip
    top = Asked(kind="merge", on=TODAY + timedelta(days=1), basis="x", sources=(TOP,), made=(new,))
    assert codes(at, top) >= {"unit.top-stays", "reorganisation.in-the-future", "reorganisation.parent-gone"}
    young = Asked(kind="merge", on=district.since - timedelta(days=1), basis="x", sources=(district.id,), made=(new,))
    assert "reorganisation.too-early" in codes(at, young)
    odd = msgspec.structs.replace(new, kind="branch", parent_id=district.id)
    assert "reorganisation.parent-gone" in codes(at, msgspec.structs.replace(young, on=DAY, made=(odd,)))
    if at.below.get(district.id):
        assert "reorganisation.unit-does-not-fit" in codes(at, msgspec.structs.replace(young, on=DAY))
    split = Asked(kind="split", on=DAY, basis="x", sources=(district.id,), made=(new,))
    assert "reorganisation.split-needs-two" in codes(at, split)


def test_a_split_may_keep_its_source():
    """Who is not named stays where he is, and the unit goes on."""
    from drawing import Enrolled, Member, Snapshot, datetime, open_below, unit

    units = {one.id: one for one in (
        unit(1, None, "top", "Tỉnh đoàn"), unit(2, UUID(int=1), "grassroots", "Đoàn xã"),
        unit(3, UUID(int=2), "branch", "Chi đoàn lớn"),
    )}  # fmt: skip
    people = [number(2, nth) for nth in range(4)]
    at = Snapshot(
        today=TODAY, now=datetime(2021, 7, 5), under={}, units=units, below=open_below(units), programmes=(PROGRAMME,),
        members=tuple(Member(one, UUID(int=3), DAY - timedelta(days=9), None) for one in people),
        enrolled=(
            Enrolled(
                programme_id=PROGRAMME, person_id=people[0], unit_id=UUID(int=3), state="submitted",
                placed_by_act=False, counts=(1, 1, 0, 0, 0),
            ),
        ),
        own={(PROGRAMME, UUID(int=3)): (1, 1, 0, 0, 0)},
    )  # fmt: skip
    new = NewUnit(id=number(9, 0), parent_id=UUID(int=2), name="Chi đoàn mới", kind="branch")
    asked = Asked(
        kind="split", on=DAY, basis="x", sources=(UUID(int=3),), kept=(UUID(int=3),), made=(new,),
        persons={UUID(int=3): {people[0]: new.id, people[1]: new.id}},
    )  # fmt: skip
    after = apply(state_of(at), plan_of(at, asked).edits)
    homes = {row["person_id"]: row["unit_id"] for row in after["membership"].values() if row["ends_on"] is None}
    assert [homes[str(one)] == str(new.id) for one in people] == [True, True, False, False]
    assert after["unit"][str(UUID(int=3)),]["closed_on"] is None
    said = {one.unit_id: (one.before[0], one.after[0]) for one in totals(at, plan_of(at, asked))}
    assert said[UUID(int=3)] == (1, 0) and said[new.id] == (0, 1) and said[UUID(int=2)] == (1, 1)
