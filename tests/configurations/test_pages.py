"""The pages of a union's packs over HTTP: catalogue, taking up, publishing, restoring, for those who may."""

import re

from core.configurations import actions, queries

PACK, OTHER = "kien_giang_kl06", "dhkt_school_year"


def at(world, tail: str = "") -> str:
    """An address of the configurations."""
    return f"/{world.scope.slug}/quan-tri/cau-hinh{tail}"


async def token(client, world) -> dict[str, str]:
    """What every form carries."""
    page = await client.get(f"/{world.scope.slug}/tai-khoan")
    return {"_csrf": re.search(r'name="_csrf" value="(\w+)"', page.text)[1]}


async def drafted(database, world) -> int:
    """A draft with one edit; its version."""
    async with database.tenant(world.scope) as tx:
        edits = {("criteria", "do_1", "guidance"): {"vi": "Của tỉnh"}}
        return (await actions.edit(tx, world.actor("quan_tri"), PACK, edits, 0)).version


async def test_a_pack_is_taken_up_and_laid_down(client_for, world) -> None:
    """What can be chosen shows its content first; chosen it can be opened, laid down it cannot."""
    opening = f"/{world.scope.slug}/quan-tri/chuong-trinh/mo"
    async with client_for(world, "quan_tri") as client:
        form = await token(client, world)
        assert "Có thể chọn thêm" in (await client.get(at(world))).text
        assert "Dùng bộ quy tắc này" in (await client.get(at(world, f"/{OTHER}"))).text
        assert OTHER not in (await client.get(opening)).text
        assert (await client.post(at(world, f"/{OTHER}/dung"), data=form)).status_code == 303
        assert OTHER in (await client.get(opening)).text
        assert (await client.post(at(world, f"/{OTHER}/ngung"), data=form)).status_code == 303
        assert OTHER not in (await client.get(opening)).text
        assert "Đã ngừng dùng" in (await client.get(at(world))).text
        assert (await client.get(at(world, "/khong_co"))).status_code == 404


async def test_publishing_over_http_keeps_what_was_typed(client_for, world, database) -> None:
    """Without a reason 422 at the field; of a draft that somebody has edited since 409; both keep what was typed."""
    version = await drafted(database, world)
    async with client_for(world, "quan_tri") as client:
        form = await token(client, world)
        page = (await client.get(at(world, f"/{PACK}/cong-bo"))).text
        assert "Xung kích" in page and f'name="seen" value="{version}"' in page
        refused = await client.post(at(world, f"/{PACK}/cong-bo"), data={**form, "seen": version, "reason": ""})
        assert refused.status_code == 422 and 'href="#f-reason"' in refused.text
        stale = await client.post(at(world, f"/{PACK}/cong-bo"), data={**form, "seen": 0, "reason": "Lý do của tôi"})
        assert stale.status_code == 409 and "Lý do của tôi" in stale.text
        form |= {"reason": "Kế hoạch 2022"}
        done = await client.post(at(world, f"/{PACK}/cong-bo"), data={**form, "seen": version})
        assert done.status_code == 303
        assert "Kế hoạch 2022" in (await client.get(at(world, f"/{PACK}?phan=phien-ban"))).text
        assert "Của tỉnh" in (await client.get(at(world, f"/{PACK}/phien-ban/2"))).text
        assert (await client.post(at(world, f"/{PACK}/phien-ban/1"), data=form)).status_code == 303
        assert (await client.post(at(world, f"/{PACK}/bo-nhap"), data=form)).status_code == 303
        assert (await client.get(at(world, f"/{PACK}/phien-ban/9"))).status_code == 404
    async with database.tenant(world.scope) as tx:
        assert (await queries.get(tx, PACK)).number == 2


async def test_who_reads_does_not_write(client_for, world, database) -> None:
    """Inspection reads catalogue, differences and history and finds no button; publishing does not exist for it, and
    a branch secretary finds nothing at all."""
    await drafted(database, world)
    async with client_for(world, "kiem_tra") as client:
        form = await token(client, world)
        for tail in ("", f"/{PACK}", f"/{PACK}/khac-biet", f"/{PACK}?phan=lich-su"):
            text = (await client.get(at(world, tail))).text
            assert "btn-primary" not in text and "/cong-bo" not in text, tail
        assert (await client.get(at(world, f"/{PACK}/cong-bo"))).status_code == 404
        assert (await client.post(at(world, f"/{PACK}/cong-bo"), data=form)).status_code == 404
    async with client_for(world, "bi_thu_ap") as client:
        assert (await client.get(at(world))).status_code == 404
