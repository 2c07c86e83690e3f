"""The built province with everything the years need, and the sign-ins chosen from it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tenants.demo import accounts
from tenants.demo.accounts import Account, SignIn
from tenants.demo.binh_duong import BINH_DUONG
from tenants.demo.kien_giang import KIEN_GIANG
from tenants.demo.land import Land
from tenants.demo.people import populate, secretary
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.seasons import NOW, NOW_BINH_DUONG
from tenants.demo.tree import province
from tenants.provisioning import NewTenant


class Province(NamedTuple):
    """A province of the demo: the tenant, its land, the ends of its sign-in names, where its clock stands.

    `lines` are the names for the leaders from the province down to a branch, its newcomer and a plain member."""

    new: NewTenant
    land: Land
    suffix: str
    lines: tuple[str, str, str, str, str, str]
    now: datetime


PROVINCES = (
    Province(
        NewTenant(slug="kien-giang", name="Tỉnh đoàn Kiên Giang", short_name="Kiên Giang", kind="province"),
        KIEN_GIANG, "kiengiang",
        ("bithu.tinhdoan", "bithu.rachgia", "bithu.vinhthanh", "bithu.chidoan", "uyvien.chidoan", "doanvien"), NOW,
    ),
    Province(
        NewTenant(slug="binh-duong", name="Tỉnh đoàn Bình Dương", short_name="Bình Dương", kind="province"),
        BINH_DUONG, "binhduong",
        ("bithu.binhduong", "bithu.thudaumot", "bithu.phucuong", "bithu.chidoan", "uyvien.chidoan", "doanvien"),
        NOW_BINH_DUONG,
    ),
)  # fmt: skip


class Shown(NamedTuple):
    """Where the newcomers' sign-ins are: one line from the province down to a branch that is behind."""

    district: Unit
    commune: Unit
    branch: Unit
    newcomer: Person  # a committee member of the branch who has not registered in the running year
    member: Person  # a plain member of the branch


class Scene(NamedTuple):
    """A province before it is written."""

    top: Unit
    people: list[Person]
    shown: Shown
    accounts: list[Account]
    sign_ins: tuple[SignIn, ...]


def build(seed: int, scale: float, of: Province = PROVINCES[0]) -> Scene:
    """The province of this seed; the same seed and scale give the same province."""
    draw = Draw(seed)
    top = province(draw, scale, of.land)
    people = populate(draw, top, of.land, of.now.date())
    shown = _shown(top, of.land)
    chosen, signs = _chosen(top, shown, of.lines)
    offices = [
        accounts.of_office(draw, f"admin.{of.suffix}", "Quản trị Tỉnh đoàn", "provincial_admin"),
        accounts.of_office(draw, f"vanphong.{of.suffix}", "Văn phòng Tỉnh đoàn", "office"),
        accounts.of_office(draw, f"kiemtra.{of.suffix}", "Ủy ban Kiểm tra Tỉnh đoàn", "inspector"),
    ]
    admin, office, inspector = (accounts.sign_in(one.username, one.display_name) for one in offices)
    kept = offices + accounts.of_people(draw, people, chosen)
    cluster = next((unit.cluster for unit in top.children if unit.cluster), "")
    if of.suffix != "kiengiang" or not cluster:
        return Scene(top, people, shown, kept, (admin, office, *signs, inspector))
    # With dice of its own: everything else of the province stays as it was.
    charged = Account(
        Draw(seed + 41).new_id(), "ban.cum", None, f"Ban Phong trào, phụ trách {cluster}", "department", "cluster",
        cluster,
    )  # fmt: skip
    department = accounts.sign_in(charged.username, charged.display_name)
    return Scene(top, people, shown, [*kept, charged], (admin, office, *signs, department, inspector))


def _shown(top: Unit, land: Land) -> Shown:
    district = next(unit for unit in top.children if unit.key == land.shown_district)
    commune = next(unit for unit in district.children if unit.name == land.shown_commune)
    branch = commune.children[-1]
    newcomer = next(seat.person for seat in branch.seats if seat.title == "member" and not seat.ends_on)
    member = next(person for person in reversed(branch.members) if not person.seats)
    return Shown(district, commune, branch, newcomer, member)


def _chosen(top: Unit, shown: Shown, lines: tuple[str, ...]) -> tuple[dict[UUID, str], tuple[SignIn, ...]]:
    """Readable names for the people shown, and what each can try."""
    led = dict(zip(lines, (top, shown.district, shown.commune, shown.branch), strict=False))
    people = {name: found for name, unit in led.items() if (found := secretary(unit))}
    people |= dict(zip(lines[4:], (shown.newcomer, shown.member), strict=True))
    return (
        {person.id: name for name, person in people.items()},
        tuple(accounts.sign_in(name, person.name) for name, person in people.items()),
    )
