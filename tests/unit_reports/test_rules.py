"""The life of a report as pure rules: every act in every state, instants of lateness, numbers of the register."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.unit_reports import rules
from core.unit_reports.rules import ACTS, STATES, Recipient

END = datetime(2021, 12, 14, 17, tzinfo=UTC)  # the first instant too late: 15 December 00:00 in Viet Nam
# state → the acts that are possible there and what they lead to, written out by hand.
TABLE = {
    "planned": {"save": "draft", "check": "checked"},
    "draft": {"save": "draft", "check": "checked"},
    "checked": {"save": "draft", "check": "checked", "sign": "signed"},
    "signed": {"reopen": "draft", "submit": "submitted"},
    "submitted": {"recall": "draft", "return": "returned", "accept": "accepted"},
    "returned": {"save": "draft", "check": "checked"},
    "accepted": {"correct": "draft", "compile": "compiled"},
    "compiled": {"correct": "draft", "release": "accepted"},
}
TOP = TABLE | {"submitted": {"recall": "draft", "correct": "draft"}}


@pytest.mark.parametrize(("top", "table"), [(False, TABLE), (True, TOP)])
def test_every_act_in_every_state(top, table) -> None:
    """An act leads where the table says, and is refused by its code everywhere else; at the top nobody answers."""
    assert set(table) == set(STATES)
    for state in STATES:
        for act in ACTS:
            wanted = table[state].get(act)
            assert rules.possible(state, act, top=top) == (wanted is not None)
            if wanted:
                assert rules.move(state, act, top=top) == wanted
            else:
                with pytest.raises(Problem, match=r"^unit_report\.not-now$"):
                    rules.move(state, act, top=top)


@pytest.mark.parametrize(
    ("sent", "until", "wanted"),
    [
        (END - timedelta(microseconds=1), None, "on_time"), (END, None, "late"),
        (END, END + timedelta(days=3), "inside"), (END + timedelta(days=3), END + timedelta(days=3), "late"),
    ],
)  # fmt: skip
def test_lateness_by_the_instant(sent, until, wanted) -> None:
    """In time until the last microsecond before the end; inside the time given until its own; then late."""
    assert rules.standing(END, END + timedelta(days=9), sent, until, False) == wanted
    assert rules.standing(END, END - timedelta(days=9), sent, until, True) == wanted, "who reported has reported"


def test_what_is_not_sent() -> None:
    """Waiting until the end, overdue from it on; who is excused is neither."""
    assert rules.standing(END, END - timedelta(microseconds=1), None, None, False) == "waiting"
    assert rules.standing(END, END, None, None, False) == "overdue"
    assert rules.standing(END, END, None, None, True) == "exempt"


@given(st.sets(st.integers(1, 60)))
def test_gaps_and_numbers_make_the_whole_register(taken) -> None:
    """Numbers taken and gaps together are 1 … the last one, and never overlap."""
    found = rules.gaps(frozenset(taken))
    assert sorted((*found, *taken)) == list(range(1, max(taken, default=0) + 1))


def test_a_number_of_the_register() -> None:
    """Refused: none, one that is taken, one without a symbol, a day to come; all faults at once."""
    day = date(2021, 12, 10)
    rules.check_number(12, "BC/ĐTN", day, day, frozenset({11}))
    with pytest.raises(Problem, match="number-taken"):
        rules.check_number(11, "BC/ĐTN", day, day, frozenset({11}))
    with pytest.raises(Problem) as refused:
        rules.check_number(None, "", date(2021, 12, 11), day, frozenset())
    assert [one.field for one in refused.value.problems] == ["number", "symbol", "dated_on"]


def test_recipients_name_the_unit_above_first() -> None:
    """Somebody must get it: below the top the upper union; empty lines are left out, nobody is named twice."""
    upper, party = Recipient(kind="upper", name="Tỉnh đoàn"), Recipient(kind="party", name="Huyện ủy")
    assert rules.recipients((upper, party, party, Recipient(kind="other", name=" ")), top=False) == (upper, party)
    assert rules.recipients((party,), top=True) == (party,)
    for refused in ((), (party, upper)):
        with pytest.raises(Problem, match="nobody-to-send-to"):
            rules.recipients(refused, top=False)
