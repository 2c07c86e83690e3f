"""One access table, two readers: Python and SQL give the same answer for every role, action, place and state."""

import itertools

import pytest

from core import access
from core.access import EVERYBODYS, POLICY, RELATIONS, ROLES, TASKS, Actor, Seat, Target, can, holders, where
from core.db.ids import new_id
from core.db.scope import Database

# The prefix trap (0001 beside 00010…) cannot arise from fixed-width segments; 0001 and 0010 come near it.
PATHS = ("0000", "0000.0001", "0000.0001.0003", "0000.0001.0003.0007", "0000.0001.0010", "0000.0010", "0000.0010.0003")
STATES = ("enrolled", "draft", "submitted", "returned", "validated", "rated", "recognised", "open", "inspection",
          "restricted", "*", "")  # fmt: skip
ME, OTHER = new_id(), new_id()
OBJECTS = [
    Target(unit_path=path, person_id=person, state=state)
    for path, person, state in itertools.product(PATHS, (ME, OTHER, None), STATES)
]


def actors() -> list[Actor]:
    """Everybody: each role at each place, some with two seats, accounts without a person, and nobody at all."""
    found = [
        Actor(account_id=new_id(), person_id=person, name="x", seats=(Seat(role, new_id(), path),))
        for role, path, person in itertools.product(ROLES, PATHS, (ME, None))
    ]
    found += [
        Actor(account_id=new_id(), name="x", seats=(Seat("department", new_id(), path, task=task),))
        for task, path in itertools.product(TASKS, PATHS)
    ]
    both = (Seat("committee", new_id(), PATHS[1]), Seat("member", new_id(), PATHS[3]))
    return [
        *found,
        Actor(account_id=new_id(), person_id=ME, name="x", seats=both),
        Actor(account_id=new_id(), name="x"),
    ]


@pytest.mark.parametrize("action", POLICY)
async def test_python_and_sql_agree(database: Database, world, action):
    """For each action, the objects that `can` allows are exactly those that `where` selects."""
    rows = "unnest($1::text[], $2::uuid[], $3::text[]) with ordinality as o (path, person, state, number)"
    columns = [list(column) for column in zip(*((o.unit_path, o.person_id, o.state) for o in OBJECTS), strict=True)]
    async with database.tenant(world.scope, readonly=True) as tx:
        for actor in actors():
            condition, args = where(
                actor, action, path='o.path collate "C"', person="o.person", state="o.state", first=4
            )
            selected = await tx.fetch(f"select o.number from {rows} where {condition}", *columns, *args)
            allowed = {number for number, one in enumerate(OBJECTS, start=1) if can(actor, action, one)}
            assert {row["number"] for row in selected} == allowed, (action, actor)


@pytest.mark.parametrize("action", POLICY)
async def test_who_may_is_the_same_table_read_the_other_way(database: Database, world, action):
    """For each object, the seats that `holders` selects are exactly those whose actor `can`."""
    seated = [(actor, actor.seats[0]) for actor in actors() if len(actor.seats) == 1]
    columns = [[s.role for _, s in seated], [s.task for _, s in seated], [s.unit_path for _, s in seated]]
    people = [actor.person_id for actor, _ in seated]
    rows = "unnest($1::text[], $2::text[], $3::text[], $4::uuid[]) with ordinality as s (role, task, path, person, n)"
    async with database.tenant(world.scope, readonly=True) as tx:
        for one in OBJECTS[::2]:
            condition, args = holders(
                action, one, role="s.role", task="s.task", seat='s.path collate "C"', me="s.person", first=5
            )
            selected = await tx.fetch(f"select s.n from {rows} where {condition}", *columns, people, *args)
            allowed = {n for n, (actor, _) in enumerate(seated, start=1) if can(actor, action, one)}
            assert {row["n"] for row in selected} == allowed, (action, one)


def test_a_department_does_nothing_that_the_office_does_not():
    """Within its task a department may what the office may at the same place, outside of it nothing."""
    everything = set()
    for task, path in itertools.product(TASKS, PATHS):
        department = Actor(account_id=new_id(), name="x", seats=(Seat("department", new_id(), path, task=task),))
        office = Actor(account_id=new_id(), name="x", seats=(Seat("office", new_id(), path),))
        for action in POLICY:
            allowed = [one for one in OBJECTS if can(department, action, one)]
            assert all(can(office, action, one) for one in allowed), (task, action)
            assert not allowed or action in (*TASKS[task], *EVERYBODYS)
            everything.update({(task, action)} if allowed else ())
    assert {(task, action) for task, actions in TASKS.items() for action in actions} <= everything


def test_a_guest_only_reads():
    """Whatever a guest may do beyond his own account is reading, at his unit and below."""
    for path in PATHS:
        guest = Actor(account_id=new_id(), name="x", seats=(Seat("guest", new_id(), path),))
        for action in POLICY:
            seen = {one.unit_path for one in OBJECTS if can(guest, action, one)}
            if action not in EVERYBODYS:
                assert not seen or action.endswith(".read"), action
                assert all(place == path or place.startswith(path + ".") for place in seen), action


def test_a_secretary_may_all_that_a_committee_may():
    """The seat of a secretary stands beside the one of the committee, and adds to it the codes on paper
    and asking for more time."""
    assert {action for action, rules in POLICY.items() if "secretary" in rules} == {
        *EVERYBODYS, "account.issue", "extension.ask",
    }  # fmt: skip


def test_every_rule_uses_known_words():
    """Roles, relations and shapes of the table come from the closed lists."""
    for action, rules in POLICY.items():
        assert set(rules) <= set(ROLES), action
        for ways, states in rules.values():
            assert {name for way in ways.split("|") for name in way.split("&")} <= set(RELATIONS), action
            assert isinstance(states, tuple) and states, action


def test_every_relation_is_used():
    """No relation stands unused beside the table."""
    used = {
        n for rules in POLICY.values() for ways, _ in rules.values() for way in ways.split("|") for n in way.split("&")
    }
    assert used == set(RELATIONS)


@pytest.mark.parametrize("action", ["registration.validate", "assessment.voice", "assessment.rate", "register.confirm"])
def test_nobody_acts_on_his_own_sheet(action):
    """Whatever the role and place, one's own sheet is closed to oneself."""
    for actor in actors():
        for one in OBJECTS:
            if actor.person_id is not None and one.person_id == actor.person_id:
                assert not can(actor, action, one)


def test_removing_any_rule_is_noticed(monkeypatch):
    """Every line of the table matters: without it some decision changes."""
    everybody = actors()
    for action, rules in POLICY.items():
        before = {(i, j) for i, a in enumerate(everybody) for j, o in enumerate(OBJECTS) if can(a, action, o)}
        for role in rules:
            cut = {name: rule for name, rule in rules.items() if name != role}
            monkeypatch.setattr(access, "POLICY", {**POLICY, action: cut})
            after = {(i, j) for i, a in enumerate(everybody) for j, o in enumerate(OBJECTS) if can(a, action, o)}
            assert after < before, (action, role)
            monkeypatch.undo()
