"""How far everybody got: complete in the closed years, different from unit to unit in the running one."""

from typing import NamedTuple
from uuid import UUID

from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.scene import Shown

# Weights of the steps of a unit's people, by how far the unit is.
MIXES: dict[str, dict[str, int]] = {
    "behind": {"none": 22, "draft": 14, "submitted": 24, "returned": 9, "validated": 31},
    "ready": {"none": 2, "draft": 1, "submitted": 5, "returned": 2, "validated": 60, "self_draft": 6, "self": 24},
    "reviewing": {"submitted": 1, "validated": 14, "self_draft": 4, "self": 51, "heard": 30},
    "rating": {"self": 12, "heard": 28, "rated": 60},
    "sent": {"rated": 1},
    "returned": {"rated": 1},
    "recognised": {"recognised": 1},
}
LADDER = ((0.30, "behind"), (0.52, "ready"), (0.74, "reviewing"), (0.87, "rating"), (0.92, "sent"), (9.0, "recognised"))
SLOWEST, FASTEST, SPREAD = 0.3, 0.97, 0.13  # of the districts' paces, and of the units around their district's
UNREGISTERED, ON_LEAVE, LEFT, RETURNED = 0.012, 0.008, 0.006, 0.06


class Fate(NamedTuple):
    """What became of one enrolment: how far the sheet got, and whether the person was there."""

    step: str
    presence: str = "present"


class Fates(NamedTuple):
    """Of all enrolments by person, and of the units' results by unit (`sent`, `returned`, `recognised`)."""

    people: dict[UUID, Fate]
    results: dict[UUID, str]


Roll = dict[Unit, list[Person]]


def closed(draw: Draw, roll: Roll) -> Fates:
    """A finished year: everybody present who registered is rated and recognised (KL06 identity)."""
    people = {}
    for persons in roll.values():
        for person in persons:
            absent = _absence(draw)
            people[person.id] = absent or Fate("none" if draw.chance(UNREGISTERED) else "recognised")
    results = {
        unit.id: "recognised"
        for unit, persons in roll.items()
        if any(people[person.id].step == "recognised" for person in persons)
    }
    return Fates(people, results)


def running(draw: Draw, top: Unit, roll: Roll, shown: Shown) -> Fates:
    """The running year: each district at its own pace, its units around it, and the shown line fixed."""
    people: dict[UUID, Fate] = {}
    results: dict[UUID, str] = {}
    stages = _stages(draw, top)
    stages |= {unit: stage for unit, stage in _fixed(shown).items()}
    for unit, persons in roll.items():
        stage = stages[unit]
        mix = MIXES[stage]
        for person in persons:
            step = draw.choices(list(mix), list(mix.values()))[0]
            people[person.id] = _absence(draw) or Fate(step)
        if stage in ("sent", "returned", "recognised") and any(people[p.id].presence == "present" for p in persons):
            results[unit.id] = stage
    people |= _line(shown, roll)
    return Fates(people, results)


def _stages(draw: Draw, top: Unit) -> dict[Unit, str]:
    stages = {top: "reviewing"}
    count = max(len(top.children) - 1, 1)
    paces = [SLOWEST + (FASTEST - SLOWEST) * number / count for number in range(len(top.children))]
    draw.shuffle(paces)
    for district, pace in zip(top.children, paces, strict=True):
        for unit in district.walk():
            stages[unit] = _stage(draw, min(1.0, max(0.0, draw.gauss(pace, SPREAD))))
        stages[district] = draw.choice(("ready", "reviewing", "reviewing", "rating", "sent"))
    return stages


def _stage(draw: Draw, pace: float) -> str:
    stage = next(name for limit, name in LADDER if pace < limit)
    return "returned" if stage in ("sent", "recognised") and draw.chance(RETURNED) else stage


def _fixed(shown: Shown) -> dict[Unit, str]:
    """Something to do for each sign-in: results that wait for the commune and for the district."""
    branches = [unit for unit in shown.commune.children if unit is not shown.branch]
    communes = [unit for unit in shown.district.children if unit.kind == "grassroots" and unit is not shown.commune]
    fixed = {shown.commune: "reviewing", shown.district: "rating", shown.branch: "reviewing"}
    fixed |= dict(zip(branches, ("sent", "rating"), strict=False))
    return fixed | dict(zip(communes, ("sent", "recognised", "sent", "behind"), strict=False))


def _line(shown: Shown, roll: Roll) -> dict[UUID, Fate]:
    """The shown branch: the secretary is ahead, the deputy waits for review, the newcomer has not begun.

    The commune has a sheet that waits for its secretary."""
    steps = ["self", "submitted", "none"]
    seats = [seat for seat in shown.branch.seats if seat.ends_on is None]
    found = {seat.person.id: Fate(step) for seat, step in zip(seats, steps, strict=False)}
    commune = [seat.person for seat in shown.commune.seats if seat.person in roll.get(shown.commune, [])]
    waiting = ("heard", "submitted", "self", "submitted")
    return found | {person.id: Fate(step) for person, step in zip(commune, waiting, strict=False)}


def _absence(draw: Draw) -> Fate | None:
    """A few are on leave or have left; nobody judges them."""
    luck = draw.random()
    if luck < ON_LEAVE:
        return Fate(draw.choice(("none", "validated")), "on_leave")
    return Fate(draw.choice(("none", "validated")), "left") if luck < ON_LEAVE + LEFT else None
