"""The other tenants of the demo: small and sane, because the packs they will use come later."""

from typing import NamedTuple

from tenants.demo import ages
from tenants.demo.people import Assembly
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.tree import Planter
from tenants.provisioning import NewTenant


class Small(NamedTuple):
    """A small tenant: its top unit and, by name, what stands below it with its kind and its branches."""

    new: NewTenant
    top: str
    place: str
    block: str
    admin: str
    code: str
    below: dict[str, tuple[str, tuple[str, ...]]]


SMALL = (
    Small(
        NewTenant(slug="binh-duong", name="Tỉnh đoàn Bình Dương", short_name="Bình Dương", kind="province"),
        "Tỉnh đoàn Bình Dương", "Thủ Dầu Một", "civil_service", "admin.binhduong", "BD",
        {
            "Thành đoàn Thủ Dầu Một": ("district", ("Chi đoàn Cơ quan Thành đoàn", "Chi đoàn Trung tâm Y tế")),
            "Thành đoàn Thuận An": ("district", ("Chi đoàn Cơ quan Thành đoàn",)),
            "Thị đoàn Bến Cát": ("district", ("Chi đoàn Cơ quan Thị đoàn",)),
            "Huyện đoàn Dầu Tiếng": ("district", ("Chi đoàn Cơ quan Huyện đoàn", "Chi đoàn Công ty Cao su")),
            "Đoàn khối Các cơ quan tỉnh": ("district", ("Chi đoàn Cơ quan Tỉnh đoàn", "Chi đoàn Sở Nội vụ")),
        },
    ),
    Small(
        NewTenant(
            slug="dhkt", name="Đoàn trường Đại học Kinh tế – ĐHQGHN", short_name="ĐHKT", kind="university",
        ),
        "Đoàn trường Đại học Kinh tế", "Hà Nội", "school", "admin.dhkt", "KT",
        {
            "Liên chi đoàn Khoa Kinh tế chính trị": ("section", ("Chi đoàn KTCT K64", "Chi đoàn KTCT K65")),
            "Liên chi đoàn Khoa Kinh tế phát triển": ("section", ("Chi đoàn KTPT K64", "Chi đoàn KTPT K65")),
            "Liên chi đoàn Khoa Tài chính – Ngân hàng": ("section", ("Chi đoàn TCNH K64", "Chi đoàn TCNH K65")),
            "Liên chi đoàn Viện Quản trị kinh doanh": ("section", ("Chi đoàn QTKD K64",)),
            "Chi đoàn Cán bộ": ("branch", ()),
        },
    ),
    Small(
        NewTenant(
            slug="trung-uong", name="Trung ương Đoàn TNCS Hồ Chí Minh", short_name="Trung ương Đoàn", kind="centre",
        ),
        "Trung ương Đoàn TNCS Hồ Chí Minh", "Hà Nội", "civil_service", "admin.trunguong", "TW",
        {"Chi đoàn Ban Tổ chức": ("branch", ()), "Chi đoàn Văn phòng": ("branch", ())},
    ),
)  # fmt: skip


def build(draw: Draw, small: Small) -> tuple[Unit, list[Person]]:
    """The tree and its people: a committee in every unit, ten members a branch."""
    planter, assembly = Planter(draw, 1.0), Assembly(draw)
    top = planter.unit(None, "top", small.top, place=small.place, block=small.block)
    for name, (kind, branches) in small.below.items():
        unit = planter.unit(top, kind, name)
        for branch in branches:
            planter.unit(unit, "grassroots_branch" if kind == "district" else "branch", branch)
    for branch in top.branches():
        members = [assembly.person(branch) for _ in range(10)]
        assembly.committee(branch, ("secretary", "deputy", "member"), members)
    for unit in (u for u in top.walk() if not u.is_branch):
        free = [p for b in unit.branches() for p in b.members if not p.seats]
        titles = ("secretary", "deputy", "standing") if unit.standing else ("secretary", "deputy", "member")
        assembly.committee(unit, (*titles, "member", "member"), free)
    for number, person in enumerate(assembly.people, 1):
        person.code = f"{small.code}{number:05}"
        ages.settle(draw, person)
    return top, assembly.people
