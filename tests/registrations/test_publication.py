"""Who may read what cadres registered (S0-16): members of the unit and of units below, criteria and solutions only."""

import msgspec
import pytest

from core.db.scope import Database
from core.errors import NotFound
from core.packs.schema import Disclosure
from core.registrations import publication, reviews


async def test_members_read_their_own_and_upper_units(database: Database, world, hand_in):
    """Validated sheets of the branch, the commune, the district and the province; not those of another branch."""
    for name, judge in (("pho_ap", "bi_thu_ap"), ("bi_thu_xa", "pho_huyen"), ("bi_thu_xa_b", "bi_thu_huyen_b")):
        saved = await hand_in(world, name)
        async with database.tenant(world.scope) as tx:
            await reviews.approve(tx, world.actor(judge), saved.registration_id, saved.version, "lời nhận xét kín")
    async with database.tenant(world.scope) as tx:
        found = await publication.listing(tx, world.actor("doan_vien"), world.programme)
        assert [cadre.name for cadre in found.cadres] == ["Ngô Gia Bảo", "Huỳnh Thanh Tâm"]
        other = await publication.listing(tx, world.actor("doan_vien_b"), world.programme)
        assert [cadre.name for cadre in other.cadres] == ["Phan Văn Ứng"]
        one = await publication.published(tx, world.actor("doan_vien"), found.cadres[0].registration_id)
        assert [line.key for group in one.groups for line in group.lines] == ["do_1", "dont_1"]
        assert "kín" not in str(msgspec.to_builtins([one.groups, one.cadre], enc_hook=str))
        with pytest.raises(NotFound):
            await publication.published(tx, world.actor("doan_vien_b"), found.cadres[0].registration_id)


async def test_nothing_is_published_before_validation(database: Database, world, hand_in):
    """Submitted and returned sheets are nobody's reading."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        member = world.actor("doan_vien")
        assert (await publication.listing(tx, member, world.programme)).cadres == ()
        await reviews.give_back(tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version, "Sửa lại", {})
        with pytest.raises(NotFound):
            await publication.published(tx, member, saved.registration_id)


async def test_a_pack_may_keep_it_closed(database: Database, world):
    """Where the rules publish nothing, the page does not exist."""
    rules = msgspec.structs.replace(world.programme.rules, disclosure=Disclosure(registered_items="nobody"))
    programme = msgspec.structs.replace(world.programme, rules=rules)
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await publication.listing(tx, world.actor("doan_vien"), programme)


async def test_search_and_pages_keep_the_order(database: Database, world, hand_in):
    """Units from the reader's own upwards, people by name, every one once, also page by page."""
    for name, judge in (
        ("pho_ap", "bi_thu_ap"),
        ("bi_thu_ap", "bi_thu_xa"),
        ("pho_xa", "bi_thu_xa"),
        ("pho_huyen", "uv_huyen"),
    ):
        saved = await hand_in(world, name)
        async with database.tenant(world.scope) as tx:
            await reviews.approve(tx, world.actor(judge), saved.registration_id, saved.version)
    async with database.tenant(world.scope) as tx:
        member, seen, after = world.actor("doan_vien"), [], ""
        while after is not None:
            found = await publication.listing(tx, member, world.programme, after=after, most=1)
            seen += [cadre.name for cadre in found.cadres]
            after = found.after
        assert seen == ["Ngô Gia Bảo", "Đỗ Thị Hằng", "Bùi Quốc Việt", "Võ Thị Ngọc Ánh"]
        hit = await publication.listing(tx, member, world.programme, search="ngoc anh")
        assert [cadre.name for cadre in hit.cadres] == ["Võ Thị Ngọc Ánh"]
