"""The roster before a programme is opened: who would be enrolled, where, why, and who would not. Nothing is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.enrolments import roster
from core.enrolments.rules import Outside, Place, compute
from core.packs.calendar import census_day
from core.packs.facts import LEVELS
from core.packs.installed import InstalledPack
from core.people.rules import tokens

SIZE = 30


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines are shown: words of a name, the subtree of a unit, those not enrolled; `page` counts from 1."""

    text: str = ""
    unit_id: UUID | None = None
    outside: bool = False
    page: int = 1


class Node(msgspec.Struct, frozen=True):
    """A unit as the preview names it."""

    id: UUID
    name: str
    kind: str
    path: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A holder of a position: where he would count (or serves), by which position, and why or why not."""

    person_id: UUID
    full_name: str
    code: str | None
    unit: Node
    parent_name: str
    title: str
    full_time: bool
    seats: int
    reason: str


class Area(msgspec.Struct, frozen=True):
    """A unit under the top (or the top's own people) with the numbers of its subtree by kind of unit."""

    unit: Node
    own: bool
    by_kind: Mapping[str, int]
    total: int


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the roster and one page of its lines. `several` hold more than one position and count once."""

    census_on: date
    total: int
    outside: int
    several: int
    kinds: tuple[str, ...]
    by_kind: Mapping[str, int]
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    matched: int
    pages: int


async def preview(tx: Transaction, pack: InstalledPack, year: int, wanted: Wanted) -> Preview:
    """Compute the roster of `pack` for `year`: three statements, the rest in memory."""
    census_on = census_day(pack.rules, year)
    found = compute(pack.hooks, pack.rules, *await roster.all_of(tx, pack.rules, census_on))
    units = await _units(tx)
    people = await _people(tx, found.outside if wanted.outside else found.places)
    lines = _matching(found.outside if wanted.outside else found.places, people, units, wanted)
    kinds = tuple(kind for kind in LEVELS if kind in {units[place.unit_id].kind for place in found.places})
    first = (max(wanted.page, 1) - 1) * SIZE
    return Preview(
        census_on=census_on,
        total=len(found.places),
        outside=len(found.outside),
        several=sum(place.seats > 1 for place in found.places),
        kinds=kinds,
        by_kind=Counter(units[place.unit_id].kind for place in found.places),
        areas=areas(found.places, units),
        lines=tuple(lines[first : first + SIZE]),
        matched=len(lines),
        pages=max(1, -(-len(lines) // SIZE)),
    )


def areas(places: Iterable[Place], units: Mapping[UUID, Node]) -> tuple[Area, ...]:
    """The numbers by unit under the top, those of the top's own committee first, then in the order of
    the tree; units with nobody are left out."""
    counts: dict[str, Counter[str]] = {}
    for place in places:
        unit = units[place.unit_id]
        counts.setdefault(unit.path[:9], Counter())[unit.kind] += 1
    by_path = {unit.path: unit for unit in units.values()}
    shown = sorted((path for path in by_path if path in counts), key=lambda path: len(path) > 4)
    return tuple(Area(by_path[path], len(path) == 4, counts[path], counts[path].total()) for path in shown)


async def _units(tx: Transaction) -> dict[UUID, Node]:
    rows = await tx.fetch(
        "select id, name, kind, path from unit where tenant_id = $1 order by ordinal, sort_key", tx.tenant_id
    )
    return {row["id"]: Node(*row) for row in rows}


async def _people(tx: Transaction, found: Iterable[Place | Outside]) -> dict[UUID, tuple[str, str, str | None]]:
    """Name order, name and code of people."""
    rows = await tx.fetch(
        "select id, sort_key, full_name, code from person where tenant_id = $1 and id = any($2::uuid[])",
        tx.tenant_id, [one.person_id for one in found],
    )  # fmt: skip
    return {row["id"]: (row["sort_key"], row["full_name"], row["code"]) for row in rows}


def _matching(
    found: Iterable[Place | Outside],
    people: Mapping[UUID, tuple[str, str, str | None]],
    units: Mapping[UUID, Node],
    wanted: Wanted,
) -> list[Line]:
    by_path = {unit.path: unit.name for unit in units.values()}
    root = units[wanted.unit_id].path if wanted.unit_id in units else ""
    words = tokens(wanted.text)
    kept = [one for one in found if _within(units[one.unit_id].path, root) and _named(people[one.person_id][1], words)]
    kept.sort(key=lambda one: (people[one.person_id][0], one.person_id))
    return [_line(one, people[one.person_id], units[one.unit_id], by_path) for one in kept]


def _within(path: str, root: str) -> bool:
    return not root or path == root or path.startswith(root + ".")


def _named(name: str, words: Sequence[str]) -> bool:
    """Every word begins a word of the name, diacritics optional."""
    own = tokens(name) if words else ()
    return all(any(part.startswith(word) for part in own) for word in words)


def _line(one: Place | Outside, person: tuple[str, str, str | None], unit: Node, by_path: Mapping[str, str]) -> Line:
    return Line(
        person_id=one.person_id,
        full_name=person[1],
        code=person[2],
        unit=unit,
        parent_name=by_path.get(unit.path[:-5], ""),
        title=one.title,
        full_time=one.full_time,
        seats=one.seats if isinstance(one, Place) else 0,
        reason=one.reason,
    )
