"""What a sheet may become, what it must hold, and what its owner has to do next (domain.md §2, §8). Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from core.errors import Problem
from core.packs import points
from core.packs.calendar import Due
from core.packs.criteria import offered as offered_to
from core.packs.facts import Finding, SubjectFact
from core.packs.patching import active
from core.packs.schema import Pack
from core.steps import Steps

STATES = ("none", "draft", "submitted", "returned", "validated")
OPEN = ("none", "draft", "returned")  # the owner may still write
SOLUTION_MAX, REASON_MAX, REMARK_MAX = 4000, 2000, 1000  # characters

REFUSALS: Mapping[str, str] = {
    "none": "registration.not-submitted",
    "draft": "registration.not-submitted",
    "submitted": "registration.already-submitted",
    "returned": "registration.already-returned",
    "validated": "registration.already-validated",
}
STEPS = Steps(
    {
        "save": {"none": "draft", "draft": "draft", "returned": "returned"},
        "submit": {"none": "submitted", "draft": "submitted", "returned": "submitted"},
        "withdraw": {"submitted": "draft"},
        "approve": {"submitted": "validated"},
        "return": {"submitted": "returned"},
        "supplement": {"validated": "draft"},
        "discard": {"draft": "validated", "returned": "validated"},
    },
    REFUSALS,
)
SUPPLEMENT_REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "never": "registration.no-supplements",
        "late": "registration.supplement-too-late",
        "empty": "registration.nothing-added",
        "none": "registration.no-supplement",
    }
)
# The roster's state beside the sheet's: a draft is nobody's business but the owner's.
ROSTER: Mapping[str, str] = MappingProxyType(
    {"draft": "enrolled", "submitted": "submitted", "returned": "returned", "validated": "validated"}
)


class Move(NamedTuple):
    """Where an act leads: the sheet's state and edition, and the roster's state."""

    state: str
    edition: int
    roster: str


class Progress(NamedTuple):
    """How many criteria of a group a sheet holds, and how many it needs."""

    group: str
    have: int
    need: int


def move(act: str, state: str, edition: int = 1, *, supplement: bool = False, returned: bool | None = None) -> Move:
    """Take `act` from `state`; Problem with a stable code for every step that is not allowed.

    A return and a supplement open the next edition, so the reviewed one stays as it was. Withdrawing a resubmission
    goes back to the returned sheet, not to a first draft (`returned`: every later edition, unless said otherwise). Who
    supplements stays validated: what was confirmed holds until more is (S4-59)."""
    after = STEPS.after(act, state)
    if act == "discard" and not supplement:
        raise Problem(SUPPLEMENT_REFUSALS["none"], state=state)
    if act == "withdraw" and (edition > 1 if returned is None else returned):
        after = "returned"
    roster = "validated" if supplement or act == "supplement" else ROSTER[after]
    return Move(after, edition + (act in ("return", "supplement")), roster)


def supplement_refusal(rules: Pack, roster: str, sheet: str, *, self_assessed: bool) -> str | None:
    """The code that says why nobody may add to a sheet now; None where its owner may: the programme lets him, the sheet
    is confirmed, and no review of the year has begun (S4-59)."""
    if not rules.registration.supplement:
        return SUPPLEMENT_REFUSALS["never"]
    if roster in ("rated", "recognised") or self_assessed:
        return SUPPLEMENT_REFUSALS["late"]
    return None if sheet == "validated" else REFUSALS[sheet]


def supplemented(rules: Pack, confirmed: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """The items of a supplement in the pack's order: those confirmed as they were confirmed, whatever was typed."""
    if not confirmed:
        return dict(typed)
    held, order = {**typed, **confirmed}, list(active(rules.criteria))
    known = [key for key in order if key in held]
    return {key: held[key] for key in (*known, *(key for key in held if key not in order))}


def with_points(rules: Pack, items: Sequence[str], typed: Mapping[str, int] | None) -> dict[str, int]:
    """The points of a sheet in hundredths (S4-A2): an even spread, or those the owner gave by himself where the pack
    lets him; nothing on a scale without points."""
    rule = rules.registration.points
    if rule is None:
        return {}
    if typed is None or not rule.editable:
        return points.even(tuple(items), rule.total)
    return {key: typed.get(key, 0) for key in items}


def personal(rules: Pack) -> bool:
    """Whether some criteria are for some people only (S3-11, S4-24)."""
    return any(criterion.audience for criterion in rules.criteria.values())


def check_items(rules: Pack, items: Mapping[str, str], subject: SubjectFact) -> None:
    """Refuse criteria that the programme does not offer to this person, and texts too long to store."""
    offered = offered_to(rules, subject)
    found = [Problem("registration.unknown-criterion", field=f"item.{key}") for key in items if key not in offered]
    found += [
        Problem("registration.solution-too-long", field=f"solution.{key}", max=SOLUTION_MAX)
        for key, text in items.items()
        if len(text) > SOLUTION_MAX
    ]
    if found:
        raise Problem("registration.refused", problems=found)


def as_problems(rules: Pack, findings: Sequence[Finding]) -> list[Problem]:
    """A pack's findings as problems at their inputs, with titles in place of keys."""
    return [Problem(one.code, field=one.field, **_titled(rules, one)) for one in findings]


def check_time(due: Due | None, now: datetime, first_submitted_at: datetime | None) -> None:
    """Refuse only what the pack closes: before a set opening, or after the end where it says so (domain.md §2).

    A sheet that was submitted in time may come back after the end."""
    if due is None:
        return
    if due.opens_strict and now < due.opens_at:
        raise Problem("registration.not-open-yet", opens_at=due.opens_at)
    if due.late == "close" and now >= due.closes_at and first_submitted_at is None:
        raise Problem("registration.closed", closes_at=due.closes_at)


def is_late(due: Due | None, now: datetime, first_submitted_at: datetime | None) -> bool:
    """Whether the sheet counts as late: judged by the first submission taken into review (domain.md §8)."""
    return due is not None and (first_submitted_at or now) >= due.closes_at


def progress(rules: Pack, items: Sequence[str]) -> tuple[Progress, ...]:
    """The groups in their order with what the sheet holds of each."""
    rule, offered = rules.registration, active(rules.criteria)
    held = [offered[key].group for key in items if key in offered]
    least = 1 if rule.every_group else 0
    return tuple(
        Progress(group, held.count(group), max(rule.per_group_min.get(group, 0), least))
        for group in active(rules.groups)
    )


def readable_edition(state: str, edition: int) -> int:
    """The last edition that others than the owner may read; 0 where nothing was submitted."""
    return edition if state in ("submitted", "validated") else edition - 1


def next_act(
    roster: str, sheet: str, *, presence: str, is_open: bool, self_assessed: bool, assessing: bool, midway: bool = False
) -> str:
    """What the person has to do or wait for: a key that the interface words.

    `assessing` says that the self-assessment has opened, `midway` that the review on the way is asked for (S4-44)."""
    if presence != "present":
        return presence
    if roster in ("rated", "recognised"):
        return {"rated": "await_recognition", "recognised": "finished"}[roster]
    if not is_open:
        return "closed"
    if roster == "validated":
        return _after_validation(sheet, self_assessed=self_assessed, assessing=assessing, midway=midway)
    return {"submitted": "await_review", "returned": "revise", "draft": "continue"}.get(sheet, "register")


def _after_validation(sheet: str, *, self_assessed: bool, assessing: bool, midway: bool) -> str:
    """Reviewing oneself goes before adding more; only a supplement that is before the committee goes before both."""
    if self_assessed:
        return "await_rating"
    if sheet == "submitted":
        return "await_supplement"
    if assessing:
        return "self_assess"
    if midway:
        return "review_midway"
    return {"draft": "continue_supplement", "returned": "revise_supplement"}.get(sheet, "train")


def in_points(code: str, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts of a finding about points, hundredths as points that people read."""
    about = code.partition(".")[2].startswith("points")
    return {
        name: Decimal(value) / points.HUNDREDTHS if about and isinstance(value, int) else value
        for name, value in facts.items()
    }


def _titled(rules: Pack, finding: Finding) -> dict[str, object]:
    facts = in_points(finding.code, finding.facts)
    if (group := facts.get("group")) in rules.groups:
        facts["group"] = rules.groups[str(group)].title
    kind, _, key = finding.field.partition(".")
    if kind in ("solution", "points", "item") and key in rules.criteria:
        facts["criterion"] = rules.criteria[key].title
    return facts
