"""What a hook is told and what it answers: plain frozen data, no database rows, no sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from core.packs.schema import Block, Occupation, SeatTitle, UnitKind
from core.packs.text import Text

LEVELS: tuple[UnitKind, ...] = (
    "top", "district", "grassroots", "grassroots_branch", "section", "branch", "subbranch",
)  # fmt: skip
TITLES: tuple[SeatTitle, ...] = ("secretary", "deputy", "standing", "member", "officer")


class SeatFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One current position of a person; `officer` is staff without a seat on the committee."""

    unit_id: str
    unit_kind: UnitKind
    title: SeatTitle
    full_time: bool = False
    block: Block | None = None
    starts_on: date


class MembershipFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The branch a person belongs to on the census day."""

    unit_id: str
    unit_kind: UnitKind
    block: Block | None = None
    starts_on: date


class Enrolled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a person is enrolled, and why (S0-6, S4-4): `unit_id` is where he counts (None: nowhere), `seat` the
    position that says so (None for a member), `reason` the clause."""

    unit_id: str | None = None
    seat: SeatFact | None = None
    reason: Literal["committee", "full_time", "member", "no_seat", "no_membership", "other_block"]


class SubjectFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The person a sheet belongs to, as far as known: the counting seat (None for a plain member), the age in full
    years on the day, what he does for a living, the block of his unit."""

    seat: SeatFact | None = None
    age: int | None = None
    occupation: Occupation | None = None
    block: Block | None = None


class SheetFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A registration: the concrete solution by criterion, and its points in hundredths where the scale has points."""

    items: Mapping[str, str]
    points: Mapping[str, int] = {}


class AssessmentFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one stage gives over the registered `items`: marks by criterion (self), points in hundredths by criterion
    against those `registered`, explanations by criterion, a level (committee), conditions met, a comment.

    `override` is a level given against the computed one, `votes` are for, against; `casting` is how the chair settled
    a divided vote."""

    items: tuple[str, ...] = ()
    marks: Mapping[str, str] = {}
    registered: Mapping[str, int] = {}
    points: Mapping[str, int] = {}
    explanations: Mapping[str, str] = {}
    level: str | None = None
    computed: str | None = None
    override_reason: str = ""
    prerequisites: Mapping[str, bool] = {}
    votes: tuple[int, int] | None = None
    casting: bool | None = None
    comment: str = ""


class ItemFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One registered item on the way to a result: `registered` is what it can bring, `given` what was given for it, in
    hundredths; None where nobody has said."""

    criterion: str
    registered: int | None = None
    given: int | None = None


class RatingFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything one person's result follows from. `level` is the judged one of a named scale, or an override of the
    computed one with its `reason`; `violations` counts entries by `register` or `register:choice`; `voices` are the
    stages heard, `missing` those nobody gave; `carried_out` is False when it is confirmed that nothing was done
    (S4-52), None while nobody has said."""

    items: tuple[ItemFact, ...] = ()
    level: str | None = None
    reason: str = ""
    prerequisites: Mapping[str, bool] = {}
    violations: Mapping[str, int] = {}
    voices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    registered: bool = True
    carried_out: bool | None = None


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of an explanation: what kind of step, about what, with which numbers. The interface words it."""

    step: Literal["item", "sum", "band", "condition", "cap", "judged", "override", "case", "voice", "missing"]
    key: str = ""
    facts: Mapping[str, int | str | bool] = {}


class Rating(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A result and why: `computed` is what the rules give, `level` what holds (an override keeps both); `total` in
    hundredths. None is not zero: `open` names what is missing for a result (domain.md §4)."""

    level: str | None = None
    computed: str | None = None
    total: int | None = None
    open: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class RowFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers of one report row, by column."""

    values: Mapping[str, int]


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to repair, at the input it belongs to; the interface words it."""

    code: str
    field: str
    facts: Mapping[str, object] = {}


class Suggestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ready solution that a person may take over and change."""

    key: str
    text: Text
