"""The hooks of a rule pack: sync, pure, data in and data out; the first answer that is not None holds.

A pack implements one with `pluggy.HookimplMarker("renluyen")`; `core.packs.defaults` answers the rest from data.
"""

import pluggy

from core.packs.calendar import Due
from core.packs.facts import (
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
from core.packs.schema import Pack

PROJECT = "renluyen"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec(firstresult=True)
def milestones(rules: Pack, year: int) -> tuple[Due, ...]:
    """Everything that is due in a programme year, earliest first."""


@hookspec(firstresult=True)
def enrolment_basis(rules: Pack, seats: tuple[SeatFact, ...], membership: MembershipFact | None) -> Enrolled:
    """Whether a person with these current positions and this branch is enrolled, where he counts, and why."""


@hookspec(firstresult=True)
def registration_problems(rules: Pack, sheet: SheetFact, subject: SubjectFact) -> tuple[Finding, ...]:
    """What keeps a sheet from being submitted; empty when it may be."""


@hookspec(firstresult=True)
def suggestions(rules: Pack, criterion: str, subject: SubjectFact) -> tuple[Suggestion, ...]:
    """Ready solutions for a criterion, those for this kind of cadre first."""


@hookspec(firstresult=True)
def assessment_problems(rules: Pack, stage: str, act: AssessmentFact) -> tuple[Finding, ...]:
    """What keeps a stage of the assessment from being recorded; empty when it may be."""


@hookspec(firstresult=True)
def rate(rules: Pack, many: tuple[RatingFact, ...]) -> tuple[Rating, ...]:
    """The result of each, with the reasons: same facts, same answer, one for one."""


@hookspec(firstresult=True)
def report_problems(rules: Pack, report: str, row: RowFact) -> tuple[Finding, ...]:
    """The checks that a row of a report breaks."""
