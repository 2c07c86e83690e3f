"""A draft looked at through the product's own pages: invented people, nothing written."""

import re
from datetime import date

import pytest

from core.configurations import actions as configurations
from core.db.scope import Database
from core.packs.catalog import discover
from core.trials import samples

PACKS = sorted(discover().packs)
TABLES = ("registration", "registration_item", "enrolment", "assessment", "audit", "programme")


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_sample_sheet_may_be_handed_in(pack_id: str) -> None:
    """For everybody a pack is for, there is a sheet that its own rules take."""
    pack = discover().get(pack_id)
    if pack.rules.subject.kind not in ("member", "cadre"):
        return
    for person in samples.people(pack.rules, date(2021, 1, 1)):
        sheet = samples.sheet(pack.rules, pack.hooks, person)
        assert pack.hooks.registration_problems(pack.rules, sheet, person.subject) == (), person.key


@pytest.mark.parametrize("pack_id", ["kien_giang_kl06", "dhkt_school_year"])
async def test_a_draft_is_seen_by_everybody_and_written_by_nobody(database, world, client_for, pack_id) -> None:
    """A reworded criterion stands on the member's form and on the committee's page; forms change nothing."""
    pack = discover().get(pack_id)
    first = next(iter(pack.rules.criteria))
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, world.actor("quan_tri"), pack)
        edit = {("criteria", first, "title"): {"vi": "Nêu gương trên mạng", "en": "An example online"}}
        await configurations.edit(tx, world.actor("quan_tri"), pack_id, edit, 0)
    at = f"/{world.scope.slug}/quan-tri/cau-hinh/{pack_id}/xem-thu"
    async with client_for(world, "quan_tri") as client:
        before = await counted(database, world)
        pages = {part: await client.get(f"{at}/{part}") for part in ("dang-ky", "tham-dinh", "bao-cao")}
        assert {answer.status_code for answer in pages.values()} == {200}
        assert "Nêu gương trên mạng" in pages["dang-ky"].text
        assert "Nêu gương trên mạng" in pages["tham-dinh"].text
        action = re.search(r'<form id="phieu" method="post" action="([^"]*)"', pages["dang-ky"].text)[1]
        assert action.startswith("#")  # a form comes back to the preview, which writes nothing
        token = {"_csrf": re.search(r'name="_csrf" value="(\w+)"', pages["dang-ky"].text)[1]}
        saved = await client.post(f"{at}/dang-ky", data=token, headers={"x-autosave": "1"})
        sent = await client.post(f"{at}/dang-ky", data={"item": first, **token})
        assert (saved.status_code, sent.status_code) == (204, 303)
        assert await counted(database, world) == before
    async with client_for(world, "bi_thu_xa") as client:
        assert (await client.get(at)).status_code == 404


async def test_a_report_that_asks_for_a_level_that_is_gone_says_so(database: Database, world, client_for) -> None:
    """The page tells what to mend in place of failing."""
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, world.actor("quan_tri"), discover().get("kien_giang_kl06"))
        edit = {("scale", "levels", "yeu", "disabled"): True}
        await configurations.edit(tx, world.actor("quan_tri"), "kien_giang_kl06", edit, 0)
    async with client_for(world, "quan_tri") as client:
        answer = await client.get(f"/{world.scope.slug}/quan-tri/cau-hinh/kien_giang_kl06/xem-thu/bao-cao")
    assert answer.status_code == 200
    assert "chưa in được biểu này" in answer.text


async def counted(database: Database, world) -> list[int]:
    """How many rows each table of the tenant holds."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return [await tx.fetchval(f"select count(*)::int from {table} where tenant_id = $1", tx.tenant_id)
                for table in TABLES]  # fmt: skip
