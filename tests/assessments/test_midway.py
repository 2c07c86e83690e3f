"""Reviewing oneself on the way through the year (S4-44): a text, no marks, and the committee reads it."""

from datetime import datetime, timedelta

import pytest

from core.assessments import actions, midway, queries
from core.assessments.rules import Mark
from core.errors import NotFound, Problem, Stale
from core.packs.calendar import VIETNAM
from core.programmes import rounds
from core.registrations import actions as registrations
from core.registrations import queries as registered
from core.registrations import reviews

KEYS = ("1.1", "1.3", "2.1", "2.2", "3.1", "3.3", "3.5", "4.1", "5.1", "5.2")
SAID = "Đã làm được hai buổi; còn vướng lịch thực tập nên chưa tham gia công trình của chi đoàn."


@pytest.fixture
async def sheet(database, world, school_year):
    """The member's confirmed sheet in February, when the review on the way is asked for."""
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock($1)", datetime(2021, 2, 20, 9, tzinfo=VIETNAM))
        saved = await registrations.submit(tx, world.actor("doan_vien"), school_year, 0, dict.fromkeys(KEYS, SAID))
        await reviews.approve(tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version)
    return saved.registration_id


async def test_it_is_asked_for_given_and_changed(database, world, school_year, sheet):
    """The start page asks for it by the end of February; afterwards it asks for nothing until May."""
    me = world.actor("doan_vien")
    async with database.tenant(world.scope) as tx:
        [work] = [one for one in await registered.my_work(tx, me) if one.programme.id == school_year.id]
        assert (work.todo, work.due.last_day.isoformat(), work.is_mine_to_do) == ("review_midway", "2021-02-28", True)
        saved = await midway.give(tx, me, school_year, SAID, 0)
        [work] = [one for one in await registered.my_work(tx, me) if one.programme.id == school_year.id]
        assert work.todo == "train"
        with pytest.raises(Stale):
            await midway.give(tx, me, school_year, "bản khác", 0)
        await midway.give(tx, me, school_year, "Đã tham gia công trình.", saved.version)
        held = await midway.own(tx, me, school_year)
        assert (held.comment, held.late, held.refusal) == ("Đã tham gia công trình.", False, None)


async def test_the_committee_reads_it_and_it_is_no_assessment(database, world, school_year, sheet):
    """It stands beside the sheet that is rated, changes no counter and no state; another branch reads nothing."""
    me, leader = world.actor("doan_vien"), world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        await midway.give(tx, me, school_year, SAID, 0)
        unit = world.units["ap_1"]
        path = await tx.fetchval("select path from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit)
        lines = await midway.of_unit(tx, leader, school_year, unit, path)
        assert [(one.name, one.comment) for one in lines if one.given_at] == [("Hồ Thị Út", SAID)]
        assert len(lines) > 1
        found = await queries.round_of(tx, leader, sheet)
        assert (found.midway.comment, found.self_assessed, found.state) == (SAID, False, "validated")
        with pytest.raises(NotFound):
            await midway.of_unit(tx, world.actor("bi_thu_xa_b"), school_year, unit, path)
        with pytest.raises(NotFound):
            await midway.of_unit(tx, me, school_year, unit, path)


async def test_nothing_is_written_without_words_without_a_sheet_or_after_the_year_is_assessed(
    database, world, school_year, sheet
):
    """Each refusal has its code; a programme that asks for nothing on the way has no such page."""
    me = world.actor("doan_vien")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as empty:
            await midway.give(tx, me, school_year, "  ", 0)
        assert [one.field for one in empty.value.problems] == ["comment"]
        with pytest.raises(NotFound):
            await midway.give(tx, world.actor("pho_ap"), school_year, SAID, 0)
        with pytest.raises(NotFound):
            await midway.own(tx, world.actor("pho_ap"), world.programme)
        await actions.give_self(tx, me, school_year, {key: Mark("", SAID, 900) for key in KEYS}, "Đã xong.", 0)
        with pytest.raises(Problem) as over:
            await midway.give(tx, me, school_year, SAID, 0)
        assert over.value.code == "assessment.midway-over"


async def test_the_year_is_asked_for_in_its_last_month(school_year):
    """A stage without a date of its own is asked for in the month before the decision that it serves (S4-6)."""
    due = rounds.stage_due(school_year, lambda stage: stage.actor == "self")
    assert due.last_day.isoformat() == "2021-05-29"
    assert due.closes_at - rounds.asked_from(due) == timedelta(days=31)
    assert rounds.midway(school_year.rules) == ("mid", "review")
