"""Writing in the books: who may, what is refused, what a correction does to a confirmation, undo."""

import msgspec
import pytest

from core.errors import Forbidden, NotFound, Problem, Stale
from core.packs.schema import Subject
from core.programmes.queries import by_id
from core.registers import actions, queries

CUP = "Bằng khen Tỉnh đoàn"


async def commend(tx, world, year, who, person, draft):
    """A committee commends a person."""
    entry = draft(title=CUP, choice="dot_xuat")
    return await actions.add_about_person(tx, world.actor(who), year, "commendation", world.people[person], entry)


async def initiative(tx, world, year, who, draft):
    """Somebody writes down an initiative of his own."""
    return await actions.add_own(tx, world.actor(who), year, "initiative", draft(title="Số hóa sổ đoàn viên"))


async def test_a_cadre_writes_a_visit_where_he_counts(database, world, year, visited):
    """The entry stands at the unit where the roster counts him, with day, place and number (S3-16)."""
    made = await visited("pho_huyen", 1200, place_unit_id=world.units["xa_a"], note="Thanh niên đề nghị sân chơi.")
    async with database.tenant(world.scope) as tx:
        found = await queries.entry(tx, made)
    assert (found.unit_name, found.place_name, found.person_name) == (
        "Huyện đoàn An Bình", "Đoàn xã Thuận Hòa", "Võ Thị Ngọc Ánh",
    )  # fmt: skip
    assert found.quantities == {"people": 1200} and found.confirmed_at is None and found.version == 1


async def test_who_is_not_on_the_roster_keeps_no_book(database, world, year, draft):
    """A plain member is no cadre: the book does not exist for him; neither does a committees' book for self-writing."""
    async with database.tenant(world.scope) as tx:
        for name, key in (("doan_vien", "field_visit"), ("quan_tri", "field_visit"), ("pho_huyen", "commendation")):
            with pytest.raises(NotFound):
                await actions.add_own(tx, world.actor(name), year, key, draft())


async def test_a_wrong_number_is_refused_at_its_field(database, world, year, draft):
    """Nothing is stored; the field of the quantity is named."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await actions.add_own(
                tx, world.actor("pho_huyen"), year, "field_visit", draft(quantities={"people": "2,5"})
            )
        assert [one.field for one in refused.value.problems] == ["quantity.people"]
        assert await tx.fetchval("select count(*) from register_entry where tenant_id = $1", tx.tenant_id) == 0


async def test_a_place_that_is_not_ours_is_refused(database, worlds, draft):
    """Another tenant's unit is no choice, and says nothing about whether it exists."""
    own, other = worlds[:2]
    async with database.tenant(own.scope) as tx:
        with pytest.raises(Problem) as refused:
            await actions._check_place(tx, other.units["xa_a"])
    assert (refused.value.code, refused.value.field) == ("form.unknown-choice", "place")


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("pho_huyen", None), ("bi_thu_huyen", None), ("bi_thu_tinh", None), ("van_phong", None), ("bi_thu_xa", None),
        ("pho_xa", Forbidden), ("quan_tri", Forbidden), ("kiem_tra", Forbidden), ("bi_thu_ap", NotFound),
        ("bi_thu_huyen_b", NotFound), ("doan_vien", NotFound),
    ],
)  # fmt: skip
async def test_committees_write_about_their_people_and_never_about_themselves(
    database, world, year, draft, who, refusal
):
    """The own committee, those above and the office commend the deputy of a commune; he himself does not (S3-19)."""
    async with database.tenant(world.scope) as tx:
        if refusal is None:
            assert (await queries.entry(tx, await commend(tx, world, year, who, "pho_xa", draft))).by_name
        else:
            with pytest.raises(refusal):
                await commend(tx, world, year, who, "pho_xa", draft)


async def test_a_commendation_is_for_the_people_of_its_programme(database, world, year, draft):
    """A cadre is commended, a member who is not on the cadres' roster is not, whoever writes (S2-9, S3-19)."""
    async with database.tenant(world.scope) as tx:
        assert await commend(tx, world, year, "bi_thu_tinh", "pho_ap", draft)
        with pytest.raises(NotFound):
            await commend(tx, world, year, "bi_thu_tinh", "doan_vien", draft)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("bi_thu_xa", None), ("kiem_tra", None), ("van_phong", NotFound), ("quan_tri", NotFound), ("doan_vien", NotFound)],
)
async def test_a_restricted_book_is_for_committees(database, world, year, draft, who, refusal):
    """Early correction is written by committees and the inspection; for the others the book does not exist (S3-23)."""
    async with database.tenant(world.scope) as tx:
        run = actions.add_about_person(
            tx, world.actor(who), year, "correction", world.people["pho_xa"], draft(title="Nhắc giờ giấc")
        )
        if refusal is None:
            assert await run
        else:
            with pytest.raises(refusal):
                await run


async def test_an_inspection_is_written_about_a_unit_by_the_inspection(database, world, school_year, draft):
    """The inspector writes about any unit; a commune's committee not about the district (S4-61)."""
    async with database.tenant(world.scope) as tx:
        entry = draft(title="Kiểm tra công tác đoàn vụ")
        made = await actions.add_about_unit(
            tx, world.actor("kiem_tra"), school_year, "inspection", world.units["ap_1"], entry
        )
        assert (await queries.entry(tx, made)).person_id is None
        with pytest.raises(NotFound):
            await actions.add_about_unit(
                tx, world.actor("bi_thu_xa"), school_year, "inspection", world.units["huyen_a"], entry
            )


async def test_only_the_writer_corrects_his_own_book(database, world, year, visited, draft):
    """Those above read a cadre's visits and do not change them; strangers do not see them."""
    made = await visited("bi_thu_xa")
    async with database.tenant(world.scope) as tx:
        for who, refusal in (("pho_huyen", Forbidden), ("quan_tri", Forbidden), ("bi_thu_xa_b", NotFound)):
            with pytest.raises(refusal):
                await actions.edit(tx, world.actor(who), made, draft(), 1)
        await actions.edit(tx, world.actor("bi_thu_xa"), made, draft(quantities={"people": "3"}), 1)
        assert (await queries.entry(tx, made)).quantities == {"people": 3}


async def test_a_stale_correction_shows_what_is_stored(database, world, visited, draft):
    """The version of the form must be that of the entry; the stored texts come with the refusal."""
    made = await visited("bi_thu_xa", 4)
    async with database.tenant(world.scope) as tx:
        await actions.edit(tx, world.actor("bi_thu_xa"), made, draft(title="Một", quantities={"people": "4"}), 1)
        with pytest.raises(Stale) as refused:
            await actions.edit(tx, world.actor("bi_thu_xa"), made, draft(title="Hai"), 1)
    assert refused.value.facts["theirs"]["title"] == "Một" and refused.value.facts["theirs"]["quantity.people"] == "4"
    assert refused.value.facts["version"] == 2


async def test_confirming_is_for_the_committee_and_not_for_oneself(database, world, year, draft):
    """The unit's or the parent's committee confirms an initiative; the writer cannot, a grandparent cannot (S3-11)."""
    async with database.tenant(world.scope) as tx:
        made = await initiative(tx, world, year, "bi_thu_xa", draft)
        for who, refusal in (
            ("bi_thu_xa", Forbidden), ("bi_thu_tinh", Forbidden), ("quan_tri", Forbidden), ("bi_thu_xa_b", NotFound),
        ):  # fmt: skip
            with pytest.raises(refusal):
                await actions.confirm(tx, world.actor(who), made, 1)
        await actions.confirm(tx, world.actor("pho_xa"), made, 1)
        found = await queries.entry(tx, made)
        assert found.confirmed_at and found.confirmed_by == "Bùi Quốc Việt"
        await actions.confirm(tx, world.actor("pho_huyen"), made, found.version, holds=False)
        assert (await queries.entry(tx, made)).confirmed_at is None


async def test_a_correction_takes_the_confirmation_back(database, world, year, draft):
    """What a committee confirmed was another text: after a correction it waits again."""
    async with database.tenant(world.scope) as tx:
        made = await initiative(tx, world, year, "bi_thu_xa", draft)
        await actions.confirm(tx, world.actor("pho_xa"), made, 1)
        await actions.edit(tx, world.actor("bi_thu_xa"), made, draft(title="Số hóa sổ chi đoàn"), 2)
        assert (await queries.entry(tx, made)).confirmed_at is None


async def test_a_book_that_needs_no_confirmation_has_none(database, world, year, visited):
    """Field visits count as written."""
    made = await visited("bi_thu_xa")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await actions.confirm(tx, world.actor("pho_xa"), made, 1)


async def test_what_is_taken_out_can_be_put_back(database, world, year, visited, draft):
    """Taken out it is in no list and cannot be corrected; put back it is as it was. Twice does nothing more."""
    made = await visited("bi_thu_xa")
    me = world.actor("bi_thu_xa")
    async with database.tenant(world.scope) as tx:
        await actions.remove(tx, me, made, 1)
        await actions.remove(tx, me, made, 1)
        assert await queries.own(tx, year, me.person_id) == ()
        with pytest.raises(Problem) as refused:
            await actions.edit(tx, me, made, draft(), 2)
        assert refused.value.code == "register.removed"
        await actions.put_back(tx, me, made)
        await actions.put_back(tx, me, made)
        back = (await queries.own(tx, year, me.person_id))[0]
    assert (back.id, back.quantities, back.removed_at) == (made, {"people": 12}, None)


async def test_a_closed_programme_takes_nothing(database, world, year, visited, draft):
    """No adding, correcting, taking out, putting back or confirming once the year is closed."""
    made = await visited("bi_thu_xa")
    me = world.actor("bi_thu_xa")
    async with database.tenant(world.scope) as tx:
        proud = await initiative(tx, world, year, "bi_thu_xa", draft)
        await tx.execute(
            "update programme set state = 'closed' where tenant_id = $1 and id = $2", tx.tenant_id, year.id
        )
        closed = await by_id(tx, year.id)
        for run in (
            actions.add_own(tx, me, closed, "field_visit", draft()),
            actions.edit(tx, me, made, draft(), 1),
            actions.remove(tx, me, made, 1),
            actions.put_back(tx, me, made),
            actions.confirm(tx, world.actor("pho_xa"), proud, 1),
        ):
            with pytest.raises(Problem) as refused:
                await run
            assert refused.value.code == "programme.closed"


async def test_every_act_is_on_the_trail(database, world, visited, draft):
    """Who wrote, corrected, took out and put back is kept, without names or words."""
    made = await visited("bi_thu_xa")
    me = world.actor("bi_thu_xa")
    async with database.tenant(world.scope) as tx:
        await actions.edit(tx, me, made, draft(), 1)
        await actions.remove(tx, me, made, 2)
        await actions.put_back(tx, me, made)
        rows = await tx.fetch(
            "select action, detail::text from audit where tenant_id = $1 and object = $2 order by id",
            tx.tenant_id, str(made),
        )  # fmt: skip
    assert [row[0] for row in rows] == ["register.add", "register.edit", "register.remove", "register.put_back"]
    assert all("field_visit" in row[1] and "Dự sinh hoạt" not in row[1] for row in rows)


async def test_a_programme_about_units_finds_people_by_their_branch(database, world, year):
    """Without a roster of people a person counts where he is a member; who is in no branch counts nowhere."""
    rules = msgspec.structs.replace(year.rules, subject=Subject(kind="unit"))
    about_units = msgspec.structs.replace(year, rules=rules)
    async with database.tenant(world.scope) as tx:
        place = await actions.place_of(tx, about_units, world.people["doan_vien"])
        assert place == actions.Place(world.units["ap_1"], world.paths["ap_1"])
        assert await actions.place_of(tx, year, world.people["doan_vien"]) is None
