"""The sums of the books up the tree: from `register_total` alone, never from entries (S2-9, S2-10)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor
from core.db.scope import Transaction
from core.packs import targets
from core.packs.patching import active
from core.packs.schema import Register, Target
from core.programmes.queries import Programme
from core.registers import rules
from core.registers.queries import readable
from core.units.queries import Unit


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a book adds up to somewhere: entries, those confirmed, entries by kind, and each quantity."""

    entries: int = 0
    confirmed: int = 0
    choices: Mapping[str, int] = {}
    quantities: Mapping[str, int] = {}


class Aim(msgspec.Struct, frozen=True):
    """A target measured by the entries of a book, and whether it holds (S2-6: no violation); None while nobody has
    written anything in the book: not known is not zero."""

    target: Target
    holds: bool | None


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A book over a unit and everything below it."""

    key: str
    register: Register
    figures: Figures
    aims: tuple[Aim, ...]


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A unit directly below with what the book adds up to in it and below it."""

    id: UUID
    name: str
    kind: str
    figures: Figures


# A unit's own sums are found by its path, so that one statement adds up a whole province.
SUMS = """
select left(u.path, $4) as part, t.register, t.choice, t.measure, sum(t.total)::bigint as total
from register_total t
join unit u on u.tenant_id = t.tenant_id and u.id = t.unit_id
where t.tenant_id = $1 and t.programme_id = $2 and t.register = any($5::text[])
  and (u.path = $3 or (u.path >= $3 || '.' and u.path < $3 || '/'))
group by 1, 2, 3, 4
"""
CHILDREN = """
select id, name, kind, path, opened_on <= $4 and (closed_on is null or closed_on > $3) as current
from unit where tenant_id = $1 and parent_id = $2 order by ordinal, sort_key, id
"""


async def summaries(tx: Transaction, actor: Actor, programme: Programme, unit: Unit) -> tuple[Summary, ...]:
    """The books that the actor reads at a unit, each with its sums over the unit and everything below."""
    seen = {key: one for key, one in rules.books(programme.rules).items() if readable(actor, one, unit.path)}
    sums = figures(await _sums(tx, programme, unit.path, len(unit.path), seen))
    used = await kept(tx, programme)
    return tuple(
        Summary(key=key, register=one, figures=found, aims=aims(programme, key, found, used))
        for key, one in seen.items()
        for found in [sums.get((unit.path, key), Figures())]
    )


async def whole(tx: Transaction, programme: Programme, unit: Unit, key: str) -> Figures:
    """One book over a unit and everything below it."""
    return figures(await _sums(tx, programme, unit.path, len(unit.path), [key])).get((unit.path, key), Figures())


async def children(tx: Transaction, programme: Programme, unit: Unit, key: str) -> tuple[Figures, tuple[Child, ...]]:
    """What the book adds up to in the unit itself, and in each unit directly below; one that was closed before the
    period, or opened after it, is left out unless something was written there."""
    sums = figures(await _sums(tx, programme, unit.path, len(unit.path) + 5, [key]))
    rows = await tx.fetch(CHILDREN, tx.tenant_id, unit.id, programme.starts_on, programme.ends_on)
    own = sums.get((unit.path, key), Figures())
    return own, tuple(
        Child(id=row["id"], name=row["name"], kind=row["kind"], figures=sums.get((row["path"], key), Figures()))
        for row in rows
        if row["current"] or (row["path"], key) in sums
    )


def figures(rows: Iterable[Mapping[str, object] | asyncpg.Record]) -> dict[tuple[str, str], Figures]:
    """Sums by part of the tree and book, over all kinds of entry; what has gone back to nothing is left out."""
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    for row in rows:
        place = found.setdefault((row["part"], row["register"]), {"all": {}, "choices": {}})
        place["all"][row["measure"]] = place["all"].get(row["measure"], 0) + row["total"]
        if row["measure"] == "entries" and row["choice"] and row["total"]:
            place["choices"][row["choice"]] = place["choices"].get(row["choice"], 0) + row["total"]
    return {
        place: Figures(
            entries=one["all"].get("entries", 0), confirmed=one["all"].get("confirmed", 0), choices=one["choices"],
            quantities={key: n for key, n in one["all"].items() if key not in ("entries", "confirmed")},
        )
        for place, one in found.items()
        if one["all"].get("entries")
    }  # fmt: skip


async def kept(tx: Transaction, programme: Programme) -> frozenset[str]:
    """The books in which anybody of the union has written."""
    sql = "select distinct register from register_total where tenant_id = $1 and programme_id = $2"
    return frozenset(row[0] for row in await tx.fetch(sql, tx.tenant_id, programme.id))


def aims(programme: Programme, key: str, found: Figures, used: frozenset[str]) -> tuple[Aim, ...]:
    """The targets of the pack that count this book's entries; `used` are the books in use at all."""
    register = rules.book(programme.rules, key)
    counted = found.confirmed if register.confirmed else found.entries
    return tuple(
        Aim(one, targets.count(one, counted if key in used else None).met)
        for one in active(programme.rules.targets).values()
        if one.of == f"register:{key}"
    )


async def _sums(
    tx: Transaction, programme: Programme, path: str, width: int, keys: Iterable[str]
) -> list[asyncpg.Record]:
    return await tx.fetch(SUMS, tx.tenant_id, programme.id, path, width, list(keys))
