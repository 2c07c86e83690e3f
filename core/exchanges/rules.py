"""How often people are talked with, and what a difficulty and its answer must say. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from core.errors import Problem
from core.packs.schema import Pack, Register
from core.registers.rules import books
from core.wording import worded

WORDS_MAX = 1000
FURTHEST = timedelta(days=366)  # a step that is due later than that is none


def talk_book(rules: Pack) -> tuple[str, Register] | None:
    """The book of talks with people, where the pack has one."""
    found: Mapping[str, Register] = books(rules)
    return next(((key, one) for key, one in found.items() if one.kind == "exchange" and one.of == "person"), None)


def rhythm_of(register: Register) -> str:
    """`month` or `quarter`: the rarer one where the pack leaves the choice ("monthly or quarterly", S4-41)."""
    return register.rhythm or "quarter"


def period(rhythm: str, today: date) -> tuple[date, date]:
    """The first and the last day of the month or quarter of `today`."""
    months = 1 if rhythm == "month" else 3
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    after = first.month + months
    following = date(first.year + (after > 12), after - 12 if after > 12 else after, 1)
    return first, following - timedelta(days=1)


def words(text: str, field: str, *, needed: bool = True) -> str:
    """What was typed, without blanks around."""
    return worded(text, field, WORDS_MAX, code="difficulty.words-missing" if needed else "")


def check_step(responsible: UUID | None, due_on: date | None, today: date) -> None:
    """A step with a day needs somebody who takes it, and a day that is to come."""
    if due_on is None:
        return
    if responsible is None:
        raise Problem("difficulty.responsible-missing", field="responsible")
    if not today <= due_on <= today + FURTHEST:
        raise Problem("difficulty.due-outside", field="due_on", day=today + FURTHEST)
