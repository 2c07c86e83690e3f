"""Stable codes of the domain to sentences: what is wrong and what to do about it (style.md: error text is public API).

`ui/messages/` holds the sentences; a test holds every code raised in `core` and `tenants` to one of them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from core.errors import Problem
from core.packs.schema import Text
from ui.formats import date_time, number, short_date
from ui.i18n import current, gettext, ngettext
from ui.messages import BY_STATUS, MESSAGES, PACK_FAULT
from ui.messages.counted import Counted
from ui.terms import KINDS, TITLES, kind_label, title_label

_TERMS = {"kind": (KINDS, kind_label), "parent": (KINDS, kind_label), "title": (TITLES, title_label)}
_YEARS = ("year", "first", "last")


class FieldError(Struct, frozen=True):
    """One thing to correct; `field` names the input (its id is `f-<field>`), or is `None` for the whole form."""

    field: str | None
    text: str


class Errors(Struct, frozen=True):
    """What a form has to correct, in the order of the form. Empty is false."""

    items: tuple[FieldError, ...]

    def __bool__(self) -> bool:
        return bool(self.items)

    def of(self, field: str) -> str | None:
        """The message at `field`."""
        return next((error.text for error in self.items if error.field == field), None)


def errors_of(problem: Problem | None) -> Errors:
    """A refusal and everything collected in it, as messages beside their fields."""
    return Errors(tuple(FieldError(one.field, message(one)) for one in _leaves(problem)) if problem else ())


def message(problem: Problem) -> str:
    """The sentence for a refusal in the active language."""
    return sentence(problem.code, problem.facts, status=problem.status)


def sentence(code: str, facts: Mapping[str, object], *, status: int = 422) -> str:
    """The sentence for `code`; an unknown code gets the general one of its status, never the code itself."""
    general = PACK_FAULT if {"found", "wanted"} <= facts.keys() else BY_STATUS.get(status, BY_STATUS[422])
    template = MESSAGES.get(code, general)
    shown = {name: _shown(name, fact) for name, fact in facts.items()}
    shown.setdefault("max", shown.get("most", ""))
    try:
        if isinstance(template, Counted):
            n = _count(template, facts)
            return ngettext(template.one, template.one, n) % (shown | {"num": number(n)})
        return gettext(template) % shown
    except KeyError:  # a fact that the sentence needs was not given: say the general thing
        return gettext(BY_STATUS.get(status, BY_STATUS[422]))


def _count(template: Counted, facts: Mapping[str, object]) -> int:
    counted, less = facts.get(template.by), facts.get(template.less, 0)
    return (counted if isinstance(counted, int) else 0) - (less if isinstance(less, int) else 0)


def _leaves(problem: Problem) -> Iterator[Problem]:
    if not problem.problems:
        yield problem
        return
    for part in problem.problems:
        yield from _leaves(part)


def _shown(name: str, fact: object) -> str:
    if isinstance(fact, str) and name in _TERMS and fact in _TERMS[name][0]:
        return _TERMS[name][1](fact)
    match fact:
        case Text():
            return fact.in_(current())
        case Decimal():
            return number(fact)
        case int() if name not in _YEARS:
            return number(fact)
        case datetime():
            return date_time(fact)
        case date():
            return short_date(fact)
        case list() | tuple():
            return ", ".join(_shown(name, part) for part in fact)
    return str(fact)
