"""What an owner does with a sheet, on a real database."""

import pytest

from core.db.scope import Database
from core.enrolments import acts
from core.errors import NotFound, Problem, Stale
from core.registrations import actions, queries, sheets


async def test_a_draft_is_saved_piece_by_piece(database: Database, world, good):
    """Saving again keeps what is there, drops what was taken out, and counts nobody as registered."""
    me, programme = world.actor("pho_ap"), world.programme
    async with database.tenant(world.scope) as tx:
        first = await actions.save_draft(tx, me, programme, {"do_2": "một nửa câu"}, 0)
        second = await actions.save_draft(tx, me, programme, good, first.version)
        assert (first.edition, second.version) == (1, first.version + 1)
        form = await queries.form(tx, me, programme)
        assert {c.key: c.solution for group in form.groups for c in group.choices if c.chosen} == good
        assert (form.state, form.ready) == ("draft", True)
        assert await registered(tx, world) == 0


async def test_a_stale_draft_is_refused_with_the_stored_texts(database: Database, world, good):
    """Two tabs: the later save gets the other's texts and its version, and nothing is overwritten."""
    me, programme = world.actor("pho_ap"), world.programme
    async with database.tenant(world.scope) as tx:
        saved = await actions.save_draft(tx, me, programme, good, 0)
        for version in (0, saved.version + 1):
            with pytest.raises(Stale) as stale:
                await actions.save_draft(tx, me, programme, {"do_1": "bản khác"}, version)
            assert stale.value.facts["theirs"] == {f"solution.{key}": text for key, text in good.items()}
            assert stale.value.facts["version"] == saved.version


async def test_who_is_not_enrolled_writes_nothing(database: Database, world, good):
    """A plain member and an office without a person get the same answer as for a programme that is not there."""
    async with database.tenant(world.scope) as tx:
        for name in ("doan_vien", "van_phong"):
            with pytest.raises(NotFound):
                await actions.save_draft(tx, world.actor(name), world.programme, good, 0)
            with pytest.raises(NotFound):
                await actions.submit(tx, world.actor(name), world.programme, 0, good)


async def test_submitting_counts_once_and_keeps_the_unit(database: Database, world, good, hand_in):
    """The first submission moves the roster, keeps the counting unit, leaves an audit entry; the second is refused."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        row = await tx.fetchrow(
            "select r.state, r.unit_id, r.late, e.state as roster, e.registered_late"
            " from registration r join enrolment e using (tenant_id, programme_id, person_id)"
            " where r.tenant_id = $1 and r.id = $2",
            tx.tenant_id, saved.registration_id,
        )  # fmt: skip
        assert tuple(row) == ("submitted", world.units["ap_1"], False, "submitted", False)
        assert await registered(tx, world) == 1
        with pytest.raises(Problem) as twice:
            await actions.submit(tx, world.actor("pho_ap"), world.programme, saved.version, good)
        assert twice.value.code == "registration.already-submitted"
        with pytest.raises(Problem) as late_edit:
            await actions.save_draft(tx, world.actor("pho_ap"), world.programme, good, saved.version)
        assert late_edit.value.code == "registration.already-submitted"
        entries = await tx.fetch(
            "select action from audit where tenant_id = $1 and object = $2", tx.tenant_id, str(saved.registration_id)
        )
        assert [entry["action"] for entry in entries] == ["registration.submit"]


async def test_what_is_missing_is_said_at_each_item(database: Database, world):
    """An incomplete sheet is refused with one problem per input, by name, and stays a draft (S0-9)."""
    async with database.tenant(world.scope) as tx:
        me = world.actor("pho_ap")
        saved = await actions.save_draft(tx, me, world.programme, {"do_1": "ngắn"}, 0)
        with pytest.raises(Problem) as refused:
            await actions.submit(tx, me, world.programme, saved.version)
        found = {one.field: one.code for one in refused.value.problems}
        assert found == {
            "items": "registration.too-few-items",
            "group.dont": "registration.group-too-few",
            "solution.do_1": "registration.solution-too-short",
        }
        assert (await queries.form(tx, me, world.programme)).state == "draft"


async def test_a_late_sheet_is_accepted_and_marked(database: Database, world, hand_in, clock):
    """In February the sheet is taken and the roster says late; on 31/01 it was in time (domain.md §2)."""
    await clock("2021-01-31 23:59:59+07")
    assert not (await hand_in(world, "pho_ap")).late
    await clock("2021-02-01 00:00:05+07")
    assert (await hand_in(world, "bi_thu_ap")).late
    async with database.tenant(world.scope) as tx:
        late = await tx.fetchval(
            "select sum(registered_late) from unit_counter where tenant_id = $1 and programme_id = $2",
            tx.tenant_id, world.programme.id,
        )  # fmt: skip
        assert late == 1


async def test_a_withdrawn_sheet_leaves_no_trace_of_its_date(database: Database, world, hand_in, clock):
    """Taken back before a review, it is a draft that nobody counts; handed in again after the end it is late."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        back = await actions.withdraw(tx, world.actor("pho_ap"), world.programme, saved.version)
        assert await registered(tx, world) == 0
        with pytest.raises(Problem) as twice:
            await actions.withdraw(tx, world.actor("pho_ap"), world.programme, back.version)
        assert twice.value.code == "registration.not-submitted"
    await clock("2021-02-03 09:00+07")
    assert (await hand_in(world, "pho_ap", version=back.version)).late


async def test_a_closed_programme_and_a_leave_take_no_sheets(database: Database, world, good):
    """Neither drafts nor submissions are taken once the programme is closed or the person is on leave or gone."""
    me = world.actor("pho_ap")
    for presence, was, code in (("on_leave", "present", "on-leave"), ("left", "on_leave", "left")):
        async with database.tenant(world.scope) as tx:
            person = world.people["pho_ap"]
            await acts.exempt(tx, world.actor("quan_tri"), world.programme, person, presence, "đi học", was=was)
            for act in (
                actions.save_draft(tx, me, world.programme, good, 0),
                actions.submit(tx, me, world.programme, 0, good),
            ):
                with pytest.raises(Problem) as refused:
                    await act
                assert refused.value.code == f"registration.{code}"
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update programme set state = 'closed' where tenant_id = $1 and id = $2", tx.tenant_id, world.programme.id
        )
        with pytest.raises(Problem) as closed:
            await actions.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, good)
        assert closed.value.code == "programme.closed"


async def test_the_start_page_says_what_is_next(database: Database, world, good):
    """A person meets one card a programme with the next act and its deadline, before and after submitting."""
    me = world.actor("pho_ap")
    async with database.tenant(world.scope) as tx:
        (work,) = await queries.my_work(tx, me)
        assert (work.todo, work.due.key, work.is_mine_to_do) == ("register", "registration", True)
        await actions.submit(tx, me, world.programme, 0, good)
        (work,) = await queries.my_work(tx, me)
        assert (work.todo, work.due, work.is_mine_to_do, work.items) == ("await_review", None, False, 2)
        assert await queries.my_work(tx, world.actor("doan_vien")) == ()
        assert (await sheets.own_sheet(tx, me, world.programme)).count == 2


async def test_who_validates_is_the_unit_and_its_parent_without_oneself(database: Database, world):
    """The committee of the person's unit and of its parent is named, own unit first, never the person."""
    async with database.tenant(world.scope) as tx:
        found = await queries.validators(tx, world.units["ap_1"], world.people["bi_thu_ap"])
        assert [(one.name, one.own) for one in found] == [
            ("Ngô Gia Bảo", True),
            ("Huỳnh Thanh Tâm", False),
            ("Bùi Quốc Việt", False),
        ]


async def registered(tx, world) -> int:
    """Column (3) of the whole tenant."""
    sql = "select coalesce(sum(registered), 0)::int from unit_counter where tenant_id = $1 and programme_id = $2"
    return await tx.fetchval(sql, tx.tenant_id, world.programme.id)
