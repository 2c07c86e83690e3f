"""The tree of a year that is over: names, kinds and places as they stood when it ended, whatever came later.

A closed programme is read on the tree of its last day. A unit that was dissolved before that day keeps its last place
(domain.md §8); one founded later is there only if somebody counts in it. The whole tree is read at once: some 25 ms
for 6,000 units, which the boards and reports of the running year never pay.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.programmes.queries import Programme
from core.reports.rules import Place
from core.units.naming import search_key
from core.units.rules import sort_key

THEN = """
select u.id, coalesce(v.name, u.name) as name,
  case when coalesce(v.name, u.name) = u.name then u.sort_key else '' end as key,
  coalesce(v.kind, u.kind) as kind,
  case when v.unit_id is null then u.block else v.block end as block,
  case when v.unit_id is null then u.parent_id else v.parent_id end as parent_id, u.pilot, u.ordinal,
  u.opened_on <= $3 and (u.closed_on is null or u.closed_on > $4 and u.closed_on > u.opened_on) as current
from unit u
left join (
  select distinct on (w.unit_id) w.unit_id, w.name, w.kind, w.block, w.parent_id from unit_version w
  where w.tenant_id = $1 and w.valid_from <= $2 order by w.unit_id, w.valid_from desc) v on v.unit_id = u.id
where u.tenant_id = $1
"""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Then(msgspec.Struct, frozen=True, kw_only=True):
    """A unit on the last day of a year; `current` says whether it existed on the census day and in that year."""

    id: UUID
    name: str
    key: str
    kind: str
    block: str | None
    parent_id: UUID | None
    pilot: bool
    ordinal: int
    current: bool

    @property
    def sort_key(self) -> str:
        """The order of the name of then; that of an unchanged name is stored."""
        return self.key or sort_key(self.name)

    @property
    def search_key(self) -> str:
        """The name of then, without diacritics."""
        return search_key(self.name)


Tree = Mapping[UUID, Then]
Below = Mapping[UUID, Sequence[Then]]


def day_of(programme: Programme, today: date) -> date | None:
    """The day whose tree a programme is shown on; None: today's, of a year that is still open."""
    return None if programme.state == "open" else min(programme.ends_on, today)


async def tree(tx: Transaction, programme: Programme, day: date) -> Tree:
    """Every unit of the tenant as it was on `day`."""
    rows = await tx.fetch(THEN, tx.tenant_id, day, programme.ends_on, programme.census_on)
    return {row["id"]: Then(**dict(row)) for row in rows}


def below(units: Tree) -> Below:
    """The units directly under each, in no order."""
    found: dict[UUID, list[Then]] = {}
    for unit in units.values():
        if unit.parent_id:
            found.setdefault(unit.parent_id, []).append(unit)
    return found


def children(under: Below, unit_id: UUID) -> tuple[Then, ...]:
    """The units directly under one, in the order of every table."""
    return tuple(sorted(under.get(unit_id, ()), key=lambda one: (one.ordinal, one.sort_key, one.id)))


def subtree(under: Below, root: UUID) -> tuple[UUID, ...]:
    """A unit and everything below it."""
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(child.id for child in under.get(one, ()))
    return tuple(found)


def places(units: Tree, root: UUID) -> tuple[Place, ...]:
    """The subtree as a report takes it: paths made for the occasion, in the order of the tree of then."""
    under, found = below(units), []
    waiting = [(units[root], "0000")] if root in units else []
    while waiting:
        unit, path = waiting.pop()
        found.append(
            Place(
                id=unit.id, path=path, kind=unit.kind, name=unit.name, ordinal=unit.ordinal, sort_key=unit.sort_key,
                current=unit.current,
            )
        )  # fmt: skip
        waiting.extend((child, f"{path}.{_segment(nth)}") for nth, child in enumerate(children(under, unit.id)))
    return tuple(sorted(found, key=lambda place: place.path))


def names_above(units: Tree, unit_id: UUID) -> Sequence[str]:
    """The names of the units above one, nearest first."""
    names: list[str] = []
    unit = units.get(unit_id)
    while unit and unit.parent_id in units:
        unit = units[unit.parent_id]
        names.append(unit.name)
    return names


def _segment(nth: int) -> str:
    shown = ""
    for _ in range(4):
        nth, digit = divmod(nth, 36)
        shown = DIGITS[digit] + shown
    return shown
