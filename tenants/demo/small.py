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
    analyst: str
    code: str
    below: dict[str, tuple[str, tuple[str, ...]]]


SMALL = (
    Small(
        NewTenant(
            slug="trung-uong", name="Trung ương Đoàn TNCS Hồ Chí Minh", short_name="Trung ương Đoàn", kind="centre",
        ),
        "Trung ương Đoàn TNCS Hồ Chí Minh", "Hà Nội", "civil_service", "admin.trunguong", "phantich.trunguong", "TW",
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
