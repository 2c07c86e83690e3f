"""What a province gave to the centre: the page shows the very numbers of the analyst's view, and who changed what."""

from core.comparison import own_publication, publishing
from core.registrations import actions as registrations

AT = "so-lieu-cong-bo"


async def test_a_province_sees_what_the_centre_sees(database, worlds, client_for):
    """Small results are hidden from the centre and marked so; another province sees nothing of it."""
    world, other, _ = worlds
    rules = world.programme.rules
    async with database.tenant(world.scope) as tx:
        await registrations.save_draft(
            tx, world.actor("bi_thu_ap"), world.programme, {next(iter(rules.criteria)): "Một giải pháp cụ thể."}, 0
        )
        await publishing.publish(tx, exact=True)
        (sent,) = await own_publication.sent(tx, world.actor("quan_tri"))
        numbers = {one.key: one for one in sent.numbers}
        assert numbers["eligible"].own == numbers["eligible"].shown
        seen = await tx.fetch("select eligible, registered from core.own_publication()")
        assert [tuple(row) for row in seen] == [(numbers["eligible"].shown, numbers["registered"].shown)]
    async with database.tenant(other.scope) as tx:
        assert await own_publication.sent(tx, other.actor("quan_tri")) == ()
        assert await tx.fetch("select * from core.own_publication()") == []
    async with client_for(world, "quan_tri") as client:
        page = (await client.get(f"/{world.scope.slug}/{AT}")).text
        assert "Cán bộ Đoàn, năm 2021" in page and "Nhật ký công bố" in page and "công bố năm 2021" in page


async def test_showing_districts_is_the_provinces_own_choice(database, world, client_for, form_of):
    """Off at first; the administrator turns it on and off, each time on record; the inspector only reads."""
    at = f"/{world.scope.slug}/{AT}"
    async with client_for(world, "quan_tri") as admin, client_for(world, "kiem_tra") as inspector:
        page = (await admin.get(at)).text
        assert "Trung ương chỉ thấy số của toàn tỉnh" in page
        assert (await admin.post(f"{at}/cap-duoi", data=form_of(page, "/cap-duoi"))).status_code == 303
        page = (await inspector.get(at)).text
        assert "làm tròn đến 5" in page and "/cap-duoi" not in page and "công bố cả cấp huyện, cấp xã" in page
    async with database.tenant(world.scope) as tx:
        assert await own_publication.shows_below(tx)


async def test_it_is_not_for_members_nor_for_the_centre(world, centre, client_for):
    """A member and the centre's administrator find no such page."""
    async with client_for(world, "doan_vien") as member, client_for(centre, "quan_tri") as admin:
        assert (await member.get(f"/{world.scope.slug}/{AT}")).status_code == 404
        assert (await admin.get(f"/{centre.scope.slug}/{AT}")).status_code == 404
