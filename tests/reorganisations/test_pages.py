"""The steps of a reorganisation over HTTP: choosing, placing, trying, doing, undoing; nothing typed is lost."""

import re

from core.db.scope import Database
from core.reorganisations import queries


def hidden(html: str) -> dict[str, str]:
    """Token, key and version of the page's first form that acts."""
    form = html[html.index('method="post"', html.index("<main")) :]
    return dict(re.findall(r'type="hidden" name="(_\w+)" value="([^"]*)"', form))


async def press(client, url: str, **fields: str):
    """Open a page and send one of its forms."""
    return await client.post(url, data=hidden((await client.get(url)).text) | fields)


async def begun(client, world, **more: str) -> str:
    """A draft of a dissolution, begun on its page; the address it leads to."""
    typed = {"kind": "dissolve", "basis": "Nghị quyết 1654", "on": "2021-01-20"} | more
    answer = await press(client, f"/{world.scope.slug}/quan-tri/don-vi/sap-xep", **typed)
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_a_district_is_dissolved_by_the_pages_alone(client_for, world, database: Database):
    """Units, who goes where, the dry run with its totals, the act, and the way back."""
    async with client_for(world, "quan_tri") as client:
        url = await begun(client, world, nguon=str(world.units["huyen_a"]))
        await press(client, url, do="communes", unit=str(world.units["huyen_a"]))
        await press(client, url, do="target", unit=str(world.units["tinh"]))
        for name in ("Đoàn xã Đông", "Đoàn xã Tây"):
            fields = {"do": "new", "name": name, "kind": "grassroots", "parent": str(world.units["tinh"])}
            assert (await press(client, url, **fields)).status_code == 303
        page = (await client.get(url + "/phan-bo")).text
        east = re.search(r'value="([0-9a-f-]{36})"[^>]*>Đoàn xã Đông<', page)[1]
        answer = await press(
            client, url + "/phan-bo", distinguish="1",
            **{f"u.{world.units['co_quan']}": str(world.units["tinh"]), f"a.{world.units['xa_a']}": east},
            **{f"p.{world.units['huyen_a']}": east},
        )  # fmt: skip
        assert answer.headers["location"] == url + "/chay-thu"
        blocked = await client.get(url + "/chay-thu")
        assert "chưa có đơn vị tiếp nhận" in blocked.text and 'name="mark"' not in blocked.text
        await press(
            client, url + "/phan-bo", distinguish="1",
            **{f"u.{world.units['co_quan']}": str(world.units["tinh"]), f"a.{world.units['xa_a']}": east},
            **{f"p.{world.units['huyen_a']}": east, f"p.{world.units['xa_a']}": east},
            **{f"n.{world.units['xa_a']}.{world.people['pho_xa']}": str(world.units["tinh"])},
        )  # fmt: skip
        shown = (await client.get(url + "/chay-thu")).text
        assert "Tổng số trước và sau" in shown and "Huyện đoàn An Bình" in shown
        mark = re.search(r'name="mark" value="(\w+)"', shown)[1]
        assert (await press(client, url + "/chay-thu", mark="0")).status_code == 422
        done = await client.post(url + "/chay-thu", data=hidden(shown) | {"mark": mark})
        assert done.headers["location"] == url
        assert "Hoàn tác" in (await client.get(url)).text
        assert "Đoàn xã Đông" in (await client.get(f"/{world.scope.slug}/quan-tri/don-vi")).text
        old = (await client.get(f"/{world.scope.slug}/quan-tri/don-vi/{world.units['xa_a']}")).text
        assert "Đã nhập vào" in old and "Đoàn xã Đông" in old
        assert (await press(client, url + "/hoan-tac")).status_code == 303
        assert "đã hoàn tác lúc" in (await client.get(url)).text
    async with database.tenant(world.scope) as tx:
        assert [one.state for one in await queries.listing(tx)] == ["undone"]


async def test_a_draft_waits_and_can_be_thrown_away(client_for, world):
    """It is in the list until it is carried out or discarded; a receiver taken out takes its assignments along."""
    home = f"/{world.scope.slug}/quan-tri/don-vi/sap-xep"
    async with client_for(world, "quan_tri") as client:
        url = await begun(client, world, nguon=str(world.units["xa_b"]))
        assert "Bản nháp" in (await client.get(home)).text
        await press(client, url, do="target", unit=str(world.units["xa_a"]))
        assert "Đoàn xã Thuận Hòa" in (await client.get(url + "/phan-bo")).text
        await press(client, url, do="drop-target", unit=str(world.units["xa_a"]))
        assert "Chưa chọn đủ đơn vị" in (await client.get(url + "/phan-bo")).text
        found = (await client.get(f"{url}?nhan=thuan+hoa")).text
        assert "<mark>Thuận</mark>" in found
        await press(client, url, do="drop-source", unit=str(world.units["xa_b"]))
        assert (await press(client, url, do="discard")).headers["location"] == home
        assert (await client.get(url)).status_code == 404


async def test_what_was_refused_stays_in_the_form(client_for, world):
    """A new unit in the wrong place and a start without its decision come back as typed."""
    async with client_for(world, "quan_tri") as client:
        home = f"/{world.scope.slug}/quan-tri/don-vi/sap-xep"
        wrong = await press(client, home, kind="nothing", basis="Nghị quyết 7", on="2021-01-20")
        assert wrong.status_code == 422 and "Nghị quyết 7" in wrong.text
        url = await begun(client, world, nguon=str(world.units["huyen_a"]))
        fields = {"do": "new", "name": "Chi đoàn lạ", "kind": "subbranch", "parent": str(world.units["tinh"])}
        refused = await press(client, url, **fields)
        assert refused.status_code == 422 and "Chi đoàn lạ" in refused.text and 'id="e-kind"' in refused.text


async def test_a_draft_changed_by_somebody_else_is_not_overwritten(client_for, world):
    """Two windows on one draft: the second choice is refused and the page shows what is stored."""
    async with client_for(world, "quan_tri") as client:
        url = await begun(client, world, nguon=str(world.units["huyen_a"]))
        old = hidden((await client.get(url)).text)
        await press(client, url, do="target", unit=str(world.units["tinh"]))
        stale = await client.post(url, data=old | {"do": "target", "unit": str(world.units["huyen_b"])})
        assert stale.status_code == 409 and "Tỉnh đoàn Thử" in stale.text
