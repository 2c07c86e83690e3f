"""Around a year: what is open before it closes, when reminders go out, which days are holidays, and the pages."""

import re
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import audit
from core.configurations import actions as configurations
from core.messages import news
from core.messages.planned import days_of
from core.packs import defaults
from core.packs.catalog import discover
from core.programme_life import actions, checklist
from core.programmes.holidays import holiday, working_day
from core.registrations import actions as registrations

ITEMS = {"do_1": "Nhận việc mới, việc khó của chi đoàn.", "dont_1": "Không nói điều chưa kiểm chứng."}
RULES = discover().get("kien_giang_kl06").rules
WHY = "Bão lụt, Ban Thường vụ đồng ý gia hạn"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2022, 1, 1), "new_year"), (date(2022, 1, 31), "tet"), (date(2022, 2, 4), "tet"), (date(2022, 2, 5), None),
        (date(2022, 4, 10), "hung_kings"), (date(2022, 4, 30), "reunification"), (date(2022, 9, 2), "national"),
        (date(2030, 2, 2), "tet"), (date(2044, 5, 1), "labour"), (date(2044, 1, 30), None),
    ],
)  # fmt: skip
def test_holidays_are_those_of_the_labour_code(day: date, name: str | None) -> None:
    """By the sun every year, by the moon where the year is written down."""
    assert holiday(day) == name


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_the_working_day_is_the_nearest_before(day: date) -> None:
    """Never later, never a weekend or holiday, and nothing workable in between."""
    found = working_day(day)
    assert found <= day and found.weekday() < 5 and holiday(found) is None
    between = [found + timedelta(days=n) for n in range(1, (day - found).days + 1)]
    assert all(one.weekday() >= 5 or holiday(one) for one in between)


def test_reminders_that_have_gone_by_are_not_announced() -> None:
    """Ten days before the end the first of four reminders is past; the day after the end and a week on follow."""
    due = next(one for one in defaults.milestones(RULES, 2021) if one.act == "registration")
    before, over, above = days_of(due, date(2021, 1, 21))
    assert before == (date(2021, 1, 24), date(2021, 1, 28), date(2021, 1, 30))
    assert (over, above) == (date(2021, 2, 1), date(2021, 2, 7))


async def test_the_checklist_counts_what_is_open(database, world) -> None:
    """A sheet before the committee is one point; dates ahead and missing declarations are others."""
    async with database.tenant(world.scope) as tx:
        await registrations.submit(tx, world.actor("pho_xa"), world.programme, 0, ITEMS)
        points = {one.point: one.count for one in await checklist.of_programme(tx, world.programme)}
        assert (points["waiting"], points["returned"], points["unassessed"]) == (1, 0, 0)
        assert points["dates"] > 0 and points["undeclared"] > 0
        none = msgspec.structs.replace(world.programme.rules.scale, kind="none")
        rules = msgspec.structs.replace(world.programme.rules, scale=none)
        bare = msgspec.structs.replace(world.programme, rules=rules)
        assert "unassessed" not in {one.point for one in await checklist.of_programme(tx, bare)}


async def test_the_page_moves_a_date_and_keeps_what_was_typed(world, client_for) -> None:
    """Without a reason the form comes back with the day; with one the year shows it. A second form of then is stale."""
    at = f"/{world.scope.slug}/quan-tri/chuong-trinh/{world.programme.slug}/dieu-hanh"
    async with client_for(world, "quan_tri") as client:
        html = (await client.get(f"{at}/moc/registration")).text
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
        refused = await client.post(f"{at}/moc/registration", data={**hidden, "day": "2021-02-10", "reason": ""})
        assert refused.status_code == 422 and "2021-02-10" in refused.text and 'id="e-reason"' in refused.text
        fresh = {**hidden, "_key": "again"}
        done = await client.post(f"{at}/moc/registration", data={**fresh, "day": "2021-02-10", "reason": WHY})
        assert done.status_code == 303
        assert "10/02/2021" in (await client.get(at)).text
        late = {**hidden, "_key": "third", "day": "2021-02-12", "reason": WHY}
        assert (await client.post(f"{at}/moc/registration", data=late)).status_code == 409
    async with client_for(world, "bi_thu_xa") as client:
        assert (await client.get(at)).status_code == 404


async def test_the_pages_of_rules_and_opening_tell_what_follows(database, world, client_for) -> None:
    """The page of rules says that nothing is newer; the wizard names holidays and the reminders to come."""
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, world.actor("quan_tri"), discover().get(world.programme.pack_id))
        edit = {("milestones", "registration", "within"): None, ("milestones", "registration", "by"): "01-31"}
        draft = await configurations.edit(tx, world.actor("quan_tri"), world.programme.pack_id, edit, 0)
        await configurations.publish(
            tx, world.actor("quan_tri"), world.programme.pack_id, "Nói rõ ngày", draft.version
        )
    base = f"/{world.scope.slug}/quan-tri/chuong-trinh"
    async with client_for(world, "quan_tri") as client:
        rules = await client.get(f"{base}/{world.programme.slug}/dieu-hanh/quy-tac")
        assert rules.status_code == 200 and "Xem tác động" in rules.text
        dates = await client.get(f"{base}/mo/{world.programme.pack_id}-2022/moc")
        assert "Tết Nguyên đán" in dates.text  # 31/01/2022 was the eve of Tết
        confirm = await client.get(f"{base}/mo/{world.programme.pack_id}-2022/xac-nhan")
        assert "17/01/2022" in confirm.text


async def test_people_hear_of_a_moved_date(database, world, client_for) -> None:
    """Who is on the roster finds the new day and its reason in the inbox, in words."""
    admin, programme = world.actor("quan_tri"), world.programme
    async with database.tenant(world.scope) as tx:
        await news.tell(tx)
    async with database.tenant(world.scope) as tx:
        await actions.move_date(tx, admin, programme, "registration", date(2021, 2, 10), WHY, 1)
    async with database.tenant(world.scope) as tx:
        await audit.seal(tx)
        assert await news.tell(tx) > 0
    async with client_for(world, "pho_xa") as client:
        inbox = (await client.get(f"/{world.scope.slug}/thong-bao")).text
    assert "10/02/2021" in inbox and WHY in inbox
