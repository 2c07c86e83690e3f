"""The pages of a report over HTTP: each step by its page, refusals beside the field with what was typed."""

import re

from conftest_reports import KEY, clock

AT = "chuong-trinh/kien_giang_kl06-2021/bao-cao"


def at(world, rest: str = "", unit: str = "xa_a") -> str:
    """An address of a unit's report."""
    return f"/{world.scope.slug}/{AT}/{KEY}/{world.units[unit]}{rest}"


async def december(database, world) -> None:
    """The month in which reports are due."""
    async with database.tenant(world.scope) as tx:
        await clock(tx, "2021-12-10 09:00+07")


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of the last form of a page with a version, else of the first."""
    return {
        "_csrf": re.search(r'name="_csrf" value="([^"]+)"', text)[1],
        "_version": (re.findall(r'name="_version" value="(\d+)"', text) or ["0"])[-1],
    }


async def written_and_sent(client, world) -> str:
    """A commune's report through its form, its refusals included; the address of the paper."""
    answer = await client.get(f"/{world.scope.slug}/{AT}")
    assert answer.status_code == 200 and "Lập báo cáo" in answer.text and "Không bắt buộc" in answer.text
    page = await client.get(at(world, "/lap"))
    assert page.status_code == 200 and "Nguồn số liệu của từng dòng" in page.text
    branch = world.units["ap_2"]
    columns = ("total", "registered", "good", "fair", "average", "weak")
    typed = {f"cell.{branch}.{name}": value for name, value in zip(columns, (9, 9, 9, 0, 0, 0), strict=True)}
    form = {**hidden(page.text), **typed, f"why.{branch}": "", "text.results": "Sinh hoạt đều", "act": "check"}
    refused = await client.post(at(world, "/lap"), data=form)
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in refused.text and "Sinh hoạt đều" in refused.text and 'value="9"' in refused.text
    saved = await client.post(at(world, "/lap"), data={**form, f"why.{branch}": "Theo sổ giấy"})
    assert saved.status_code == 303
    page = await client.get(at(world, "/lap"))
    assert "Theo sổ giấy" in page.text and "Ký báo cáo" in page.text
    signed = await client.post(at(world, "/lap"), data={**hidden(page.text), "act": "sign"})
    assert signed.headers["location"].endswith("/gui")
    page = await client.get(at(world, "/gui"))
    send = {**hidden(page.text), "number": "7", "symbol": "BC/ĐTN", "dated_on": "2021-12-11", "kind.0": "upper",
            "name.0": "Huyện đoàn An Bình", "kind.1": "party", "name.1": "Đảng ủy xã"}  # fmt: skip
    refused = await client.post(at(world, "/gui"), data=send)
    assert refused.status_code == 422 and "Ngày này chưa đến" in refused.text and "Đảng ủy xã" in refused.text
    sent = await client.post(at(world, "/gui"), data={**send, "dated_on": "2021-12-10"})
    return sent.headers["location"]


async def test_a_report_by_its_pages(client_for, world, database) -> None:
    """Written, checked, signed, sent with a number; read and taken in by the district, each by its page."""
    await december(database, world)
    async with client_for(world, "bi_thu_xa") as client:
        paper = await written_and_sent(client, world)
        page = await client.get(paper)
        assert all(one in page.text for one in ("Số: 07-BC/ĐTN", "- Đảng ủy xã;", "- Lưu VP."))
        assert "Nguyên văn như lúc gửi" in page.text and "Rút báo cáo" in page.text
        noted = {**hidden(page.text), "ordinal": "2", "received_on": "2021-12-10", "received_by": "Văn thư Đảng ủy"}
        assert (await client.post(f"{paper}/da-nhan", data=noted)).status_code == 303
        page = await client.get(paper)
        assert "Văn thư Đảng ủy" in page.text and "Chưa ghi nhận: Huyện đoàn An Bình." in page.text
        for address in (paper, f"/{world.scope.slug}/{AT}", at(world, "/so")):
            assert "1/2 nơi đã nhận" in (await client.get(address)).text
        for kind, begins in (("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")):
            assert (await client.get(f"{paper}/{kind}")).content.startswith(begins)
        assert "7" in (await client.get(at(world, "/so"))).text
    async with client_for(world, "bi_thu_huyen") as client:
        page = await client.get(at(world, "/nhan", "huyen_a"))
        assert page.status_code == 200 and "1 báo cáo chờ tiếp nhận" in page.text
        page = await client.get(paper)
        come = {**hidden(page.text), "decision": "received"}
        assert (await client.post(f"{paper}/quyet-dinh", data=come)).headers["location"] == paper
        page = await client.get(paper)
        assert "2/2 nơi đã nhận" in (await client.get(at(world, "/nhan", "huyen_a"))).text
        assert "Mọi nơi đã nhận." in page.text
        assert "Cấp trên đã nhận" in page.text and "Phạm Đức Đạt ghi đã nhận lúc" in page.text
        refused = await client.post(f"{paper}/quyet-dinh", data={**hidden(page.text), "decision": "received"})
        assert refused.status_code == 422 and "đã được ghi là đã nhận" in refused.text
        refused = await client.post(f"{paper}/quyet-dinh", data={**hidden(page.text), "decision": "return"})
        assert refused.status_code == 422 and "Hãy ghi lý do" in refused.text
        taken = await client.post(f"{paper}/quyet-dinh", data={**hidden(page.text), "decision": "accept"})
        assert taken.headers["location"] == at(world, "/nhan", "huyen_a")
        page = await client.get(at(world, "/lap", "huyen_a"))
        assert "Theo báo cáo đã tiếp nhận" in page.text
        page = await client.get(at(world, "/o/total", "huyen_a"))
        assert page.status_code == 200 and "Đoàn xã Thuận Hòa" in page.text
    await corrected(client_for, world, paper)


async def corrected(client_for, world, paper: str) -> None:
    """A correction without its reason is refused on the page of the report, from where a link leads back."""
    async with client_for(world, "bi_thu_xa") as client:
        page = await client.get(paper)
        wanting = {**hidden(page.text), "act": "correct", "reason": ""}
        refused = await client.post(at(world, "/lai"), data=wanting)
        assert refused.status_code == 422 and "Hãy ghi lý do" in refused.text and "07-BC/ĐTN" in refused.text
        assert f'href="/{world.scope.slug}/{AT}?don_vi=' in refused.text


async def test_following_by_its_pages(client_for, world, database) -> None:
    """Rates with their denominators, the calendar, the file with ids and definitions; a call and an exemption."""
    await december(database, world)
    async with client_for(world, "bi_thu_tinh") as client:
        page = await client.get(at(world, "/theo-doi", "tinh"))
        assert page.status_code == 200 and "Lịch báo cáo" in page.text and "Phải báo cáo" in page.text
        book = await client.get(at(world, "/theo-doi/xlsx", "tinh"))
        assert book.content.startswith(b"PK")
        page = await client.get(at(world, "/nhan", "tinh"))
        excused = {**hidden(page.text), "unit": str(world.units["huyen_b"]), "reason": "Mới thành lập"}
        assert (await client.post(at(world, "/nhan/mien", "tinh"), data=excused)).status_code == 303
        page = await client.get(at(world, "/nhan", "tinh"))
        assert "Được miễn báo cáo" in page.text and "Mới thành lập" in page.text
    async with client_for(world, "bi_thu_huyen") as client:
        page = await client.get(at(world, "/nhan", "huyen_a"))
        past = await client.post(at(world, "/nhan/han", "huyen_a"), data={**hidden(page.text), "due_on": "2021-12-01"})
        assert past.status_code == 422 and "Ngày này đã qua" in past.text
        asked = await client.post(at(world, "/nhan/han", "huyen_a"), data={**hidden(page.text), "due_on": "2021-12-12"})
        assert asked.status_code == 303
    async with client_for(world, "bi_thu_xa") as client:
        assert "Còn 2 ngày" in (await client.get(f"/{world.scope.slug}/{AT}")).text
