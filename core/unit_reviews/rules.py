"""Which units are reviewed in which round, what a review must hold, and how far a round is (S1-21, S1-A1). Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from core.access import Actor
from core.assessments.rules import COMMENT_MAX, stages_of
from core.errors import NotFound, Problem
from core.packs.calendar import Due
from core.packs.patching import active
from core.packs.schema import Checkpoint, Pack, Stage

State = Literal["done", "late", "overdue", "waiting"]


class Round(NamedTuple):
    """A checkpoint about units with the stage in which the unit above gives its review."""

    key: str
    checkpoint: Checkpoint
    stage_key: str
    stage: Stage

    @property
    def act(self) -> str:
        """The act that a milestone names: `stage:half_year.district`."""
        return f"stage:{self.key}.{self.stage_key}"

    def reviews(self, kind: str) -> bool:
        """Whether units of this kind are reviewed."""
        return kind in self.checkpoint.kinds


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How far a round is in a part of the tree: units to review, reviewed, of these too late."""

    units: int = 0
    done: int = 0
    late: int = 0

    @property
    def missing(self) -> int:
        """Units that nobody has reviewed."""
        return self.units - self.done

    def plus(self, other: "Tally") -> "Tally":
        """Both parts together."""
        return Tally(units=self.units + other.units, done=self.done + other.done, late=self.late + other.late)


def rounds(rules: Pack) -> tuple[Round, ...]:
    """The rounds about units in the pack's order; where several stages are heard, the last one is the review."""
    found = []
    for key, checkpoint in active(rules.checkpoints).items():
        given = [named for named in stages_of(rules, key) if named.stage.actor == "upper"]
        if checkpoint.of == "unit" and given:
            found.append(Round(key, checkpoint, given[-1].key, given[-1].stage))
    return tuple(found)


def round_at(rules: Pack, key: str) -> Round:
    """The round with this key; NotFound for any other checkpoint."""
    for found in rounds(rules):
        if found.key == key:
            return found
    raise NotFound("access.not-found")


def asks_level(rules: Pack) -> bool:
    """Whether a review gives a level: where the scale names any (S1-A1: not everywhere)."""
    return bool(active(rules.scale.levels))


def check(rules: Pack, comment: str, level: str) -> None:
    """Refuse a review without words, with too many, without a level of the scale, or with one where there is none."""
    found = []
    if not comment.strip():
        found.append(Problem("assessment.comment-missing", field="comment"))
    if len(comment) > COMMENT_MAX:
        found.append(Problem("assessment.comment-too-long", field="comment", most=COMMENT_MAX))
    if asks_level(rules) and not level:
        found.append(Problem("assessment.level-missing", field="level"))
    if level and level not in active(rules.scale.levels):
        found.append(Problem("assessment.unknown-level", field="level"))
    if found:
        raise Problem("assessment.refused", problems=found)


def own(actor: Actor, path: str) -> bool:
    """Whether the actor sits on the reviewed unit's own committee: nobody reviews himself (domain.md §2)."""
    return any(seat.unit_path == path for seat in actor.at("committee"))


def state(reviewed: bool, late: bool, due: Due | None, now: datetime) -> State:
    """How one unit stands. A review that is missing after its date is overdue, before it is only awaited."""
    if reviewed:
        return "late" if late else "done"
    return "overdue" if due is not None and now >= due.closes_at else "waiting"


def current(found: Sequence[tuple[str, Due | None]], now: datetime) -> str:
    """The round to show first: the one whose date comes next, else the last one."""
    ahead = [(due.closes_at, key) for key, due in found if due is not None and now < due.closes_at]
    return min(ahead)[1] if ahead else found[-1][0]


def added(tallies: Iterable[Tally]) -> Tally:
    """The sum of the parts."""
    total = Tally()
    for one in tallies:
        total = total.plus(one)
    return total
