"""Small invented provinces to plan on: three levels of units, people with branches, seats and sheets."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import strategies as st

from core.reorganisations.edits import State
from core.reorganisations.facts import (
    MEASURES,
    Asked,
    Enrolled,
    Member,
    NewUnit,
    Seat,
    Snapshot,
    Standing,
    open_below,
)
from core.units.rules import search_key, sort_key

TODAY, DAY, SINCE = date(2021, 7, 5), date(2021, 7, 1), date(2018, 3, 1)
PROGRAMME = UUID(int=7_000_000)
TOP = UUID(int=1)
STATES = ("enrolled", "submitted", "validated", "rated", "recognised")


def number(kind: int, nth: int) -> UUID:
    """An id that says what it is of."""
    return UUID(int=kind * 1_000_000 + nth)


def unit(nth: int, parent: UUID | None, kind: str, name: str, since: date = SINCE) -> Standing:
    """A unit of the invented tree."""
    return Standing(id=UUID(int=nth), parent_id=parent, name=name, kind=kind, opened_on=SINCE, since=since)


@st.composite
def provinces(draw) -> Snapshot:
    """A province: one to three districts, communes below each, branches below those, and people everywhere."""
    units = [unit(1, None, "top", "Tỉnh đoàn")]
    for _ in range(draw(st.integers(1, 3))):
        district = unit(len(units) + 1, TOP, "district", f"Huyện đoàn {len(units)}")
        units.append(district)
        for _ in range(draw(st.integers(0, 3))):
            commune = unit(len(units) + 1, district.id, "grassroots", f"Đoàn xã {len(units)}")
            units.append(commune)
            for nth in range(draw(st.integers(0, 3))):
                since = draw(st.sampled_from((SINCE, DAY)))
                units.append(unit(len(units) + 1, commune.id, "branch", f"Chi đoàn ấp {nth}", since))
    return _peopled(draw, {one.id: one for one in units})


def _peopled(draw, units) -> Snapshot:
    branches = [one.id for one in units.values() if one.kind == "branch"]
    members, seats, enrolled = [], [], []
    for nth in range(draw(st.integers(0, 12))):
        person = number(2, nth)
        if branches and draw(st.booleans()):
            members.append(Member(person, draw(st.sampled_from(branches)), draw(st.sampled_from((SINCE, DAY))), None))
        if draw(st.booleans()):
            place = draw(st.sampled_from(sorted(units)))
            seats.append(Seat(number(3, nth), person, place, "member", SINCE, None))
            state = draw(st.sampled_from(STATES))
            counts = tuple(int(STATES.index(state) >= step) for step in range(len(MEASURES)))
            facts = {"programme_id": PROGRAMME, "person_id": person, "unit_id": place, "state": state}
            enrolled.append(Enrolled(**facts, placed_by_act=False, counts=counts))
    own: dict[tuple[UUID, UUID], tuple[int, ...]] = {}
    for one in enrolled:
        key = (PROGRAMME, one.unit_id)
        own[key] = tuple(a + b for a, b in zip(own.get(key, (0,) * len(MEASURES)), one.counts, strict=True))
    return Snapshot(
        today=TODAY, now=datetime(2021, 7, 5, 9, tzinfo=UTC), under={}, units=units, below=open_below(units),
        programmes=(PROGRAMME,), members=tuple(members), seats=tuple(seats), enrolled=tuple(enrolled), own=own,
    )  # fmt: skip


@st.composite
def dissolutions(draw) -> tuple[Snapshot, Asked]:
    """A district that goes with all its communes into new ones directly under the province, branch by branch."""
    at = draw(provinces())
    district = draw(st.sampled_from([one for one in at.units.values() if one.kind == "district"]))
    communes = [one.id for one in at.below.get(district.id, ())]
    sources = (district.id, *communes)
    made = tuple(
        NewUnit(id=number(9, nth), parent_id=TOP, name=f"Đoàn xã mới {nth}", kind="grassroots")
        for nth in range(draw(st.integers(1, 3)))
    )
    into = st.sampled_from([one.id for one in made])
    branches = [one.id for commune in communes for one in at.below.get(commune, ())]
    people = {source: draw(into) for source in sources}
    person = st.dictionaries(st.sampled_from([number(2, nth) for nth in range(12)]), into, max_size=3)
    asked = Asked(
        kind="dissolve", on=DAY, basis="Nghị quyết 1654", sources=sources, made=made,
        units={one: draw(into) for one in branches}, people=people,
        persons={source: draw(person) for source in sources},
        seats=draw(st.sampled_from(("end", "carry"))),
    )  # fmt: skip
    return at, asked


@st.composite
def mergers(draw) -> tuple[Snapshot, Asked]:
    """A commune that goes into another, or a branch into another."""
    at = draw(provinces())
    kind = draw(st.sampled_from(("grassroots", "branch")))
    same = [one.id for one in at.units.values() if one.kind == kind]
    if len(same) < 2:
        same, kind = [number(9, 0)], kind
    source = draw(st.sampled_from(same))
    if source not in at.units:
        return draw(dissolutions())
    target = draw(st.sampled_from([one for one in same if one != source]))
    asked = Asked(
        kind="merge", on=DAY, basis="Nghị quyết 1654", sources=(source,), targets=(target,),
        seats=draw(st.sampled_from(("end", "carry"))),
    )  # fmt: skip
    return at, asked


def state_of(at: Snapshot) -> State:
    """The rows that the snapshot stands for, as the database has them."""
    return {
        "unit": {
            (str(one.id),): {
                "id": str(one.id), "parent_id": str(one.parent_id) if one.parent_id else None, "name": one.name,
                "kind": one.kind, "opened_on": str(one.opened_on), "closed_on": None,
                "sort_key": sort_key(one.name), "search_key": search_key(one.name),
            }
            for one in at.units.values()
        },
        "unit_version": {
            (str(one.id), str(one.since)): {
                "unit_id": str(one.id), "valid_from": str(one.since), "name": one.name, "kind": one.kind,
                "block": one.block, "parent_id": str(one.parent_id) if one.parent_id else None, "valid_to": None,
            }
            for one in at.units.values()
        },
        "membership": {
            (str(one.person_id), str(one.starts_on)): {
                "person_id": str(one.person_id), "unit_id": str(one.unit_id), "starts_on": str(one.starts_on),
                "ends_on": None,
            }
            for one in at.members
        },
        "position": {
            (str(one.id),): {
                "id": str(one.id), "person_id": str(one.person_id), "unit_id": str(one.unit_id), "title": one.title,
                "starts_on": str(one.starts_on), "ends_on": None,
            }
            for one in at.seats
        },
        "enrolment": {
            (str(PROGRAMME), str(one.person_id)): {
                "programme_id": str(PROGRAMME), "person_id": str(one.person_id), "unit_id": str(one.unit_id),
                "placed_by_act": False, "counts": one.counts,
            }
            for one in at.enrolled
        },
    }  # fmt: skip
