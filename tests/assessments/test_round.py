"""A round of assessment on a real database: self-review, voices, level, results up, recognition."""

import asyncio
from datetime import date

import pytest

from core.assessments import actions, queries, replies, results, unit_queries
from core.assessments.rules import Mark
from core.db.scope import Database
from core.errors import Forbidden, NotFound, Problem, Stale
from core.registrations import actions as registrations


def marks(keys, mark="done"):
    """A mark under both items."""
    return {key: Mark(mark) for key in keys}


async def state_of(database: Database, world, name: str):
    """The roster row of a person."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return await tx.fetchrow(
            "select * from enrolment where tenant_id = $1 and programme_id = $2 and person_id = $3",
            tx.tenant_id, world.programme.id, world.people[name],
        )  # fmt: skip


async def test_the_whole_round_ends_recognised_with_the_counters_right(database, world, keys, validated, clock):
    """Self-review, two voices, a level, sent by the branch, recognised by the commune (S0-22, S0-27)."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    await clock("2021-11-20 09:00+07")
    async with database.tenant(world.scope) as tx:
        draft = await actions.save_self(tx, world.actor("bi_thu_ap"), world.programme, {keys[0]: Mark("partly")}, "", 0)
        await actions.give_self(tx, world.actor("bi_thu_ap"), world.programme, marks(keys), "Tốt", draft.version)
        await actions.record_voice(tx, world.actor("pho_ap"), sheet, "party_committee", "Đồng ý", 0)
        await actions.record_voice(tx, world.actor("pho_ap"), sheet, "youth", "Gần gũi", 0)
        await actions.rate(tx, world.actor("pho_ap"), sheet, "tot", "Hoàn thành các mục đã đăng ký.", 0)
        await replies.agree(tx, world.actor("bi_thu_ap"), world.programme, 1)
    row = await state_of(database, world, "bi_thu_ap")
    assert (row["state"], row["level"], row["self_assessed"], row["self_late"]) == ("rated", 1, True, False)
    unit = world.units["ap_1"]
    async with database.tenant(world.scope) as tx:
        await results.send(tx, world.actor("pho_ap"), world.programme, unit, "", 0)
        assert (
            await results.recognise(tx, world.actor("pho_xa"), world.programme, unit, 1, "12-QĐ", date(2021, 12, 20))
            == 1
        )
        counter = await tx.fetchrow(
            "select * from unit_counter where tenant_id = $1 and unit_id = $2", tx.tenant_id, unit
        )
        recount = await tx.fetchrow(
            "select * from unit_recount where tenant_id = $1 and unit_id = $2", tx.tenant_id, unit
        )
    assert {key: counter[key] for key in dict(recount)} == dict(recount)
    assert (counter["recognised"], counter["level_1"]) == (1, 1)


async def test_nobody_rates_or_hears_voices_on_his_own_sheet(database, world, validated):
    """The secretary's own sheet goes to another committee member (S0 and domain.md §8)."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        for act in (
            actions.rate(tx, world.actor("bi_thu_ap"), sheet, "tot", "Tự khen", 0),
            actions.record_voice(tx, world.actor("bi_thu_ap"), sheet, "youth", "Tự khen", 0),
        ):
            with pytest.raises(Forbidden) as refused:
                await act
            assert refused.value.code == "access.own-sheet"


@pytest.mark.parametrize("stranger", ["bi_thu_xa_b", "bi_thu_huyen_b", "bi_thu_cq"])
async def test_a_sibling_units_committee_does_not_find_the_sheet(database, world, validated, stranger):
    """Another commune's officers get 404, not 403."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await actions.rate(tx, world.actor(stranger), sheet, "tot", "Lý do", 0)


async def test_a_sheet_that_was_not_validated_cannot_be_assessed(database, world, keys):
    """Voices and levels wait for the validation."""
    items = {keys[0]: "Nhận việc mới, việc khó.", keys[1]: "Không nói điều chưa kiểm chứng."}
    async with database.tenant(world.scope) as tx:
        saved = await registrations.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, items)
        with pytest.raises(Forbidden) as refused:
            await actions.rate(tx, world.actor("pho_ap"), saved.registration_id, "tot", "Lý do", 0)
    assert refused.value.code == "access.wrong-state"


async def test_a_level_needs_a_reason_and_a_level_of_the_scale(database, world, validated):
    """Neither an empty reason nor an invented level passes; both are named at their field."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        for level, reason, field in (("tot", " ", "comment"), ("xuat_sac", "Lý do", "level"), ("", "Lý do", "level")):
            with pytest.raises(Problem) as refused:
                await actions.rate(tx, world.actor("pho_ap"), sheet, level, reason, 0)
            assert field in {one.field for one in refused.value.problems}


async def test_the_rating_stores_which_voices_were_missing(database, world, validated):
    """A level given without self-review and voices says so; nothing is counted as zero (domain.md §4)."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        await actions.rate(tx, world.actor("pho_ap"), sheet, "kha", "Chưa nộp tự kiểm điểm.", 0)
        stored = await tx.fetchval(
            "select marks -> 'missing' from assessment where tenant_id = $1 and stage = 'committee'", tx.tenant_id
        )
    assert stored == '["self", "party_committee", "youth"]'


async def test_two_raters_at_once_do_not_overwrite_each_other(database, world, validated):
    """The second level made from the same reading gets the stored text back."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        await actions.rate(tx, world.actor("pho_ap"), sheet, "tot", "Lần một", 0)
        with pytest.raises(Stale) as refused:
            await actions.rate(tx, world.actor("pho_xa"), sheet, "kha", "Lần hai", 0)
    theirs = refused.value.facts["theirs"]
    assert (theirs["comment"], theirs["level"]) == ("Lần một", 1)


async def test_a_review_after_november_is_marked_late(database, world, keys, validated, clock):
    """Month 11 binds the self-review; December is late, not refused (S0-21, domain.md §2)."""
    await validated("bi_thu_ap", "pho_ap")
    await clock("2021-12-01 00:00+07")
    async with database.tenant(world.scope) as tx:
        await actions.give_self(tx, world.actor("bi_thu_ap"), world.programme, marks(keys), "", 0)
    assert (await state_of(database, world, "bi_thu_ap"))["self_late"] is True


async def test_unrated_people_need_a_written_explanation(database, world, validated):
    """A branch with a registered but unrated cadre may send only with a note (domain.md §4)."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    await validated("pho_ap", "bi_thu_ap")
    unit = world.units["ap_1"]
    async with database.tenant(world.scope) as tx:
        await actions.rate(tx, world.actor("pho_ap"), sheet, "tot", "Tốt", 0)
        with pytest.raises(Problem) as refused:
            await results.send(tx, world.actor("bi_thu_ap"), world.programme, unit, "", 0)
        assert (refused.value.code, refused.value.facts["count"]) == ("results.unrated-people", 1)
        await results.send(tx, world.actor("bi_thu_ap"), world.programme, unit, "Đồng chí Bảo đi học dài hạn.", 0)


async def test_only_the_parents_committee_recognises(database, world, validated):
    """The unit itself, its grandparent and strangers cannot; the parent can (domain.md §2, 6)."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    unit = world.units["ap_1"]
    async with database.tenant(world.scope) as tx:
        await actions.rate(tx, world.actor("pho_ap"), sheet, "tot", "Tốt", 0)
        await replies.agree(tx, world.actor("bi_thu_ap"), world.programme, 1)
        await results.send(tx, world.actor("pho_ap"), world.programme, unit, "", 0)
        for name in ("pho_ap", "pho_huyen", "bi_thu_xa_b"):
            with pytest.raises((NotFound, Forbidden)):
                await results.recognise(tx, world.actor(name), world.programme, unit, 1)
        assert await results.recognise(tx, world.actor("bi_thu_xa"), world.programme, unit, 1) == 1


async def test_returned_results_can_be_changed_and_sent_again(database, world, validated):
    """A return needs a reason, opens the levels again, and the next sending is accepted."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    unit = world.units["ap_1"]
    async with database.tenant(world.scope) as tx:
        await actions.rate(tx, world.actor("pho_ap"), sheet, "tot", "Tốt", 0)
        await results.send(tx, world.actor("pho_ap"), world.programme, unit, "", 0)
        with pytest.raises(Problem) as refused:
            await actions.rate(tx, world.actor("pho_ap"), sheet, "kha", "Khá", 1)
        assert refused.value.code == "assessment.results-sent"
        with pytest.raises(Problem) as refused:
            await results.give_back(tx, world.actor("bi_thu_xa"), world.programme, unit, " ", 1)
        assert refused.value.code == "results.reason-missing"
        await results.give_back(tx, world.actor("bi_thu_xa"), world.programme, unit, "Xem lại mức.", 1)
        await actions.rate(tx, world.actor("pho_ap"), sheet, "kha", "Khá", 1)
        await results.send(tx, world.actor("pho_ap"), world.programme, unit, "", 2)


async def test_the_top_units_results_need_a_second_person_and_leave_his_own_out(database, world, validated):
    """S0-32: prepared by one, recognised by another, whose own result waits for a third."""
    first = await validated("bi_thu_tinh", "pho_tinh")
    second = await validated("pho_tinh", "bi_thu_tinh")
    unit = world.units["tinh"]
    async with database.tenant(world.scope) as tx:
        await actions.rate(tx, world.actor("pho_tinh"), first, "tot", "Tốt", 0)
        await actions.rate(tx, world.actor("bi_thu_tinh"), second, "tot", "Tốt", 0)
        await replies.agree(tx, world.actor("pho_tinh"), world.programme, 1)
        await results.send(tx, world.actor("pho_tinh"), world.programme, unit, "", 0)
        with pytest.raises(Problem) as refused:
            await results.recognise(tx, world.actor("pho_tinh"), world.programme, unit, 1)
        assert refused.value.code == "results.needs-second-person"
        assert await results.recognise(tx, world.actor("bi_thu_tinh"), world.programme, unit, 1) == 1
    assert (await state_of(database, world, "bi_thu_tinh"))["state"] == "rated"
    assert (await state_of(database, world, "pho_tinh"))["state"] == "recognised"


async def test_the_reads_show_the_round_and_the_units_results(database, world, keys, validated):
    """What was given comes back with its author; the unit's page names who is unrated and what the actor may do."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        await actions.give_self(tx, world.actor("bi_thu_ap"), world.programme, marks(keys), "Đã cố gắng", 0)
        await actions.record_voice(tx, world.actor("pho_ap"), sheet, "youth", "Gần gũi", 0)
        found = await queries.round_of(tx, world.actor("pho_ap"), sheet)
        assert [item.mark for item in found.items] == ["done", "done"]
        assert (found.own.comment, found.stages["youth"].by) == ("Đã cố gắng", world.actor("pho_ap").name)
        assert (found.may_rate, found.level, found.results) == (True, None, "none")
        mine = await queries.own_round(tx, world.actor("bi_thu_ap"), world.programme)
        assert mine is not None and not mine.may_rate
        page = await unit_queries.results_of(tx, world.actor("pho_ap"), world.programme, world.units["ap_1"])
        assert [one.name for one in page.unrated] == [world.actor("bi_thu_ap").name]
        assert (page.may_send, page.may_recognise) == (True, False)
        upper = await unit_queries.results_of(tx, world.actor("pho_xa"), world.programme, world.units["xa_a"])
        assert upper.may_recognise_children and upper.children[0].name == "Chi đoàn ấp 1"
        with pytest.raises(NotFound):
            await unit_queries.results_of(tx, world.actor("bi_thu_xa_b"), world.programme, world.units["ap_1"])


async def test_a_draft_is_nobodys_but_the_owners(database, world, keys, validated):
    """The committee sees a review once it is handed in; until then it reads like none."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        await actions.save_self(tx, world.actor("bi_thu_ap"), world.programme, {keys[0]: Mark("done", "Nháp")}, "N", 0)
        seen = await queries.round_of(tx, world.actor("pho_ap"), sheet)
        assert ([item.mark for item in seen.items], seen.own.comment, seen.own.version) == (["", ""], "", 0)
        mine = await queries.own_round(tx, world.actor("bi_thu_ap"), world.programme)
        assert ([item.note for item in mine.items], mine.own.comment) == (["Nháp", ""], "N")


async def test_what_was_handed_in_changes_only_by_handing_in_again(database, world, keys, validated):
    """A saved draft cannot leave a hole in a review that counts; the whole review can be given anew until rated."""
    await validated("bi_thu_ap", "pho_ap")
    me = world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        given = await actions.give_self(tx, me, world.programme, marks(keys), "", 0)
        with pytest.raises(Problem) as refused:
            await actions.save_self(tx, me, world.programme, {}, "", given.version)
        assert refused.value.code == "assessment.already-given"
        again = await actions.give_self(tx, me, world.programme, marks(keys, "partly"), "", given.version)
        found = await queries.own_round(tx, me, world.programme)
    assert ({item.mark for item in found.items}, found.own.version) == ({"partly"}, again.version)


async def test_a_missing_mark_is_named_with_its_criterion(database, world, keys, validated):
    """The refusal stands at the item and carries its title (S0-21)."""
    await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await actions.give_self(tx, world.actor("bi_thu_ap"), world.programme, {keys[0]: Mark("done")}, "", 0)
    (missing,) = refused.value.problems
    title = world.programme.rules.criteria[keys[1]].title
    assert (missing.field, missing.facts["criterion"]) == (f"mark.{keys[1]}", title)


async def test_who_was_left_unrated_is_rated_after_the_recognition_and_sent_later(database, world, rated, validated):
    """The explained gap can be closed; who is recognised already stays untouched (domain.md §4)."""
    first, second = await rated("bi_thu_ap", "pho_ap"), await validated("pho_ap", "bi_thu_ap")
    unit, programme = world.units["ap_1"], world.programme
    head, own, upper = world.actor("bi_thu_ap"), world.actor("pho_ap"), world.actor("pho_xa")
    async with database.tenant(world.scope) as tx:
        await results.send(tx, own, programme, unit, "Đồng chí Bảo đi học dài hạn.", 0)
        with pytest.raises(Problem) as refused:
            await actions.rate(tx, head, second, "kha", "Đã về", 0)
        assert refused.value.code == "assessment.results-sent"
        await results.recognise(tx, upper, programme, unit, 1)
        with pytest.raises(Problem) as refused:
            await results.send(tx, own, programme, unit, "", 2)
        assert refused.value.code == "results.already-recognised"
        with pytest.raises(Forbidden):
            await actions.rate(tx, own, first, "yeu", "Đổi ý", 1)
        await actions.rate(tx, head, second, "kha", "Đã về", 0)
        await replies.agree(tx, own, programme, 1)
        await results.send(tx, own, programme, unit, "", 2)
        assert await results.recognise(tx, upper, programme, unit, 3) == 1
        page = await unit_queries.results_of(tx, upper, programme, unit)
    assert [one.act for one in page.history] == ["sent", "recognised", "sent", "recognised"]
    assert [(one.state, one.level) for one in page.people] == [("recognised", "kha"), ("recognised", "tot")]


async def test_the_history_keeps_every_step_with_its_words(database, world, rated, sent):
    """Sent, returned, sent, recognised: who, over how many people, with which words and decision."""
    await rated("bi_thu_ap", "pho_ap")
    unit, programme = await sent("ap_1", "pho_ap", "Đã họp ngày 15/12."), world.programme
    async with database.tenant(world.scope) as tx:
        await results.give_back(tx, world.actor("bi_thu_xa"), programme, unit, "Bổ sung biên bản.", 1)
        await results.send(tx, world.actor("pho_ap"), programme, unit, "Đã bổ sung.", 2)
        await results.recognise(tx, world.actor("pho_xa"), programme, unit, 3, "12-QĐ", date(2021, 12, 20))
        page = await unit_queries.results_of(tx, world.actor("pho_xa"), programme, unit)
    assert [(one.act, one.people, one.words, one.by) for one in page.history] == [
        ("sent", 1, "Đã họp ngày 15/12.", "Ngô Gia Bảo"),
        ("returned", 1, "Bổ sung biên bản.", "Huỳnh Thanh Tâm"),
        ("sent", 1, "Đã bổ sung.", "Ngô Gia Bảo"),
        ("recognised", 1, "", "Bùi Quốc Việt"),
    ]
    assert (page.history[-1].decision_number, page.history[-1].decision_dated) == ("12-QĐ", date(2021, 12, 20))


async def test_several_units_are_recognised_each_by_itself(database, world, rated, sent):
    """A unit that changed meanwhile is left with its code; the others become final with the decision's number."""
    await rated("bi_thu_ap", "pho_ap")
    unit = await sent("ap_1", "pho_ap")
    chosen = [(unit, 1), (world.units["ap_2"], 0), (world.units["ap_b"], 1)]
    async with database.tenant(world.scope) as tx:
        done, left = await results.recognise_many(tx, world.actor("pho_xa"), world.programme, chosen, "15-QĐ")
        page = await unit_queries.results_of(tx, world.actor("pho_xa"), world.programme, unit)
    assert (done, {unit: why.code for unit, why in left}) == (
        1, {world.units["ap_2"]: "results.not-sent", world.units["ap_b"]: "access.not-found"},
    )  # fmt: skip
    assert page.decision_number == "15-QĐ"


async def test_a_rating_and_a_sending_at_once_never_cross(database, world, rated, sent):
    """While a level is being written the sending waits, and then counts what was written; and the other way round."""
    sheet, programme = await rated("bi_thu_ap", "pho_ap"), world.programme
    rating, sending = asyncio.Event(), asyncio.Event()

    async def rate_slowly() -> None:
        async with database.tenant(world.scope) as tx:
            await actions.rate(tx, world.actor("pho_xa"), sheet, "kha", "Xem lại", 1)
            rating.set()
            await asyncio.sleep(0.3)
            assert not sending.is_set()

    async def send_then() -> None:
        await rating.wait()
        async with database.tenant(world.scope) as tx:
            await results.send(tx, world.actor("pho_ap"), programme, world.units["ap_1"], "", 0)
            sending.set()

    async def rate_too_late() -> None:
        await sending.wait()
        async with database.tenant(world.scope) as tx:
            with pytest.raises(Problem) as refused:
                await actions.rate(tx, world.actor("pho_xa"), sheet, "yeu", "Muộn", 2)
            assert refused.value.code == "assessment.results-sent"

    await asyncio.gather(rate_slowly(), send_then(), rate_too_late())
    assert (await state_of(database, world, "bi_thu_ap"))["level"] == 2


async def test_what_waits_is_counted_for_who_may_act(database, world, rated, validated, sent, clock):
    """Own people without a level, but never oneself; units directly below that have sent; nothing for strangers."""
    await rated("bi_thu_ap", "pho_ap")
    await sent("ap_1", "pho_ap")
    await validated("bi_thu_xa", "pho_xa")
    await clock("2021-11-20 09:00+07")
    expected = {"pho_xa": (1, 1), "bi_thu_xa": (0, 1), "pho_ap": (0, 0), "pho_huyen": (0, 0), "bi_thu_xa_b": (0, 0)}
    async with database.tenant(world.scope) as tx:
        found = {name: await unit_queries.waiting(tx, world.actor(name), world.programme) for name in expected}
    assert {name: tuple(one) for name, one in found.items()} == expected
