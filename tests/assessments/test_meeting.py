"""A branch's meeting rates its people by points; every result is explained and computed again (S4-46 … S4-52)."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessments import actions, replies, scoring, sessions
from core.assessments.explain import explain, recompute
from core.assessments.rules import Mark
from core.assessments.scoring import Scores
from core.assessments.sessions import Meeting, check_meeting
from core.db.ids import new_id
from core.errors import Forbidden, NotFound, Problem, Stale
from core.packs.catalog import discover
from core.packs.variants import by_size
from core.registrations import actions as registrations
from core.registrations import reviews

KEYS = ("1.1", "1.3", "2.1", "2.2", "3.1", "3.3", "3.5", "4.1", "5.1", "5.2")
SAID = "Mỗi tháng một lần, có xác nhận của chi đoàn, xong trước tháng 5."
STAGE = discover().get("dhkt_school_year").rules.stages["collective"]
TODAY = date(2021, 5, 20)


@pytest.fixture
async def sheet(database, world, school_year):
    """The member's sheet, confirmed and self-scored 9 of 10 under every criterion."""
    me = world.actor("doan_vien")
    async with database.tenant(world.scope) as tx:
        saved = await registrations.submit(tx, me, school_year, 0, dict.fromkeys(KEYS, SAID))
        await reviews.approve(tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version)
        await actions.give_self(tx, me, school_year, {key: Mark("", SAID, 900) for key in KEYS}, "Đã xong.", 0)
    return saved.registration_id


@pytest.fixture
async def meeting(database, world, school_year, sheet):
    """The branch's meeting, opened by its secretary."""
    async with database.tenant(world.scope) as tx:
        said = Meeting(held_on=await tx.today(), chair="Đỗ Thị Hằng", present=9)
        return await sessions.open_session(tx, world.actor("bi_thu_ap"), school_year, world.units["ap_1"], said)


async def test_the_level_follows_from_the_points_and_says_why(database, world, school_year, sheet, meeting):
    """88 points are "Hoàn thành tốt"; the reasons, the meeting and the same result computed again go with it."""
    leader = world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        points = dict.fromkeys(KEYS, 900) | {"1.1": 700}
        await scoring.score(tx, leader, meeting, sheet, Scores(points=points, comment="Chắc chắn"), 0)
        for reader in ("doan_vien", "bi_thu_xa"):
            found = await explain(tx, world.actor(reader), sheet)
            assert (found.round.level, found.round.decision.points, found.same) == ("hoan_thanh_tot", 8800, True)
            assert found.round.decision.reasons
            assert found.session.chair == "Đỗ Thị Hằng"
        with pytest.raises(NotFound):
            await explain(tx, world.actor("doan_vien_b"), sheet)
        row = await tx.fetchrow("select state, points from enrolment where tenant_id = $1 and programme_id = $2"
                                " and person_id = $3", tx.tenant_id, school_year.id, found.round.person_id)  # fmt: skip
        assert tuple(row) == ("rated", 8800)


async def test_another_level_needs_a_reason_and_both_are_kept(database, world, school_year, sheet, meeting):
    """Whoever decides against the points says why, and the recount still agrees."""
    leader, points = world.actor("bi_thu_ap"), dict.fromkeys(KEYS, 900)
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as silent:
            await scoring.score(tx, leader, meeting, sheet, Scores(points=points, level="hoan_thanh"), 0)
        assert "override_reason" in {one.field for one in silent.value.problems}
        said = Scores(points=points, level="hoan_thanh", override_reason="Nộp minh chứng muộn")
        await scoring.score(tx, leader, meeting, sheet, said, 0)
        found = await explain(tx, leader, sheet)
        decision = found.round.decision
        assert (decision.level, decision.computed, decision.override_reason) == (
            "hoan_thanh", "hoan_thanh_xuat_sac", "Nộp minh chứng muộn",
        )  # fmt: skip
        assert found.same


async def test_what_is_missing_is_never_zero(database, world, school_year, sheet, meeting):
    """An item without points is refused at its field; more points than registered too; a stale version changes
    nothing."""
    leader, full = world.actor("bi_thu_ap"), dict.fromkeys(KEYS, 900)
    async with database.tenant(world.scope) as tx:
        lacking = {key: value for key, value in full.items() if key != "5.2"}
        for points, field in ((lacking, "points.5.2"), (full | {"1.1": 1001}, "points.1.1")):
            with pytest.raises(Problem) as refused:
                await scoring.score(tx, leader, meeting, sheet, Scores(points=points), 0)
            assert [one.field for one in refused.value.problems] == [field]
        await scoring.score(tx, leader, meeting, sheet, Scores(points=full), 0)
        with pytest.raises(Stale):
            await scoring.score(tx, leader, meeting, sheet, Scores(points=full | {"1.1": 100}), 0)


async def test_only_the_branch_scores_and_only_while_it_meets(database, world, school_year, sheet, meeting):
    """Not the person himself, not another branch, not after the minutes are closed, never two meetings at once."""
    leader, full = world.actor("bi_thu_ap"), Scores(points=dict.fromkeys(KEYS, 900))
    async with database.tenant(world.scope) as tx:
        for name in ("doan_vien", "doan_vien_b", "bi_thu_xa_b"):
            with pytest.raises((NotFound, Forbidden)):
                await scoring.score(tx, world.actor(name), meeting, sheet, full, 0)
        said = Meeting(held_on=await tx.today(), chair="Người khác")
        with pytest.raises(Problem) as twice:
            await sessions.open_session(tx, leader, school_year, world.units["ap_1"], said)
        assert twice.value.code == "session.already-open"
        with pytest.raises(NotFound):
            await scoring.score(tx, leader, new_id(), sheet, full, 0)
        held = await sessions.session(tx, leader, meeting)
        await sessions.close_session(tx, leader, meeting, "Biên bản", held.version)
        with pytest.raises(Problem) as over:
            await scoring.score(tx, leader, meeting, sheet, full, 0)
        assert over.value.code == "session.closed"
        again = await sessions.open_session(tx, leader, school_year, world.units["ap_1"], said)
        await scoring.score(tx, leader, again, sheet, full, 0)
        assert [one.state for one in await sessions.of_unit(tx, leader, school_year, world.units["ap_1"])] == [
            "open", "closed",
        ]  # fmt: skip


async def test_a_recount_by_other_rules_tells(database, world, school_year, sheet, meeting):
    """The recount reads what was stored that day: changed points change it, and it says so."""
    leader = world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        await scoring.score(tx, leader, meeting, sheet, Scores(points=dict.fromkeys(KEYS, 900)), 0)
        found = (await explain(tx, leader, sheet)).round
        items = tuple(msgspec.structs.replace(item, given=100) for item in found.items)
        again = recompute(msgspec.structs.replace(found, items=items))
        assert (again.level, again.total) == ("khong_hoan_thanh", 1000)
        assert recompute(msgspec.structs.replace(found, items=found.items)).reasons == found.decision.reasons


@given(st.integers(0, 80), st.sampled_from(["", "committee"]), st.sampled_from(["", "dispersed"]), st.booleans())
def test_who_decides_follows_from_the_size_or_from_a_ground_on_record(members, variant, ground, told):
    """From 30 members the committee, below it the collective; anything else needs its ground, and its reason in
    writing (S4-48)."""
    meeting = Meeting(
        held_on=TODAY, variant=variant, ground=ground, reason="Đoàn viên đi thực tập" if told else "",
        consulted="Phân đoàn 1", chair="Đỗ Thị Hằng",
    )  # fmt: skip
    called = by_size(STAGE, members)
    assert called == ("committee" if members >= 30 else "")
    allowed = variant == called or (told and (not variant or ground == "dispersed"))
    allowed &= not (ground and not variant)  # a ground speaks for the committee alone
    try:
        check_meeting(STAGE, meeting, members, TODAY)
    except Problem as problem:
        assert not allowed, problem.problems
    else:
        assert allowed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"held_on": date(2021, 5, 21)}, "held_on"), ({"chair": " "}, "chair"), ({"present": 25}, "present"),
        ({"variant": "king"}, "variant"), ({"chair": "x" * 161}, "chair"),
        ({"variant": "committee", "ground": "dispersed", "reason": "Xa", "consulted": ""}, "consulted"),
    ],
)  # fmt: skip
def test_the_record_of_a_meeting_is_whole(change, field):
    """What the minutes lack is said at its field."""
    meeting = msgspec.structs.replace(Meeting(held_on=TODAY, chair="Đỗ Thị Hằng", present=20), **change)
    with pytest.raises(Problem) as refused:
        check_meeting(STAGE, meeting, 24, TODAY)
    assert [one.field for one in refused.value.problems] == [field]


async def test_an_objection_to_points_is_answered_with_points(database, world, school_year, sheet, meeting):
    """The level follows from the new points, explains itself, and is no draft any more; the old points stay beside, and
    the meeting's comment (S4-47) beside the answer."""
    leader, me, points = world.actor("bi_thu_ap"), world.actor("doan_vien"), dict.fromkeys(KEYS, 900) | {"1.1": 700}
    async with database.tenant(world.scope) as tx:
        await scoring.score(tx, leader, meeting, sheet, Scores(points=points, comment="Chắc chắn"), 0)
        await replies.object_to(tx, me, school_year, "Tôi có chứng nhận của trường.", 1)
        with pytest.raises(Problem) as same:
            await replies.change(tx, leader, sheet, "Xem lại rồi.", 1, points=points)
        assert same.value.code == "reply.same-points"
        await replies.change(tx, leader, sheet, "Đã xem chứng nhận.", 1, points=points | {"1.1": 1000})
        found = await explain(tx, me, sheet)
        said = (await replies.standing(tx, me, found.round)).said[0]
    assert (found.round.level, found.round.decision.points, found.same) == ("hoan_thanh_xuat_sac", 9100, True)
    assert (found.round.decision.comment, said.answer) == ("Chắc chắn", "Đã xem chứng nhận.")
    assert (said.outcome, said.points_before, said.points_after, said.level_before) == (
        "changed", 8800, 9100, "hoan_thanh_tot",
    )  # fmt: skip
