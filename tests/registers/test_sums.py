"""Sums up the tree, pages of a book, who of the audience has no entry, what proves a criterion."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.packs import criteria
from core.packs.facts import SeatFact, SubjectFact
from core.packs.schema import Audience
from core.registers import actions, audience, queries, totals
from core.registers.queries import Wanted
from core.units import queries as units

RECOUNT = """
select register, unit_id, choice, m.key as measure, sum(m.value)::bigint as total
from register_entry e cross join lateral (
  select 'entries' as key, 1::bigint as value union all select 'confirmed', (e.confirmed_at is not null)::int
  union all select q.key, q.value::bigint from jsonb_each_text(e.quantities) q) m
where e.tenant_id = $1 and e.removed_at is null group by 1, 2, 3, 4 having sum(m.value) <> 0 order by 1, 2, 3, 4
"""
STORED = """
select register, unit_id, choice, measure, total from register_total
where tenant_id = $1 and total <> 0 order by 1, 2, 3, 4
"""
PLACED = "select unit_id, count(*) from enrolment where tenant_id = $1 and programme_id = $2 group by 1"


async def agree(tx) -> bool:
    """Whether the kept sums are what a count of the entries gives."""
    return await tx.fetch(STORED, tx.tenant_id) == await tx.fetch(RECOUNT, tx.tenant_id)


async def test_sums_follow_every_act(database, world, year, visited, draft):
    """After adding, correcting, taking out, putting back and confirming, kept sums equal a recount."""
    me = world.actor("bi_thu_xa")
    first = await visited("bi_thu_xa", 10)
    await visited("pho_huyen", 5)
    async with database.tenant(world.scope) as tx:
        assert await agree(tx)
        await actions.edit(tx, me, first, draft(quantities={"people": "7"}), 1)
        assert await agree(tx)
        await actions.remove(tx, me, first, 2)
        assert await agree(tx)
        top = await units.top(tx)
        assert (await totals.whole(tx, year, top, "field_visit")).quantities == {"people": 5}
        await actions.put_back(tx, me, first)
        made = await actions.add_own(tx, me, year, "initiative", draft())
        await actions.confirm(tx, world.actor("pho_xa"), made, 1)
        assert await agree(tx)
        found = await totals.whole(tx, year, top, "initiative")
    assert (found.entries, found.confirmed) == (1, 1)


async def test_a_unit_has_its_own_and_all_below(database, world, year, visited):
    """The province sees 3 visits and 30 people, the district its own and its commune's, the other district its own."""
    for name, people in (("pho_huyen", 10), ("bi_thu_xa", 15), ("bi_thu_huyen_b", 5)):
        await visited(name, people)
    async with database.tenant(world.scope) as tx:
        top = await units.top(tx)
        whole = await totals.whole(tx, year, top, "field_visit")
        own, rows = await totals.children(tx, year, top, "field_visit")
        district = await units.get(tx, world.units["huyen_a"])
        itself, communes = await totals.children(tx, year, district, "field_visit")
    assert (whole.entries, whole.quantities["people"], own.entries) == (3, 30, 0)
    assert [(row.name, row.figures.entries, row.figures.quantities.get("people")) for row in rows] == [
        ("Huyện đoàn An Bình", 2, 25), ("Huyện đoàn Bình An", 1, 5),
    ]  # fmt: skip
    assert (itself.entries, [row.figures.entries for row in communes]) == (1, [1, 0])


async def test_books_are_summed_by_kind_of_entry(database, world, year, draft):
    """Commendations are counted periodic and ad hoc (S3-19); a target of a book says whether it holds."""
    async with database.tenant(world.scope) as tx:
        for choice, person in (("dinh_ky", "pho_xa"), ("dot_xuat", "pho_ap"), ("dot_xuat", "pho_xa")):
            await actions.add_about_person(
                tx, world.actor("pho_huyen"), year, "commendation", world.people[person], draft(choice=choice)
            )
        top = await units.top(tx)
        shown = {one.key: one for one in await totals.summaries(tx, world.actor("van_phong"), year, top)}
        committee = await totals.summaries(tx, world.actor("bi_thu_tinh"), year, top)
    assert shown["commendation"].figures.choices == {"dinh_ky": 1, "dot_xuat": 2}
    assert "correction" not in shown and "correction" in {one.key for one in committee}


async def test_a_book_is_searched_without_diacritics_and_paged(database, world, year, visited):
    """Words of title, note, person and place are found as typed without marks; pages turn both ways."""
    for number in range(5):
        await visited("pho_huyen", title=f"Đợt {number}", happened_on=date(2021, 1, 10 + number // 2))
    await visited("bi_thu_xa", title="Dự sinh hoạt", place_unit_id=world.units["ap_2"])
    async with database.tenant(world.scope) as tx:
        root = world.paths["tinh"]

        async def found(text: str = "", **wanted: object) -> list[str]:
            rows = await queries.page(tx, year, "field_visit", root, Wanted(text=text, **wanted))
            return [one.title for one in rows.entries]

        assert await found("anh dot 3") == ["Đợt 3"] and await found("chi doan ap 2") == ["Dự sinh hoạt"]
        assert await found("không có") == [] and len(await found()) == 6
        assert await found(own_only=True) == []
        first = await queries.page(tx, year, "field_visit", root, Wanted(), size=2)
        second = await queries.page(tx, year, "field_visit", root, Wanted(), after=first.after, size=2)
        back = await queries.page(tx, year, "field_visit", root, Wanted(), before=second.before, size=2)
    titles = [one.title for one in (*first.entries, *second.entries)]
    assert titles == ["Dự sinh hoạt", "Đợt 4", "Đợt 3", "Đợt 2"]
    assert back.entries == first.entries and first.before is None and second.after is not None


async def test_who_of_the_audience_has_no_entry(database, world, year, visited):
    """The visit book is above all for province and district cadres: those without a visit are named (S3-16)."""
    await visited("pho_huyen")
    await visited("pho_huyen")
    await visited("bi_thu_xa")  # a commune's cadre is welcome and not meant
    async with database.tenant(world.scope) as tx:
        found = await audience.reach(tx, year, "field_visit", world.paths["tinh"])
        district = await audience.reach(tx, year, "field_visit", world.paths["huyen_a"])
        names, after = await audience.lacking(tx, year, "field_visit", world.paths["huyen_a"])
        first, more = await audience.lacking(tx, year, "field_visit", world.paths["tinh"], size=2)
        rest, _ = await audience.lacking(tx, year, "field_visit", world.paths["tinh"], after=more)
        assert await audience.reach(tx, year, "course", world.paths["tinh"]) is None
        assert await audience.lacking(tx, year, "course", world.paths["tinh"]) == ((), None)
    assert found.reached == district.reached == 1 and found.meant > district.meant == len(names) + 1
    assert "Võ Thị Ngọc Ánh" not in [one.full_name for one in names] and after is None
    assert len(first) == 2 and len(first) + len(rest) == found.missing


async def test_an_unconfirmed_initiative_reaches_nobody(database, world, year, draft):
    """What committees confirm counts for the audience only then (S3-11)."""
    async with database.tenant(world.scope) as tx:
        await tx.execute("update person set occupation = 'official' where tenant_id = $1", tx.tenant_id)
        made = await actions.add_own(tx, world.actor("bi_thu_xa"), year, "initiative", draft())
        before = await audience.reach(tx, year, "initiative", world.paths["xa_a"])
        await actions.confirm(tx, world.actor("pho_xa"), made, 1)
        after = await audience.reach(tx, year, "initiative", world.paths["xa_a"])
        proofs = await queries.proofs(tx, year, world.people["bi_thu_xa"])
    assert (before.reached, after.reached) == (0, 1)
    assert {(one.register, one.entries, one.confirmed) for one in proofs.values()} == {
        ("initiative", 1, 1), ("field_visit", 0, 0),
    }  # fmt: skip


AUDIENCES = [
    Audience(), Audience(kinds=("top", "district")), Audience(titles=("secretary",)), Audience(full_time=False),
    Audience(blocks=("rural",)), Audience(occupations=("official", "lecturer")), Audience(age_below=26),
    Audience(kinds=("district",), full_time=True, age_below=30),
]  # fmt: skip


@pytest.mark.parametrize("wanted", AUDIENCES, ids=str)
async def test_the_statement_and_the_rule_mean_the_same_people(database, world, year, school_year, wanted):
    """The audience as SQL picks exactly those whom the pure rule addresses, members without a seat included."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update person set occupation = (array['official', 'student', null])[1 + length(full_name) % 3],"
            " birth_date = case length(full_name) % 4 when 0 then null when 1 then date '1990-01-20'"
            " when 2 then date '1995-01-21' else date '1995-01-20' end where tenant_id = $1", tx.tenant_id,
        )  # fmt: skip
        await tx.execute("update unit set block = 'rural' where tenant_id = $1 and kind = 'grassroots'", tx.tenant_id)
        for programme in (year, school_year):
            args = [tx.tenant_id, programme.id, world.paths["tinh"]]
            told = audience.condition(wanted, lambda value, args=args: args.append(value) or f"${len(args)}")
            chosen = {row[0] for row in await tx.fetch(f"select e.person_id {audience.PRESENT} and {told}", *args)}
            rows = await tx.fetch(
                f"select e.*, u.kind, u.block, p.birth_date, p.occupation {audience.PRESENT}", *args[:3]
            )
            meant = {row["person_id"] for row in rows if criteria.addressed(wanted, subject(row))}
            assert chosen == meant and rows


def subject(row) -> SubjectFact:
    """A person of the roster as the rule sees him on 20/01/2021."""
    seat = SeatFact(
        unit_id=str(row["unit_id"]), unit_kind=row["kind"], title=row["seat_title"], full_time=row["seat_full_time"],
        starts_on=date(2021, 1, 1),
    ) if row["seat_title"] else None  # fmt: skip
    born = row["birth_date"]
    age = born and 2021 - born.year - ((born.month, born.day) > (1, 20))
    return SubjectFact(seat=seat, age=age, occupation=row["occupation"], block=row["block"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("0000", "0000.0001")),
            st.sampled_from(("", "a", "b")),
            st.sampled_from(("entries", "confirmed", "people")),
            st.integers(0, 50),
        )
    )
)
def test_figures_lose_nothing(rows):
    """Entries, confirmations and quantities of all kinds add up; what is empty everywhere is not there."""
    given_rows = [
        {"part": part, "register": "visit", "choice": choice, "measure": measure, "total": total}
        for part, choice, measure, total in rows
    ]
    found = totals.figures(given_rows)
    for part in ("0000", "0000.0001"):
        sums = {
            measure: sum(one[3] for one in rows if one[0] == part and one[2] == measure)
            for measure in ("entries", "confirmed", "people")
        }
        if not sums["entries"]:
            assert (part, "visit") not in found
            continue
        here = found[part, "visit"]
        assert (here.entries, here.confirmed, here.quantities.get("people", 0)) == tuple(sums.values())
        assert sum(here.choices.values()) <= here.entries
