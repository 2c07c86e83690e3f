"""The menu in groups: what stands open, what is marked, what a phone has at the thumb."""

from hypothesis import given
from hypothesis import strategies as st

from ui.menu import AT_THUMB, PLAIN, TITLES, NavItem, grouped, marked, within_reach

LONG = [
    NavItem("Tiến độ", "/k/chuong-trinh/y/tien-do", "x"),
    *(NavItem(word, f"/k/quan-tri/{word}", "x", group="people") for word in ("don-vi", "nguoi", "tai-khoan")),
    *(NavItem(word, f"/k/quan-tri/{word}", "x", group="system") for word in ("viec-nen", "thu-da-gui")),
    NavItem("Chương trình", "/k/quan-tri/chuong-trinh", "x", group="year"),
]


def test_a_short_menu_has_no_groups():
    """Few entries stand as they are, all of them at the thumb."""
    [only] = grouped(LONG[:PLAIN])
    assert (only.title, len(only.items)) == ("", PLAIN)
    assert within_reach(tuple(LONG[:AT_THUMB])) == tuple(LONG[:AT_THUMB])


@given(st.sets(st.sampled_from([*TITLES, "", "nonsense"])), st.integers(-1, len(LONG) - 1))
def test_groups_fold_as_they_were_left_but_never_over_where_one_is(turned, here):
    """The cookie turns a group against the usual; the group of the page is open; no entry is lost or moved."""
    items = [NavItem(one.label, one.url, "x", at == here, group=one.group) for at, one in enumerate(LONG)]
    groups = grouped(items, ".".join(turned))
    assert [one for group in groups for one in group.items] == items
    for group in groups:
        here_now = any(one.active for one in group.items)
        assert group.open == (not group.key or here_now or (group.key != "system") != (group.key in turned))


def test_the_bar_of_a_phone_keeps_a_place_for_all_the_others():
    """The oftenest of a long menu, one fewer than the bar holds."""
    assert [one.label for one in within_reach(tuple(reversed(LONG)))] == ["Tiến độ", "Chương trình", "thu-da-gui"]


def test_a_page_under_an_entry_marks_it():
    """By its address, else because it belongs there; never two at once."""
    words = ("viec-cua-toi", "can-xu-ly", "chuong-trinh/y/ket-qua", "chuong-trinh/y/trao-doi", "quan-tri/nguoi")
    items = tuple(NavItem(word, f"/k/{word}", "x") for word in words)
    for path, word in (
        ("quan-tri/nguoi/moi", "quan-tri/nguoi"), ("quan-tri/nguoi2", None), ("phieu/7", "can-xu-ly"),
        ("phieu/7/danh-gia", "chuong-trinh/y/ket-qua"), ("chuong-trinh/y/dang-ky/nop", "viec-cua-toi"),
        ("chuong-trinh/y/trao-doi/toi-theo-doi", "chuong-trinh/y/trao-doi"),
    ):  # fmt: skip
        assert [one.label for one in marked(items, f"/k/{path}") if one.active] == ([word] if word else []), path
    alone = marked(items[:1], "/k/chuong-trinh/y/trao-doi/cua-toi")
    assert alone[0].active
