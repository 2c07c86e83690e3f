"""The tree of a province: districts, communes, schools, agencies and their branches."""

from datetime import date
from math import ceil

from core.units.rules import first_segment, next_segment
from tenants.demo.land import COMMUNE_KINDS, Affiliated, District, Land, Merger, listed
from tenants.demo.rows import Draw, Unit


class Planter:
    """Adds units under units, giving paths and orders."""

    def __init__(self, draw: Draw, scale: float, pilots: tuple[str, ...] = ()) -> None:
        self.draw, self.scale, self.pilots = draw, scale, pilots

    def unit(self, parent: Unit | None, kind: str, name: str, **facts: object) -> Unit:
        """A new unit at the end of its siblings; block and place come from the parent unless given."""
        path = first_segment() if parent is None else f"{parent.path}.{_next(parent)}"
        unit = Unit(self.draw.new_id(), kind, name, path, parent, **facts)
        if parent is not None:
            unit.block = unit.block or parent.block
            unit.place = unit.place or parent.place
            parent.children.append(unit)
        unit.pilot = name in self.pilots
        return unit

    def some(self, entries: list[str], least: int = 1, keep: str = "") -> list[str]:
        """All entries, or at a smaller scale the first ones and those that are needed."""
        count = max(least, ceil(len(entries) * self.scale))
        kept = entries[:count]
        return [*kept, keep] if keep in entries and keep not in kept else kept


def _next(parent: Unit) -> str:
    return next_segment(child.path[-4:] for child in parent.children)


def province(draw: Draw, scale: float, land: Land) -> Unit:
    """The whole tree; at a smaller `scale` fewer of everything, the levels and kinds still complete."""
    planter = Planter(draw, scale, land.pilots)
    top = planter.unit(
        None, "top", land.name, place=land.place, block="civil_service", key="tinh", opened_on=land.founded
    )
    entries = (*land.districts, *land.affiliated)
    wanted = set(land.first) | {entry.key for entry in entries[: ceil(len(entries) * scale)]}
    for number, entry in enumerate(entries, 1):
        if entry.key in wanted:
            if isinstance(entry, District):
                _district(planter, land, top, entry, number)
            else:
                _affiliated(planter, land, top, entry, number)
    return top


def _district(planter: Planter, land: Land, top: Unit, entry: District, number: int) -> None:
    district = planter.unit(
        top, "district", entry.name, block=entry.block, place=entry.place, cluster=entry.cluster, key=entry.key,
        ordinal=number, opened_on=date(2009, 9, 11) if entry.key in land.young else date(2007, 5, 19),
        versions=entry.earlier,
    )  # fmt: skip
    for commune in planter.some(list(listed(entry.communes)), keep=land.kept.get(entry.key, "")):
        _commune(planter, land, district, commune)
    for school in planter.some(list(listed(entry.schools))):
        _school(planter, district, f"Đoàn trường THPT {school}")
    agencies = ["Cơ quan Đảng – Đoàn thể", *listed(entry.agencies)]
    for agency in planter.some(agencies, least=2):
        block = "armed_forces" if agency.startswith(("Công an", "Ban Chỉ huy")) else "civil_service"
        name = "Chi đoàn Cơ quan " + entry.name if agency is agencies[0] else f"Chi đoàn cơ sở {agency}"
        planter.unit(district, "grassroots_branch", name, block=block)
    if land.merger and entry.key == land.merger.district:
        _merged(planter, district, land.merger)


def _commune(planter: Planter, land: Land, district: Unit, entry: str) -> None:
    kind, name = entry.split(" ", 1)
    prefix, block = COMMUNE_KINDS[kind]
    commune = planter.unit(district, "grassroots", f"{prefix} {name}", block=block, place=name)
    draw = planter.draw
    shown = commune.name == land.shown_commune
    people = 2 if shown else draw.randint(*land.branches)
    if kind == "p":
        places = [f"Khu phố {n}" for n in range(1, people + 1)]
    elif kind == "t":
        places = [f"Khu phố {n}" for n in "ABC"[:people]]
    else:
        places = [f"Ấp {hamlet}" for hamlet in draw.sample(land.hamlets, people)]
    services = [f"Trường THCS {name}", f"Trường Tiểu học {name}", "Trạm Y tế", "Công an", "Quân sự"]
    service = services[0] if shown else draw.choice(services)
    for place in [*places, service]:
        branch = planter.unit(commune, "branch", f"Chi đoàn {place}")
        if place.startswith("Trường"):
            branch.block = "school"
        elif place in ("Công an", "Quân sự"):
            branch.block = "armed_forces"
        if draw.chance(0.03):
            branch.opened_on = draw.day(date(2020, 2, 3), date(2021, 5, 15))
    if not shown and draw.chance(0.04):
        closed = planter.unit(commune, "branch", "Chi đoàn Hợp tác xã Nông nghiệp", opened_on=date(2014, 6, 1))
        closed.closed_on = draw.day(date(2020, 6, 1), date(2021, 6, 30))


def _school(planter: Planter, district: Unit, name: str) -> None:
    school = planter.unit(district, "grassroots", name, block="school")
    for branch in ("Giáo viên", "11A2", "10A1")[: 2 if planter.scale < 0.5 else 3]:
        planter.unit(school, "branch", f"Chi đoàn {branch}")


def _merged(planter: Planter, district: Unit, merger: Merger) -> None:
    """A closed unit with a successor."""
    closed = planter.unit(
        district, "grassroots", merger.name, block="rural", place=merger.place, closed_on=merger.closed_on
    )
    closed.successor = next((unit for unit in district.children if unit.name == merger.into), None)


def _affiliated(planter: Planter, land: Land, top: Unit, entry: Affiliated, number: int) -> None:
    union = planter.unit(
        top, "district", entry.name, block=entry.block, place=entry.place, cluster=land.direct, key=entry.key,
        ordinal=number, opened_on=date(2006, 1, 9),
    )  # fmt: skip
    for name in planter.some(list(entry.below)):
        grassroots = planter.unit(union, "grassroots", name)
        for branch in listed(entry.below[name]):
            planter.unit(grassroots, "branch", f"Chi đoàn {branch}")
        if entry.key == "daihockiengiang":
            section = planter.unit(grassroots, "section", "Liên chi đoàn Năm thứ nhất")
            planter.unit(section, "branch", "Chi đoàn Tân sinh viên K7")
    for branch in planter.some(list(listed(entry.branches))):
        planter.unit(union, "grassroots_branch", f"Chi đoàn {branch}")
