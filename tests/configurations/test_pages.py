"""The editor's pages over HTTP: who may read, what a lock says, and what a refused form keeps."""

import re

import pytest

from core.configurations import actions
from core.db.scope import Database
from core.packs.catalog import discover

PACK = "kien_giang_kl06"
TITLE = ("criteria", "do_1", "title")
LOCK = {
    "places": ["criteria/do_1/title"],
    "by": "centre",
    "reason": {"vi": "Lời văn thống nhất toàn quốc.", "en": "Alike in all provinces."},
}


@pytest.fixture
async def locked(world, database: Database):
    """A tenant with a draft in which the centre has locked a wording."""
    async with database.tenant(world.scope) as tx:
        await actions.enable(tx, world.actor("quan_tri"), discover().get(PACK))
        await actions.edit(tx, world.actor("quan_tri"), PACK, {("locks", "wording"): LOCK}, 0)
    return world


def address(world, tail: str) -> str:
    """A page of the editor."""
    return f"/{world.scope.slug}/quan-tri/cau-hinh/{PACK}/sua/{tail}"


async def test_a_locked_field_says_who_locked_it_and_why(locked, client_for) -> None:
    """The wording cannot be typed into, and stands beside the reason; a form that sends it all the same is refused
    there, with the rest as typed."""
    page = address(locked, "tieu-chi/dieu/do_1")
    async with client_for(locked, "quan_tri") as client:
        shown = (await client.get(page)).text
        assert re.search(r'<textarea[^>]*id="f-criteria/do_1/title/vi"[^>]* readonly', shown)
        assert "Trung ương Đoàn khóa." in shown and "Lời văn thống nhất toàn quốc." in shown
        assert 'name="_has" value="criteria/do_1/title"' not in shown
        answer = await client.post(page, data={
            "_csrf": re.search(r'name="_csrf" value="(\w+)"', shown)[1],
            "seen": re.search(r'name="seen" value="(\d+)"', shown)[1],
            "_has": ["criteria/do_1/title", "criteria/do_1/number"],
            "criteria/do_1/title/vi": "Lời khác",
            "criteria/do_1/number": "7b",
        })  # fmt: skip
    assert answer.status_code == 422
    assert "Mục này đã khóa" in answer.text and 'value="7b"' in answer.text


async def test_those_who_only_read_see_no_buttons(locked, client_for) -> None:
    """An inspector reads every section and can change nothing."""
    async with client_for(locked, "kiem_tra") as client:
        for tail in ("tieu-chi", "tieu-chi/dieu/do_1", "dang-ky", "chi-tieu", "bao-cao/appendix", "tu-ngu"):
            answer = await client.get(address(locked, tail))
            assert answer.status_code == 200, tail
            assert "Lưu vào bản nháp" not in answer.text and 'name="act"' not in answer.text, tail
        assert (await client.get(address(locked, "tieu-chi/moi"))).status_code == 404


async def test_a_locked_entry_cannot_be_switched_off(locked, database: Database, client_for) -> None:
    """A button of the list meets the lock as well and says why."""
    lock = {("locks", "whole"): LOCK | {"places": ["criteria/do_2"]}}
    async with database.tenant(locked.scope) as tx:
        await actions.edit(tx, locked.actor("quan_tri"), PACK, lock, 1)
    page = address(locked, "tieu-chi")
    async with client_for(locked, "quan_tri") as client:
        token = re.search(r'name="_csrf" value="(\w+)"', (await client.get(page)).text)[1]
        answer = await client.post(page, data={"_csrf": token, "seen": "2", "act": "off:criteria/do_2"})
    assert answer.status_code == 422
    assert "Mục này đã khóa: Lời văn thống nhất toàn quốc." in answer.text


async def test_what_is_not_there_leads_nowhere(locked, client_for) -> None:
    """Sections, entries and acts that do not exist are not found."""
    async with client_for(locked, "quan_tri") as client:
        for tail in ("tieu-chi/dieu/none", "chi-tieu/khac/board", "chi-tieu/so/none", "bao-cao/none"):
            assert (await client.get(address(locked, tail))).status_code == 404, tail
        page = address(locked, "tieu-chi")
        token = re.search(r'name="_csrf" value="(\w+)"', (await client.get(page)).text)[1]
        for act in ("drop:criteria/do_1", "up:criteria/none", "burn:criteria/do_1", "off:scale/levels", ""):
            answer = await client.post(page, data={"_csrf": token, "seen": "1", "act": act})
            assert answer.status_code == 404, act
