"""Rows of a report: order, numbers and sums over any tree."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.packs.schema import Rows
from core.reports.rules import LEVELS, Place, levels_in, rows_of

GRAMMAR = Rows()
UNDER = {
    "top": ("district", "grassroots", "branch"),
    "district": ("grassroots", "grassroots_branch", "branch"),
    "grassroots": ("section", "branch"),
    "grassroots_branch": ("subbranch",),
    "section": ("branch",),
    "branch": ("subbranch",),
    "subbranch": (),
}


@st.composite
def trees(draw):
    """A tree of units with people counted in two columns, some units empty, some gone by the census day."""
    places, own = [Place(id=UUID(int=0), path="0001", kind="top", name="Tỉnh đoàn")], {}
    for number in range(1, draw(st.integers(1, 30))):
        parent = draw(st.sampled_from(places))
        if not UNDER[parent.kind]:
            continue
        kind = draw(st.sampled_from(UNDER[parent.kind]))
        places.append(
            Place(
                id=UUID(int=number), path=f"{parent.path}.{number:04}", kind=kind, name=f"Đơn vị {number}",
                ordinal=draw(st.integers(0, 2)), sort_key=str(number), current=draw(st.booleans()),
            )
        )  # fmt: skip
    for place in places:
        if draw(st.booleans()):
            own[place.id] = (draw(st.integers(0, 9)), draw(st.integers(0, 9)))
    return tuple(places), own


def shapes():
    """Every way to show less."""
    return {"down_to": st.sampled_from([None, *LEVELS]), "hide_empty": st.sampled_from([None, True, False])}


@given(trees(), shapes()["down_to"], shapes()["hide_empty"])
def test_a_row_is_its_own_people_and_its_children(tree, down_to, hide_empty):
    """Whatever is shown, a row's total is its own people plus the totals of its child rows (S0-43, domain.md §4)."""
    places, own = tree
    rows = rows_of(places, own, 2, GRAMMAR, down_to=down_to, hide_empty=hide_empty)
    for index, row in enumerate(rows):
        parts = [row.own, *(child.total for child in rows if child.parent == index)]
        assert row.total == tuple(map(sum, zip(*parts, strict=True)))


@given(trees(), shapes()["down_to"], shapes()["hide_empty"])
def test_hiding_rows_changes_no_total(tree, down_to, hide_empty):
    """A row that stays has the same total as in the whole table, and the first one counts everybody."""
    places, own = tree
    whole = {row.place.id: row.total for row in rows_of(places, own, 2, GRAMMAR, down_to="subbranch", hide_empty=False)}
    rows = rows_of(places, own, 2, GRAMMAR, down_to=down_to, hide_empty=hide_empty)
    assert all(row.total == whole.get(row.place.id, row.total) for row in rows)
    assert rows == () or rows[0].total == tuple(sum(column) for column in zip((0, 0), *own.values(), strict=True))


@given(trees())
def test_siblings_never_share_a_number(tree):
    """Under one parent all numbers differ; the dotted ones differ in the whole table."""
    rows = rows_of(*tree, 2, GRAMMAR, down_to="subbranch", hide_empty=False)
    under = [(row.parent, row.number) for row in rows]
    assert len(set(under)) == len(under)
    dotted = [row.number for row in rows if "." in row.number and row.number[0].isdigit()]
    assert len(set(dotted)) == len(dotted)


@given(trees())
def test_lettered_rows_follow_their_parent_in_order(tree):
    """Branches under one parent are a, b, c … without a gap, and stand before the numbered rows of that parent."""
    rows = rows_of(*tree, 2, GRAMMAR, down_to="subbranch", hide_empty=False)
    for index in range(len(rows)):
        children = [row for row in rows if row.parent == index]
        lettered = [row.place.kind == "branch" for row in children]
        assert lettered == sorted(lettered, reverse=True)
        marks = [row.number for row in children if row.place.kind == "branch"]
        assert marks == list(GRAMMAR.letters[: len(marks)]) or len(marks) > len(GRAMMAR.letters)


@given(trees())
def test_parents_come_before_their_children(tree):
    """Each row stands after its parent and one level deeper."""
    rows = rows_of(*tree, 2, GRAMMAR)
    assert all(
        row.parent is None or (row.parent < i and rows[row.parent].depth == row.depth - 1) for i, row in enumerate(rows)
    )


def test_the_form_of_the_source(units):
    """I, 1, 1.1, a, b, 1.2 as the appendix prints them; a branch directly under a district precedes its grassroots
    units; a unit that skips the district level is numbered by its depth (S0-43)."""
    rows = rows_of(*units, 6, GRAMMAR)
    assert [(row.number, row.place.name) for row in rows] == [
        ("I", "Tỉnh đoàn Kiên Giang"),
        ("1", "Huyện đoàn Giồng Riềng"),
        ("a", "Chi đoàn Huyện ủy"),
        ("1.1", "Đoàn xã Thạnh Hưng"),
        ("a", "Chi đoàn ấp Thạnh Xuân"),
        ("b", "Chi đoàn ấp Thạnh Trung"),
        ("1.2", "Chi đoàn Công an huyện"),
        ("2", "Đoàn phường Vĩnh Thanh"),
    ]
    assert rows[0].total == (45, 43, 32, 9, 1, 1)


def test_a_district_reports_on_itself(units):
    """In a district's own report its row is I and its grassroots units are 1, 2."""
    places, own = units
    below = tuple(place for place in places if place.path.startswith("0001.0001"))
    rows = rows_of(below, own, 6, GRAMMAR)
    assert [row.number for row in rows] == ["I", "a", "1", "a", "b", "2"]


def test_stopping_at_the_grassroots_keeps_their_branches_people(units):
    """With the branches left out, their people are the grassroots unit's own in the printed table."""
    rows = rows_of(*units, 6, GRAMMAR, down_to="grassroots")
    commune = next(row for row in rows if row.number == "1.1")
    assert (commune.own, commune.total) == ((13, 12, 7, 4, 0, 1),) * 2


def test_rows_with_nobody_are_hidden_until_asked_for(units):
    """The branch with nobody is left out by default and appears, as c, when empty rows are wanted."""
    shown = [row.place.name for row in rows_of(*units, 6, GRAMMAR)]
    wanted = {row.place.name: row.number for row in rows_of(*units, 6, GRAMMAR, hide_empty=False)}
    assert "Chi đoàn ấp Thạnh Đông" not in shown
    assert wanted["Chi đoàn ấp Thạnh Đông"] == "c"


def test_levels_offered_to_stop_at(units):
    """A province may stop at districts, grassroots units or branches; a branch has nothing below to leave out."""
    places, _ = units
    assert levels_in(places) == ("district", "grassroots", "branch")
    assert levels_in([place for place in places if place.name == "Chi đoàn Huyện ủy"]) == ()
