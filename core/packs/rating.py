"""From what was given to a level, with every step of the way (S0-45, S4-49 … S4-52, domain.md §4). Pure.

The same facts always give the same answer, so a stored result can be computed again and compared. What nobody gave is
never counted as zero: the result stays open and says what it waits for.
"""

from collections.abc import Mapping

from core.packs.facts import Rating, RatingFact, Reason
from core.packs.patching import active
from core.packs.points import HUNDREDTHS
from core.packs.schema import Level, Pack


def rate(rules: Pack, fact: RatingFact) -> Rating:
    """The result of one person under these rules."""
    heard = [Reason(step="voice", key=key) for key in fact.voices]
    heard += [Reason(step="missing", key=key) for key in fact.missing]
    case = _case(rules, fact)
    if case is not None:
        level, reason = case
        return Rating(level=level, computed=level, reasons=(reason, *heard))
    if not rules.scale.by_points:
        return _judged(rules, fact, heard)
    return _by_points(rules, fact, heard)


def band(rules: Pack, total: int, met: Mapping[str, bool] = {}) -> str | None:
    """The best level whose minimum `total` (hundredths) reaches and whose prerequisites are all met: half-open, so 89.5
    is in 80–89. None where no level holds."""
    for key, level in active(rules.scale.levels).items():
        if level.minimum is not None and total >= level.minimum * HUNDREDTHS and _meets(level, met):
            return key
    return None


def _meets(level: Level, met: Mapping[str, bool]) -> bool:
    return all(met.get(one, False) for one in level.requires)


def _case(rules: Pack, fact: RatingFact) -> tuple[str, Reason] | None:
    """Who registered nothing, or is confirmed to have carried nothing out, has the level that says so (S4-52)."""
    name = "nothing_registered" if not fact.registered else "not_carried_out" if fact.carried_out is False else ""
    for key, level in active(rules.scale.levels).items():
        if name and name in level.also:
            return key, Reason(step="case", key=name, facts={"level": key})
    return None


def _judged(rules: Pack, fact: RatingFact, heard: list[Reason]) -> Rating:
    if fact.level is None:
        return Rating(open=("level",), reasons=tuple(heard))
    judged = Reason(step="judged", key=fact.level)
    level, capped = _capped(rules, fact.level, fact.violations)
    return Rating(level=level, computed=fact.level, reasons=(judged, *capped, *heard))


def _by_points(rules: Pack, fact: RatingFact, heard: list[Reason]) -> Rating:
    lacking = [item.criterion for item in fact.items if item.given is None]
    asked = [key for key in active(rules.scale.prerequisites) if key not in fact.prerequisites]
    items = [
        Reason(step="item", key=item.criterion, facts={"registered": item.registered or 0, "given": item.given})
        for item in fact.items
        if item.given is not None
    ]
    if lacking or asked or not fact.items:
        waits = [f"item:{key}" for key in lacking] + [f"condition:{key}" for key in asked]
        return Rating(open=tuple(waits or ["items"]), reasons=(*items, *heard))
    total = sum(item.given or 0 for item in fact.items)
    reached = band(rules, total, fact.prerequisites)
    if reached is None:
        return Rating(total=total, open=("band",), reasons=(*items, *heard))
    conditions = [Reason(step="condition", key=key, facts={"met": met}) for key, met in fact.prerequisites.items()]
    floor = rules.scale.levels[reached].minimum or 0
    computed, capped = _capped(rules, reached, fact.violations)
    reasons = [
        *items,
        Reason(step="sum", facts={"total": total, "items": len(fact.items)}),
        *conditions,
        Reason(step="band", key=reached, facts={"minimum": floor, "total": total}),
        *capped,
    ]
    level = fact.level or computed
    if level != computed:
        reasons.append(Reason(step="override", key=level, facts={"computed": computed, "reason": fact.reason}))
    return Rating(level=level, computed=computed, total=total, reasons=(*reasons, *heard))


def _capped(rules: Pack, level: str, violations: Mapping[str, int]) -> tuple[str, list[Reason]]:
    """The level after the caps: a recorded violation allows no better than the cap's level."""
    order = list(active(rules.scale.levels))
    reasons = []
    for key, cap in active(rules.scale.caps).items():
        count = violations.get(f"{cap.register}:{cap.choice}" if cap.choice else cap.register, 0)
        if count >= cap.at_least and order.index(level) < order.index(cap.level):
            reasons.append(Reason(step="cap", key=key, facts={"from": level, "to": cap.level, "count": count}))
            level = cap.level
    return level, reasons
