"""A running programme: dates moved in people's favour, pauses, newer rules looked at before they bind."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessments import actions as assessments
from core.configurations import actions as configurations
from core.errors import NotFound, Problem, Stale
from core.packs.calendar import VIETNAM
from core.packs.catalog import discover
from core.packs.patching import resolve
from core.programme_life import actions, queries, repinning, rules
from core.programmes.queries import by_id
from core.programmes.rules import ranks
from core.registrations import actions as registrations
from core.registrations import reviews
from core.trials import queries as trials
from core.trials import work

ITEMS = {"do_1": "Nhận việc mới, việc khó của chi đoàn.", "dont_1": "Không nói điều chưa kiểm chứng."}
RULES = discover().get("kien_giang_kl06").rules
WHY = "Bão lụt, Ban Thường vụ đồng ý gia hạn"


async def clock(tx, at: str) -> None:
    """Move the tenant's day."""
    await tx.execute("select sec.move_clock($1::text::timestamptz)", at)


async def test_more_time_makes_in_time(database, world) -> None:
    """Who was late by three days is in time once the end moves; words, census of the year and history tell."""
    admin, programme = world.actor("quan_tri"), world.programme
    async with database.tenant(world.scope) as tx:
        await clock(tx, "2021-02-03 09:00+07")
        await registrations.submit(tx, world.actor("pho_xa"), programme, 0, ITEMS)
        late = "select registered_late from enrolment where tenant_id = $1 and programme_id = $2 and person_id = $3"
        key = (tx.tenant_id, programme.id, world.people["pho_xa"])
        assert await tx.fetchval(late, *key)
        _, people = await actions.move_date(tx, admin, programme, "registration", date(2021, 2, 10), WHY, 1)
        assert (people, await tx.fetchval(late, *key)) == (1, False)
        now = await by_id(tx, programme.id)
        due = now.due("registration")
        assert (due.last_day, due.named, due.wording) == (date(2021, 2, 10), date(2021, 2, 10), "by")
        assert now.census_on == programme.census_on  # it had passed
        (act,) = await queries.history(tx, programme)
        assert (act.act, act.was, act.now, act.people, act.reason) == ("date", "2021-01-31", "2021-02-10", 1, WHY)


async def test_less_time_makes_nobody_late_who_has_done_it(database, world) -> None:
    """What was handed in on the 20th stays in time although the end moves to the 19th; later ones are late."""
    admin, programme = world.actor("quan_tri"), world.programme
    async with database.tenant(world.scope) as tx:
        await registrations.submit(tx, world.actor("pho_xa"), programme, 0, ITEMS)
        await actions.move_date(tx, admin, programme, "registration", date(2021, 1, 19), WHY, 1)
        now = await by_id(tx, programme.id)
        saved = await registrations.submit(tx, world.actor("bi_thu_ap"), now, 0, ITEMS)
        rows = await tx.fetch("select id, late from registration where tenant_id = $1", tx.tenant_id)
        assert {row["id"]: row["late"] for row in rows}[saved.registration_id]
        assert sum(row["late"] for row in rows) == 1


@pytest.mark.parametrize(
    ("day", "reason", "version", "code"),
    [
        (date(2021, 2, 10), " ", 1, "programme.reason-missing"), (None, WHY, 1, "form.required"),
        (date(2022, 1, 1), WHY, 1, "programme.date-outside"), (date(2021, 1, 31), WHY, 1, "programme.same-date"),
        (date(2021, 2, 10), WHY, 0, "programme.changed"),
    ],
)  # fmt: skip
async def test_a_date_is_moved_within_the_year_with_a_reason(database, world, day, reason, version, code) -> None:
    """Everything else is refused, a stale page too."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await actions.move_date(tx, world.actor("quan_tri"), world.programme, "registration", day, reason, version)
        assert refused.value.code == code
        with pytest.raises(NotFound):
            await actions.move_date(tx, world.actor("bi_thu_xa"), world.programme, "registration", day, WHY, 1)


async def test_a_pause_stops_all_writing_and_settles_nothing(database, world) -> None:
    """Nobody registers while it lasts; afterwards everything goes on where it was."""
    admin, programme = world.actor("quan_tri"), world.programme
    async with database.tenant(world.scope) as tx:
        await actions.pause(tx, admin, programme, "Chờ ý kiến cấp ủy", 1)
        with pytest.raises(Problem, match=r"programme\.closed"):
            await registrations.submit(tx, world.actor("pho_xa"), programme, 0, ITEMS)
        with pytest.raises(Problem, match=r"programme\.is-paused"):
            await actions.pause(tx, admin, programme, "Lần nữa", 2)
        with pytest.raises(Stale):
            await actions.resume(tx, admin, programme, "Đã có ý kiến", 1)
        await actions.resume(tx, admin, programme, "Đã có ý kiến", 2)
        await registrations.submit(tx, world.actor("pho_xa"), await by_id(tx, programme.id), 0, ITEMS)
        assert [act.act for act in await queries.history(tx, programme)] == ["resumed", "paused"]


async def test_newer_rules_are_looked_at_before_they_bind(database, world) -> None:
    """Published edits reach a running year only by a re-pin: after a trial, with ranks moved to the new scale and dates
    but for those moved by hand."""
    admin, leader, programme = world.actor("quan_tri"), world.actor("bi_thu_xa"), world.programme
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, admin, discover().get(programme.pack_id))
        with pytest.raises(Problem, match=r"programme\.nothing-newer"):
            await repinning.look(tx, admin, programme)
        saved = await registrations.submit(tx, world.actor("pho_xa"), programme, 0, ITEMS)
        await reviews.approve(tx, leader, saved.registration_id, saved.version)
        await assessments.rate(tx, leader, saved.registration_id, "kha", "Hoàn thành.", 0)
        best = {"title": {"vi": "Xuất sắc", "en": "Excellent"}, "order": -1, "national": "excellent"}
        column = {"title": {"vi": "Xuất sắc", "en": "Excellent"}, "under": {"vi": "Kết quả", "en": "Result"},
                  "number": "8", "source": "level:xuat_sac"}  # fmt: skip
        sums = ["good", "fair", "average", "weak", "best"]
        report = ("reports", "appendix")
        edits = {
            ("scale", "levels", "xuat_sac"): best, ("criteria", "do_1", "disabled"): True,
            (*report, "columns", "best"): column, (*report, "checks", "adds_up", "equals_sum"): sums,
            ("milestones", "written_report", "within"): None, ("milestones", "written_report", "by"): "12-20",
            ("milestones", "registration", "within"): None, ("milestones", "registration", "by"): "02-05",
        }
        await configurations.edit(tx, admin, programme.pack_id, edits, 0)
        await publish_whatever(tx, admin, programme.pack_id)
        await actions.move_date(tx, admin, programme, "registration", date(2021, 2, 10), WHY, 1)
        programme = await by_id(tx, programme.id)
        trial = await repinning.look(tx, admin, programme)
        with pytest.raises(Problem, match=r"programme\.look-first"):
            await repinning.repin(tx, admin, programme, trial, "Theo kế hoạch mới", 2)
        await work.carry_out(tx, trial)
        kept = await trials.get(tx, admin, trial)
        assert (kept.summary.same, kept.summary.sheets) == (1, 1)
        await repinning.repin(tx, admin, programme, trial, "Theo kế hoạch mới", 2)
        now = await by_id(tx, programme.id)
        assert now.rules.criteria["do_1"].disabled
        level = await tx.fetchval(
            "select level from enrolment where tenant_id = $1 and programme_id = $2 and person_id = $3",
            tx.tenant_id, programme.id, world.people["pho_xa"],
        )  # fmt: skip
        assert ranks(now.rules)[level - 1].key == "kha"
        assert now.due("registration").last_day == date(2021, 2, 10)
        assert now.due("registration").closes_at == datetime(2021, 2, 11, tzinfo=VIETNAM)
        assert now.due("declaration:written_report").last_day == date(2021, 12, 20)
        assert [act.act for act in await queries.history(tx, now)] == ["rules", "date"]


async def publish_whatever(tx, admin, pack_id: str) -> None:
    """Publish the draft with its findings mended away: only the re-pin is looked at here."""
    draft = await configurations.queries.draft(tx, pack_id)
    assert [str(one) for one in draft.open_findings] == [], draft.faults
    await configurations.publish(tx, admin, pack_id, "Theo kế hoạch mới", draft.version)


@given(st.sets(st.integers(1, 4)))
def test_levels_keep_their_keys_on_another_scale(used: set) -> None:
    """With a level put before the others each rank moves by one; a level that is gone is refused where it is used."""
    more = resolve(RULES, {"scale": {"levels": {"x": {"title": "Xuất sắc", "order": -1}}}})
    assert rules.new_ranks(RULES, more, used) == {1: 2, 2: 3, 3: 4, 4: 5}
    less = resolve(RULES, {"scale": {"levels": {"yeu": {"disabled": True}}}})
    if 4 in used:
        with pytest.raises(Problem, match=r"programme\.level-in-use"):
            rules.new_ranks(RULES, less, used)
    else:
        assert rules.new_ranks(RULES, less, used) == {1: 1, 2: 2, 3: 3}
