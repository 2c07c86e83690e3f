"""Opening a programme pins the rules and stores the real dates, once and for good."""

from datetime import UTC, date, datetime

import pytest

from core.enrolments import actions as enrolments
from core.errors import NotFound, Problem
from core.programmes import pinned, queries
from core.programmes.actions import Plan, open_programme

PLAN = Plan("05-KH/TĐTN", date(2021, 1, 15), "Ban Thường vụ")


@pytest.fixture
def pack():
    """The installed KL06."""
    return pinned.catalog().get("kien_giang_kl06")


async def test_the_next_year_can_be_opened_before_it_begins(database, world, pack):
    """Dates are those of 2022, people those who hold a position as far as is known today."""
    async with database.tenant(world.scope) as tx:
        made = await open_programme(tx, world.actor("quan_tri"), pack, 2022, PLAN)
        roster = await enrolments.enrol(tx, made)
        assert made.slug == "kien_giang_kl06-2022" and made.census_on == date(2022, 1, 31)
        assert made.due("registration").closes_at == datetime(2022, 1, 31, 17, tzinfo=UTC)
        assert made.due("report:appendix").closes_at == datetime(2022, 12, 14, 17, tzinfo=UTC)
        assert made.due("declaration:plan") is None and len(roster.places) == 13
        audited = await tx.fetchval(
            "select count(*) from audit where tenant_id = $1 and object = $2", tx.tenant_id, str(made.id)
        )
        assert audited == 2


async def test_the_first_cycle_registers_in_september(database, world, pack):
    """2019 began in August: registration within September, census on its last day (S0-A3)."""
    async with database.tenant(world.scope) as tx:
        made = await open_programme(tx, None, pack, 2019, Plan("1-KH", date(2019, 8, 1), "BTV"))
        assert made.census_on == date(2019, 9, 30)
        assert made.due("declaration:plan").last_day == date(2019, 8, 30)


async def test_a_year_is_opened_once(database, world, pack):
    """The same pack and year again is refused and leaves nothing behind."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await open_programme(tx, world.actor("quan_tri"), pack, 2021, PLAN)
        assert refused.value.code == "programme.already-open"
        assert len(await queries.listing(tx)) == 1


@pytest.mark.parametrize("name", ["bi_thu_tinh", "van_phong", "kiem_tra", "doan_vien"])
async def test_only_the_administrator_opens(database, world, pack, name):
    """Neither a secretary nor the office nor an inspector opens a programme."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await open_programme(tx, world.actor(name), pack, 2022, PLAN)


async def test_the_programme_of_the_day_is_current(database, world, pack):
    """In a year the one that runs; before any the next one."""
    async with database.tenant(world.scope) as tx:
        await open_programme(tx, None, pack, 2022, PLAN)
        assert (await queries.current(tx)).year == 2021
        await tx.execute("select sec.move_clock('2022-06-01 09:00+07')")
        assert (await queries.current(tx)).year == 2022
        await tx.execute("select sec.move_clock('2020-06-01 09:00+07')")
        assert (await queries.current(tx)).year == 2021
        assert [one.year for one in await queries.listing(tx)] == [2022, 2021]


async def test_pinned_rules_are_those_of_the_opening(database, world, pack):
    """What is stored decodes to the same rules; its maps cannot be changed."""
    async with database.tenant(world.scope, readonly=True) as tx:
        found = await queries.by_id(tx, world.programme.id)
        assert found.rules == pack.rules and pinned.hooks_of(found.pack_id, found.hooks_hash) is pack.hooks
        with pytest.raises(TypeError):
            found.rules.criteria["do_1"] = None


async def test_altered_rules_are_noticed(database, world):
    """A text that does not fit its hash is refused, whoever wrote it."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "insert into rules (tenant_id, hash, pack_id, pack_version, hooks_hash, body)"
            " values ($1, 'x', 'p', '1', 'h', '{}')",
            tx.tenant_id,
        )
        with pytest.raises(Problem) as refused:
            await pinned.load(tx, ["x"])
        assert refused.value.code == "programme.rules-altered"


@pytest.mark.parametrize(("pack_id", "code_hash"), [("kien_giang_kl06", "another"), ("no_pack", "any")])
def test_other_code_does_not_judge_a_pinned_programme(pack_id, code_hash):
    """With the pack gone or its code changed, acts wait for a re-pin (design.md §2)."""
    with pytest.raises(Problem) as refused:
        pinned.hooks_of(pack_id, code_hash)
    assert refused.value.code == "programme.pack-changed"
