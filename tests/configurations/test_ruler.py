"""The ruler: bands from the minimums, gaps and overlaps where the linter finds them, and answers that no longer fit."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.configurations import queries
from core.configurations.ruler import ruler
from core.packs import lint
from core.packs.catalog import discover
from core.packs.patching import resolve

SCHOOL = discover().get("dhkt_school_year").rules
LEVELS = ("hoan_thanh_xuat_sac", "hoan_thanh_tot", "hoan_thanh", "khong_hoan_thanh")
BEST, GOOD, DONE, FAILED = LEVELS


def measured(**levels: dict[str, object]):
    """The school's ruler with edits of some levels."""
    rules = resolve(SCHOOL, {"scale": {"levels": levels}})
    return ruler(rules, lint.check(rules))


def test_the_bands_are_those_of_the_source() -> None:
    """Each level from its minimum up to the next; the points between printed ends are answered by the erratum."""
    found = measured()
    assert [(band.key, band.lower, band.upper) for band in found.bands] == [
        (BEST, 90, 100), (GOOD, 80, 90), (DONE, 70, 80), (FAILED, 0, 70),
    ]  # fmt: skip
    assert [(one.kind, one.lower, one.upper, one.level, one.other, one.finding.waived_by) for one in found.flaws] == [
        ("gap", 89, 90, GOOD, BEST, "s4_a3"), ("gap", 79, 80, DONE, GOOD, "s4_a3"),
    ]  # fmt: skip
    assert found.open_flaws == ()


def test_what_lies_below_the_last_level_is_a_gap() -> None:
    """A last level from 10 leaves 0 to 10 to nobody."""
    (flaw,) = measured(**{FAILED: {"minimum": 10}}).open_flaws
    assert (flaw.kind, flaw.lower, flaw.upper, flaw.level, flaw.other) == ("gap", 0, 10, FAILED, "")


def test_what_two_levels_claim_is_an_overlap() -> None:
    """A printed end past the next level's start, and minimums that do not fall."""
    (printed,) = measured(**{GOOD: {"maximum": 95}}).open_flaws
    assert (printed.kind, printed.lower, printed.upper, printed.level) == ("overlap", 90, 95, GOOD)
    risen = measured(**{DONE: {"minimum": 85, "maximum": None}}).open_flaws
    assert ("overlap", 80, 85, DONE) in [(one.kind, one.lower, one.upper, one.level) for one in risen]


def test_a_best_level_short_of_the_total_leaves_a_gap() -> None:
    """Who has all points has a level."""
    (flaw,) = measured(**{BEST: {"maximum": 95}}).open_flaws
    assert (flaw.kind, flaw.lower, flaw.upper, flaw.level) == ("gap", 95, 100, BEST)


def test_the_packs_answer_to_a_narrow_gap_does_not_cover_a_wide_one() -> None:
    """The erratum about 89.5 is none about 85 to 90; moved along with its neighbour the gap stays answered, and an
    answer of the tenant's own holds whatever its width."""

    def left_open(patch: dict[str, object]) -> list[str]:
        draft = queries.made("dhkt_school_year", "edited", 1, "", SCHOOL, patch)
        return [one.address for one in draft.open_findings]

    wide = {"scale": {"levels": {GOOD: {"maximum": 85}}}}
    assert left_open(wide) == [f"levels.gap@scale.levels.{GOOD}"]
    assert left_open({"scale": {"levels": {BEST: {"minimum": 92}, GOOD: {"maximum": 91}}}}) == []
    assert left_open({**wide, "errata": {"s4_a3": {"reason": {"vi": "Nhà trường quyết định."}}}}) == []


@settings(deadline=None)
@given(st.lists(st.integers(1, 99), min_size=3, max_size=3, unique=True).map(sorted))
def test_falling_minimums_share_the_ruler_out(starts: list[int]) -> None:
    """Whatever the bounds, without printed ends the bands meet and no point is nobody's."""
    third, second, first = starts
    plain = {"maximum": None, "below": None}
    found = measured(**{
        BEST: {"minimum": first, "maximum": None}, GOOD: {"minimum": second, **plain},
        DONE: {"minimum": third, **plain}, FAILED: {"minimum": 0, **plain},
    })  # fmt: skip
    assert found.flaws == ()
    edges = [(band.lower, band.upper) for band in reversed(found.bands)]
    assert edges == [(0, third), (third, second), (second, first), (first, 100)]


@settings(deadline=None)
@given(st.integers(0, 99), st.integers(0, 100))
def test_flaws_lie_on_the_ruler(minimum: int, printed: int) -> None:
    """However wrong the numbers typed, what is hatched lies between 0 and the total, and is never turned round."""
    for flaw in measured(**{GOOD: {"minimum": minimum, "maximum": printed}}).flaws:
        assert 0 <= flaw.lower <= flaw.upper <= 100
