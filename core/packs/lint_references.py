"""Names that lead nowhere, rounds that decide nothing, and reports that count what is not there."""

from collections.abc import Iterable, Iterator, Mapping

from core.packs.facts import LEVELS
from core.packs.patching import active
from core.packs.problems import LintFinding, error, notice
from core.packs.schema import INDICATORS, Checkpoint, Pack, Report, Stage


def check(rules: Pack) -> Iterator[LintFinding]:
    """Everything about names and numbers within one pack."""
    yield from _groups(rules)
    yield from _stages(rules)
    yield from _rounds(rules)
    yield from _acts(rules)
    yield from _targets(rules)
    for key, report in active(rules.reports).items():
        yield from _columns(rules, f"reports.{key}", report)
        yield from _checks(f"reports.{key}", report)
    yield from _orders(rules)
    yield from _locks(rules)


def acts(rules: Pack) -> set[str]:
    """Every act a milestone may be about."""
    stages = active(rules.stages)
    rounds = active(rules.checkpoints).items()
    found = {f"stage:{key}.{stage}" for key, checkpoint in rounds for stage in checkpoint.stages if stage in stages}
    found |= {f"declaration:{key}" for key in active(rules.declarations)}
    found |= {f"register:{key}" for key in active(rules.registers)}
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


def _stages(rules: Pack) -> Iterator[LintFinding]:
    by_points = rules.scale.by_points
    for key, stage in active(rules.stages).items():
        place = f"stages.{key}.gives"
        if stage.decides and stage.gives != ("points" if by_points else "level"):
            yield error("stages.decides-without-level", place, stage.gives, "points" if by_points else "level")
        if stage.gives == "points" and not by_points:
            yield error("stages.no-points", place, "points, but the scale has none", "marks, level or opinion")
        if stage.gives == "marks" and not active(rules.marks):
            yield error("stages.no-marks", place, "marks, but none are defined", "at least one mark")
        for name, variant in active(stage.variants).items():
            if variant.branch_size_at_least is None and not variant.declared:
                wanted = "branch_size_at_least or declared"
                yield error("stages.variant-never", f"stages.{key}.variants.{name}", "no condition", wanted)
        if stage.tie and stage.gives not in ("points", "level"):
            yield error("stages.tie-idle", f"stages.{key}.tie", stage.gives, "a stage that gives points or a level")


def _rounds(rules: Pack) -> Iterator[LintFinding]:
    """A round about people decides, unless results have no names at all (S1-A1); rounds about units review units."""
    decided = False
    for key, checkpoint in active(rules.checkpoints).items():
        place = f"checkpoints.{key}.stages"
        for stage in checkpoint.stages:
            if stage not in rules.stages:
                yield error("checkpoints.unknown-stage", place, stage, _one_of(rules.stages))
        if len(set(checkpoint.stages)) < len(checkpoint.stages):
            yield error("checkpoints.stage-twice", place, ", ".join(checkpoint.stages), "each stage once")
        present = [rules.stages[stage] for stage in checkpoint.stages if stage in active(rules.stages)]
        decisions = sum(stage.decides for stage in present)
        decided = decided or (bool(decisions) and checkpoint.of == "person")
        if decisions > 1:
            yield error("checkpoints.decision", place, "several stages that decide", "one stage that decides")
        yield from _about(key, checkpoint, present)
    if not decided and rules.scale.kind != "none":
        last = list(active(rules.checkpoints))[-1:] or ["?"]
        place = f"checkpoints.{last[0]}.stages"
        yield error("checkpoints.decision", place, "no round that decides", "a round with a stage that decides")


def _about(key: str, checkpoint: Checkpoint, present: list[Stage]) -> Iterator[LintFinding]:
    of_units = checkpoint.of == "unit"
    if of_units and not checkpoint.kinds:
        yield error("checkpoints.no-kinds", f"checkpoints.{key}.kinds", "no kind", "the kinds of unit reviewed")
    for stage in present:
        if (stage.actor == "upper") != of_units:
            wanted = "stages of the unit above" if of_units else "stages about a person"
            yield error("checkpoints.wrong-actor", f"checkpoints.{key}.stages", stage.actor, wanted)


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
    counted = [f"register:{key}" for key in active(rules.registers)] + ["pilots"]
    for key, target in active(rules.targets).items():
        if target.of not in (*known, *counted):
            yield error("targets.unknown", f"targets.{key}.of", target.of, _one_of([*known, *counted]))
        bounds = [bound for bound in (target.at_least, target.at_most) if bound is not None]
        if (target.of in counted) != bool(bounds) or bounds != sorted(bounds):
            wanted = "at_least, at_most or both" if target.of in counted else "required, in per cent"
            yield error("targets.bounds", f"targets.{key}", ", ".join(map(str, bounds)) or "no bound", wanted)
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
    for name in ("groups", "criteria", "stages", "milestones", "declarations", "targets", "registers"):
        orders = [entry.order for entry in active(getattr(rules, name)).values()]
        if len(set(orders)) < len(orders):
            yield notice("order.twice", name, "two entries with the same order", "an order of its own for each entry")


def _one_of(names: Iterable[str]) -> str:
    return "one of " + ", ".join(names)


def _locks(rules: Pack) -> Iterator[LintFinding]:
    """A lock of a place that is not there protects nothing."""
    for key, lock in active(rules.locks).items():
        for word in lock.places:
            if not _leads(rules, word.split("/")):
                yield notice("locks.nowhere", f"locks.{key}.places", word, "a key path of these rules")


def _leads(part: object, path: list[str]) -> bool:
    for step in path:
        part = part.get(step) if isinstance(part, Mapping) else getattr(part, step, None)
        if part is None:
            return False
    return True
