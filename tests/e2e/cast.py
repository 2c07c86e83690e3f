"""Who plays: people of the demo chosen by the unit they lead, with the names they sign in with."""

from functools import cache
from typing import NamedTuple

from tenants.demo import SEED, university
from tenants.demo.rows import Person, Unit
from tenants.demo.scene import Scene, build

ADMIN, PROVINCE, DISTRICT = "admin.kiengiang", "bithu.tinhdoan", "bithu.rachgia"


class Player(NamedTuple):
    """Somebody's name and sign-in."""

    name: str
    username: str


class Company(NamedTuple):
    """A commune union under Thành đoàn Rạch Giá and one branch of it with its committee."""

    commune: str
    branch: str
    leader: Player
    secretary: Player
    deputy: Player
    cadre: Player


@cache
def scene() -> Scene:
    """The province as `make demo` writes it."""
    return build(SEED, 1.0)


def company(commune: str) -> Company:
    """The commune of this name with its first branch whose three committee members sit nowhere else."""
    found = next(unit for unit in scene().top.walk() if unit.name == commune)
    branch = next(unit for unit in found.children if unit.is_branch and _whole(unit))
    secretary, deputy, cadre = (_holder(branch, title) for title in ("secretary", "deputy", "member"))
    return Company(commune, branch.name, *map(player, (_holder(found, "secretary"), secretary, deputy, cadre)))


class Class(NamedTuple):
    """A class of the university: who leads it, its members without a seat, who leads the section above."""

    leader: Player
    members: tuple[Player, ...]
    section: Player


@cache
def class_of(branch: str) -> Class:
    """The class of this name; at the university an account's name is the person's code."""
    school = university.build(SEED, 1.0)
    unit = next(one for one in school.top.walk() if one.name == branch)
    names = {account.person: account.username for account in school.accounts if account.person}
    above = (_holder(unit, "secretary"), _holder(unit.parent, "secretary"))
    leader, section, *members = (
        Player(one.name, names[one]) for one in (*above, *(one for one in unit.members if not one.seats))
    )
    return Class(leader, tuple(members), section)


def secretary_of_class(branch: str) -> Player:
    """Who leads a class of the university."""
    return class_of(branch).leader


def player(person: Person) -> Player:
    """How this person signs in."""
    account = next(one for one in scene().accounts if one.person is person)
    return Player(person.name, account.username)


def _holder(unit: Unit, title: str) -> Person:
    return next(seat.person for seat in unit.seats if seat.title == title and seat.ends_on is None)


def _whole(unit: Unit) -> bool:
    """Three seats held today by people with no other one: all three are counted at the branch."""
    held = [seat.person for seat in unit.seats if seat.ends_on is None]
    return len(held) == 3 and all(len(person.current) == 1 for person in held)
