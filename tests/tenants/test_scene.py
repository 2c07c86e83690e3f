"""The generator alone: the same seed gives the same province, and what it builds can exist."""

from collections import Counter
from datetime import date

import pytest

from core.people.rules import check_birth, check_post, check_secretary
from core.units.rules import check_place
from tenants.demo import scene, small, university
from tenants.demo.kien_giang import PILOTS
from tenants.demo.rows import Draw
from tenants.demo.scene import Scene
from tenants.demo.university import School


@pytest.fixture(scope="module")
def whole() -> Scene:
    """Kiên Giang at full size."""
    return scene.build(2021, 1.0)


BUILT = [(of, size) for of in scene.PROVINCES for size in (1.0, 0.05)] + [(None, 1.0), (None, 0.05)]


@pytest.fixture(scope="module", params=BUILT, ids=lambda one: f"{one[0].new.slug if one[0] else 'dhkt'}-{one[1]}")
def built(request: pytest.FixtureRequest) -> Scene | School:
    """Each living tenant at full size and at the size of the tests."""
    of, size = request.param
    return scene.build(2021, size, of) if of else university.build(2021, size)


@pytest.fixture(scope="module")
def today(built: Scene | School) -> date:
    """The day on which the tenant's clock stands."""
    days = {of.new.name: of.now.date() for of in scene.PROVINCES}
    return days.get(built.top.name, university.NOW.date())


def test_a_seed_gives_one_province(whole):
    """Two runs with one seed agree in every name, identifier and date; another seed differs."""
    again, other = scene.build(2021, 1.0), scene.build(7, 1.0)
    assert [(p.id, p.name, p.born) for p in again.people] == [(p.id, p.name, p.born) for p in whole.people]
    assert [p.name for p in other.people] != [p.name for p in whole.people]


def test_province_is_of_the_size_promised(whole):
    """About 6,000 people, 2,500 of them cadres, hundreds with several seats; the communes of the province."""
    cadres = [person for person in whole.people if person.current]
    assert 5_700 < len(whole.people) < 6_300
    assert 2_350 < len(cadres) < 2_650
    assert sum(len(person.current) > 1 for person in cadres) > 300
    kinds = Counter(unit.kind for unit in whole.top.walk())
    assert kinds["district"] == 22 and kinds["section"] > 0 and kinds["grassroots_branch"] > 80
    communes = [u for u in whole.top.walk() if u.name.startswith(("Đoàn xã", "Đoàn phường", "Đoàn thị trấn"))]
    assert len(communes) == 145


@pytest.mark.parametrize("size", (1.0, 0.05))
def test_the_four_pilots_are_there(size):
    """The units that the 2015 plan names as pilots are marked, one a block (S1-13)."""
    pilots = [unit for unit in scene.build(2021, size).top.walk() if unit.pilot]
    assert {unit.name for unit in pilots} == set(PILOTS)
    assert len({unit.block for unit in pilots}) == 4


def test_identities_are_unique(built):
    """No two units share a path or an identifier, no two people a code, no two accounts a sign-in name."""
    units = built.top.walk()
    assert len({u.path for u in units}) == len({u.id for u in units}) == len(units)
    assert len({p.code for p in built.people}) == len({p.id for p in built.people}) == len(built.people)
    assert len({a.username for a in built.accounts}) == len(built.accounts)


def test_units_stand_where_the_rules_allow(built):
    """Every unit would pass the check of an administrator who adds it by hand."""
    for unit in built.top.walk():
        check_place(unit.kind, unit.parent.kind if unit.parent else None)
        assert unit.closed_on is None or unit.closed_on >= unit.opened_on
        assert all(unit.opened_on < until for _, until in unit.versions)


def test_seats_would_pass_the_product_checks(built):
    """Titles fit the unit, one secretary at a time, seats inside the life of the unit."""
    for unit in built.top.walk():
        for seat in unit.seats:
            check_post(seat.title, seat.full_time, unit.kind, unit.standing)
            assert seat.starts_on >= unit.opened_on
            assert seat.ends_on is None or seat.starts_on <= seat.ends_on
        led = [(s.person.name, (s.starts_on, s.ends_on)) for s in unit.seats if s.title == "secretary"]
        for number, (_, span) in enumerate(led):
            check_secretary(span, led[:number])


def test_people_have_possible_lives(built, today):
    """Birth, joining the union and entering the branch follow one another; nobody sits twice on one committee."""
    for person in built.people:
        check_birth(person.born, person.joined, today)
        assert person.joined <= person.since <= today
        held = [seat.unit.id for seat in person.current]
        assert len(held) == len(set(held))


def test_leaders_below_sit_above(whole):
    """Some commune secretaries sit on a district's committee, and district secretaries on the province's."""
    pairs = Counter(
        (low.unit.kind, high.unit.kind)
        for person in whole.people
        for low in person.current
        for high in person.current
        if low.title == "secretary" and len(high.unit.path) < len(low.unit.path)
    )
    assert pairs["grassroots", "district"] > 50
    assert pairs["district", "top"] == 22
    assert pairs["branch", "grassroots"] > 100


def test_history_has_changes(whole):
    """A merged commune with its last committee, renamed districts, seats that passed to others, new branches."""
    units = whole.top.walk()
    merged = [unit for unit in units if unit.successor]
    assert [unit.name for unit in merged] == ["Đoàn xã Hòn Thơm"] and len(merged[0].seats) == 5
    assert {unit.name for unit in units if unit.versions} == {"Thành đoàn Hà Tiên", "Thành đoàn Phú Quốc"}
    assert sum(seat.ends_on is not None for unit in units for seat in unit.seats) > 150
    assert any(unit.opened_on.year == 2020 for unit in units)


def test_sign_ins_belong_to_accounts(built):
    """Each sign-in shown has an account, and each account of a role belongs to an office."""
    names = {account.username for account in built.accounts}
    assert {sign.username for sign in built.sign_ins} <= names
    assert all(account.person is None for account in built.accounts if account.role)


def test_the_other_living_tenants_are_of_the_size_promised():
    """About 1,500 people in Bình Dương and 3,000 at the school; a branch of 34 and one of 24 to try both ways."""
    province = scene.build(2021, 1.0, scene.PROVINCES[1])
    school = university.build(2021, 1.0)
    assert 1_350 < len(province.people) < 1_750
    assert 2_700 < len(school.people) < 3_300
    assert (len(school.shown.few.members), len(school.shown.many.members)) == (24, 34)
    assert any(person.born > date(2002, 10, 17) for person in school.people)  # under 18 while registering
    assert {person.occupation for person in school.people} == {"student", "lecturer", "official"}


@pytest.mark.parametrize("one", small.SMALL, ids=lambda one: one.new.slug)
def test_small_tenants_are_sane(one):
    """Each of the other tenants has a top unit, branches with members, and a committee in every unit."""
    top, people = small.build(Draw(1), one)
    units = top.walk()
    assert len(people) >= 20
    assert all(any(seat.title == "secretary" for seat in unit.seats) for unit in units)
    for unit in units:
        check_place(unit.kind, unit.parent.kind if unit.parent else None)
