"""From points, conditions and judgements to a level, with every step of the way."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.packs import points, rating, reading
from core.packs.facts import ItemFact, Rating, RatingFact
from core.packs.schema import Pack

SCALE = """
kind = "points"
[levels.xuat_sac]
title = "Hoàn thành xuất sắc"
minimum = 90
[levels.tot]
title = "Hoàn thành tốt"
minimum = 80
[levels.hoan_thanh]
title = "Hoàn thành"
minimum = 70
[levels.khong]
title = "Không hoàn thành"
minimum = 0
also = ["nothing_registered", "not_carried_out"]
"""
ORDER = ("xuat_sac", "tot", "hoan_thanh", "khong")
KEYS = tuple(f"c{number}" for number in range(1, 23))


def by_points(small: str, **more: object) -> Pack:
    """The small pack with points out of 100."""
    plain = tomllib.loads(small)
    plain["registration"] = {"points": {"total": 100}}
    plain["scale"] = tomllib.loads(SCALE) | more
    return reading.build(plain)


@pytest.fixture
def scored(small) -> Pack:
    """Points, four half-open bands."""
    return by_points(small)


def fact(total: int, **more: object) -> RatingFact:
    """One item that brings `total` hundredths."""
    return RatingFact(items=(ItemFact(criterion="first", registered=10_000, given=total),), **more)


@pytest.mark.parametrize(
    ("total", "level"),
    [(10_000, "xuat_sac"), (9_000, "xuat_sac"), (8_999, "tot"), (8_950, "tot"), (8_000, "tot"),
     (7_950, "hoan_thanh"), (7_000, "hoan_thanh"), (6_999, "khong"), (0, "khong")],
)  # fmt: skip
def test_bands_are_half_open(scored, total, level):
    """89.5 is in 80–89, not in 90–100; nothing falls between two bands (S4-A3)."""
    found = rating.rate(scored, fact(total))
    assert (found.level, found.computed, found.total) == (level, level, total)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=22))
def test_every_sum_has_one_level_and_more_points_are_never_worse(given_points):
    """The level follows from the sum alone, and falls in no gap."""
    pack = by_points(SMALL)
    totals = sorted({sum(given_points) % 10_001, 0, 10_000})
    ranks = [ORDER.index(rating.rate(pack, fact(total)).level) for total in totals]
    assert ranks == sorted(ranks, reverse=True)


@given(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 500), min_size=1))
def test_the_same_facts_give_the_same_explanation(given_points):
    """A result computed again is identical, reasons included, and its items add up to its sum."""
    items = tuple(ItemFact(criterion=key, registered=500, given=value) for key, value in given_points.items())
    pack = by_points(SMALL)
    first, again = rating.rate(pack, RatingFact(items=items)), rating.rate(pack, RatingFact(items=items))
    assert first == again
    assert sum(one.facts["given"] for one in first.reasons if one.step == "item") == first.total


def test_a_missing_part_is_not_zero(scored):
    """An item that nobody judged keeps the result open and is named (domain.md §4)."""
    items = (ItemFact(criterion="first", registered=9_000, given=9_000), ItemFact(criterion="second", registered=1_000))
    found = rating.rate(scored, RatingFact(items=items))
    assert (found.level, found.total, found.open) == (None, None, ("item:second",))
    assert rating.rate(scored, RatingFact()).open == ("items",)


def test_who_registered_nothing_has_the_level_that_says_so(scored):
    """S4-52: nothing registered, or nothing carried out, without a point being counted."""
    for given_fact in (RatingFact(registered=False), RatingFact(carried_out=False)):
        found = rating.rate(scored, given_fact)
        assert (found.level, found.total) == ("khong", None)
    assert rating.rate(scored, RatingFact(carried_out=None)).level is None


def test_an_override_keeps_the_computed_level_beside_it(scored):
    """A level against the sum holds, with its reason; the rules' own answer stays readable."""
    found = rating.rate(scored, fact(8_000, level="xuat_sac", reason="Giải Nhất nghiên cứu khoa học"))
    assert (found.level, found.computed) == ("xuat_sac", "tot")
    last = found.reasons[-1]
    assert (last.step, last.facts["computed"]) == ("override", "tot")


def test_conditions_that_points_cannot_replace(small):
    """91 points without the condition are one level lower; a condition nobody answered keeps the result open."""
    conditions = {"present": {"title": "Sinh hoạt đầy đủ"}}
    levels = tomllib.loads(SCALE)["levels"]
    levels["xuat_sac"]["requires"] = ["present"]
    pack = by_points(small, kind="points_with_prerequisites", prerequisites=conditions, levels=levels)
    assert rating.rate(pack, fact(9_100, prerequisites={"present": True})).level == "xuat_sac"
    assert rating.rate(pack, fact(9_100, prerequisites={"present": False})).level == "tot"
    assert rating.rate(pack, fact(9_100)).open == ("condition:present",)


def test_a_recorded_violation_caps_the_level(small):
    """The cap holds from the number of entries it names, for the kind it names, and says what it took away."""
    caps = {"law": {"title": "Vi phạm pháp luật", "register": "violation", "choice": "law", "level": "hoan_thanh"}}
    registers = {"violation": {"title": "Vi phạm", "kind": "violation", "of": "person"}}
    plain = reading.plain(by_points(small, caps=caps)) | {"registers": registers}
    pack = reading.build(plain)
    assert rating.rate(pack, fact(9_500, violations={"violation": 3})).level == "xuat_sac"
    found: Rating = rating.rate(pack, fact(9_500, violations={"violation:law": 1}))
    assert found.level == "hoan_thanh"
    cap = next(one for one in found.reasons if one.step == "cap")
    assert (cap.facts["from"], cap.facts["to"], cap.facts["count"]) == ("xuat_sac", "hoan_thanh", 1)
    assert rating.rate(pack, fact(6_000, violations={"violation:law": 1})).level == "khong"


def test_a_judged_level_is_what_the_committee_says(kl06):
    """On a scale of names the level is given, after the voices; without one the result is open (S0-45, S0-A8)."""
    found = rating.rate(kl06, RatingFact(level="tot", voices=("party_committee",), missing=("youth",)))
    assert (found.level, [one.step for one in found.reasons]) == ("tot", ["judged", "voice", "missing"])
    assert rating.rate(kl06, RatingFact()).open == ("level",)


@given(st.integers(1, 22), st.sampled_from((1, 10, 100, 1000)))
def test_an_even_spread_sums_exactly(number, total):
    """No hundredth is lost or made, and shares differ by one hundredth at most, the first the larger."""
    spread = points.even(KEYS[:number], total)
    values = list(spread.values())
    assert points.total_of(spread) == total * 100
    assert values == sorted(values, reverse=True) and values[0] - values[-1] <= 1


@given(st.integers(0, 999_999))
def test_points_typed_with_comma_or_dot_are_the_same(hundredths):
    """8,5 and 8.50 are 850 hundredths; nothing is rounded."""
    whole, part = divmod(hundredths, 100)
    assert points.parse(f"{whole},{part:02}") == points.parse(f" {whole}.{part:02} ") == hundredths


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.234", "1,2,3", "12345", "١٢", "1e3", " "])
def test_what_is_no_number_of_points_is_refused(typed):
    """Nothing is guessed from a slip of the keyboard."""
    assert points.parse(typed) is None


SMALL = """
contract = 1
id = "small"
version = "2020.1"
title = "Chương trình nhỏ"
summary = "Để thử."
issuer = "Đoàn trường"
[subject]
kind = "member"
[period]
kind = "calendar_year"
"""
