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


def secretary_of_class(branch: str) -> Player:
    """Who leads a class of the university; her account's name is her code."""
    school = university.build(SEED, 1.0)
    unit = next(one for one in school.top.walk() if one.name == branch)
    person = _holder(unit, "secretary")
    return Player(person.name, next(one.username for one in school.accounts if one.person is person))


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
