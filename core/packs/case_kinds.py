"""The questions a worked case may ask of a pack, and how an answer is compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from core.packs import lint, text
from core.packs.calendar import VIETNAM, Due
from core.packs.facts import AssessmentFact, Finding, RowFact, SeatFact, SheetFact, SubjectFact
from core.packs.installed import PackHooks
from core.packs.patching import active
from core.packs.schema import Entry, Pack
from core.packs.text import Text

Given = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pack's answer as plain data."""

    answer: Mapping[str, object]

    def differences(self, expect: Mapping[str, object]) -> Iterator[str]:
        """Where the answer is not what is expected; what is not mentioned is not compared."""
        if "refused" in self.answer and "refused" not in expect:
            yield f"expected an answer, got refused: {self.answer['refused']!r}"
            return
        yield from _compare(expect, self.answer, "")


def milestones(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a year: each milestone with its days, wording and parties; `keys` are all, earliest first.
    With `at`, an instant: `late` are those that are over then."""
    _only(given, "year", "at")
    dues = hooks.milestones(rules, int(str(given["year"])))
    answer: dict[str, object] = {due.key: _due(due) for due in dues}
    answer["keys"] = [due.key for due in dues]
    if "at" in given:
        at = _instant(given["at"])
        answer["late"] = [due.key for due in dues if due.closes_at <= at]
    return Outcome(answer)


def enrolment(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a person's seats: the unit where he counts (empty: nowhere) and the clause."""
    _only(given, "seats")
    seats = msgspec.convert(given["seats"], tuple[SeatFact, ...])
    found = hooks.enrolment_basis(rules, seats)
    return Outcome({"unit": found.seat.unit_id if found.seat else "", "reason": found.reason})


def registration(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given the items of a sheet: its problems as `code@field`."""
    _only(given, "items", "seat")
    sheet = SheetFact(items=msgspec.convert(given["items"], dict[str, str]))
    return _problems(hooks.registration_problems(rules, sheet, _subject(given)))


def suggestions(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a criterion and perhaps a seat: the keys of the suggested solutions, in order."""
    _only(given, "criterion", "seat")
    found = hooks.suggestions(rules, str(given["criterion"]), _subject(given))
    return Outcome({"keys": [suggestion.key for suggestion in found]})


def assessment(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a stage and what it gives: its problems as `code@field`."""
    act = {name: value for name, value in given.items() if name != "stage"}
    return _problems(hooks.assessment_problems(rules, str(given["stage"]), msgspec.convert(act, AssessmentFact)))


def report(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a report and the values of a row: the checks it breaks as `code@column`."""
    _only(given, "report", "values")
    row = RowFact(values=msgspec.convert(given["values"], dict[str, int]))
    return _problems(hooks.report_problems(rules, str(given["report"]), row))


def data(_hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a key path (`targets/boards`, empty for the whole): what the rules say there, with `keys` of the
    entries in use and texts in Vietnamese."""
    _only(given, "at")
    found: object = rules
    for step in filter(None, str(given.get("at", "")).split("/")):
        found = found[step] if isinstance(found, Mapping) else getattr(found, step)
    answer = _tree(found)
    answer = dict(answer) if isinstance(answer, Mapping) else {"value": answer}
    if isinstance(found, Mapping) and all(isinstance(entry, Entry) for entry in found.values()):
        answer["keys"] = list(active(found))
    return Outcome(answer)


def findings(_hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """What lint says: `open` findings, and `waived` ones as `code@place by erratum`."""
    _only(given)
    found = lint.check(rules)
    return Outcome(
        {
            "open": [one.address for one in found if one.waived_by is None],
            "waived": [f"{one.address} by {one.waived_by}" for one in found if one.waived_by],
        }
    )


KINDS: Mapping[str, Callable[[PackHooks, Pack, Given], Outcome]] = {
    "milestones": milestones,
    "enrolment": enrolment,
    "registration": registration,
    "suggestions": suggestions,
    "assessment": assessment,
    "report": report,
    "data": data,
    "lint": findings,
}


def _only(given: Given, *names: str) -> None:
    """A misspelt fact would make a case prove nothing."""
    unknown = set(given) - set(names)
    if unknown:
        raise ValueError(f"expected {', '.join(names) or 'nothing'}, got {', '.join(sorted(unknown))}")


def _tree(value: object) -> object:
    """A piece of the rules as plain data, defaults included."""
    if isinstance(value, Text):
        return text.encode(value)
    if isinstance(value, msgspec.Struct):
        return {name: _tree(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        return {key: _tree(part) for key, part in value.items()}
    return [_tree(part) for part in value] if isinstance(value, tuple) else value


def _problems(found: Sequence[Finding]) -> Outcome:
    return Outcome({"problems": sorted(f"{finding.code}@{finding.field}" for finding in found)})


def _subject(given: Given) -> SubjectFact:
    seat = msgspec.convert(given["seat"], SeatFact) if "seat" in given else None
    return SubjectFact(seat=seat)


def _due(due: Due) -> dict[str, object]:
    return {
        "act": due.act,
        "opens": due.opens_at.date().isoformat(),
        "last": due.last_day.isoformat(),
        "late_from": due.closes_at.isoformat(),
        "wording": due.wording,
        "owed_by": list(due.owed_by),
        "to": due.to.vi if due.to else "",
        "through": due.through.vi if due.through else "",
    }


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError(f"expected an instant, got {value!r}")
    return value if value.tzinfo else value.replace(tzinfo=VIETNAM)


def _compare(expected: object, got: object, place: str) -> Iterator[str]:
    """Tables are compared by the keys expected, lists element by element, a text by its Vietnamese."""
    if isinstance(got, Mapping) and set(got) <= {"vi", "en"} and isinstance(expected, str):
        got = got["vi"]
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for key, value in expected.items():
            inside = f"{place}.{key}" if place else key
            if key in got:
                yield from _compare(value, got[key], inside)
            else:
                yield f"{inside}: expected {value!r}, got nothing"
    elif isinstance(expected, list) and isinstance(got, list | tuple) and len(expected) == len(got):
        for index, (left, right) in enumerate(zip(expected, got, strict=True)):
            yield from _compare(left, right, f"{place}[{index}]")
    elif _plain(expected) != _plain(got):
        yield f"{place}: expected {expected!r}, got {got!r}"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
