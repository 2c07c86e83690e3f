"""What stands in the books of a running year: visits, initiatives, commendations, talks, activities (invented)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from core.db.scope import Transaction
from core.packs.patching import active
from core.packs.schema import Register
from core.programmes.queries import Programme
from core.registers import rules
from core.units.naming import search_key
from tenants.demo.committees import By, Committees
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.seasons import at
from tenants.demo.wording import texts

COLUMNS = (
    "tenant_id", "id", "programme_id", "register", "unit_id", "person_id", "place_unit_id", "happened_on", "choice",
    "title", "note", "quantities", "search_key", "confirmed_at", "confirmed_by", "by_account", "by_person", "at",
)  # fmt: skip
# Of those a book is for, the share who have entries, and how many at most; `RARE` of everybody else.
SHARES = {
    "visit": (0.72, 5), "initiative": (0.3, 1), "course": (0.12, 1), "commendation": (0.05, 1), "exchange": (0.35, 2),
    "activity": (0.9, 3), "inspection": (0.12, 1), "other": (0.25, 2), "restricted": (0.01, 1),
}  # fmt: skip
RARE = 0.06
CONFIRMED = 0.7
AMOUNTS = {"people": (8, 45)}
LOW = ("grassroots", "grassroots_branch", "branch")
Roll = dict[Unit, list[Person]]


class Entry(NamedTuple):
    """An entry before it is stored."""

    key: str
    unit: Unit
    person: Person | None
    place: Unit | None
    day: date
    choice: str
    title: str
    note: str
    quantities: dict[str, int]
    by: By
    confirmed: By | None


class Keeper:
    """Writes the books of one programme as its people and committees would have."""

    def __init__(self, draw: Draw, programme: Programme, committees: Committees, opened: date, now: datetime) -> None:
        self.draw, self.programme, self.committees = draw, programme, committees
        self.first, self.now = opened, now
        self.last = min((now - timedelta(days=1)).date(), programme.ends_on)

    def entries(self, roll: Roll) -> Iterator[Entry]:
        """All entries, book by book."""
        for key, register in rules.books(self.programme.rules).items():
            for unit, persons in roll.items():
                yield from self._of_people(key, register, unit, persons)
            if register.of == "unit":
                yield from self._of_units(key, register, roll)

    def _of_people(self, key: str, register: Register, unit: Unit, persons: list[Person]) -> Iterator[Entry]:
        if register.of != "person":
            return
        share, most = SHARES["restricted" if register.restricted else register.kind]
        for person in persons:
            likely = share if _meant(register, unit, person) else RARE
            for _ in range(self.draw.randint(1, most) if self.draw.chance(likely) else 0):
                yield self._entry(key, register, unit, person)

    def _of_units(self, key: str, register: Register, roll: Roll) -> Iterator[Entry]:
        share, most = SHARES[register.kind]
        for unit in roll:
            for _ in range(self.draw.randint(1, most) if self.draw.chance(share) else 0):
                yield self._entry(key, register, unit, None)

    def _entry(self, key: str, register: Register, unit: Unit, person: Person | None) -> Entry:
        draw, day = self.draw, self.draw.day(self.first, self.last)
        choice = draw.choice(list(register.choices)) if register.choices else ""
        words = _words(register, choice)
        own = register.by == "self" and person is not None
        by = By(self.committees.account_of(person), person.id) if own else self.committees.judging(unit, day, person)
        confirmed = register.confirmed and draw.chance(CONFIRMED)
        amounts = {
            one: draw.randint(*AMOUNTS.get(one, (5, 30)))
            for one in active(register.quantities)
        }  # fmt: skip
        return Entry(
            key, unit, person, self._place(unit) if register.kind == "visit" else None, day, choice,
            draw.choice(words["titles"]), draw.choice(words["notes"]), amounts, by,
            self.committees.judging(unit, day, person) if confirmed else None,
        )  # fmt: skip

    def _place(self, unit: Unit) -> Unit:
        below = [one for one in unit.walk()[1:] if one.kind in LOW and one.closed_on is None]
        return self.draw.choice(below) if below else unit

    def row(self, tx: Transaction, one: Entry) -> tuple[object, ...]:
        """The entry as it is stored; written on its evening, confirmed some days later and not in the future."""
        written = at(one.day, 20, self.draw.randint(0, 59))
        later = at(one.day + timedelta(days=self.draw.randint(1, 9)), 9, self.draw.randint(0, 59))
        settled = min(later, self.now - timedelta(minutes=5)) if one.confirmed else None
        return (
            tx.tenant_id, self.draw.new_id(), self.programme.id, one.key, one.unit.id,
            one.person.id if one.person else None, one.place.id if one.place else None, one.day, one.choice, one.title,
            one.note, msgspec.json.encode(one.quantities).decode(), search_key(f"{one.title} {one.note}"), settled,
            one.confirmed.account if one.confirmed else None, one.by.account, one.by.person, written,
        )  # fmt: skip


async def write(
    tx: Transaction, programme: Programme, committees: Committees, roll: Roll, opened: date, now: datetime
) -> int:
    """Fill the books of a programme from the day it opened; how many entries. Sums are kept by one trigger call. The
    dice are its own, so that the rest of the tenant does not depend on what a pack counts."""
    keeper = Keeper(Draw(programme.year), programme, committees, max(opened, programme.starts_on), now)
    found = [keeper.row(tx, one) for one in keeper.entries(roll)]
    if found:
        await tx.load("register_entry", COLUMNS, found)
    return len(found)


def _meant(register: Register, unit: Unit, person: Person) -> bool:
    """Whether a book is above all for somebody, as far as the generator knows him."""
    audience = register.audience
    return audience is None or (
        (not audience.kinds or unit.kind in audience.kinds)
        and (not audience.occupations or person.occupation in audience.occupations)
    )


def _words(register: Register, choice: str) -> dict[str, list[str]]:
    """What is written in such a book: by its kind of entry, by what it is about, by its own kind."""
    pool = texts("registers")
    if register.restricted:
        return pool["restricted"]
    kind = register.kind
    return pool.get(f"{kind}_{choice}") or pool.get(f"{kind}_{register.of}") or pool[kind]
