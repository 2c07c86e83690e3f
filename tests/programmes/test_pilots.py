"""Which unit a source means by a pilot's name: order, marks and rank do not matter, guessing is not done."""

import random

from hypothesis import given
from hypothesis import strategies as st

from core.db.ids import new_id
from core.packs.catalog import discover
from core.packs.schema import Pilot
from core.programmes.pilots import Place, alike, match, same

NAMED = discover().get("kien_giang_member_training").rules.pilots
UNDER = "Huyện Đoàn U Minh Thượng"
syllables = st.sampled_from(["Thạnh", "Yên", "A", "Tô", "Châu", "Minh", "Bắc", "Hòa", "Vĩnh", "Phú"])
names = st.lists(syllables, min_size=1, max_size=4).map(lambda words: "Đoàn xã " + " ".join(words))


def place(name: str, *above: str, earlier: tuple[str, ...] = ()) -> Place:
    """A unit of the tree."""
    return Place(id=new_id(), path="0000.0001", name=name, names=(name, *earlier), above=tuple((one,) for one in above))


def test_the_four_pilots_of_2015_are_found_in_the_tree_of_today():
    """S1-13, S1-A5: printed in other words, under a town union that has become a city union."""
    top = "Tỉnh đoàn Kiên Giang"
    tree = [
        place("Đoàn cơ sở Sở Lao động – Thương binh và Xã hội", top, "Đoàn khối Các cơ quan tỉnh"),
        place("Đoàn phường Tô Châu", top, "Thành đoàn Hà Tiên"),
        place("Đoàn xã Thạnh Yên A", top, "Huyện đoàn U Minh Thượng"),
        place("Đoàn xã Thạnh Yên", top, "Huyện đoàn U Minh Thượng"),
        place("Đoàn khoa Tiểu học – Mầm non", top, "Đoàn trường Cao đẳng Sư phạm"),
    ]
    found = {key: match(pilot, tree).found for key, pilot in NAMED.items()}
    assert [one.name if one else None for one in found.values()] == [
        tree[0].name, tree[1].name, tree[2].name, tree[4].name,
    ]  # fmt: skip


@given(names, st.randoms())
def test_order_case_and_punctuation_do_not_matter(name, dice):
    """The same words in any order, in capitals, with commas, are the same name."""
    words = name.upper().split()
    random.Random(dice.random()).shuffle(words)
    assert same(", ".join(words), name) and match(Pilot(unit=" – ".join(words)), [place(name)]).found


@given(names, names)
def test_other_telling_words_are_another_unit(one, other):
    """Names that differ in more than rank are never matched."""
    if not alike(one, other) and not same(one, other):
        found = match(Pilot(unit=one, under=UNDER), [place(other, UNDER)])
        assert found.found is None and not found.several


def test_several_units_of_one_name_are_named_and_none_is_chosen():
    """Two districts have a commune of the same name: without the unit above nobody knows which."""
    tree = [place("Đoàn xã Bình An", "Huyện đoàn Châu Thành"), place("Đoàn xã Bình An", "Huyện đoàn Kiên Lương")]
    assert len(match(Pilot(unit="xã Đoàn Bình An"), tree).several) == 2
    assert match(Pilot(unit="xã Đoàn Bình An", under="Huyện Đoàn Châu Thành"), tree).found is tree[0]
    assert match(Pilot(unit="xã Đoàn Bình An", under="Huyện Đoàn Gò Quao"), tree) == match(Pilot(unit="?"), [])


def test_a_former_name_counts_and_an_exact_one_wins():
    """A unit is found by a name it had; where one has the very words, one that differs in rank is not asked."""
    renamed = place("Đoàn phường Pháo Đài", earlier=("Đoàn xã Kim Dự",))
    assert match(Pilot(unit="xã Đoàn Kim Dự"), [renamed]).found is renamed
    exact, near = place("Đoàn phường Tô Châu"), place("Đoàn xã Tô Châu")
    assert match(Pilot(unit="Đoàn phường Tô Châu"), [near, exact]).found is exact
    assert match(Pilot(unit="Đoàn thị trấn Tô Châu"), [near]).near
