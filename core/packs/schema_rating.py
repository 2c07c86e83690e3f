"""How results are named, who is heard in which order, and what each must give."""

from collections.abc import Mapping
from typing import Literal

from core.packs.schema_terms import Entry, Key, National, Part, Polarity, UnitKind, Whole
from core.packs.text import Text


class Level(Entry, frozen=True, kw_only=True):
    """A result; the map's order runs from best to weakest. `national` is the level compared nationally (domain.md §7).

    On a points scale a level holds from `minimum` up to the next one's minimum: 89.5 is in 80–89 (domain.md §4).
    `maximum` ("80 - 89") and `below` ("under 70") are what the source prints, for the linter; `requires` names
    prerequisites; `also` are the cases that fall to this level without points (S4-52)."""

    title: Text
    national: National | None = None
    description: Text | None = None
    minimum: Whole | None = None
    maximum: Whole | None = None
    below: Whole | None = None
    requires: tuple[str, ...] = ()
    also: tuple[Literal["nothing_registered", "not_carried_out"], ...] = ()


class Prerequisite(Entry, frozen=True, kw_only=True):
    """A condition that points cannot replace: the committee says whether it is met."""

    title: Text
    help: Text | None = None


class Cap(Entry, frozen=True, kw_only=True):
    """Whoever has `at_least` entries (of the kind `choice`, if given) in a register gets at most `level`."""

    title: Text
    register: str
    choice: str = ""
    at_least: int = 1
    level: str


class Scale(Part, frozen=True, kw_only=True):
    """How results are named: not at all (S1-A1), by a judged level (S0-45), by points, or by points and conditions."""

    kind: Literal["none", "named", "points", "points_with_prerequisites"]
    levels: Mapping[Key, Level] = {}
    prerequisites: Mapping[Key, Prerequisite] = {}
    caps: Mapping[Key, Cap] = {}
    requirement: str = ""

    @property
    def by_points(self) -> bool:
        """Whether the level follows from points."""
        return self.kind.startswith("points")


class Mark(Entry, frozen=True, kw_only=True):
    """A person's own answer to one registered item; `dont` words it under something not to do."""

    title: Text
    dont: Text | None = None

    def under(self, polarity: Polarity | None) -> Text:
        """The wording under an item of this polarity."""
        return self.dont if polarity == "dont" and self.dont else self.title


class Variant(Entry, frozen=True, kw_only=True):
    """Another way to hold a stage: by `actor`, where the branch has `branch_size_at_least` active members on the day,
    or where one of the `declared` reasons is recorded (S4-48); `consults` names who must be asked."""

    title: Text
    actor: Literal["committee"]
    branch_size_at_least: int | None = None
    declared: Mapping[Key, Text] = {}
    consults: Mapping[Key, Text] = {}
    help: Text | None = None


class Stage(Entry, frozen=True, kw_only=True):
    """One voice or decision in a checkpoint, in the order it is heard.

    `branch` is the collective of a branch in a meeting; `upper` are the members of the unit above who review a unit.
    `explanation` asks for what was done under each item (S4-46); `tie` says who settles a divided vote; a `disclosed`
    stage is shown to the person when it is given (S3-3). `agenda` is what a meeting begins with, line by line. Where a
    deciding stage has `reply_days`, its level is a draft on which the person may agree or object until the end of that
    many days after it was given; 0 is no such right."""

    title: Text
    actor: Literal["self", "branch", "committee", "voice", "parent_committee", "upper"]
    gives: Literal["marks", "points", "opinion", "level", "recognition", "review"]
    decides: bool = False
    comment: Literal["required", "optional"] = "optional"
    explanation: Literal["required", "optional"] = "optional"
    tie: Literal["chair", "upper"] | None = None
    disclosed: bool = False
    reply_days: Whole = 0
    variants: Mapping[Key, Variant] = {}
    agenda: Mapping[Key, Text] = {}
    help: Text | None = None


class Checkpoint(Entry, frozen=True, kw_only=True):
    """A round of assessment: its stages in order. Rounds `of` units review the units of `kinds` (S1-21)."""

    title: Text
    stages: tuple[str, ...]
    of: Literal["person", "unit"] = "person"
    kinds: tuple[UnitKind, ...] = ()
