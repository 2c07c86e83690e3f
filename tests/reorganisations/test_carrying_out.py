"""Reorganisations on a real database, in the middle of an open KL06 year."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from dissolving import BASIS, TODAY, district_into_three, done, drafted, in_the_middle_of_the_year, scene_again

from core.db.ids import new_id
from core.db.scope import Database, Transaction
from core.errors import NotFound, Problem, Stale
from core.people import actions as people
from core.people import posts
from core.reorganisations import actions, queries
from core.reorganisations.facts import Asked
from core.reorganisations.reading import snapshot
from core.reorganisations.rules import problems
from core.reports import queries as reports
from core.units import actions as units
from core.units import queries as unit_queries

ROWS = (
    "unit", "unit_version", "unit_lineage", "membership", "position", "enrolment", "unit_result", "role_grant",
    "registration", "registration_item",
)  # fmt: skip
FREE = {"version", "path", "standing"}  # a lock's number and the hidden place in the tree may differ


async def rows(tx: Transaction) -> Mapping[str, list[str]]:
    """Every row that a reorganisation may touch; units that existed no day left out."""
    found = {}
    for table in ROWS:
        names = [r[0] for r in await tx.fetch(
            "select attname from pg_attribute where attrelid = ('core.' || $1)::regclass and attnum > 0"
            " and not attisdropped order by 1", table,
        )]  # fmt: skip
        wanted = ", ".join(name for name in names if name not in FREE)
        void = " and (closed_on is null or closed_on > opened_on)" if table == "unit" else ""
        kept = await tx.fetch(f"select {wanted} from {table} where tenant_id = $1{void}", tx.tenant_id)
        found[table] = sorted(str(tuple(row)) for row in kept)
    return found


async def board(tx: Transaction, world, unit_id: UUID) -> tuple[int, ...]:
    """A unit's total as the progress board counts it."""
    found = (await reports.board(tx, world.actor("quan_tri"), world.programme, unit_id)).total
    return (found.eligible, found.registered, found.validated, found.rated, found.recognised)


async def test_a_district_goes_into_three_communes_and_every_total_is_explained(database: Database, world):
    """Before and after, each board says what the dry run said; what went and came accounts for every difference."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await in_the_middle_of_the_year(tx, world)
        draft = await drafted(tx, admin, scene.asked)
        plan, outcome = await actions.tried(tx, await queries.get(tx, draft))
        units_now = [one.unit_id for one in outcome.totals if one.unit_id not in scene.made.values()]
        before = {one: await board(tx, world, one) for one in units_now}
        done = await actions.carry_out(tx, admin, draft, actions.mark_of(plan))
        after = {one.unit_id: await board(tx, world, one.unit_id) for one in outcome.totals}
    assert done == outcome
    assert {one.unit_id: one.before for one in outcome.totals if one.unit_id in before} == before
    assert {one.unit_id: one.after for one in outcome.totals} == after
    assert all(one.explained for one in outcome.totals)
    top = next(one for one in outcome.totals if one.unit_id == world.units["tinh"])
    assert top.before == top.after and top.before[0] > 8
    old = next(one for one in outcome.totals if one.unit_id == world.units["huyen_a"])
    assert old.after == (1, 1, 1, 1, 1)  # the one recognised result stays with the district
    assert set(scene.made.values()) <= {one.unit_id for one in outcome.totals}


async def test_the_board_says_which_unit_is_gone(database: Database, world):
    """The dissolved district keeps its row while somebody's result is there, marked with the day of its end."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await in_the_middle_of_the_year(tx, world)
        await done(tx, admin, scene.asked)
        found = await reports.board(tx, admin, world.programme, world.units["tinh"])
    closed = {line.name: line.closed_on for line in found.lines}
    assert closed["Huyện đoàn An Bình"] == TODAY and closed["Đoàn xã Đông"] is None


async def test_everybody_is_where_the_plan_said(database: Database, world):
    """Sheets go with their people, branches keep theirs, seats end, results on their way come back with the reason."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await in_the_middle_of_the_year(tx, world)
        await done(tx, admin, scene.asked)
        counts = {row[0]: row[1] for row in await tx.fetch(
            "select p.full_name, u.name from enrolment e join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id"
            " join person p on p.tenant_id = e.tenant_id and p.id = e.person_id where e.tenant_id = $1", tx.tenant_id,
        )}  # fmt: skip
        assert counts["Huỳnh Thanh Tâm"] == "Đoàn xã Đông" and counts["Bùi Quốc Việt"] == "Đoàn xã Tây"
        assert counts["Võ Thị Ngọc Ánh"] == "Huyện đoàn An Bình" and counts["Đặng Minh Quân"] == "Đoàn xã Nam"
        assert counts["Đỗ Thị Hằng"] == "Chi đoàn ấp 1"
        sheet = await tx.fetchrow(
            "select state, edition from registration where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["pho_xa"],
        )  # fmt: skip
        assert tuple(sheet) == ("submitted", 1)
        result = await tx.fetchrow(
            "select state, reason from unit_result where tenant_id = $1 and unit_id = $2",
            tx.tenant_id, world.units["xa_a"],
        )  # fmt: skip
        assert tuple(result) == ("returned", BASIS)
        seats = await tx.fetch(
            "select ends_on from position where tenant_id = $1 and unit_id = any($2::uuid[])",
            tx.tenant_id, list(scene.asked.sources),
        )  # fmt: skip
        assert {row[0] for row in seats} == {TODAY - timedelta(days=1)} and len(seats) == 5
        acts = await tx.fetch("select act, reason from enrolment_act where tenant_id = $1", tx.tenant_id)
        assert {tuple(row) for row in acts} == {("moved", BASIS)} and len(acts) == 3


async def test_the_tree_knows_both_its_past_and_where_everything_went(database: Database, world):
    """The old units are closed, not gone: yesterday's tree has them by name, lineage leads from one to the other."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await done(tx, admin, scene.asked)
        past = {node.name: node for node in await unit_queries.as_of(tx, TODAY - timedelta(days=1))}
        now = {node.name: node for node in await unit_queries.as_of(tx, TODAY)}
        assert "Huyện đoàn An Bình" in past and "Đoàn xã Thuận Hòa" in past
        assert {"Đoàn xã Đông", "Đoàn xã Tây", "Đoàn xã Nam"} <= set(now) and "Huyện đoàn An Bình" not in now
        assert now["Chi đoàn ấp 2"].parent_id == scene.made["tay"]
        assert now["Chi đoàn Công an huyện"].parent_id == world.units["tinh"]
        heirs = {one.name for one in await unit_queries.heirs(tx, world.units["xa_a"])}
        assert heirs == {"Đoàn xã Đông", "Đoàn xã Tây"}
        assert [one.name for one in await unit_queries.origins(tx, scene.made["nam"])] == ["Huyện đoàn An Bình"]
        old = await unit_queries.get(tx, world.units["huyen_a"])
        assert (old.name, old.closed_on) == ("Huyện đoàn An Bình", TODAY)
        paths = [unit.path for unit in await unit_queries.tree(tx, world.paths["tinh"])]
        assert len(paths) == len(set(paths))


async def test_on_the_same_day_all_of_it_is_turned_back(database: Database, world):
    """Every row is as it was; the sheets' acts and the audit trail remember both ways."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        await in_the_middle_of_the_year(tx, world)
        before = await rows(tx)
        found = await done(tx, admin, scene.asked)
        assert await rows(tx) != before
        await actions.undo(tx, admin, found)
        assert await rows(tx) == before
        assert (await queries.get(tx, found)).state == "undone"
        names = [unit.name for unit in await unit_queries.children(tx, world.units["tinh"])]
        assert names == ["Huyện đoàn An Bình", "Huyện đoàn Bình An"]
        kept = await tx.fetchval("select count(*) from enrolment_act where tenant_id = $1", tx.tenant_id)
        assert kept == 6
        actions_told = await tx.fetch("select distinct action from audit where tenant_id = $1", tx.tenant_id)
        told = {row["action"] for row in actions_told}
        assert {"reorganisation.carry-out", "reorganisation.undo", "unit.close", "unit.reopen", "position.end"} <= told
        with pytest.raises(Problem, match=r"^reorganisation\.not-done$"):
            await actions.undo(tx, admin, found)
        assert await done(tx, admin, scene_again(scene).asked)


async def test_the_next_day_is_too_late(database: Database, world):
    """A reorganisation is turned back on its own day only."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        found = await done(tx, admin, scene.asked)
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock('2021-01-21 09:00+07'::timestamptz)")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem, match=r"^reorganisation\.undo-too-late$"):
            await actions.undo(tx, admin, found)


async def test_what_was_built_on_it_keeps_it(database: Database, world):
    """A secretary appointed to a new commune, or a person moved on, stands in the way of turning it back."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        found = await done(tx, admin, scene.asked)
    async with database.tenant(world.scope) as tx:
        await posts.appoint(tx, admin, world.people["bi_thu_xa"], scene.made["dong"], posts.Facts(title="secretary"))
        with pytest.raises(Problem, match=r"^reorganisation\.in-use$") as refused:
            async with tx.savepoint():
                await actions.undo(tx, admin, found)
        assert refused.value.facts["names"] == ["Đoàn xã Đông"]
    async with database.tenant(world.scope) as tx:
        branch = await unit_queries.get(tx, world.units["ap_1"])
        await units.move(tx, admin, branch.id, scene.made["nam"], branch.version)
        with pytest.raises(Problem, match=r"^reorganisation\.changed-since$"):
            await actions.undo(tx, admin, found)


async def test_two_branches_become_one(database: Database, world):
    """Members go over from the day on, the sheet of a secretary too; seats may be carried over provisionally."""
    admin = world.actor("quan_tri")
    asked = Asked(
        kind="merge", on=TODAY, basis=BASIS, sources=(world.units["ap_2"],), targets=(world.units["ap_1"],),
        seats="carry",
    )  # fmt: skip
    async with database.tenant(world.scope) as tx:
        await posts.appoint(
            tx, admin, world.people["uv_huyen"], world.units["ap_2"],
            posts.Facts(title="secretary", starts_on=date(2020, 1, 1)),
        )  # fmt: skip
        before = await rows(tx)
        found = await done(tx, admin, asked)
        spans = await tx.fetch(
            "select unit_id, starts_on, ends_on from membership where tenant_id = $1 and person_id = $2 order by 2",
            tx.tenant_id, world.people["pho_xa"],
        )  # fmt: skip
        assert [tuple(row) for row in spans] == [
            (world.units["ap_2"], date(2018, 3, 1), TODAY - timedelta(days=1)),
            (world.units["ap_1"], TODAY, None),
        ]
        seat = await tx.fetchrow(
            "select title, provisional, starts_on from position"
            " where tenant_id = $1 and person_id = $2 and unit_id = $3",
            tx.tenant_id, world.people["uv_huyen"], world.units["ap_1"],
        )  # fmt: skip
        assert tuple(seat) == ("member", True, TODAY)
        await actions.undo(tx, admin, found)
        assert await rows(tx) == before


async def test_a_plan_that_is_no_longer_true_is_shown_again(database: Database, world):
    """Somebody who joined between the dry run and the act is not carried away unseen; a draft saved twice is stale."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        draft = await drafted(tx, admin, scene.asked)
        plan, _ = await actions.tried(tx, await queries.get(tx, draft))
        await posts.appoint(
            tx, admin, world.people["doan_vien"], world.units["xa_a"],
            posts.Facts(title="member", starts_on=date(2021, 1, 4)),
        )  # fmt: skip
        with pytest.raises(Problem, match=r"^reorganisation\.plan-changed$"):
            await actions.carry_out(tx, admin, draft, actions.mark_of(plan))
        with pytest.raises(Stale, match=r"^reorganisation\.stale$"):
            await actions.save(tx, admin, draft, scene.asked, 1)


async def test_communes_that_lose_their_district_come_under_the_province(database: Database, world):
    """A tree without districts: the communes go up as they are, the district's people into one of them."""
    admin = world.actor("quan_tri")
    asked = Asked(
        kind="dissolve", on=TODAY, basis=BASIS, sources=(world.units["huyen_a"],),
        targets=(world.units["tinh"], world.units["xa_a"]),
        units={world.units["xa_a"]: world.units["tinh"], world.units["co_quan"]: world.units["tinh"]},
        people={world.units["huyen_a"]: world.units["xa_a"]},
    )  # fmt: skip
    async with database.tenant(world.scope) as tx:
        draft = await drafted(tx, admin, asked)
        _, outcome = await actions.tried(tx, await queries.get(tx, draft))
        found = await done(tx, admin, asked)
        commune = await unit_queries.get(tx, world.units["xa_a"])
        assert commune.parent_id == world.units["tinh"] and commune.depth == 1
        for one in outcome.totals:
            assert await board(tx, world, one.unit_id) == one.after
        assert found


async def test_only_the_administrator_reorganises(database: Database, world):
    """Nobody else drafts, carries out or turns back, whatever his seat."""
    scene = district_into_three(world)
    async with database.tenant(world.scope) as tx:
        draft = await drafted(tx, world.actor("quan_tri"), scene.asked)
        for who in ("bi_thu_tinh", "van_phong", "kiem_tra", "bi_thu_huyen"):
            for act in (
                actions.start(tx, world.actor(who), "merge", TODAY, BASIS),
                actions.save(tx, world.actor(who), draft, scene.asked, 2),
                actions.carry_out(tx, world.actor(who), draft, ""),
                actions.undo(tx, world.actor(who), draft),
                actions.discard(tx, world.actor(who), draft),
            ):
                with pytest.raises(NotFound):
                    await act


async def test_a_meeting_in_progress_holds_a_unit_open(database: Database, world):
    """A branch that is rating its people is not closed under them; a draft can be thrown away."""
    admin = world.actor("quan_tri")
    asked = Asked(
        kind="merge", on=TODAY, basis=BASIS, sources=(world.units["ap_2"],), targets=(world.units["ap_1"],)
    )  # fmt: skip
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "insert into review_session (tenant_id, id, programme_id, unit_id, checkpoint, stage, held_on, members,"
            " opened_by, opened_at) values ($1, $2, $3, $4, 'year', 'committee', $5, 3, $6, sec.domain_now())",
            tx.tenant_id, new_id(), world.programme.id, world.units["ap_2"], TODAY, world.accounts["pho_xa"],
        )  # fmt: skip
        assert [one.code for one in problems(await snapshot(tx, asked), asked)] == ["reorganisation.meeting-open"]
        draft = await drafted(tx, admin, asked)
        await actions.discard(tx, admin, draft)
        assert await queries.listing(tx) == ()


async def test_a_person_who_left_that_day_is_not_in_the_way(database: Database, world):
    """A membership that ended on the day of the change ends with the unit."""
    admin = world.actor("quan_tri")
    asked = Asked(
        kind="merge", on=TODAY, basis=BASIS, sources=(world.units["ap_2"],), targets=(world.units["ap_1"],)
    )  # fmt: skip
    async with database.tenant(world.scope) as tx:
        await people.leave(tx, admin, world.people["uv_huyen"], TODAY)
        await done(tx, admin, asked)
        last = await tx.fetchval(
            "select max(ends_on) from membership where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["uv_huyen"],
        )  # fmt: skip
        assert last == TODAY - timedelta(days=1)


async def test_roles_at_a_closed_unit_end_and_come_back(database: Database, world):
    """An office or a guest of the district loses the role with it, each grant by itself, and has it again after."""
    scene, admin = district_into_three(world), world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        for task in ("sheets", "results"):
            await tx.execute(
                "insert into role_grant (tenant_id, account_id, role, unit_id, starts_on, task)"
                " values ($1, $2, 'department', $3, $4, $5)",
                tx.tenant_id, world.accounts["van_phong"], world.units["huyen_a"], date(2020, 1, 1), task,
            )  # fmt: skip
        sql = "select task, ends_on from role_grant where tenant_id = $1 and unit_id = $2 order by task"
        found = await done(tx, admin, scene.asked)
        last = TODAY - timedelta(days=1)
        ended = [tuple(row) for row in await tx.fetch(sql, tx.tenant_id, world.units["huyen_a"])]
        assert ended == [("results", last), ("sheets", last)]
        assert (await queries.get(tx, found)).outcome.grants == 2
        await actions.undo(tx, admin, found)
        again = [tuple(row) for row in await tx.fetch(sql, tx.tenant_id, world.units["huyen_a"])]
        assert again == [("results", None), ("sheets", None)]
