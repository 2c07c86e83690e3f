"""The same day of the year before: what had been done by then, and nothing done later."""

from datetime import UTC, date, datetime

from core.db.ids import new_id
from core.enrolments import actions as enrolments
from core.packs.catalog import discover
from core.programmes.actions import Plan, open_programme
from core.reports import a_year_ago


def test_the_day_of_a_year_ago() -> None:
    """By the calendar of Vietnam, also across midnight and of a leap day."""
    assert a_year_ago.same_day(datetime(2021, 1, 20, 2, tzinfo=UTC)).isoformat() == "2020-01-20T09:00:00+07:00"
    assert a_year_ago.same_day(datetime(2020, 2, 28, 20, tzinfo=UTC)).date() == date(2019, 2, 28)


async def test_what_was_done_by_then_counts(database, world) -> None:
    """Of two sheets of the year before one had come by this day; a programme without an earlier year has nothing."""
    async with database.tenant(world.scope) as tx:
        assert await a_year_ago.progress(tx, world.programme, world.paths["tinh"]) == {}
        await tx.execute("select sec.move_clock('2022-01-20 09:00+07'::timestamptz)")
        pack = discover().get("kien_giang_kl06")
        later = await open_programme(tx, None, pack, 2022, Plan("01-KH", date(2022, 1, 4), "Ban Thường vụ"))
        await enrolments.enrol(tx, later)
        for name, at in (("bi_thu_ap", "2021-01-15"), ("pho_ap", "2021-01-28")):
            await tx.execute(
                "insert into registration (tenant_id, id, programme_id, person_id, unit_id, state, edition, saved_at,"
                " submitted_at, first_submitted_at) values ($1, $2, $3, $4, $5, 'submitted', 1, $6, $6, $6)",
                tx.tenant_id, new_id(), world.programme.id, world.people[name], world.units["ap_1"],
                datetime.fromisoformat(f"{at}T09:00:00+07:00"),
            )  # fmt: skip
        branch = await a_year_ago.progress(tx, later, world.paths["ap_1"])
        assert branch["registered"] == (1, 2) and branch["validated"] == (0, 1)
        whole = await a_year_ago.progress(tx, later, world.paths["tinh"])
        assert whole["registered"][0] == 1 and whole["registered"][1] > 2
