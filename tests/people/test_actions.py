"""People, memberships and positions, on a real database."""

from datetime import date

import pytest

from core.db.scope import Database
from core.errors import NotFound, Problem, Stale
from core.people import actions, listing, posts, queries, search
from core.units import queries as units

TODAY = date(2021, 1, 20)


async def test_a_new_person_is_in_a_branch_and_can_be_found(database: Database, world):
    """Adding with a branch starts a membership today; the person is found by any word without diacritics."""
    async with database.tenant(world.scope) as tx:
        facts = actions.Facts(full_name="  Đặng   Thùy Trâm ", code="kg9", birth_date=date(2000, 5, 1))
        made = await actions.add(tx, world.actor("quan_tri"), facts, world.units["ap_2"])
        person = await queries.get(tx, made)
        assert (person.full_name, person.code) == ("Đặng Thùy Trâm", "KG9")
        assert [(m.unit_name, m.starts_on, m.ends_on) for m in await queries.memberships(tx, made)] == [
            ("Chi đoàn ấp 2", TODAY, None)
        ]
        for text in ("thuy tram", "TRÂM đặng", "dan thu", "kg9"):
            assert made in {row.id for row in (await listing.page(tx, text=text)).rows}


async def test_a_renamed_person_is_found_by_the_new_name_only(database: Database, world):
    """Editing a name rewrites the words by which the person is found."""
    async with database.tenant(world.scope) as tx:
        who = world.people["doan_vien"]
        await actions.edit(tx, world.actor("quan_tri"), who, actions.Facts(full_name="Hồ Thị Xuân"), 1)
        assert who in {row.id for row in (await listing.page(tx, text="xuan")).rows}
        assert who not in {row.id for row in (await listing.page(tx, text="ut")).rows}


async def test_everything_wrong_with_a_person_is_said_at_once(database: Database, world):
    """A missing name, a child's birth date, an unknown gender or occupation are refused together, each at its field."""
    async with database.tenant(world.scope) as tx:
        facts = actions.Facts(full_name=" ", birth_date=date(2015, 1, 1), gender="other", occupation="king")
        with pytest.raises(Problem) as refused:
            await actions.add(tx, world.actor("quan_tri"), facts)
        assert [one.field for one in refused.value.problems] == ["full_name", "birth_date", "gender", "occupation"]


async def test_a_code_belongs_to_one_person(database: Database, world):
    """A second person with the same code is refused; keeping one's own code is not."""
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        facts = actions.Facts(full_name="Lê Một", code="KG77")
        first = await actions.add(tx, admin, facts)
        with pytest.raises(Problem, match=r"^person\.code-taken$"):
            await actions.add(tx, admin, actions.Facts(full_name="Lê Hai", code="kg77"))
        await actions.edit(tx, admin, first, facts, 1)


async def test_a_stale_edit_of_a_person_brings_the_stored_text(database: Database, world):
    """Two administrators with the same version: the second is told what the first stored."""
    admin, who = world.actor("quan_tri"), world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        await actions.edit(tx, admin, who, actions.Facts(full_name="Hồ Thị Của Họ"), 1)
        with pytest.raises(Stale) as stale:
            await actions.edit(tx, admin, who, actions.Facts(full_name="Hồ Thị Của Tôi"), 1)
        assert stale.value.facts["theirs"]["full_name"] == "Hồ Thị Của Họ"


async def test_a_transfer_ends_the_old_membership_the_day_before(database: Database, world):
    """One branch at a time: the old one ends the day before, and a second transfer of the day corrects the first."""
    admin, who = world.actor("quan_tri"), world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        await actions.transfer(tx, admin, who, world.units["ap_b"])
        await actions.transfer(tx, admin, who, world.units["ap_2"])
        assert [(m.unit_id, m.starts_on, m.ends_on) for m in await queries.memberships(tx, who)] == [
            (world.units["ap_2"], TODAY, None),
            (world.units["ap_1"], date(2018, 3, 1), date(2021, 1, 19)),
        ]


async def test_impossible_transfers_are_refused(database: Database, world):
    """Not to where one is, not to a unit without members, not tomorrow, not before the present membership."""
    admin, who = world.actor("quan_tri"), world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        cases = [
            ("ap_1", None, "membership.already-there"),
            ("xa_a", None, "membership.not-a-branch"),
            ("ap_2", date(2021, 1, 21), "membership.in-the-future"),
            ("ap_2", date(2018, 2, 1), "membership.before-unit"),
        ]
        for unit, day, code in cases:
            with pytest.raises(Problem, match=code):
                await actions.transfer(tx, admin, who, world.units[unit], day)
        await actions.transfer(tx, admin, who, world.units["ap_2"], date(2020, 6, 1))
        with pytest.raises(Problem, match=r"^membership\.before-current$"):
            await actions.transfer(tx, admin, who, world.units["ap_b"], date(2020, 5, 1))


async def test_leaving_ends_the_membership_and_one_may_come_back(database: Database, world):
    """After leaving there is no branch; joining again later starts a new membership."""
    admin, who = world.actor("quan_tri"), world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        await actions.leave(tx, admin, who, date(2020, 12, 31))
        with pytest.raises(Problem, match=r"^membership\.none$"):
            await actions.leave(tx, admin, who)
        await actions.transfer(tx, admin, who, world.units["ap_1"])
        assert [m.ends_on for m in await queries.memberships(tx, who)] == [None, date(2020, 12, 31)]


async def test_one_secretary_a_unit_at_a_time(database: Database, world):
    """A second secretary is refused while the first holds the seat, and accepted from the day after."""
    admin, unit = world.actor("quan_tri"), world.units["ap_1"]
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem, match=r"^position\.second-secretary$") as refused:
            await posts.appoint(tx, admin, world.people["pho_ap"], unit, posts.Facts(title="secretary"))
        assert refused.value.facts["name"] == "Đỗ Thị Hằng"
        old = next(p for p in await queries.committee(tx, unit) if p.title == "secretary")
        await posts.end(tx, admin, old.id, date(2021, 1, 19), old.version)
        await posts.appoint(tx, admin, world.people["pho_ap"], unit, posts.Facts(title="secretary"))
        assert [p.title for p in await queries.committee(tx, unit)] == ["secretary", "deputy"]


async def test_a_person_may_hold_several_positions(database: Database, world):
    """Seats in different units add up, the higher unit first; the same seat twice is refused."""
    admin, who = world.actor("quan_tri"), world.people["bi_thu_ap"]
    async with database.tenant(world.scope) as tx:
        await posts.appoint(tx, admin, who, world.units["xa_a"], posts.Facts(title="member"))
        assert [(p.unit_name, p.title) for p in await queries.posts(tx, who)] == [
            ("Đoàn xã Thuận Hòa", "member"), ("Chi đoàn ấp 1", "secretary"),
        ]  # fmt: skip
        with pytest.raises(Problem, match=r"^position\.held-already$"):
            await posts.appoint(tx, admin, who, world.units["xa_a"], posts.Facts(title="member"))


async def test_a_position_is_corrected_under_its_version(database: Database, world):
    """A correction counts up the version; the old version is stale and brings the stored values."""
    admin, who = world.actor("quan_tri"), world.people["pho_ap"]
    async with database.tenant(world.scope) as tx:
        held = (await queries.posts(tx, who))[0]
        await posts.edit(tx, admin, held.id, posts.Facts(title="member", starts_on=held.starts_on), held.version)
        with pytest.raises(Stale) as stale:
            await posts.end(tx, admin, held.id, None, held.version)
        assert stale.value.facts["theirs"]["title"] == "member"


async def test_a_dissolved_unit_ends_its_positions(database: Database, world):
    """Members keep a unit open; without them it closes and its positions end the day before."""
    admin, unit = world.actor("quan_tri"), world.units["co_quan"]
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem, match=r"^unit\.has-members$"):
            await actions.dissolve_unit(tx, admin, unit, None, 1)
        await actions.transfer(tx, admin, world.people["bi_thu_cq"], world.units["ap_1"])
        assert await actions.dissolve_unit(tx, admin, unit, None, 1) == 1
        held = await queries.posts(tx, world.people["bi_thu_cq"])
        assert [(p.ends_on, p.current) for p in held] == [(date(2021, 1, 19), False)]
        assert (await units.get(tx, unit)).closed_on == TODAY


async def test_a_list_is_turned_by_keys_without_loss(database: Database, world):
    """Turning forward and back shows everybody once, in Vietnamese name order."""
    async with database.tenant(world.scope, readonly=True) as tx:
        whole = [row.full_name for row in (await listing.page(tx, size=100)).rows]
        seen, page = [], await listing.page(tx, size=4)
        while True:
            seen += [row.full_name for row in page.rows]
            if page.after is None:
                break
            page = await listing.page(tx, size=4, after=page.after)
        assert seen == whole and len(whole) == page.total
        assert whole.index("Lê Hoàng Ân") < whole.index("Ngô Gia Bảo") < whole.index("Hồ Thị Út")
        back = await listing.page(tx, size=4, before=page.before)
        assert [row.full_name for row in back.rows] == whole[-len(page.rows) - 4 : -len(page.rows)]


async def test_a_list_is_narrowed_to_a_part_of_the_tree(database: Database, world):
    """A unit's people are those who belong to it or below, or serve there; cadres hold a position today."""
    async with database.tenant(world.scope, readonly=True) as tx:
        rows = (await listing.page(tx, unit_path=world.paths["huyen_b"])).rows
        assert {row.full_name for row in rows} == {"Lý Thị Ôn", "Phan Văn Ứng", "Mai Văn Ý"}
        cadres = (await listing.page(tx, unit_path=world.paths["huyen_b"], cadres=True)).rows
        assert {row.full_name for row in cadres} == {"Lý Thị Ôn", "Phan Văn Ứng"}


async def test_search_shows_only_those_one_is_responsible_for(database: Database, world):
    """A branch secretary finds the people of the branch, a member nobody, the administrator everybody."""
    async with database.tenant(world.scope, readonly=True) as tx:
        for name, found in (
            ("bi_thu_ap", {"Nguyễn Văn Thịnh", "Trần Thị Thúy", "Võ Thị Ngọc Ánh", "Đỗ Thị Hằng", "Hồ Thị Út"}),
            ("bi_thu_xa_b", {"Lý Thị Ôn"}),
            ("doan_vien", set()),
        ):
            rows = await search.find(tx, world.actor(name), "thị")
            assert {row.full_name for row in rows} == found
        assert len(await search.find(tx, world.actor("quan_tri"), "thi")) == 6


async def test_people_are_counted_once_a_unit(database: Database, world):
    """A unit counts everybody below it once, however many positions he holds there."""
    async with database.tenant(world.scope, readonly=True) as tx:
        counts = await queries.counts(tx, world.paths["tinh"], 1)
        assert counts[world.paths["tinh"]] == queries.Counts(15, 13)
        assert counts[world.paths["huyen_b"]] == queries.Counts(3, 2)


async def test_only_the_administrator_writes_about_people(database: Database, world):
    """A committee cannot add, edit, transfer or appoint anybody."""
    other, who = world.actor("bi_thu_huyen"), world.people["doan_vien"]
    async with database.tenant(world.scope) as tx:
        for act in (
            actions.add(tx, other, actions.Facts(full_name="Lê Mới")),
            actions.edit(tx, other, who, actions.Facts(full_name="Lê Mới"), 1),
            actions.transfer(tx, other, who, world.units["ap_2"]),
            actions.leave(tx, other, who),
            posts.appoint(tx, other, who, world.units["ap_1"], posts.Facts(title="member")),
        ):
            with pytest.raises(NotFound):
                await act


async def test_another_tenants_person_does_not_exist(database: Database, worlds):
    """Ids of another tenant lead nowhere."""
    async with database.tenant(worlds[0].scope, readonly=True) as tx:
        with pytest.raises(NotFound):
            await queries.get(tx, worlds[1].people["doan_vien"])
        with pytest.raises(NotFound):
            await units.get(tx, worlds[1].units["tinh"])
