"""Who is heard in which order, what each must give, and how a unit's results go up (domain.md §2, §8). Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple

from core.errors import Problem
from core.packs.calendar import VIETNAM, Due
from core.packs.facts import Finding
from core.packs.patching import active
from core.packs.schema import Pack, Stage
from core.registrations.rules import in_points
from core.steps import Steps

NOTE_MAX, COMMENT_MAX, REASON_MAX = 1000, 4000, 2000  # characters
AHEAD = timedelta(days=30)  # ours: a round lasts a month wherever a document says how long
RATABLE = ("validated", "rated")  # roster states in which voices are heard and a level is given

# How a unit's results travel.
REFUSALS: Mapping[str, str] = {
    "none": "results.not-sent",
    "sent": "results.already-sent",
    "returned": "results.was-returned",
    "recognised": "results.already-recognised",
}
STEPS = Steps(
    {
        "send": {"none": "sent", "returned": "sent", "recognised": "sent"},  # who was rated after the recognition
        "recognise": {"sent": "recognised", "recognised": "recognised"},
        "return": {"sent": "returned"},
    },
    REFUSALS,
)
# Why nothing may be written in a round at all.
ROUND_REFUSALS: Mapping[str, str] = MappingProxyType(
    {"closed": "programme.closed", "absent": "assessment.not-present", "sent": "assessment.results-sent"}
)


class Mark(NamedTuple):
    """A person's own answer to one registered item: the mark's key ('' while open) or points in hundredths (None while
    open), and what was done."""

    mark: str
    note: str = ""
    points: int | None = None


class Named(NamedTuple):
    """A stage under its key."""

    key: str
    stage: Stage


def stages_of(rules: Pack, checkpoint: str) -> tuple[Named, ...]:
    """The stages of a checkpoint in the order in which they are heard."""
    offered = active(rules.stages)
    return tuple(Named(key, offered[key]) for key in rules.checkpoints[checkpoint].stages if key in offered)


def rates(rules: Pack) -> bool:
    """Whether people get a result at all (S1-A1: not everywhere): then a round about people decides."""
    return bool(_deciding(rules))


def final_checkpoint(rules: Pack) -> str:
    """The checkpoint whose level counts: the last one about people that has a deciding stage. Readers ask `rates`
    first; an act in a programme that rates nobody is refused."""
    found = _deciding(rules)
    if not found:
        raise Problem("assessment.no-decision")
    return found[-1]


def self_stage(rules: Pack, checkpoint: str) -> str:
    """The key of the stage in which a person reviews himself (S0-21)."""
    return _the(rules, checkpoint, lambda stage: stage.actor == "self")


def deciding_stage(rules: Pack, checkpoint: str) -> str:
    """The key of the stage that gives the level (S0-A8: after reading every voice)."""
    return _the(rules, checkpoint, lambda stage: stage.decides)


def voices(rules: Pack, checkpoint: str) -> tuple[Named, ...]:
    """The opinions to be heard besides the committee's own (S0-22)."""
    return tuple(named for named in stages_of(rules, checkpoint) if named.stage.actor == "voice")


def missing(rules: Pack, checkpoint: str, given: Sequence[str]) -> tuple[str, ...]:
    """The stages before the decision that nobody has given: shown and stored, never counted as zero."""
    decides = deciding_stage(rules, checkpoint)
    before = []
    for named in stages_of(rules, checkpoint):
        if named.key == decides:
            break
        before.append(named.key)
    return tuple(key for key in before if key not in given)


def check_marks(rules: Pack, items: Sequence[str], marks: Mapping[str, Mark]) -> None:
    """A draft may be unfinished, but holds only marks of the pack, under registered items, within bounds."""
    known = active(rules.marks)
    found = []
    for key, given in marks.items():
        if key not in items:
            found.append(Problem("assessment.not-on-sheet", field=f"mark.{key}"))
        if given.mark and given.mark not in known:
            found.append(Problem("assessment.unknown-mark", field=f"mark.{key}"))
        if len(given.note) > NOTE_MAX:
            found.append(Problem("assessment.note-too-long", field=f"note.{key}", most=NOTE_MAX))
    if found:
        raise Problem("assessment.refused", problems=found)


def refusal(programme: str, presence: str, results: str, state: str) -> str | None:
    """The code that says why nothing may be written in a round, None where it may.

    Results on their way are not touched. After the recognition only who had no level yet is still heard and rated:
    the unit explained why, and sends him later."""
    if programme != "open":
        return ROUND_REFUSALS["closed"]
    if presence != "present":
        return ROUND_REFUSALS["absent"]
    if results == "sent" or (results == "recognised" and state != "validated"):
        return ROUND_REFUSALS["sent"]
    return None


def check_comment(comment: str) -> None:
    """Refuse a text too long to store."""
    if len(comment) > COMMENT_MAX:
        raise Problem("assessment.comment-too-long", field="comment", most=COMMENT_MAX)


def refuse(rules: Pack, findings: Sequence[Finding]) -> None:
    """A pack's findings as one Problem, each at its input, with the title of the item it is about."""
    if not findings:
        return
    found = []
    for one in findings:
        criterion = rules.criteria.get(one.field.partition(".")[2])
        numbers = in_points(one.code, one.facts)
        facts = {"criterion": criterion.title, **numbers} if criterion else numbers
        found.append(Problem(one.code, field=one.field, **facts))
    raise Problem("assessment.refused", problems=found)


def check_opens(due: Due | None, now: datetime) -> None:
    """Refuse an early act only where the pack sets an opening, a late one only where it closes (domain.md §2)."""
    if due is not None and due.opens_strict and now < due.opens_at:
        raise Problem("assessment.not-open-yet", opens_at=due.opens_at)
    if due is not None and due.late == "close" and now >= due.closes_at:
        raise Problem("assessment.closed", closes_at=due.closes_at)


def round_begins(own: Due | None, decides: Due | None, ends_on: date) -> datetime:
    """From when everybody confirmed waits for the committee: the opening of the self-review (S0-21, S3-18), where that
    has no date of its own of the deciding stage. A date that names its end only ("trước 30/5", S4-6) begins a month
    earlier, as does a round without any date before the programme's last day."""
    due = own or decides
    if due is None:
        return datetime.combine(ends_on, time(), VIETNAM) - AHEAD
    if due.opens_strict or due.wording == "within":
        return due.opens_at
    return max(due.opens_at, due.closes_at - AHEAD)


def is_late(due: Due | None, now: datetime) -> bool:
    """Late is a fact on the act."""
    return due is not None and now >= due.closes_at


def check_sending(state: str, rated: int, unrated: int, note: str) -> None:
    """Somebody's level waits to be sent; everybody who registered is rated, or the unit says in writing why not
    (domain.md §4, KL06 identity)."""
    if not rated:
        raise Problem("results.already-recognised" if state == "recognised" else "results.nobody-rated")
    if unrated and not note.strip():
        raise Problem("results.unrated-people", field="note", count=unrated)
    if len(note) > REASON_MAX:
        raise Problem("results.note-too-long", field="note", most=REASON_MAX)


def check_return(reason: str) -> None:
    """A return says why."""
    check_reason(reason, code="results.reason-missing")


def day_of(moment: datetime) -> date:
    """The day in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def check_reason(reason: str, *, code: str) -> None:
    """An official step back says why, in words that can be stored."""
    if not reason.strip():
        raise Problem(code, field="reason")
    if len(reason) > REASON_MAX:
        raise Problem("results.reason-too-long", field="reason", most=REASON_MAX)


def _deciding(rules: Pack) -> list[str]:
    rounds = active(rules.checkpoints).items()
    return [key for key, one in rounds if one.of == "person" and any(n.stage.decides for n in stages_of(rules, key))]


def _the(rules: Pack, checkpoint: str, wanted: Callable[[Stage], bool]) -> str:
    for named in stages_of(rules, checkpoint):
        if wanted(named.stage):
            return named.key
    raise Problem("assessment.unknown-stage", field="stage", stage=checkpoint)
