"""What an entry of a register must hold, and which sort of book it goes into (S2-7 … S2-10, S3-16, S3-19): pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from core.errors import NotFound, Problem
from core.packs.patching import active
from core.packs.schema import Pack, Quantity, Register
from core.registers.awards import Award
from core.registers.awards import problems as award_problems

Sort = Literal["open", "inspection", "restricted"]
TITLE_MAX, NOTE_MAX = 300, 4000
MOST = 10**15  # of a quantity: a whole province of them still fits a bigint
GROUPED = re.compile(r"\d{1,3}(?:([. ,])\d{3})(?:\1\d{3})*|\d+")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as typed: `quantities` holds the text of each number by its key."""

    happened_on: date | None = None
    title: str = ""
    note: str = ""
    choice: str = ""
    place_unit_id: UUID | None = None
    quantities: Mapping[str, str] = {}
    award: Award | None = None


def books(rules: Pack) -> Mapping[str, Register]:
    """The registers of a programme, in the pack's order."""
    return active(rules.registers)


def book(rules: Pack, key: str) -> Register:
    """One register; NotFound where the pack has none of this key."""
    found = books(rules).get(key)
    if found is None:
        raise NotFound("access.not-found")
    return found


def sort_of(register: Register) -> Sort:
    """By which rights a book is read and written: the state in the table of access."""
    if register.restricted:
        return "restricted"
    return "inspection" if register.kind == "inspection" else "open"


def evidence(rules: Pack) -> Mapping[str, str]:
    """The register that proves a criterion, by criterion (S3-11, S3-16)."""
    known = books(rules)
    return {key: one.evidence for key, one in active(rules.criteria).items() if one.evidence in known}


def whole(text: str) -> int | None:
    """A whole number from 0 as people type it, in groups of three or not (`35.000.000`); None where nothing was typed.
    Problem `register.not-whole` for anything else, signs and decimals too."""
    typed = " ".join(text.split())
    if not typed:
        return None
    if not typed.isascii() or not GROUPED.fullmatch(typed):
        raise Problem("register.not-whole")
    value = int(re.sub(r"\D", "", typed))
    if value > MOST:
        raise Problem("register.too-much")
    return value


def check(register: Register, draft: Draft, begins: date, ends: date, today: date) -> dict[str, int]:
    """The quantities of an acceptable entry. Everything that is missing or wrong is named at once, each at its field:
    the day lies in the programme's period and not ahead, a kind is chosen where the book has kinds."""
    problems = _day(draft.happened_on, begins, ends, today)
    if not draft.title.strip():
        problems.append(Problem("register.title-missing", field="title"))
    for name, text, most in (("title", draft.title, TITLE_MAX), ("note", draft.note, NOTE_MAX)):
        if len(text) > most:
            problems.append(Problem("form.too-long", field=name, max=most))
    if register.choices and not draft.choice:
        problems.append(Problem("register.choice-missing", field="choice"))
    elif draft.choice and draft.choice not in register.choices:
        problems.append(Problem("form.unknown-choice", field="choice"))
    problems += award_problems(register, draft.award, today)
    found: dict[str, int] = {}
    for key, quantity in active(register.quantities).items():
        try:
            value = _number(quantity, draft.quantities.get(key, ""))
        except Problem as problem:
            problems.append(Problem(problem.code, field=f"quantity.{key}"))
        else:
            found |= {} if value is None else {key: value}
    if problems:
        raise Problem("register.refused", problems=problems)
    return found


def _number(quantity: Quantity, text: str) -> int | None:
    value = whole(text)
    if value is None and quantity.required:
        raise Problem("register.quantity-missing")
    return value


def _day(day: date | None, begins: date, ends: date, today: date) -> list[Problem]:
    if day is None:
        return [Problem("register.date-missing", field="happened_on")]
    if day > today:
        return [Problem("register.future", field="happened_on")]
    if not begins <= day <= ends:
        return [Problem("register.outside-period", field="happened_on", begins=begins, ends=ends)]
    return []
