"""What waits for whom, in which order, page by page."""

import pytest

from core.db.scope import Database
from core.errors import NotFound
from core.registrations import queue, reviews

# reader → whose sheets wait for him when the branch's two, the commune's two and the district's deputy have submitted
SUBMITTED = ("pho_ap", "bi_thu_ap", "bi_thu_xa", "pho_xa", "pho_huyen")
WAITING = {
    "bi_thu_ap": ["Ngô Gia Bảo"],
    "bi_thu_xa": ["Ngô Gia Bảo", "Đỗ Thị Hằng", "Bùi Quốc Việt"],
    "pho_huyen": ["Huỳnh Thanh Tâm", "Bùi Quốc Việt"],
    "uv_huyen": ["Huỳnh Thanh Tâm", "Bùi Quốc Việt", "Võ Thị Ngọc Ánh"],
    "pho_tinh": ["Võ Thị Ngọc Ánh"],
    "van_phong": [],
    "bi_thu_xa_b": [],
}


async def test_each_reader_finds_his_own_unit_and_its_children(database: Database, world, hand_in):
    """Oldest first, never one's own, nothing from grandchildren; the number in the menu is the same."""
    for name in SUBMITTED:
        await hand_in(world, name)
    async with database.tenant(world.scope) as tx:
        for reader, names in WAITING.items():
            actor = world.actor(reader)
            found = await queue.listing(tx, actor, world.programme)
            assert [entry.name for entry in found.entries] == names, reader
            assert found.counts["waiting"] == len(names), reader
            assert await queue.waiting_count(tx, actor) == len(names), reader


async def test_lists_and_search(database: Database, world, hand_in):
    """Returned, approved and missing people have lists by name; a name is found without diacritics."""
    back, done = await hand_in(world, "bi_thu_xa"), await hand_in(world, "pho_xa")
    judge = world.actor("pho_huyen")
    async with database.tenant(world.scope) as tx:
        await reviews.give_back(tx, judge, back.registration_id, back.version, "Sửa lại", {})
        await reviews.approve(tx, judge, done.registration_id, done.version)
        names = {
            which: [entry.name for entry in (await queue.listing(tx, judge, world.programme, which)).entries]
            for which in queue.LISTS
        }
        assert names == {
            "waiting": [],
            "mine": [],
            "overdue": [],
            "supplements": [],
            "returned": ["Huỳnh Thanh Tâm"],
            "all": ["Dương Công Lý", "Đặng Minh Quân", "Huỳnh Thanh Tâm", "Bùi Quốc Việt"],
            "approved": ["Bùi Quốc Việt"],
            "missing": ["Dương Công Lý", "Đặng Minh Quân"],
        }
        found = await queue.listing(tx, judge, world.programme, "missing", search="cong ly")
        assert [entry.name for entry in found.entries] == ["Dương Công Lý"]
        with pytest.raises(NotFound):
            await queue.listing(tx, judge, world.programme, "everything")


async def test_next_and_previous_walk_the_waiting_sheets(database: Database, world, hand_in):
    """Each sheet knows its place; a decision leads to the one after it, and after the last to the oldest."""
    ids = [(await hand_in(world, name)).registration_id for name in ("pho_ap", "bi_thu_ap", "pho_xa")]
    judge = world.actor("bi_thu_xa")
    async with database.tenant(world.scope) as tx:
        places = [await queue.place(tx, judge, world.programme.id, one) for one in ids]
        assert [(p.position, p.total, p.previous, p.next) for p in places] == [
            (1, 3, None, ids[1]),
            (2, 3, ids[0], ids[2]),
            (3, 3, ids[1], None),
        ]
        await reviews.approve(tx, judge, ids[1], 1)
        after = await queue.place(tx, judge, world.programme.id, ids[1])
        assert (after.position, after.total, after.next) == (0, 2, ids[2])
        await reviews.approve(tx, judge, ids[2], 1)
        assert (await queue.place(tx, judge, world.programme.id, ids[2])).next == ids[0]


@pytest.mark.parametrize("which", ["waiting", "missing"])
async def test_pages_follow_each_other_without_gaps(database: Database, world, hand_in, which):
    """Page by page everybody appears exactly once; a made-up cursor leads nowhere."""
    if which == "waiting":
        for name in ("pho_ap", "bi_thu_ap", "pho_xa"):
            await hand_in(world, name)
    async with database.tenant(world.scope) as tx:
        judge, seen, after = world.actor("bi_thu_xa"), [], ""
        while after is not None:
            found = await queue.listing(tx, judge, world.programme, which, after=after, most=2)
            seen += [entry.name for entry in found.entries]
            after = found.after
        assert len(seen) == len(set(seen)) == found.counts[which]
        for wrong in ("x", "~", "2021~11111111-1111-1111-1111-11111111111"):
            with pytest.raises(NotFound):
                await queue.listing(tx, judge, world.programme, which, after=wrong)
