"""A trial on a past year, on a real database: what it counts, whom it names, what it explains, what it leaves alone."""

import asyncio
from uuid import UUID

import pytest

from core.access import Actor
from core.assessments import actions as assessments
from core.assessments import scoring, sessions
from core.assessments.rules import Mark
from core.assessments.scoring import Scores
from core.assessments.sessions import Meeting
from core.configurations import actions as configurations
from core.db.scope import Database
from core.errors import NotFound, Problem
from core.packs.catalog import discover
from core.registrations import actions as registrations
from core.registrations import reviews
from core.trials import actions, queries, work
from core.trials.queries import Wanted
from core.trials.rules import Why
from tenants import worker
from tenants.handlers import HANDLERS
from tenants.registry import Registry

KEYS = ("1.1", "1.3", "2.1", "2.2", "3.1", "3.3", "3.5", "4.1", "5.1", "5.2")
SAID = "Mỗi tháng một lần, có xác nhận của chi đoàn, xong trước tháng 5."
BOUND = ("scale", "levels", "hoan_thanh_xuat_sac", "minimum")
PRINTED = ("scale", "levels", "hoan_thanh_tot", "maximum")


@pytest.fixture
async def scored(database: Database, world, school_year) -> UUID:
    """A member with 88 points in a school year: "Hoàn thành tốt"."""
    me, leader = world.actor("doan_vien"), world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, world.actor("quan_tri"), discover().get("dhkt_school_year"))
        saved = await registrations.submit(tx, me, school_year, 0, dict.fromkeys(KEYS, SAID))
        await reviews.approve(tx, leader, saved.registration_id, saved.version)
        await assessments.give_self(tx, me, school_year, {key: Mark("", SAID, 900) for key in KEYS}, "Đã xong.", 0)
        meeting = Meeting(held_on=await tx.today(), chair="Đỗ Thị Hằng", present=9)
        held = await sessions.open_session(tx, leader, school_year, world.units["ap_1"], meeting)
        points = dict.fromkeys(KEYS, 900) | {"1.1": 700}
        await scoring.score(tx, leader, held, saved.registration_id, Scores(points=points, comment="Tốt"), 0)
    return saved.registration_id


async def tried(database: Database, world, programme, changes: dict) -> tuple[UUID, queries.Kept]:
    """Edit the draft, and try it at once."""
    admin: Actor = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await configurations.edit(tx, admin, programme.pack_id, changes, 0)
        trial = await actions.ask(tx, admin, programme.pack_id, programme)
        await work.carry_out(tx, trial)
        return trial, await queries.get(tx, admin, trial)


async def test_lower_bounds_lift_who_reaches_them(database, world, school_year, scored) -> None:
    """88 points are the best level from 85 on: one person changes, is named, and explained from his own points."""
    trial, kept = await tried(database, world, school_year, {BOUND: 85, PRINTED: 84})
    summary = kept.summary
    assert (summary.changed, summary.up, summary.down, summary.undecided) == (1, 1, 0, 0)
    assert summary.unrated == summary.people - 1
    async with database.tenant(world.scope, readonly=True) as tx:
        rows, total = await queries.rows(tx, trial, Wanted())
        assert (total, rows[0].name, rows[0].was, rows[0].now) == (
            1, "Hồ Thị Út", "hoan_thanh_tot", "hoan_thanh_xuat_sac",
        )  # fmt: skip
        admin = world.actor("quan_tri")
        _, one = await queries.explain(tx, admin, trial, rows[0].person_id)
        bands = [[step.key for step in side if step.step == "band"] for side in (one.then, one.outcome.rating.reasons)]
        assert bands == [["hoan_thanh_tot"], ["hoan_thanh_xuat_sac"]]
        areas = await queries.areas(tx, trial, world.paths["tinh"])
        assert {area.name: area.changed for area in areas if area.changed} == {"Huyện đoàn An Bình": 1}
        level = await tx.fetchval(
            "select level from enrolment where tenant_id = $1 and programme_id = $2 and person_id = $3",
            tx.tenant_id, school_year.id, rows[0].person_id,
        )  # fmt: skip
        assert level == 2  # a rehearsal writes no result


async def test_a_criterion_that_is_gone_leaves_its_people_undecided(database, world, school_year, scored) -> None:
    """Who rested on it is named with the reason, and his sheet would have been sent back."""
    trial, kept = await tried(database, world, school_year, {("criteria", "1.1", "disabled"): True})
    assert (kept.summary.undecided, kept.summary.sheets) == (1, 1)
    async with database.tenant(world.scope, readonly=True) as tx:
        rows, _ = await queries.rows(tx, trial, Wanted(outcome="undecided"))
        assert rows[0].why == (Why("criterion-gone", "1.1"),)
        assert "registration.unknown-criterion" in {code for code, _ in rows[0].sheet}
        assert (await queries.rows(tx, trial, Wanted(outcome="sheet")))[1] == 1


async def test_the_worker_does_it_and_the_same_draft_is_not_tried_twice(
    database, world, urls, school_year, scored
) -> None:
    """It runs in the background with progress; asked again of a closed year, the answer is there already."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update programme set state = 'closed' where tenant_id = $1 and id = $2", tx.tenant_id, school_year.id
        )
        trial = await actions.ask(tx, admin, school_year.pack_id, school_year)
        assert (await queries.get(tx, admin, trial)).job.live
    await asyncio.wait_for(worker.drain(urls["app"], database, Registry(database), HANDLERS), 30)
    async with database.tenant(world.scope) as tx:
        kept = await queries.get(tx, admin, trial)
        assert (kept.job.state, kept.summary.same) == ("done", 1)
        assert await actions.ask(tx, admin, school_year.pack_id, school_year) == trial
        draft = await configurations.edit(tx, admin, school_year.pack_id, {BOUND: 85, PRINTED: 84}, 0)
        another = await actions.ask(tx, admin, school_year.pack_id, school_year)
        assert another != trial
        assert (await queries.get(tx, admin, another)).draft == draft.version


async def test_a_judged_level_changes_by_nothing_but_its_scale(database, world) -> None:
    """KL06: without a criterion and with another deadline no level moves; sheets and lateness tell what does."""
    programme, leader = world.programme, world.actor("bi_thu_xa")
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, admin, discover().get(programme.pack_id))
        items = {"do_1": "Nhận việc mới, việc khó của chi đoàn.", "dont_1": "Không nói điều chưa kiểm chứng."}
        saved = await registrations.submit(tx, world.actor("pho_xa"), programme, 0, items)
        await reviews.approve(tx, leader, saved.registration_id, saved.version)
        await assessments.rate(tx, leader, saved.registration_id, "tot", "Hoàn thành.", 0)
    changes = {("criteria", "do_1", "disabled"): True, ("milestones", "registration", "within"): None,
               ("milestones", "registration", "by"): "01-15"}  # fmt: skip
    _, kept = await tried(database, world, programme, changes)
    summary = kept.summary
    assert (summary.same, summary.changed, summary.undecided, summary.sheets) == (1, 0, 0, 1)
    (moved,) = [one for one in summary.dates if one.act == "registration"]
    assert (moved.acted, moved.late_then, moved.late_now) == (1, 0, 1)


async def test_another_audience_is_counted_not_guessed(database, world) -> None:
    """Whom the draft no longer enrols has no level by it; whom it adds has no facts."""
    programme, admin = world.programme, world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, admin, discover().get(programme.pack_id))
    _, kept = await tried(database, world, programme, {("subject", "committees"): ["top", "district"]})
    assert kept.summary.outside > 0
    assert kept.summary.people == kept.summary.outside + kept.summary.unrated


async def test_only_the_administrator_tries(database, world, school_year, scored) -> None:
    """Names and levels of a whole province are nobody else's."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await actions.ask(tx, world.actor("bi_thu_xa"), school_year.pack_id, school_year)
        with pytest.raises(NotFound):
            await queries.latest(tx, world.actor("kiem_tra"), school_year.pack_id)
        with pytest.raises(Problem):
            await actions.ask(tx, world.actor("quan_tri"), school_year.pack_id, world.programme)
