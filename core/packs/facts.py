"""What a hook is told and what it answers: plain frozen data, no database rows, no sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from core.packs.schema import SeatTitle, UnitKind
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
    starts_on: date


class Enrolled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a person is enrolled, and why (S0-6): `seat` is where he counts, `reason` the clause."""

    seat: SeatFact | None
    reason: Literal["committee", "full_time", "no_seat"]


class SubjectFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The person a sheet belongs to: the counting seat and the age in full years, as far as known."""

    seat: SeatFact | None = None
    age: int | None = None


class SheetFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A registration: the concrete solution by criterion."""

    items: Mapping[str, str]


class AssessmentFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one stage gives: marks by criterion (self), a level (committee), a comment (everybody)."""

    items: tuple[str, ...] = ()
    marks: Mapping[str, str] = {}
    level: str | None = None
    comment: str = ""


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
