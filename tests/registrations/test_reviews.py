"""What a committee does with a sheet, on a real database: editions, reasons, rights, batches."""

import asyncio

import pytest

from core.db.scope import Database
from core.errors import Forbidden, NotFound, Problem, Stale
from core.registrations import actions, queries, queue, reviews, sheets


async def test_a_return_opens_the_next_edition_and_keeps_the_first(database: Database, world, good, hand_in):
    """The reviewed edition stays as it was, readable with its reason; the owner goes on with a copy."""
    saved = await hand_in(world, "pho_ap")
    me, judge = world.actor("pho_ap"), world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        await reviews.give_back(
            tx, judge, saved.registration_id, saved.version, "Nêu rõ số lượng", {"do_1": "mấy việc?"}
        )
        form = await queries.form(tx, me, world.programme)
        assert (form.state, form.edition, form.reason, form.reviewer) == (
            "returned",
            2,
            "Nêu rõ số lượng",
            "Đỗ Thị Hằng",
        )
        assert [c.remark for group in form.groups for c in group.choices if c.remark] == ["mấy việc?"]
        better = {**good, "do_1": "Nhận phụ trách hai công trình thanh niên.", "do_5": "Đề xuất một cách làm mới."}
        draft = await actions.save_draft(tx, me, world.programme, better, form.version)
        seen = await sheets.sheet(tx, judge, saved.registration_id)
        assert (seen.edition, seen.last, seen.count, seen.may_review) == (1, 1, 2, False)
        await actions.submit(tx, me, world.programme, draft.version)
        seen = await sheets.sheet(tx, judge, saved.registration_id)
        changes = {line.key: line.change for group in seen.groups for line in group.lines}
        assert changes == {"do_1": "changed", "do_5": "added", "dont_1": ""}
        assert (seen.edition, seen.changes, seen.previous_review.reason) == (2, 2, "Nêu rõ số lượng")
        first = await sheets.sheet(tx, judge, saved.registration_id, 1)
        assert {line.key: line.solution for group in first.groups for line in group.lines} == good


async def test_a_resubmission_after_the_end_is_not_late(database: Database, world, hand_in):
    """Handed in on time, returned, handed in again in February: on time (domain.md §8)."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        back = await reviews.give_back(
            tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version, "Sửa lại", {}
        )
        await tx.execute("select sec.move_clock('2021-02-10 09:00+07')")
    assert not (await hand_in(world, "pho_ap", version=back.version)).late


async def test_a_returned_sheet_withdrawn_later_still_counts(database: Database, world, hand_in):
    """Withdrawing a resubmission leaves a returned sheet, which column (3) counts."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        back = await reviews.give_back(
            tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version, "Sửa lại", {}
        )
        again = await actions.submit(tx, world.actor("pho_ap"), world.programme, back.version)
        await actions.withdraw(tx, world.actor("pho_ap"), world.programme, again.version)
        assert (await queries.form(tx, world.actor("pho_ap"), world.programme)).state == "returned"
        counted = await tx.fetchval(
            "select registered from unit_counter where tenant_id = $1 and programme_id = $2 and unit_id = $3",
            tx.tenant_id, world.programme.id, world.units["ap_1"],
        )  # fmt: skip
        assert counted == 1


# name → who may decide on the sheet of the branch's deputy (domain.md §8), and what the others are told
JUDGES = {
    "bi_thu_ap": None,
    "bi_thu_xa": None,
    "pho_xa": None,
    "pho_ap": Forbidden,
    "bi_thu_huyen": Forbidden,
    "quan_tri": Forbidden,
    "kiem_tra": Forbidden,
    "van_phong": Forbidden,
    "bi_thu_xa_b": NotFound,
    "doan_vien": NotFound,
}


@pytest.mark.parametrize("name", JUDGES)
async def test_only_the_unit_and_its_parent_decide_and_nobody_on_himself(database: Database, world, hand_in, name):
    """Committee members of the person's unit or of its parent decide; readers are refused, strangers see nothing."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        act = reviews.approve(tx, world.actor(name), saved.registration_id, saved.version)
        if JUDGES[name] is None:
            assert (await act).edition == 1
            return
        with pytest.raises(JUDGES[name]):
            await act


async def test_the_office_decides_for_the_top_unit_only(database: Database, world, hand_in):
    """The office prepares the sheets of the provincial committee (S0-32); those of districts are not its task."""
    top, district = await hand_in(world, "pho_tinh"), await hand_in(world, "pho_huyen")
    async with database.tenant(world.scope) as tx:
        office = world.actor("van_phong")
        await reviews.approve(tx, office, top.registration_id, top.version)
        with pytest.raises(Forbidden):
            await reviews.approve(tx, office, district.registration_id, district.version)


async def test_an_approval_is_final(database: Database, world, hand_in):
    """After an approval neither a return nor a second approval nor a withdrawal is taken (domain.md §8)."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        judge = world.actor("bi_thu_xa")
        done = await reviews.approve(tx, judge, saved.registration_id, saved.version, "Tốt", {"do_1": "nên làm sớm"})
        for act in (
            reviews.give_back(tx, judge, saved.registration_id, done.version, "Xem lại", {}),
            reviews.approve(tx, judge, saved.registration_id, done.version),
            actions.withdraw(tx, world.actor("pho_ap"), world.programme, done.version),
        ):
            with pytest.raises(Problem) as refused:
                await act
            assert refused.value.code == "registration.already-validated"
        own = await sheets.own_sheet(tx, world.actor("pho_ap"), world.programme)
        assert (own.state, own.roster, own.review.reason, own.review.by) == (
            "validated",
            "validated",
            "Tốt",
            "Huỳnh Thanh Tâm",
        )


async def test_a_sheet_changed_since_it_was_read_is_not_decided_on(database: Database, world, good, hand_in):
    """Withdrawn and handed in again meanwhile: the decision names the old version and is refused."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        me = world.actor("pho_ap")
        back = await actions.withdraw(tx, me, world.programme, saved.version)
        await actions.submit(tx, me, world.programme, back.version, {**good, "do_2": "Báo cáo đúng hạn mỗi tháng."})
        with pytest.raises(Stale):
            await reviews.approve(tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version)


async def test_two_judges_at_once_decide_once(database: Database, world, hand_in):
    """An approval and a return sent together: one holds, the other is refused, and there is one review."""
    saved = await hand_in(world, "pho_ap")

    async def decide(name: str, returning: bool):
        async with database.tenant(world.scope) as tx:
            judge, sheet = world.actor(name), saved.registration_id
            if returning:
                return await reviews.give_back(tx, judge, sheet, saved.version, "Sửa lại", {})
            return await reviews.approve(tx, judge, sheet, saved.version)

    answers = await asyncio.gather(decide("bi_thu_ap", True), decide("bi_thu_xa", False), return_exceptions=True)
    assert sum(isinstance(answer, Problem) for answer in answers) == 1
    async with database.tenant(world.scope) as tx:
        assert await tx.fetchval("select count(*) from registration_review where tenant_id = $1", tx.tenant_id) == 1


async def test_a_batch_approves_what_it_may_and_names_the_rest(database: Database, world, hand_in):
    """Each sheet is checked by itself: one's own, a changed one and a stranger's are left, named only if readable."""
    sheets_ = {name: await hand_in(world, name) for name in ("bi_thu_ap", "pho_ap", "bi_thu_xa", "bi_thu_xa_b")}
    async with database.tenant(world.scope) as tx:
        judge = world.actor("bi_thu_xa")
        chosen = [(one.registration_id, one.version + (name == "pho_ap")) for name, one in sheets_.items()]
        done = await reviews.approve_many(tx, judge, chosen)
        assert [one.name for one in done.approved] == ["Đỗ Thị Hằng"]
        skipped = {one.name: one.code for one in done.skipped}
        assert skipped == {
            "Ngô Gia Bảo": "registration.changed-since",
            "Huỳnh Thanh Tâm": "access.own-sheet",
            "": "access.not-found",
        }
        waiting = await queue.listing(tx, judge, world.programme)
        assert [entry.name for entry in waiting.entries] == ["Ngô Gia Bảo"]


async def test_another_tenants_sheet_does_not_exist(database: Database, worlds, hand_in):
    """The id of a sheet of another province is unknown here, alone and in a batch."""
    ours, theirs, _ = worlds
    saved = await hand_in(theirs, "pho_ap")
    async with database.tenant(ours.scope) as tx:
        judge = ours.actor("bi_thu_ap")
        with pytest.raises(NotFound):
            await reviews.approve(tx, judge, saved.registration_id, saved.version)
        with pytest.raises(NotFound):
            await sheets.sheet(tx, judge, saved.registration_id)
        done = await reviews.approve_many(tx, judge, [(saved.registration_id, saved.version)])
        assert [(one.name, one.code) for one in done.skipped] == [("", "access.not-found")]
