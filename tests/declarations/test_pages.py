"""The pages of declarations and files over HTTP."""

import re

PDF = ("Kế hoạch.pdf", b"%PDF-1.4 example", "application/pdf")


def hidden(html: str) -> dict[str, str]:
    """The hidden inputs of the act's form."""
    form = html[html.index('method="post"', html.index("<main")) :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def board(world, unit: str = "", key: str = "") -> str:
    """The address of a unit's declarations, or of one of them."""
    parts = [f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/ke-khai"]
    return "/".join([*parts, *([str(world.units[unit])] if unit else []), *([key] if key else [])])


async def declared(client, world) -> str:
    """Declare the district's plan with a file; the address of the file."""
    at = board(world, "huyen_a", "plan")
    form = hidden((await client.get(at)).text) | {"number": "12-KH/HĐ", "dated_on": "08/01/2021"}
    sent = await client.post(at, data=form, files={"file": PDF})
    assert sent.status_code == 303, sent.text
    return re.search(r'href="(/[^"]*/tep/[^"]+)"', (await client.get(at)).text)[1]


async def test_a_district_declares_its_plan_with_a_file(client_for, world):
    """The board begins at the own unit, shows what is owed, then what was declared."""
    async with client_for(world, "pho_huyen") as client:
        own = (await client.get(board(world))).text
        assert "Huyện đoàn An Bình" in own and "Ban hành kế hoạch thực hiện" in own and "Khuyến khích" in own
        await declared(client, world)
        assert "số 12-KH/HĐ" in (await client.get(board(world))).text


async def test_a_file_is_a_download_and_nothing_else(client_for, world):
    """An attachment under its own name, never rendered, never sniffed; unknown to others."""
    async with client_for(world, "pho_huyen") as client:
        url = await declared(client, world)
        found = await client.get(url)
        assert found.content == PDF[1] and found.headers["content-type"] == "application/pdf"
        assert found.headers["content-disposition"].startswith("attachment;")
        assert "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf" in found.headers["content-disposition"]
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    for name, status in (("bi_thu_tinh", 200), ("bi_thu_huyen_b", 404), ("bi_thu_xa", 404), ("doan_vien", 404)):
        async with client_for(world, name) as client:
            assert (await client.get(url)).status_code == status


async def test_a_disguised_file_is_refused_at_its_field(client_for, world):
    """A page called .pdf is not stored; number and date stay in the form."""
    at = board(world, "huyen_a", "plan")
    async with client_for(world, "pho_huyen") as client:
        form = hidden((await client.get(at)).text) | {"number": "12-KH/HĐ", "dated_on": "2021-01-08"}
        page = ("x.pdf", b"<html><script>alert(1)</script>", "application/pdf")
        answer = await client.post(at, data=form, files={"file": page})
        assert answer.status_code == 422 and 'id="e-file"' in answer.text and 'value="12-KH/HĐ"' in answer.text


async def test_a_file_over_ten_megabytes_is_refused(client_for, world):
    """A little over says so at the field; far over is cut off at the door."""
    at = board(world, "huyen_a", "plan")
    async with client_for(world, "pho_huyen") as client:
        form = hidden((await client.get(at)).text) | {"number": "12-KH/HĐ", "dated_on": "2021-01-08"}
        little = ("x.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "application/pdf")
        answer = await client.post(at, data=form, files={"file": little})
        assert answer.status_code == 422 and 'id="e-file"' in answer.text
        much = ("x.pdf", b"%PDF-" + b"x" * (12 * 1024 * 1024), "application/pdf")
        assert (await client.post(at, data=form, files={"file": much})).status_code == 413


async def test_a_stale_form_gets_both_texts(client_for, world):
    """Two open forms: the second sees what the first stored beside its own words."""
    at = board(world, "huyen_a", "board")
    async with client_for(world, "pho_huyen") as client:
        form = (await client.get(at)).text
        first = hidden(form) | {"dated_on": "2021-01-05", "note": "Tại trụ sở"}
        assert (await client.post(at, data=first)).status_code == 303
        second = hidden(form) | {"_key": "another", "dated_on": "2021-01-06", "note": "Tại hội trường"}
        answer = await client.post(at, data=second)
        assert answer.status_code == 409 and "Tại trụ sở" in answer.text and "Tại hội trường" in answer.text


async def test_those_above_read_and_do_not_write(client_for, world):
    """The province sees a district's page without a form; sending one anyway is refused."""
    at = board(world, "huyen_a", "plan")
    async with client_for(world, "bi_thu_tinh") as client:
        page = await client.get(at)
        assert page.status_code == 200 and 'enctype="multipart/form-data"' not in page.text
        token = re.search(r'name="_csrf" value="(\w+)"', page.text)[1]
        assert (await client.post(at, data={"_csrf": token})).status_code == 403


async def test_the_province_sees_who_has_declared(client_for, world):
    """Shares over the tree, then unit by unit for the duty chosen (S0-3, S0-4)."""
    async with client_for(world, "pho_huyen") as client:
        await declared(client, world)
    async with client_for(world, "quan_tri") as client:
        page = (await client.get(board(world) + "?viec=plan")).text
        assert "chỉ tiêu 100% · còn thiếu 2 đơn vị" in page
        assert "1 trên 2 đơn vị" in page and "Chưa kê khai" in page and "Huyện đoàn Bình An" in page


async def test_strangers_and_wrong_addresses_get_nothing(client_for, world):
    """Another district, a member, an unknown duty: all not found."""
    for name, path in (
        ("bi_thu_huyen_b", board(world, "huyen_a")),
        ("doan_vien", board(world)),
        ("pho_huyen", board(world, "huyen_a", "no")),
        ("pho_huyen", board(world, "xa_a", "plan")),
    ):
        async with client_for(world, name) as client:
            assert (await client.get(path)).status_code == 404, (name, path)
