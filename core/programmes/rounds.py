"""When the stages of a programme are due that its pages count and ask for."""

from collections.abc import Callable
from datetime import datetime, timedelta

from core.packs.calendar import Due
from core.packs.patching import active
from core.packs.schema import Pack, Stage
from core.programmes.queries import Programme

ASKED_BEFORE = timedelta(days=31)  # what has no set opening is asked for in the month before its last day


def counting(rules: Pack) -> str | None:
    """The checkpoint whose level counts: the last one with a deciding stage; None where nobody gets a level."""
    offered = active(rules.stages)
    found = [
        key for key, checkpoint in active(rules.checkpoints).items()
        if any(stage in offered and offered[stage].decides for stage in checkpoint.stages)
    ]  # fmt: skip
    return found[-1] if found else None


def midway(rules: Pack) -> tuple[str, str] | None:
    """The checkpoint in which people only review themselves on the way, and its stage (S4-44); None where none is."""
    offered = active(rules.stages)
    for key, checkpoint in active(rules.checkpoints).items():
        stages = [stage for stage in checkpoint.stages if stage in offered]
        own = [stage for stage in stages if offered[stage].actor == "self"]
        if checkpoint.of == "person" and own and not any(offered[stage].decides for stage in stages):
            return key, own[0]
    return None


def stage_due(programme: Programme, wanted: Callable[[Stage], bool]) -> Due | None:
    """The date of a stage in the checkpoint that counts, not of a review on the way (S4-44 beside S4-46).

    A stage without a date of its own has to be done by the date of the decision that it is made for."""
    rules = programme.rules
    checkpoint = counting(rules)
    if checkpoint is None:
        return None
    stages = [name for name in rules.checkpoints[checkpoint].stages if name in active(rules.stages)]
    own = next((name for name in stages if wanted(rules.stages[name])), None)
    if own is None:
        return None
    decision = next(name for name in stages if rules.stages[name].decides)
    due = programme.due(f"stage:{checkpoint}.{own}")
    before = stages.index(own) < stages.index(decision)
    return due or (programme.due(f"stage:{checkpoint}.{decision}") if before else None)


def asked_from(due: Due) -> datetime:
    """When people are asked for it: from a set opening, else in the last month."""
    return due.opens_at if due.opens_strict else max(due.opens_at, due.closes_at - ASKED_BEFORE)
