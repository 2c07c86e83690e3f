"""Pure rules: a code never gives more than its issuer has, a grant says all it must, names fit."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.access import POLICY, Actor, Seat, Target, can
from core.accounts import names, rules
from core.db.ids import new_id
from core.errors import Problem

PATHS = ("0000", "0000.0001", "0000.0001.0003", "0000.0001.0003.0007", "0000.0002", "0000.0002.0003")
STATES = ("enrolled", "submitted", "validated", "rated", "recognised", "open", "inspection", "restricted", "")
THIRD = new_id()  # a person who is neither of the two
UNIT = new_id()
# What being a member gives is nobody's to hand out: reading what was registered, an opinion of one's own, a word to a
# fellow member, coming to an activity.
MEMBERS = ("published.read", "feedback.give", "peer.say", "activity.read", "activity.join")


def leading(path: str, title: str) -> tuple[Seat, ...]:
    """The seats of a position."""
    roles = {"secretary": ("committee", "secretary"), "officer": ("staff",)}.get(title, ("committee",))
    return tuple(Seat(role, UNIT, path, title) for role in roles)


def held() -> st.SearchStrategy[tuple[Seat, ...]]:
    """Seats of a person: positions, a membership, granted roles."""
    titles = st.sampled_from(("secretary", "deputy", "member", "officer"))
    positions = st.builds(leading, st.sampled_from(PATHS), titles)
    granted = st.builds(
        lambda role, path: (Seat(role, UNIT, path),),
        st.sampled_from(("office", "inspector", "provincial_admin", "guest")), st.sampled_from(PATHS),
    )  # fmt: skip
    member = st.builds(lambda path: (Seat("member", UNIT, path),), st.sampled_from(PATHS))
    return st.lists(st.one_of(positions, member, granted), max_size=3).map(lambda parts: sum(parts, ()))


@settings(max_examples=400, suppress_health_check=[HealthCheck.filter_too_much])
@given(path=st.sampled_from(PATHS), more=held(), owner=held())
def test_a_code_never_gives_more_than_its_issuer_has(path, more, owner):
    """Whoever can be handed a code may do nothing to a third person that the issuer could not do himself."""
    giver = Actor(account_id=new_id(), person_id=new_id(), name="x", seats=leading(path, "secretary") + more)
    taker = Actor(account_id=new_id(), person_id=new_id(), name="y", seats=owner)
    assume(rules.reaches(giver, owner) and not giver.has("provincial_admin"))  # who can give himself any seat
    assert beyond(giver, taker) == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("title", ["secretary", "deputy", "officer"])
def test_one_seat_against_one(path, title):
    """The same for every single pair of a secretary and somebody's position, one after the other."""
    taker = Actor(account_id=new_id(), person_id=new_id(), name="y", seats=leading(path, title))
    givers = [
        Actor(account_id=new_id(), person_id=new_id(), name="x", seats=leading(led, "secretary")) for led in PATHS
    ]
    assert [beyond(giver, taker) for giver in givers if rules.reaches(giver, taker.seats)] in ([], [[]])


def beyond(giver: Actor, taker: Actor) -> list[tuple[str, Target]]:
    """What one may do to a third person's things, and the other may not."""
    targets = [Target(unit_path=path, person_id=THIRD, state=state) for path in PATHS for state in STATES]
    return [
        (action, target) for action in POLICY if action not in MEMBERS for target in targets
        if can(taker, action, target) and not can(giver, action, target)
    ]  # fmt: skip


def test_a_secretary_reaches_his_own_unit():
    """Members and his own committee; not another level, not beside, nobody with a granted role."""
    secretary = Actor(account_id=new_id(), name="x", seats=leading("0000.0001", "secretary"))
    member = Seat("member", UNIT, "0000.0002")
    for seats, reached in (
        ((), True), ((member,), True), (leading("0000.0001", "deputy"), True),
        (leading("0000.0001.0003", "secretary"), False), (leading("0000", "member"), False),
        (leading("0000.0002", "member"), False), ((member, Seat("office", UNIT, "0000.0001")), False),
        ((member, Seat("guest", UNIT, "0000.0001.0003")), False),
    ):  # fmt: skip
        assert rules.reaches(secretary, seats) is reached, seats
    deputy = Actor(account_id=new_id(), name="x", seats=leading("0000.0001", "deputy"))
    assert not rules.reaches(deputy, leading("0000.0001", "member"))


DAY = date(2021, 1, 20)


@pytest.mark.parametrize(
    ("role", "task", "starts", "ends", "code"),
    [
        ("committee", "", None, None, "form.unknown-choice"),
        ("department", "", None, None, "grant.task-missing"),
        ("department", "everything", None, None, "grant.task-missing"),
        ("guest", "", None, None, "grant.end-missing"),
        ("office", "", DAY - timedelta(1), None, "grant.in-the-past"),
        ("guest", "", DAY, DAY - timedelta(1), "grant.ends-before-start"),
    ],
)
def test_a_grant_that_says_too_little_is_refused(role, task, starts, ends, code):
    """Each refusal names what is missing."""
    with pytest.raises(Problem) as refused:
        rules.check_grant(role, task, starts, ends, DAY)
    assert refused.value.code == code


def test_a_grant_starts_today_unless_said_otherwise():
    """Without a day it is today; a later one stays."""
    assert rules.check_grant("office", "", None, None, DAY) == DAY
    assert rules.check_grant("department", "reports", DAY + timedelta(9), None, DAY) == DAY + timedelta(9)


@given(key=st.text(max_size=120), taken=st.sets(st.text("abcdut.ht23456", max_size=8)))
def test_a_suggested_name_is_free_and_well_formed(key, taken):
    """Whatever the person is called, the name can be stored and nobody has it."""
    name = names.suggested(key, taken)
    assert name not in taken
    assert 3 <= len(name) <= names.LONGEST and names.SHAPE.fullmatch(name)


def test_names_are_made_of_the_given_name():
    """The given name first, as people are called; the same one twice gets a number."""
    assert names.suggested("ho thi ut", set()) == "ut.ht"
    assert names.suggested("ho thi ut", {"ut.ht", "ut.ht2"}) == "ut.ht3"
    assert names.suggested("y", set()) == "y.dv"
