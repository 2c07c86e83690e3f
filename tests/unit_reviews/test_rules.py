"""Rounds about units, what a review must hold, how a unit stands: pure."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import Actor, Seat
from core.db.ids import new_id
from core.errors import NotFound, Problem
from core.packs.calendar import Due
from core.packs.catalog import discover
from core.packs.schema import Level, Scale
from core.packs.text import Text
from core.unit_reviews import rules
from core.unit_reviews.rules import Tally

PACKS = discover()
S1 = PACKS.get("kien_giang_member_training").rules
LEVELS = Scale(kind="named", levels={"good": Level(title=Text("Tốt")), "weak": Level(title=Text("Yếu"))})
NAMED = msgspec.structs.replace(S1, scale=LEVELS)
NOON = datetime(2021, 6, 30, 5, tzinfo=UTC)
tallies = st.builds(lambda done, rest, late: Tally(units=done + rest, done=done, late=min(late, done)),
                    *[st.integers(0, 500)] * 3)  # fmt: skip


def due(closes_at: datetime) -> Due:
    """A milestone that ends at an instant."""
    return Due(
        key="k", act="a", title=Text("Kỳ"), opens_at=closes_at - timedelta(days=90), closes_at=closes_at,
        opens_strict=False, wording="by", named=closes_at.date(), owed_by=(), to=None, through=None, late="mark",
    )  # fmt: skip


def test_the_plan_reviews_grassroots_units_twice_a_year():
    """S1-21: half a year and a year, by the unit above, about grassroots units only."""
    found = rules.rounds(S1)
    assert [one.key for one in found] == ["half_year", "year"]
    assert all(one.reviews("grassroots") and not one.reviews("branch") for one in found)
    assert [one.act for one in found] == ["stage:half_year.district", "stage:year.district"]


def test_other_packs_review_no_units():
    """A programme about people has no such round and no such page."""
    assert rules.rounds(PACKS.get("kien_giang_kl06").rules) == ()
    with pytest.raises(NotFound):
        rules.round_at(PACKS.get("kien_giang_kl06").rules, "year")


@given(st.text(max_size=4020), st.sampled_from(["", "good", "weak", "best"]), st.booleans())
def test_a_review_has_words_and_a_level_where_there_are_levels(comment, level, named):
    """S1-A1: without a scale no level is asked for or taken; with one it is one of its levels."""
    pack = NAMED if named else S1
    fine = comment.strip() and len(comment) <= 4000 and (level in ("good", "weak") if named else level == "")
    if fine:
        rules.check(pack, comment, level)
        return
    with pytest.raises(Problem) as refused:
        rules.check(pack, comment, level)
    assert {one.field for one in refused.value.problems} <= {"comment", "level"}
    assert refused.value.problems


@given(st.booleans(), st.booleans(), st.none() | st.integers(-500, 500))
def test_a_unit_is_overdue_only_after_its_date(reviewed, late, hours):
    """A review that was given is never overdue; a missing one is, once the date has passed."""
    one = due(NOON + timedelta(hours=hours)) if hours is not None else None
    state = rules.state(reviewed, late, one, NOON)
    if reviewed:
        assert state == ("late" if late else "done")
    else:
        assert (state == "overdue") is (hours is not None and hours <= 0)


@given(st.lists(st.integers(-400, 400), min_size=1, max_size=5, unique=True))
def test_the_round_shown_first_is_the_next_one_due(days):
    """The nearest date that has not passed; after all of them the last round."""
    found = [(f"r{n}", due(NOON + timedelta(days=day))) for n, day in enumerate(days)]
    shown = rules.current(found, NOON)
    ahead = [day for day in days if day > 0]
    assert shown == (f"r{days.index(min(ahead))}" if ahead else f"r{len(days) - 1}")


@given(st.lists(tallies, max_size=8))
def test_parts_add_up(parts):
    """What is missing in the whole is what is missing in the parts."""
    total = rules.added(parts)
    assert total.missing == sum(part.missing for part in parts)
    assert (total.units, total.done, total.late) == tuple(
        sum(getattr(part, name) for part in parts) for name in ("units", "done", "late")
    )


@given(st.sampled_from(["0000", "0000.0001", "0000.0001.0002"]), st.sampled_from(["committee", "staff", "member"]))
def test_only_a_seat_on_the_committee_makes_a_unit_ones_own(path, role):
    """A commune's committee does not review the commune, though it sits on the district's too."""
    actor = Actor(account_id=new_id(), name="x", seats=(Seat(role, new_id(), path),))
    assert rules.own(actor, "0000.0001") is (role == "committee" and path == "0000.0001")
