"""Reading progress and reports: from the counters of units alone, never from people (design.md §3).

Sums upward are made at read. A province of 6,000 units costs about 1.3 ms for its board and for its appendix,
however many people it has; `tests/performance/test_report_reads.py` holds it there.
"""

from datetime import date
from uuid import UUID

import msgspec

from core.access import Actor, Seat, Target, require, rule_of
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.packs import defaults
from core.packs.facts import Finding, RowFact
from core.programmes import pinned
from core.programmes.queries import Programme
from core.reports import past
from core.reports.checks import Judge
from core.reports.context import AS_PINNED, Exemption, Issuer, Matter, ReportContext, Shape, compose, counters_of
from core.reports.rules import Place
from core.reports.tallies import NAMES, Board, Line, Tally, added
from core.units import queries as units
from core.units.queries import Unit

EXEMPTIONS = 200  # named under a report; a report with more has another problem


BOARD = f"""
select u.id, u.name, u.kind, u.block, u.pilot, u.search_key, u.closed_on, u.current, s.*
from (
  select id, path, path || ' ' as until, name, kind, block, pilot, search_key, closed_on, true as current, 0 as ordinal,
         '' as sort_key
  from unit where tenant_id = $1 and id = $3
  union all
  select id, path, path || '/', name, kind, block, pilot, search_key, closed_on,
         opened_on <= $5 and (closed_on is null or closed_on > $4 and closed_on > opened_on), ordinal, sort_key
  from unit where tenant_id = $1 and parent_id = $3
) u
cross join lateral (
  select {", ".join(f"coalesce(sum(c.{name}), 0) as {name}" for name in NAMES)}
  from unit_counter c
  where c.tenant_id = $1 and c.programme_id = $2 and c.path >= u.path and c.path < u.until
) s
order by u.ordinal, u.sort_key, u.id
"""
PLACES = """
select id, path, kind, name, ordinal, sort_key,
  opened_on <= $5 and (closed_on is null or closed_on > $4 and closed_on > opened_on) as current
from unit where tenant_id = $1 and path >= $2 and path < $3
"""
EXEMPT = """
select p.full_name as person, u.name as unit, e.presence, e.presence_reason as reason
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence <> 'present' and u.path >= $3 and u.path < $4
order by e.presence desc, u.path, p.sort_key, p.id limit $5
"""

EXEMPT_THEN = """
select p.full_name as person, e.unit_id, e.presence, e.presence_reason as reason
from enrolment e
join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence <> 'present' and e.unit_id = any($3::uuid[])
order by e.presence desc, e.unit_id, p.sort_key, p.id limit $4
"""


def home(actor: Actor, action: str) -> UUID:
    """The unit where an actor starts to look: the highest one he leads or administers, else the highest one where he
    has a seat. A district's secretary who also sits on the province's committee starts at the district."""
    seats = [seat for seat in actor.seats if rule_of(action, seat)]
    if not seats:
        raise NotFound("access.not-found")
    return min(seats, key=lambda seat: (not _leads(seat), len(seat.unit_path), seat.unit_path)).unit_id


def _leads(seat: Seat) -> bool:
    return seat.role != "committee" or seat.title in ("secretary", "deputy")


async def board(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID) -> Board:
    """Progress of a unit and of each of its children, in the order of every table. A unit that was closed
    before the census, or opened after the year, is left out unless somebody counts there. A year that is over shows
    the tree and the names of its last day."""
    unit = await units.get(tx, unit_id)
    require(actor, "progress.read", Target(unit_path=unit.path))
    if day := past.day_of(programme, await tx.today()):
        return await _past_board(tx, programme, unit, day)
    rows = await tx.fetch(BOARD, tx.tenant_id, programme.id, unit_id, programme.census_on, programme.ends_on)
    tallies = {row["id"]: Tally(**{name: row[name] for name in NAMES}) for row in rows}
    lines = tuple(
        Line(tally=tallies[row["id"]], **{name: row[name] for name in Line.__struct_fields__ if name != "tally"})
        for row in rows
        if row["id"] != unit_id and (row["current"] or tallies[row["id"]] != Tally())
    )
    own = tallies[unit_id]
    return Board(unit=unit, own=own, lines=lines, total=added((own, *(line.tally for line in lines))))


async def _past_board(tx: Transaction, programme: Programme, unit: Unit, day: date) -> Board:
    tree = await past.tree(tx, programme, day)
    rows = await tx.fetch(
        f"select unit_id, {', '.join(NAMES)} from unit_counter where tenant_id = $1 and programme_id = $2",
        tx.tenant_id, programme.id,
    )  # fmt: skip
    counted = {row["unit_id"]: Tally(**{name: row[name] for name in NAMES}) for row in rows}
    lines, under = [], past.below(tree)
    for one in past.children(under, unit.id):
        tally = added(counted.get(place, Tally()) for place in past.subtree(under, one.id))
        if one.current or tally != Tally():
            facts = {name: getattr(one, name) for name in ("id", "name", "kind", "block", "pilot", "search_key")}
            lines.append(Line(tally=tally, **facts))
    own, then = counted.get(unit.id, Tally()), tree.get(unit.id)
    shown = msgspec.structs.replace(unit, name=then.name, kind=then.kind) if then else unit
    return Board(unit=shown, own=own, lines=tuple(lines), total=added((own, *(line.tally for line in lines))))


async def report(
    tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, shape: Shape = AS_PINNED
) -> ReportContext:
    """The report of a unit on itself and everything below it, as the counters stand now."""
    unit = await units.get(tx, unit_id)
    require(actor, "report.read", Target(unit_path=unit.path))
    issuer, matter = await material(tx, programme, key, unit)
    return compose(
        programme.rules, key, programme.year, issuer, await tx.today(), matter, judge_of(programme, key), shape
    )


async def material(tx: Transaction, programme: Programme, key: str, unit: Unit) -> tuple[Issuer, Matter]:
    """Who issues the report of a unit, and what is counted for it; on the tree of then for a year that is over."""
    issuer = await _issuer(tx, unit)
    if day := past.day_of(programme, await tx.today()):
        tree = await past.tree(tx, programme, day)
        return _issuer_then(issuer, tree), await _past_matter(tx, programme, key, unit, tree)
    return issuer, await matter_of(tx, programme, key, unit.path)


async def matter_of(tx: Transaction, programme: Programme, key: str, path: str) -> Matter:
    """What a report on the subtree of `path` is made of."""
    names = counters_of(programme.rules, key)
    places = await tx.fetch(PLACES, tx.tenant_id, path, path + "/", programme.census_on, programme.ends_on)
    counted = await tx.fetch(own_people(names), tx.tenant_id, programme.id, path, path + "/")
    exempt = await tx.fetch(EXEMPT, tx.tenant_id, programme.id, path, path + "/", EXEMPTIONS)
    return Matter(
        places=tuple(sorted((Place(**dict(row)) for row in places), key=lambda place: place.path)),
        own={row[0]: tuple(row)[1:] for row in counted},
        exemptions=tuple(Exemption(**dict(row)) for row in exempt),
    )


async def _past_matter(tx: Transaction, programme: Programme, key: str, unit: Unit, tree: past.Tree) -> Matter:
    """The same on the tree of a year that is over; whoever is exempt is named with the unit's name of then."""
    names, inside = counters_of(programme.rules, key), list(past.subtree(past.below(tree), unit.id))
    counted = await tx.fetch(
        f"""select unit_id, {", ".join(names)} from unit_counter
        where tenant_id = $1 and programme_id = $2 and unit_id = any($3::uuid[])""",
        tx.tenant_id, programme.id, inside,
    )  # fmt: skip
    exempt = await tx.fetch(EXEMPT_THEN, tx.tenant_id, programme.id, inside, EXEMPTIONS)
    return Matter(
        places=past.places(tree, unit.id) or (Place(id=unit.id, path="0000", kind=unit.kind, name=unit.name),),
        own={row[0]: tuple(row)[1:] for row in counted},
        exemptions=tuple(
            Exemption(person=row["person"], unit=tree[row["unit_id"]].name, presence=row["presence"],
                      reason=row["reason"])
            for row in exempt
        ),
    )  # fmt: skip


def _issuer_then(issuer: Issuer, tree: past.Tree) -> Issuer:
    then = tree.get(issuer.id)
    if then is None:
        return issuer
    parent = next(iter(past.names_above(tree, issuer.id)), "")
    return msgspec.structs.replace(issuer, name=then.name, kind=then.kind, parent=parent)


def own_people(names: tuple[str, ...]) -> str:
    """The statement that reads each unit's own counters; `names` come from `core.reports.columns` alone."""
    return f"""select unit_id, {", ".join(names)} from unit_counter
    where tenant_id = $1 and programme_id = $2 and path >= $3 and path < $4"""


async def _issuer(tx: Transaction, unit: Unit) -> Issuer:
    """A unit without a place of its own writes that of the nearest unit above."""
    ways = [unit.path[:end] for end in range(4, len(unit.path) + 1, 5)]
    above = await tx.fetch(
        "select path, name, place from unit where tenant_id = $1 and path = any($2::text[]) order by path desc",
        tx.tenant_id, ways,
    )  # fmt: skip
    return Issuer(
        id=unit.id, name=unit.name, kind=unit.kind, path=unit.path, standing=unit.standing,
        parent=above[1]["name"] if len(above) > 1 else "",
        place=next((row["place"] for row in above if row["place"]), ""),
    )  # fmt: skip


def judge_of(programme: Programme, key: str) -> Judge:
    """The pack's own judgement of a row; with its code gone or changed, the checks as pinned."""
    try:
        judged = pinned.reading_hooks(programme.pack_id, programme.hooks_hash).report_problems
    except Problem:
        judged = defaults.report_problems

    def judge(row: RowFact) -> tuple[Finding, ...]:
        return judged(programme.rules, key, row)

    return judge
