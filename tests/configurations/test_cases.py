"""Worked cases over a draft: the pack's and the tenant's own, what edits break, and answering for it in writing."""

import msgspec
import pytest

from core.configurations import actions, cases, own_cases, queries
from core.configurations.own_cases import Written
from core.db.scope import Database
from core.errors import NotFound, Problem, Stale
from core.packs.catalog import discover
from core.packs.patching import resolve

PACK = "kien_giang_kl06"
LATER = Written(
    title="Hạn báo cáo là 20/12", kind="milestones", given={"year": 2022},
    expect={"yearly_report": {"last": "2022-12-19", "wording": "before"}},
)  # fmt: skip


@pytest.fixture
async def enabled(world, database: Database):
    """A tenant that has taken up KL06."""
    async with database.tenant(world.scope) as tx:
        await actions.enable(tx, world.actor("quan_tri"), discover().get(PACK))
    return world


async def report(tx):
    """The cases of the draft in hand."""
    return await own_cases.cases_of(tx, await queries.draft(tx, PACK))


async def test_an_own_case_fails_until_the_draft_does_what_it_says(enabled, database: Database) -> None:
    """Written first, it fails; with the deadline moved it passes, while the pack's case about the old date breaks."""
    admin = enabled.actor("quan_tri")
    async with database.tenant(enabled.scope) as tx:
        before = await report(tx)
        assert (before.right, before.failing) == (before.total, ())
        await own_cases.add(tx, admin, PACK, LATER)
        (failing,) = (await report(tx)).failing
        assert (failing.own.title, failing.own.by) == (LATER.title, "quan_tri")
        assert failing.result.answer["yearly_report"]["last"] == "2022-12-14"
        await actions.edit(tx, admin, PACK, {("milestones", "yearly_report", "before"): "12-20"}, 0)
        found = await report(tx)
        assert all(one.own is None and not one.before for one in found.failing)
        assert found.failing and found.broken == found.failing


def test_a_case_that_fails_already_without_edits_needs_no_answer() -> None:
    """What fails under the pack as taken up is shown, and is not laid at the tenant's door."""
    pack = discover().get(PACK)
    old = resolve(pack.rules, {"registration": {"items_min": 3}})
    found = cases.run(pack, old, old)
    assert found.failing and all(one.before for one in found.failing)
    assert found.broken == ()


async def test_broken_cases_are_published_with_a_word_about_them(enabled, database: Database, client_for) -> None:
    """Without it publishing is refused at its field; with it the cases and the words are kept with the version and
    shown on its page."""
    admin = enabled.actor("quan_tri")
    async with database.tenant(enabled.scope) as tx:
        await actions.edit(tx, admin, PACK, {("milestones", "yearly_report", "before"): "12-20"}, 0)
        found = await report(tx)
        with pytest.raises(Problem, match=r"configuration\.cases-unanswered") as refused:
            own_cases.check_answer(found, "  ")
        assert (refused.value.field, refused.value.facts["count"]) == ("cases", len(found.broken))
        number = await actions.publish(tx, admin, PACK, "Theo công văn mới", 1)
        await own_cases.answer(tx, admin, PACK, number, found, "Hạn mới theo công văn 12")
        ((names, words),) = (await own_cases.answers(tx, PACK)).values()
        assert (len(names), words) == (len(found.broken), "Hạn mới theo công văn 12")
        await own_cases.answer(tx, admin, PACK, number, None, "")
    async with client_for(enabled, "quan_tri") as client:
        page = await client.get(f"/{enabled.scope.slug}/quan-tri/cau-hinh/{PACK}/phien-ban/{number}")
        assert "Hạn mới theo công văn 12" in page.text


async def test_two_editors_of_one_case_do_not_overwrite_each_other(enabled, database: Database) -> None:
    """The second is told; taken out, the case is gone."""
    admin = enabled.actor("quan_tri")
    async with database.tenant(enabled.scope) as tx:
        made = await own_cases.add(tx, admin, PACK, LATER)
        await own_cases.change(tx, admin, PACK, made, LATER, 1)
        with pytest.raises(Stale, match=r"configuration\.case-stale"):
            await own_cases.change(tx, admin, PACK, made, LATER, 1)
        assert (await own_cases.get(tx, PACK, made)).version == 2
        await own_cases.remove(tx, admin, PACK, made)
        with pytest.raises(NotFound):
            await own_cases.get(tx, PACK, made)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("title", {"title": " "}), ("kind", {"kind": "no"}), ("expect", {"expect": {}}), ("title", {"title": "x" * 161})],
)
async def test_a_case_that_says_nothing_is_refused_at_its_field(enabled, database: Database, field, wrong) -> None:
    """An empty or endless title, an unknown kind, nothing expected."""
    async with database.tenant(enabled.scope) as tx:
        with pytest.raises(Problem) as refused:
            await own_cases.add(tx, enabled.actor("quan_tri"), PACK, msgspec.structs.replace(LATER, **wrong))
    assert refused.value.field == field


async def test_only_the_admin_writes_cases_and_only_of_his_own_union(enabled, worlds, database: Database) -> None:
    """The office reads; another tenant sees nothing of them."""
    async with database.tenant(enabled.scope) as tx:
        with pytest.raises(NotFound):
            await own_cases.add(tx, enabled.actor("van_phong"), PACK, LATER)
        await own_cases.add(tx, enabled.actor("quan_tri"), PACK, LATER)
    other = next(one for one in worlds if one.scope != enabled.scope)
    async with database.tenant(other.scope) as tx:
        assert await own_cases.listing(tx, PACK) == ()
