"""What an override does to a ranking: the same published rows read twice, and nothing that was hidden."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.comparison.facts import Crosswalk, Level, Published, Question
from core.comparison.indicators import CATALOGUE
from core.comparison.queries import compared
from core.crosswalks.effect import Effect, effect

PACKS = ("kien_giang_kl06", "binh_duong_criteria")
KEYS = {"tot": "excellent", "kha": "good", "trung_binh": "completed", "yeu": "not_completed"}
NATIONALS = st.sampled_from([*KEYS.values(), None])
overrides = st.dictionaries(st.sampled_from(PACKS), st.dictionaries(st.sampled_from(list(KEYS)), NATIONALS, max_size=4))


def row(province: str, pack: str, *people: int) -> Published:
    """A province's results of 2020 as the barrier view gives them: all levels from 50 people, two classes from ten."""
    total, detail = sum(people), "levels" if sum(people) >= 50 else "classes" if sum(people) >= 10 else "hidden"
    shown = people if detail == "levels" else (None,) * 4
    seen = detail != "hidden"
    return Published(
        province=province, year=2020, subject="cadre", pack=pack, synthetic=False, closed=True, small=total < 10,
        as_of=datetime(2020, 12, 20, tzinfo=UTC), units=9, units_counted=9, units_implementing=9, eligible=total,
        registered=total, validated=total, registered_late=0, assessed=total if seen else None,
        unregistered=0 if seen else None, detail=detail, graded=total if seen else None,
        levels=tuple(Level(*one) for one in zip(KEYS, KEYS.values(), shown, strict=True)),
        high=people[0] + people[1] if seen else None, low=people[2] + people[3] if seen else None,
        commended=None, reports_due=None, reports_on_time=None, reviewed=None, returned=None, texts=None, alike=None,
        due_on=None, curve_from=None, curve=(),
    )  # fmt: skip


def tried(rows: list[Published], levels: dict, indicator: str = "excellent_good") -> Effect:
    """The effect of a version on an indicator."""
    question = Question(indicator=indicator, year=2020, subject="cadre")
    now = compared(rows, question, CATALOGUE[indicator])
    return effect(now, compared(rows, question, CATALOGUE[indicator], Crosswalk(version=1, levels=levels)))


ROWS = [
    row("kien-giang", PACKS[0], 50, 40, 8, 2),  # 90 % in the upper half
    row("binh-duong", PACKS[1], 60, 20, 15, 5),  # 80 %
    row("ca-mau", PACKS[0], 20, 10, 5, 5),  # 75 % of forty: two classes only
    row("son-la", PACKS[0], 5, 1, 0, 1),  # hidden
]


def test_one_override_turns_the_order_round():
    """Khá of one pack counted as completed: its province falls behind, the other rises without a change of its own."""
    found = {move.province: move for move in tried(ROWS, {PACKS[0]: {"kha": "completed"}}).moves}
    places = {code: (move.before.rank, move.after.rank) for code, move in found.items()}
    assert (places["kien-giang"], places["binh-duong"]) == ((1, 2), (2, 1))
    assert (found["kien-giang"].places, found["binh-duong"].places) == (-1, 1)
    assert found["kien-giang"].difference * 100 == -40
    assert found["binh-duong"].difference == 0


def test_a_small_group_is_hidden_rather_than_guessed():
    """Forty people publish two classes: an override across the line takes them out; one within a class leaves them."""
    across = tried(ROWS, {PACKS[0]: {"kha": "completed"}})
    assert [move.province for move in across.left] == ["ca-mau"]
    assert next(move.after.note for move in across.left) == "crosswalk"
    within = tried(ROWS, {PACKS[0]: {"kha": "excellent"}})
    assert within.left == () and within.changed == ()


def test_a_pack_that_cannot_be_compared_leaves_the_ranking():
    """With no comparable level a province has no value and no place; it comes back when the version is undone."""
    found = tried(ROWS, {PACKS[1]: dict.fromkeys(KEYS)})
    assert [move.province for move in found.left] == ["binh-duong"]
    assert found.left[0].after.note == "not_comparable"


@given(overrides, st.sampled_from(["excellent_good", "excellent", "completed"]))
def test_a_version_that_says_nothing_new_changes_nothing(levels: dict, indicator: str):
    """Whatever is said again as the packs have it, no province moves; the places are always those of the values."""
    assert tried(ROWS, {pack: KEYS for pack in PACKS}, indicator).changed == ()
    found = tried(ROWS, levels, indicator)
    values = sorted((m.after.value for m in found.moves if m.after.value is not None), reverse=True)
    for move in found.moves:
        assert (move.after.rank is None) == (move.after.value is None)
        if move.after.value is not None:
            assert move.after.rank == values.index(move.after.value) + 1


@given(overrides, st.sampled_from(["excellent_good", "excellent", "not_completed"]), st.permutations([5, 1, 0, 1]))
def test_no_version_reveals_a_hidden_group(levels: dict, indicator: str, people: list[int]):
    """However seven people stand, and whatever the centre decides, the answer about all provinces is the same."""
    other = [*ROWS[:3], row("son-la", PACKS[0], *people)]
    assert tried(other, levels, indicator) == tried(ROWS, levels, indicator)
