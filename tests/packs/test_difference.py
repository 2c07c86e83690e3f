"""What differs between two packs: what came, went, changed, and what really moved."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from core.packs import difference, reading
from core.packs.difference import changes


def edited(pack, edit):
    """The pack after an edit of its plain data, with the orders of its criteria counted anew."""
    plain = copy.deepcopy(reading.plain(pack))
    edit(plain)
    for entry in plain["criteria"].values():
        entry.pop("order", None)
    return reading.build(plain)


def insert_first(plain):
    """A new criterion before all others."""
    new = {"neu": copy.deepcopy(plain["criteria"]["do_1"])}
    plain["criteria"] = new | plain["criteria"]


def put_last(plain):
    """The first criterion becomes the last."""
    plain["criteria"]["do_1"] = plain["criteria"].pop("do_1")


def test_an_insertion_moves_nobody(kl06):
    """One criterion put before all others is one addition, though every number after it changed."""
    assert [(one.place, one.kind) for one in changes(kl06, edited(kl06, insert_first))] == [("criteria.neu", "added")]


def test_a_removal_moves_nobody(kl06):
    """One criterion taken out is one removal."""
    assert [(one.place, one.kind) for one in changes(edited(kl06, insert_first), kl06)] == [("criteria.neu", "removed")]


def test_a_real_move_is_one_change(kl06):
    """The one that went is named, with what it stood and stands behind; those it passed are not."""
    last = list(kl06.criteria)[-1]
    (found,) = changes(kl06, edited(kl06, put_last))
    assert (found.place, found.kind, found.before, found.after) == ("criteria.do_1", "moved", "", last)


def test_texts_in_order_move_too(kl06):
    """Suggestions are shown in the order of writing, so a new order is a difference."""

    def swap(plain):
        texts = plain["criteria"]["do_1"]["suggestions"]
        first = next(iter(texts))
        texts[first] = texts.pop(first)

    (found,) = changes(kl06, edited(kl06, swap))
    assert found.kind == "moved" and found.place.startswith("criteria.do_1.suggestions.")


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_the_moves_explain_the_order(now, gone):
    """Whatever is not said to have moved stands in its old order; nothing is said to have moved when nothing did."""
    was = [str(key) for key in range(7) if key not in gone]
    new = [str(key) for key in now]
    moved = difference._moved(was, new)
    kept = [key for key in new if key in was and key not in moved]
    assert kept == sorted(kept)
    assert moved or kept == was
    assert difference._moved(was, was) == set()
