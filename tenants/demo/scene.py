"""The built province with everything the years need, and the sign-ins chosen from it."""

from typing import NamedTuple
from uuid import UUID

from tenants.demo import accounts
from tenants.demo.accounts import Account, SignIn
from tenants.demo.people import populate, secretary
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.tree import SHOWN_COMMUNE, SHOWN_DISTRICT, province
from tenants.provisioning import NewTenant

KIEN_GIANG = NewTenant(slug="kien-giang", name="Tỉnh đoàn Kiên Giang", short_name="Kiên Giang", kind="province")


class Shown(NamedTuple):
    """Where the newcomers' sign-ins are: one line from the province down to a branch that is behind."""

    district: Unit
    commune: Unit
    branch: Unit
    newcomer: Person  # a committee member of the branch who has not registered in the running year
    member: Person  # a plain member of the branch


class Scene(NamedTuple):
    """Kiên Giang before it is written."""

    top: Unit
    people: list[Person]
    shown: Shown
    accounts: list[Account]
    sign_ins: tuple[SignIn, ...]


def build(seed: int, scale: float) -> Scene:
    """The province of this seed; the same seed and scale give the same province."""
    draw = Draw(seed)
    top = province(draw, scale)
    people = populate(draw, top)
    shown = _shown(top)
    chosen, signs = _chosen(top, shown)
    offices = [
        accounts.of_office(draw, "admin.kiengiang", "Quản trị Tỉnh đoàn", "provincial_admin"),
        accounts.of_office(draw, "vanphong.kiengiang", "Văn phòng Tỉnh đoàn", "office"),
        accounts.of_office(draw, "kiemtra.kiengiang", "Ủy ban Kiểm tra Tỉnh đoàn", "inspector"),
    ]
    admin, office, inspector = (accounts.sign_in(one.username, one.display_name) for one in offices)
    kept = offices + accounts.of_people(draw, people, chosen)
    return Scene(top, people, shown, kept, (admin, office, *signs, inspector))


def _shown(top: Unit) -> Shown:
    district = next(unit for unit in top.children if unit.key == SHOWN_DISTRICT)
    commune = next(unit for unit in district.children if unit.name == SHOWN_COMMUNE)
    branch = commune.children[-1]
    newcomer = next(seat.person for seat in branch.seats if seat.title == "member" and not seat.ends_on)
    member = next(person for person in reversed(branch.members) if not person.seats)
    return Shown(district, commune, branch, newcomer, member)


def _chosen(top: Unit, shown: Shown) -> tuple[dict[UUID, str], tuple[SignIn, ...]]:
    """Readable names for the people shown, and what each can try."""
    led = {"bithu.tinhdoan": top, "bithu.rachgia": shown.district, "bithu.vinhthanh": shown.commune}
    led["bithu.chidoan"] = shown.branch
    people = {name: found for name, unit in led.items() if (found := secretary(unit))}
    people |= {"uyvien.chidoan": shown.newcomer, "doanvien": shown.member}
    return (
        {person.id: name for name, person in people.items()},
        tuple(accounts.sign_in(name, person.name) for name, person in people.items()),
    )
