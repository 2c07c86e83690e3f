"""Results that cannot be reached, bands that leave something between them, levels that no nation knows."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from core.packs.patching import active
from core.packs.problems import LintFinding, error, notice
from core.packs.schema import Level, Pack

NATIONAL = ("excellent", "good", "completed", "not_completed")
TOTAL = 100  # points, where the sheet has no points rule of its own


def check(rules: Pack) -> Iterator[LintFinding]:
    """Everything about how results are named."""
    levels = active(rules.scale.levels)
    if rules.scale.kind == "none":
        if levels:
            yield error("levels.none-wanted", "scale.levels", ", ".join(levels), "no level on a scale of kind none")
        return
    if not levels:
        yield error("levels.none", "scale.levels", "no level", "at least one level")
    yield from _national(levels)
    yield from _bands(rules, levels) if rules.scale.by_points else _no_bands(levels)
    yield from _conditions(rules, levels)
    yield from _caps(rules, levels)
    yield from _replies(rules)


def _national(levels: Mapping[str, Level]) -> Iterator[LintFinding]:
    """Every level has a place among the national four, from best to weakest (domain.md §7)."""
    for key, level in levels.items():
        if level.national is None:
            place = f"scale.levels.{key}.national"
            yield notice("levels.unmapped", place, "no national level", "one of " + ", ".join(NATIONAL))
    mapped = [NATIONAL.index(level.national) for level in levels.values() if level.national]
    if mapped != sorted(mapped):
        yield notice("levels.order", "scale.levels", ", ".join(levels), "levels from best to weakest")


def _bands(rules: Pack, levels: Mapping[str, Level]) -> Iterator[LintFinding]:
    """A level holds from its minimum up to the next one's; what the source prints may differ (S4-A3)."""
    for key, level in levels.items():
        if level.minimum is None:
            yield error("levels.no-minimum", f"scale.levels.{key}", "no minimum", "the points from which it holds")
        if level.maximum is not None and level.below is not None:
            yield error("levels.two-ends", f"scale.levels.{key}", "maximum and below", "one of them")
    banded = {key: level for key, level in levels.items() if level.minimum is not None}
    total = rules.registration.points.total if rules.registration.points else TOTAL
    for key, level in banded.items():
        if (level.minimum or 0) > total:
            yield error("levels.unreachable", f"scale.levels.{key}.minimum", str(level.minimum), f"{total} at most")
    yield from _top(banded, total)
    for (upper_key, upper), (key, level) in pairwise(banded.items()):
        yield from _neighbours(upper_key, upper, key, level)
    last = next(reversed(banded), None)
    if last is not None and banded[last].minimum:
        place = f"scale.levels.{last}.minimum"
        yield error("levels.bottom-open", place, f"nothing below {banded[last].minimum}", "a level from 0")


def _top(banded: Mapping[str, Level], total: int) -> Iterator[LintFinding]:
    """The best level as printed reaches the total, so that full points have a level, and no further."""
    key, level = next(iter(banded.items()), ("", None))
    if level is None:
        return
    place = f"scale.levels.{key}"
    if level.below is not None and level.below <= total:
        yield notice("levels.gap", place, f"printed until below {level.below}", f"a level for {total}")
    elif level.maximum is not None and level.maximum != total:
        code = "levels.gap" if level.maximum < total else "levels.unreachable"
        yield notice(code, place, f"printed until {level.maximum}", f"{total}, the points of a full sheet")


def _neighbours(upper_key: str, upper: Level, key: str, level: Level) -> Iterator[LintFinding]:
    """Two bands that meet: the minimums fall, and the printed end of the lower one meets the upper one's start."""
    place, start = f"scale.levels.{key}", upper.minimum or 0
    if (level.minimum or 0) >= start and not (upper.requires and set(level.requires) < set(upper.requires)):
        found = f"from {level.minimum}, but {upper_key} from {upper.minimum}"
        yield error("levels.overlap", place, found, f"a minimum below {upper.minimum}")
    ends = level.maximum if level.maximum is not None else level.below
    if ends is None:
        return
    if ends < start:
        found = f"printed until {'' if level.below is None else 'below '}{ends}, but {upper_key} from {start}"
        yield notice("levels.gap", place, found, f"a rule for what lies between {ends} and {start}")
    elif ends > start or level.maximum is not None:
        yield error("levels.overlap", place, f"printed until {ends}, but {upper_key} from {start}", f"below {start}")


def _no_bands(levels: Mapping[str, Level]) -> Iterator[LintFinding]:
    for key, level in levels.items():
        if (level.minimum, level.maximum, level.below) != (None, None, None):
            yield error("levels.points-on-names", f"scale.levels.{key}", "points", "a scale of points, or no points")


def _conditions(rules: Pack, levels: Mapping[str, Level]) -> Iterator[LintFinding]:
    known = active(rules.scale.prerequisites)
    if known and rules.scale.kind != "points_with_prerequisites":
        yield error("scale.conditions-unused", "scale.prerequisites", rules.scale.kind, "points_with_prerequisites")
    for key, level in levels.items():
        for one in level.requires:
            if one not in known:
                wanted = "one of " + ", ".join(known)
                yield error("levels.unknown-condition", f"scale.levels.{key}.requires", one, wanted)
    used = {one for level in levels.values() for one in level.requires}
    for key in known:
        if key not in used:
            yield notice("scale.condition-idle", f"scale.prerequisites.{key}", "no level that requires it", "a level")


def _caps(rules: Pack, levels: Mapping[str, Level]) -> Iterator[LintFinding]:
    registers = active(rules.registers)
    for key, cap in active(rules.scale.caps).items():
        place = f"scale.caps.{key}"
        if cap.level not in levels:
            yield error("caps.unknown-level", f"{place}.level", cap.level, "one of " + ", ".join(levels))
        if cap.register not in registers:
            yield error("caps.unknown-register", f"{place}.register", cap.register, "one of " + ", ".join(registers))
        elif cap.choice and cap.choice not in registers[cap.register].choices:
            wanted = "one of " + ", ".join(registers[cap.register].choices)
            yield error("caps.unknown-choice", f"{place}.choice", cap.choice, wanted)


def _replies(rules: Pack) -> Iterator[LintFinding]:
    """A right of reply belongs to the stage that decides: there is no level elsewhere."""
    for key, stage in active(rules.stages).items():
        if stage.reply_days and not stage.decides:
            place = f"stages.{key}.reply_days"
            yield error("stages.reply-undecided", place, str(stage.reply_days), "0, or a stage that decides")
