"""Dates in the wordings of the documents, and what units owe, count and keep."""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from core.packs.schema_people import Audience
from core.packs.schema_terms import Block, Entry, Key, MonthDay, Part, Span, UnitKind
from core.packs.text import Text


class Every(Part, frozen=True, kw_only=True):
    """A rhythm: every so many `months` from the period's start (at most `times` a year), or at each `meeting` of a
    committee, which has no date of its own (S3-20)."""

    months: Annotated[int, Meta(ge=1, le=12)] | None = None
    times: int | None = None
    meeting: Literal["branch", "committee", "standing"] | None = None


class Timing(Part, frozen=True, kw_only=True):
    """One date in exactly one of the wordings that the documents use (domain.md §3).

    A month-day returns every year, a full date stands once; `within` takes a month (`01`, `2019-08`) or a
    whole year (`2020`). `printed` is the full date in the source where the rule returns every year: the linter compares
    it with the programme year it belongs to (S4-A1)."""

    by: MonthDay | None = None
    before: MonthDay | None = None
    within: Span | None = None
    every: Every | None = None
    opens: MonthDay | None = None
    printed: MonthDay | None = None


class Milestone(Entry, frozen=True, kw_only=True):
    """Who owes what to whom by when. `act` is `registration`, `stage:<checkpoint>.<stage>`, `declaration:<key>`,
    `register:<key>` or `report:<key>`; `years` limits it to those programme years; `first_cycle` replaces the timing in
    the period's first year; `owed_by` holds `person` or kinds of unit.

    What returns several times a year has a number in key and act: `monthly.3`, `declaration:monthly.3`."""

    title: Text
    act: str
    by: MonthDay | None = None
    before: MonthDay | None = None
    within: Span | None = None
    every: Every | None = None
    opens: MonthDay | None = None
    printed: MonthDay | None = None
    years: tuple[int, ...] = ()
    first_cycle: Timing | None = None
    owed_by: tuple[str, ...] = ("person",)
    encouraged: bool = False
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
    """A required value. `of` is `declaration:<key>` (share of the units of `kinds`, or of those that owe it),
    `indicator:<name>` (share of the eligible), `register:<key>` (entries) or `pilots` (pilot units under each unit of
    `kinds`). Shares are in per cent (`required`), entries and pilots are counted (`at_least`, `at_most`)."""

    title: Text
    of: str
    required: int = 100
    at_least: int | None = None
    at_most: int | None = None
    audience: Audience | None = None
    kinds: tuple[UnitKind, ...] = ()


class Quantity(Entry, frozen=True, kw_only=True):
    """A number kept with an entry, in `unit` (hộ, đồng, giờ); it adds up from unit to unit (S2-10)."""

    title: Text
    unit: Text
    required: bool = False


class Register(Entry, frozen=True, kw_only=True):
    """A book of entries about people or units: field visits, initiatives, courses, activities, commendations (S2-7,
    S2-9, S2-10, S3-2, S3-11, S3-16, S3-19). `kind` says which book it is in every pack; `by` who writes; `choices`
    are kinds of entry (periodic, ad hoc); `confirmed` entries count once a committee has confirmed them; a
    `restricted` book is read by committees only; `audience` are those it is above all for. `rhythm` is how often a
    person is talked with in a book of talks, by the month or quarter (S4-41); without one by the quarter."""

    title: Text
    kind: Literal[
        "visit", "initiative", "course", "activity", "commendation", "violation", "exchange", "inspection", "other"
    ]
    of: Literal["person", "unit"]
    by: Literal["self", "committee"] = "committee"
    help: Text | None = None
    choices: Mapping[Key, Text] = {}
    quantities: Mapping[Key, Quantity] = {}
    confirmed: bool = False
    restricted: bool = False
    audience: Audience | None = None
    rhythm: Literal["month", "quarter"] | None = None


class Pilot(Entry, frozen=True, kw_only=True):
    """A unit that the source itself names for closer follow-up, as printed (S1-13)."""

    unit: str
    under: str = ""
    block: Block | None = None
