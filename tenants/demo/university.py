"""The university union of the demo: sections, classes and staff branches of ĐHKT in the school year 2020–2021.

The school and its departments are real and public; every person is invented.
"""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from tenants.demo import accounts
from tenants.demo.accounts import Account, SignIn
from tenants.demo.people import Assembly, secretary
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.seasons import ZONE
from tenants.demo.tree import Planter
from tenants.provisioning import NewTenant

DHKT = NewTenant(
    slug="dhkt", name="Đoàn trường Đại học Kinh tế – ĐHQGHN", short_name="ĐHKT", kind="university",
    profile={"unit_kinds": {"top": "Đoàn trường", "section": "Liên chi đoàn", "branch": "Chi đoàn"}},
)  # fmt: skip
NOW = datetime(2021, 5, 20, 9, tzinfo=ZONE)  # ten days before the assessment is due
TOP = "Đoàn trường Đại học Kinh tế"
SECTIONS = {  # department, code of its classes, classes a cohort
    "Khoa Kinh tế Chính trị": ("KTCT", 3),
    "Khoa Kinh tế Phát triển": ("KTPT", 4),
    "Khoa Kinh tế và Kinh doanh Quốc tế": ("KTQT", 5),
    "Khoa Tài chính – Ngân hàng": ("TCNH", 5),
    "Khoa Kế toán – Kiểm toán": ("KTKT", 4),
    "Viện Quản trị Kinh doanh": ("QTKD", 5),
}
STAFF = ("Cán bộ Phòng, Ban", "Giảng viên trẻ")
COHORTS = (2017, 2018, 2019, 2020)
SIZES = (22, 38)
STAFF_SIZE = 22
SHOWN_SECTION = "Khoa Kinh tế và Kinh doanh Quốc tế"
SHOWN_24, SHOWN_34 = "Chi đoàn QH-2018-E KTQT 1", "Chi đoàn QH-2019-E KTQT 2"
FIXED = {SHOWN_24: 24, SHOWN_34: 34}
ENTERED = {year: date(year, 9, 5) for year in COHORTS}
TERM = date(2019, 11, 16)  # the running term of the school's committee


class Shown(NamedTuple):
    """Where the newcomers' sign-ins are."""

    section: Unit
    few: Unit
    many: Unit
    newcomer: Person  # a student of the branch of 24 who has not registered
    ready: Person  # another one whose self-assessment is due
    lecturer: Person


class School(NamedTuple):
    """The school before it is written."""

    top: Unit
    people: list[Person]
    shown: Shown
    accounts: list[Account]
    sign_ins: tuple[SignIn, ...]


def build(seed: int, scale: float) -> School:
    """The school of this seed; at a smaller `scale` fewer classes, the shown ones always."""
    draw = Draw(seed)
    planter, assembly = Planter(draw, scale), Assembly(draw, today=NOW.date(), replaced=0.0)
    top = planter.unit(None, "top", TOP, place="Hà Nội", block="school", key="truong", opened_on=date(2007, 3, 6))
    for name, (code, classes) in SECTIONS.items():
        _section(planter, assembly, top, name, code, classes)
    for name in STAFF:
        branch = planter.unit(top, "branch", f"Chi đoàn {name}", opened_on=date(2008, 3, 26))
        _fill(assembly, branch, STAFF_SIZE)
    _leaders(assembly, top)
    for number, person in enumerate(assembly.people, 1):
        person.code = f"KT{number:06}"
        _settle(draw, person)
    shown = _shown(top)
    kept, signs = _accounts(draw, top, assembly.people, shown)
    return School(top, assembly.people, shown, kept, signs)


def cohort(branch: Unit | None) -> int | None:
    """The year in which a class entered the school; None for a branch of staff."""
    return int(branch.name[12:16]) if branch and branch.name.startswith("Chi đoàn QH-") else None


def _section(planter: Planter, assembly: Assembly, top: Unit, name: str, code: str, classes: int) -> None:
    section = planter.unit(top, "section", f"Liên chi đoàn {name}", opened_on=date(2008, 3, 26))
    wanted = classes if planter.scale >= 1 else max(1, round(classes * planter.scale))
    for year in COHORTS:
        for number in range(1, classes + 1):
            title = f"Chi đoàn QH-{year}-E {code} {number}"
            if number <= wanted or title in FIXED:
                branch = planter.unit(section, "branch", title, opened_on=ENTERED[year])
                _fill(assembly, branch, FIXED.get(title) or assembly.draw.randint(*SIZES))


def _fill(assembly: Assembly, branch: Unit, size: int) -> None:
    members = [assembly.person(branch) for _ in range(size)]
    assembly.committee(branch, ("secretary", "deputy", "member"), members)


def _leaders(assembly: Assembly, top: Unit) -> None:
    """A section is led by students of its third year, the school by its staff, with the sections' leaders beside."""
    sections = [unit for unit in top.children if unit.kind == "section"]
    for section in sections:
        seniors = [p for b in section.children if cohort(b) == 2018 for p in b.members[4:] if not p.seats]
        assembly.committee(section, ("secretary", "deputy", "member", "member", "member"), seniors)
    staff = [person for unit in top.children if unit.kind == "branch" for person in unit.members[3:]]
    assembly.committee(top, ("secretary", "deputy", "deputy"), staff, full_time=True)
    assembly.committee(top, ("standing", "standing", "member", "member"), staff[3:])
    leaders = [leader for section in sections if (leader := secretary(section))]
    assembly.committee(top, ["member"] * len(leaders), leaders)


def _settle(draw: Draw, person: Person) -> None:
    """Birth, joining, branch and seats in an order that life allows. A few who entered early are not yet 18 in
    the autumn of 2020."""
    year = cohort(person.branch)
    if year is None:
        person.born = draw.day(date(1988, 1, 1), date(1996, 12, 31))
        person.joined, person.since = date(person.born.year + 16, 3, 26), draw.day(date(2018, 9, 3), date(2020, 8, 31))
        teaches = person.branch is not None and person.branch.name.endswith(STAFF[1])
        person.occupation = "lecturer" if teaches else "official"
    else:
        born = year - 18
        person.born = draw.day(date(born, 1, 1), date(born, 12, 20 if draw.chance(0.9) else 31))
        if year == COHORTS[-1] and draw.chance(0.03) and not person.seats:
            person.born = draw.day(date(2002, 11, 20), date(2003, 2, 20))
        person.joined = date(person.born.year + 16, draw.choice((3, 5, 11)), draw.choice((19, 22, 26)))
        person.since = max(ENTERED[year], person.joined)
        person.occupation = "student"
    for seat in person.seats:
        low = max(person.since or TERM, TERM if seat.unit.kind in ("top", "section") else seat.unit.opened_on)
        seat.starts_on = max(low, min(draw.day(date(2019, 11, 16), date(2020, 9, 30)), date(2020, 9, 30)))


def _shown(top: Unit) -> Shown:
    units = {unit.name: unit for unit in top.walk()}
    few, many = units[SHOWN_24], units[SHOWN_34]
    plain = [person for person in few.members if not person.seats]
    teachers = units[f"Chi đoàn {STAFF[1]}"]
    lecturer = next(person for person in reversed(teachers.members) if not person.seats)
    return Shown(units[f"Liên chi đoàn {SHOWN_SECTION}"], few, many, plain[-1], plain[-2], lecturer)


def _accounts(
    draw: Draw, top: Unit, people: list[Person], shown: Shown
) -> tuple[list[Account], tuple[SignIn, ...]]:
    led = {"bithu.doantruong": top, "bithu.lienchi": shown.section, "bithu.lop24": shown.few, "bithu.lop34": shown.many}
    named = {name: found for name, unit in led.items() if (found := secretary(unit))}
    named |= {"sinhvien": shown.newcomer, "sinhvien.tudanhgia": shown.ready, "giangvien": shown.lecturer}
    chosen: dict[UUID, str] = {person.id: name for name, person in named.items()}
    offices = [
        accounts.of_office(draw, "admin.dhkt", "Quản trị Đoàn trường", "provincial_admin"),
        accounts.of_office(draw, "vanphong.dhkt", "Văn phòng Đoàn trường", "office"),
    ]
    signs = [accounts.sign_in(one.username, one.display_name) for one in offices]
    signs += [accounts.sign_in(name, person.name) for name, person in named.items()]
    return offices + accounts.of_people(draw, people, chosen, members=True), tuple(signs)
