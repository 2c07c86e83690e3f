"""The questions a worked case may ask of a pack, and how an answer is compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from core.packs import calendar, criteria, lint, points, replying, text, variants
from core.packs import targets as aims
from core.packs.calendar import VIETNAM, Due
from core.packs.facts import (
    AssessmentFact,
    Finding,
    ItemFact,
    MembershipFact,
    RatingFact,
    RowFact,
    SeatFact,
    SheetFact,
    SubjectFact,
)
from core.packs.installed import PackHooks
from core.packs.patching import active
from core.packs.schema import Entry, Pack
from core.packs.text import Text

Given = Mapping[str, object]
PERSON = ("seat", "age", "occupation", "block")


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
    """Given a person's seats, or his membership: the unit where he counts (empty: nowhere) and the clause."""
    _only(given, "seats", "membership")
    seats = msgspec.convert(given.get("seats", []), tuple[SeatFact, ...])
    branch = msgspec.convert(given["membership"], MembershipFact) if "membership" in given else None
    found = hooks.enrolment_basis(rules, seats, branch)
    return Outcome({"unit": found.unit_id or "", "reason": found.reason})


def registration(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given the items of a sheet, perhaps their points and the person (`seat`, `age`, `occupation`, `block`): its
    problems as `code@field`. Points that are not given are spread evenly."""
    _only(given, "items", "points", *PERSON)
    items = msgspec.convert(given["items"], dict[str, str])
    rule = rules.registration.points
    spread = points.even(tuple(items), rule.total) if rule else {}
    typed = {key: _hundredths(value) for key, value in _table(given.get("points", {})).items()}
    sheet = SheetFact(items=items, points=typed or spread)
    return _problems(hooks.registration_problems(rules, sheet, _subject(given)))


def offer(_hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a person: the `keys` he may register, those `required` of him, and the `wording` of each."""
    _only(given, *PERSON)
    who = _subject(given)
    found = criteria.offered(rules, who)
    words = {key: text.encode(criteria.wording(one, who)) for key, one in found.items()}
    return Outcome({"keys": list(found), "required": list(criteria.required(rules, who)), "wording": words})


def rate(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given what a result follows from (`items` with `registered` and `given` points, or a judged `level`): the level,
    the computed one, the total in points, what is `open`, and the steps of the explanation."""
    _only(given, "items", "level", "reason", "prerequisites", "violations", "voices", "missing", "registered",
          "carried_out")  # fmt: skip
    items = tuple(
        ItemFact(criterion=key, **{name: _hundredths(part) for name, part in _table(one).items()})
        for key, one in _table(given.get("items", {})).items()
    )
    more = {name: value for name, value in given.items() if name != "items"}
    fact = msgspec.convert(more, RatingFact)
    found = hooks.rate(rules, (msgspec.structs.replace(fact, items=items),))[0]
    total = None if found.total is None else found.total / points.HUNDREDTHS
    return Outcome({
        "level": found.level or "", "computed": found.computed or "", "total": total, "open": list(found.open),
        "steps": [one.step for one in found.reasons],
    })  # fmt: skip


def variant(_hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a stage, the branch's members and perhaps a declared ground: which variant holds it ('': the usual way)."""
    _only(given, "stage", "members", "declared")
    members = int(str(given["members"]))
    found = variants.variant_for(rules.stages[str(given["stage"])], members, str(given.get("declared", "")))
    return Outcome({"variant": found})


def reply(_hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given the instant `at` which a level was given: the `days` of reply, their `last` day and the instant from which
    a reply is too late (`over_from`); both empty without a right of reply."""
    _only(given, "at")
    days = replying.days_of(rules)
    ends = replying.until(_instant(given["at"]), days)
    last = (ends - timedelta(days=1)).date().isoformat() if ends else ""
    return Outcome({"days": days, "last": last, "over_from": ends.isoformat() if ends else ""})


def undated(_hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a year: the milestones that are bound to meetings and have no date."""
    _only(given, "year")
    return Outcome({"keys": list(calendar.undated(rules, int(str(given["year"]))))})


def suggestions(hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given a criterion and perhaps a seat: the keys of the suggested solutions, in order."""
    _only(given, "criterion", *PERSON)
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


def targets(_hooks: PackHooks, rules: Pack, given: Given) -> Outcome:
    """Given `figures` by target (`units` as [declared, all] by kind, `people` as [those, all], `entries`, `pilots` by
    unit): whether each is `met` (`open` where nothing was counted), `done`, `whole`, how many are `short`, and the
    units `outside` the bounds."""
    _only(given, "figures")
    found = {
        key: aims.judge(rules, key, msgspec.convert(one, aims.Figures))
        for key, one in _table(given["figures"]).items()
    }
    return Outcome({
        key: {"met": "open" if aim.met is None else aim.met, "done": aim.done, "whole": aim.whole, "short": aim.short,
              "outside": list(aim.outside)}
        for key, aim in found.items()
    })  # fmt: skip


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
    "offer": offer,
    "rate": rate,
    "variant": variant,
    "reply": reply,
    "undated": undated,
    "suggestions": suggestions,
    "assessment": assessment,
    "report": report,
    "targets": targets,
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
    known = {name: given[name] for name in PERSON[1:] if name in given}
    return msgspec.structs.replace(msgspec.convert(known, SubjectFact), seat=seat)


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"expected a table, got {value!r}")
    return value


def _hundredths(value: object) -> int:
    """Points as a case writes them: 10, 8.33 or "8,33"."""
    found = points.parse(str(value))
    if found is None:
        raise ValueError(f"expected points with two decimals at most, got {value!r}")
    return found


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
