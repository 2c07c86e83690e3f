"""The stored roster: computed at opening, refreshed until the census day, then changed by acts with a reason."""

from datetime import date, timedelta

import pytest

from core.db.ids import new_id
from core.enrolments import actions, acts, listing, queries
from core.enrolments.listing import Filter
from core.errors import Forbidden, NotFound, Problem, Stale

RECOUNT = """
select count(*) from unit_counter c full join unit_recount r using (tenant_id, programme_id, unit_id)
where coalesce(c.eligible, 0) <> coalesce(r.eligible, 0) or coalesce(c.registered, 0) <> coalesce(r.registered, 0)
"""


async def hold(tx, world, person, unit, title="member", starts_on=date(2021, 1, 5)):
    """Give a person a position."""
    await tx.execute(
        "insert into position (tenant_id, id, person_id, unit_id, title, starts_on) values ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id, new_id(), world.people[person], world.units[unit], title, starts_on,
    )  # fmt: skip


async def end_all(tx, world, person, day=date(2021, 1, 10)):
    """End every position of a person."""
    await tx.execute(
        "update position set ends_on = $3 where tenant_id = $1 and person_id = $2",
        tx.tenant_id,
        world.people[person],
        day,
    )


async def set_clock(tx, day: str):
    """Move the tenant's clock."""
    await tx.execute("select sec.move_clock($1::text::timestamptz)", day)


async def test_opening_enrols_each_cadre_once_at_the_highest_unit(database, world):
    """A district secretary on the provincial committee counts at the province; members do not count (S0-A6)."""
    async with database.tenant(world.scope, readonly=True) as tx:
        found = await queries.of_person(tx, world.programme.id, world.people["bi_thu_huyen"])
        assert (found.unit_id, found.seats, found.state) == (world.units["tinh"], 2, "enrolled")
        assert await queries.of_person(tx, world.programme.id, world.people["doan_vien"]) is None
        assert sum((await listing.presences(tx, world.programme)).values()) == 13
        assert await tx.fetchval(RECOUNT) == 0


async def test_a_refresh_follows_positions_until_the_census_day(database, world):
    """New cadres come, moved ones move, those who left go; the change can be seen before it is made."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await hold(tx, world, "doan_vien", "ap_1")
        await hold(tx, world, "pho_ap", "huyen_a")
        await end_all(tx, world, "pho_xa")
        seen = await actions.pending(tx, world.programme)
        done = await actions.refresh(tx, admin, world.programme)
        assert seen == done
        assert [place.person_id for place in done.added] == [world.people["doan_vien"]]
        assert [place.person_id for place in done.moved] == [world.people["pho_ap"]]
        assert done.dropped == (world.people["pho_xa"],)
        moved = await queries.of_person(tx, world.programme.id, world.people["pho_ap"])
        assert moved.unit_id == world.units["huyen_a"] and await tx.fetchval(RECOUNT) == 0
        assert not await actions.pending(tx, world.programme)


async def test_a_refresh_never_drops_who_has_acted(database, world):
    """A submitted sheet, or an act of its own, keeps a person who no longer holds a position on the list."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update enrolment set state = 'submitted' where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["pho_xa"],
        )  # fmt: skip
        await acts.exempt(
            tx, admin, world.programme, world.people["pho_ap"], "on_leave", "Nghỉ thai sản", was="present"
        )
        await end_all(tx, world, "pho_xa")
        await end_all(tx, world, "pho_ap")
        change = await actions.refresh(tx, admin, world.programme)
        assert set(change.held) == {world.people["pho_xa"], world.people["pho_ap"]} and not change.dropped


async def test_after_the_census_day_a_refresh_is_refused(database, world):
    """The last day of the registration closes the list (domain.md §2)."""
    async with database.tenant(world.scope) as tx:
        await set_clock(tx, "2021-01-31 23:00+07")
        await actions.refresh(tx, world.actor("quan_tri"), world.programme)
    async with database.tenant(world.scope) as tx:
        await set_clock(tx, "2021-02-01 00:30+07")
        with pytest.raises(Problem) as refused:
            await actions.refresh(tx, world.actor("quan_tri"), world.programme)
        assert refused.value.code == "enrolment.census-passed"


async def test_acts_change_one_person_with_a_reason(database, world):
    """Added, moved, on leave and back: each is kept with its reason and its author, newest first."""
    admin, programme, person = world.actor("quan_tri"), world.programme, world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        await acts.add(tx, admin, programme, person, world.units["ap_1"], "Được bầu bổ sung")
        await acts.move(tx, admin, programme, person, world.units["xa_a"], "Điều động", was=world.units["ap_1"])
        await acts.exempt(tx, admin, programme, person, "left", "Chuyển tỉnh", was="present")
        await acts.exempt(tx, admin, programme, person, "present", "Trở lại", was="left")
        line = await listing.line(tx, programme, person)
        assert (line.unit_id, line.presence, line.placed_by_act) == (world.units["xa_a"], "present", True)
        past = await listing.past(tx, programme, person)
        assert {(act.act, act.reason) for act in past} == {
            ("added", "Được bầu bổ sung"), ("moved", "Điều động"), ("left", "Chuyển tỉnh"), ("present", "Trở lại"),
        }  # fmt: skip
        assert {act.by for act in past} == {"quan_tri"} and await tx.fetchval(RECOUNT) == 0
        audited = await tx.fetch(
            "select action from audit where tenant_id = $1 and object = $2", tx.tenant_id, str(person)
        )
        assert len(audited) == 4


async def test_a_person_placed_by_an_act_is_left_alone_by_a_refresh(database, world):
    """Who was moved by hand stays where the reason put him."""
    admin, person = world.actor("quan_tri"), world.people["pho_ap"]
    async with database.tenant(world.scope) as tx:
        was = (await listing.line(tx, world.programme, person)).unit_id
        await acts.move(tx, admin, world.programme, person, world.units["xa_a"], "Điều động", was=was)
        assert not await actions.refresh(tx, admin, world.programme)


@pytest.mark.parametrize(
    ("presence", "reason", "was", "code", "kind"),
    [
        ("on_leave", "", "present", "enrolment.reason-missing", Problem),
        ("gone", "x", "present", "form.unknown-choice", Problem),
        ("present", "x", "present", "enrolment.same-presence", Problem),
        ("on_leave", "x", "left", "enrolment.changed", Stale),
    ],
)
async def test_acts_that_say_too_little_are_refused(database, world, presence, reason, was, code, kind):
    """No reason, an unknown word, no change, or a form older than the list."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(kind) as refused:
            await acts.exempt(
                tx, world.actor("quan_tri"), world.programme, world.people["pho_ap"], presence, reason, was=was
            )
        assert refused.value.code == code


async def test_a_rated_person_is_not_exempted(database, world):
    """Who stops after the assessment keeps his result (domain.md §4)."""
    person = world.people["pho_ap"]
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update enrolment set state = 'rated', level = 2 where tenant_id = $1 and person_id = $2",
            tx.tenant_id,
            person,
        )
        with pytest.raises(Problem) as refused:
            await acts.exempt(tx, world.actor("quan_tri"), world.programme, person, "left", "x", was="present")
        assert refused.value.code == "enrolment.already-rated"


async def test_only_the_administrator_changes_the_roster(database, world):
    """A secretary, an officer and an inspector are refused."""
    async with database.tenant(world.scope) as tx:
        for name in ("bi_thu_tinh", "chuyen_vien", "doan_vien"):
            with pytest.raises(NotFound):
                await actions.refresh(tx, world.actor(name), world.programme)
        with pytest.raises(Forbidden):
            await acts.exempt(
                tx, world.actor("kiem_tra"), world.programme, world.people["pho_ap"], "left", "x", was="present"
            )


async def test_the_list_turns_its_pages_in_name_order(database, world):
    """Forward and back give the same lines; filters and names without diacritics narrow them."""
    async with database.tenant(world.scope, readonly=True) as tx:
        first = await listing.page(tx, world.programme, Filter(), size=5)
        second = await listing.page(tx, world.programme, Filter(), after=first.after, size=5)
        back = await listing.page(tx, world.programme, Filter(), before=second.before, size=5)
        assert back == first and first.before is None and first.total == 13
        given = [line.full_name.split()[-1] for line in (*first.lines, *second.lines)]
        assert given[:4] == ["Ánh", "Ân", "Bảo", "Đạt"]
        named = await listing.page(tx, world.programme, Filter(text="dang quan"))
        assert [line.full_name for line in named.lines] == ["Đặng Minh Quân"]
        below = await listing.page(tx, world.programme, Filter(unit_path=world.paths["huyen_b"]))
        assert {line.full_name for line in below.lines} == {"Lý Thị Ôn", "Phan Văn Ứng"}


async def test_a_dissolved_unit_no_longer_counts_anybody(database, world):
    """Positions at a unit that closed before the census day are no ground."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update unit set closed_on = $3 where tenant_id = $1 and id = $2",
            tx.tenant_id, world.units["co_quan"], world.programme.census_on - timedelta(days=5),
        )  # fmt: skip
        change = await actions.pending(tx, world.programme)
        assert change.dropped == (world.people["bi_thu_cq"],)
