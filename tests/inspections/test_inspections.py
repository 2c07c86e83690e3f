"""Inspections of units: the steps, who plans and who reads, recommendations followed before the end."""

import re
from datetime import date

import pytest

from core.errors import Forbidden, NotFound, Problem, Stale
from core.inspections import actions, queries

DAY = date(2021, 1, 18)


async def test_from_the_plan_to_the_followed_recommendation(database, world):
    """Planned, held, something found, followed, closed; not closed while a recommendation waits; the unit reads it."""
    inspector, unit = world.actor("kiem_tra"), world.units["ap_1"]
    async with database.tenant(world.scope) as tx:
        new = await actions.plan(tx, inspector, unit, DAY, "Việc đăng ký và đánh giá năm 2021", "Lê Hoàng Ân")
        with pytest.raises(Problem) as early:
            await actions.find(tx, inspector, new, "Thiếu bảng", "Treo bảng", DAY)
        assert early.value.code == "inspection.not-held"
        with pytest.raises(Problem) as ahead:
            await actions.hold(tx, inspector, new, date(2021, 2, 1), " ", 1)
        assert [one.field for one in ahead.value.problems] == ["held_on", "conclusion"]
        await actions.hold(tx, inspector, new, DAY, "Đăng ký đủ, chưa treo bảng.", 1)
        finding = await actions.find(tx, inspector, new, "Chưa treo bảng", "Treo bảng nên làm", DAY)
        with pytest.raises(Problem) as open_:
            await actions.end(tx, inspector, new, "close", 2)
        assert (open_.value.code, open_.value.facts["count"]) == ("inspection.unfollowed", 1)
        assert [one.overdue for one in await queries.of_year(tx, world.actor("bi_thu_ap"), 2021)] == [1]
        await actions.follow(tx, inspector, new, finding, "Đã treo ngày 19/01.")
        with pytest.raises(Problem) as twice:
            await actions.follow(tx, inspector, new, finding, "Lần nữa")
        assert twice.value.code == "inspection.already-followed"
        with pytest.raises(Stale):
            await actions.end(tx, inspector, new, "close", 1)
        await actions.end(tx, inspector, new, "close", 2)
        assert (await queries.one(tx, world.actor("bi_thu_xa"), new)).state == "closed"


async def test_a_unit_reads_but_does_not_write_what_is_said_of_it(database, world):
    """Its committee is refused, a neighbour finds nothing, the unit above may plan."""
    unit = world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Forbidden):
            await actions.plan(tx, world.actor("bi_thu_xa"), unit, DAY, "Tự kiểm tra", "Mình")
        with pytest.raises(NotFound):
            await actions.plan(tx, world.actor("bi_thu_xa_b"), unit, DAY, "Kiểm tra chéo", "Mình")
        new = await actions.plan(tx, world.actor("pho_huyen"), unit, DAY, "Triển khai KL06", "Ban Thường vụ")
        assert not await queries.of_year(tx, world.actor("bi_thu_xa_b"), 2021)
        with pytest.raises(NotFound):
            await queries.one(tx, world.actor("bi_thu_xa_b"), new)


async def test_the_pages_plan_and_record(client_for, world):
    """Search the unit, plan, record the conclusion; a missing word stays at its field."""
    at = f"/{world.scope.slug}/kiem-tra"
    async with client_for(world, "kiem_tra") as client:
        assert "Chưa có cuộc kiểm tra nào" in (await client.get(at)).text
        assert str(world.units["xa_a"]) in (await client.get(f"{at}/them?q=thuan+hoa")).text
        add = f"{at}/them?don-vi={world.units['xa_a']}"
        hidden = await _hidden(client, add)
        wrong = await client.post(add, data=hidden | {"planned_on": "18/01/2021", "contents": "Triển khai", "team": ""})
        assert wrong.status_code == 422 and 'href="#f-team"' in wrong.text and "Triển khai" in wrong.text
        hidden = await _hidden(client, add)
        typed = {"planned_on": "18/01/2021", "contents": "Triển khai", "team": "Lê Hoàng Ân"}
        one = (await client.post(add, data=hidden | typed)).headers["location"]
        hidden = await _hidden(client, one)
        held = {"act": "hold", "held_on": "18/01/2021", "conclusion": "Làm tốt."}
        assert (await client.post(one, data=hidden | held)).status_code == 303
        assert "Làm tốt." in (await client.get(one)).text and "Đã kiểm tra" in (await client.get(at)).text


async def _hidden(client, path: str) -> dict[str, str]:
    """The hidden inputs of a page's first form that posts."""
    html = (await client.get(path)).text
    form = re.search(r'<form[^>]*method="post"[^>]*action="[^"]*kiem-tra.*?</form>', html, re.S)[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
