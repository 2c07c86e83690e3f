"""The built-in plugin: every hook answered from the pack's data, so that a pack needs no Python."""

from collections.abc import Mapping

from core.packs import calendar, rating
from core.packs.calendar import Due
from core.packs.criteria import addressed, offered, required
from core.packs.facts import (
    LEVELS,
    TITLES,
    AssessmentFact,
    Enrolled,
    Finding,
    MembershipFact,
    Rating,
    RatingFact,
    RowFact,
    SeatFact,
    SheetFact,
    SubjectFact,
    Suggestion,
)
from core.packs.hooks import hookimpl
from core.packs.patching import active
from core.packs.points import HUNDREDTHS
from core.packs.schema import Criterion, Pack, Stage


@hookimpl(trylast=True)
def milestones(rules: Pack, year: int) -> tuple[Due, ...]:
    """The pack's milestones, in its own wordings (domain.md §3)."""
    return calendar.schedule(rules, year)


@hookimpl(trylast=True)
def enrolment_basis(rules: Pack, seats: tuple[SeatFact, ...], membership: MembershipFact | None) -> Enrolled:
    """Members by their branch (S4-4); cadres by S0-6, where the highest-level position counts, ties as domain.md §8
    "two seats of one level"."""
    blocks = rules.subject.blocks
    if rules.subject.kind == "member":
        if membership is None:
            return Enrolled(reason="no_membership")
        if blocks and membership.block not in blocks:
            return Enrolled(reason="other_block")
        return Enrolled(unit_id=membership.unit_id, reason="member")
    found = [(seat, reason) for seat in seats if (reason := _clause(rules, seat))]
    if not found:
        return Enrolled(reason="no_seat")
    held = [pair for pair in found if not blocks or pair[0].block in blocks]
    if not held:
        return Enrolled(reason="other_block")
    seat, reason = min(held, key=lambda pair: _rank(pair[0]))
    return Enrolled(unit_id=seat.unit_id, seat=seat, reason=reason)


@hookimpl(trylast=True)
def registration_problems(rules: Pack, sheet: SheetFact, subject: SubjectFact) -> tuple[Finding, ...]:
    """S0-9, S0-20, S4-56: criteria this person may choose, enough of them and of each group, those he must have, a
    concrete solution under each, points that sum to the total."""
    offer = offered(rules, subject)
    unknown = [key for key in sheet.items if key not in offer]
    found = [Finding(code="registration.unknown-criterion", field=f"item.{key}") for key in unknown]
    found += _count_problems(rules, sheet, offer)
    found += [
        Finding(code="registration.required-missing", field=f"item.{key}", facts={"criterion": key})
        for key in required(rules, subject)
        if key not in sheet.items
    ]
    return tuple(found + _solution_problems(rules, sheet) + _point_problems(rules, sheet))


@hookimpl(trylast=True)
def rate(rules: Pack, many: tuple[RatingFact, ...]) -> tuple[Rating, ...]:
    """S0-45, S4-49 … S4-52: the judged level, or the one that points and conditions give, caps last."""
    return tuple(rating.rate(rules, fact) for fact in many)


@hookimpl(trylast=True)
def suggestions(rules: Pack, criterion: str, subject: SubjectFact) -> tuple[Suggestion, ...]:
    """S0-7: the solutions for this kind of cadre, then those for everybody."""
    entry = active(rules.criteria).get(criterion)
    if entry is None:
        return ()
    advice = [one for one in active(entry.advice).values() if addressed(one.audience, subject)]
    groups = [a.suggestions for a in advice] + [entry.suggestions]
    return tuple(Suggestion(key=key, text=text) for group in groups for key, text in group.items())


@hookimpl(trylast=True)
def assessment_problems(rules: Pack, stage: str, act: AssessmentFact) -> tuple[Finding, ...]:
    """S0-21, S0-22, S0-45: a mark under each item, a comment where it is owed, a level of the scale."""
    entry = active(rules.stages).get(stage)
    if entry is None:
        return (Finding(code="assessment.unknown-stage", field="stage", facts={"stage": stage}),)
    found = _mark_problems(rules, act) if entry.gives == "marks" else []
    found += _given_problems(entry, act) if entry.gives == "points" else []
    found += _level_problems(rules, act) if entry.gives == "level" else []
    found += _condition_problems(rules, entry, act) + _override_problems(rules, act) + _vote_problems(entry, act)
    return tuple(found + _comment_problems(entry, act))


@hookimpl(trylast=True)
def report_problems(rules: Pack, report: str, row: RowFact) -> tuple[Finding, ...]:
    """S0-41, S0-42: the checks between the columns of one row."""
    found = []
    for key, check in active(rules.reports[report].checks).items():
        left = row.values[check.left]
        if check.at_least is not None and left < row.values[check.at_least]:
            facts = {"check": key, "left": left, "right": row.values[check.at_least]}
            found.append(Finding(code="report.less-than", field=check.left, facts=facts))
        total = sum(row.values[column] for column in check.equals_sum)
        if check.equals_sum and left != total:
            facts = {"check": key, "left": left, "right": total}
            found.append(Finding(code="report.not-the-sum", field=check.left, facts=facts))
    return tuple(found)


def _clause(rules: Pack, seat: SeatFact) -> str | None:
    """The clause of the audience that names this position; a committee seat is the stronger ground."""
    if seat.title != "officer" and seat.unit_kind in rules.subject.committees:
        return "committee"
    return "full_time" if seat.full_time and seat.unit_kind in rules.subject.full_time else None


def _rank(seat: SeatFact) -> tuple[object, ...]:
    return LEVELS.index(seat.unit_kind), TITLES.index(seat.title), seat.starts_on, seat.unit_id


def _count_problems(rules: Pack, sheet: SheetFact, offer: Mapping[str, Criterion]) -> list[Finding]:
    rule = rules.registration
    chosen = [offer[key].group for key in sheet.items if key in offer]
    found = []
    if len(chosen) < rule.items_min:
        facts = {"need": rule.items_min, "got": len(chosen)}
        found.append(Finding(code="registration.too-few-items", field="items", facts=facts))
    if rule.items_max is not None and len(chosen) > rule.items_max:
        facts = {"most": rule.items_max, "got": len(chosen)}
        found.append(Finding(code="registration.too-many-items", field="items", facts=facts))
    for group in active(rules.groups):
        need = max(rule.per_group_min.get(group, 0), 1 if rule.every_group else 0)
        if chosen.count(group) < need:
            facts = {"group": group, "need": need, "got": chosen.count(group)}
            found.append(Finding(code="registration.group-too-few", field=f"group.{group}", facts=facts))
    return found


def _solution_problems(rules: Pack, sheet: SheetFact) -> list[Finding]:
    rule = rules.registration
    if rule.solution == "optional":
        return []
    found = []
    for key, solution in sheet.items.items():
        got = len(solution.strip())
        if not got:
            found.append(Finding(code="registration.solution-missing", field=f"solution.{key}"))
        elif got < rule.solution_min:
            facts = {"need": rule.solution_min, "got": got}
            found.append(Finding(code="registration.solution-too-short", field=f"solution.{key}", facts=facts))
    return found


def _point_problems(rules: Pack, sheet: SheetFact) -> list[Finding]:
    """Every item has points above zero, and they sum to the total; `need` and `got` are hundredths."""
    rule = rules.registration.points
    if rule is None or not sheet.items:
        return []
    found = [
        Finding(code="registration.points-missing", field=f"points.{key}")
        for key in sheet.items
        if sheet.points.get(key, 0) <= 0
    ]
    got = sum(sheet.points.get(key, 0) for key in sheet.items)
    need = rule.total * HUNDREDTHS
    if not found and got != need:
        found.append(Finding(code="registration.points-sum", field="points", facts={"need": need, "got": got}))
    return found


def _mark_problems(rules: Pack, act: AssessmentFact) -> list[Finding]:
    known = active(rules.marks)
    missing = [key for key in act.items if not act.marks.get(key)]
    wrong = [key for key, mark in act.marks.items() if mark and mark not in known]
    extra = [key for key in act.marks if key not in act.items]
    return (
        [Finding(code="assessment.mark-missing", field=f"mark.{key}") for key in missing]
        + [Finding(code="assessment.unknown-mark", field=f"mark.{key}") for key in wrong]
        + [Finding(code="assessment.not-registered", field=f"mark.{key}") for key in extra]
    )


def _given_problems(stage: Stage, act: AssessmentFact) -> list[Finding]:
    """Points for every registered item, none above what was registered, and what was done where it is asked (S4-46)."""
    found = []
    for key in act.items:
        given, most = act.points.get(key), act.registered.get(key, 0)
        if given is None:
            found.append(Finding(code="assessment.points-missing", field=f"points.{key}"))
        elif not 0 <= given <= most:
            found.append(
                Finding(code="assessment.points-outside", field=f"points.{key}", facts={"most": most, "got": given})
            )
        if stage.explanation == "required" and not act.explanations.get(key, "").strip():
            found.append(Finding(code="assessment.explanation-missing", field=f"note.{key}"))
    extra = [key for key in act.points if key not in act.items]
    return found + [Finding(code="assessment.not-registered", field=f"points.{key}") for key in extra]


def _condition_problems(rules: Pack, stage: Stage, act: AssessmentFact) -> list[Finding]:
    """Whoever decides says of each prerequisite whether it is met: silence is not a no (domain.md §4)."""
    if not stage.decides or not rules.scale.by_points:
        return []
    asked = active(rules.scale.prerequisites)
    return [
        Finding(code="assessment.condition-open", field=f"condition.{key}")
        for key in asked
        if key not in act.prerequisites
    ]


def _override_problems(rules: Pack, act: AssessmentFact) -> list[Finding]:
    """A level against the computed one is of the scale and says why (domain.md §4)."""
    if not rules.scale.by_points or act.level is None or act.level == act.computed:
        return []
    if act.level not in active(rules.scale.levels):
        return [Finding(code="assessment.unknown-level", field="level")]
    if not act.override_reason.strip():
        return [Finding(code="assessment.override-reason-missing", field="override_reason")]
    return []


def _vote_problems(stage: Stage, act: AssessmentFact) -> list[Finding]:
    """A divided vote is settled as the stage says, or it is not settled (S4-A4)."""
    if act.votes is None:
        return []
    if min(act.votes) < 0:
        return [Finding(code="assessment.votes-negative", field="votes")]
    in_favour, against = act.votes
    if in_favour == against and in_favour and not (stage.tie == "chair" and act.casting is not None):
        return [Finding(code="assessment.tie", field="votes", facts={"settles": stage.tie or ""})]
    return []


def _level_problems(rules: Pack, act: AssessmentFact) -> list[Finding]:
    if not act.level:
        return [Finding(code="assessment.level-missing", field="level")]
    if act.level not in active(rules.scale.levels):
        return [Finding(code="assessment.unknown-level", field="level")]
    return []


def _comment_problems(stage: Stage, act: AssessmentFact) -> list[Finding]:
    if stage.comment == "required" and not act.comment.strip():
        return [Finding(code="assessment.comment-missing", field="comment")]
    return []
