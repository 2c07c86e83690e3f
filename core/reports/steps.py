"""The steps of a programme as a progress board counts them: how many did it, of how many, how many too late. Pure."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from core.packs.calendar import Due
from core.packs.patching import active
from core.packs.schema import Stage
from core.programmes.queries import Programme
from core.programmes.rounds import asked_from, counting, stage_due
from core.reports.tallies import Line, Tally

LATE = {"registered": "registered_late", "self_assessed": "self_late", "rated": "rated_late"}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step. `key` is the counter of those who did it; `due` its milestone, if the rules have one."""

    key: str
    due: Due | None = None

    def done(self, tally: Tally) -> int:
        """People who did it."""
        return getattr(tally, self.key)

    def of(self, tally: Tally) -> int:
        """People who should: registering is for everybody eligible, the rest for who did register (domain.md §7)."""
        return tally.eligible if self.key == "registered" else tally.registered

    def missing(self, tally: Tally) -> int:
        """People who still should: nobody waits for those on leave, and a result waits to be recognised once given."""
        awaited = {"registered": tally.eligible - tally.on_leave, "recognised": tally.rated}
        return max(0, awaited.get(self.key, self.of(tally)) - self.done(tally))

    def late(self, tally: Tally) -> int:
        """People who did it after the date."""
        return getattr(tally, LATE[self.key]) if self.key in LATE else 0

    def overdue(self, now: datetime) -> bool:
        """Whether the date has passed."""
        return self.due is not None and now >= self.due.closes_at

    def begun(self, now: datetime) -> bool:
        """Whether people are expected to do it already; a step without a date of its own always is."""
        return self.due is None or now >= asked_from(self.due)


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """A step that is not done: how many are missing, in how many units, and the units with most of them."""

    step: Step
    missing: int
    units: int
    worst: tuple[Line, ...]


def steps_of(programme: Programme) -> tuple[Step, ...]:
    """The steps that the pinned rules have, in order; their dates as opened."""
    rules = programme.rules
    found = [Step(key="registered", due=programme.due("registration")), Step(key="validated")]
    for key, wanted in (("self_assessed", _is_self), ("rated", _decides), ("recognised", _recognises)):
        if any(wanted(stage) for stage in active(rules.stages).values()) and counting(rules):
            found.append(Step(key=key, due=stage_due(programme, wanted)))
    return tuple(found)


def lags(steps: Sequence[Step], total: Tally, lines: Sequence[Line], now: datetime, most: int = 3) -> tuple[Lag, ...]:
    """What is not done though it has begun, overdue steps first; each with the units that miss most people."""
    open_steps = [step for step in steps if step.begun(now) and step.missing(total)]
    open_steps.sort(key=lambda step: not step.overdue(now))
    return tuple(
        Lag(
            step=step,
            missing=step.missing(total),
            units=sum(1 for line in lines if step.missing(line.tally)),
            worst=tuple(behind(step, lines)[:most]),
        )
        for step in open_steps
    )


def behind(step: Step, lines: Sequence[Line]) -> list[Line]:
    """The units that miss people at a step, those with the largest missing share first."""
    waiting = [line for line in lines if step.missing(line.tally)]
    return sorted(
        waiting, key=lambda line: (-step.missing(line.tally) / step.of(line.tally), -step.missing(line.tally))
    )


def _is_self(stage: Stage) -> bool:
    return stage.actor == "self"


def _decides(stage: Stage) -> bool:
    return stage.decides


def _recognises(stage: Stage) -> bool:
    return stage.gives == "recognition"
