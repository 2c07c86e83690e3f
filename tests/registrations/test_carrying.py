"""What last year was not carried out begins the next sheet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessments import actions as assessments
from core.assessments.rules import Mark
from core.db.scope import Database
from core.enrolments import actions as enrolments
from core.packs.catalog import discover
from core.programmes.actions import Plan, open_programme
from core.registrations import actions, queries, reviews
from core.registrations.carrying import unmet

ITEMS = {"do_1": "Nhận việc mới, việc khó của chi đoàn.", "do_3": "Mỗi quý đi cơ sở một lần.",
         "dont_1": "Không nói điều chưa kiểm chứng."}  # fmt: skip
RULES = discover().get("kien_giang_kl06").rules
POINTS = discover().get("dhkt_school_year").rules


@pytest.fixture
async def next_year(database: Database, world):
    """A year in which one of three items was done, and the year after it, open."""
    me, leader, programme = world.actor("pho_xa"), world.actor("bi_thu_xa"), world.programme
    async with database.tenant(world.scope) as tx:
        saved = await actions.submit(tx, me, programme, 0, ITEMS)
        await reviews.approve(tx, leader, saved.registration_id, saved.version)
        marks = {"do_1": Mark("done"), "do_3": Mark("partly"), "dont_1": Mark("not_yet")}
        await assessments.give_self(tx, me, programme, marks, "Còn hai việc.", 0)
        plan = Plan("02-KH/TĐTN", date(2022, 1, 4), "Ban Thường vụ")
        after = await open_programme(tx, None, discover().get("kien_giang_kl06"), 2022, plan)
        await enrolments.enrol(tx, after)
    return after


async def test_what_was_not_done_is_filled_in_and_not_stored(database: Database, world, next_year) -> None:
    """Two of three items stand on the new form with their solutions; the first save makes them his."""
    me = world.actor("pho_xa")
    async with database.tenant(world.scope) as tx:
        form = await queries.form(tx, me, next_year)
        chosen = {one.key: one.solution for group in form.groups for one in group.choices if one.chosen}
        assert chosen == {key: ITEMS[key] for key in ("do_3", "dont_1")}
        assert (form.carried.year, form.state, form.ready) == (2021, "none", True)
        count = "select count(*)::int from registration where tenant_id = $1 and programme_id = $2"
        assert await tx.fetchval(count, tx.tenant_id, next_year.id) == 0
        await actions.save_draft(tx, me, next_year, {"do_3": "Đi cơ sở hai lần mỗi quý."}, 0)
        form = await queries.form(tx, me, next_year)
        chosen = {one.key for group in form.groups for one in group.choices if one.chosen}
        assert (chosen, form.carried) == ({"do_3"}, None)


async def test_others_begin_with_an_empty_form(database: Database, world, next_year) -> None:
    """Nothing is carried for who registered nothing."""
    async with database.tenant(world.scope) as tx:
        form = await queries.form(tx, world.actor("bi_thu_xa"), next_year)
        assert (form.carried, form.chosen) == (None, 0)


@given(st.dictionaries(st.sampled_from(["1.1", "1.3"]), st.integers(0, 1000), min_size=1))
def test_by_points_what_got_fewer_than_it_could(given_points: dict) -> None:
    """An item is unmet where the collective gave less than was registered; what nobody scored is not known."""
    most = dict.fromkeys(("1.1", "1.3", "2.1"), 1000)
    marks = {"collective": {key: {"points": points} for key, points in given_points.items()}}
    assert unmet(POINTS, most, marks) == {key for key, points in given_points.items() if points < 1000}
