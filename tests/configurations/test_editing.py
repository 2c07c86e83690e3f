"""A tenant's draft: edits side by side, stale forms, locks, undo, publishing, restoring; and what a programme pins."""

from dataclasses import replace

import pytest

from core.configurations import actions, queries
from core.configurations.rules import Place
from core.db.scope import Database
from core.errors import NotFound, Problem, Stale
from core.packs.catalog import discover
from core.packs.patching import resolve
from core.packs.problems import PackRefused

PACK = "kien_giang_kl06"
TITLE: Place = ("criteria", "do_1", "title")
OFF: Place = ("criteria", "do_2", "disabled")


@pytest.fixture
async def enabled(world, database: Database):
    """A tenant that has taken up KL06."""
    async with database.tenant(world.scope) as tx:
        await actions.enable(tx, world.actor("quan_tri"), discover().get(PACK))
    return world


async def edit(database: Database, world, changes: dict, seen: int = 0) -> queries.Draft:
    """One saved form."""
    async with database.tenant(world.scope) as tx:
        return await actions.edit(tx, world.actor("quan_tri"), PACK, changes, seen)


async def test_two_admins_do_not_lose_each_others_work(enabled, database: Database) -> None:
    """Two forms filled from the same draft are both kept where they touch different places."""
    await edit(database, enabled, {TITLE: {"vi": "Một"}})
    draft = await edit(database, enabled, {OFF: True}, seen=0)
    assert (draft.rules.criteria["do_1"].title.vi, draft.rules.criteria["do_2"].disabled) == ("Một", True)
    assert draft.version == 2


async def test_a_stale_form_gets_both_values(enabled, database: Database) -> None:
    """Of two edits of one place the second is refused with both values; with the new version it is taken."""
    await edit(database, enabled, {TITLE: {"vi": "Một"}})
    with pytest.raises(Stale) as refused:
        await edit(database, enabled, {TITLE: {"vi": "Hai"}}, seen=0)
    (one,) = refused.value.problems
    assert one.field == "criteria/do_1/title"
    assert (one.facts["theirs"]["vi"], one.facts["mine"]) == ("Một", {"vi": "Hai"})
    draft = await edit(database, enabled, {TITLE: {"vi": "Hai"}}, seen=1)
    assert draft.rules.criteria["do_1"].title.vi == "Hai"


async def test_a_value_outside_the_contract_is_refused_with_its_place(enabled, database: Database) -> None:
    """An empty title is no title: the draft stays as it was."""
    with pytest.raises(PackRefused) as refused:
        await edit(database, enabled, {TITLE: {"vi": " "}})
    assert refused.value.errors[0].place.startswith("criteria.do_1.title")


async def test_undo_goes_back_step_by_step(enabled, database: Database) -> None:
    """Each undo takes one edit back, down to what is in force; then there is nothing left."""
    await edit(database, enabled, {TITLE: {"vi": "Một"}})
    await edit(database, enabled, {TITLE: {"vi": "Hai"}}, seen=1)
    admin = enabled.actor("quan_tri")
    async with database.tenant(enabled.scope) as tx:
        once = await actions.undo(tx, admin, PACK, 2)
        assert once.rules.criteria["do_1"].title.vi == "Một"
        twice = await actions.undo(tx, admin, PACK, 3)
        assert twice.patch == {}
        with pytest.raises(Problem, match=r"configuration\.nothing-to-undo"):
            await actions.undo(tx, admin, PACK, 4)


async def test_what_is_thrown_away_does_not_come_back_by_undo(enabled, database: Database) -> None:
    """After discarding, a new draft undoes to what is in force."""
    await edit(database, enabled, {TITLE: {"vi": "Một"}})
    admin = enabled.actor("quan_tri")
    async with database.tenant(enabled.scope) as tx:
        await actions.discard(tx, admin, PACK)
    await edit(database, enabled, {OFF: True}, seen=1)
    async with database.tenant(enabled.scope) as tx:
        assert (await actions.undo(tx, admin, PACK, 3)).patch == {}


async def test_publishing_needs_a_reason_and_no_open_finding(enabled, database: Database) -> None:
    """A draft with a finding is refused with its place; once mended it becomes the next version, with author."""
    admin = enabled.actor("quan_tri")
    await edit(database, enabled, {("criteria", "do_1", "group"): "khong-co"})
    async with database.tenant(enabled.scope) as tx:
        with pytest.raises(Problem) as refused:
            await actions.publish(tx, admin, PACK, "Theo kế hoạch mới", 1)
    assert "criteria.do_1.group" in refused.value.facts["places"]
    mended = await edit(database, enabled, {("criteria", "do_1", "group"): "do", TITLE: {"vi": "Một"}}, seen=1)
    assert [str(one) for one in mended.open_findings] == []
    async with database.tenant(enabled.scope) as tx:
        with pytest.raises(Problem, match=r"form\.required"):
            await actions.publish(tx, admin, PACK, " ", 2)
        assert await actions.publish(tx, admin, PACK, "Theo kế hoạch mới", 2) == 2
        newest, first = await queries.versions(tx, PACK)
        assert (newest.kind, newest.reason, first.kind) == ("edited", "Theo kế hoạch mới", "enabled")
        assert newest.patch == {"criteria": {"do_1": {"title": {"vi": "Một"}}}}


async def test_a_published_edit_binds_new_programmes_only(enabled, database: Database) -> None:
    """What is in force changes; the running programme keeps the rules it has pinned."""
    admin = enabled.actor("quan_tri")
    await edit(database, enabled, {OFF: True})
    async with database.tenant(enabled.scope) as tx:
        await actions.publish(tx, admin, PACK, "Bỏ một tiêu chí", 1)
        assert (await queries.in_force(tx, PACK)).rules.criteria["do_2"].disabled
    assert not enabled.programme.rules.criteria["do_2"].disabled


async def test_any_version_can_be_restored_as_a_draft(enabled, database: Database) -> None:
    """The first version comes back as a draft, and is published as the third."""
    admin = enabled.actor("quan_tri")
    await edit(database, enabled, {OFF: True})
    async with database.tenant(enabled.scope) as tx:
        await actions.publish(tx, admin, PACK, "Bỏ một tiêu chí", 1)
        draft = await actions.restore(tx, admin, PACK, 1)
        assert not draft.rules.criteria["do_2"].disabled
        assert await actions.publish(tx, admin, PACK, "Dùng lại", draft.version) == 3
        assert (await queries.versions(tx, PACK))[0].kind == "restored"


async def test_a_locked_place_says_why(enabled, database: Database) -> None:
    """A place that the layer above has locked is refused with its reason."""
    admin = enabled.actor("quan_tri")
    pack = discover().get(PACK)
    lock = {"locks": {"scale": {"places": ["scale"], "reason": "Thang thống nhất toàn Đoàn", "by": "centre"}}}
    async with database.tenant(enabled.scope) as tx:
        await actions.start(tx, admin, PACK, "upgraded", replace(pack, rules=resolve(pack.rules, lock)), {})
        with pytest.raises(Problem) as refused:
            await actions.edit(tx, admin, PACK, {("scale", "levels", "good", "title"): {"vi": "Tốt lắm"}}, 1)
    assert refused.value.problems[0].facts["reason"].vi == "Thang thống nhất toàn Đoàn"


async def test_a_retired_pack_opens_nothing(enabled, database: Database) -> None:
    """After retiring, the pack cannot be opened; taking it up again keeps its version."""
    admin = enabled.actor("quan_tri")
    async with database.tenant(enabled.scope) as tx:
        await actions.retire(tx, admin, PACK)
        with pytest.raises(NotFound):
            await queries.in_force(tx, PACK)
        assert (await actions.enable(tx, admin, discover().get(PACK))).number == 1


async def test_only_the_administrator_edits(enabled, database: Database) -> None:
    """A committee member finds no configuration to edit."""
    async with database.tenant(enabled.scope) as tx:
        with pytest.raises(NotFound):
            await actions.edit(tx, enabled.actor("bi_thu_xa"), PACK, {OFF: True}, 0)
