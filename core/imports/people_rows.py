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
        self._places: dict[tuple[str, ...], Place | Problem | None] = {}
        self._place_at = [self.at[one] for one in ("unit_code", *UNIT_PARTS, "unit") if one in self.at]
        self._plain: tuple[tuple[str, int, Callable[[str], object]], ...] = tuple(
            (field, self.at[field], rule)
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
        try:
            self._name(said, texts)
        except Problem as problem:
            faults.append(_fault(problem))
        for field, at, rule in self._plain:
            text = texts[at]
            if text and not cells.is_nothing(text):
                try:
                    setattr(said, field, rule(text))
                except Problem as problem:
                    faults.append(_fault(problem))
        for more in (self._age, self._unit, self._seats):
            try:
                more(said, texts)
            except Problem as problem:
                if not any(fault.field == problem.field for fault in faults):
                    faults.append(_fault(problem))
        said.faults = tuple(faults)
        return said

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
        said.key = self._keys.get(said.full_name) or self._keys.setdefault(
            said.full_name, people.sort_key(said.full_name)
        )

    def _age(self, said: Said, texts: Sequence[str]) -> None:
        """Somebody can be known again, and is neither a child nor too old."""
        if "female" in self.at and "gender" not in self.at:
            said.gender = cells.female(texts[self.at["female"]])
        born, joined = said.birth_date, said.joined_on
        if born is None and said.code is None:
            raise Problem("import.nobody-known", field="birth_date")
        year = self.today.year
        usual = born is not None and year - 80 < born.year < year - 14
        if not usual or (joined is not None and (joined > self.today or joined.year - born.year < 15)):
            people.check_birth(born, joined, self.today)

    def _unit(self, said: Said, texts: Sequence[str]) -> None:
        """The branch of the row. A path that ends above a branch is refused, for people belong to branches; but in
        the list of a committee it is where the position is held."""
        place = self._named_unit(texts) or self.home
        if place is None:
            return
        if not holds_members(place.kind):
            if "seat_unit" not in self.at and self._text(texts, "title") and not self._text(texts, "unit_branch"):
                return
            raise Problem("membership.not-a-branch", field=self._unit_field(texts), name=place.name)
        said.unit_id = place.id
        start = said.starts_on or self.since
        if start > self.today:
            raise Problem("membership.in-the-future", field="starts_on")
        said.starts_on = max(start, place.opened_on)

    def _named_unit(self, texts: Sequence[str]) -> Place | None:
        """The unit that the row names; the same cells mean the same unit."""
        key = tuple([texts[at] for at in self._place_at])
        if key not in self._places:
            try:
                self._places[key] = self._meant_unit(texts)
            except Problem as problem:
                self._places[key] = problem
        found = self._places[key]
        if isinstance(found, Problem):
            raise found
        return found

    def _meant_unit(self, texts: Sequence[str]) -> Place | None:
        if code := self._text(texts, "unit_code"):
            return self.tree.of_code(code)
        field = self._unit_field(texts)
        names = [text for one in UNIT_PARTS if (text := self._text(texts, one))]
        path = self._text(texts, "unit")
        if names:
            return self.tree.find([*names, *parts(path)], field)
        return self.tree.meant(path, field) if path else None

    def _unit_field(self, texts: Sequence[str]) -> str:
        named = (field for field in ("unit", *reversed(UNIT_PARTS)) if self._text(texts, field))
        return next(named, "unit_code" if "unit_code" in self.at else "unit")

    def _seats(self, said: Said, texts: Sequence[str]) -> None:
        text = self._text(texts, "title")
        if not text:
            return
        said_titles = titles.positions(text)
        if not said_titles:
            return
        from_text, named = self._text(texts, "seat_from"), self._text(texts, "seat_unit")
        start = cells.day(from_text, "seat_from", self.today) if from_text else self.since
        if start > self.today:
            raise Problem("membership.in-the-future", field="seat_from")
        place = self._named_unit(texts) or self.home
        there = self.tree.meant(named, "seat_unit") if named else None
        said.seats = tuple(self._seat(one, there, place, start) for one in said_titles)

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


def _fault(problem: Problem) -> Fault:
    facts = {name: value if isinstance(value, int) else _fact(value) for name, value in problem.facts.items()}
    return Fault(problem.field or "full_name", problem.code, facts)


def _fact(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


