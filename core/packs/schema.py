"""The typed contract of a rule pack: what `pack.toml` may say (design.md §2, contract 1).

Everything is frozen. Maps are keyed by stable addresses, because a tenant's edit is a merge patch over
them; every entry has `order` (filled from its place in the file) and `disabled`, so reordering and
disabling are ordinary patches. A text is a plain Vietnamese string or `{ vi = …, en = … }`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.packs.text import Text

CONTRACT = 1

UnitKind = Literal["top", "district", "grassroots", "grassroots_branch", "section", "branch", "subbranch"]
National = Literal["excellent", "good", "completed", "not_completed"]
Identifier = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
Key = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_.-]{1,40}\Z")]
MonthDay = Annotated[str, Meta(pattern=r"\A(\d{4}-)?\d{2}-\d{2}\Z")]
Span = Annotated[str, Meta(pattern=r"\A(\d{4}|(\d{4}-)?\d{2})\Z")]
FIRST_YEAR, LAST_YEAR = 1976, 2200  # before 1976 the clock of Viet Nam was another
Year = Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
SeatTitle = Literal["secretary", "deputy", "standing", "member", "officer"]
INDICATORS = ("eligible", "registered", "validated", "self_assessed", "assessed", "recognised")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every piece of a pack shares: unknown keys are errors, values never change."""


class Entry(Part, frozen=True, kw_only=True):
    """A piece that lives in a keyed map."""

    order: int = 0
    disabled: bool = False
    requirement: str = ""


class Basis(Entry, frozen=True, kw_only=True):
    """A document the programme rests on, or one it is merely carried out together with (`related`)."""

    number: str
    issued: date | None = None
    issuer: Text
    title: Text
    related: bool = False


class Document(Part, frozen=True, kw_only=True):
    """The document that founds the programme (S0-36). A number or date that the source lacks stays empty
    here and is asked for when a programme is opened (S0-A9)."""

    title: Text
    number: str = ""
    issued: date | None = None
    signature: tuple[Text, ...] = ()
    signer: str = ""
    recipients: tuple[Text, ...] = ()
    requirement: str = ""


class Guide(Entry, frozen=True, kw_only=True):
    """A passage of the source that people read beside the programme: aims, themes, uses of the result."""

    title: Text
    text: Text


class Role(Entry, frozen=True, kw_only=True):
    """A department or officer that the source names, and what it does for the programme (S0-29 … S0-33)."""

    title: Text
    duty: Text
    kinds: tuple[UnitKind, ...] = ()


class Subject(Part, frozen=True, kw_only=True):
    """Who is trained and counted (S0-6): committee seats and full-time posts by kind of unit."""

    kind: Literal["member", "cadre", "collective", "unit"]
    committees: tuple[UnitKind, ...] = ()
    full_time: tuple[UnitKind, ...] = ()
    requirement: str = ""


class Period(Part, frozen=True, kw_only=True):
    """What one programme covers; `first`/`last` bound a phase (2019–2022), `starts` is a month-day."""

    kind: Literal["calendar_year", "school_year", "phase"]
    starts: MonthDay = "01-01"
    first: Year | None = None
    last: Year | None = None


class Group(Entry, frozen=True, kw_only=True):
    """A content (nội dung) or list that criteria belong to."""

    title: Text
    polarity: Literal["do", "dont"] | None = None


class Audience(Part, frozen=True, kw_only=True):
    """Which cadres something is written for; an empty field says "all"."""

    kinds: tuple[UnitKind, ...] = ()
    titles: tuple[SeatTitle, ...] = ()
    full_time: bool | None = None


class Advice(Entry, frozen=True, kw_only=True):
    """Suggested solutions for one kind of cadre (S0-7)."""

    audience: Audience
    suggestions: Mapping[Key, Text]


class Criterion(Entry, frozen=True, kw_only=True):
    """One thing a person may register; `guidance` says why and how, `suggestions` are ready solutions."""

    group: str
    title: Text
    guidance: Text | None = None
    suggestions: Mapping[Key, Text] = {}
    advice: Mapping[Key, Advice] = {}
    sensitive: bool = False


class Registration(Part, frozen=True, kw_only=True):
    """What a sheet must hold before it may be submitted."""

    items_min: int = 1
    per_group_min: Mapping[Key, int] = {}
    every_group: bool = False
    solution: Literal["required", "optional"] = "required"
    solution_min: int = 1
    channels: tuple[Literal["online", "typed", "handwritten"], ...] = ("online",)
    intro: Text | None = None
    requirement: str = ""


class Level(Entry, frozen=True, kw_only=True):
    """A result band; the map's order runs from best to weakest. `national` is the level compared nationally."""

    title: Text
    national: National
    description: Text | None = None


class Scale(Part, frozen=True, kw_only=True):
    """How results are named. Only judged levels so far (S0-45): no points, no thresholds."""

    kind: Literal["named"]
    levels: Mapping[Key, Level]
    requirement: str = ""


class Mark(Entry, frozen=True, kw_only=True):
    """A person's own answer to one registered item; `dont` words it under something not to do."""

    title: Text
    dont: Text | None = None

    def under(self, polarity: str | None) -> Text:
        """The wording under an item of this polarity."""
        return self.dont if polarity == "dont" and self.dont else self.title


class Stage(Entry, frozen=True, kw_only=True):
    """One voice or decision in a checkpoint, in the order it is heard."""

    title: Text
    actor: Literal["self", "committee", "voice", "parent_committee"]
    gives: Literal["marks", "opinion", "level", "recognition"]
    decides: bool = False
    comment: Literal["required", "optional"] = "optional"
    help: Text | None = None


class Checkpoint(Entry, frozen=True, kw_only=True):
    """A round of assessment: its stages in order."""

    title: Text
    stages: tuple[str, ...]


class Timing(Part, frozen=True, kw_only=True):
    """One date in exactly one of the wordings that the documents use (domain.md §3).

    A month-day returns every year, a full date stands once; `within` takes a month (`01`, `2019-08`) or a
    whole year (`2020`)."""

    by: MonthDay | None = None
    before: MonthDay | None = None
    within: Span | None = None
    opens: MonthDay | None = None


class Milestone(Entry, frozen=True, kw_only=True):
    """Who owes what to whom by when. `act` is `registration`, `stage:<checkpoint>.<stage>`,
    `declaration:<key>` or `report:<key>`; `years` limits it to those programme years; `first_cycle`
    replaces the timing in the period's first year; `owed_by` holds `person` or kinds of unit."""

    title: Text
    act: str
    by: MonthDay | None = None
    before: MonthDay | None = None
    within: Span | None = None
    opens: MonthDay | None = None
    years: tuple[int, ...] = ()
    first_cycle: Timing | None = None
    owed_by: tuple[str, ...] = ("person",)
    to: Text | None = None
    through: Text | None = None
    late: Literal["mark", "close"] = "mark"


class Declaration(Entry, frozen=True, kw_only=True):
    """A duty of a unit, declared with the fields named (IV.2, II.2 of S0)."""

    title: Text
    help: Text | None = None
    fields: tuple[Literal["number", "dated_on", "file", "note"], ...]
    owed_by: tuple[UnitKind, ...] = ()
    encouraged: tuple[UnitKind, ...] = ()
    yearly: bool = True


class Target(Entry, frozen=True, kw_only=True):
    """A required value in per cent. `of` is `declaration:<key>` (share of the units of `kinds`, or of those
    that owe it) or `indicator:<name>` (share of the eligible)."""

    title: Text
    of: str
    required: int = 100
    kinds: tuple[UnitKind, ...] = ()


class Column(Entry, frozen=True, kw_only=True):
    """A report column. `source` is `row_number`, `name`, an indicator or `level:<key>`; `number` is the
    printed cell of the number row; neighbours with the same `under` share a head."""

    title: Text
    number: str = ""
    under: Text | None = None
    source: str


class Check(Entry, frozen=True, kw_only=True):
    """A rule between columns that every row keeps: left ≥ right, or left = sum of the others."""

    title: Text
    left: str
    at_least: str | None = None
    equals_sum: tuple[str, ...] = ()


class Signature(Part, frozen=True, kw_only=True):
    """A signature block; the second form is for units without a standing committee."""

    lines: tuple[Text, ...]
    lines_without_standing: tuple[Text, ...] = ()


class Letterhead(Part, frozen=True, kw_only=True):
    """The head of a document; texts may hold `{unit}`, `{parent}`, `{place}`, `{day}`, `{month}`, `{year}`."""

    left: tuple[Text, ...]
    right: tuple[Text, ...]
    dateline: Text


class Rows(Part, frozen=True, kw_only=True):
    """The row grammar: depth gives `numbering`, kinds in `lettered` are lettered and restart under each parent."""

    numbering: tuple[Literal["roman", "decimal", "dotted"], ...] = ("roman", "decimal", "dotted")
    lettered: tuple[UnitKind, ...] = ("branch",)
    letters: tuple[str, ...] = tuple("abcdđeghiklmnopqrstuvxy")
    down_to: UnitKind = "branch"
    hide_empty: bool = True


class Report(Entry, frozen=True, kw_only=True):
    """A report table: titles, letterhead, columns, checks, row grammar and signatures."""

    title: Text
    heading: Text
    year_line: Text | None = None
    letterhead: Letterhead | None = None
    rows: Rows = Rows()
    columns: Mapping[Key, Column]
    checks: Mapping[Key, Check] = {}
    left: Signature
    right: Signature


class Disclosure(Part, frozen=True, kw_only=True):
    """Who else may read what (S0-16): `registered_items` opens validated criteria and solutions."""

    registered_items: Literal["nobody", "unit_and_below"] = "nobody"
    requirement: str = ""


class Erratum(Entry, frozen=True, kw_only=True):
    """A misprint, gap or contradiction of a source: what is printed (quoted), how it is read, and why.

    `waives` names the lint findings it answers, as `code@place`."""

    printed: str
    read_as: Text
    reason: Text
    waives: tuple[str, ...] = ()


class Pack(Part, frozen=True, kw_only=True):
    """A rule pack, or (with a tenant's edits merged in) the Rules of a programme."""

    contract: int
    id: Identifier
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
    groups: Mapping[Key, Group]
    criteria: Mapping[Key, Criterion]
    registration: Registration
    scale: Scale
    marks: Mapping[Key, Mark] = {}
    stages: Mapping[Key, Stage]
    checkpoints: Mapping[Key, Checkpoint]
    milestones: Mapping[Key, Milestone]
    declarations: Mapping[Key, Declaration] = {}
    targets: Mapping[Key, Target] = {}
    reports: Mapping[Key, Report] = {}
    disclosure: Disclosure = Disclosure()
    errata: Mapping[Key, Erratum] = {}
