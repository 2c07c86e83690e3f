"""What a draft would have made of one person's year, from stored facts alone (S0-45, S4-49 … S4-52). Pure.

Nothing is guessed: where the draft asks something that nobody said in that year, or drops what the result rested on,
the person is `undecided` and `why` names it. A level that a committee has judged stays what the committee said.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec

from core.assessments import rules as assessments
from core.assessments.scoring import facts_of
from core.packs.calendar import Due
from core.packs.facts import Finding, Rating, RatingFact, SubjectFact
from core.packs.patching import active
from core.packs.schema import Pack

Kind = Literal["same", "changed", "undecided", "unrated", "outside"]
Rate = Callable[[Pack, tuple[RatingFact, ...]], tuple[Rating, ...]]
# Refusals that are told with the criterion or group they are about; the others hold for the sheet as a whole.
NAMING = ("registration.unknown-criterion", "registration.group-too-few", "registration.required-missing")
OPEN = {"item": "item-open", "condition": "condition-open", "band": "no-band", "items": "no-items", "level": "no-level"}


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What is on record of one person's year. `level` and `computed` are keys of the old scale, None while nobody
    decided; points are hundredths; `voices` the stages given; `by_rule` what closing the year found; `acts` when a
    thing was handed in, by the act's key, and `late` those marked as late."""

    person_id: UUID
    unit_id: UUID
    registration_id: UUID | None = None
    subject: SubjectFact = SubjectFact()
    items: Mapping[str, str] = {}
    points: Mapping[str, int | None] = {}
    given: Mapping[str, int] = {}
    conditions: Mapping[str, bool] = {}
    violations: Mapping[str, int] = {}
    level: str | None = None
    computed: str | None = None
    override_reason: str = ""
    by_rule: str = ""
    voices: tuple[str, ...] = ()
    acts: Mapping[str, datetime] = {}
    late: frozenset[str] = frozenset()


class Why(msgspec.Struct, frozen=True):
    """One reason why nothing can be said; `key` is the criterion, condition or level it is about."""

    code: str
    key: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the draft makes of a person. `step` counts levels upwards (negative: down) on the draft's scale, 0 where
    the two scales cannot be compared there."""

    kind: Kind
    level: str | None = None
    step: int = 0
    why: tuple[Why, ...] = ()
    rating: Rating | None = None


class Shift(msgspec.Struct, frozen=True):
    """An act whose deadline the draft moves, for one person: whether it was late, and whether it would be."""

    act: str
    then: bool
    now: bool


class Side(NamedTuple):
    """Rules and how they rate: the year's pinned ones, or the draft's."""

    rules: Pack
    rate: Rate


def judge(then: Side, draft: Side, stored: Stored) -> Outcome:
    """The outcome of one person under the draft; `then` are the rules that the year has pinned. A stored result that
    its own rules do not give either is no effect of the draft, so nothing is said of it."""
    if stored.level is None:
        return Outcome(kind="unrated")
    old, new, rate = then.rules, draft.rules, draft.rate
    fact, why = _fact(old, new, stored)
    if fact is None or why:
        return Outcome(kind="undecided", why=why)
    if old.scale.by_points and not stored.by_rule and _differs(then, stored):
        return Outcome(kind="undecided", why=(Why("record-differs"),))
    rating = rate(new, (fact,))[0]
    if rating.level is None:
        return Outcome(kind="undecided", why=_open(rating, stored), rating=rating)
    if rating.level == stored.level:
        return Outcome(kind="same", level=rating.level, rating=rating)
    return Outcome(kind="changed", level=rating.level, step=_step(new, stored.level, rating.level), rating=rating)


def refused(old: tuple[Finding, ...], new: tuple[Finding, ...]) -> tuple[tuple[str, str], ...]:
    """What the draft would refuse on a sheet that the old rules took: code and the criterion or group it is about."""
    before = {(one.code, one.field) for one in old}
    fresh = [one for one in new if (one.code, one.field) not in before]
    found = [(one.code, one.field.partition(".")[2] if one.code in NAMING else "") for one in fresh]
    return tuple(dict.fromkeys(found))


def shifts(old: Mapping[str, Due], new: Mapping[str, Due], stored: Stored) -> tuple[Shift, ...]:
    """The acts of a person that were in time and would be late, or the other way round; both maps are by act. What the
    draft no longer dates is never late; an act without a stored instant is left out."""
    found = []
    for act, at in stored.acts.items():
        if act not in old:
            continue
        after = new.get(act)
        moved = after is None or after.closes_at != old[act].closes_at
        then = act in stored.late
        now = (after is not None and at >= after.closes_at) if moved else then
        if now != then:
            found.append(Shift(act, then, now))
    return tuple(found)


def _fact(old: Pack, new: Pack, stored: Stored) -> tuple[RatingFact | None, tuple[Why, ...]]:
    """The facts as the draft's rules take them, or why they cannot be put to them."""
    if new.scale.kind == "none" or not assessments.rates(new):
        return None, (Why("no-levels"),)
    if stored.by_rule:
        return _by_rule(new, stored)
    if old.scale.by_points != new.scale.by_points:
        return None, (Why("judged-instead" if old.scale.by_points else "points-instead"),)
    voices = tuple(key for key in stored.voices if key in new.stages)
    heard = {"voices": voices, "missing": _missing(new, stored.voices), "violations": stored.violations}
    if not new.scale.by_points:
        gone = stored.level not in active(new.scale.levels)
        return RatingFact(level=stored.level, **heard), (Why("level-gone", stored.level or ""),) if gone else ()
    return _points_fact(old, new, stored, heard)


def _differs(then: Side, stored: Stored) -> bool:
    """Whether the stored result is another one than its own rules give for the stored facts."""
    fact, _ = _points_fact(then.rules, then.rules, stored, {"violations": stored.violations})
    again = then.rate(then.rules, (fact,))[0]
    return again.level is not None and (again.level, again.computed) != (stored.level, stored.computed)


def _by_rule(new: Pack, stored: Stored) -> tuple[RatingFact | None, tuple[Why, ...]]:
    named = any(stored.by_rule in level.also for level in active(new.scale.levels).values())
    if not named:
        return None, (Why("case-gone", stored.by_rule),)
    if stored.by_rule == "nothing_registered":
        return RatingFact(registered=False), ()
    return RatingFact(carried_out=False), ()


def _points_fact(
    old: Pack, new: Pack, stored: Stored, heard: Mapping[str, object]
) -> tuple[RatingFact, tuple[Why, ...]]:
    """By points: each item must still be there, and weigh what it weighed."""
    offered, asked = active(new.criteria), active(new.scale.prerequisites)
    why = [Why("criterion-gone", key) for key in stored.points if key not in offered]
    rule, before = new.registration.points, old.registration.points
    if rule is not None and before is not None and rule.total != before.total:
        why.append(Why("total-moved", f"{before.total}→{rule.total}"))
    overridden = stored.level if stored.level != stored.computed else None
    if overridden is not None and overridden not in active(new.scale.levels):
        why.append(Why("level-gone", overridden))
    fact = facts_of(
        {key: most or 0 for key, most in stored.points.items()}, stored.given,
        {key: met for key, met in stored.conditions.items() if key in asked},
        level=overridden, reason=stored.override_reason, **heard,
    )  # fmt: skip
    return fact, tuple(why)


def _missing(new: Pack, given: tuple[str, ...]) -> tuple[str, ...]:
    return assessments.missing(new, assessments.final_checkpoint(new), given)


def _open(rating: Rating, stored: Stored) -> tuple[Why, ...]:
    found = []
    for word in rating.open:
        kind, _, key = word.partition(":")
        found.append(Why(OPEN.get(kind, "open"), key or (str(rating.total) if kind == "band" else "")))
    return tuple(found) or (Why("open"),)


def _step(new: Pack, was: str, now: str) -> int:
    order = list(active(new.scale.levels))
    return order.index(was) - order.index(now) if was in order and now in order else 0
