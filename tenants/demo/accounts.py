"""Accounts of the demo: every cadre may sign in with his code, a few with readable names are shown to newcomers."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from core.units.rules import search_key
from tenants.demo.rows import Draw, Person, Unit

PASSWORD = "RenLuyen-2021"  # of every account of the demo, and of nothing else


class Account(NamedTuple):
    """A sign-in name for a person, or for an office with a role of its own."""

    id: UUID
    username: str
    person: Person | None = None
    display_name: str = ""
    role: str = ""


class SignIn(NamedTuple):
    """A sign-in worth showing: who it is and what there is to try."""

    label: str
    who: str
    username: str
    hint: str


def of_office(draw: Draw, username: str, display_name: str, role: str) -> Account:
    """An account without a person, for a role that no position carries."""
    return Account(draw.new_id(), username, None, display_name, role)


def of_people(draw: Draw, people: Iterable[Person], chosen: dict[UUID, str]) -> list[Account]:
    """Accounts for everybody who has or had a seat and for the chosen, whose readable names replace the code."""
    return [
        Account(draw.new_id(), chosen.get(person.id, person.code.lower()), person)
        for person in people
        if person.seats or person.id in chosen
    ]


def word_of(unit: Unit) -> str:
    """The unit's name as part of a sign-in name: "Đoàn phường Tô Châu" is `tochau`."""
    name = search_key(unit.place if unit.kind in ("district", "grassroots") and unit.place else unit.name)
    return "".join(letter for letter in name if letter.isalnum())
