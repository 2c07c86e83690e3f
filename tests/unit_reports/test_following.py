"""Rates with the right denominators, what the centre sees of them, reminders and news."""

from datetime import UTC, date, datetime

from conftest_reports import KEY, clock

from core import audit
from core.comparison import publishing
from core.messages import news, reminders
from core.messages import queries as messages
from core.unit_reports import following, receiving


async def test_rates_count_who_existed_and_was_expected(database, world, life) -> None:
    """Two districts owe a report: one in time, one late; a district opened after the day owes none, an excused one is
    no part of the rate; the centre sees two due and one in time."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            """insert into unit (tenant_id, id, parent_id, path, kind, name, sort_key, search_key, opened_on)
               select $1, gen_random_uuid(), id, path || '.0009', 'district', 'Huyện đoàn Mới', 'moi', 'moi',
                 '2021-12-20' from unit where tenant_id = $1 and id = $2""",
            tx.tenant_id, world.units["tinh"],
        )  # fmt: skip
        await clock(tx, "2021-12-10 09:00+07")
        await life(tx, "huyen_a", "bi_thu_huyen").sent(1)
        assert await following.punctual(tx, world.programme) == (1, 1)
        await clock(tx, "2021-12-28 09:00+07")
        assert await following.punctual(tx, world.programme) == (2, 1)
        await life(tx, "huyen_b", "bi_thu_huyen_b").sent(1)
        actor, top = world.actor("bi_thu_tinh"), world.units["tinh"]
        found = await following.of_unit(tx, actor, world.programme, KEY, top)
        assert (found.total.expected, found.total.sent, found.total.on_time, found.total.late) == (2, 2, 1, 1)
        assert [(kind, rate.due) for kind, rate in found.kinds] == [("district", 2)]
        assert [one.closes_at for one in found.calendar] == [datetime(2021, 12, 14, 17, tzinfo=UTC)]
        district = world.actor("bi_thu_huyen")
        await receiving.call(tx, district, world.programme, KEY, world.units["huyen_a"], date(2021, 12, 30))
        below = await following.of_unit(tx, actor, world.programme, KEY, top)
        assert below.total == found.total and [one.call for one in below.calendar] == ["", "Huyện đoàn An Bình"]
        assert below.calendar[1].unit_id == world.units["huyen_a"]
        own = await following.of_unit(tx, district, world.programme, KEY, world.units["huyen_a"])
        assert own.total.expected == 1 + below.calendar[1].rate.expected > 1
        await receiving.excuse(tx, district, world.programme, KEY, world.units["xa_a"], "Không có cán bộ")
        await publishing.publish(tx, exact=True)
        row = await tx.fetchrow(
            "select reports_due, reports_on_time from central.published where tenant_id = $1", tx.tenant_id
        )
        assert tuple(row) == (2, 1)


async def test_people_behind_a_cell(database, world) -> None:
    """Who is counted there, those without a result first, and only for who may read their sheets."""
    async with database.tenant(world.scope) as tx:
        for who, state, level in (("bi_thu_ap", "rated", 1), ("pho_ap", "validated", None)):
            await tx.execute(
                "update enrolment set state = $3, level = $4 where tenant_id = $1 and person_id = $2",
                tx.tenant_id, world.people[who], state, level,
            )  # fmt: skip
        unit = await following.units.get(tx, world.units["ap_1"])
        people, whole = await following.people(tx, world.actor("bi_thu_xa"), world.programme, KEY, unit, "registered")
        assert [(one.name, one.level) for one in people] == [("Ngô Gia Bảo", None), ("Đỗ Thị Hằng", 1)] and whole == 2
        nobody, _ = await following.people(tx, world.actor("doan_vien_b"), world.programme, KEY, unit, "registered")
        assert nobody == ()


async def test_reminders_and_news(database, world, life) -> None:
    """Who owes a report is told once a step, by the day that was asked for; the unit above hears that it has come, the
    unit what became of it."""

    async def told(tx, who: str) -> list[str]:
        found = await messages.inbox(tx, world.actor(who))
        return sorted(one.kind for one in found if "report" in one.kind)

    async with database.tenant(world.scope) as tx:
        await clock(tx, "2021-12-10 09:00+07")
        await news.tell(tx)
        district = world.actor("bi_thu_huyen")
        await receiving.call(tx, district, world.programme, KEY, world.units["huyen_a"], date(2021, 12, 11))
        await reminders.remind(tx)
        await reminders.remind(tx)
        assert await told(tx, "bi_thu_xa") == ["due.report"]
        assert await told(tx, "bi_thu_huyen") == ["due.report"]
        assert await told(tx, "bi_thu_ap") == []
        edition = await life(tx).sent(1)
        while await audit.seal(tx):
            pass
        await news.tell(tx)
        assert await told(tx, "bi_thu_huyen") == ["due.report", "report.submitted"]
        await life(tx).accept(edition, "pho_huyen")
        await audit.seal(tx)
        await news.tell(tx)
        assert await told(tx, "bi_thu_xa") == ["due.report", "report.accepted"]
