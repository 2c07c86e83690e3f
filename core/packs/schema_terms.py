"""The words of the contract: closed lists, identifiers, and what every piece of a pack shares."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

CONTRACT = 1

UnitKind = Literal["top", "district", "grassroots", "grassroots_branch", "section", "branch", "subbranch"]
Block = Literal["civil_service", "urban", "rural", "school", "armed_forces", "enterprise"]
# What a person does for a living; `official` are cán bộ, công chức, viên chức, `lecturer` those who research or teach.
Occupation = Literal["official", "lecturer", "student", "pupil", "armed_forces", "worker", "farmer", "other"]
SeatTitle = Literal["secretary", "deputy", "standing", "member", "officer"]
National = Literal["excellent", "good", "completed", "not_completed"]
Polarity = Literal["do", "dont"]
Identifier = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
Key = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_.-]{1,40}\Z")]
MonthDay = Annotated[str, Meta(pattern=r"\A(\d{4}-)?\d{2}-\d{2}\Z")]
Span = Annotated[str, Meta(pattern=r"\A(\d{4}|(\d{4}-)?\d{2})\Z")]
FIRST_YEAR, LAST_YEAR = 1976, 2200  # before 1976 the clock of Viet Nam was another
Year = Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
Whole = Annotated[int, Meta(ge=0, le=1000)]
INDICATORS = ("eligible", "registered", "validated", "self_assessed", "assessed", "recognised")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every piece of a pack shares: unknown keys are errors, values never change."""


class Entry(Part, frozen=True, kw_only=True):
    """A piece that lives in a keyed map."""

    order: int = 0
    disabled: bool = False
    requirement: str = ""
