"""Dates against each other: what follows from something cannot be due before it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations, pairwise

from core.packs import calendar, lint_dates
from core.packs.calendar import Due
from core.packs.facts import LEVELS
from core.packs.patching import active
from core.packs.problems import LintFinding, error, notice
from core.packs.schema import Milestone, Pack

TIME_TO_FOLLOW = timedelta(days=7)  # what units below need at least after the document of the unit above


def check(rules: Pack) -> Iterator[LintFinding]:
    """Contradictions in each year of the period; nothing where single dates are already wrong."""
    if not lint_dates.sound_period(rules.period):
        return
    if not all(lint_dates.sound(milestone) for milestone in active(rules.milestones).values()):
        return
    for year in lint_dates.years(rules.period):
        dues = calendar.schedule(rules, year)
        yield from _twice(dues)
        yield from _stages(rules, dues)
        yield from _reports(dues)
        yield from _rollout(rules, dues)
        yield from _levels_below(rules, dues)
        yield from _basis(rules, dues)


def _twice(dues: tuple[Due, ...]) -> Iterator[LintFinding]:
    """One act of the same people with two dates in one year: which of them binds is nowhere said."""
    for earlier, later in combinations(dues, 2):
        if earlier.act == later.act and set(earlier.owed_by) & set(later.owed_by):
            found = f"until {later.last_day}, but {earlier.key} until {earlier.last_day} for the same act"
            yield notice("dates.twice", f"milestones.{later.key}", found, "one date, or an erratum")


def _stages(rules: Pack, dues: tuple[Due, ...]) -> Iterator[LintFinding]:
    """Registration, then the stages of a checkpoint in their order: each closes no earlier than the last."""
    by_act = {due.act: due for due in dues}
    for key, checkpoint in active(rules.checkpoints).items():
        acts = ["registration"] + [f"stage:{key}.{stage}" for stage in checkpoint.stages]
        chain = [by_act[act] for act in acts if act in by_act]
        for earlier, later in pairwise(chain):
            if later.closes_at < earlier.closes_at:
                found = f"until {later.last_day}, but {earlier.key} until {earlier.last_day}"
                wanted = f"{earlier.last_day} or later"
                yield error("dates.contradictory", f"milestones.{later.key}", found, wanted)


def _reports(dues: tuple[Due, ...]) -> Iterator[LintFinding]:
    """S0-A1: a report that is due while what it reports is still being decided."""
    stages = [due for due in dues if due.act.startswith("stage:")]
    for report in (due for due in dues if due.act.startswith("report:")):
        still_open = [stage for stage in stages if stage.closes_at > report.closes_at]
        if still_open:
            found = f"until {report.last_day}, but {still_open[-1].key} until {still_open[-1].last_day}"
            wanted = "a day after the assessment, or an erratum"
            yield notice("dates.report-before-result", f"milestones.{report.key}", found, wanted)


def _rollout(rules: Pack, dues: tuple[Due, ...]) -> Iterator[LintFinding]:
    """S0-A3: registration that closes before the programme has reached anybody."""
    starts = [due for due in dues if due.act.startswith("declaration:") and _one_off(rules.milestones[due.milestone])]
    for due in (due for due in dues if due.act == "registration"):
        later = [start for start in starts if start.closes_at > due.closes_at]
        if later:
            found = f"until {due.last_day}, but {later[0].key} until {later[0].last_day}"
            yield notice("dates.before-rollout", f"milestones.{due.key}", found, "a day after it, or a first_cycle")


def _levels_below(rules: Pack, dues: tuple[Due, ...]) -> Iterator[LintFinding]:
    """S0-A4: a document of the upper unit that leaves the units below no time to follow it."""
    duties = [due for due in dues if due.act.startswith("declaration:") and _one_off(rules.milestones[due.milestone])]
    for upper in duties:
        declared = rules.declarations.get(upper.act.removeprefix("declaration:"))
        if declared is None or "number" not in declared.fields:
            continue
        for lower in duties:
            if _lowest(lower) > _lowest(upper) and lower.closes_at - upper.closes_at < TIME_TO_FOLLOW:
                found = f"until {upper.last_day}, but {lower.key} until {lower.last_day}"
                wanted = f"{TIME_TO_FOLLOW.days} days between them, or an erratum"
                yield notice("dates.no-time-between", f"milestones.{upper.key}", found, wanted)


def _basis(rules: Pack, dues: tuple[Due, ...]) -> Iterator[LintFinding]:
    """A duty that was over before the document it rests on was issued."""
    issued = [entry.issued for entry in active(rules.basis).values() if entry.issued and not entry.related]
    for due in dues:
        if issued and due.last_day < max(issued):
            found = f"until {due.last_day}, but the basis is of {max(issued)}"
            yield notice("dates.before-basis", f"milestones.{due.key}", found, f"{max(issued)} or later")


def _one_off(milestone: Milestone) -> bool:
    """A full date with a day or month: whole years are for reviews, which follow the units below."""
    written = milestone.by or milestone.before or milestone.within or ""
    return calendar.full_year(written) is not None and len(written) > 4


def _lowest(due: Due) -> int:
    return max((LEVELS.index(kind) for kind in due.owed_by if kind in LEVELS), default=-1)
