"""Adding to a confirmed sheet (S4-59): what was confirmed goes on holding, and only what is new is looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessments import actions as assessments
from core.assessments import queries as rounds
from core.assessments.rules import Mark
from core.errors import Problem, Stale
from core.packs.catalog import discover
from core.registrations import actions, queries, queue, reviews, rules, sheets, supplements

PACK = discover().get("dhkt_school_year").rules
KEYS = ("1.1", "1.3", "2.1", "2.2", "3.1", "3.3", "3.5", "4.1", "5.1", "5.2")
TEXT = "Mỗi tháng một lần, có xác nhận của chi đoàn, xong trước tháng 5."
TEN = dict.fromkeys(KEYS, TEXT)
NEW = {"1.2": "Đọc hết tập bài giảng trước tháng 4, viết thu hoạch."}


@pytest.fixture
async def confirmed(database, world, school_year):
    """The member's sheet of ten criteria, submitted and approved: its id."""
    async with database.tenant(world.scope) as tx:
        saved = await actions.submit(tx, world.actor("doan_vien"), school_year, 0, TEN)
        await reviews.approve(tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version)
    return saved.registration_id


async def read(tx, sheet_id) -> dict:
    """The sheet, its roster state, and its items as they stand in the current edition."""
    row = dict(await tx.fetchrow(
        "select r.state, r.edition, r.version, r.supplement, r.validated_at, e.state as roster from registration r"
        " join enrolment e using (tenant_id, programme_id, person_id) where r.tenant_id = $1 and r.id = $2",
        tx.tenant_id, sheet_id,
    ))  # fmt: skip
    items = await tx.fetch(
        "select criterion, solution, points, since from registration_item where tenant_id = $1"
        " and registration_id = $2 and edition = $3 order by ordinal",
        tx.tenant_id, sheet_id, row["edition"],
    )  # fmt: skip
    return row | {
        "items": {one["criterion"]: one["solution"] for one in items},
        "points": sum(one["points"] for one in items),
        "since": {one["criterion"]: one["since"] for one in items},
    }


async def test_only_what_is_new_is_added_and_the_points_are_spread_anew(database, world, school_year, confirmed):
    """Confirmed texts cannot be changed or dropped; the eleventh criterion shares the 100 points; approving it makes
    one sheet again, and nobody's place on the board ever moved."""
    me, leader = world.actor("doan_vien"), world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        begun = await supplements.begin(tx, me, school_year)
        sneaky = {"1.1": "bản khác", **NEW}
        draft = await actions.save_draft(tx, me, school_year, sneaky, begun.version)
        held = await read(tx, confirmed)
        assert held["items"] == TEN | NEW and held["points"] == 10_000
        assert (held["state"], held["roster"], held["supplement"]) == ("draft", "validated", True)
        form = await queries.form(tx, me, school_year)
        assert (form.added, form.chosen, form.ready) == (1, 11, True)

        sent = await actions.submit(tx, me, school_year, draft.version)
        assert (await queue.listing(tx, leader, school_year)).entries == ()
        waiting = await queue.listing(tx, leader, school_year, "supplements")
        assert [(one.registration_id, one.supplement) for one in waiting.entries] == [(confirmed, True)]
        assert waiting.counts["supplements"] == 1
        seen = await sheets.sheet(tx, leader, confirmed)
        changed = [(line.key, line.change) for group in seen.groups for line in group.lines if line.change]
        assert (changed, seen.may_review) == ([("1.2", "added")], True)

        await reviews.approve(tx, leader, confirmed, sent.version)
        held = await read(tx, confirmed)
        assert (held["state"], held["roster"], held["supplement"]) == ("validated", "validated", False)
        assert {key: since for key, since in held["since"].items() if since > 1} == {"1.2": 2}


async def test_what_is_confirmed_goes_on_holding_until_more_is(database, world, school_year, confirmed):
    """While the draft lies about, the committee and the review of the year see the ten; a submitted one must be decided
    first."""
    me, leader = world.actor("doan_vien"), world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        begun = await supplements.begin(tx, me, school_year)
        draft = await actions.save_draft(tx, me, school_year, NEW, begun.version)
        seen = await sheets.sheet(tx, leader, confirmed)
        assert (seen.edition, seen.count) == (1, 10)
        assert len((await rounds.round_of(tx, leader, confirmed)).items) == 10
        sent = await actions.submit(tx, me, school_year, draft.version)
        with pytest.raises(Problem) as waits:
            await assessments.save_self(tx, me, school_year, {}, "", 0)
        assert waits.value.code == "assessment.supplement-open"
        await actions.withdraw(tx, me, school_year, sent.version)
        await assessments.save_self(tx, me, school_year, {"1.1": Mark("", TEXT, 900)}, "", 0)
        with pytest.raises(Problem) as unknown:
            await assessments.save_self(tx, me, school_year, {"1.2": Mark("", TEXT, 900)}, "", 1)
        assert unknown.value.problems[0].code == "assessment.not-on-sheet"


async def test_a_returned_supplement_leaves_the_sheet_confirmed(database, world, school_year, confirmed):
    """The owner reads why, and may give it up: the sheet is as it was confirmed, the returned edition stays readable,
    and a later supplement starts from the ten."""
    me, leader = world.actor("doan_vien"), world.actor("bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        before = await read(tx, confirmed)
        begun = await supplements.begin(tx, me, school_year)
        sent = await actions.submit(tx, me, school_year, begun.version, NEW)
        await reviews.give_back(tx, leader, confirmed, sent.version, "Chưa rõ cách kiểm chứng.", {})
        held = await read(tx, confirmed)
        assert (held["state"], held["roster"], held["edition"]) == ("returned", "validated", 3)
        assert held["validated_at"] == before["validated_at"] and held["points"] == 10_000
        assert (await queries.my_work(tx, me))[0].todo == "revise_supplement"
        with pytest.raises(Stale):
            await supplements.discard(tx, me, school_year, held["version"] + 1)
        await supplements.discard(tx, me, school_year, held["version"])
        held = await read(tx, confirmed)
        assert (held["state"], held["items"], held["points"]) == ("validated", TEN, 10_000)
        assert (await sheets.sheet(tx, leader, confirmed, 2)).count == 11
        await supplements.begin(tx, me, school_year)
        assert (await read(tx, confirmed))["items"] == TEN


async def test_a_supplement_adds_something_and_comes_in_time(database, world, school_year, confirmed):
    """Nothing new, another programme's rules, nobody's sheet, and a review that has begun are refused with a reason."""
    me = world.actor("doan_vien")
    async with database.tenant(world.scope) as tx:
        begun = await supplements.begin(tx, me, school_year)
        with pytest.raises(Problem) as empty:
            await actions.submit(tx, me, school_year, begun.version)
        assert empty.value.code == "registration.nothing-added"
        with pytest.raises(Problem) as twice:
            await supplements.begin(tx, me, school_year)
        assert twice.value.code == "registration.not-submitted"
        await supplements.discard(tx, me, school_year, begun.version)
        assert (await read(tx, confirmed))["edition"] == 1
        marks = {key: Mark("", TEXT, 900) for key in KEYS}
        await assessments.give_self(tx, me, school_year, marks, "Đã xong.", 0)
        with pytest.raises(Problem) as late:
            await supplements.begin(tx, me, school_year)
        assert late.value.code == "registration.supplement-too-late"


async def test_a_returned_first_sheet_keeps_its_points(database, world, school_year):
    """A return copies the points with the texts, so that the next edition starts from what was typed."""
    me, leader = world.actor("doan_vien"), world.actor("bi_thu_ap")
    own = dict.fromkeys(KEYS, 1000) | {"1.1": 1250, "5.2": 750}
    async with database.tenant(world.scope) as tx:
        saved = await actions.submit(tx, me, school_year, 0, TEN, own)
        await reviews.give_back(tx, leader, saved.registration_id, saved.version, "Hãy nêu rõ hơn.", {})
        form = await queries.form(tx, me, school_year)
        assert {c.key: c.points for group in form.groups for c in group.choices if c.chosen} == own


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=5)), st.dictionaries(st.sampled_from(KEYS), st.text()))
def test_confirmed_items_stay_unchanged_in_the_order_of_the_pack(held, typed):
    """Whatever is typed, the confirmed texts stay, nothing typed beside them is lost, and points are spread in the
    order of the form."""
    found = rules.supplemented(PACK, held, typed)
    assert {key: found[key] for key in held} == held
    assert set(found) == set(held) | set(typed)
    assert not held or list(found) == [key for key in PACK.criteria if key in found]
