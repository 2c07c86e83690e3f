"""The pilot units of a programme: those that its source names, and those that are marked by hand (S1-13, S1-23)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.packs.patching import active
from core.packs.schema import Pack, Pilot
from core.programmes.pilots import Match, Place, match, telling
from core.programmes.queries import Programme


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A pilot that the source names, with the unit it was found to be; `by_hand` where somebody said so."""

    key: str
    pilot: Pilot
    match: Match
    by_hand: bool


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that is a pilot of the programme; `pilot` is the source's key, '' for one that was chosen."""

    unit_id: UUID
    path: str
    name: str
    parent: str
    pilot: str


class Pilots(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known of a programme's pilots."""

    named: tuple[Named, ...]
    marked: tuple[Marked, ...]

    @property
    def paths(self) -> frozenset[str]:
        """The places of all pilots in the tree, each once."""
        found = {one.match.found.path for one in self.named if one.match.found}
        return frozenset(found | {one.path for one in self.marked})


MARKED = """
select x.unit_id, u.path, u.name, coalesce(o.name, '') as parent, x.pilot
from pilot_unit x
join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
left join unit o on o.tenant_id = u.tenant_id and o.id = u.parent_id
where x.tenant_id = $1 and x.programme_id = $2 order by u.path
"""
# By today's name: every telling word of one of the pilots ($2: an array of texts, words parted by blanks).
LIKELY = """
select u.id, u.path, u.name from unit u
where u.tenant_id = $1 and exists (select from unnest($2::text[]) wanted
  where (select bool_and(strpos(u.search_key, word) > 0) from unnest(string_to_array(wanted, ' ')) word))
"""
EARLIER = """
select u.id, u.path, u.name, v.name as earlier from unit_version v
join unit u on u.tenant_id = v.tenant_id and u.id = v.unit_id
where v.tenant_id = $1 and v.valid_to is not null and v.name <> u.name
"""


def follows(rules: Pack) -> bool:
    """Whether a programme of these rules has pilots: named by its source, or asked for by a target."""
    return bool(active(rules.pilots)) or any(target.of == "pilots" for target in active(rules.targets).values())


async def of_programme(tx: Transaction, programme: Programme) -> Pilots:
    """The pilots of a programme: what its source names, looked for in the tree, and what is marked."""
    marked = [Marked(**dict(row)) for row in await tx.fetch(MARKED, tx.tenant_id, programme.id)]
    asked = active(programme.rules.pilots)
    by_key = {one.pilot: one for one in marked if one.pilot}
    places = await _places(tx, [one for key, one in asked.items() if key not in by_key])
    named = []
    for key, pilot in asked.items():
        held = by_key.get(key)
        found = Match(found=_place(held)) if held else match(pilot, places)
        named.append(Named(key=key, pilot=pilot, match=found, by_hand=held is not None))
    return Pilots(named=tuple(named), marked=tuple(marked))


async def mark(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, pilot: str = "") -> None:
    """Mark a unit as a pilot of the programme; `pilot` says which named one it is. Refused twice for one unit, and in
    a closed programme."""
    await _open(tx, actor, programme)
    if pilot and pilot not in active(programme.rules.pilots):
        raise Problem("pilot.unknown", field="pilot")
    exists = await tx.fetchval("select true from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit_id)
    if not exists or not follows(programme.rules):
        raise NotFound("access.not-found")
    held = await tx.fetchval(
        "select true from pilot_unit where tenant_id = $1 and programme_id = $2 and pilot = $3 and pilot <> ''"
        " and unit_id <> $4",
        tx.tenant_id, programme.id, pilot, unit_id,
    )  # fmt: skip
    if held:
        raise Problem("pilot.named-twice", field="pilot", name=programme.rules.pilots[pilot].unit)
    stored = await tx.execute(
        "insert into pilot_unit (tenant_id, programme_id, unit_id, pilot, marked_by, marked_at)"
        " values ($1, $2, $3, $4, $5, sec.domain_now()) on conflict (tenant_id, programme_id, unit_id) do nothing",
        tx.tenant_id, programme.id, unit_id, pilot, actor.account_id,
    )  # fmt: skip
    if stored != "INSERT 0 1":
        raise Problem("pilot.already-marked", field="unit")
    await audit.record(tx, actor, "pilot.mark", unit_id, programme=programme.id, pilot=pilot)


async def unmark(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID) -> None:
    """Take the mark off again; NotFound where there is none."""
    await _open(tx, actor, programme)
    gone = await tx.execute(
        "delete from pilot_unit where tenant_id = $1 and programme_id = $2 and unit_id = $3",
        tx.tenant_id, programme.id, unit_id,
    )  # fmt: skip
    if gone != "DELETE 1":
        raise NotFound("access.not-found")
    await audit.record(tx, actor, "pilot.unmark", unit_id, programme=programme.id)


async def _open(tx: Transaction, actor: Actor, programme: Programme) -> None:
    """The right to mark, and a share of the programme's row, so that nobody closes it meanwhile."""
    require(actor, "programme.admin", Target())
    state = await tx.fetchval(
        "select state from programme where tenant_id = $1 and id = $2 for share", tx.tenant_id, programme.id
    )
    if state != "open":
        raise Problem("programme.closed")


async def _places(tx: Transaction, wanted: Iterable[Pilot]) -> tuple[Place, ...]:
    """The units that may be meant: by their name of today, or by one they had."""
    keys = [" ".join(telling(pilot.unit)) for pilot in wanted]
    keys = [key for key in keys if key]
    if not keys:
        return ()
    rows = await tx.fetch(LIKELY, tx.tenant_id, keys)
    old = await tx.fetch(EARLIER, tx.tenant_id)
    earlier: dict[UUID, list[str]] = {}
    for row in old:
        earlier.setdefault(row["id"], []).append(row["earlier"])
    units = {row["id"]: (row["path"], row["name"]) for row in (*rows, *old)}
    above = await _names(tx, {path[:end] for path, _ in units.values() for end in range(4, len(path), 5)}, earlier)
    return tuple(
        Place(
            id=unit_id, path=path, name=name, names=(name, *earlier.get(unit_id, ())),
            above=tuple(above[path[:end]] for end in range(4, len(path), 5) if path[:end] in above),
        )
        for unit_id, (path, name) in units.items()
    )  # fmt: skip


async def _names(tx: Transaction, paths: set[str], earlier: Mapping[UUID, list[str]]) -> Mapping[str, tuple[str, ...]]:
    rows = await tx.fetch(
        "select id, path, name from unit where tenant_id = $1 and path = any($2::text[])", tx.tenant_id, list(paths)
    )
    return {row["path"]: (row["name"], *earlier.get(row["id"], ())) for row in rows}


def _place(held: Marked) -> Place:
    return Place(id=held.unit_id, path=held.path, name=held.name, names=(held.name,))
