"""Accounts of the demo: every cadre may sign in with his code, a few with readable names are shown to newcomers."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from tenants.demo import wording
from tenants.demo.rows import Draw, Person

PASSWORD = "RenLuyen-2021"  # of every account of the demo, and of nothing else


class Account(NamedTuple):
    """A sign-in name for a person, or for an office with a role of its own."""

    id: UUID
    username: str
    person: Person | None = None
    display_name: str = ""
    role: str = ""
    task: str = ""
    cluster: str = ""


class SignIn(NamedTuple):
    """A sign-in worth showing: who it is and what there is to try, each in both languages."""

    username: str
    who: str
    label: Mapping[str, str]
    hint: Mapping[str, str]


def sign_in(username: str, who: str) -> SignIn:
    """The sign-in of this name with its words."""
    words = wording.texts("sign_ins")[username]
    return SignIn(username, who, words["label"], words["hint"])


def of_office(draw: Draw, username: str, display_name: str, role: str) -> Account:
    """An account without a person, for a role that no position carries."""
    return Account(draw.new_id(), username, None, display_name, role)


def of_people(
    draw: Draw, people: Iterable[Person], chosen: dict[UUID, str], *, members: bool = False
) -> list[Account]:
    """Accounts for everybody who has or had a seat (and all `members`) and for the chosen, whose readable names
    replace the code."""
    return [
        Account(draw.new_id(), chosen.get(person.id, person.code.lower()), person)
        for person in people
        if members or person.seats or person.id in chosen
    ]
