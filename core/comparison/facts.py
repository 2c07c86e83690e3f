"""What a comparison asks and answers: frozen, without a database and without a language.

Everything here comes out of the barrier view, so whatever is computed from it reveals no more than the view does.
"""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from core.packs.schema_terms import National
from core.packs.text import Text

Subject = Literal["member", "cadre"]
View = Literal["reported", "restated"]
Direction = Literal["more", "less", "none"]
Unit = Literal["percent", "per_thousand"]
# How much the disclosure rule leaves of the results: all levels, two classes, their total alone, nothing (domain.md
# §7). "none": nobody is assessed yet, so there is nothing to hide.
Detail = Literal["levels", "classes", "total", "hidden", "none"]
NATIONAL: tuple[National, ...] = ("excellent", "good", "completed", "not_completed")
# Pack → level's key → national level; None says that the level is not comparable. Others keep the pack's own.
Overrides = Mapping[str, Mapping[str, National | None]]


class Indicator(Struct, frozen=True, kw_only=True):
    """One thing that is compared, explained in words that pages show with `in_(locale)`, as those of packs.

    `sources` says by pack which field the numerator rests on; a pack that is absent uses `source`; "" is "chưa đo".
    """

    key: str
    title: Text
    short: Text  # for the head of a column
    definition: Text
    numerator: Text
    denominator: Text
    coverage: Text
    direction: Direction = "more"
    unit: Unit = "percent"
    since: int = 2019
    source: str = ""
    sources: Mapping[str, str] = {}


class Question(Struct, frozen=True, kw_only=True):
    """What is asked. `group`: a type of province ("province", "city", "other") or a cluster of the provinces' table;
    `pack` "": every pack of the subject; `crosswalk` a version, None: the one in force."""

    indicator: str
    year: int
    subject: Subject
    group: str = ""
    pack: str = ""
    view: View = "reported"
    crosswalk: int | None = None


class Crosswalk(Struct, frozen=True, kw_only=True):
    """The centre's overrides of the packs' own mapping, as one version (0: none, the packs' own)."""

    version: int = 0
    levels: Overrides = {}

    def national(self, pack: str, key: str, own: National | None) -> National | None:
        """The national level of a pack's level."""
        return self.levels.get(pack, {}).get(key, own)


class Level(Struct, frozen=True):
    """A level of a pack as it was published: its key, the pack's own national level, people (None: not disclosed)."""

    key: str
    national: National | None
    people: int | None = None


class Published(Struct, frozen=True, kw_only=True):
    """A row of the barrier view: one province, year, subject and pack, after the disclosure rule. None: not measured,
    or (of `assessed`, `high` …) hidden, as `detail` says. The counts of people are those of domain.md §4.

    `province` is the stable code of the provinces' table, or the slug of a union that is no province (type "other").
    `high`, `low`, `apart`: people in excellent + good, in completed + not completed, and in levels without a national
    one, by the mapping that the province published. `curve` is registered people by the end of each day from
    `curve_from`. `graded` are the people in the published levels, which lag behind `assessed` in steps of ten;
    `unregistered` of the assessed got the lowest level without a sheet. `texts` are solutions written, `alike` those of
    them that at least five people wrote word for word. `small`: the group is under ten people, nothing is shown.
    """

    province: str
    year: int
    subject: Subject
    pack: str
    synthetic: bool
    closed: bool
    as_of: datetime
    small: bool
    units: int | None
    units_counted: int | None
    units_implementing: int | None
    eligible: int | None
    registered: int | None
    validated: int | None
    registered_late: int | None
    assessed: int | None
    unregistered: int | None
    detail: Detail
    levels: tuple[Level, ...]
    graded: int | None
    high: int | None
    low: int | None
    commended: int | None
    reports_due: int | None
    reports_on_time: int | None
    reviewed: int | None
    returned: int | None
    texts: int | None
    alike: int | None
    due_on: date | None
    curve_from: date | None
    curve: tuple[int, ...]

    @property
    def apart(self) -> int | None:
        """People in levels without a national one."""
        if self.graded is None or self.high is None or self.low is None:
            return None
        return self.graded - self.high - self.low

    @property
    def nationals(self) -> Mapping[str, National | None]:
        """The pack's own mapping by level's key, as it was published."""
        return {level.key: level.national for level in self.levels}


class Cell(Struct, frozen=True, kw_only=True):
    """One province's answer. `value` is numerator ÷ denominator (times 1,000 for "per_thousand"), never zero for
    unknown; `coverage` the share of the people the province counts that the number rests on; `low`, `high` the 95 %
    Wilson interval as shares of 1, given where the denominator is under 100; `rank` among provinces with a value, 1 the
    best, equal values share it; `before` the rank of the year before under the same question (restated to today's
    provinces where the merger lies between)."""

    province: str
    value: Fraction | None = None
    numerator: int | None = None
    denominator: int | None = None
    state: Literal["value", "not_measured", "hidden", "missing"] = "missing"
    coverage: Fraction | None = None
    low: float | None = None
    high: float | None = None
    rank: int | None = None
    before: int | None = None
    packs: tuple[str, ...] = ()
    synthetic: bool = False
    as_of: datetime | None = None
    note: str = ""  # a code: "small_group", "small_class", "not_comparable", "no_source", "no_data", "crosswalk"


class Comparison(Struct, frozen=True, kw_only=True):
    """All provinces that existed in the year (restated: today's), in the order of the provinces' table, then other
    unions. `missing` are the codes of provinces without any number; `nation` is the sum of what is disclosed."""

    question: Question
    indicator: Indicator
    cells: tuple[Cell, ...]
    nation: Cell
    missing: tuple[str, ...]
    crosswalk: int
    years: tuple[int, ...] = ()  # with any published number of the subject
    packs: tuple[str, ...] = ()  # of the year and subject


class Step(Struct, frozen=True, kw_only=True):
    """One year of a series."""

    year: int
    cell: Cell


class Share(Struct, frozen=True, kw_only=True):
    """A province's distribution of levels. With `detail` "classes" only `high` and `low` are known; with "levels"
    `people` counts by national level. `apart` counts people whose level has no national one."""

    province: str
    detail: Detail
    people: Mapping[National, int] = {}
    high: int | None = None
    low: int | None = None
    apart: int | None = None
    assessed: int | None = None
    synthetic: bool = False


class Curve(Struct, frozen=True, kw_only=True):
    """How a campaign filled: share registered by the end of each day. `days` are relative to the deadline, 0 the last
    day on time; `shares` of the eligible."""

    province: str
    days: tuple[int, ...]
    shares: tuple[float, ...]
    due_on: date
    synthetic: bool = False


class Place(Struct, frozen=True, kw_only=True):
    """A district or commune as a province publishes it: rounded to 5; None: under ten ("dưới 10")."""

    code: str  # stable within the province; no database id
    parent: str
    name: str
    kind: str
    registered: int | None
    assessed: int | None
    synthetic: bool = False
