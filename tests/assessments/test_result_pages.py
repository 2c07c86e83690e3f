"""The pages of a unit's results over HTTP: sending, recognising, returning, several at once."""

import pytest


@pytest.fixture
def results(at, world):
    """The address of a unit's results."""
    return lambda unit, act="": at(f"ket-qua/{world.units[unit]}") + (f"/{act}" if act else "")


async def test_the_page_starts_at_the_unit_that_one_leads(client_for, world, at):
    """A district's secretary who sits on the province's committee starts at the district, with a tab for the other."""
    async with client_for(world, "bi_thu_huyen") as client:
        page = (await client.get(at("ket-qua"))).text
        assert "<h1" in page and "Huyện đoàn An Bình</h1>" in page
        assert f"/ket-qua/{world.units['tinh']}" in page


@pytest.mark.parametrize("stranger", ["bi_thu_xa_b", "bi_thu_cq", "doan_vien"])
async def test_strangers_do_not_find_a_units_results(client_for, world, results, stranger):
    """Neither the page nor its acts exist for another unit's people."""
    async with client_for(world, stranger) as client:
        for act in ("", "gui", "cong-nhan", "tra-lai", "cong-nhan-nhieu"):
            assert (await client.get(results("ap_1", act))).status_code == 404


async def test_sending_asks_once_and_wants_the_gaps_explained(client_for, world, rated, validated, results, fields):
    """The page names who is unrated and what follows; without a word for them nothing is sent and the form stays."""
    await rated("bi_thu_ap", "pho_ap")
    await validated("pho_ap", "bi_thu_ap")
    ask = results("ap_1", "gui")
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(ask)).text
        assert "Ngô Gia Bảo" in page and "Ban Chấp hành Đoàn xã Thuận Hòa xem xét" in page
        refused = await client.post(ask, data=fields(page, ask) | {"note": " "})
        assert refused.status_code == 422 and 'href="#f-note"' in refused.text
        form = fields(refused.text, ask) | {"note": "Đồng chí Bảo đi học."}
        first, second = await client.post(ask, data=form), await client.post(ask, data=form)
        assert first.headers["location"] == second.headers["location"] == results("ap_1")
        page = (await client.get(results("ap_1"))).text
        assert "Chờ Đoàn xã Thuận Hòa công nhận" in page and "Đồng chí Bảo đi học." in page
        late = await client.get(ask)
        assert (late.status_code, late.headers["location"]) == (303, results("ap_1"))


async def test_a_form_overtaken_by_somebody_else_leads_to_how_things_stand(
    client_for, world, rated, sent, results, fields
):
    """Two members send from the same page: the second is told that it is done."""
    await rated("bi_thu_ap", "pho_ap")
    ask = results("ap_1", "gui")
    async with client_for(world, "bi_thu_ap") as client:
        form = fields((await client.get(ask)).text, ask)
        await sent("ap_1", "pho_ap")
        answer = await client.post(ask, data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, results("ap_1"))


async def test_the_parent_recognises_with_a_decision(client_for, world, rated, sent, results, fields):
    """Number and date of the decision are kept; a wrong date is refused, the number kept; then back home."""
    await rated("bi_thu_ap", "pho_ap")
    await sent("ap_1", "pho_ap")
    ask = results("ap_1", "cong-nhan")
    async with client_for(world, "pho_xa") as client:
        page = (await client.get(ask)).text
        assert "Đỗ Thị Hằng" in page and "kết quả chính thức" in page
        wrong = await client.post(ask, data=fields(page, ask) | {"number": "12-QĐ/ĐTN", "dated": "hôm qua"})
        assert wrong.status_code == 422 and 'href="#f-dated"' in wrong.text and "12-QĐ/ĐTN" in wrong.text
        form = fields(wrong.text, ask) | {"number": "12-QĐ/ĐTN", "dated": "20/01/2021"}
        done = await client.post(ask, data=form)
        assert (done.status_code, done.headers["location"]) == (303, results("xa_a"))
        page = (await client.get(results("ap_1"))).text
        assert "Kết quả đã được công nhận" in page and "Quyết định số 12-QĐ/ĐTN" in page and "20/01/2021" in page


async def test_a_return_needs_its_reason(client_for, world, rated, sent, results, fields):
    """An empty reason is refused at its field; a given one reaches the unit."""
    await rated("bi_thu_ap", "pho_ap")
    await sent("ap_1", "pho_ap")
    ask = results("ap_1", "tra-lai")
    async with client_for(world, "bi_thu_xa") as client:
        page = (await client.get(ask)).text
        refused = await client.post(ask, data=fields(page, ask) | {"reason": ""})
        assert refused.status_code == 422 and 'href="#f-reason"' in refused.text
        done = await client.post(ask, data=fields(refused.text, ask) | {"reason": "Bổ sung ý kiến cấp ủy."})
        assert done.status_code == 303
    async with client_for(world, "pho_ap") as client:
        page = (await client.get(results("ap_1"))).text
        assert "Đoàn xã Thuận Hòa trả lại kết quả" in page and "Bổ sung ý kiến cấp ủy." in page
        assert "Gửi lại kết quả" in page


async def test_several_units_are_recognised_after_one_more_look(client_for, world, rated, sent, results, fields):
    """The chosen and the left ones are named before the act; the left ones stay as they were."""
    for person, by, unit in (("bi_thu_xa", "pho_huyen", "xa_a"), ("bi_thu_cq", "pho_huyen", "co_quan")):
        await rated(person, by)
        await sent(unit, person)
    many = results("huyen_a", "cong-nhan-nhieu")
    async with client_for(world, "pho_huyen") as client:
        page = (await client.get(results("huyen_a"))).text
        assert "2 đơn vị chờ công nhận" in page and f'value="{world.units["xa_a"]}:1" checked' in page
        nobody = await client.get(many)
        assert (nobody.status_code, nobody.headers["location"]) == (303, results("huyen_a"))
        assert (await client.get(many, params={"child": "khong-phai"})).status_code == 422
        asked = (await client.get(many, params={"child": f"{world.units['xa_a']}:1"})).text
        assert "Để lại: Chi đoàn Công an huyện." in asked
        form = fields(asked, many)
        done = await client.post(many, data=form | {"number": "15-QĐ/HĐ"})
        assert (done.status_code, done.headers["location"]) == (303, results("huyen_a"))
        page = (await client.get(results("huyen_a"))).text
        assert "1 đơn vị chờ công nhận" in page and f'value="{world.units["co_quan"]}:1"' in page
        twice = await client.post(many, data=form | {"_key": "lan-hai"})
        assert twice.status_code == 303 and "flash" in twice.headers["set-cookie"]


async def test_the_top_units_results_go_from_the_office_to_the_committee(
    client_for, world, rated, validated, results, fields
):
    """The office records opinions but gives no level, sends, and somebody of the committee recognises (S0-32)."""
    await rated("pho_tinh", "bi_thu_tinh")
    open_sheet = await validated("chuyen_vien", "bi_thu_tinh")
    async with client_for(world, "van_phong") as client:
        page = (await client.get(results("tinh"))).text
        assert "Ghi ý kiến từng người" in page
        sheet = (await client.get(f"/{world.scope.slug}/phieu/{open_sheet}/danh-gia")).text
        assert "/y-kien/youth" in sheet and 'name="level"' not in sheet
        ask = results("tinh", "gui")
        page = (await client.get(ask)).text
        assert "người công nhận phải khác người gửi" in page
        assert (await client.post(ask, data=fields(page, ask) | {"note": "Đồng chí Ân mới về."})).status_code == 303
        assert (await client.get(results("tinh", "cong-nhan"))).status_code == 404
    async with client_for(world, "bi_thu_tinh") as client:
        ask = results("tinh", "cong-nhan")
        page = (await client.get(ask)).text
        assert (await client.post(ask, data=fields(page, ask))).status_code == 303
        assert "Kết quả đã được công nhận" in (await client.get(results("tinh"))).text


async def test_the_start_pages_lead_to_what_waits(client_for, database, world, rated, validated, sent, at):
    """From November the start page and the queue name the people without a level and the units to recognise."""
    await rated("bi_thu_ap", "pho_ap")
    await sent("ap_1", "pho_ap")
    await validated("bi_thu_xa", "pho_xa")
    async with client_for(world, "pho_xa") as client:
        assert "chờ ghi ý kiến" not in (await client.get(f"/{world.scope.slug}/can-xu-ly")).text
        async with database.tenant(world.scope) as tx:
            await tx.execute("select sec.move_clock('2021-11-20 09:00+07'::timestamptz)")
        for path in ("can-xu-ly", "viec-cua-toi"):
            page = (await client.get(f"/{world.scope.slug}/{path}")).text
            assert "1 người chờ ghi ý kiến và xếp loại" in page and "Kết quả của 1 đơn vị chờ bạn công nhận" in page
            assert at("ket-qua") in page
