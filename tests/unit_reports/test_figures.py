"""Numbers of a report from data, typed rows and accepted reports; what the checks find and how it is settled."""

from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.reports.rules import Place
from core.unit_reports import findings
from core.unit_reports.figures import Part, Typed, filled
from core.unit_reports.findings import Finding, Group

PATHS = ("0001", "0001.0001", "0001.0001.0001", "0001.0002", "0001.0002.0001", "0001.0002.0002")
PLACES = tuple(
    Place(id=UUID(int=at), path=path, kind="grassroots", name=f"Đơn vị {at}", sort_key=path)
    for at, path in enumerate(PATHS, 1)
)
ROOT, A, A1, B, B1, B2 = (place.id for place in PLACES)
counts = st.tuples(st.integers(0, 50), st.integers(0, 50))
DATA = st.fixed_dictionaries({place.id: counts for place in PLACES})


@given(DATA, st.dictionaries(st.sampled_from([A1, B1, B2, B]), counts), counts, st.booleans())
def test_rows_always_add_up(data, reported, typed, head) -> None:
    """Whatever was counted, reported or typed: a row says what was given for it, and the sum of all own people is the
    row of the unit itself."""
    parts = {B: Part(unit_id=B, edition_id=B, edition=1, own=reported)}
    rows = {A: Typed(numbers=typed, words="Chưa dùng phần mềm")}
    rows |= {ROOT: Typed(numbers=(900, 900), words="Kể cả cán bộ tăng cường")} if head else {}
    found = filled(PLACES, data, 2, parts, rows)
    lines = {line.place.id: line for line in found.lines}
    assert [line.place.id for line in found.lines] == [ROOT, A, B]
    assert lines[A].numbers == typed and lines[A].kind == "typed"
    assert lines[B].numbers == tuple(sum(one[at] for one in reported.values()) for at in (0, 1))
    assert lines[ROOT].numbers == tuple(sum(one[at] for one in found.own.values()) for at in (0, 1))
    assert lines[A].counted == tuple(data[A][at] + data[A1][at] for at in (0, 1))
    assert not head or lines[ROOT].numbers == (900, 900)


def test_people_of_a_unit_that_moved_away_stay_with_the_report() -> None:
    """A report says what it said: a unit that is not below any more counts at the one that reported it."""
    gone = UUID(int=99)
    parts = {B: Part(unit_id=B, edition_id=B, edition=1, own={B: (1, 1), gone: (4, 3)})}
    found = filled(PLACES, {B1: (9, 9)}, 2, parts, {})
    assert found.own[B] == (5, 4) and found.own[B1] == (0, 0)


def test_a_total_smaller_than_its_parts_is_named() -> None:
    """Parent = own + children: the typed row, its cell, and what stands below it."""
    found = filled(PLACES, {B1: (6, 5), B2: (6, 5)}, 2, {}, {B: Typed(numbers=(10, 10), words="…")})
    (group, _) = findings.found((), {}, ("total", "registered"), found, {})
    assert [(one.unit_id, one.column, one.left, one.right) for one in group.findings] == [(B, "total", 10, 12)]


def test_a_big_change_asks_for_a_word() -> None:
    """A quarter and five people against the year before, the biggest cell of a unit; less asks for nothing."""
    found = filled(PLACES, {A: (40, 40), B: (12, 11)}, 2, {}, {})
    (_, group) = findings.found((), {}, ("total", "registered"), found, {A: (20, 38), B: (9, 11), ROOT: (50, 50)})
    assert [(one.unit_id, one.column, one.left, one.right) for one in group.findings] == [(A, "total", 40, 20)]


def test_a_justification_holds_for_its_numbers_alone() -> None:
    """Said to one finding, to a whole rule, or by the report below; with other numbers it is open again."""
    one = Finding(rule="adds_up", unit_id=B1, name="Chi đoàn", column="registered", left=7, right=6)
    other = Finding(rule="adds_up", unit_id=A, name="Chi đoàn", column="registered", left=3, right=2)
    group = Group(rule="adds_up", shown="(3) = (4)", findings=(one, other))

    def left(said, parts=None, groups=(group,)):
        return [len(known.open) for known in findings.settled(groups, said, parts or {}, PLACES)]

    assert left({}) == [2]
    assert left({one.key: (one.digest, "Một người chuyển công tác")}) == [1]
    assert left({one.key: ("8:6", "Một người chuyển công tác")}) == [2]
    assert left({"adds_up": (group.digest, "Chờ họp xếp loại")}) == [0]
    assert left({"adds_up": ("khác", "Chờ họp xếp loại")}) == [2]
    part = Part(unit_id=B, edition_id=B, edition=1, own={}, words={one.key: (one.digest, "Đã giải trình")})
    assert left({}, {B: part}) == [1]
    moved = msgspec.structs.replace(group, findings=(msgspec.structs.replace(one, left=9), other))
    assert left({}, {B: part}, (moved,)) == [2]
