"""Changing the tree, on a real database."""

from datetime import date

import pytest

from core.db.scope import Database
from core.errors import NotFound, Problem, Stale
from core.units import actions, queries

TODAY = date(2021, 1, 20)


def facts(name: str, kind: str, **more: object) -> actions.Facts:
    """What an administrator says of a unit."""
    return actions.Facts(name=name, kind=kind, **more)


async def test_a_new_unit_stands_under_its_parent_from_today(database: Database, world):
    """Adding gives a path under the parent and a first version of the domain's day."""
    async with database.tenant(world.scope) as tx:
        made = await actions.add(tx, world.actor("quan_tri"), world.units["xa_a"], facts("Chi đoàn ấp 3", "branch"))
        unit = await queries.get(tx, made)
        assert unit.path.startswith(world.paths["xa_a"] + ".") and len(unit.path) == len(world.paths["xa_a"]) + 5
        assert [(p.valid_from, p.valid_to, p.name) for p in await queries.history(tx, made)] == [
            (TODAY, None, "Chi đoàn ấp 3")
        ]
        assert [crumb.name for crumb in await queries.crumbs(tx, unit.path)][-2:] == ["Đoàn xã Thuận Hòa", unit.name]


async def test_everything_wrong_with_a_new_unit_is_said_at_once(database: Database, world):
    """A short name, a kind in the wrong place and a day to come are refused together, each at its field."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await actions.add(
                tx, world.actor("quan_tri"), world.units["ap_1"], facts("x", "district"), date(2021, 1, 21)
            )
        assert [one.field for one in refused.value.problems] == ["name", "kind", "opened_on"]


async def test_a_name_is_taken_among_open_siblings_only(database: Database, world):
    """The same name is refused under the same parent, and fine under another."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        added = await actions.add(tx, admin, world.units["xa_a"], facts("Chi đoàn ấp 7", "branch"))
        with pytest.raises(Problem, match=r"^unit\.name-taken$"):
            await actions.add(tx, admin, world.units["xa_a"], facts("CHI ĐOÀN  ẤP 7", "branch"))
        assert await actions.add(tx, admin, world.units["xa_b"], facts("Chi đoàn ấp 7", "branch")) != added


async def test_a_renamed_unit_keeps_its_old_name_in_the_past(database: Database, world):
    """The tree of yesterday shows the old name, today's the new; a second change of the day overwrites the first."""
    admin, unit_id = world.actor("quan_tri"), world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        unit = await queries.get(tx, unit_id)
        await actions.edit(tx, admin, unit_id, facts("Đoàn xã Mới", "grassroots"), unit.version)
        await actions.edit(tx, admin, unit_id, facts("Đoàn phường Mới", "grassroots"), unit.version + 1)
        history = [(p.name, p.valid_from, p.valid_to) for p in await queries.history(tx, unit_id)]
        assert history == [
            ("Đoàn phường Mới", TODAY, None), ("Đoàn xã Thuận Hòa", date(2018, 3, 1), TODAY),
        ]  # fmt: skip
        past = await queries.as_of(tx, date(2020, 6, 1))
        assert "Đoàn xã Thuận Hòa" in {node.name for node in past}
        assert "Đoàn phường Mới" in {node.name for node in await queries.as_of(tx, TODAY)}


async def test_a_stale_edit_brings_the_stored_text(database: Database, world):
    """Who edits an old version is told what is stored now, and nothing is overwritten."""
    admin, unit_id = world.actor("quan_tri"), world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        version = (await queries.get(tx, unit_id)).version
        await actions.edit(tx, admin, unit_id, facts("Đoàn xã Của Họ", "grassroots"), version)
        with pytest.raises(Stale) as stale:
            await actions.edit(tx, admin, unit_id, facts("Đoàn xã Của Tôi", "grassroots"), version)
        assert stale.value.facts["theirs"]["name"] == "Đoàn xã Của Họ"
        assert (await queries.get(tx, unit_id)).name == "Đoàn xã Của Họ"


async def test_moving_takes_the_whole_subtree_along(database: Database, world):
    """Paths below are rewritten, the past keeps the old place, and parents of the wrong kind are refused."""
    admin, moved = world.actor("quan_tri"), world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        before = {unit.id for unit in await queries.tree(tx, world.paths["xa_a"])}
        unit = await queries.get(tx, moved)
        await actions.move(tx, admin, moved, world.units["huyen_b"], unit.version)
        unit = await queries.get(tx, moved)
        assert unit.path.startswith(world.paths["huyen_b"] + ".")
        assert {one.id for one in await queries.tree(tx, unit.path)} == before
        past = {node.id: node.parent_id for node in await queries.as_of(tx, date(2020, 6, 1))}
        assert past[moved] == world.units["huyen_a"]
        with pytest.raises(Problem, match=r"^unit\.kind-not-under-parent$"):
            await actions.move(tx, admin, moved, world.units["ap_b"], unit.version)
        with pytest.raises(Problem, match=r"^unit\.move-into-itself$"):
            await actions.move(tx, admin, moved, world.units["ap_1"], unit.version)


async def test_a_unit_closes_after_its_children(database: Database, world):
    """Open units below keep a unit open; once closed it leaves today's tree and stays in the past's."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        made = await actions.add(tx, admin, world.units["huyen_a"], facts("Đoàn xã Cũ", "grassroots"), date(2020, 1, 1))
        branch = await actions.add(tx, admin, made, facts("Chi đoàn ấp 1", "branch"), date(2020, 1, 1))
        with pytest.raises(Problem, match=r"^unit\.has-children$"):
            await actions.close(tx, admin, made, None, 1)
        await actions.close(tx, admin, branch, date(2020, 12, 31), 1)
        await actions.close(tx, admin, made, date(2021, 1, 1), 1)
        today = {unit.id for unit in await queries.tree(tx, world.paths["tinh"])}
        past = {node.id for node in await queries.as_of(tx, date(2020, 12, 30))}
        assert not {made, branch} & today and {made, branch} <= past
        assert made in {unit.id for unit in await queries.tree(tx, world.paths["tinh"], on=date(2020, 6, 1))}
        with pytest.raises(Problem, match=r"^unit\.already-closed$"):
            await actions.close(tx, admin, made, None, 2)


async def test_the_top_unit_stays(database: Database, world):
    """A tenant's top unit cannot be closed, nor a second one made."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem, match=r"^unit\.top-stays$"):
            await actions.close(tx, admin, world.units["tinh"], None, 1)
        with pytest.raises(Problem, match=r"^unit\.kind-not-under-parent$"):
            await actions.add(tx, admin, world.units["tinh"], facts("Tỉnh đoàn hai", "top"))


async def test_only_the_administrator_changes_the_tree(database: Database, world):
    """A secretary of the province cannot add, edit, move or close a unit."""
    other = world.actor("bi_thu_tinh")
    async with database.tenant(world.scope) as tx:
        for act in (
            actions.add(tx, other, world.units["tinh"], facts("Huyện đoàn Mới", "district")),
            actions.edit(tx, other, world.units["xa_a"], facts("Đoàn xã Mới", "grassroots"), 1),
            actions.move(tx, other, world.units["xa_a"], world.units["huyen_b"], 1),
            actions.close(tx, other, world.units["ap_2"], None, 1),
        ):
            with pytest.raises(NotFound):
                await act


async def test_siblings_come_by_ordinal_then_natural_order(database: Database, world):
    """Trees list parents first, siblings by ordinal, then by name with numbers by value."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        made = await actions.add(tx, admin, world.units["huyen_b"], facts("Đoàn xã Thứ tự", "grassroots"))
        for name, ordinal in (("Chi đoàn 10", 1), ("Chi đoàn 9", 1), ("Chi đoàn Z", 0)):
            await actions.add(tx, admin, made, facts(name, "branch", ordinal=ordinal))
        path = (await queries.get(tx, made)).path
        assert [unit.name for unit in await queries.tree(tx, path)] == [
            "Đoàn xã Thứ tự", "Chi đoàn Z", "Chi đoàn 9", "Chi đoàn 10",
        ]  # fmt: skip


async def test_units_are_found_without_diacritics(database: Database, world):
    """Every word must occur, in any order, with or without diacritics; other tenants' units never appear."""
    async with database.tenant(world.scope, readonly=True) as tx:
        assert [unit.name for unit in await queries.find(tx, "hoa THUAN")] == ["Đoàn xã Thuận Hòa"]
        assert [unit.name for unit in await queries.find(tx, "Thuận Hòa")] == ["Đoàn xã Thuận Hòa"]
        assert await queries.find(tx, "khong co") == ()
        assert await queries.find(tx, "   ") == ()


async def test_a_change_has_its_own_day(database: Database, world):
    """A rename and a move of 5 January stand in the tree from that day, not from the day they were typed."""
    admin, unit_id = world.actor("quan_tri"), world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        unit = await queries.get(tx, unit_id)
        await actions.edit(
            tx, admin, unit_id, facts("Đoàn phường Mới", "grassroots"), unit.version, date(2021, 1, 5)
        )  # fmt: skip
        await actions.move(tx, admin, unit_id, world.units["huyen_b"], unit.version + 1, date(2021, 1, 10))
        trees = {day: {n.id: n for n in await queries.as_of(tx, date(2021, 1, day))} for day in (4, 5, 9, 10)}
    stood = {day: (tree[unit_id].name, tree[unit_id].parent_id) for day, tree in trees.items()}
    assert stood == {
        4: ("Đoàn xã Thuận Hòa", world.units["huyen_a"]),
        5: ("Đoàn phường Mới", world.units["huyen_a"]),
        9: ("Đoàn phường Mới", world.units["huyen_a"]),
        10: ("Đoàn phường Mới", world.units["huyen_b"]),
    }


async def test_a_change_neither_rewrites_the_past_nor_comes_early(database: Database, world):
    """A day before the last change, and a day to come, are refused with both bounds."""
    admin, unit_id = world.actor("quan_tri"), world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        version = (await queries.get(tx, unit_id)).version
        await actions.edit(tx, admin, unit_id, facts("Đoàn xã Một", "grassroots"), version, date(2021, 1, 5))
        for day in (date(2021, 1, 4), date(2021, 1, 21)):
            with pytest.raises(Problem, match=r"^unit\.changed-out-of-range$") as refused:
                await actions.move(tx, admin, unit_id, world.units["huyen_b"], version + 1, day)
            assert refused.value.facts["since"] == date(2021, 1, 5)


async def test_a_closed_unit_is_opened_again(database: Database, world):
    """Reopened with a gap it is missing in between; reopened on the day of its closing it was never gone."""
    admin, unit_id = world.actor("quan_tri"), world.units["co_quan"]
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem, match=r"^unit\.is-open$"):
            await actions.reopen(tx, admin, unit_id, None, 1)
        await actions.close(tx, admin, unit_id, date(2021, 1, 10), 1)
        with pytest.raises(Problem, match=r"^unit\.already-closed$"):
            await actions.edit(tx, admin, unit_id, facts("Chi đoàn Khác", "grassroots_branch"), 2)
        with pytest.raises(Problem, match=r"^unit\.reopened-out-of-range$"):
            await actions.reopen(tx, admin, unit_id, date(2021, 1, 9), 2)
        await actions.reopen(tx, admin, unit_id, date(2021, 1, 15), 2)
        there = [unit_id in {n.id for n in await queries.as_of(tx, date(2021, 1, day))} for day in (9, 10, 14, 15)]
        assert there == [True, False, False, True]
        await actions.close(tx, admin, unit_id, date(2021, 1, 18), 3)
        await actions.reopen(tx, admin, unit_id, date(2021, 1, 18), 4)
        assert [p.valid_from for p in await queries.history(tx, unit_id)] == [date(2021, 1, 15), date(2018, 3, 1)]
        assert (await queries.get(tx, unit_id)).closed_on is None


async def test_a_unit_comes_back_only_where_it_fits(database: Database, world):
    """A name that another unit took meanwhile keeps a unit closed."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        made = await actions.add(tx, admin, world.units["huyen_b"], facts("Đoàn xã Cũ", "grassroots"))
        await actions.add(tx, admin, made, facts("Chi đoàn 1", "branch"))
        gone = (await queries.children(tx, made))[0].id
        await actions.close(tx, admin, gone, TODAY, 1)
        await actions.add(tx, admin, made, facts("Chi đoàn 1", "branch"))
        with pytest.raises(Problem, match=r"^unit\.name-taken$"):
            await actions.reopen(tx, admin, gone, TODAY, 2)


async def test_a_search_in_the_past_finds_the_names_of_then(database: Database, world):
    """A renamed unit is found by its old name on a day before, with the units above it on that day."""
    admin, unit_id = world.actor("quan_tri"), world.units["huyen_a"]
    async with database.tenant(world.scope) as tx:
        unit = await queries.get(tx, unit_id)
        await actions.edit(tx, admin, unit_id, facts("Huyện đoàn Mới", "district"), unit.version)
        found = await queries.find_as_of(tx, "thuan hoa", date(2020, 6, 1))
        assert [(node.name, trail) for node, trail in found] == [("Đoàn xã Thuận Hòa", ("Huyện đoàn An Bình",))]
        assert await queries.find_as_of(tx, "huyen doan moi", date(2020, 6, 1)) == ()
