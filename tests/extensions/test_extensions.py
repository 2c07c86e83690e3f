"""More time for a unit: who asks, who decides, what is taken until when, and how it is told and counted."""

from datetime import date, datetime
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import audit
from core.errors import Forbidden, NotFound, Problem
from core.extensions import actions, queries, rules
from core.messages import news
from core.messages import queries as messages
from core.packs.calendar import DAY, VIETNAM, schedule
from core.packs.catalog import discover
from core.registrations import actions as registrations
from core.registrations import queries as sheets

ITEMS = {"do_1": "Nhận việc mới, việc khó của chi đoàn.", "dont_1": "Không nói điều chưa kiểm chứng."}
RULES = discover().get("kien_giang_kl06").rules
DUE = next(due for due in schedule(RULES, 2021) if due.act == "registration")
WHY = "Chi đoàn tập trung chống lũ nên chưa họp được"
UNTIL = date(2021, 2, 10)


async def clock(tx, at: str) -> None:
    """Move the tenant's day."""
    await tx.execute("select sec.move_clock($1::text::timestamptz)", at)


@pytest.fixture
def closing(world):
    """The programme with a registration that closes at its end."""
    due = world.programme.due("registration")
    shut = {**world.programme.milestones, due.key: msgspec.structs.replace(due, late="close")}
    return msgspec.structs.replace(world.programme, milestones=MappingProxyType(shut))


async def asked(tx, world, unit: str = "ap_1", by: str = "bi_thu_ap"):
    """A request for the registration."""
    key = world.programme.due("registration").key
    return await actions.ask(tx, world.actor(by), world.programme, world.units[unit], key, UNTIL, WHY)


async def granted(tx, world, unit: str = "ap_1", by: str = "bi_thu_ap", decider: str = "bi_thu_xa"):
    """A request that the unit above has granted until the day asked for."""
    one = await asked(tx, world, unit, by)
    await actions.grant(tx, world.actor(decider), world.programme, one, UNTIL, "")
    return one


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        ("2021-01-31 23:59:59.999999+07", "in time"), ("2021-02-01 00:00:00+07", "late"),
        ("2021-02-10 23:59:59.999999+07", "late"), ("2021-02-11 00:00:00+07", "shut"),
    ],
)  # fmt: skip
async def test_an_extension_ends_at_the_exact_instant(database, world, closing, at, taken) -> None:
    """In time until the common end, late and inside until the last microsecond of the day granted, then shut."""
    async with database.tenant(world.scope) as tx:
        await granted(tx, world)
        await clock(tx, at)
        if taken == "shut":
            with pytest.raises(Problem, match=r"registration\.closed"):
                await registrations.submit(tx, world.actor("pho_ap"), closing, 0, ITEMS)
            return
        saved = await registrations.submit(tx, world.actor("pho_ap"), closing, 0, ITEMS)
        assert saved.late == (taken == "late")
        (work,) = await sheets.my_work(tx, world.actor("pho_ap"))
        assert work.inside == (taken == "late")


async def test_without_one_a_closing_date_stays_shut(database, world, closing) -> None:
    """Another unit's extension opens nothing here; neither does a request that nobody has granted."""
    async with database.tenant(world.scope) as tx:
        await granted(tx, world, "xa_b", "bi_thu_xa_b", "bi_thu_huyen_b")
        await asked(tx, world)
        await clock(tx, "2021-02-01 00:00+07")
        with pytest.raises(Problem, match=r"registration\.closed"):
            await registrations.submit(tx, world.actor("pho_ap"), closing, 0, ITEMS)


async def test_a_unit_above_holds_for_those_below(database, world, closing) -> None:
    """What the commune was given, its branches have; its use is counted, and the page of work tells the day."""
    async with database.tenant(world.scope) as tx:
        one = await granted(tx, world, "xa_a", "bi_thu_xa", "bi_thu_huyen")
        await clock(tx, "2021-02-05 09:00+07")
        (work,) = await sheets.my_work(tx, world.actor("pho_ap"))
        assert work.more_time and work.extended == datetime(2021, 2, 11, tzinfo=VIETNAM)
        await registrations.submit(tx, world.actor("pho_ap"), closing, 0, ITEMS)
        found = await queries.one(tx, world.actor("bi_thu_huyen"), world.programme, one)
        assert (found.state, found.used) == ("granted", 1)
        counted = [await queries.registered_inside(tx, closing, world.paths[at]) for at in ("tinh", "ap_1", "ap_2")]
        assert counted == [1, 1, 0]
        held = await queries.holding(tx, world.programme, world.units["ap_1"])
        assert list(held) == ["registration"]


async def test_who_may_ask_and_decide(database, world) -> None:
    """The unit's secretary asks, once at a time; the unit above decides, nobody else, nobody twice, nobody his own."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await asked(tx, world, by="doan_vien")
        with pytest.raises(Forbidden):
            await asked(tx, world, by="pho_ap")
        one = await asked(tx, world)
        with pytest.raises(Problem, match=r"extension\.already-asked"):
            await asked(tx, world)
        for name, refused in (("bi_thu_ap", Forbidden), ("bi_thu_huyen", Forbidden), ("bi_thu_xa_b", NotFound)):
            with pytest.raises(refused):
                await actions.grant(tx, world.actor(name), world.programme, one, UNTIL, "")
        with pytest.raises(Problem, match=r"extension\.reason-missing"):
            await actions.refuse(tx, world.actor("bi_thu_xa"), world.programme, one, " ")
        await actions.refuse(tx, world.actor("pho_xa"), world.programme, one, "Chi đoàn còn đủ thời gian")
        with pytest.raises(Problem, match=r"extension\.already-decided"):
            await actions.grant(tx, world.actor("bi_thu_xa"), world.programme, one, UNTIL, "")
        assert await queries.holding(tx, world.programme, world.units["ap_1"]) == {}


async def test_the_office_decides_for_the_top_s_children(database, world) -> None:
    """A district asks the province: its office may answer; the province itself has nobody to ask; and who sits on
    both committees does not answer himself."""
    key = world.programme.due("registration").key
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem, match=r"extension\.nobody-above"):
            await actions.ask(tx, world.actor("bi_thu_tinh"), world.programme, world.units["tinh"], key, UNTIL, WHY)
        one = await asked(tx, world, "huyen_a", "bi_thu_huyen")
        with pytest.raises(Forbidden, match=r"extension\.own-request"):
            await actions.grant(tx, world.actor("bi_thu_huyen"), world.programme, one, UNTIL, "")
        await actions.grant(tx, world.actor("van_phong"), world.programme, one, UNTIL, "Đồng ý")


async def test_both_sides_are_told(database, world) -> None:
    """The committee and deputy above hear of the request, the secretary who asked of the answer."""
    async with database.tenant(world.scope) as tx:
        await audit.seal(tx)
        await news.tell(tx)
        one = await asked(tx, world)
        await audit.seal(tx)
        assert await news.tell(tx) == 2
        await actions.grant(tx, world.actor("bi_thu_xa"), world.programme, one, UNTIL, "")
        await audit.seal(tx)
        assert await news.tell(tx) == 1
        assert await news.tell(tx) == 0
        (above,) = await messages.inbox(tx, world.actor("bi_thu_xa"))
        (asker,) = await messages.inbox(tx, world.actor("bi_thu_ap"))
        assert (above.kind, above.facts["day"]) == ("extension.asked", "2021-02-10")
        assert (asker.kind, asker.facts["day"]) == ("extension.granted", "2021-02-10")


@given(day=st.dates(date(2020, 12, 1), date(2022, 2, 1)), today=st.dates(date(2021, 1, 1), date(2021, 12, 31)))
def test_a_day_lies_after_the_end_and_inside_the_year(day: date, today: date) -> None:
    """Whatever is typed: accepted is a day after the common end, not gone by, at most 90 days after the year."""
    good = DUE.last_day < day <= date(2022, 3, 31) and day >= today
    try:
        assert rules.check(date(2021, 12, 31), DUE, day, today) == day and good
    except Problem:
        assert not good


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_last_day_is_whole(day: date) -> None:
    """The last microsecond of the day is inside, the next one outside."""
    end = rules.ends_at(day).astimezone(VIETNAM)
    assert (end - datetime.resolution).date() == day and end.date() > day


@pytest.mark.parametrize("wanted", ["stage:", "declaration:"])
async def test_stages_and_declarations_shut_at_the_same_instant(database, world, wanted) -> None:
    """What holds for the registration holds for every dated act of a unit: open until midnight of the day granted."""
    due = next(one for one in world.programme.milestones.values() if one.act.startswith(wanted))
    shut, day = msgspec.structs.replace(due, late="close"), due.last_day + 9 * DAY
    async with database.tenant(world.scope) as tx:
        one = await actions.ask(tx, world.actor("bi_thu_ap"), world.programme, world.units["ap_1"], due.key, day, WHY)
        await actions.grant(tx, world.actor("bi_thu_xa"), world.programme, one, day, "")
        end = rules.ends_at(day)
        for now, taken in ((end - datetime.resolution, True), (end, False)):
            held = await queries.due_for(tx, world.programme, shut, world.units["ap_1"], now)
            assert (now < held.closes_at) is taken
        other = await queries.due_for(tx, world.programme, shut, world.units["ap_2"], due.closes_at)
        assert other.closes_at == due.closes_at
