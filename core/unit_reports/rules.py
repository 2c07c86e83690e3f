"""The life of a unit's report: who owes one, which act is possible in which state, when it is in time. Pure.

`planned` is a report that nobody has begun, `compiled` an accepted one that stands in the report of the unit above;
both are derived, never stored. Lateness, more time and exemption are facts beside the state (features.md row 57).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import msgspec

from core.errors import Problem
from core.packs.calendar import Due
from core.packs.patching import active
from core.packs.schema import Pack
from core.wording import worded

State = Literal["planned", "draft", "checked", "signed", "submitted", "returned", "accepted", "compiled"]
Act = Literal[
    "save", "check", "sign", "reopen", "submit", "recall", "return", "accept", "correct", "compile", "release"
]
STATES: tuple[State, ...] = State.__args__
ACTS: tuple[Act, ...] = Act.__args__
# What an act makes of a state; what is not here is refused. `compile` and `release` are acts of the unit above.
MOVES: Mapping[tuple[State, Act], State] = {
    ("planned", "save"): "draft",
    ("planned", "check"): "checked",
    ("draft", "save"): "draft",
    ("draft", "check"): "checked",
    ("checked", "save"): "draft",
    ("checked", "check"): "checked",
    ("checked", "sign"): "signed",
    ("signed", "reopen"): "draft",
    ("signed", "submit"): "submitted",
    ("submitted", "recall"): "draft",
    ("submitted", "return"): "returned",
    ("submitted", "accept"): "accepted",
    ("returned", "save"): "draft",
    ("returned", "check"): "checked",
    ("accepted", "correct"): "draft",
    ("accepted", "compile"): "compiled",
    ("compiled", "correct"): "draft",
    ("compiled", "release"): "accepted",
}
# Nobody above the top unit answers here: what it sent it corrects itself.
AT_TOP: Mapping[tuple[State, Act], State | None] = {
    ("submitted", "return"): None,
    ("submitted", "accept"): None,
    ("submitted", "correct"): "draft",
}
NEW_EDITION: frozenset[Act] = frozenset({"recall", "return", "correct"})
FIRST_LEVELS = ("district", "grassroots", "grassroots_branch")
SECTIONS = ("results", "difficulties", "proposals")
TEXT_MAX, WORDS_MAX, NUMBER_MOST, SYMBOL_MAX = 4000, 500, 99_999, 30
MOST = 2_000_000  # people in one cell
RECIPIENTS = ("upper", "party", "authority", "other")
RECIPIENTS_MOST = 12

# exempt: need not; on_time, inside (late, in more time given), late: sent; waiting: not yet due; overdue: neither.
Standing = Literal["exempt", "on_time", "inside", "late", "waiting", "overdue"]


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a report goes to, and what for ("báo cáo", "để biết")."""

    kind: Literal["upper", "party", "authority", "other"]
    name: str
    purpose: str = ""


def move(state: State, act: Act, *, top: bool = False) -> State:
    """The state after an act; Problem `unit_report.not-now` where it is not possible."""
    found = AT_TOP[state, act] if top and (state, act) in AT_TOP else MOVES.get((state, act))
    if found is None:
        raise Problem("unit_report.not-now", state=state, act=act)
    return found


def possible(state: State, act: Act, *, top: bool = False) -> bool:
    """Whether an act is possible in a state."""
    try:
        return bool(move(state, act, top=top))
    except Problem:
        return False


def owed(rules: Pack, milestones: Mapping[str, Due], key: str) -> tuple[Due, tuple[str, ...]] | None:
    """The date of a report and the kinds of units that owe it; None for one that no date asks for."""
    due = next((one for one in milestones.values() if one.act == f"report:{key}"), None)
    return (due, tuple(kind for kind in due.owed_by if kind != "person")) if due else None


def reports_of(rules: Pack) -> tuple[str, ...]:
    """The reports of a pack, in order."""
    return tuple(active(rules.reports))


def called(kind: str, above: str) -> bool:
    """Whether the call of a unit of kind `above` reaches a unit of this kind directly below: units with a committee of
    their own; the branches of a commune too."""
    return kind in FIRST_LEVELS or (kind in ("section", "branch", "subbranch") and above not in ("top", "district"))


def standing(
    closes_at: datetime, now: datetime, sent_at: datetime | None, until: datetime | None, exempt: bool
) -> Standing:
    """How a unit stands to a date. `sent_at` is its first submission that it did not take back, `until` the end of the
    time it was given beyond the date. Instants are half-open: at `closes_at` itself it is late."""
    if sent_at is not None:
        if sent_at < closes_at:
            return "on_time"
        return "inside" if until is not None and sent_at < until else "late"
    if exempt:
        return "exempt"
    return "waiting" if now < closes_at else "overdue"


def words(text: str, field: str, *, needed: bool = True) -> str:
    """What was typed, without blanks around."""
    return worded(text, field, WORDS_MAX, code="unit_report.words-missing" if needed else "")


def texts(given: Mapping[str, str]) -> dict[str, str]:
    """The sections of the report that say something."""
    problems = [
        Problem("form.too-long", field=f"text.{key}", max=TEXT_MAX)
        for key in SECTIONS if len(given.get(key, "")) > TEXT_MAX
    ]  # fmt: skip
    if problems:
        raise Problem("form.refused", problems=problems)
    return {key: text for key in SECTIONS if (text := given.get(key, "").strip())}


def numbers(given: tuple[int | None, ...], field: str) -> tuple[int, ...]:
    """A typed row: every cell, whole numbers from zero on."""
    if any(one is None for one in given):
        raise Problem("unit_report.row-incomplete", field=field)
    if any(one < 0 or one > MOST for one in given if one is not None):
        raise Problem("unit_report.number-out-of-range", field=field, max=MOST)
    return tuple(one for one in given if one is not None)


def recipients(given: tuple[Recipient, ...], *, top: bool) -> tuple[Recipient, ...]:
    """Whom a report goes to: the upper union first, unless there is none; nobody twice."""
    found: list[Recipient] = []
    for one in given:
        if not one.name.strip():
            continue
        if len(one.name) > 200 or len(one.purpose) > 60:
            raise Problem("form.too-long", field="recipient", max=200)
        if all((one.kind, one.name.casefold()) != (other.kind, other.name.casefold()) for other in found):
            found.append(one)
    if len(found) > RECIPIENTS_MOST:
        raise Problem("unit_report.too-many-recipients", field="recipient", max=RECIPIENTS_MOST)
    if not found or (not top and found[0].kind != "upper"):
        raise Problem("unit_report.nobody-to-send-to", field="recipient")
    return tuple(found)


def check_number(number: int | None, symbol: str, dated_on: date | None, today: date, taken: frozenset[int]) -> None:
    """A number of the register that nobody has taken, its symbol, and a day that is not yet to come."""
    problems = []
    if number is None:
        problems.append(Problem("form.required", field="number"))
    elif not 0 < number <= NUMBER_MOST:
        problems.append(Problem("unit_report.number-out-of-range", field="number", max=NUMBER_MOST))
    elif number in taken:
        problems.append(Problem("unit_report.number-taken", field="number", number=number))
    if not symbol:
        problems.append(Problem("form.required", field="symbol"))
    elif len(symbol) > SYMBOL_MAX:
        problems.append(Problem("form.too-long", field="symbol", max=SYMBOL_MAX))
    if dated_on is None:
        problems.append(Problem("form.required", field="dated_on"))
    elif dated_on > today:
        problems.append(Problem("unit_report.date-to-come", field="dated_on"))
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Problem("form.refused", problems=problems)


def named(number: int, symbol: str) -> str:
    """A number as printed, in two digits at least: "07-BC/ĐTN"."""
    return f"{number:02}-{symbol}"


def gaps(taken: frozenset[int]) -> tuple[int, ...]:
    """The numbers that are missing between the first and the last one taken."""
    return tuple(number for number in range(1, max(taken, default=0)) if number not in taken)
