"""Rounds on a real database: who opens, who is asked, one answer each, nothing below five, nothing that tells who."""

from datetime import date

import pytest

from core import audit
from core.assessments import actions as assessing
from core.assessments import queries as rounds
from core.errors import Forbidden, NotFound, Problem
from core.feedback import actions, queries
from core.messages import news
from core.messages.queries import inbox
from core.registrations import actions as registrations
from core.registrations import reviews

ASKED = ("bi_thu_tinh", "pho_tinh", "chuyen_vien", "bi_thu_huyen", "pho_huyen", "doan_vien")


async def seen(database, world, name: str, sheet):
    """The round as a committee member sees it."""
    async with database.tenant(world.scope, readonly=True) as tx:
        found = await rounds.round_of(tx, world.actor(name), sheet)
        return await queries.for_committee(tx, world.actor(name), found)


async def test_who_judges_is_not_asked_and_nobody_answers_about_himself(database, world, opened):
    """Members of the branch are asked, but neither the secretary herself nor the committees of branch and commune."""
    found = set()
    for name in world.people:
        async with database.tenant(world.scope, readonly=True) as tx:
            if await queries.waiting(tx, world.actor(name), world.programme.pack_id, world.programme.year):
                found.add(name)
    assert found == set(ASKED)
    for name in set(world.people) - found:
        async with database.tenant(world.scope) as tx:
            with pytest.raises(NotFound):
                await actions.answer(tx, world.actor(name), opened, {}, "")


async def test_upper_units_ask_the_committees_directly_below(database, world, keys, clock):
    """About the commune's deputy the branches' committees are asked, not every member of the commune."""
    async with database.tenant(world.scope) as tx:
        items = dict.fromkeys(keys, "Đi cơ sở mỗi tháng hai lần.")
        saved = await registrations.submit(tx, world.actor("pho_xa"), world.programme, 0, items)
        await reviews.approve(tx, world.actor("bi_thu_xa"), saved.registration_id, saved.version)
    await clock("2021-11-10")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:  # two people could not stay unnamed
            await actions.open_round(tx, world.actor("bi_thu_xa"), saved.registration_id, date(2021, 11, 20))
    assert (refused.value.code, refused.value.facts["have"]) == ("feedback.too-few-asked", 2)


async def test_the_committee_opens_once_and_never_the_cadre(database, world, sheet, opened):
    """A second round is refused; the cadre herself is; another commune does not find the sheet."""
    async with database.tenant(world.scope) as tx:
        for name, error in (("pho_ap", "feedback.already-open"), ("bi_thu_ap", "access.own-sheet")):
            with pytest.raises(Problem) as refused:
                await actions.open_round(tx, world.actor(name), sheet, date(2021, 11, 25))
            assert refused.value.code == error
        with pytest.raises(NotFound):
            await actions.open_round(tx, world.actor("bi_thu_xa_b"), sheet, date(2021, 11, 25))


async def test_whoever_is_asked_finds_a_message(database, world, opened):
    """The news of the opening goes to the six, names the unit, and never the cadre."""
    async with database.tenant(world.scope) as tx:
        await tx.execute("insert into message_cursor (tenant_id, seq) values ($1, 0)", tx.tenant_id)
        await audit.seal(tx)
        await news.tell(tx)
        for name in world.people:
            told = [one for one in await inbox(tx, world.actor(name)) if one.kind == "feedback.asked"]
            assert len(told) == (name in ASKED), name
            assert all(dict(one.facts) == {"unit": "Chi đoàn ấp 1"} for one in told)


async def test_one_answer_a_person(database, world, opened, give):
    """A second answer is refused and leaves no trace."""
    await give(opened, "doan_vien", words="Gần gũi.")
    with pytest.raises(Problem) as refused:
        await give(opened, "doan_vien", "never_seen", words="Lần hai.")
    assert refused.value.code == "feedback.already-answered"
    async with database.tenant(world.scope, readonly=True) as tx:
        for table in ("feedback_answered", "feedback_answer", "feedback_text"):
            assert await tx.fetchval(f"select count(*) from {table} where tenant_id = $1", tx.tenant_id) == 1


async def test_four_answers_show_nothing_to_nobody(database, world, opened, give, clock):
    """Below five the round ends without a number, a text or a way to moderate."""
    for name in ASKED[:4]:
        await give(opened, name, words="Nhiệt tình.")
    await clock("2021-11-21")
    told = await seen(database, world, "pho_ap", opened)
    assert (told.state, told.summary) == ("too_few", None)
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Forbidden):
            await actions.moderate(tx, world.actor("pho_ap"), opened, {})


async def test_while_it_runs_not_even_the_number_is_told(database, world, opened, give, clock):
    """With six answers there is no sum until the last day is over; then it is whole."""
    for name in ASKED:
        await give(opened, name, words="Gần gũi." if name == "doan_vien" else "")
    await clock("2021-11-20")
    told = await seen(database, world, "pho_ap", opened)
    assert (told.state, told.summary) == ("running", None)
    await clock("2021-11-21")
    told = await seen(database, world, "pho_ap", opened)
    assert (told.state, told.summary.answers, len(told.summary.texts)) == ("done", 6, 1)
    assert {one.counts["often"] for one in told.summary.statements} == {6}
    with pytest.raises(Problem) as refused:
        await give(opened, "doan_vien")
    assert refused.value.code == "feedback.over"


async def test_texts_enter_the_sum_by_the_committee_and_never_reach_the_rated(database, world, opened, give, clock):
    """The deputy lets one of two in; the secretary reads counts after her level, no text, and moderates nothing."""
    for number, name in enumerate(ASKED[:5]):
        await give(opened, name, words=("Gần gũi.", "Nói tục.")[number] if number < 2 else "")
    await clock("2021-11-21")
    told = await seen(database, world, "pho_ap", opened)
    assert (len(told.summary.passed), told.summary.waiting) == (0, 2)
    chosen = {one.id: one.words == "Gần gũi." for one in told.summary.texts}
    own = world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Forbidden):
            await actions.moderate(tx, own, opened, chosen)
        await actions.moderate(tx, world.actor("pho_ap"), opened, chosen)
        assert await queries.for_rated(tx, await rounds.own_round(tx, own, world.programme)) is None
        await assessing.rate(tx, world.actor("pho_ap"), opened, "tot", "Hoàn thành tốt.", 0)
        read = await queries.for_rated(tx, await rounds.own_round(tx, own, world.programme))
    assert (read.answers, read.texts) == (5, ())
    told = await seen(database, world, "pho_ap", opened)
    assert [one.words for one in told.summary.passed] == ["Gần gũi."]
    assert await seen(database, world, "kiem_tra", opened) is None
