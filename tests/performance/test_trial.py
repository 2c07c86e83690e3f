"""A trial of a draft on a province's year: thousands of people in seconds, and no more than in proportion."""

import time
from datetime import date
from uuid import UUID

from core.configurations import actions as configurations
from core.db.scope import Database, Transaction
from core.packs.catalog import discover
from core.programmes.actions import Plan, open_programme
from core.programmes.queries import Programme
from core.trials import actions, work

FEW, MANY, LIMIT_S, GROWTH = 500, 2500, 12.0, 1.8
PACK = "dhkt_school_year"
PEOPLE = """
insert into person (tenant_id, id, full_name, sort_key, search_key)
select $1, gen_random_uuid(), 'Lê Hoàng Ân', 'an', 'le hoang an' from generate_series(1, $2::int) returning id
"""
ROSTER = """
insert into enrolment (tenant_id, programme_id, person_id, unit_id, state, level, points, self_assessed)
select $1, $2, unnest($3::uuid[]), $4, 'recognised', 2, 8800, true
"""
SHEETS = """
insert into registration (tenant_id, id, programme_id, person_id, unit_id, state, submitted_at, first_submitted_at,
                          saved_at)
select $1, gen_random_uuid(), $2, unnest($3::uuid[]), $4, 'validated', sec.domain_now(), sec.domain_now(),
       sec.domain_now()
"""
ITEMS = """
insert into registration_item (tenant_id, registration_id, edition, criterion, solution, ordinal, points)
select $1, r.id, 1, k.key, 'Mỗi tháng một lần', k.n, 1000
from registration r, unnest($3::text[]) with ordinality k (key, n)
where r.tenant_id = $1 and r.programme_id = $2
"""
DECISIONS = """
insert into assessment (tenant_id, registration_id, checkpoint, stage, edition, marks, level, computed, points,
                        by_account, given_at, saved_at)
select $1, r.id, 'final', 'collective', 1, $3::jsonb, 2, 2, 8800, $4, sec.domain_now(), sec.domain_now()
from registration r where r.tenant_id = $1 and r.programme_id = $2
"""
KEYS = ("1.1", "1.3", "2.1", "2.2", "3.1", "3.3", "3.5", "4.1", "5.1", "5.2")


async def test_a_trial_grows_with_its_people_and_takes_seconds(database: Database, world) -> None:
    """2,500 people with ten items each: within the limit, and per person no dearer than 500."""
    per_person = {}
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, world.actor("quan_tri"), discover().get(PACK))
    for year, people in ((2020, FEW), (2021, MANY)):
        async with database.tenant(world.scope) as tx:
            await tx.execute("set local statement_timeout = '120s'")
            programme = await filled(tx, world, year, people)
            trial = await asked(tx, world, programme)
        async with database.tenant(world.scope) as tx:
            begun = time.perf_counter()
            summary = await work.carry_out(tx, trial)
            seconds = time.perf_counter() - begun
        assert (summary.people, summary.changed) == (people, people)
        per_person[people] = seconds / people
        assert seconds < LIMIT_S, seconds
    assert per_person[MANY] <= per_person[FEW] * GROWTH, per_person


async def asked(tx: Transaction, world, programme: Programme) -> UUID:
    """A trial of a draft that lifts everybody: 88 points are enough for the best level."""
    edits = {("scale", "levels", "hoan_thanh_xuat_sac", "minimum"): 85,
             ("scale", "levels", "hoan_thanh_tot", "maximum"): 84}  # fmt: skip
    admin = world.actor("quan_tri")
    await configurations.edit(tx, admin, PACK, edits, 0)
    return await actions.ask(tx, admin, PACK, programme)


async def filled(tx: Transaction, world, year: int, people: int) -> Programme:
    """A school year in which everybody got 88 points."""
    plan = Plan("27-KH/ĐTN", date(year, 9, 18), "Ban Thường vụ")
    programme = await open_programme(tx, None, discover().get(PACK), year, plan)
    found = [row["id"] for row in await tx.fetch(PEOPLE, tx.tenant_id, people)]
    key = (tx.tenant_id, programme.id)
    await tx.execute(ROSTER, *key, found, world.units["ap_1"])
    await tx.execute(SHEETS, *key, found, world.units["ap_1"])
    await tx.execute(ITEMS, *key, list(KEYS))
    marks = "{" + ", ".join(f'"{one}": {{"points": 880}}' for one in KEYS) + "}"
    await tx.execute(DECISIONS, *key, marks, world.accounts["bi_thu_ap"])
    return programme
