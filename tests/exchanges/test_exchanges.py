"""Talks with members and what is hard for them: who writes and reads, what becomes of a difficulty, what is counted."""

from datetime import date

import pytest

from core import audit
from core.companions import actions as companions
from core.db.ids import new_id
from core.errors import Forbidden, NotFound, Problem, Stale
from core.exchanges import difficulties, overview, peers, queries, talks, thread
from core.messages import news
from core.messages import queries as messages
from core.messages import talks as reminding
from core.programmes.rounds import midway
from core.registers.rules import Draft

DRAFT = Draft(happened_on=date(2021, 1, 18), title="Hỏi thăm việc học", choice="meet", note="Đã làm 4 trên 10 điều")


@pytest.fixture
async def followed(database, world, school_year):
    """The deputy follows the member of the branch, the commune's secretary helps him."""
    member = world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        leader, unit = world.actor("bi_thu_ap"), world.units["ap_1"]
        await companions.assign(tx, leader, unit, [member], "committee", world.people["pho_ap"])
        await companions.assign(tx, leader, unit, [member], "buddy", world.people["bi_thu_huyen"])
    return member


async def test_a_talk_is_written_and_read_by_those_it_concerns(database, world, school_year, followed) -> None:
    """Companion, committee and the member himself write; a stranger of the branch neither reads nor writes."""
    async with database.tenant(world.scope) as tx:
        now = await overview.running(tx, school_year)
        before = await overview.counts(tx, school_year, now, world.paths["xa_a"])
        for name in ("pho_ap", "bi_thu_ap", "doan_vien", "bi_thu_huyen"):
            await talks.write(tx, world.actor(name), school_year, followed, DRAFT)
        for name in ("pho_xa", "bi_thu_xa_b"):
            reader = world.actor(name)
            if name == "bi_thu_xa_b":
                with pytest.raises(NotFound):
                    await thread.of_person(tx, reader, school_year, followed)
                with pytest.raises(NotFound):
                    await talks.write(tx, reader, school_year, followed, DRAFT)
        with pytest.raises(NotFound):
            await talks.write(tx, world.actor("doan_vien"), school_year, world.people["pho_ap"], DRAFT)
        found = await thread.of_person(tx, world.actor("doan_vien"), school_year, followed)
        assert len(found.talks) == 4 and found.own and found.may_write
        assert [one.kind for one in found.companions] == ["committee", "buddy"]
        after = await overview.counts(tx, school_year, now, world.paths["xa_a"])
        path = world.paths["ap_1"]
        assert after[path].talked == before[path].talked + 1
        mine = await overview.of_people(tx, school_year, now, frozenset({followed}))
        assert [(one.talked, one.last_on, one.follower) for one in mine] == [(True, DRAFT.happened_on, "Ngô Gia Bảo")]


async def test_a_difficulty_is_answered_passed_up_and_solved(database, world, school_year, followed) -> None:
    """Raised in a talk, answered with a step, passed up to the commune, answered there, closed by the member himself,
    raised again; each step is in the history and the sums follow it up the tree."""
    async with database.tenant(world.scope) as tx:
        await talks.write(tx, world.actor("pho_ap"), school_year, followed, DRAFT, difficulty="Thiếu lớp kỹ năng")
        (one,) = await queries.of_person(tx, school_year, followed)
        assert (one.state, one.source, one.passed_up) == ("open", "talk", False)
        deputy, day = world.actor("pho_ap"), date(2021, 2, 1)
        with pytest.raises(Problem, match=r"difficulty\.responsible-missing"):
            await difficulties.answer(tx, deputy, one.id, "Sẽ hỏi", None, day, one.version)
        await difficulties.answer(tx, deputy, one.id, "Sẽ hỏi nhà văn hóa", deputy.person_id, day, one.version)
        with pytest.raises(Stale):
            await difficulties.answer(tx, deputy, one.id, "Lần nữa", None, None, one.version)
        with pytest.raises(Forbidden, match=r"difficulty\.own"):
            await difficulties.answer(tx, world.actor("doan_vien"), one.id, "Tự trả lời", None, None, 2)
        await difficulties.pass_up(tx, deputy, one.id, "Cần đoàn xã mở lớp", 2)
        for path in (world.paths["tinh"], world.paths["xa_a"], world.paths["ap_1"]):
            sums = queries.added(await queries.sums(tx, school_year, path))
            assert (sums.open, sums.passed_up) == (1, 1)
        at_commune = await queries.listing(
            tx, world.actor("bi_thu_xa"), school_year, world.paths["xa_a"], "open", here=True
        )
        assert [row.id for row in at_commune.found] == [one.id]
        with pytest.raises(Forbidden):
            await difficulties.answer(tx, world.actor("bi_thu_ap"), one.id, "Không còn ở chi đoàn", None, None, 3)
        await difficulties.answer(tx, world.actor("bi_thu_xa"), one.id, "Mở lớp tháng 3", None, None, 3)
        await difficulties.solve(tx, world.actor("doan_vien"), one.id, "", 4)
        await difficulties.reopen(tx, world.actor("doan_vien"), one.id, "Lớp đã đủ người", 5)
        acts = [act.act for act in await queries.history(tx, one.id)]
        assert acts == ["answer", "pass_up", "answer", "solve", "reopen"]


async def test_help_is_asked_of_a_companion(database, world, school_year, followed) -> None:
    """Asked of the helper, he is told and may answer while it lies in the branch; the member hears of the answer."""
    async with database.tenant(world.scope) as tx:
        member, helper = world.actor("doan_vien"), world.actor("bi_thu_huyen")
        with pytest.raises(Problem, match=r"form\.unknown-choice"):
            await difficulties.raise_own(tx, member, school_year, "Giúp với", asked_id=world.people["bi_thu_xa_b"])
        await audit.seal(tx)
        await news.tell(tx)
        new = await difficulties.raise_own(
            tx, member, school_year, "Không biết viết đề cương", criterion="1.1", asked_id=helper.person_id
        )
        await audit.seal(tx)
        assert await news.tell(tx) == 1
        await difficulties.answer(tx, helper, new, "Tối thứ Bảy mình cùng viết", None, None, 1)
        await audit.seal(tx)
        assert await news.tell(tx) == 1
        assert [one.kind for one in await messages.inbox(tx, member)] == ["difficulty.answered"]


async def test_who_is_to_talk_is_reminded_once_a_day(database, world, school_year, followed) -> None:
    """The follower is told of his member, the secretary of those without one; the second time on a day is refused."""
    async with database.tenant(world.scope) as tx:
        leader, unit = world.actor("bi_thu_ap"), world.units["ap_1"]
        assert await reminding.remind(tx, leader, school_year, unit) == 2
        (told,) = await messages.inbox(tx, world.actor("pho_ap"))
        assert (told.kind, told.facts["people"]) == ("nudge.talk", 1)
        with pytest.raises(Problem, match=r"talk\.today"):
            await reminding.remind(tx, leader, school_year, unit)


async def test_fellow_members_speak_of_a_review_on_the_way(database, world, school_year, followed) -> None:
    """Of one's own branch, who has reviewed himself, under one's name, once; his text only to who looks after him."""
    async with database.tenant(world.scope) as tx:
        await reviewed(tx, world, school_year, followed)
        friend, helper = world.actor("pho_tinh"), world.actor("pho_ap")
        (seen,) = await peers.fellows(tx, friend, school_year)
        assert (seen.person_id, seen.comment, seen.said) == (followed, "", "")
        assert [one.comment for one in await peers.fellows(tx, helper, school_year)] == ["Đã làm một nửa"]
        await peers.say(tx, friend, school_year, followed, "Cùng chạy bộ nhé")
        await peers.say(tx, friend, school_year, followed, "Cùng chạy bộ mỗi sáng nhé")
        assert [one.words for one in await peers.about(tx, school_year, [followed])] == ["Cùng chạy bộ mỗi sáng nhé"]
        for name in ("doan_vien", "doan_vien_b"):
            with pytest.raises(NotFound):
                await peers.say(tx, world.actor(name), school_year, followed, "Tự khen")


async def reviewed(tx, world, programme, person) -> None:
    """A member's confirmed sheet with a review on the way."""
    checkpoint, stage = midway(programme.rules)
    sheet = new_id()
    await tx.execute(
        "insert into registration (tenant_id, id, programme_id, person_id, unit_id, state, edition, saved_at,"
        " submitted_at, first_submitted_at, validated_at)"
        " values ($1, $2, $3, $4, $5, 'validated', 1, sec.domain_now(), sec.domain_now(), sec.domain_now(),"
        " sec.domain_now())",
        tx.tenant_id, sheet, programme.id, person, world.units["ap_1"],
    )  # fmt: skip
    await tx.execute(
        "insert into assessment (tenant_id, registration_id, checkpoint, stage, edition, marks, comment, by_account,"
        " unit_id, given_at, saved_at) values ($1, $2, $3, $4, 1, '{}', 'Đã làm một nửa', $5, $6, sec.domain_now(),"
        " sec.domain_now())",
        tx.tenant_id, sheet, checkpoint, stage, world.accounts["doan_vien"], world.units["ap_1"],
    )  # fmt: skip
