"""Reading how far targets are reached, by unit: from rollups and slices of the tree alone, never from people."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor, require
from core.access import Target as Place
from core.db.scope import Transaction
from core.declarations import queries as declarations
from core.packs.patching import active
from core.packs.schema import Target
from core.packs.targets import kinds_measured
from core.programmes import pilot_units
from core.programmes.pilot_units import Pilots
from core.programmes.queries import Programme
from core.registers.queries import readable
from core.registers.totals import kept
from core.reports import targets
from core.reports.targets import Reached
from core.units import queries as units
from core.units.queries import Unit

COUNTERS = {"assessed": "rated"}  # the contract's word → the counter's


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One target of one unit: what is reached, and whether that meets it (None: not known)."""

    reached: Reached
    met: bool | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A unit directly below, one cell a target."""

    id: UUID
    name: str
    kind: str
    cells: tuple[Cell, ...]


class TargetBoard(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's targets: the whole below it, and each unit directly below."""

    unit: Unit
    targets: tuple[tuple[str, Target], ...]
    total: tuple[Cell, ...]
    lines: tuple[Line, ...]
    pilots: Pilots | None


class Slice(NamedTuple):
    """The part of the tree that is looked at: the unit, and how long the paths of those directly below are."""

    programme: Programme
    unit: Unit

    @property
    def width(self) -> int:
        """Characters of a path that name the part."""
        return len(self.unit.path) + 5


Parts = Mapping[str, Reached]  # by the path of the part; the unit's own path holds what is counted at itself
Measure = Callable[[str | None], Reached]  # a part's path (None: the whole) → what is reached there

DECLARED = """
select left(u.path, $4) as part, a.target, count(*)::int as units, count(d.key)::int as done
from unit u
join unnest($7::text[], $8::text[], $9::text[]) a (target, key, kind) on a.kind = u.kind
left join declaration d on d.tenant_id = u.tenant_id and d.programme_id = $2 and d.unit_id = u.id and d.key = a.key
where u.tenant_id = $1 and u.path >= $3 and u.path < $3 || '/'
  and u.opened_on <= $6 and (u.closed_on is null or u.closed_on > $5)
group by 1, 2
"""
COUNTED = """
select left(c.path, $4) as part, u.block, u.kind, sum(c.eligible)::int as eligible,
       sum(c.registered)::int as registered, sum(c.validated)::int as validated,
       sum(c.self_assessed)::int as self_assessed, sum(c.rated)::int as rated, sum(c.recognised)::int as recognised
from unit_counter c join unit u on u.tenant_id = c.tenant_id and u.id = c.unit_id
where c.tenant_id = $1 and c.programme_id = $2 and c.path >= $3 and c.path < $3 || '/'
group by 1, 2, 3
"""
ENTERED = """
select left(u.path, $4) as part, t.register, t.measure, u.block, u.kind, sum(t.total)::bigint as total
from register_total t join unit u on u.tenant_id = t.tenant_id and u.id = t.unit_id
where t.tenant_id = $1 and t.programme_id = $2 and t.register = any($5::text[])
  and t.measure in ('entries', 'confirmed') and u.path >= $3 and u.path < $3 || '/'
group by 1, 2, 3, 4, 5
"""
HOLDERS = """
select u.path, u.kind from unit u
where u.tenant_id = $1 and u.path >= $2 and u.path < $2 || '/' and u.kind = any($3::text[])
  and u.opened_on <= $5 and (u.closed_on is null or u.closed_on > $4)
"""


async def board(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID) -> TargetBoard:
    """The targets of a programme for a unit and each unit directly below that existed in the year."""
    unit = await units.get(tx, unit_id)
    require(actor, "progress.read", Place(unit_path=unit.path))
    cut, asked = Slice(programme, unit), active(programme.rules.targets)
    pilots = await pilot_units.of_programme(tx, programme) if pilot_units.follows(programme.rules) else None
    measures = await _measures(tx, actor, cut, asked, pilots)
    below = [
        child for child in await units.children(tx, unit.id)
        if child.opened_on <= programme.ends_on and (child.closed_on is None or child.closed_on > programme.starts_on)
    ]  # fmt: skip

    def cells(path: str | None) -> tuple[Cell, ...]:
        found = [(target, measures[key](path)) for key, target in asked.items()]
        return tuple(Cell(reached=reached, met=targets.met(target, reached)) for target, reached in found)

    return TargetBoard(
        unit=unit, targets=tuple(asked.items()), total=cells(None), pilots=pilots,
        lines=tuple(Line(id=one.id, name=one.name, kind=one.kind, cells=cells(one.path)) for one in below),
    )  # fmt: skip


async def _measures(
    tx: Transaction, actor: Actor, cut: Slice, asked: Mapping[str, Target], pilots: Pilots | None
) -> Mapping[str, Measure]:
    """For each target, what is reached in any part: at most one statement a sort of target."""
    by_sort: dict[str, dict[str, Target]] = {}
    for key, target in asked.items():
        by_sort.setdefault(target.of.partition(":")[0], {})[key] = target
    found: dict[str, Measure] = {}
    if "declaration" in by_sort:
        found |= await _declared(tx, cut, by_sort["declaration"])
    if "indicator" in by_sort:
        found |= await _counted(tx, cut, by_sort["indicator"])
    if "register" in by_sort:
        found |= await _entered(tx, actor, cut, by_sort["register"])
    if "pilots" in by_sort and pilots is not None:
        found |= await _piloted(tx, cut, by_sort["pilots"], pilots)
    return found


async def _declared(tx: Transaction, cut: Slice, asked: Mapping[str, Target]) -> Mapping[str, Measure]:
    year, rules = declarations.asked(cut.programme), cut.programme.rules
    triples, absent = [], set()
    for name, target in asked.items():
        key = target.of.partition(":")[2]
        entry = active(rules.declarations)[key]
        keys = [one for one, same in year.items() if same is entry]  # a returning duty has one a stretch
        triples += [(name, one, kind) for one in keys for kind in kinds_measured(rules, target)]
        if not keys:
            absent.add(name)
    columns = [list(column) for column in zip(*triples, strict=True)] if triples else [[], [], []]
    rows = await tx.fetch(DECLARED, *_where(tx, cut), cut.programme.starts_on, cut.programme.ends_on, *columns)

    def measure(name: str) -> Measure:
        def reached(part: str | None) -> Reached:
            if name in absent:
                return targets.unknown("not_this_year")
            mine = [row for row in rows if row["target"] == name and part in (None, row["part"])]
            return targets.share(sum(row["done"] for row in mine), sum(row["units"] for row in mine))

        return reached

    return {name: measure(name) for name in asked}


async def _counted(tx: Transaction, cut: Slice, asked: Mapping[str, Target]) -> Mapping[str, Measure]:
    rows = await tx.fetch(COUNTED, *_where(tx, cut))

    def measure(target: Target) -> Measure:
        name = target.of.partition(":")[2]
        counter = COUNTERS.get(name, name)

        def reached(part: str | None) -> Reached:
            if not targets.tellable(cut.programme.rules, target.audience):
                return targets.unknown("audience")
            mine = [row for row in rows if part in (None, row["part"]) and _meant(target, row)]
            return targets.share(sum(row[counter] for row in mine), sum(row["eligible"] for row in mine), "no_roster")

        return reached

    return {name: measure(target) for name, target in asked.items()}


async def _entered(tx: Transaction, actor: Actor, cut: Slice, asked: Mapping[str, Target]) -> Mapping[str, Measure]:
    rules = cut.programme.rules
    books = [target.of.partition(":")[2] for target in asked.values()]
    used = await kept(tx, cut.programme)
    rows = await tx.fetch(ENTERED, *_where(tx, cut), books)

    def measure(target: Target) -> Measure:
        book = target.of.partition(":")[2]
        register = active(rules.registers)[book]
        counts = "confirmed" if register.confirmed else "entries"

        def reached(part: str | None) -> Reached:
            if not readable(actor, register, cut.unit.path):
                return targets.unknown("restricted")
            if not targets.tellable(rules, target.audience):
                return targets.unknown("audience")
            if book not in used:
                return targets.unknown("no_entries")
            mine = [row for row in rows if row["register"] == book and row["measure"] == counts]
            mine = [row for row in mine if part in (None, row["part"]) and _meant(target, row)]
            return Reached(done=int(sum(row["total"] for row in mine)))

        return reached

    return {name: measure(target) for name, target in asked.items()}


async def _piloted(tx: Transaction, cut: Slice, asked: Mapping[str, Target], pilots: Pilots) -> Mapping[str, Measure]:
    kinds = sorted({kind for target in asked.values() for kind in target.kinds})
    rows = await tx.fetch(HOLDERS, tx.tenant_id, cut.unit.path, kinds, cut.programme.starts_on, cut.programme.ends_on)
    counts = {row["path"]: sum(path.startswith(row["path"] + ".") for path in pilots.paths) for row in rows}

    def measure(target: Target) -> Measure:
        def reached(part: str | None) -> Reached:
            mine = [
                row["path"] for row in rows
                if row["kind"] in target.kinds and part in (None, row["path"][: cut.width])
            ]  # fmt: skip
            return targets.spread(target, [counts[path] or None for path in mine])

        return reached

    return {name: measure(target) for name, target in asked.items()}


def _where(tx: Transaction, cut: Slice) -> tuple[object, ...]:
    return tx.tenant_id, cut.programme.id, cut.unit.path, cut.width


def _meant(target: Target, row: asyncpg.Record) -> bool:
    return targets.addressed(target.audience, row["block"], row["kind"])
