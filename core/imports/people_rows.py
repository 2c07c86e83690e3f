"""One row of a list of people: what it says, or what is wrong with which cell. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.errors import Problem
from core.imports import cells, titles
from core.imports.places import Place, Tree, parts
from core.people import rules as people
from core.units.rules import holds_members

UNIT_PARTS = ("unit_top", "unit_district", "unit_grassroots", "unit_branch")


class Fault(msgspec.Struct, frozen=True):
    """Why a cell is refused: the field, a stable code with its facts."""

    field: str
    code: str
    facts: dict[str, str | int] = {}


class Seat(msgspec.Struct, frozen=True, gc=False):
    """A position that a row gives."""

    unit_id: UUID
    title: str
    full_time: bool
    provisional: bool
    starts_on: date


class Said(msgspec.Struct, kw_only=True, gc=False):
    """What a row says of a person; None where it says nothing. `key` is the name's order, the same for every writing
    of one name."""

    row: int
    full_name: str = ""
    key: str = ""
    code: str | None = None
    birth_date: date | None = None
    gender: str | None = None
    joined_on: date | None = None
    occupation: str | None = None
    phone: str | None = None
    email: str | None = None
    unit_id: UUID | None = None
    starts_on: date | None = None
    seats: tuple[Seat, ...] = ()
    faults: tuple[Fault, ...] = ()


class Reader:
    """Reads the rows of one file."""

    def __init__(self, mapping: Mapping[str, int], tree: Tree, today: date, since: date, home: Place | None) -> None:
        """`since` is the day from which memberships and positions count where a row names none; `home` the unit of
        rows that name none."""
        self.at, self.tree, self.today, self.since, self.home = dict(mapping), tree, today, since, home
        self._keys: dict[str, str] = {}
        self._plain: tuple[tuple[str, Callable[[str], object]], ...] = tuple(
            (field, rule)
            for field, rule in (
                ("code", cells.code), ("birth_date", self._day("birth_date")), ("gender", cells.gender),
                ("joined_on", self._day("joined_on")), ("occupation", cells.occupation), ("phone", cells.phone),
                ("email", cells.email), ("starts_on", self._day("starts_on")),
            )
            if field in self.at
        )  # fmt: skip

    def read(self, row: int, texts: Sequence[str]) -> Said:
        """What the row says; every refused cell is named, not the first alone."""
        said = Said(row=row)
        faults: list[Fault] = []
        self._tried(faults, lambda: self._name(said, texts))
        for field, rule in self._plain:
            text = texts[self.at[field]]
            if text and not cells.is_nothing(text):
                self._tried(faults, lambda field=field, rule=rule, text=text: setattr(said, field, rule(text)))
        if "female" in self.at and said.gender is None and "gender" not in self.at:
            self._tried(faults, lambda: setattr(said, "gender", cells.female(texts[self.at["female"]])))
        bad = {fault.field for fault in faults}
        if said.birth_date is None and said.code is None and not bad & {"birth_date", "code"}:
            faults.append(Fault("birth_date", "import.nobody-known"))
        if not bad & {"birth_date", "joined_on"}:
            self._tried(faults, lambda: people.check_birth(said.birth_date, said.joined_on, self.today))
        place = self._tried(faults, lambda: self._unit(said, texts))
        self._tried(faults, lambda: self._seats(said, texts, place))
        said.faults = tuple(faults)
        return said

    def _tried(self, faults: list[Fault], act: Callable[[], object]) -> object:
        try:
            return act()
        except Problem as problem:
            facts = {k: v if isinstance(v, int) else _fact(v) for k, v in problem.facts.items()}
            faults.append(Fault(problem.field or "full_name", problem.code, facts))
            return None

    def _day(self, field: str) -> Callable[[str], date]:
        return lambda text: cells.day(text, field, self.today)

    def _name(self, said: Said, texts: Sequence[str]) -> None:
        if "full_name" in self.at:
            text = texts[self.at["full_name"]]
            if "given_name" in self.at and "family_name" not in self.at:  # "Họ và tên" over two columns
                text = f"{text} {texts[self.at['given_name']]}"
        else:
            text = f"{texts[self.at['family_name']]} {texts[self.at['given_name']]}"
        said.full_name = cells.name(text)
        said.key = self._keys.get(said.full_name) or self._keys.setdefault(said.full_name, sort_key_of(said.full_name))

    def _unit(self, said: Said, texts: Sequence[str]) -> Place | None:
        """The branch of the row. A path that ends above a branch is refused: people belong to branches."""
        place = self._named_unit(texts) or self.home
        if place is None:
            return None
        if not holds_members(place.kind):
            if "seat_unit" not in self.at and self._text(texts, "title") and not self._branch_named(texts):
                return place  # a list of a committee: the unit is where the position is held
            raise Problem("membership.not-a-branch", field=self._unit_field(texts), name=place.name)
        said.unit_id = place.id
        start = said.starts_on or self.since
        if start > self.today:
            raise Problem("membership.in-the-future", field="starts_on")
        said.starts_on = max(start, place.opened_on)
        return place

    def _named_unit(self, texts: Sequence[str]) -> Place | None:
        if code := self._text(texts, "unit_code"):
            return self.tree.of_code(code)
        field = self._unit_field(texts)
        names = [text for one in UNIT_PARTS if (text := self._text(texts, one))]
        path = self._text(texts, "unit")
        if names:
            return self.tree.find([*names, *parts(path)], field)
        return self.tree.meant(path, field) if path else None

    def _branch_named(self, texts: Sequence[str]) -> bool:
        return bool(self._text(texts, "unit_branch"))

    def _unit_field(self, texts: Sequence[str]) -> str:
        named = (field for field in ("unit", *reversed(UNIT_PARTS)) if self._text(texts, field))
        return next(named, "unit_code" if "unit_code" in self.at else "unit")

    def _seats(self, said: Said, texts: Sequence[str], place: Place | None) -> None:
        text = self._text(texts, "title")
        if not text:
            return
        from_text, named = self._text(texts, "seat_from"), self._text(texts, "seat_unit")
        start = cells.day(from_text, "seat_from", self.today) if from_text else self.since
        if start > self.today:
            raise Problem("membership.in-the-future", field="seat_from")
        there = self.tree.meant(named, "seat_unit") if named else None
        said.seats = tuple(self._seat(one, there, place, start) for one in titles.positions(text))

    def _seat(self, one: titles.Said, there: Place | None, place: Place | None, start: date) -> Seat:
        unit = there or (self.tree.above(place, one.level) if place and one.level else place)
        if unit is None:
            raise Problem("import.seat-nowhere", field="title", title=one.title)
        people.check_post(one.title, one.full_time, unit.kind, unit.standing)
        return Seat(unit.id, one.title, one.full_time, one.provisional, max(start, unit.opened_on))

    def _text(self, texts: Sequence[str], field: str) -> str:
        at = self.at.get(field)
        text = "" if at is None else texts[at]
        return "" if not text or cells.is_nothing(text) else cells.line(text, field, 300)


def sort_key_of(name: str) -> str:
    """The order of a name; equal for every writing of the same name ("Hoà" and "Hòa")."""
    return people.sort_key(name)


def _fact(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


