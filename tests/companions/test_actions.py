"""Assigning committee members and helpers in a branch."""

from datetime import date, timedelta

import pytest

from core.companions import actions, queries
from core.errors import Forbidden, NotFound, Problem

TODAY = date(2021, 1, 20)


async def test_a_branch_is_spread_and_changed_by_hand(database, world) -> None:
    """Spread evenly, one handed on by hand, one helper; each finds the other, and what was before has ended."""
    unit, people = world.units["ap_1"], world.people
    async with database.tenant(world.scope) as tx:
        leader = world.actor("bi_thu_ap")
        changed = await actions.spread(tx, leader, unit)
        found = await queries.branch(tx, unit)
        loads = [one.load for one in found.committee]
        assert changed == len(found.followed) == sum(loads) and max(loads) - min(loads) <= 1
        assert found.without == 0 and await actions.spread(tx, leader, unit) == 0

        member = people["doan_vien"]
        for name in ("bi_thu_ap", "pho_ap"):
            await actions.assign(tx, leader, unit, [member], "committee", people[name])
        await actions.assign(tx, leader, unit, [member, people["bi_thu_xa"]], "buddy", people["bi_thu_xa"])
        shown = [(one.kind, one.person_id) for one in await queries.of_person(tx, member)]
        assert shown == [("committee", people["pho_ap"]), ("buddy", people["bi_thu_xa"])]
        assert member in await queries.assigned_to(tx, people["pho_ap"])
        assert member not in await queries.assigned_to(tx, people["bi_thu_ap"])
        assert await queries.assigned_to(tx, people["bi_thu_xa"]) == {member}

        await actions.end(tx, leader, unit, [member], "buddy")
        assert await queries.assigned_to(tx, people["bi_thu_xa"]) == frozenset()


async def test_an_assignment_lasts_its_days_and_the_seat(database, world) -> None:
    """It ends with its last day, and with the seat of who follows."""
    unit, member = world.units["ap_1"], world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        leader, deputy = world.actor("bi_thu_ap"), world.people["pho_ap"]
        later = TODAY + timedelta(days=10)
        await actions.assign(tx, leader, unit, [member], "committee", deputy, ends_on=later)
        await tx.execute("select sec.move_clock('2021-01-31 09:00+07'::timestamptz)")
        assert await queries.of_person(tx, member) == ()
        await actions.assign(tx, leader, unit, [member], "committee", deputy)
        assert len(await queries.of_person(tx, member)) == 1
        await tx.execute("update position set ends_on = '2021-01-30' where tenant_id = $1 and person_id = $2",
                         tx.tenant_id, deputy)  # fmt: skip
        assert await queries.of_person(tx, member) == ()


async def test_who_assigns_and_whom(database, world) -> None:
    """The branch's committee or the one above; only people of the branch; not for days gone by."""
    unit, member = world.units["ap_1"], world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        deputy = world.people["pho_ap"]
        for name, refused in (("doan_vien", NotFound), ("bi_thu_huyen", Forbidden), ("bi_thu_xa_b", NotFound)):
            with pytest.raises(refused):
                await actions.assign(tx, world.actor(name), unit, [member], "committee", deputy)
        above = world.actor("bi_thu_xa")
        assert await actions.assign(tx, above, unit, [member], "committee", deputy) == 1
        with pytest.raises(Problem, match=r"companion\.unknown"):
            await actions.assign(tx, above, unit, [member], "buddy", world.people["pho_xa"])
        with pytest.raises(Problem, match=r"companion\.nobody-chosen"):
            await actions.assign(tx, above, unit, [deputy], "committee", deputy)
        with pytest.raises(Problem, match=r"companion\.starts-before"):
            await actions.assign(tx, above, unit, [member], "committee", deputy, starts_on=date(2021, 1, 19))
