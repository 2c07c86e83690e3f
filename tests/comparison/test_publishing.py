"""Publishing: what a province's own transaction counts, how levels lag, and that the province can see all of it."""

import asyncio
from datetime import date

import asyncpg
import msgspec
import pytest
from published_rows import FOUR, WIDE, enrol, entered, rate

from core import jobs
from core.comparison import publishing, queries
from core.comparison.disclosure import Group
from core.comparison.facts import Question
from core.comparison.sweeping import curve
from core.db.owner import owner
from core.errors import NotFound
from tenants import handlers, housekeeping, worker
from tenants.registry import Registry

SHEETS = """
insert into registration (tenant_id, id, programme_id, person_id, unit_id, state, submitted_at, first_submitted_at,
  saved_at)
select $1, gen_random_uuid(), $2, person, $3, 'validated', at, at, at
from unnest($4::uuid[]) with ordinality as p (person, n),
  lateral (select '2021-01-10 08:00+07'::timestamptz + make_interval(days => (n - 1)::int / 4) as at) t
"""
TEXTS = """
insert into registration_item (tenant_id, registration_id, edition, criterion, solution, ordinal)
select $1, id, 1, 'do_1', case when row_number() over (order by id) <= 15 then 'Đọc sách Mỗi tuần' else id::text end, 1
from registration where tenant_id = $1 and programme_id = $2
"""
REVIEWS = """
insert into registration_review (tenant_id, registration_id, edition, decision, reason, submitted_at, by_account, at)
select $1, r.id, e, case when e = 1 and n <= 4 then 'returned' else 'approved' end, 'Rõ hơn', r.submitted_at, $3,
  r.saved_at
from (select *, row_number() over (order by id) as n from registration where tenant_id = $1 and programme_id = $2) r
cross join generate_series(1, case when n <= 4 then 2 else 1 end) e
"""
SEEN = "select * from comparison where province = $1"
YEAR = Question(indicator="registered", year=2021, subject="cadre")


async def stored(tx) -> asyncpg.Record:
    """The one row that a world publishes, as its own tenant sees it."""
    return await tx.fetchrow("select * from central.published where tenant_id = $1", tx.tenant_id)


async def aged(urls: dict[str, str], world) -> None:
    """Everything in the world's trail happened an hour earlier."""
    async with owner(urls["migrator"]) as connection:
        await connection.execute("select set_config('app.tenant', $1, true)", str(world.scope.tenant_id))
        await connection.execute("update audit set at = at - interval '1 hour'")


async def test_the_counters_become_the_centres_numbers(database, world, central):
    """People by step and by level, the pack's own mapping and the units are published as they stand, and read back."""
    async with database.tenant(world.scope) as tx:
        before = await tx.fetchrow(
            "select sum(eligible)::int as n, count(*)::int as units from unit_counter where tenant_id = $1",
            tx.tenant_id,
        )
        unit = world.units["ap_1"]
        await enrol(tx, world.programme.id, unit, 8)
        await enrol(tx, world.programme.id, unit, 11, "submitted")
        await enrol(tx, world.programme.id, unit, 40, "rated", 1)
        await enrol(tx, world.programme.id, unit, 13, "rated", 2)
        done = await publishing.publish(tx)
        assert (done.rows, done.changed, done.swept) == (1, 1, 1)
    (row,) = await central.fetch(SEEN, world.scope.slug)
    assert (row["year"], row["subject"], row["pack"], row["synthetic"]) == (2021, "cadre", "kien_giang_kl06", False)
    assert (row["eligible"], row["registered"], row["validated"], row["assessed"]) == (before["n"] + 72, 64, 53, 53)
    assert row["level_keys"] == ["tot", "kha", "trung_binh", "yeu"] and row["level_people"] == [40, 13, 0, 0]
    assert row["level_national"] == ["excellent", "good", "completed", "not_completed"]
    assert (row["units_implementing"], row["detail"], row["closed"]) == (1, "levels", False)
    assert row["units"] >= row["units_counted"] == before["units"]
    found = await queries.compare(central, YEAR)
    (cell,) = [cell for cell in found.cells if cell.province == world.scope.slug]
    assert (cell.numerator, cell.denominator, cell.state) == (64, before["n"] + 72, "value")


async def test_a_second_publication_of_the_same_changes_nothing(database, world):
    """Only the moment moves: nothing counts as changed, nothing is swept, nothing more is written in the trail."""
    trail = "select count(*) from audit where tenant_id = $1 and action = 'aggregates.published'"
    async with database.tenant(world.scope) as tx:
        await publishing.publish(tx)
        first = await stored(tx)
        assert await tx.fetchval(trail, tx.tenant_id) == 1
    async with database.tenant(world.scope) as tx:
        assert await publishing.publish(tx) == publishing.Done(rows=1)
        second = await stored(tx)
        assert await tx.fetchval(trail, tx.tenant_id) == 1
    assert second["as_of"] > first["as_of"] and second["changed_at"] == first["changed_at"]


async def test_levels_of_a_running_year_move_in_steps_of_ten(database, world):
    """One more result shows in the sum within a minute, in the levels only with nine others; a year that is over, and
    an exact publication, show the last person."""
    unit, programme = world.units["ap_1"], world.programme.id
    async with database.tenant(world.scope) as tx:
        people = await enrol(tx, programme, unit, 60, "validated")
        await rate(tx, programme, people[:50], 1)
        await publishing.publish(tx)
        assert (await stored(tx))["level_people"] == [50, 0, 0, 0]
        for last in (51, 55, 59):
            await rate(tx, programme, people[50:last], 4)
            await publishing.publish(tx)
            row = await stored(tx)
            assert (row["assessed"], row["graded"], row["level_people"]) == (last, 50, [50, 0, 0, 0])
        await rate(tx, programme, people[:1], 4)  # a result that is changed moves nothing either
        await publishing.publish(tx)
        assert (await stored(tx))["level_people"] == [50, 0, 0, 0]
        await rate(tx, programme, people[59:], 4)
        await publishing.publish(tx)
        assert (await stored(tx))["level_people"] == [49, 0, 0, 11]
        await rate(tx, programme, people[1:2], 2)
        await publishing.publish(tx, exact=True)
        assert (await stored(tx))["level_people"] == [48, 1, 0, 11]


async def test_a_closed_year_is_published_once_and_exactly(database, world):
    """Who got the lowest level without a sheet when the year closed is apart; afterwards the row rests until the year
    is opened again."""
    programme = world.programme.id
    async with database.tenant(world.scope) as tx:
        people = await enrol(tx, programme, world.units["ap_1"], 60, "validated")
        await rate(tx, programme, people[:40], 1)
        await publishing.publish(tx)
        await tx.execute(
            "update enrolment set state = 'rated', level = 4, by_rule = 'nothing_registered'"
            " where tenant_id = $1 and programme_id = $2 and level is null",
            tx.tenant_id, programme,
        )  # fmt: skip
        await tx.execute(
            "update programme set state = 'closed', closed_at = sec.domain_now() where tenant_id = $1 and id = $2",
            tx.tenant_id, programme,
        )  # fmt: skip
        done = await publishing.publish(tx)
        row = await stored(tx)
        assert done.swept == 1 and row["closed"] and row["unregistered"] == row["level_people"][3] >= 20
        assert await publishing.publish(tx) == publishing.Done()


async def test_an_hour_passes_between_two_sweeps(database, world):
    """What costs a pass over all sheets waits an hour while a year runs, however often the sums move."""
    async with database.tenant(world.scope) as tx:
        assert (await publishing.publish(tx)).swept == 1
        await enrol(tx, world.programme.id, world.units["ap_1"], 3, "submitted")
        assert (await publishing.publish(tx)).swept == 0
        await tx.execute(
            "update central.published set swept_at = now() - interval '2 hours' where tenant_id = $1", tx.tenant_id
        )
        assert (await publishing.publish(tx)).swept == 1


async def test_a_quiet_minute_counts_nothing(database, urls, world):
    """Where nobody did anything since the last count only the moment moves; an act in the trail or a
    quarter of an hour makes it count again."""
    async with database.tenant(world.scope) as tx:
        await publishing.publish(tx)
        first = await stored(tx)
        assert (await publishing.refresh(tx)).rows == 1  # the year was opened a moment ago
    await aged(urls, world)
    async with database.tenant(world.scope) as tx:
        assert await publishing.refresh(tx) == publishing.Done()
        assert (await stored(tx))["as_of"] > first["as_of"]
    async with database.tenant(world.scope) as tx:
        await publishing.choose(tx, world.actor("quan_tri"), below=False)
        assert (await publishing.refresh(tx)).rows == 1
    await aged(urls, world)
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update central.published set counted_at = now() - interval '16 minutes' where tenant_id = $1", tx.tenant_id
        )
        assert (await publishing.refresh(tx)).rows == 1


async def test_sheets_are_swept_for_days_wording_and_returns(database, world, central):
    """The curve has the day of each first submission; texts that five people share count as alike; a sheet that came
    back once is returned, whatever became of it."""
    async with database.tenant(world.scope) as tx:
        people = await enrol(tx, world.programme.id, world.units["ap_1"], 24, "validated")
        await tx.execute(SHEETS, tx.tenant_id, world.programme.id, world.units["ap_1"], people)
        await tx.execute(TEXTS, tx.tenant_id, world.programme.id)
        await tx.execute(REVIEWS, tx.tenant_id, world.programme.id, world.accounts["quan_tri"])
        await publishing.publish(tx)
    (row,) = await central.fetch(SEEN, world.scope.slug)
    assert (row["texts"], row["alike"]) == (24, 15)
    assert (row["reviewed"], row["returned"]) == (24, 4)
    assert row["due_on"] == date(2021, 1, 31) and row["curve_from"] == date(2021, 1, 10)
    assert row["curve"] == [4, 8, 12, 16, 20, 24]


async def test_districts_are_shown_by_choice_only(database, world, central):
    """Nothing below the province is published until it says so; taken back, it is gone at once. Fewer than three places
    beside each other are not shown. The choice is in the trail."""
    actor = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        for number in range(3, 6):
            await tx.execute(
                "insert into unit (tenant_id, id, parent_id, path, kind, name, sort_key, search_key, opened_on)"
                " values ($1, gen_random_uuid(), $2, $3, 'district', $4, $4, $4, '2018-03-01')",
                tx.tenant_id, world.units["tinh"], f"0000.009{number}", f"Huyện đoàn {number}",
            )  # fmt: skip
        await enrol(tx, world.programme.id, world.units["ap_1"], 33, "submitted")
        await publishing.publish(tx)
        assert await queries.below(central, world.scope.slug, YEAR) == ()
        await publishing.choose(tx, actor, below=True)
        await publishing.publish(tx)
    places = await queries.below(central, world.scope.slug, YEAR)
    assert {(one.name, one.registered) for one in places if one.registered} == {("Huyện đoàn An Bình", 35)}
    assert len(places) == 5 and {one.kind for one in places} == {"district"}
    async with database.tenant(world.scope) as tx:
        await publishing.choose(tx, actor, below=False)
        trail = await tx.fetch(
            "select detail from audit where tenant_id = $1 and action = 'aggregates.chosen' order by at", tx.tenant_id
        )
    assert [msgspec.json.decode(row[0])["below"] for row in trail] == [True, False]
    assert await queries.below(central, world.scope.slug, YEAR) == ()


async def test_only_whoever_administers_chooses(database, world):
    """A member cannot show or hide anything."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await publishing.choose(tx, world.actor("doan_vien"), below=True)


async def test_a_province_writes_about_itself_alone(database, worlds, centre):
    """Neither another province's row nor an invented one; the centre may enter invented rows and no others."""
    group = Group(eligible=20, assessed=0, people=(0, 0, 0, 0), national=FOUR)
    for scope, province, synthetic in (
        (worlds[0].scope, worlds[1].scope.slug, False),
        (worlds[0].scope, worlds[0].scope.slug, True),
        (centre, worlds[1].scope.slug, False),
    ):
        with pytest.raises(asyncpg.PostgresError):
            async with database.tenant(scope) as tx:
                await tx.load("central.published", WIDE, [entered(tx.tenant_id, province, group, synthetic=synthetic)])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.tenant(worlds[0].scope) as tx:
            row = entered(worlds[1].scope.tenant_id, worlds[1].scope.slug, group, synthetic=False)
            await tx.load("central.published", WIDE, [row])


async def test_a_province_sees_its_own_rows_only(database, worlds):
    """Whatever all published, each reads its own."""
    for world in worlds:
        async with database.tenant(world.scope) as tx:
            await publishing.publish(tx)
    for world in worlds:
        async with database.tenant(world.scope, readonly=True) as tx:
            rows = await tx.fetch("select province from central.published")
            assert [row["province"] for row in rows] == [world.scope.slug]


async def test_the_clock_publishes_every_union(database, worlds, central):
    """What happened is at the centre after the next minute, of every tenant; what needs a pass over the sheets comes a
    little later, and is not known until then."""
    for world in worlds:
        async with database.tenant(world.scope) as tx:
            await enrol(tx, world.programme.id, world.units["ap_1"], 30, "submitted")
    await housekeeping.publish(database, Registry(database))
    for world in worlds:
        (row,) = await central.fetch(SEEN, world.scope.slug)
        assert row["registered"] == 30
        assert row["units"] is None and row["due_on"] is None
    assert housekeeping.BY_THE_CLOCK["publish"][0] == "* * * * * */45"
    await housekeeping.sweep(database, Registry(database))
    (row,) = await central.fetch(SEEN, worlds[0].scope.slug)
    assert row["units"] >= row["units_counted"] and row["due_on"] == date(2021, 1, 31)


async def test_acceptance_publishes_by_a_job(database, world, central, urls):
    """Queued with the act that accepts, done by the worker: exact, and in the trail."""
    async with database.tenant(world.scope) as tx:
        await enrol(tx, world.programme.id, world.units["ap_1"], 12, "submitted")
        await jobs.enqueue(tx, publishing.NAME, {}, by=world.actor("quan_tri"))
    await asyncio.wait_for(worker.drain(urls["app"], database, Registry(database), handlers.HANDLERS), 30)
    (row,) = await central.fetch(SEEN, world.scope.slug)
    assert row["registered"] == 12
    async with database.tenant(world.scope, readonly=True) as tx:
        detail = await tx.fetchval(
            "select detail from audit where tenant_id = $1 and action = 'aggregates.published'", tx.tenant_id
        )
    assert msgspec.json.decode(detail)["exact"] is True


def test_the_curve_is_a_running_sum():
    """Early birds count on the first day, latecomers of long after on none."""
    due = date(2021, 1, 31)
    days = [(date(2020, 1, 1), 2), (date(2021, 1, 30), 3), (date(2021, 2, 2), 4), (date(2022, 1, 1), 9)]
    start, sums = curve(due, days)
    assert start == date(2020, 10, 3) and sums[0] == 2 and sums[-1] == 9
    assert sums[(date(2021, 1, 30) - start).days] == 5 == sums[(date(2021, 2, 1) - start).days]
    assert curve(due, []) == (None, []) and curve(None, days) == (None, [])


async def test_the_day_of_a_publication_is_the_tenants(database, world):
    """A tenant whose clock was moved says "as of" by that clock, at the first publication and later."""
    async with database.tenant(world.scope) as tx:
        await publishing.publish(tx)
        row = await stored(tx)
        assert row["as_of"] == await tx.fetchval("select sec.domain_now()")
        await publishing.publish(tx, exact=True)
        assert (await stored(tx))["as_of"] == await tx.fetchval("select sec.domain_now()")
