"""A pack that is gone: its programmes are read as before, and what would need its code is refused in words."""

from types import MappingProxyType

import pytest

from core.packs.catalog import Catalog
from core.programmes import pinned

READ = ("tien-do", "ket-qua", "bao-cao/appendix", "ke-khai")


@pytest.fixture
def without_packs(monkeypatch):
    """The same process after the pack was uninstalled."""

    def remove() -> None:
        monkeypatch.setattr(pinned, "catalog", lambda: Catalog(MappingProxyType({})))

    return remove


async def test_an_old_programme_is_read_without_its_pack(world, client_for, without_packs):
    """Progress, results, report and declarations of a programme whose pack was taken out."""
    without_packs()
    async with client_for(world, "bi_thu_xa") as client:
        for page in READ:
            answer = await client.get(f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/{page}")
            assert answer.status_code == 200, page
        answer = await client.get(f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/dang-ky")
        assert answer.status_code == 200


async def test_what_needs_its_code_is_refused_in_words(database, world, without_packs):
    """A sheet cannot be handed in under rules whose code is not there."""
    from core.errors import Problem
    from core.registrations import actions

    without_packs()
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            items = {"do_1": "Một việc", "dont_1": "Một điều"}
            await actions.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, items)
    assert refused.value.code == "programme.pack-changed"


async def test_a_failing_hook_is_told_to_its_tenant_only(database, worlds, client_for, monkeypatch):
    """The page says so calmly, the record is this tenant's, another tenant has none."""
    from core.packs.answers import HookFailed
    from core.packs.installed import PackHooks
    from core.programmes import faults

    def broken(self, *asked, **more):
        raise HookFailed("kien_giang_kl06", "2019.1", "suggestions", "ValueError: boom")

    monkeypatch.setattr(PackHooks, "suggestions", broken)
    async with client_for(worlds[0], "bi_thu_ap") as client:
        answer = await client.get(f"/{worlds[0].scope.slug}/chuong-trinh/{worlds[0].programme.slug}/dang-ky")
    assert answer.status_code == 422 and "boom" not in answer.text
    async with database.tenant(worlds[0].scope, readonly=True) as tx:
        assert [(one.hook, one.error) for one in await faults.latest(tx)] == [("suggestions", "ValueError: boom")]
    async with database.tenant(worlds[1].scope, readonly=True) as tx:
        assert await faults.latest(tx) == ()
