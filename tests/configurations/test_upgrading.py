"""Upgrades, offers of the centre, and the words for differences."""

from dataclasses import replace

import asyncpg
import pytest

from core.configurations import actions, offers, queries, releases, upgrades, upgrading
from core.db.scope import Database
from core.errors import NotFound, Problem
from core.packs import earlier, reading
from core.packs.catalog import discover
from core.packs.patching import resolve

PACK = "kien_giang_kl06"
INTRO, GUIDE = ("registration", "intro"), ("criteria", "do_2", "guidance")


@pytest.fixture
async def behind(world, database: Database):
    """A tenant on the first release of KL06, with one edit that the new release changes too and one it does not."""
    pack = discover().get(PACK)
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        for table in ("configuration_version", "configuration"):
            await tx.execute(f"delete from {table} where tenant_id = $1", tx.tenant_id)
        await actions.enable(tx, admin, earlier.releases(pack)["2019.0"])
        draft = await actions.edit(tx, admin, PACK, {INTRO: {"vi": "Riêng"}, GUIDE: {"vi": "Của tỉnh"}}, 0)
        await actions.publish(tx, admin, PACK, "Theo kế hoạch", draft.version)
    return world


async def test_a_newer_release_waits_with_one_question(behind, database: Database) -> None:
    """Of two edits only the one that the release changes too is asked about: the text with its translation, once."""
    async with database.tenant(behind.scope) as tx:
        shelf = next(one for one in await releases.shelves(tx) if one.pack_id == PACK)
        found = upgrading.plan(shelf.held, shelf.pack)
    assert shelf.newer
    (asked,), (kept,) = found.choices, found.kept
    assert (asked.place, asked.mine["vi"], asked.theirs["vi"][:10]) == (INTRO, "Riêng", "Chọn ít nh")
    assert kept.place == GUIDE


@pytest.mark.parametrize(("answer", "said"), [("mine", "Riêng"), ("theirs", "Chọn ít nhất một điều nên làm")])
async def test_an_answered_upgrade_is_a_draft_and_is_rolled_back(behind, database: Database, answer, said) -> None:
    """Without an answer it is refused at its field; with it the draft says so, is published, and the version before
    comes back over the release that it was made for."""
    admin, pack = behind.actor("quan_tri"), discover().get(PACK)
    async with database.tenant(behind.scope) as tx:
        with pytest.raises(Problem) as refused:
            await upgrading.start(tx, admin, PACK, pack, {})
        assert refused.value.problems[0].field == "choice.registration/intro"
        draft = await upgrading.start(tx, admin, PACK, pack, {INTRO: answer})
        assert draft.rules.registration.intro.vi.startswith(said)
        assert draft.rules.criteria["do_2"].guidance.vi == "Của tỉnh"
        assert "hard_place" in draft.rules.criteria["do_1"].suggestions
        await actions.publish(tx, admin, PACK, "Nâng cấp", draft.version)
        assert not next(one for one in await releases.shelves(tx) if one.pack_id == PACK).newer
        back = await actions.restore(tx, admin, PACK, 2)
        assert (back.base.version, back.rules.registration.intro.vi) == ("2019.0", "Riêng")


def test_the_wording_of_a_date_is_one_question() -> None:
    """A tenant that turned "within" into "before" and a release that moved the month meet in one choice; either answer
    leaves the date with one wording."""
    was = {"milestones": {"plan": {"within": "11", "title": {"vi": "A"}}}}
    now = {"milestones": {"plan": {"within": "12", "title": {"vi": "A"}}}}
    patch = {"milestones": {"plan": {"within": None, "before": "11-20"}}}
    (one,) = upgrades.choices(was, now, patch)
    assert (one.was, one.theirs, one.mine) == ({"within": "11"}, {"within": "12"}, {"before": "11-20"})
    assert upgrades.resolved(was, now, patch, frozenset([one.place])) == {}
    assert upgrades.resolved(was, now, patch, frozenset()) == patch


@pytest.fixture
async def centre(worlds, database: Database, urls):
    """Three tenants that use KL06, the first of them the centre."""
    connection = await asyncpg.connect(urls["admin"], database=urls["database"])
    try:
        await connection.execute("update core.tenant set kind = 'centre' where id = $1", worlds[0].scope.tenant_id)
    finally:
        await connection.close()
    return worlds


async def test_a_base_of_the_centre_binds_by_its_locks(centre, database: Database) -> None:
    """The province builds on the offer and cannot edit what is locked; its own edit there ends, with notice."""
    top, province = centre[:2]
    async with database.tenant(top.scope) as tx:
        with pytest.raises(Problem, match=r"form\.required"):
            await offers.publish(tx, top.actor("quan_tri"), PACK, "", ("scale",))
        await offers.publish(tx, top.actor("quan_tri"), PACK, "Bản nền", ("scale",), "Dùng chung toàn Đoàn")
    admin = province.actor("quan_tri")
    async with database.tenant(province.scope) as tx:
        key = next(iter((await queries.get(tx, PACK)).rules.scale.levels))
        levels = ("scale", "levels", key, "title")
        draft = await actions.edit(tx, admin, PACK, {levels: {"vi": "Rất tốt"}, GUIDE: {"vi": "Của tỉnh"}}, 0)
        await actions.publish(tx, admin, PACK, "Riêng", draft.version)
        held = await queries.get(tx, PACK)
        offer = await offers.newer(tx, held)
        release = await offers.as_pack(tx, offer)
        found = upgrading.plan(held, release)
        assert ([one.place for one in found.bound], [one.place for one in found.kept]) == ([levels], [GUIDE])
        draft = await upgrading.start(tx, admin, PACK, release, {})
        await offers.stand_on(tx, offer, draft)
        assert draft.rules.scale.levels[key].title.vi != "Rất tốt"
        with pytest.raises(Problem, match=r"configuration\.locked-form"):
            await actions.edit(tx, admin, PACK, {levels: {"vi": "Khác"}}, draft.version)
        await actions.publish(tx, admin, PACK, "Theo Trung ương", draft.version)
        held = await queries.get(tx, PACK)
        assert (await offers.taken(tx, held)).number == 1 and await offers.newer(tx, held) is None
        assert not next(one for one in await releases.shelves(tx) if one.pack_id == PACK).newer


async def test_only_the_centre_offers(worlds, database: Database) -> None:
    """A province has nothing to offer, neither by the action nor past it."""
    one = worlds[0]
    async with database.tenant(one.scope) as tx:
        with pytest.raises(NotFound):
            await offers.publish(tx, one.actor("quan_tri"), PACK, "")
    with pytest.raises(Exception, match="row-level security"):
        async with database.tenant(one.scope) as tx:
            await tx.execute(
                "insert into offer (tenant_id, pack_id, number, hooks_hash, body, offered_at)"
                " values ($1, 'x', 1, '', '{}', now())",
                tx.tenant_id,
            )


async def test_where_both_say_the_same_nothing_is_asked(world, database: Database) -> None:
    """An edit that the release has taken over is no question any more."""
    pack = discover().get(PACK)
    same = replace(pack, rules=resolve(pack.rules, {"registration": {"intro": {"vi": "Riêng"}}}))
    async with database.tenant(world.scope) as tx:
        draft = await actions.edit(tx, world.actor("quan_tri"), PACK, {INTRO: {"vi": "Riêng"}}, 0)
        await actions.publish(tx, world.actor("quan_tri"), PACK, "Riêng", draft.version)
        held = await queries.get(tx, PACK)
    assert upgrading.plan(held, same).choices == ()
    assert reading.plain(held.rules)["registration"]["intro"]["vi"] == "Riêng"
