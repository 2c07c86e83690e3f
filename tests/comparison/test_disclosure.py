"""The disclosure rule: what it shows, that the database's view shows the same, and that nothing hidden follows."""

from datetime import UTC, datetime
from itertools import product
from random import Random

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from published_rows import FOUR, WIDE, entered

from core.comparison import disclosure
from core.comparison.disclosure import FEW, Group, disclose, rounded
from core.comparison.facts import NATIONAL, Crosswalk, Level, Published
from core.comparison.indicators import CATALOGUE, measure, together

levels = st.sampled_from([*NATIONAL, None])


@st.composite
def groups(draw, most: int = 70) -> Group:
    """Any group: two to six levels in any mapping, some people without a result, some who got one without a sheet."""
    national = tuple(draw(st.lists(levels, min_size=2, max_size=6)))
    people = tuple(draw(st.integers(0, most // len(national))) for _ in national)
    graded = sum(people)
    lowest = people[-1] if national[-1] in ("completed", "not_completed") else 0
    return Group(
        people=people, national=national, assessed=graded, eligible=graded + draw(st.integers(0, 20)),
        unregistered=draw(st.integers(0, lowest)),
    )  # fmt: skip


def shown(group: Group) -> Published:
    """The row that the analyst sees of a group; everybody registered."""
    found = disclose(group)
    people = found.people or (None,) * len(group.people)
    return Published(
        province="p", year=2021, subject="cadre", pack="k", synthetic=False, closed=True,
        as_of=datetime(2021, 1, 1, tzinfo=UTC), small=group.eligible < 10, units=9, units_counted=8,
        units_implementing=7, eligible=found.eligible, registered=found.eligible, validated=found.eligible,
        registered_late=0, assessed=found.assessed, unregistered=found.unregistered, detail=found.detail,
        levels=tuple(
            Level(f"l{place}", national, n)
            for place, (national, n) in enumerate(zip(group.national, people, strict=True))
        ),
        graded=found.graded, high=found.high, low=found.low, commended=None, reports_due=None, reports_on_time=None,
        reviewed=None, returned=None, texts=None, alike=None, due_on=None, curve_from=None, curve=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((0, 0, 0, 0), "none"), ((4, 3, 2, 0), "hidden"), ((4, 3, 3, 0), "classes"), ((5, 4, 1, 0), "total"),
        ((5, 4, 0, 2), "total"), ((1, 0, 9, 0), "total"), ((10, 0, 0, 0), "classes"), ((20, 20, 9, 0), "classes"),
        ((20, 20, 9, 1), "levels"), ((48, 1, 0, 1), "levels"), ((0, 0, 6, 4), "classes"),
    ],
)  # fmt: skip
def test_the_sizes_of_the_rule(people, expected):
    """Under 10 nothing, 10 to 49 two classes unless one holds one or two people, from 50 on everything."""
    group = Group(eligible=60, assessed=sum(people), people=people, national=FOUR)
    found = disclose(group)
    assert found.detail == expected
    assert (found.people is not None) == (expected == "levels")
    assert (found.high is not None) == (expected in ("classes", "levels"))
    assert (found.graded is not None) == (expected in ("total", "classes", "levels"))


@given(groups())
def test_no_class_of_one_or_two_is_shown(group):
    """Below fifty people no number that is shown, and no difference of such numbers, is one or two people."""
    found = disclose(group)
    if found.detail != "classes":
        return
    parts = [found.high, found.low, found.graded - found.high - found.low]
    if found.unregistered:
        parts.append(found.low - found.unregistered)
    assert not any(part in FEW for part in parts)


@given(groups(), st.data())
def test_people_may_change_places_inside_what_is_shown(group, data):
    """Whoever stands at another level of the same class leaves every number that is shown as it was: so no hidden
    number follows from all of them, not by any indicator and not by any mapping that the centre may choose."""
    found = disclose(group)
    assume(found.detail in ("classes", "total", "hidden"))
    places = [place for place, national in enumerate(group.national) if national is not None]
    source = data.draw(st.sampled_from([place for place in places if group.people[place]] or [0]))
    same = [
        place for place in places
        if place != source and (found.detail != "classes" or _high(group, place) == _high(group, source))
    ]  # fmt: skip
    assume(same and group.people[source])
    target = data.draw(st.sampled_from(same))
    moved = list(group.people)
    moved[source] -= 1
    moved[target] += 1
    other = msgspec.structs.replace(group, people=tuple(moved))
    assume(disclose(other).detail == found.detail)
    assert disclose(other) == found
    crosswalk = data.draw(crosswalks(len(group.national)))
    for indicator in CATALOGUE.values():
        assert measure(indicator, shown(other), crosswalk) == measure(indicator, shown(group), crosswalk), indicator.key


def test_every_hidden_number_has_another_explanation():
    """All groups of up to 26 people at four levels are gone through: behind each thing that is shown there are at least
    two groups for every number that is not, and three wherever three people share a class."""
    behind: dict[object, list[tuple[int, ...]]] = {}
    for people in product(range(27), repeat=4):
        if 0 < sum(people) <= 26:
            group = Group(eligible=40, assessed=sum(people), people=people, national=FOUR)
            behind.setdefault(disclose(group), []).append(people)
    for found, ways in behind.items():
        for rank in range(4):
            values = {way[rank] for way in ways}
            if found.detail == "classes":
                inside = found.high if rank < 2 else found.low
                assert len(values) == inside + 1 and inside not in FEW
            else:
                assert len(values) >= 4, (found, rank)


@given(st.lists(groups(48), min_size=2, max_size=4), st.data())
def test_a_union_tells_no_more_than_its_parts(parts, data):
    """A restated province is the sum of what its parts show: parts that show the same make the same union."""
    crosswalk = data.draw(crosswalks(max(len(part.national) for part in parts)))
    for indicator in CATALOGUE.values():
        found = together(measure(indicator, shown(part), crosswalk) for part in parts)
        if indicator.key in NATIONAL:
            assert found.state != "value", indicator.key  # no part shows its four levels, so the union cannot


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=120))
def test_two_publications_are_never_a_person_apart(acts):
    """However results come in and are taken back, the published levels of a running year stand still or move by ten
    people at least, once they are shown at all."""
    published, now = 0, 0
    for step, added in acts:
        now = max(0, now + (step if added else -step))
        if disclosure.grows(published, now):
            assert published < disclosure.LEAST or abs(now - published) >= disclosure.STRIDE
            published = now


@given(st.integers(0, 100_000))
def test_numbers_below_the_province_are_rounded(people):
    """To five, and under ten not at all; at least four numbers of people stand behind each one shown."""
    found = rounded(people)
    assert (found is None) == (people < 10)
    assert found is None or (found % 5 == 0 and abs(found - people) <= 2)


async def test_the_view_applies_the_same_rule(database, central, centre):
    """The barrier view and the pure rule agree on a thousand groups, the sizes around each limit among them."""
    dice, cases = Random(6), {}
    for number in range(1000):
        width = dice.choice((2, 4, 4, 6))
        national = FOUR if width == 4 else tuple(dice.choice([*NATIONAL, None]) for _ in range(width))
        most = dice.choice((3, 12, 15, 40))
        people = tuple(dice.randint(0, most) if dice.random() < 0.8 else dice.randint(0, 3) for _ in range(width))
        lowest = people[-1] if national[-1] in ("completed", "not_completed") else 0
        graded = sum(people)
        cases[f"{centre.slug}-{number}"] = Group(
            people=people, national=national, assessed=graded + dice.choice((0, 0, 4)),
            eligible=graded + 4 + dice.randint(0, 9), unregistered=dice.randint(0, lowest) if number % 3 == 0 else 0,
        )  # fmt: skip
    async with database.tenant(centre) as tx:
        rows = [entered(tx.tenant_id, code, group) for code, group in cases.items()]
        await tx.load("central.published", WIDE, rows)
    seen = await central.fetch("select * from comparison where province like $1 || '-%'", centre.slug)
    assert len(seen) == len(cases)
    for row in seen:
        group = cases[row["province"]]
        found = disclose(group)
        assert row["small"] == (group.eligible < 10)
        for name in ("detail", "eligible", "assessed", "graded", "high", "low", "unregistered"):
            assert row[name] == getattr(found, name), (name, group)
        assert row["level_people"] == (list(found.people) if found.people else None), group
    kinds = {row["detail"] for row in seen}
    assert kinds >= {"hidden", "total", "classes", "levels"}


async def test_places_are_rounded_in_the_view(database, central, centre):
    """What is stored of districts is exact; what the analyst reads is rounded, the small ones without a number."""
    counts = (0, 9, 10, 12, 13, 47, 1003)
    places = [
        {"code": str(n), "parent": "", "name": f"H{n}", "kind": "district", "registered": n, "assessed": n}
        for n in counts
    ]
    group = Group(eligible=60, assessed=0, people=(0, 0, 0, 0), national=FOUR)
    async with database.tenant(centre) as tx:
        row = entered(tx.tenant_id, centre.slug, group, places=places)
        await tx.load("central.published", WIDE, [row])
    (seen,) = await central.fetch("select places from comparison where province = $1", centre.slug)
    found = disclosure.places(msgspec.json.decode(seen["places"]))
    assert [one.registered for one in found] == [rounded(n) for n in counts] == [None, None, 10, 10, 15, 45, 1005]
    assert [one.assessed for one in found] == [one.registered for one in found]


@st.composite
def crosswalks(draw, width: int) -> Crosswalk:
    """Any mapping of the centre over levels l0, l1 …"""
    keys = draw(st.sets(st.sampled_from([f"l{place}" for place in range(width)])))
    return Crosswalk(version=1, levels={"k": {key: draw(levels) for key in keys}})


def _high(group: Group, place: int) -> bool:
    return group.national[place] in ("excellent", "good")
