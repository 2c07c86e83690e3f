"""Reviewing units in a real database: who may, what is kept, late marks, stale edits, the board of those above."""

import pytest
from msgspec.structs import replace

from core.errors import Forbidden, NotFound, Problem, Stale
from core.unit_reviews import actions, queries
from core.unit_reviews.actions import Entry
from core.unit_reviews.queries import Filter
from core.unit_reviews.rules import Tally
from core.units import queries as units

SAID = Entry(comment="Đoàn xã làm tốt công tác tình nguyện, sinh hoạt chi đoàn chưa đều.")


async def give(tx, world, programme, who, unit, entry=SAID, checkpoint="half_year"):
    """Review a unit of the small world."""
    return await actions.give(tx, world.actor(who), programme, checkpoint, world.units[unit], entry)


async def board(tx, world, programme, who, unit, wanted=None, checkpoint="half_year"):
    """The board of a unit of the small world."""
    found = await units.get(tx, world.units[unit])
    return await queries.board(tx, world.actor(who), programme, checkpoint, found, wanted or Filter())


async def test_a_district_reviews_and_the_commune_reads(database, world, open_reviews):
    """S1-21: given by the district's committee, read by the commune's own and by those above, by nobody beside."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        assert await give(tx, world, programme, "pho_huyen", "xa_a") is False
        for reader in ("bi_thu_xa", "pho_xa", "bi_thu_huyen", "bi_thu_tinh", "quan_tri", "kiem_tra"):
            seen = await queries.one(tx, world.actor(reader), programme, "half_year", world.units["xa_a"])
            assert seen.review and seen.review.comment == SAID.comment
            assert (seen.review.by, seen.review.by_unit) == ("Võ Thị Ngọc Ánh", "Huyện đoàn An Bình")
        for stranger in ("bi_thu_huyen_b", "bi_thu_xa_b", "bi_thu_ap", "doan_vien"):
            with pytest.raises(NotFound):
                await queries.one(tx, world.actor(stranger), programme, "half_year", world.units["xa_a"])


async def test_only_the_unit_directly_above_reviews(database, world, open_reviews):
    """The province sees and does not write, another district does not see, the commune does not review itself."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        for who, refusal in (
            ("bi_thu_tinh", Forbidden), ("quan_tri", Forbidden), ("bi_thu_xa", Forbidden),
            ("bi_thu_huyen_b", NotFound), ("bi_thu_ap", NotFound), ("doan_vien", NotFound),
        ):  # fmt: skip
            with pytest.raises(refusal):
                await give(tx, world, programme, who, "xa_a")


async def test_nobody_reviews_the_committee_he_sits_on(database, world, open_reviews):
    """A commune's secretary with a seat on the district's committee leaves his commune to the others."""
    programme = await open_reviews(world)
    both = world.actor("bi_thu_xa")
    seats = (*both.seats, *world.actor("uv_huyen").seats)
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Forbidden) as refused:
            await actions.give(tx, replace(both, seats=seats), programme, "year", world.units["xa_a"], SAID)
    assert refused.value.code == "unit-review.own-unit"


async def test_units_of_other_kinds_are_not_reviewed(database, world, open_reviews):
    """Branches and agencies of the district are not grassroots unions: there is no such review."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        for unit, who in (("co_quan", "pho_huyen"), ("ap_1", "bi_thu_xa"), ("huyen_a", "bi_thu_tinh")):
            with pytest.raises(NotFound):
                await give(tx, world, programme, who, unit)
        with pytest.raises(NotFound):
            await give(tx, world, world.programme, "pho_huyen", "xa_a", checkpoint="year")


async def test_a_correction_keeps_the_first_day_and_its_lateness(database, world, open_reviews, clock):
    """Given in time and corrected after the date it stays in time; the version tells stale edits."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        await give(tx, world, programme, "pho_huyen", "xa_a")
    await clock("2021-07-09 09:00+07")
    async with database.tenant(world.scope) as tx:
        assert await give(tx, world, programme, "bi_thu_huyen", "xa_a", Entry(comment="Đã sửa.", version=1)) is False
        seen = await queries.one(tx, world.actor("bi_thu_xa"), programme, "half_year", world.units["xa_a"])
        assert (seen.review.comment, seen.review.version, seen.state) == ("Đã sửa.", 2, "done")
        assert str(seen.review.given_at.date()) == "2021-01-20" and str(seen.review.changed_at.date()) == "2021-07-09"
        with pytest.raises(Stale) as refused:
            await give(tx, world, programme, "pho_huyen", "xa_a", Entry(comment="Của tôi.", version=1))
    assert refused.value.facts["theirs"]["comment"] == "Đã sửa." and refused.value.facts["version"] == 2


async def test_after_the_date_it_is_late(database, world, open_reviews, clock):
    """S1-A2: the half-year ends on 30 June; the first of July is late, and missing ones are overdue."""
    programme = await open_reviews(world)
    await clock("2021-06-30 23:59+07")
    async with database.tenant(world.scope) as tx:
        seen = await queries.one(tx, world.actor("pho_huyen"), programme, "half_year", world.units["xa_a"])
        assert seen.state == "waiting"
    await clock("2021-07-01 00:00+07")
    async with database.tenant(world.scope) as tx:
        seen = await queries.one(tx, world.actor("pho_huyen"), programme, "half_year", world.units["xa_a"])
        assert seen.state == "overdue"
        assert await give(tx, world, programme, "pho_huyen", "xa_a") is True
        kept = await board(tx, world, programme, "quan_tri", "tinh")
        assert kept.tally == Tally(units=2, done=1, late=1)


async def test_the_scale_says_whether_a_level_is_given(database, worlds, open_reviews):
    """Without a scale a level is refused, with one it is needed and shown."""
    plain, named = await open_reviews(worlds[0]), await open_reviews(worlds[1], levels=True)
    async with database.tenant(worlds[0].scope) as tx:
        with pytest.raises(Problem):
            await give(tx, worlds[0], plain, "pho_huyen", "xa_a", Entry(comment="Tốt.", level="good"))
    async with database.tenant(worlds[1].scope) as tx:
        with pytest.raises(Problem) as refused:
            await give(tx, worlds[1], named, "pho_huyen", "xa_a", Entry(comment="Tốt."))
        assert [one.code for one in refused.value.problems] == ["assessment.level-missing"]
        await give(tx, worlds[1], named, "pho_huyen", "xa_a", Entry(comment="Tốt.", level="weak"))
        seen = await queries.one(tx, worlds[1].actor("bi_thu_xa"), named, "half_year", worlds[1].units["xa_a"])
        assert seen.review.level == "weak"


async def test_a_closed_programme_takes_no_review(database, world, open_reviews):
    """Whatever is missing stays missing (S1-A4)."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update programme set state = 'closed', closed_at = sec.domain_now() where tenant_id = $1 and id = $2",
            tx.tenant_id, programme.id,
        )  # fmt: skip
        with pytest.raises(Problem) as refused:
            await give(tx, world, programme, "pho_huyen", "xa_a")
    assert refused.value.code == "programme.closed"


async def test_the_province_sees_what_is_missing(database, world, open_reviews):
    """Parts with their shares; with a filter every unit below by name, diacritics optional."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        await give(tx, world, programme, "pho_huyen", "xa_a")
        seen = await board(tx, world, programme, "bi_thu_tinh", "tinh")
        assert [(part.name, part.tally.missing) for part in seen.parts] == [
            ("Huyện đoàn An Bình", 0), ("Huyện đoàn Bình An", 1),
        ]  # fmt: skip
        assert seen.lines == ()
        missing = await board(tx, world, programme, "bi_thu_tinh", "tinh", Filter(state="missing"))
        assert [(line.name, line.parent, line.may_give) for line in missing.lines] == [
            ("Đoàn xã Tân Lập", "Huyện đoàn Bình An", False)
        ]
        named = await board(tx, world, programme, "bi_thu_tinh", "tinh", Filter(words="thuan HOA"))
        assert [line.name for line in named.lines] == ["Đoàn xã Thuận Hòa"]
        own = await board(tx, world, programme, "pho_huyen", "huyen_a")
        assert [(line.name, line.state, line.may_give) for line in own.lines] == [("Đoàn xã Thuận Hòa", "done", True)]


async def test_what_waits_is_counted_for_those_who_review(database, world, open_reviews, clock):
    """The next round alone while it runs, what was missed too once it is over; nothing for those who only read."""
    programme = await open_reviews(world)

    async def waits(who: str) -> int:
        async with database.tenant(world.scope, readonly=True) as tx:
            return await queries.waiting(tx, world.actor(who), programme)

    assert [await waits(who) for who in ("pho_huyen", "bi_thu_tinh", "bi_thu_xa", "quan_tri")] == [1, 0, 0, 0]
    await clock("2021-07-02 09:00+07")
    assert await waits("pho_huyen") == 2
    async with database.tenant(world.scope) as tx:
        await give(tx, world, programme, "pho_huyen", "xa_a")
    assert await waits("pho_huyen") == 1


async def test_every_act_is_in_the_audit_trail(database, world, open_reviews):
    """Given and corrected, with the round and the version, without the words."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        await give(tx, world, programme, "pho_huyen", "xa_a")
        await give(tx, world, programme, "pho_huyen", "xa_a", Entry(comment="Đã sửa.", version=1))
        rows = await tx.fetch(
            "select action, detail::text from audit where tenant_id = $1 and action like 'unit-review.%' order by at",
            tx.tenant_id,
        )
    assert sorted(row["action"] for row in rows) == ["unit-review.correct", "unit-review.give"]
    assert all("half_year" in row["detail"] and "Đã sửa" not in row["detail"] for row in rows)


async def test_two_first_reviews_do_not_overwrite_each_other(database, world, open_reviews):
    """The second of two open forms is told that there is a review already."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        await give(tx, world, programme, "pho_huyen", "xa_a")
        with pytest.raises(Stale):
            await give(tx, world, programme, "bi_thu_huyen", "xa_a", Entry(comment="Khác."))
