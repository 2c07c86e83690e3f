"""The typed contract of a rule pack: what `pack.toml` may say (design.md §2, contract 1).

Everything is frozen. Maps are keyed by stable addresses, because a tenant's edit is a merge patch over
them; every entry has `order` (filled from its place in the file) and `disabled`, so reordering and
disabling are ordinary patches. A text is a plain Vietnamese string or `{ vi = …, en = … }`.
"""

from collections.abc import Mapping
from typing import Literal

from core.packs.schema_documents import Basis, Disclosure, Document, Erratum, Guide, Lock, Role
from core.packs.schema_duties import Declaration, Every, Milestone, Pilot, Quantity, Register, Target, Timing
from core.packs.schema_people import (
    Advice,
    Audience,
    Criterion,
    Group,
    Period,
    PointsRule,
    Registration,
    Stricter,
    Subject,
)
from core.packs.schema_rating import Cap, Checkpoint, Level, Mark, Prerequisite, Scale, Stage, Variant
from core.packs.schema_reports import Check, Column, Letterhead, Report, Rows, Signature
from core.packs.schema_terms import (
    CONTRACT,
    FIRST_YEAR,
    INDICATORS,
    LAST_YEAR,
    Block,
    Entry,
    Identifier,
    Key,
    MonthDay,
    National,
    Occupation,
    Part,
    Polarity,
    SeatTitle,
    Span,
    UnitKind,
    Whole,
    Year,
)
from core.packs.text import Text

__all__ = [
    "CONTRACT", "FIRST_YEAR", "INDICATORS", "LAST_YEAR", "Advice", "Audience", "Basis", "Block", "Cap", "Check",
    "Checkpoint", "Column", "Criterion", "Declaration", "Disclosure", "Document", "Entry", "Erratum", "Every", "Group",
    "Guide", "Identifier", "Key", "Letterhead", "Level", "Lock", "Mark", "Milestone", "MonthDay", "National",
    "Occupation", "Pack", "Part", "Period", "Pilot", "PointsRule", "Polarity", "Prerequisite", "Quantity", "Register",
    "Registration", "Report", "Role", "Rows", "Scale", "SeatTitle", "Signature", "Span", "Stage", "Stricter", "Subject",
    "Target", "Text", "Timing", "UnitKind", "Variant", "Whole", "Year",
]  # fmt: skip


class Pack(Part, frozen=True, kw_only=True):
    """A rule pack, or (with a tenant's edits merged in) the Rules of a programme. One that `extends` another is read
    as an edit of it (`core.packs.inheritance`), so here it is whole."""

    contract: int
    id: Identifier
    extends: Identifier | None = None
    version: str
    title: Text
    summary: Text
    issuer: Text
    provenance: Literal["issued", "reconstructed", "historical"] = "issued"
    languages: tuple[str, ...] = ("vi", "en")
    basis: Mapping[Key, Basis] = {}
    document: Document | None = None
    guide: Mapping[Key, Guide] = {}
    roles: Mapping[Key, Role] = {}
    subject: Subject
    period: Period
    groups: Mapping[Key, Group] = {}
    criteria: Mapping[Key, Criterion] = {}
    registration: Registration = Registration()
    scale: Scale
    marks: Mapping[Key, Mark] = {}
    stages: Mapping[Key, Stage] = {}
    checkpoints: Mapping[Key, Checkpoint] = {}
    milestones: Mapping[Key, Milestone] = {}
    declarations: Mapping[Key, Declaration] = {}
    targets: Mapping[Key, Target] = {}
    registers: Mapping[Key, Register] = {}
    pilots: Mapping[Key, Pilot] = {}
    reports: Mapping[Key, Report] = {}
    disclosure: Disclosure = Disclosure()
    locks: Mapping[Key, Lock] = {}
    errata: Mapping[Key, Erratum] = {}
