"""Reading declarations: a unit's own duties, and who below has declared what (S0-3, S0-4)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from core.db.scope import Transaction
from core.declarations import rules
from core.declarations.rules import Duty
from core.errors import NotFound
from core.packs.calendar import Due
from core.packs.schema import Declaration, Target
from core.packs.targets import Aim, Figures, judged
from core.programmes.queries import Programme
from core.units.queries import Unit


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit has declared. `declared_at` is the first time, by which `late` is judged."""

    key: str
    number: str
    dated_on: date | None
    note: str
    file_id: UUID | None
    file_name: str | None
    file_size: int | None
    declared_by: str
    declared_at: datetime
    late: bool
    version: int


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A duty of a unit in a year: what is asked, by when, and what was declared."""

    key: str
    entry: Declaration
    duty: Duty
    due: Due | None
    declared: Declared | None


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """How many units of a part of the tree have declared: `owed` of those who must, `encouraged` of those asked."""

    owed: int = 0
    owed_done: int = 0
    encouraged: int = 0
    encouraged_done: int = 0
    late: int = 0

    def plus(self, other: "Share") -> "Share":
        """Both parts together."""
        return Share(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One declaration over a unit and everything below it, with its target in per cent and how far it is met, if it has
    one."""

    key: str
    entry: Declaration
    due: Due | None
    target: Target | None
    share: Share
    aim: Aim | None


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A unit directly below: its own declaration of one duty, and the share of what lies below it."""

    id: UUID
    name: str
    kind: str
    duty: Duty | None
    declared: bool
    late: bool
    declared_at: datetime | None
    below: Share


STORED = """
select d.key, d.number, d.dated_on, d.note, d.file_id, f.name as file_name, f.size as file_size,
       coalesce(p.full_name, a.display_name, '') as declared_by, d.declared_at, d.late, d.version
from declaration d
left join file f on f.tenant_id = d.tenant_id and f.id = d.file_id
left join account a on a.tenant_id = d.tenant_id and a.id = d.declared_by
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where d.tenant_id = $1 and d.programme_id = $2 and d.unit_id = $3
"""


def asked(programme: Programme) -> Mapping[str, Declaration]:
    """The declarations of the programme's year."""
    return rules.of_year(programme.rules, frozenset(due.act for due in programme.milestones.values()))


async def items(tx: Transaction, programme: Programme, unit: Unit) -> tuple[Item, ...]:
    """What a unit is asked to declare, owed first, with what it has declared."""
    rows = await tx.fetch(STORED, tx.tenant_id, programme.id, unit.id)
    stored = {row["key"]: Declared(**dict(row)) for row in rows}
    found = [
        Item(key=key, entry=entry, duty=duty, due=programme.due(f"declaration:{key}"), declared=stored.get(key))
        for key, entry in asked(programme).items()
        if (duty := rules.duty(entry, unit.kind))
    ]
    return tuple(sorted(found, key=lambda item: item.duty != "owed"))


async def item(tx: Transaction, programme: Programme, unit: Unit, key: str) -> Item:
    """One duty of a unit; NotFound where it is not asked."""
    for found in await items(tx, programme, unit):
        if found.key == key:
            return found
    raise NotFound("access.not-found")


# A closed unit keeps its row in the year in which it still existed (domain.md §8).
SHARES = """
select left(u.path, $4) as part, a.key, a.kind, a.duty, count(*)::int as units, count(d.key)::int as done,
       (count(*) filter (where d.late))::int as late
from unit u
join unnest($7::text[], $8::text[], $9::text[]) a (key, kind, duty) on a.kind = u.kind
left join declaration d on d.tenant_id = u.tenant_id and d.programme_id = $2 and d.unit_id = u.id and d.key = a.key
where u.tenant_id = $1 and (u.path = $3 or (u.path >= $3 || '.' and u.path < $3 || '/'))
  and u.opened_on <= $6 and (u.closed_on is null or u.closed_on > $5)
group by 1, 2, 3, 4
"""


async def measures(tx: Transaction, programme: Programme, unit: Unit) -> tuple[Measure, ...]:
    """Each declaration over a unit and all that lies below it: one statement for the whole province."""
    rows = await _shares(tx, programme, unit.path, len(unit.path), asked(programme))
    shares, wanted = _summed(rows), rules.targets(programme.rules)
    return tuple(
        Measure(
            key=key, entry=entry, due=programme.due(f"declaration:{key}"), target=wanted.get(key), share=share,
            aim=_aim(programme, wanted[key], key, rows) if key in wanted else None,
        )
        for key, entry in asked(programme).items()
        if (share := shares.get((unit.path, key)))
    )  # fmt: skip


def _aim(programme: Programme, target: Target, key: str, rows: Iterable[asyncpg.Record]) -> Aim:
    """How far a target is met by the units of the kinds it means."""
    units = {row["kind"]: (row["done"], row["units"]) for row in rows if row["key"] == key}
    return judged(programme.rules, target, Figures(units=units))


async def children(tx: Transaction, programme: Programme, unit: Unit, key: str) -> tuple[Child, ...]:
    """The units directly below with their own state of one declaration and the share of what lies below them."""
    entry = asked(programme).get(key)
    if entry is None:
        raise NotFound("access.not-found")
    rows = await tx.fetch(
        """select u.id, u.name, u.kind, u.path, d.late, d.declared_at
           from unit u
           left join declaration d on d.tenant_id = u.tenant_id and d.programme_id = $2
             and d.unit_id = u.id and d.key = $4
           where u.tenant_id = $1 and u.parent_id = $3
             and u.opened_on <= $6 and (u.closed_on is null or u.closed_on > $5)
           order by u.ordinal, u.sort_key, u.id""",
        tx.tenant_id, programme.id, unit.id, key, programme.starts_on, programme.ends_on,
    )  # fmt: skip
    below = _summed(await _shares(tx, programme, unit.path, len(unit.path) + 5, {key: entry}))
    return tuple(
        Child(
            id=row["id"], name=row["name"], kind=row["kind"], duty=rules.duty(entry, row["kind"]),
            declared=row["declared_at"] is not None, late=bool(row["late"]), declared_at=row["declared_at"],
            below=below.get((row["path"], key), Share()),
        )
        for row in rows
    )  # fmt: skip


async def _shares(
    tx: Transaction, programme: Programme, root: str, width: int, wanted: Mapping[str, Declaration]
) -> list[asyncpg.Record]:
    pairs = [
        (key, kind, duty)
        for key, entry in wanted.items()
        for kind in (*entry.owed_by, *entry.encouraged)
        if (duty := rules.duty(entry, kind))
    ]
    keys, kinds, duties = (
        (list(column) for column in zip(*dict.fromkeys(pairs), strict=True)) if pairs else ([], [], [])
    )
    return await tx.fetch(
        SHARES, tx.tenant_id, programme.id, root, width, programme.starts_on, programme.ends_on, keys, kinds, duties
    )


def _summed(rows: Iterable[asyncpg.Record]) -> dict[tuple[str, str], Share]:
    found: dict[tuple[str, str], Share] = {}
    for row in rows:
        owed = row["duty"] == "owed"
        share = Share(
            owed=row["units"] if owed else 0, owed_done=row["done"] if owed else 0,
            encouraged=0 if owed else row["units"], encouraged_done=0 if owed else row["done"], late=row["late"],
        )  # fmt: skip
        place = (row["part"], row["key"])
        found[place] = found.get(place, Share()).plus(share)
    return found
