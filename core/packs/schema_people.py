"""Who a programme is for, what they may register, and what a sheet must hold."""

from collections.abc import Mapping
from typing import Literal

from core.packs.schema_terms import (
    Block,
    Entry,
    Key,
    MonthDay,
    Occupation,
    Part,
    Polarity,
    SeatTitle,
    UnitKind,
    Whole,
    Year,
)
from core.packs.text import Text


class Audience(Part, frozen=True, kw_only=True):
    """Which people something is written for; an empty field says "all", several fields must all hold.

    `kinds`, `titles` and `full_time` speak of the seat by which a person counts, so no plain member is meant by them.
    An unknown age or occupation is never guessed: who has none is not meant by `age_below` or `occupations`."""

    kinds: tuple[UnitKind, ...] = ()
    titles: tuple[SeatTitle, ...] = ()
    full_time: bool | None = None
    blocks: tuple[Block, ...] = ()
    occupations: tuple[Occupation, ...] = ()
    age_below: int | None = None


class Subject(Part, frozen=True, kw_only=True):
    """Who is trained and counted: members by their branch (S1, S4-4), or cadres by committee seats and full-time posts
    at kinds of unit (S0-6). `blocks` narrows the list to units of these blocks; `focus` are those whom the programme
    is above all for, shown apart and never left out of the whole (S2-2). Of a `unit` or a `collective` nobody
    registers: the units of the checkpoints' `kinds` are reviewed."""

    kind: Literal["member", "cadre", "collective", "unit"]
    committees: tuple[UnitKind, ...] = ()
    full_time: tuple[UnitKind, ...] = ()
    blocks: tuple[Block, ...] = ()
    focus: Audience | None = None
    requirement: str = ""


class Period(Part, frozen=True, kw_only=True):
    """What one programme covers; `first`/`last` bound a phase (2019–2022), `starts` is a month-day."""

    kind: Literal["calendar_year", "school_year", "phase"]
    starts: MonthDay = "01-01"
    first: Year | None = None
    last: Year | None = None


class Group(Entry, frozen=True, kw_only=True):
    """A content (nội dung) or list that criteria belong to; `number` is printed before the title, `parts` are named
    sub-headings (S3-12 … S3-14)."""

    title: Text
    number: str = ""
    polarity: Polarity | None = None
    guidance: Text | None = None
    parts: Mapping[Key, Text] = {}


class Advice(Entry, frozen=True, kw_only=True):
    """Suggested solutions for one kind of person (S0-7)."""

    audience: Audience
    suggestions: Mapping[Key, Text]


class Stricter(Entry, frozen=True, kw_only=True):
    """The wording of a criterion for those who are held to more (S4-27: under 18 no alcohol, no tobacco at all)."""

    audience: Audience
    title: Text


class Criterion(Entry, frozen=True, kw_only=True):
    """One thing a person may register; `guidance` says why and how, `suggestions` are ready solutions.

    `number` is the source's ("1.1"); `polarity` overrides the group's, `part` names one of the group's parts. Only
    `audience` may register it, `required_for` must; `evidence` is the register whose entries prove it."""

    group: str
    title: Text
    number: str = ""
    polarity: Polarity | None = None
    part: str = ""
    guidance: Text | None = None
    suggestions: Mapping[Key, Text] = {}
    advice: Mapping[Key, Advice] = {}
    audience: Audience | None = None
    required_for: Audience | None = None
    stricter: Mapping[Key, Stricter] = {}
    evidence: str = ""
    sensitive: bool = False


class PointsRule(Part, frozen=True, kw_only=True):
    """Points on a sheet (S4-A2): they sum to `total`, an even share is prefilled, and may be moved if `editable`."""

    total: Whole = 100
    spread: Literal["even"] = "even"
    editable: bool = True


class Registration(Part, frozen=True, kw_only=True):
    """What a sheet must hold before it may be submitted; `supplement` allows further items after the validation
    (S4-59)."""

    items_min: int = 1
    items_max: int | None = None
    per_group_min: Mapping[Key, int] = {}
    every_group: bool = False
    solution: Literal["required", "optional"] = "required"
    solution_min: int = 1
    points: PointsRule | None = None
    supplement: bool = False
    channels: tuple[Literal["online", "typed", "handwritten"], ...] = ("online",)
    intro: Text | None = None
    requirement: str = ""
