"""A branch's meeting while it lasts: roll, votes, notes, pause, what is left open, and its minutes (S4-47, S4-48)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessments import actions, attendance, ballots, proceedings, scoring, sessions
from core.assessments.attendance import Said
from core.assessments.minutes import minutes_of
from core.assessments.rules import Mark
from core.assessments.scoring import Scores
from core.assessments.sessions import Meeting
from core.errors import Problem, Stale
from core.registrations import actions as registrations
from core.registrations import reviews
from ui.documents import session_minutes

KEYS = ("1.1", "1.3", "2.1", "2.2", "3.1", "3.3", "3.5", "4.1", "5.1", "5.2")
SAID = "Mỗi tháng một lần, có xác nhận của chi đoàn, xong trước tháng 5."
POINTS = dict.fromkeys(KEYS, 900)
counts = st.integers(0, 40)


@given(counts, counts, counts, st.none() | counts)
def test_votes_fit_who_was_there_and_are_not_against(agree, against, blank, present):
    """A vote stands where it has no more voices than people who were there and no majority against."""
    stands = present is not None and agree + against + blank <= present and against <= agree
    try:
        ballots.check((agree, against), blank, present)
    except Problem as problem:
        assert not stands
        assert problem.field in ("votes_for", "votes_against")
    else:
        assert stands


@pytest.fixture
async def meeting(database, world, school_year):
    """The branch's meeting with one self-scored member; the sheet and the meeting."""
    me, leader = world.actor("doan_vien"), world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        saved = await registrations.submit(tx, me, school_year, 0, dict.fromkeys(KEYS, SAID))
        await reviews.approve(tx, leader, saved.registration_id, saved.version)
        await actions.give_self(tx, me, school_year, {key: Mark("", SAID, 900) for key in KEYS}, "Đã xong.", 0)
        said = Meeting(held_on=await tx.today(), chair="Đỗ Thị Hằng", agenda="Điểm danh\n\nĐánh giá", ballot="hands")
        made = await sessions.open_session(tx, leader, school_year, world.units["ap_1"], said)
    return saved.registration_id, made


async def test_the_roll_comes_first_and_bounds_the_vote(database, world, meeting):
    """Everybody is called, an excuse has a reason, nobody else is on the roll; a vote waits for it and fits it."""
    leader, (sheet, held) = world.actor("bi_thu_ap"), meeting
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as early:
            await scoring.score(tx, leader, held, sheet, Scores(points=POINTS, votes=(2, 0)), 0)
        assert early.value.code == "session.roll-first"
        people = (await attendance.roll(tx, await sessions.session(tx, leader, held))).people
        away, *others = (one.person_id for one in people)
        with pytest.raises(Problem) as silent:
            await attendance.call(tx, leader, held, {away: Said("excused")})
        assert [one.code for one in silent.value.problems] == ["session.excuse-missing"]
        with pytest.raises(Problem):
            await attendance.call(tx, leader, held, {world.people["doan_vien_b"]: Said("present")})
        roll = await attendance.call(tx, leader, held, {
            away: Said("excused", "Ốm"), **dict.fromkeys(others, Said("present")),
        })  # fmt: skip
        assert (roll.present, roll.quorate) == (len(others), len(others) * 2 > len(people))
        with pytest.raises(Problem) as many:
            await scoring.score(tx, leader, held, sheet, Scores(points=POINTS, votes=(len(people), 0)), 0)
        assert many.value.code == "session.votes-outside"
        await scoring.score(tx, leader, held, sheet, Scores(points=POINTS, votes=(len(others), 0)), 0)
        assert (await ballots.of_session(tx, held))[sheet].agree == len(others)


async def test_a_pause_stops_the_rating_and_notes_are_never_overwritten(database, world, meeting):
    """Nobody is rated in a pause; the notes go on, and two who write at once both keep what they wrote."""
    leader, (sheet, held) = world.actor("bi_thu_ap"), meeting
    async with database.tenant(world.scope) as tx:
        await proceedings.pause(tx, leader, held, "Nghỉ giải lao")
        with pytest.raises(Problem) as paused:
            await scoring.score(tx, leader, held, sheet, Scores(points=POINTS), 0)
        assert paused.value.code == "session.paused"
        version = (await sessions.session(tx, leader, held)).version
        await proceedings.note(tx, leader, held, "Tập thể thống nhất.", version)
        with pytest.raises(Stale):
            await proceedings.note(tx, leader, held, "Ghi đè", version)
        await proceedings.resume(tx, leader, held)
        await scoring.score(tx, leader, held, sheet, Scores(points=POINTS, comment="Tích cực"), 0)
        (pause,) = await proceedings.pauses(tx, held)
        assert (pause.reason, pause.resumed_at is not None) == ("Nghỉ giải lao", True)


async def test_the_minutes_say_everything_and_the_end_names_what_is_open(
    client_for, database, world, meeting, school_year, fields
):
    """Through the pages: the roll, a vote, the end with the open matters by name, the paper and its PDF,
    which a later meeting does not change."""
    sheet, held = meeting
    here = f"/{world.scope.slug}/buoi-danh-gia/{held}"
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(f"{here}/dong")).text
        assert "Chưa điểm danh." in page
        assert "Đã tự chấm, tập thể chưa đánh giá" in page
        form = fields((await client.get(f"{here}/diem-danh")).text, f"{here}/diem-danh")
        async with database.tenant(world.scope) as tx:
            roll = await attendance.roll(tx, await sessions.session(tx, world.actor("bi_thu_ap"), held))
        ticks = {f"in.{one.person_id}": "1" for one in roll.people[1:]} | {f"reason.{roll.people[0].person_id}": "Ốm"}
        assert (await client.post(f"{here}/diem-danh", data=form | ticks)).status_code == 303
        person = f"{here}/nguoi/{sheet}"
        form = fields((await client.get(person)).text, person)
        typed = {f"points.{key}": "9" for key in KEYS} | {"comment": "Tích cực, trách nhiệm"}
        refused = await client.post(person, data=form | typed | {"votes_for": "900"})
        assert refused.status_code == 422
        assert "nhưng chỉ có" in refused.text
        votes = {"votes_for": str(len(ticks) - 1), "votes_against": "0", "votes_blank": "0"}
        assert (await client.post(person, data=form | typed | votes)).status_code == 303
        saved = await client.post(
            f"{here}/ghi-chep", data=fields((await client.get(here)).text, f"{here}/ghi-chep") | {"minutes": "Họp tốt"},
            headers={"x-autosave": "1"},
        )  # fmt: skip
        assert saved.json() == {"version": 2}
        form = fields((await client.get(f"{here}/dong")).text, f"{here}/dong")
        said = {"minutes": "Họp tốt", "conclusions": "Thống nhất kết quả."}
        assert (await client.post(f"{here}/dong", data=form | said)).status_code == 303
        paper = (await client.get(f"{here}/bien-ban")).text
        for words in ("ĐOÀN TNCS HỒ CHÍ MINH", "Tích cực, trách nhiệm", "Hoàn thành xuất sắc", "(Ốm)", "Họp tốt",
                      "Thống nhất kết quả.", "Đỗ Thị Hằng", "I. Thời gian, địa điểm"):  # fmt: skip
            assert words in paper, words
        pdf = await client.get(f"{here}/bien-ban.pdf")
        assert pdf.content.startswith(b"%PDF")
    async with database.tenant(world.scope) as tx:
        leader = world.actor("bi_thu_ap")
        said = Meeting(held_on=await tx.today(), chair="Người khác")
        later = await sessions.open_session(tx, leader, school_year, world.units["ap_1"], said)
        await scoring.score(tx, leader, later, sheet, Scores(points=dict.fromkeys(KEYS, 100)), 1)
        (row,) = session_minutes.content(await minutes_of(tx, world.actor("bi_thu_xa"), held)).rows
        assert row[2:6] == ("90", "90", "Hoàn thành xuất sắc", f"{len(ticks) - 1}/0/0")
