"""The people of the tree and the seats they hold, bottom up: branches first, the province last.

Whoever leads below also sits above: two branch secretaries on their commune's committee, commune secretaries
on the district's, district secretaries on the province's. So a good part of the cadres have several seats.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from tenants.demo import ages
from tenants.demo.land import Land
from tenants.demo.names import full_name
from tenants.demo.rows import Draw, Person, Seat, Unit

CHANGES = date(2019, 10, 7), date(2021, 6, 25)
BEFORE_TODAY = timedelta(days=150)
REPLACED = 0.12
STAFF = "Chi đoàn Cơ quan"


class Assembly:
    """Fills the tree with people and seats."""

    def __init__(
        self, draw: Draw, shown: str = "", today: date = ages.TODAY, replaced: float = REPLACED
    ) -> None:
        self.draw, self.shown, self.today, self.replaced = draw, shown, today, replaced
        self.people: list[Person] = []

    def person(self, branch: Unit) -> Person:
        """A new member of a branch."""
        gender = "female" if self.draw.chance(0.46) else "male"
        person = Person(self.draw.new_id(), full_name(self.draw, gender), gender, branch=branch)
        branch.members.append(person)
        self.people.append(person)
        return person

    def seat(self, unit: Unit, person: Person, title: str, *, full_time: bool = False) -> Seat:
        """A seat held today; some were taken over from a predecessor after 2019."""
        starts = max(self.draw.day(*ages.term(unit)), unit.opened_on)
        seat = Seat(self.draw.new_id(), person, unit, title, full_time, starts)
        unit.seats.append(seat)
        person.seats.append(seat)
        if self.draw.chance(self.replaced) and starts < CHANGES[0] and not self.is_shown(unit):
            self._predecessor(seat)
        return seat

    def _predecessor(self, seat: Seat) -> None:
        """Somebody else held the seat until a day in 2019–2021."""
        pool = [person for person in _home(seat).members if not person.seats]
        if not pool:
            return
        earlier = self.draw.choice(pool)
        changed = self.draw.day(CHANGES[0], min(CHANGES[1], self.today - BEFORE_TODAY))
        former = Seat(
            self.draw.new_id(), earlier, seat.unit, seat.title, seat.full_time, seat.starts_on,
            changed - timedelta(days=1),
        )  # fmt: skip
        seat.starts_on = changed
        seat.unit.seats.append(former)
        earlier.seats.append(former)

    def committee(
        self, unit: Unit, titles: Iterable[str], people: Iterable[Person], *, full_time: bool = False
    ) -> None:
        """Seats for people, in the order of the titles; whoever is missing leaves a seat vacant."""
        for title, person in zip(titles, people, strict=False):
            self.seat(unit, person, title, full_time=full_time)


    def is_shown(self, unit: Unit) -> bool:
        """Whether newcomers sign in here: these committees are whole and have not changed."""
        return bool(self.shown) and self.shown in (unit.name, unit.parent.name if unit.parent else "")


def populate(draw: Draw, top: Unit, land: Land, today: date = ages.TODAY) -> list[Person]:
    """Every person of the tenant, with codes, ages and the day of joining."""
    assembly = Assembly(draw, land.shown_commune, today)
    units = top.walk()
    for unit in units:
        if unit.is_branch and unit.closed_on is None:
            _branch(assembly, unit)
    for unit in units:
        if unit.kind in ("section", "grassroots") and unit.closed_on is None:
            _grassroots(assembly, unit)
    for unit in units:
        if unit.kind == "district":
            _district(assembly, unit)
    _province(assembly, top)
    _former_units(assembly, units)
    for number, person in enumerate(assembly.people, 1):
        person.code = f"{land.code}{number:06}"
        ages.settle(draw, person, today)
        person.occupation = occupation(person, number)
    return assembly.people


def _branch(assembly: Assembly, unit: Unit) -> None:
    draw = assembly.draw
    least = 10 if assembly.is_shown(unit) else 7
    members = [assembly.person(unit) for _ in range(draw.randint(least, 14 if unit.kind == "branch" else 12))]
    committee = 2 if len(members) < 9 and draw.chance(0.4) else 3
    assembly.committee(unit, ("secretary", "deputy", "member")[:committee], members)


def _grassroots(assembly: Assembly, unit: Unit) -> None:
    """Six seats (three in a section): secretary and deputy new, branch secretaries among the members."""
    branches = unit.branches()
    leaders = [leader for branch in branches if (leader := secretary(branch))]
    new = [person for branch in branches for person in branch.members[3:7] if not person.seats]
    if unit.kind == "section":
        assembly.committee(unit, ("secretary", "deputy", "member"), [*new[:2], *leaders])
        return
    assembly.committee(unit, ("secretary", "deputy", "standing"), new[:3])
    assembly.committee(unit, ("member", "member", "member"), [*leaders[:2], *new[3:4]])


def _district(assembly: Assembly, unit: Unit) -> None:
    """Thirteen seats, five of them full-time staff of the office, and one officer without a seat."""
    draw = assembly.draw
    staff = _staff(assembly, unit)
    grassroots = [child for child in unit.children if child.kind == "grassroots" and child.name != assembly.shown]
    below = [leader for child in grassroots if (leader := secretary(child))]
    agencies = [leader for child in unit.children if child.kind == "grassroots_branch" and (leader := secretary(child))]
    draw.shuffle(below)
    assembly.committee(unit, ("secretary", "deputy", "deputy", "standing", "member"), staff[:5], full_time=True)
    assembly.committee(unit, ("officer",), staff[5:6], full_time=True)
    assembly.committee(unit, ("standing", "standing"), below[:2])
    others = [person for person in agencies[:2] if person not in staff]
    assembly.committee(unit, ["member"] * 6, [*below[2:6], *others])


def _province(assembly: Assembly, top: Unit) -> None:
    """Up to 45 seats; the office's staff full-time, the district secretaries and a few commune ones beside them."""
    draw = assembly.draw
    staff = _staff(assembly, top)
    districts = [leader for child in top.children if (leader := secretary(child))]
    communes = [
        leader
        for child in top.walk()
        if child.kind == "grassroots" and child.name != assembly.shown
        and (leader := secretary(child)) and len(leader.current) == 1
    ]
    titles = ("secretary", "deputy", "deputy", "deputy", *["standing"] * 5, *["member"] * 4)
    assembly.committee(top, titles, staff[:13], full_time=True)
    assembly.committee(top, ["officer"] * 10, staff[13:23], full_time=True)
    assembly.committee(top, ["standing"] * 6, districts[:6])
    assembly.committee(top, ["member"] * 26, [*districts[6:], *draw.sample(communes, min(10, len(communes)))])


def _staff(assembly: Assembly, unit: Unit) -> list[Person]:
    """The office's people: new members of its agency branch, never on the committee of that branch."""
    top = unit.parent is None
    name = "Chi đoàn Cơ quan Tỉnh đoàn" if top else STAFF
    homes = [branch for branch in unit.walk() if branch.kind == "grassroots_branch" and branch.name.startswith(name)]
    home = (homes or unit.branches())[0]
    return [assembly.person(home) for _ in range(23 if top else 6)]


def _former_units(assembly: Assembly, units: list[Unit]) -> None:
    """The last committee of a unit that was merged: its people are members of the successor's branches now."""
    for unit in units:
        if unit.kind == "grassroots" and unit.closed_on and unit.successor:
            people = [p for b in unit.successor.branches() for p in b.members if not p.seats][:5]
            for title, person in zip(("secretary", "deputy", "member", "member", "member"), people, strict=False):
                seat = Seat(
                    assembly.draw.new_id(), person, unit, title, False, date(2017, 4, 2), unit.closed_on
                )  # fmt: skip
                unit.seats.append(seat)
                person.seats.append(seat)


def secretary(unit: Unit) -> Person | None:
    """Who leads the unit today."""
    return next((seat.person for seat in unit.seats if seat.title == "secretary" and seat.ends_on is None), None)


def _home(seat: Seat) -> Unit:
    return seat.person.branch or seat.unit


def occupation(person: Person, number: int) -> str:
    """What a person does for a living: by the branch, and officials where the seat is a post."""
    name, block = (person.branch.name, person.branch.block) if person.branch else ("", None)
    if name.endswith(("10A1", "11A2")):
        return "pupil"
    if " K" in name and name[-1].isdigit():
        return "student"
    if any(seat.full_time for seat in person.seats) or block == "civil_service" or "Trạm Y tế" in name:
        return "official"
    if name.endswith(("Giáo viên", "Giảng viên", "Cán bộ trẻ")) or "Trường" in name:
        return "lecturer"
    if block in ("armed_forces", "enterprise"):
        return {"armed_forces": "armed_forces", "enterprise": "worker"}[block]
    return ("farmer", "worker", "worker", "student", "other")[number % 5]
