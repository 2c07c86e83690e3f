"""What is asked, what an answer holds, and when a sum may be shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.feedback import rules

TODAY = date(2021, 11, 20)


@given(st.integers(-5, 100), st.integers(0, 20))
def test_nothing_is_shown_before_the_end_or_below_five(days, answers):
    """A sum needs both: the last day gone, and five answers."""
    shown = rules.may_show(TODAY + timedelta(days=days), TODAY, answers)
    assert shown == (days < 0 and answers >= 5)


@given(st.lists(st.sampled_from(rules.ANSWERS), max_size=30))
def test_a_sum_counts_every_answer_once_in_any_order(given_answers):
    """The counts of a statement add up to the answers and do not know their order."""
    marks = [{"do_1": answer} for answer in given_answers]
    sums = rules.counted(["do_1"], marks)
    assert sum(sums["do_1"].values()) == len(marks)
    assert sums == rules.counted(["do_1"], reversed(marks))


def test_an_answer_names_every_statement():
    """What is open or unknown is said at its field; too long a text as well."""
    with pytest.raises(Problem) as refused:
        rules.check_answer(["do_1", "dont_2"], {"do_1": "always"}, "x" * 501)
    assert [one.field for one in refused.value.problems] == ["mark.do_1", "mark.dont_2", "words"]
    rules.check_answer(["do_1"], {"do_1": "unsure"}, "")


@pytest.mark.parametrize("days", [None, -1, 0, 61])
def test_a_round_ends_after_today_and_within_sixty_days(days):
    """No end, an end gone by, today, or too far away are refused at the field."""
    with pytest.raises(Problem) as refused:
        rules.check_end(None if days is None else TODAY + timedelta(days=days), TODAY)
    assert refused.value.field == "closes_on"
    rules.check_end(TODAY + timedelta(days=60), TODAY)


def test_a_few_statements_of_both_lists_are_asked(world):
    """At most three to do and three not to do, in the order of the sheet."""
    pack = world.programme.rules
    sides = {"do": [], "dont": []}
    for key, one in pack.criteria.items():
        sides[pack.groups[one.group].polarity].append(key)
    assert rules.chosen(pack, [*sides["dont"], *sides["do"]]) == (*sides["do"][:3], *sides["dont"][:3])
