"""The built-in plugin: every hook answered from the pack's data, so that a pack needs no Python."""

from core.packs import calendar
from core.packs.calendar import Due
from core.packs.facts import (
    LEVELS,
    TITLES,
    AssessmentFact,
    Enrolled,
    Finding,
    RowFact,
    SeatFact,
    SheetFact,
    SubjectFact,
    Suggestion,
)
from core.packs.hooks import hookimpl
from core.packs.patching import active
from core.packs.schema import Audience, Pack, Stage


@hookimpl(trylast=True)
def milestones(rules: Pack, year: int) -> tuple[Due, ...]:
    """The pack's milestones, in its own wordings (domain.md §3)."""
    return calendar.schedule(rules, year)


@hookimpl(trylast=True)
def enrolment_basis(rules: Pack, seats: tuple[SeatFact, ...]) -> Enrolled:
    """S0-6; the highest-level position counts, ties as domain.md §8 "two seats of one level"."""
    found = [(seat, reason) for seat in seats if (reason := _clause(rules, seat))]
    if not found:
        return Enrolled(seat=None, reason="no_seat")
    seat, reason = min(found, key=lambda pair: _rank(pair[0]))
    return Enrolled(seat=seat, reason=reason)


@hookimpl(trylast=True)
def registration_problems(rules: Pack, sheet: SheetFact, subject: SubjectFact) -> tuple[Finding, ...]:
    """S0-9, S0-20: enough criteria, enough of each group, a concrete solution under each."""
    offered = active(rules.criteria)
    unknown = [key for key in sheet.items if key not in offered]
    found = [Finding(code="registration.unknown-criterion", field=f"item.{key}") for key in unknown]
    return tuple(found + _count_problems(rules, sheet) + _solution_problems(rules, sheet))


@hookimpl(trylast=True)
def suggestions(rules: Pack, criterion: str, subject: SubjectFact) -> tuple[Suggestion, ...]:
    """S0-7: the solutions for this kind of cadre, then those for everybody."""
    entry = active(rules.criteria).get(criterion)
    if entry is None:
        return ()
    advice = [a for a in active(entry.advice).values() if _addressed(a.audience, subject.seat)]
    groups = [a.suggestions for a in advice] + [entry.suggestions]
    return tuple(Suggestion(key=key, text=text) for group in groups for key, text in group.items())


@hookimpl(trylast=True)
def assessment_problems(rules: Pack, stage: str, act: AssessmentFact) -> tuple[Finding, ...]:
    """S0-21, S0-22, S0-45: a mark under each item, a comment where it is owed, a level of the scale."""
    entry = active(rules.stages).get(stage)
    if entry is None:
        return (Finding(code="assessment.unknown-stage", field="stage", facts={"stage": stage}),)
    found = _mark_problems(rules, act) if entry.gives == "marks" else []
    found += _level_problems(rules, act) if entry.gives == "level" else []
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


def _count_problems(rules: Pack, sheet: SheetFact) -> list[Finding]:
    rule, offered = rules.registration, active(rules.criteria)
    chosen = [offered[key].group for key in sheet.items if key in offered]
    found = []
    if len(chosen) < rule.items_min:
        facts = {"need": rule.items_min, "got": len(chosen)}
        found.append(Finding(code="registration.too-few-items", field="items", facts=facts))
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


def _addressed(audience: Audience, seat: SeatFact | None) -> bool:
    if seat is None:
        return False
    return (
        (not audience.kinds or seat.unit_kind in audience.kinds)
        and (not audience.titles or seat.title in audience.titles)
        and (audience.full_time is None or audience.full_time == seat.full_time)
    )
