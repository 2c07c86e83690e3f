"""Names that lead nowhere, minimums that nothing can meet, and levels out of order."""

from collections.abc import Iterable, Iterator

from core.packs.facts import LEVELS
from core.packs.patching import active
from core.packs.problems import LintFinding, error, notice
from core.packs.schema import INDICATORS, Pack, Report

NATIONAL = ("excellent", "good", "completed", "not_completed")


def check(rules: Pack) -> Iterator[LintFinding]:
    """Everything about names and numbers within one pack."""
    if rules.subject.kind == "cadre" and not (rules.subject.committees or rules.subject.full_time):
        yield error("subject.nobody", "subject", "no committee and no full-time post", "committees or full_time")
    yield from _groups(rules)
    yield from _minimums(rules)
    yield from _levels(rules)
    yield from _stages(rules)
    yield from _acts(rules)
    yield from _targets(rules)
    for key, report in active(rules.reports).items():
        yield from _columns(rules, f"reports.{key}", report)
        yield from _checks(f"reports.{key}", report)
    yield from _orders(rules)


def acts(rules: Pack) -> set[str]:
    """Every act a milestone may be about."""
    stages = active(rules.stages)
    rounds = active(rules.checkpoints).items()
    found = {f"stage:{key}.{stage}" for key, checkpoint in rounds for stage in checkpoint.stages if stage in stages}
    found |= {f"declaration:{key}" for key in active(rules.declarations)}
    return found | {f"report:{key}" for key in active(rules.reports)} | {"registration"}


def _groups(rules: Pack) -> Iterator[LintFinding]:
    groups, criteria = active(rules.groups), active(rules.criteria)
    for key, criterion in criteria.items():
        if criterion.group not in groups:
            yield error("criteria.unknown-group", f"criteria.{key}.group", criterion.group, _one_of(groups))
    used = {criterion.group for criterion in criteria.values()}
    for key in groups:
        if key not in used:
            yield error(
                "groups.empty", f"groups.{key}", "no criterion", "at least one criterion, or the group disabled"
            )


def _minimums(rules: Pack) -> Iterator[LintFinding]:
    rule, groups = rules.registration, active(rules.groups)
    chosen = [criterion.group for criterion in active(rules.criteria).values()]
    if rule.items_min > len(chosen):
        yield error(
            "registration.minimum-above", "registration.items_min", str(rule.items_min), f"{len(chosen)} at most"
        )
    for group, need in rule.per_group_min.items():
        place = f"registration.per_group_min.{group}"
        if group not in groups:
            yield error("registration.unknown-group", place, group, _one_of(groups))
        elif need > chosen.count(group):
            yield error("registration.minimum-above", place, str(need), f"{chosen.count(group)} at most")


def _levels(rules: Pack) -> Iterator[LintFinding]:
    levels = active(rules.scale.levels)
    if not levels:
        yield error("levels.none", "scale.levels", "no level", "at least one level")
    national = [NATIONAL.index(level.national) for level in levels.values()]
    if national != sorted(national):
        yield notice("levels.order", "scale.levels", ", ".join(levels), "levels from best to weakest")


def _stages(rules: Pack) -> Iterator[LintFinding]:
    for key, checkpoint in active(rules.checkpoints).items():
        place = f"checkpoints.{key}.stages"
        for stage in checkpoint.stages:
            if stage not in rules.stages:
                yield error("checkpoints.unknown-stage", place, stage, _one_of(rules.stages))
        if len(set(checkpoint.stages)) < len(checkpoint.stages):
            yield error("checkpoints.stage-twice", place, ", ".join(checkpoint.stages), "each stage once")
        present = [rules.stages[stage] for stage in checkpoint.stages if stage in active(rules.stages)]
        if sum(stage.decides for stage in present) != 1:
            yield error("checkpoints.decision", place, "no stage, or several, that decide", "one stage that decides")
    for key, stage in active(rules.stages).items():
        if stage.decides and stage.gives != "level":
            yield error("stages.decides-without-level", f"stages.{key}.gives", stage.gives, "level")
        if stage.gives == "marks" and not active(rules.marks):
            yield error("stages.no-marks", f"stages.{key}.gives", "marks, but none are defined", "at least one mark")


def _acts(rules: Pack) -> Iterator[LintFinding]:
    known = acts(rules)
    for key, milestone in active(rules.milestones).items():
        if milestone.act not in known:
            yield error("milestones.unknown-act", f"milestones.{key}.act", milestone.act, _one_of(sorted(known)))
        for owner in milestone.owed_by:
            if owner not in ("person", *LEVELS):
                wanted = _one_of(("person", *LEVELS))
                yield error("milestones.unknown-owner", f"milestones.{key}.owed_by", owner, wanted)


def _targets(rules: Pack) -> Iterator[LintFinding]:
    known = [f"declaration:{key}" for key in active(rules.declarations)]
    known += [f"indicator:{name}" for name in INDICATORS]
    for key, target in active(rules.targets).items():
        if target.of not in known:
            yield error("targets.unknown", f"targets.{key}.of", target.of, _one_of(known))
        if not 0 < target.required <= 100:
            yield error("targets.percent", f"targets.{key}.required", str(target.required), "1 to 100")


def _columns(rules: Pack, place: str, report: Report) -> Iterator[LintFinding]:
    levels = [f"level:{key}" for key in active(rules.scale.levels)]
    known = ["row_number", "name", *INDICATORS, *levels]
    shown = {column.source for column in active(report.columns).values()}
    for key, column in active(report.columns).items():
        if column.source not in known:
            yield error("reports.unknown-source", f"{place}.columns.{key}.source", column.source, _one_of(known))
    if shown & set(levels) and not set(levels) <= shown:
        missing = ", ".join(sorted(set(levels) - shown))
        yield error("reports.level-missing", f"{place}.columns", f"no column for {missing}", "a column for each level")


def _checks(place: str, report: Report) -> Iterator[LintFinding]:
    columns = active(report.columns)
    for key, check_ in active(report.checks).items():
        at = f"{place}.checks.{key}"
        named = [check_.left, *check_.equals_sum] + ([check_.at_least] if check_.at_least else [])
        for column in named:
            if column not in columns:
                yield error("reports.unknown-column", at, column, _one_of(columns))
        if check_.at_least is None and not check_.equals_sum:
            yield error("reports.check-empty", at, "nothing to compare with", "at_least or equals_sum")


def _orders(rules: Pack) -> Iterator[LintFinding]:
    for name in ("groups", "criteria", "stages", "milestones", "declarations", "targets"):
        orders = [entry.order for entry in active(getattr(rules, name)).values()]
        if len(set(orders)) < len(orders):
            yield notice("order.twice", name, "two entries with the same order", "an order of its own for each entry")


def _one_of(names: Iterable[str]) -> str:
    return "one of " + ", ".join(names)
