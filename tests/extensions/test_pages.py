"""The pages of extensions over HTTP: asking, answering, and what the unit's people read."""

import re

import pytest

WHY = "Chi đoàn tập trung chống lũ"


def hidden(html: str) -> dict[str, str]:
    """The hidden inputs of the page's form."""
    form = re.search(r'<form class="rl-form".*?</form>', html, re.S)[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


@pytest.fixture
def at(world):
    """The address of the list."""
    return f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/gia-han"


async def ask(client, at: str, milestone: str, **fields: str):
    """Send the form of a request."""
    typed = {"milestone": milestone, "day": "10/02/2021", "reason": WHY} | fields
    return await client.post(f"{at}/xin", data=hidden((await client.get(f"{at}/xin")).text) | typed)


async def test_asking_and_answering(client_for, world, at) -> None:
    """The secretary asks, the commune finds it in the list and grants it; the branch's board says until when."""
    key = world.programme.due("registration").key
    async with client_for(world, "bi_thu_ap") as client:
        assert "Chưa có đề nghị gia hạn nào" in (await client.get(at)).text
        assert (await ask(client, at, key)).status_code == 303
        assert WHY in (await client.get(at)).text
    async with client_for(world, "bi_thu_xa") as client:
        listed = (await client.get(at)).text
        address = re.search(rf'href="({at}/[0-9a-f-]{{36}})"', listed)[1]
        form = hidden((await client.get(address)).text)
        refused = await client.post(address, data=form | {"decision": "refuse", "answer": ""})
        assert refused.status_code == 422 and "Hãy viết lý do" in refused.text
        form = hidden(refused.text)
        answer = await client.post(address, data=form | {"decision": "grant", "day": "2021-02-09", "answer": "Đồng ý"})
        assert answer.status_code == 303
    async with client_for(world, "bi_thu_ap") as client:
        board = (await client.get(at.replace("gia-han", "tien-do"))).text
        assert "đơn vị được gia hạn đến hết ngày 09/02/2021" in board
    async with client_for(world, "pho_ap") as client:
        own = (await client.get(f"/{world.scope.slug}/viec-cua-toi")).text
        assert "Đơn vị được gia hạn đến hết ngày 09/02/2021" in own
        form = (await client.get(at.replace("gia-han", "dang-ky"))).text
        assert "Đơn vị được gia hạn đến hết ngày 09/02/2021" in form


async def test_a_refused_form_keeps_what_was_typed(client_for, world, at) -> None:
    """A day before the common end: the message stands at the field, the reason is still there."""
    async with client_for(world, "bi_thu_ap") as client:
        answer = await ask(client, at, world.programme.due("registration").key, day="31/01/2021")
        assert answer.status_code == 422
        assert "Hãy chọn ngày sau hạn chung" in answer.text and WHY in answer.text


async def test_who_has_no_business_finds_nothing(client_for, world, at) -> None:
    """A member has no list, a deputy no form."""
    async with client_for(world, "doan_vien") as client:
        assert (await client.get(at)).status_code == 404
    async with client_for(world, "pho_ap") as client:
        assert (await client.get(f"{at}/xin")).status_code == 404
