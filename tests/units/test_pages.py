"""The pages of units over HTTP, signed in as different people."""

import re

from core.db.scope import Database
from core.units import actions, queries


def hidden(html: str) -> dict[str, str]:
    """The hidden inputs of the act's form: token, key, version."""
    form = html[html.index('method="post"', html.index("<main")) :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


async def test_the_tree_shows_units_with_their_numbers(client_for, world):
    """The administrator sees the districts with how many members and cadres each has."""
    async with client_for(world, "quan_tri") as client:
        answer = await client.get(f"/{world.scope.slug}/quan-tri/don-vi")
        assert answer.status_code == 200
        for text in ("Huyện đoàn An Bình", "Đoàn xã Thuận Hòa", "15 đoàn viên", "13 cán bộ"):
            assert text in answer.text


async def test_the_tree_of_a_past_day_shows_the_names_of_that_day(client_for, world, database: Database):
    """A renamed unit has its old name in the tree of last year."""
    unit = world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        facts = actions.Facts(name="Đoàn phường Mới", kind="grassroots")
        await actions.edit(tx, world.actor("quan_tri"), unit, facts, (await queries.get(tx, unit)).version)
    async with client_for(world, "quan_tri") as client:
        past = await client.get(f"/{world.scope.slug}/quan-tri/don-vi?ngay=2020-06-01")
        assert "Đoàn xã Thuận Hòa" in past.text and "Đoàn phường Mới" not in past.text
        wrong = await client.get(f"/{world.scope.slug}/quan-tri/don-vi?ngay=hom-qua")
        assert wrong.status_code == 422 and "hom-qua" in wrong.text


async def test_a_unit_is_found_without_diacritics_with_the_way_to_it(client_for, world):
    """Searching "thuan hoa" marks the hit and names the units above."""
    async with client_for(world, "quan_tri") as client:
        answer = await client.get(f"/{world.scope.slug}/quan-tri/don-vi?q=thuan+hoa")
        assert "<mark>Thuận</mark>" in answer.text and "Huyện đoàn An Bình" in answer.text
        nothing = await client.get(f"/{world.scope.slug}/quan-tri/don-vi?q=khongco")
        assert "Không có đơn vị nào khớp" in nothing.text


async def test_a_new_unit_is_added_once_and_confirmed(client_for, world):
    """The form leads to the new unit's page; the same form again leads to the same page."""
    url = f"/{world.scope.slug}/quan-tri/don-vi/{world.units['xa_a']}/them"
    async with client_for(world, "quan_tri") as client:
        sent = hidden((await client.get(url)).text) | {"name": "Chi đoàn ấp 3", "kind": "branch"}
        first, second = await client.post(url, data=sent), await client.post(url, data=sent)
        assert first.status_code == second.status_code == 303
        assert first.headers["location"] == second.headers["location"]
        shown = await client.get(first.headers["location"])
        assert "Chi đoàn ấp 3" in shown.text and "Đoàn xã Thuận Hòa" in shown.text


async def test_refused_input_is_kept_with_every_mistake_at_its_field(client_for, world):
    """Name and day are refused together; what was typed stays in the form, escaped."""
    url = f"/{world.scope.slug}/quan-tri/don-vi/{world.units['huyen_a']}/them"
    async with client_for(world, "quan_tri") as client:
        typed = {"name": "<", "kind": "grassroots", "opened_on": "2030-01-01", "cluster": "<script>alert(1)</script>"}
        answer = await client.post(url, data=hidden((await client.get(url)).text) | typed)
        assert answer.status_code == 422
        assert 'id="e-name"' in answer.text and 'id="e-opened_on"' in answer.text
        assert "&lt;script&gt;alert(1)" in answer.text and "<script>alert" not in answer.text


async def test_a_stale_edit_shows_both_texts_and_can_be_sent_again(client_for, world, database: Database):
    """409 with the stored name beside the typed one; sending the same form again saves it knowingly."""
    unit = world.units["xa_b"]
    url = f"/{world.scope.slug}/quan-tri/don-vi/{unit}/sua"
    async with client_for(world, "quan_tri") as client:
        sent = hidden((await client.get(url)).text) | {"name": "Đoàn xã Của Tôi", "kind": "grassroots"}
        async with database.tenant(world.scope) as tx:
            facts = actions.Facts(name="Đoàn xã Của Họ", kind="grassroots")
            await actions.edit(tx, world.actor("quan_tri"), unit, facts, int(sent["_version"]))
        stale = await client.post(url, data=sent)
        assert stale.status_code == 409
        assert "Đoàn xã Của Họ" in stale.text and "Đoàn xã Của Tôi" in stale.text
        again = await client.post(url, data=sent | hidden(stale.text))
        assert again.status_code == 303
        assert "Đoàn xã Của Tôi" in (await client.get(again.headers["location"])).text


async def test_a_unit_with_people_says_what_to_do_before_closing(client_for, world):
    """The page names the members that stand in the way; an empty unit can be closed from it."""
    at = f"/{world.scope.slug}/quan-tri/don-vi"
    async with client_for(world, "quan_tri") as client:
        assert "Chưa thể giải thể" in (await client.get(f"{at}/{world.units['ap_1']}/giai-the")).text
        url = f"{at}/{world.units['xa_a']}/them"
        sent = hidden((await client.get(url)).text) | {"name": "Chi đoàn ấp 4", "kind": "branch"}
        made = (await client.post(url, data=sent)).headers["location"]
        asked = await client.get(f"{made}/giai-the")
        closed = await client.post(f"{made}/giai-the", data=hidden(asked.text) | {"closed_on": "2021-01-20"})
        assert closed.status_code == 303
        assert "giải thể từ ngày 20/01/2021" in (await client.get(made)).text


async def test_a_unit_is_moved_through_a_choice_and_a_question(client_for, world):
    """The choice offers fitting parents only; after confirming the unit stands under the new one."""
    here = f"/{world.scope.slug}/quan-tri/don-vi/{world.units['xa_a']}"
    async with client_for(world, "quan_tri") as client:
        choice = await client.get(f"{here}/chuyen?q=binh")
        assert str(world.units["huyen_b"]) in choice.text and f"den={world.units['xa_b']}" not in choice.text
        asked = await client.get(f"{here}/chuyen?den={world.units['huyen_b']}")
        moved = await client.post(f"{here}/chuyen", data=hidden(asked.text))
        assert moved.status_code == 303
        assert "trực thuộc Huyện đoàn Bình An" in (await client.get(here)).text


async def test_a_committee_reads_its_own_part_of_the_tree(client_for, world):
    """A secretary of a district sees units below, without the administrator's buttons; others do not exist."""
    at = f"/{world.scope.slug}/quan-tri/don-vi"
    async with client_for(world, "pho_huyen") as client:
        own = await client.get(f"{at}/{world.units['xa_a']}")
        assert own.status_code == 200 and f"{world.units['xa_a']}/sua" not in own.text
        assert (await client.get(f"{at}/{world.units['xa_b']}")).status_code == 404
        assert (await client.get(at)).status_code == 404
        assert (await client.get(f"{at}/{world.units['xa_a']}/sua")).status_code == 404


async def test_units_of_another_tenant_do_not_exist(client_for, worlds):
    """An id of another tenant is 404 on every page that takes one."""
    here, other = worlds[0], worlds[1]
    at = f"/{here.scope.slug}/quan-tri/don-vi"
    async with client_for(here, "quan_tri") as client:
        for page in ("", "/sua", "/them", "/chuyen", "/giai-the", "/bo-nhiem"):
            assert (await client.get(f"{at}/{other.units['xa_a']}{page}")).status_code == 404
        assert (await client.get(f"{at}?goc={other.units['xa_a']}")).status_code == 404
        assert (await client.get(f"{at}?goc=khong-phai-ma")).status_code == 404


async def test_a_closed_unit_is_opened_again_from_its_page(client_for, world, database: Database):
    """The page of a closed unit offers it; an open unit has no such page."""
    unit = world.units["co_quan"]
    url = f"/{world.scope.slug}/quan-tri/don-vi/{unit}"
    async with client_for(world, "quan_tri") as client:
        assert (await client.get(f"{url}/mo-lai")).status_code == 404
        async with database.tenant(world.scope) as tx:
            await actions.close(tx, world.actor("quan_tri"), unit, None, 1)
        assert "Mở lại" in (await client.get(url)).text
        sent = hidden((await client.get(f"{url}/mo-lai")).text)
        wrong = await client.post(f"{url}/mo-lai", data=sent | {"opened_on": "2021-01-01"})
        assert wrong.status_code == 422 and 'id="e-opened_on"' in wrong.text
        answer = await client.post(f"{url}/mo-lai", data=sent | {"opened_on": "2021-01-20"})
        assert answer.status_code == 303
        assert "Mở lại" not in (await client.get(url)).text


async def test_a_search_on_a_past_day_keeps_the_day(client_for, world, database: Database):
    """Old names are found in the tree of their days, and the page says which day it is."""
    unit = world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        facts = actions.Facts(name="Đoàn phường Mới", kind="grassroots")
        await actions.edit(tx, world.actor("quan_tri"), unit, facts, (await queries.get(tx, unit)).version)
    async with client_for(world, "quan_tri") as client:
        past = await client.get(f"/{world.scope.slug}/quan-tri/don-vi?q=thuan+hoa&ngay=2020-06-01")
        assert "<mark>Thuận</mark>" in past.text and "01/06/2020" in past.text


async def test_closing_says_who_still_counts_there(client_for, world, database: Database):
    """A branch without members whose secretary counts in an open year says so, and where to take him along."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update membership set unit_id = $3 where tenant_id = $1 and unit_id = $2",
            tx.tenant_id, world.units["co_quan"], world.units["ap_2"],
        )  # fmt: skip
    async with client_for(world, "quan_tri") as client:
        page = await client.get(f"/{world.scope.slug}/quan-tri/don-vi/{world.units['co_quan']}/giai-the")
        assert "1 người trong chương trình đang mở vẫn tính ở đây" in page.text
