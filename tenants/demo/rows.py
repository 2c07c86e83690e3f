"""What the generator builds before a row is written: units, people and seats as plain objects."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID

EPOCH = 1_546_300_800_000  # 1 January 2019 in milliseconds: identifiers sort by the order of making


class Draw(Random):
    """The generator's dice: the same seed throws the same province, identifiers included."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._made = 0

    def new_id(self) -> UUID:
        """A UUIDv7 whose time grows with every call and whose noise comes from the dice."""
        self._made += 1
        stamp = EPOCH + self._made
        return UUID(int=stamp << 80 | 7 << 76 | self.getrandbits(12) << 64 | 2 << 62 | self.getrandbits(62))

    def chance(self, share: float) -> bool:
        """True in `share` of the throws."""
        return self.random() < share

    def day(self, first: date, last: date) -> date:
        """A day between two, both included."""
        return date.fromordinal(self.randint(first.toordinal(), last.toordinal()))


@dataclass(slots=True, eq=False, repr=False)
class Person:
    """A union member; `born` is drawn last, because it follows from the highest seat."""

    id: UUID
    name: str
    gender: str
    code: str = ""
    born: date | None = None
    joined: date | None = None
    branch: "Unit | None" = None
    since: date | None = None
    occupation: str | None = None
    seats: list["Seat"] = field(default_factory=list)

    @property
    def current(self) -> list["Seat"]:
        """The seats held today."""
        return [seat for seat in self.seats if seat.ends_on is None]


@dataclass(slots=True, eq=False, repr=False)
class Seat:
    """A position at a unit's committee, or a full-time post."""

    id: UUID
    person: Person
    unit: "Unit"
    title: str
    full_time: bool
    starts_on: date
    ends_on: date | None = None


@dataclass(slots=True, eq=False, repr=False)
class Unit:
    """A node of the tree with what hangs on it; `versions` are former names with their last days."""

    id: UUID
    kind: str
    name: str
    path: str
    parent: "Unit | None" = None
    block: str | None = None
    place: str = ""
    ordinal: int = 0
    cluster: str = ""
    pilot: bool = False
    key: str = ""
    opened_on: date = date(2012, 3, 26)
    closed_on: date | None = None
    versions: tuple[tuple[str, date], ...] = ()
    successor: "Unit | None" = None
    children: list["Unit"] = field(default_factory=list)
    members: list[Person] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)

    @property
    def standing(self) -> bool:
        """Whether a standing committee signs: branches have none."""
        return self.kind in ("top", "district", "grassroots")

    @property
    def is_branch(self) -> bool:
        """Whether people are members here."""
        return self.kind in ("branch", "grassroots_branch")

    def walk(self) -> list["Unit"]:
        """This unit and everything below it, parents first."""
        found = [self]
        for unit in found:
            found.extend(unit.children)
        return found

    def branches(self) -> list["Unit"]:
        """The branches below (or this one), those still open."""
        return [unit for unit in self.walk() if unit.is_branch and unit.closed_on is None]
