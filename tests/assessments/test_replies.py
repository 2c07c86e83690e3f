"""The right of reply: a draft level, what may follow what, until when, and who is told."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import audit
from core.assessments import actions, queries, replies, reply_queries, reply_rules, results
from core.errors import Forbidden, NotFound, Problem, Stale
from core.messages import news, reminders
from core.messages import queries as messages
from core.packs.calendar import VIETNAM

LAST, OVER = "2021-11-30 23:59:59.999999+07", "2021-12-01 00:00:00+07"  # rated on 27/11, three days


@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=VIETNAM)),
    st.integers(1, 60),
)
def test_a_period_ends_at_midnight_after_that_many_whole_days(at, days):
    """Whenever in the day the level was given, the last instant is the end of a day in Vietnam."""
    ends = reply_rules.until(at, days)
    assert (ends.hour, ends.minute, ends.second, ends.microsecond) == (0, 0, 0, 0)
    assert ((ends - timedelta(microseconds=1)).date() - at.date()).days == days
    assert reply_rules.state_of(ends, ends - timedelta(microseconds=1)) == "open"
    assert reply_rules.state_of(ends, ends) == "lapsed"
    assert reply_rules.until(at, 0) is None


@pytest.fixture
async def proposed(database, world, rated, clock):
    """The branch's secretary has a draft level since 27/11; its sheet."""
    await clock("2021-11-27 20:15+07")
    return await rated("bi_thu_ap", "pho_ap", "kha", draft=True)


async def standing(tx, world, name: str) -> replies.Standing:
    """How the secretary's reply stands for a reader."""
    found = await queries.own_round(tx, world.actor("bi_thu_ap"), world.programme)
    return await replies.standing(tx, world.actor(name), found)


async def told(database, world, name: str) -> list[str]:
    """The kinds of somebody's messages."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return [one.kind for one in await messages.inbox(tx, world.actor(name))]


@pytest.mark.parametrize(("instant", "state"), [(LAST, "open"), (OVER, "lapsed")])
async def test_the_last_microsecond_counts_and_midnight_does_not(database, world, proposed, instant, state):
    """By the database's clock: 23:59:59.999999 on the third day is in time, 00:00:00 is too late."""
    async with database.tenant(world.scope) as tx:  # the clock stands still inside a transaction
        await tx.execute("select sec.move_clock($1::text::timestamptz)", instant)
        assert (await standing(tx, world, "bi_thu_ap")).state == state
        assert len(await reply_queries.own_drafts(tx, world.actor("bi_thu_ap"))) == (state == "open")
        if state == "open":
            await replies.object_to(tx, world.actor("bi_thu_ap"), world.programme, "Tôi đã làm đủ.", 1)
            return
        for act in (replies.agree(tx, world.actor("bi_thu_ap"), world.programme, 1),
                    replies.object_to(tx, world.actor("bi_thu_ap"), world.programme, "Muộn", 1)):  # fmt: skip
            with pytest.raises(Problem) as refused:
                await act
            assert refused.value.code == "reply.over"


async def test_nothing_is_recognised_over_a_persons_head(database, world, proposed, sent, clock):
    """Within the period recognition names him; his objection holds it back for longer; the answer sets it free, and a
    recogniser who read the results before it reads them again."""
    await sent("ap_1", "pho_ap")
    unit, upper, own = world.units["ap_1"], world.actor("pho_xa"), world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        before = (await queries.own_round(tx, own, world.programme)).decision
        with pytest.raises(Problem) as refused:
            await results.recognise(tx, upper, world.programme, unit, 1)
        assert (refused.value.code, refused.value.facts["names"]) == ("results.reply-open", "Đỗ Thị Hằng")
        await replies.object_to(tx, own, world.programme, "Tôi đã làm đủ.", 1)
    await clock(OVER)
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await results.recognise(tx, upper, world.programme, unit, 1)
        assert refused.value.code == "results.objection-open"
        with pytest.raises(Problem) as empty:
            await replies.change(tx, world.actor("pho_ap"), proposed, " ", 1, "tot")
        assert (empty.value.code, empty.value.field) == ("reply.answer-missing", "words")
        await replies.change(tx, world.actor("pho_ap"), proposed, "Ý kiến có cơ sở.", 1, "tot")
        with pytest.raises(Stale):
            await results.recognise(tx, upper, world.programme, unit, 1)
        found = await standing(tx, world, "bi_thu_ap")
        said = found.said[0]
        assert (found.state, said.level_before, said.level_after, said.answer) == (
            "changed", "kha", "tot", "Ý kiến có cơ sở.",
        )  # fmt: skip
        after = (await queries.own_round(tx, own, world.programme)).decision
        assert (after.comment, after.by, after.given_at) == (before.comment, before.by, before.given_at)
        assert before.comment != said.answer and said.answered_at > before.given_at
        with pytest.raises(Problem) as twice:
            await replies.object_to(tx, own, world.programme, "Vẫn chưa đúng", 2)
        assert twice.value.code == "reply.already-answered"
        assert await results.recognise(tx, upper, world.programme, unit, 2) == 1


async def test_who_agrees_need_not_wait(database, world, proposed, sent, agreed):
    """An agreement sets the recognition free at once and is not taken back."""
    await sent("ap_1", "pho_ap")
    await agreed("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await replies.object_to(tx, world.actor("bi_thu_ap"), world.programme, "Nghĩ lại", 1)
        assert refused.value.code == "reply.already-agreed"
        assert await results.recognise(tx, world.actor("pho_xa"), world.programme, world.units["ap_1"], 1) == 1
        with pytest.raises(Problem) as over:
            await replies.agree(tx, world.actor("bi_thu_ap"), world.programme, 1)
        assert over.value.code == "reply.over"


async def test_an_objection_is_answered_by_the_committee_and_not_by_another_level(database, world, proposed):
    """Nobody answers his own, strangers do not find it, an ordinary rating waits; a new level is a new draft."""
    async with database.tenant(world.scope) as tx:
        await actions.rate(tx, world.actor("pho_ap"), proposed, "trung_binh", "Xem lại.", 1)
        with pytest.raises(Stale):
            await replies.agree(tx, world.actor("bi_thu_ap"), world.programme, 1)
        await replies.object_to(tx, world.actor("bi_thu_ap"), world.programme, "Tôi đã làm đủ.", 2)
        assert [one.name for one in await reply_queries.objections(tx, world.actor("pho_xa"))] == ["Đỗ Thị Hằng"]
        assert not await reply_queries.objections(tx, world.actor("bi_thu_ap"))
        with pytest.raises(Problem) as waits:
            await actions.rate(tx, world.actor("pho_ap"), proposed, "tot", "Thôi thì Tốt.", 2)
        assert waits.value.code == "reply.answer-first"
        with pytest.raises(Forbidden) as own:
            await replies.keep(tx, world.actor("bi_thu_ap"), proposed, "Đúng rồi", 2)
        assert own.value.code == "access.own-sheet"
        with pytest.raises(NotFound):
            await replies.keep(tx, world.actor("bi_thu_xa_b"), proposed, "Không", 2)
        await replies.keep(tx, world.actor("pho_xa"), proposed, "Hai điều chưa làm.", 2)
        assert (await standing(tx, world, "pho_xa")).state == "kept"


async def test_both_sides_hear_of_it_once(database, world, proposed, clock):
    """The draft and its end reach the person, the objection the committee, the answer the person again."""
    async with database.tenant(world.scope) as tx:
        await audit.seal(tx)
        await news.tell(tx)  # the past is not told
        await actions.rate(tx, world.actor("pho_ap"), proposed, "trung_binh", "Xem lại.", 1)
    await clock("2021-11-30 09:00+07")
    async with database.tenant(world.scope) as tx:
        await audit.seal(tx)
        await news.tell(tx)
        await reminders.remind(tx)
        await reminders.remind(tx)
    kinds = await told(database, world, "bi_thu_ap")
    assert (kinds.count("reply.draft"), kinds.count("due.reply")) == (1, 1)
    async with database.tenant(world.scope) as tx:
        await replies.object_to(tx, world.actor("bi_thu_ap"), world.programme, "Tôi đã làm đủ.", 2)
        await audit.seal(tx)
        await news.tell(tx)
    await clock("2021-12-05 09:00+07")
    async with database.tenant(world.scope) as tx:
        await replies.keep(tx, world.actor("pho_xa"), proposed, "Hai điều chưa làm.", 2)
        await audit.seal(tx)
        await news.tell(tx)
    assert (await told(database, world, "pho_ap")).count("reply.objected") == 1
    assert (await told(database, world, "bi_thu_ap")).count("reply.answered") == 1


async def test_the_pages_carry_an_objection_to_its_answer(client_for, world, proposed, at, fields):
    """The draft says until when; an empty reason stays at its field; the committee's answer is read on the result."""
    own = at("tu-danh-gia")
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(own)).text
        assert "Dự kiến" in page and "30/11/2021" in page
        form = fields((await client.get(f"{own}/co-y-kien")).text, f"{own}/co-y-kien")
        wrong = await client.post(f"{own}/co-y-kien", data=form | {"words": " "})
        assert wrong.status_code == 422 and 'href="#f-words"' in wrong.text
        form = fields(wrong.text, f"{own}/co-y-kien")
        done = await client.post(f"{own}/co-y-kien", data=form | {"words": "Tôi đã làm đủ."})
        assert (done.status_code, done.headers["location"]) == (303, own)
    answer = f"/{world.scope.slug}/phieu/{proposed}/tra-loi"
    async with client_for(world, "pho_ap") as client:
        assert f"{proposed}/tra-loi" in (await client.get(f"/{world.scope.slug}/can-xu-ly")).text
        form = fields((await client.get(answer)).text, answer)
        wrong = await client.post(answer, data=form | {"words": "Xem lại.", "outcome": "change", "level": "kha"})
        assert wrong.status_code == 422 and 'href="#f-level"' in wrong.text and "Xem lại." in wrong.text
        form = fields(wrong.text, answer)
        done = await client.post(answer, data=form | {"words": "Đồng ý.", "outcome": "change", "level": "tot"})
        assert done.status_code == 303
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(own)).text
        assert "Tôi đã làm đủ." in page and "Từ Khá thành Tốt" in page
        assert "Đồng ý." in page and "Hoàn thành các mục đã đăng ký." in page
        assert "Đồng ý." in (await client.get(f"/{world.scope.slug}/phieu/{proposed}/vi-sao")).text
