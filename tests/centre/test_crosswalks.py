"""Versions of the crosswalk: drafted, published for good, read by every comparison, restored as a draft."""

import asyncpg
import pytest

from core.access import Actor
from core.crosswalks import actions, queries
from core.crosswalks.rules import Override, own_levels
from core.errors import NotFound, Problem, Stale
from core.packs.catalog import discover

PACK = "kien_giang_kl06"
OWN = {PACK: own_levels(discover().get(PACK).rules)}
FAIR = list(OWN[PACK])[1]


def moved(level: str | None = "completed", **more: str) -> dict[str, Override]:
    """Khá counted otherwise."""
    words = {"basis": "Biên bản 05", "reason": "Thang bốn mức"} | more
    return {PACK: Override(levels={FAIR: level}, **words)}


async def published(tx, centre, overrides) -> int:
    """Begin, keep and publish a version; its number."""
    draft = await actions.begin(tx, centre.analyst)
    draft = await actions.save(tx, centre.analyst, OWN, overrides, draft.revision)
    return await actions.publish(tx, centre.analyst, OWN, draft.revision)


async def test_a_version_holds_from_its_publication(database, centre):
    """Before there is one the packs' own levels hold; a draft changes nothing; a published version is read."""
    async with database.tenant(centre.scope) as tx:
        assert (await queries.in_force(tx)).version == 0
        draft = await actions.begin(tx, centre.analyst)
        draft = await actions.save(tx, centre.analyst, OWN, moved(), draft.revision)
        assert (await queries.in_force(tx)).levels == {}
        assert await actions.publish(tx, centre.analyst, OWN, draft.revision) == 1
        found = await queries.in_force(tx)
        assert found.version == 1 and found.national(PACK, FAIR, "good") == "completed"
        assert (await queries.in_force(tx, 0)).national(PACK, FAIR, "good") == "good"
        (version,) = await queries.versions(tx, centre.analyst)
        assert (version.by_name, str(version.on)) == ("Ban Tổ chức", "2021-11-20")
        assert version.overrides[PACK].basis == "Biên bản 05"
        assert await queries.draft(tx, centre.analyst) is None
        traces = "select count(*) from audit where tenant_id = $1 and action = 'crosswalk.published'"
        assert await tx.fetchval(traces, tx.tenant_id) == 1


async def test_an_old_version_comes_back_as_a_draft(database, centre):
    """Version 1 restored and published again is version 3 with the same levels; nothing published is ever changed."""
    async with database.tenant(centre.scope) as tx:
        await published(tx, centre, moved())
        await published(tx, centre, moved(None))
        assert (await queries.in_force(tx)).levels == {PACK: {FAIR: None}}
        draft = await actions.begin(tx, centre.analyst, 1)
        assert draft.based_on == 1
        assert await actions.publish(tx, centre.analyst, OWN, draft.revision) == 3
        assert (await queries.in_force(tx)).levels == {PACK: {FAIR: "completed"}}
        assert (await queries.in_force(tx, 2)).levels == {PACK: {FAIR: None}}
        with pytest.raises(NotFound):
            await queries.in_force(tx, 9)
    for act in ("update crosswalk set overrides = '{}'", "delete from crosswalk"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            async with database.tenant(centre.scope) as tx:
                await tx.execute(f"{act} where tenant_id = $1 and version = 1", tx.tenant_id)


async def test_what_is_unfinished_stays_a_draft(database, centre):
    """No reason: kept, not published. The same as in force: nothing to publish. Changed meanwhile: stale."""
    async with database.tenant(centre.scope) as tx:
        draft = await actions.begin(tx, centre.analyst)
        with pytest.raises(Problem, match=r"crosswalk\.draft-exists"):
            await actions.begin(tx, centre.analyst)
        with pytest.raises(Problem, match=r"crosswalk\.unchanged"):
            await actions.publish(tx, centre.analyst, OWN, draft.revision)
        saved = await actions.save(tx, centre.analyst, OWN, moved(reason=""), draft.revision)
        with pytest.raises(Problem, match=r"crosswalk\.no-reason"):
            await actions.publish(tx, centre.analyst, OWN, saved.revision)
        with pytest.raises(Stale):
            await actions.save(tx, centre.analyst, OWN, moved(), draft.revision)
        await actions.discard(tx, centre.analyst, saved.revision)
        assert await queries.draft(tx, centre.analyst) is None


async def test_only_an_analyst_decides(database, centre):
    """The centre's administrator is refused: the role is its own."""
    other = Actor(account_id=centre.accounts["quan_tri"], name="Quản trị")
    async with database.tenant(centre.scope) as tx:
        with pytest.raises(NotFound):
            await actions.begin(tx, other)


async def test_the_pages_lead_from_draft_to_publication(client_for, centre, form_of):
    """Begin, choose, be refused with the input kept, give the reason: published."""
    at = f"/{centre.scope.slug}/bang-quy-doi"
    async with client_for(centre, "phan_tich") as client:
        listing = (await client.get(at)).text
        assert "Cách xếp của chính các bộ quy tắc" in listing
        begun = await client.post(f"{at}/ban-thao/bat-dau", data=form_of(listing, "/bat-dau"))
        assert begun.headers["location"] == f"{at}/ban-thao"
        fields = form_of((await client.get(f"{at}/ban-thao")).text, "/ban-thao")
        fields |= {f"level.{PACK}.{FAIR}": "completed", f"basis.{PACK}": "Biên bản 05"}
        assert (await client.post(f"{at}/ban-thao", data=fields)).headers["location"] == f"{at}/ban-thao/anh-huong"
        page = (await client.get(f"{at}/ban-thao")).text
        fields = form_of(page, "/ban-thao")
        assert fields[f"level.{PACK}.{FAIR}"] == "completed"
        refused = await client.post(f"{at}/ban-thao/cong-bo", data=fields)
        assert refused.status_code == 422 and "Hãy ghi lý do" in refused.text and "Biên bản 05" in refused.text
        fields |= {f"reason.{PACK}": "Thang bốn mức", "_key": ""}
        await client.post(f"{at}/ban-thao", data=fields)
        fields = form_of((await client.get(f"{at}/ban-thao")).text, "/ban-thao")
        assert (await client.post(f"{at}/ban-thao/cong-bo", data=fields)).status_code == 303
        shown = (await client.get(f"{at}/ban/1")).text
        assert "Biên bản 05" in shown and "Thang bốn mức" in shown
        assert "Đang áp dụng" in (await client.get(at)).text.split("Bản 1")[1][:200]


async def test_elsewhere_there_is_no_crosswalk(client_for, world, centre):
    """A province's administrator and the centre's own, who is no analyst, find no such page."""
    async with client_for(world, "quan_tri") as province, client_for(centre, "quan_tri") as admin:
        assert (await province.get(f"/{world.scope.slug}/bang-quy-doi")).status_code == 404
        assert (await admin.get(f"/{centre.scope.slug}/bang-quy-doi")).status_code == 404
