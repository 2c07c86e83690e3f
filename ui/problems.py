"""Stable codes of the domain to sentences: what is wrong and what to do about it (style.md: error text is public API).

`ui/messages.py` holds the sentences; a test holds every code raised in `core` and `tenants` to one of them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from msgspec import Struct

from core.errors import Problem
from core.packs.schema import Text
from ui.formats import date_time, number, short_date
from ui.i18n import current, gettext, ngettext
from ui.messages import BY_STATUS, MESSAGES, Counted


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
    template = MESSAGES.get(code, BY_STATUS.get(status, BY_STATUS[422]))
    shown = {name: _shown(fact) for name, fact in facts.items()}
    if isinstance(template, Counted):
        count = facts.get(template.by)
        n = count if isinstance(count, int) else 0
        return ngettext(template.one, template.one, n) % (shown | {"num": number(n)})
    try:
        return gettext(template) % shown
    except KeyError:  # a fact the sentence needs was not given: say the general thing
        return gettext(BY_STATUS.get(status, BY_STATUS[422]))


def _leaves(problem: Problem) -> Iterator[Problem]:
    if not problem.problems:
        yield problem
        return
    for part in problem.problems:
        yield from _leaves(part)


def _shown(fact: object) -> str:
    match fact:
        case Text():
            return fact.in_(current())
        case bool():
            return str(fact)
        case int():
            return number(fact)
        case datetime():
            return date_time(fact)
        case date():
            return short_date(fact)
        case list() | tuple():
            return ", ".join(_shown(part) for part in fact)
    return str(fact)
