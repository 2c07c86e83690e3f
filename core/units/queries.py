"""Reading units: one, the way up to it, its children, the tree today and on any past day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.errors import NotFound
from core.units.naming import search_key
from core.units.rules import sort_key
from core.units.tables import Unit as UnitTable


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as it stands today. `closed_on` is the first day on which it no longer exists."""

    id: UUID
    parent_id: UUID | None
    path: str
    kind: str
    block: str | None
    name: str
    place: str
    ordinal: int
    sort_key: str
    standing: bool
    pilot: bool
    cluster: str
    opened_on: date
    closed_on: date | None
    version: int

    @property
    def void(self) -> bool:
        """Whether it never existed: made by a reorganisation that was undone the same day."""
        return self.closed_on is not None and self.closed_on <= self.opened_on

    @property
    def depth(self) -> int:
        """Levels below the top: 0 for the top unit."""
        return len(self.path) // 5


class Crumb(msgspec.Struct, frozen=True):
    """One step of the way from the top down to a unit."""

    id: UUID
    name: str
    kind: str


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A unit in a drawn tree, on some day. `depth` counts from the drawn root; `children` are on that day."""

    id: UUID
    parent_id: UUID | None
    path: str
    kind: str
    block: str | None
    name: str
    pilot: bool
    depth: int
    children: int


class Kin(msgspec.Struct, frozen=True):
    """A unit that another came from or went into, by which change, on which day."""

    id: UUID
    name: str
    kind: str
    change: str
    on: date


class Period(msgspec.Struct, frozen=True):
    """What a unit was from `valid_from` until the day before `valid_to`; the parent by its name of those days."""

    valid_from: date
    valid_to: date | None
    name: str
    kind: str
    block: str | None
    parent_id: UUID | None
    parent_name: str | None


MOST_WORDS = 8
FIELDS = """u.id, u.parent_id, u.path, u.kind, u.block, u.name, u.place, u.ordinal, u.sort_key, u.standing, u.pilot,
  u.cluster, u.opened_on, u.closed_on, u.version"""
BELOW = "(u.path = $2 or (u.path >= $2 || '.' and u.path < $2 || '/'))"
ON_DAY = """u.opened_on <= coalesce($3, sec.domain_today())
  and (u.closed_on is null or u.closed_on > coalesce($3, sec.domain_today()))"""


async def get(tx: Transaction, unit_id: UUID) -> Unit:
    """The unit with this id, closed ones too; NotFound where there is none."""
    row = (
        await UnitTable.select(*(UnitTable._meta.get_column_by_name(name) for name in Unit.__struct_fields__))
        .where(UnitTable.tenant_id == tx.tenant_id, UnitTable.id == unit_id)
        .first()
    )
    if row is None:
        raise NotFound("access.not-found")
    return Unit(**row)


async def top(tx: Transaction) -> Unit:
    """The tenant's top unit; NotFound before there is one."""
    found = await tx.fetchval("select id from unit where tenant_id = $1 and parent_id is null", tx.tenant_id)
    if found is None:
        raise NotFound("access.not-found")
    return await get(tx, found)


async def crumbs(tx: Transaction, path: str) -> tuple[Crumb, ...]:
    """The units from the top down to `path`, itself last."""
    ways = [path[:end] for end in range(4, len(path) + 1, 5)]
    rows = await tx.fetch(
        "select id, name, kind from unit where tenant_id = $1 and path = any($2::text[]) order by path",
        tx.tenant_id, ways,
    )  # fmt: skip
    return tuple(Crumb(*row) for row in rows)


async def children(tx: Transaction, unit_id: UUID) -> tuple[Unit, ...]:
    """The units directly under one, closed ones last; what never existed is left out."""
    rows = await tx.fetch(
        f"""select {FIELDS} from unit u where u.tenant_id = $1 and u.parent_id = $2
          and (u.closed_on is null or u.closed_on > u.opened_on)
        order by u.closed_on is not null, u.ordinal, u.sort_key, u.id""",
        tx.tenant_id, unit_id,
    )  # fmt: skip
    return tuple(Unit(**dict(row)) for row in rows)


async def tree(tx: Transaction, root_path: str, *, on: date | None = None) -> tuple[Unit, ...]:
    """`root_path` and everything below it that existed `on` a day (today's places): parents first, siblings by
    ordinal, then name. Without a day: today."""
    rows = await tx.fetch(
        f"select {FIELDS} from unit u where u.tenant_id = $1 and {BELOW} and {ON_DAY}", tx.tenant_id, root_path, on
    )
    return ordered(tuple(Unit(**dict(row)) for row in rows))


async def nodes(tx: Transaction, root_path: str, depth: int) -> tuple[Node, ...]:
    """Today's tree from `root_path`, `depth` levels deep, in the order of `tree`."""
    rows = await tx.fetch(
        f"""select {FIELDS}, (select count(*)::int from unit c where c.tenant_id = u.tenant_id and c.parent_id = u.id
            and (c.closed_on is null or c.closed_on > sec.domain_today())) as children
        from unit u where u.tenant_id = $1 and {BELOW} and {ON_DAY} and length(u.path) <= $4""",
        tx.tenant_id, root_path, None, len(root_path) + 5 * depth,
    )  # fmt: skip
    kept = {row["id"]: row for row in rows}
    units = ordered(tuple(Unit(**{name: row[name] for name in Unit.__struct_fields__}) for row in rows))
    return tuple(
        Node(
            id=u.id, parent_id=u.parent_id, path=u.path, kind=u.kind, block=u.block, name=u.name, pilot=u.pilot,
            depth=(len(u.path) - len(root_path)) // 5, children=kept[u.id]["children"],
        )
        for u in units
    )  # fmt: skip


async def as_of(tx: Transaction, day: date, root_id: UUID | None = None, *, depth: int = 9) -> tuple[Node, ...]:
    """The tree as it stood on `day`: names, kinds and places of that day, units closed since included. From
    `root_id`, or from the top; empty when the root did not exist yet."""
    rows = await tx.fetch(
        """with recursive standing as (
          select * from unit_version v where v.tenant_id = $1 and v.valid_from <= $2
            and (v.valid_to is null or v.valid_to > $2)
        ), drawn as (
          select s.*, 0 as depth from standing s where case when $3::uuid is null then s.parent_id is null
            else s.unit_id = $3 end
          union all select s.*, d.depth + 1 from standing s join drawn d on s.parent_id = d.unit_id where d.depth < $4
        )
        select d.unit_id as id, d.parent_id, d.name, d.kind, d.block, d.depth, u.path, u.ordinal, u.pilot,
          (select count(*)::int from standing c where c.parent_id = d.unit_id) as children
        from drawn d join unit u on u.tenant_id = $1 and u.id = d.unit_id""",
        tx.tenant_id, day, root_id, depth,
    )  # fmt: skip
    ordinals = {row["id"]: row["ordinal"] for row in rows}
    found = [Node(**{name: row[name] for name in Node.__struct_fields__}) for row in rows]
    return _depth_first(found, lambda node: (ordinals[node.id], sort_key(node.name)))


async def history(tx: Transaction, unit_id: UUID) -> tuple[Period, ...]:
    """What a unit was in the course of time, newest first."""
    rows = await tx.fetch(
        """select v.valid_from, v.valid_to, v.name, v.kind, v.block, v.parent_id, coalesce(w.name, p.name)
        from unit_version v left join unit p on p.tenant_id = v.tenant_id and p.id = v.parent_id
        left join unit_version w on w.tenant_id = v.tenant_id and w.unit_id = v.parent_id
          and w.valid_from <= v.valid_from and (w.valid_to is null or w.valid_to > v.valid_from)
        where v.tenant_id = $1 and v.unit_id = $2 order by v.valid_from desc""",
        tx.tenant_id, unit_id,
    )  # fmt: skip
    return tuple(Period(*row) for row in rows)


async def origins(tx: Transaction, unit_id: UUID) -> tuple[Kin, ...]:
    """The units that a unit was made of, newest change first."""
    return await _kin(tx, unit_id, "predecessor_id", "successor_id")


async def heirs(tx: Transaction, unit_id: UUID) -> tuple[Kin, ...]:
    """The units that a unit went into, newest change first."""
    return await _kin(tx, unit_id, "successor_id", "predecessor_id")


async def _kin(tx: Transaction, unit_id: UUID, shown: str, given: str) -> tuple[Kin, ...]:
    rows = await tx.fetch(
        f"""select u.id, u.name, u.kind, l.change, l.changed_on from unit_lineage l
        join unit u on u.tenant_id = l.tenant_id and u.id = l.{shown}
        where l.tenant_id = $1 and l.{given} = $2 order by l.changed_on desc, u.sort_key""",
        tx.tenant_id, unit_id,
    )  # fmt: skip
    return tuple(Kin(*row) for row in rows)


async def find_as_of(
    tx: Transaction, text: str, day: date, *, most: int = 60
) -> tuple[tuple[Node, tuple[str, ...]], ...]:
    """Units by their names on a past day, each with the names of those above it on that day."""
    words, above, found = search_key(text).split(), {}, []
    for node in await as_of(tx, day):
        trail = above.get(node.parent_id, ())
        above[node.id] = (*trail, node.name) if node.depth else ()
        key = search_key(node.name)
        if words and all(word in key for word in words):
            found.append((node, trail))
    return tuple(sorted(found, key=lambda one: (len(one[0].name), sort_key(one[0].name)))[:most])


async def find(
    tx: Transaction,
    text: str,
    visible: tuple[str, Sequence[object]] = ("true", ()),
    *,
    kinds: Iterable[str] = (),
    most: int = 30,
) -> tuple[Unit, ...]:
    """Open units whose name holds every word of `text`, diacritics optional, shorter names first. `visible` is
    `access.where(…, path="u.path", first=5)`."""
    words = search_key(text).split()[:MOST_WORDS]
    if not words:
        return ()
    held = " and ".join(f"strpos(u.search_key, ($2::text[])[{at}]) > 0" for at in range(1, len(words) + 1))
    rows = await tx.fetch(
        f"""select {FIELDS} from unit u
        where u.tenant_id = $1 and (u.closed_on is null or u.closed_on > sec.domain_today())
          and {held}
          and (cardinality($3::text[]) = 0 or u.kind = any($3)) and {visible[0]}
        order by length(u.search_key), u.sort_key, u.id limit $4""",
        tx.tenant_id, words, list(kinds), most, *visible[1],
    )  # fmt: skip
    return tuple(Unit(**dict(row)) for row in rows)


async def names(tx: Transaction, unit_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Today's names by id."""
    rows = await tx.fetch(
        "select id, name from unit where tenant_id = $1 and id = any($2::uuid[])", tx.tenant_id, list(unit_ids)
    )
    return {row["id"]: row["name"] for row in rows}


async def trails(tx: Transaction, paths: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """For each path the names of the units above it, from the top's children down: where a unit is, in words."""
    wanted = set(paths)
    ways = {path[:end] for path in wanted for end in range(9, len(path), 5)}
    rows = await tx.fetch(
        "select path, name from unit where tenant_id = $1 and path = any($2::text[])", tx.tenant_id, list(ways)
    )
    known = {row["path"]: row["name"] for row in rows}
    return {path: tuple(known[path[:end]] for end in range(9, len(path), 5) if path[:end] in known) for path in wanted}


async def under(tx: Transaction) -> Mapping[str, tuple[str, ...]]:
    """Where the tenant's profile lets kinds stand, as far as it differs from `rules.PARENTS`."""
    text = await tx.fetchval("select profile #>> '{units,under}' from tenant where id = $1", tx.tenant_id)
    return msgspec.json.decode(text, type=dict[str, tuple[str, ...]]) if text else {}


def ordered(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Parents first, siblings by ordinal, then name: the order of every table and tree."""
    return _depth_first(units, lambda unit: (unit.ordinal, unit.sort_key))


def _depth_first(found, rank):  # a list of units or of nodes keeps its type
    known = {one.id for one in found}
    below: dict[UUID | None, list] = {}
    for one in found:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    line, stack = [], sorted(below.get(None, []), key=rank, reverse=True)
    while stack:
        one = stack.pop()
        line.append(one)
        stack.extend(sorted(below.get(one.id, []), key=rank, reverse=True))
    return tuple(line)
