"""The pages of talks and difficulties over HTTP: written on the phone, answered by the committee, counted above."""

import re

import pytest

from core.companions import actions as companions

WORDS = "Trùng lịch học buổi tối"


@pytest.fixture
async def at(database, world, school_year):
    """The address of the school year, one member being followed by the deputy."""
    async with database.tenant(world.scope) as tx:
        await companions.spread(tx, world.actor("bi_thu_ap"), world.units["ap_1"])
    return f"/{world.scope.slug}/chuong-trinh/{school_year.slug}"


def hidden(html: str) -> dict[str, str]:
    """The hidden inputs of the page's first form that acts."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html.split("<main")[1]))


async def test_from_a_note_to_an_answer(client_for, world, at) -> None:
    """A talk with a difficulty, refused once with the words kept, answered, and counted two levels up."""
    person = world.people["doan_vien"]
    async with client_for(world, "doan_vien") as client:
        start = await client.get(f"/{world.scope.slug}/viec-cua-toi")
        assert "theo dõi bạn" in start.text
        form = await client.get(f"{at}/trao-doi/nguoi/{person}/ghi")
        typed = {**hidden(form.text), "happened_on": "2021-01-18", "choice": "call", "title": "", "difficulty": WORDS}
        refused = await client.post(f"{at}/trao-doi/nguoi/{person}/ghi", data=typed)
        assert refused.status_code == 422 and WORDS in refused.text
        saved = await client.post(f"{at}/trao-doi/nguoi/{person}/ghi", data={**typed, "title": "Hỏi lịch sinh hoạt"})
        assert saved.status_code == 303
        own = await client.get(saved.headers["location"])
        assert WORDS in own.text and "Hỏi lịch sinh hoạt" in own.text
        url = re.search(rf'href="({at}/kho-khan/viec/[\w-]+)"', own.text)[1]
        assert "Trả lời</button>" not in (await client.get(url)).text
    async with client_for(world, "bi_thu_xa") as client:
        board = await client.get(f"{at}/trao-doi/{world.units['huyen_a']}")
        assert board.status_code == 404
        board = await client.get(f"{at}/trao-doi/{world.units['xa_a']}")
        assert "Khó khăn chưa trả lời" in board.text and "rl-cell-soon" in board.text
        assert WORDS in (await client.get(f"{at}/kho-khan/{world.units['xa_a']}")).text
    async with client_for(world, "bi_thu_ap") as client:
        sheet = await client.get(url)
        said = {**hidden(sheet.text), "act": "answer", "answer": "Chuyển sang sáng Chủ nhật"}
        assert (await client.post(url, data={**said, "answer": ""})).status_code == 422
        assert (await client.post(url, data=said)).status_code == 303
        assert "Chuyển sang sáng Chủ nhật" in (await client.get(url)).text
        branch = await client.get(f"/{world.scope.slug}/phan-cong/{world.units['ap_1']}")
        assert branch.status_code == 200 and "Chia đều" in branch.text
    async with client_for(world, "doan_vien") as client:
        held = await client.get(f"/{world.scope.slug}/tai-khoan/du-lieu")
        assert held.status_code == 200 and WORDS in held.text and "Đang giải quyết" in held.text
