"""What each row would do, over people who are known already."""

from datetime import date
from itertools import count
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.imports.people_match import Judge, Known
from core.imports.people_rows import Said

TODAY = date(2021, 11, 20)
UNITS = (None, UUID(int=901), UUID(int=902))
KEYS, CODES = ("a", "b"), (None, "X1", "X2", "X3")
BORN = (None, date(2000, 1, 1), date(2001, 1, 1))
ROWS = st.lists(
    st.builds(
        lambda key, code, born, unit: dict(key=key, full_name=key, code=code, birth_date=born, unit_id=unit),
        st.sampled_from(KEYS), st.sampled_from(CODES), st.sampled_from(BORN), st.sampled_from(UNITS),
    ).filter(lambda row: row["code"] or row["birth_date"]),
    max_size=8,
)  # fmt: skip


def judge(known: list[Known], duplicates: str = "", choices: dict[int, str] | None = None) -> Judge:
    """A judge over people with ids given in order."""
    numbers = count(1000)
    return Judge(known, {}, TODAY, lambda: UUID(int=next(numbers)), choices or {}, duplicates)


def said(rows: list[dict]) -> list[Said]:
    """The rows of a file."""
    return [Said(row=number, starts_on=TODAY if row["unit_id"] else None, **row) for number, row in enumerate(rows, 2)]


def after(known: list[Known], decisions) -> list[Known]:
    """The list after the decisions were carried out."""
    people = {one.id: one for one in known}
    for one in decisions:
        row = one.said
        if one.state == "new":
            facts = {name: getattr(row, name) for name in ("key", "full_name", "code", "birth_date", "unit_id")}
            people[one.person_id] = Known(id=one.person_id, since=TODAY if row.unit_id else None, **facts)
        elif one.state == "changed":
            old = people[one.person_id]
            people[old.id] = Known(
                id=old.id, key=row.key, full_name=row.full_name, code=row.code or old.code,
                birth_date=row.birth_date or old.birth_date, unit_id=row.unit_id or old.unit_id,
                since=TODAY if row.unit_id else old.since,
            )  # fmt: skip
    return list(people.values())


@given(ROWS, ROWS)
def test_no_code_is_ever_given_twice(first, second):
    """Whatever two files say one after the other, a code stays one person's."""
    known: list[Known] = []
    for rows in (first, second):
        one = judge(known, "new")
        known = after(known, [one.decide(row) for row in said(rows)])
        codes = [person.code for person in known if person.code]
        assert len(codes) == len(set(codes))


@given(ROWS)
def test_a_file_that_was_written_changes_nothing_the_second_time(rows):
    """Nobody new, nothing changed; likenesses that were asked about are asked about again."""
    one = judge([])
    decisions = [one.decide(row) for row in said(rows)]
    known = after([], decisions)
    again = judge(known)
    for before, row in zip(decisions, said(rows), strict=True):
        state = again.decide(row).state
        assert state in ("unchanged", "duplicate", "faulty") or before.state in ("duplicate", "faulty"), (before, state)


@given(ROWS)
def test_without_a_choice_nobody_alike_is_written(rows):
    """Each person written is one, or differs in name, birth date, branch or code."""
    one = judge([])
    new = [d for row in said(rows) if (d := one.decide(row)).state == "new"]
    marks = [(d.said.code, d.said.key, d.said.birth_date, d.said.unit_id) for d in new]
    assert len(marks) == len(set(marks))


def test_empty_cells_change_nothing():
    """A row that says less than is known leaves the rest."""
    known = Known(id=UUID(int=1), key="a", full_name="a", code="X1", birth_date=BORN[1], gender="female",
                  phone="0912345678", unit_id=UNITS[1], since=date(2020, 1, 1))  # fmt: skip
    found = judge([known]).decide(Said(row=2, key="a", full_name="a", code="X1"))
    assert (found.state, found.changes, found.move) == ("unchanged", (), "")


def test_a_code_with_another_name_and_birth_date_is_not_overwritten():
    """Somebody else's code is a slip of the pen, not a change of name."""
    known = Known(id=UUID(int=1), key="a", full_name="A", code="X1", birth_date=BORN[1])
    found = judge([known]).decide(Said(row=2, key="b", full_name="B", code="X1", birth_date=BORN[2]))
    assert found.faults[0].code == "import.code-of-another"
