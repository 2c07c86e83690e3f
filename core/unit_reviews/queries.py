"""Reading reviews of units: one, those of a unit, and how far the units below are (S1-21)."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor, Target, can, require, where
from core.db.scope import Transaction
from core.errors import NotFound
from core.packs.calendar import Due
from core.programmes.queries import Programme
from core.programmes.rules import key_at
from core.unit_reviews import rules
from core.unit_reviews.rules import Round, State, Tally
from core.units import queries as units
from core.units.naming import search_key
from core.units.queries import Unit

MOST = 200  # units named on one page; a filter finds the rest


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """What the unit above said. `given_at` is the first time, by which `late` is judged; `by_unit` gave it."""

    comment: str
    level: str | None
    by: str
    by_unit: str
    given_at: datetime
    changed_at: datetime | None
    late: bool
    version: int


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A unit to be reviewed in a round, with the unit above it; `may_give` for whoever may review it now."""

    id: UUID
    name: str
    kind: str
    parent: str
    state: State
    level: str | None
    given_at: datetime | None
    may_give: bool


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A unit directly below with how far its own reviewing is."""

    id: UUID
    name: str
    kind: str
    tally: Tally


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """A round seen from one unit: the whole below it, the parts that review themselves, and the units by name.

    `more` says that the list was cut."""

    round: Round
    due: Due | None
    tally: Tally
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    more: bool


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One unit in one round: its review or what it waits for, and what the reader may do about it."""

    round: Round
    due: Due | None
    unit: Unit
    parent: str
    state: State
    review: Review | None
    may_give: bool
    own: bool


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which units of a board are listed: words of the name, one state, or all below instead of the nearest."""

    words: str = ""
    state: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.words or self.state)


# Units of the wanted kinds in the subtree that existed in the programme year: a slice of the tree's index.
BELOW = """
from unit u
left join unit_review r on r.tenant_id = u.tenant_id and r.programme_id = $2 and r.unit_id = u.id
  and r.checkpoint = $6 and r.stage = $7
where u.tenant_id = $1 and u.path >= $3 || '.' and u.path < $3 || '/' and u.kind = any($8::text[])
  and u.opened_on <= $5 and (u.closed_on is null or u.closed_on > $4)
"""
PARTS = f"""
select left(u.path, length($3) + 5) as part, count(*)::int as units, count(r.unit_id)::int as done,
       (count(*) filter (where r.late))::int as late
{BELOW} group by 1
"""
LINES = f"""
select u.id, u.name, u.kind, u.path, u.search_key, r.level, r.late, r.given_at, o.name as parent
{BELOW.replace("where", "left join unit o on o.tenant_id = u.tenant_id and o.id = u.parent_id where", 1)}
  and ($9 or length(u.path) = length($3) + 5)
  and (select coalesce(bool_and(strpos(u.search_key, word) > 0), true) from unnest($10::text[]) word)
  and (case $11 when 'done' then r.unit_id is not null when 'missing' then r.unit_id is null
       when 'late' then r.late else true end)
order by o.ordinal, o.sort_key, u.ordinal, u.sort_key, u.id limit {MOST + 1}
"""
ONE = """
select r.comment, r.level, coalesce(w.full_name, a.display_name, '') as by, b.name as by_unit, r.given_at,
       r.changed_at, r.late, r.version
from unit_review r
left join person w on w.tenant_id = r.tenant_id and w.id = r.by_person
left join account a on a.tenant_id = r.tenant_id and a.id = r.by_account
left join unit b on b.tenant_id = r.tenant_id and b.id = r.by_unit_id
where r.tenant_id = $1 and r.programme_id = $2 and r.unit_id = $3 and r.checkpoint = $4 and r.stage = $5
"""


UNREVIEWED = """
select count(*) from unit u
where u.tenant_id = $1 and u.kind = any($5::text[]) and u.path <> all($8::text[]) and {mine}
  and u.opened_on <= $7 and (u.closed_on is null or u.closed_on > $6)
  and not exists (select from unit_review r where r.tenant_id = u.tenant_id and r.programme_id = $2
                  and r.unit_id = u.id and r.checkpoint = $3 and r.stage = $4)
"""


def dates(programme: Programme) -> tuple[tuple[str, Due | None], ...]:
    """Each round about units with its milestone, if it has one."""
    return tuple((one.key, programme.due(one.act)) for one in rules.rounds(programme.rules))


async def board(
    tx: Transaction, actor: Actor, programme: Programme, checkpoint: str, unit: Unit, wanted: Filter
) -> Board:
    """How far a round is below a unit. Without a filter the units directly below are named, with one all of them."""
    require(actor, "unit_review.read", Target(unit_path=unit.path))
    found = rules.round_at(programme.rules, checkpoint)
    due, now = programme.due(found.act), await tx.now()
    args = (
        tx.tenant_id, programme.id, unit.path, programme.starts_on, programme.ends_on, found.key, found.stage_key,
        list(found.checkpoint.kinds),
    )  # fmt: skip
    tallies = {row["part"]: _tally(row) for row in await tx.fetch(PARTS, *args)}
    rows = await tx.fetch(LINES, *args, wanted.narrow, search_key(wanted.words).split(), wanted.state)
    lines = tuple(_line(actor, programme, row, due, now) for row in rows[:MOST])
    parts = await _parts(tx, programme, unit, found, tallies)
    return Board(
        round=found, due=due, tally=rules.added(tallies.values()), parts=parts, lines=lines, more=len(rows) > MOST
    )


async def waiting(tx: Transaction, actor: Actor, programme: Programme) -> int:
    """How many units the actor's committees have still to review: in the rounds that are over and in the next one."""
    if programme.state != "open" or not any(seat.role == "committee" for seat in actor.seats):
        return 0
    now, ahead = await tx.now(), rules.current(dates(programme), await tx.now())
    total = 0
    for found in rules.rounds(programme.rules):
        due = programme.due(found.act)
        if found.key != ahead and (due is None or now < due.closes_at):
            continue
        mine, args = where(actor, "unit_review.give", path="u.path", first=9)
        own = [seat.unit_path for seat in actor.at("committee")]
        total += await tx.fetchval(
            UNREVIEWED.format(mine=mine), tx.tenant_id, programme.id, found.key, found.stage_key,
            list(found.checkpoint.kinds), programme.starts_on, programme.ends_on, own, *args,
        )  # fmt: skip
    return total


async def one(tx: Transaction, actor: Actor, programme: Programme, checkpoint: str, unit_id: UUID) -> Seen:
    """A unit in a round, for its own committee and those above; NotFound for a unit that the round leaves out."""
    unit = await units.get(tx, unit_id)
    require(actor, "unit_review.read", Target(unit_path=unit.path))
    found = rules.round_at(programme.rules, checkpoint)
    existed = unit.opened_on <= programme.ends_on and (unit.closed_on is None or unit.closed_on > programme.starts_on)
    if not found.reviews(unit.kind) or not existed or unit.parent_id is None:
        raise NotFound("access.not-found")
    return await _seen(tx, actor, programme, found, unit)


async def of_unit(tx: Transaction, actor: Actor, programme: Programme, unit: Unit) -> tuple[Seen, ...]:
    """Every round in which a unit is reviewed itself, in the pack's order."""
    require(actor, "unit_review.read", Target(unit_path=unit.path))
    mine = [one for one in rules.rounds(programme.rules) if one.reviews(unit.kind) and unit.parent_id]
    return tuple([await _seen(tx, actor, programme, one, unit) for one in mine])


async def _seen(tx: Transaction, actor: Actor, programme: Programme, found: Round, unit: Unit) -> Seen:
    row = await tx.fetchrow(ONE, tx.tenant_id, programme.id, unit.id, found.key, found.stage_key)
    review = None
    if row:
        level = key_at(programme.rules, row["level"]) if row["level"] else None
        review = Review(**{**dict(row), "level": level, "by_unit": row["by_unit"] or ""})
    due, now = programme.due(found.act), await tx.now()
    names = await units.names(tx, [unit.parent_id] if unit.parent_id else [])
    return Seen(
        round=found, due=due, unit=unit, parent=next(iter(names.values()), ""), review=review,
        state=rules.state(review is not None, bool(review and review.late), due, now),
        may_give=_may_give(actor, programme, unit.path), own=rules.own(actor, unit.path),
    )  # fmt: skip


async def _parts(
    tx: Transaction, programme: Programme, unit: Unit, found: Round, tallies: dict[str, Tally]
) -> tuple[Part, ...]:
    """The units directly below that have units of the round below themselves, in the order of every table."""
    kept = [child for child in await units.children(tx, unit.id) if child.path in tallies]
    return tuple(
        Part(id=child.id, name=child.name, kind=child.kind, tally=tallies[child.path])
        for child in kept
        if not found.reviews(child.kind) or tallies[child.path].units > 1
    )


def _line(actor: Actor, programme: Programme, row: asyncpg.Record, due: Due | None, now: datetime) -> Line:
    level = key_at(programme.rules, row["level"]) if row["level"] else None
    return Line(
        id=row["id"], name=row["name"], kind=row["kind"], parent=row["parent"] or "", level=level,
        state=rules.state(row["given_at"] is not None, bool(row["late"]), due, now), given_at=row["given_at"],
        may_give=_may_give(actor, programme, row["path"]),
    )  # fmt: skip


def _may_give(actor: Actor, programme: Programme, path: str) -> bool:
    allowed = can(actor, "unit_review.give", Target(unit_path=path))
    return allowed and programme.state == "open" and not rules.own(actor, path)


def _tally(row: asyncpg.Record) -> Tally:
    return Tally(units=row["units"], done=row["done"], late=row["late"])
