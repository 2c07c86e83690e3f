"""Reading what documents are made of: people of a unit, recognised results, numbers over the years and below.

Each asks whether the actor may follow the unit; the numbers come from the counters, never from people.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from core.access import Actor, Target, require
from core.assessments import rules as assessing
from core.db.scope import Transaction
from core.documents.rules import Draft
from core.packs.patching import active
from core.programmes.queries import Programme
from core.programmes.rules import key_at, ranks
from core.registers.awards import Award
from core.registers.queries import readable
from core.units import queries as units
from core.units.queries import Unit

PEOPLE_MOST = 5000  # named in one document


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """The unit of a document with what its frame needs; `secretary` is the name of whoever leads it today."""

    unit: Unit
    parent: str
    place: str
    secretary: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a list, with the days of his steps; `level` is the scale's key."""

    name: str
    title: str
    unit: str
    state: str = ""
    presence: str = "present"
    self_assessed: bool = False
    submitted_at: datetime | None = None
    validated_at: datetime | None = None
    self_at: datetime | None = None
    level: str | None = None
    points: int | None = None
    late: bool = False
    decision_number: str = ""
    decision_dated: date | None = None


class Commended(msgspec.Struct, frozen=True, kw_only=True):
    """An entry in a book of commendation: who, for what, when."""

    name: str
    unit: str
    about: str
    note: str
    happened_on: date
    award: Award


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """People by step and by level, of a unit with everything below it."""

    eligible: int = 0
    on_leave: int = 0
    registered: int = 0
    validated: int = 0
    self_assessed: int = 0
    rated: int = 0
    recognised: int = 0
    registered_late: int = 0
    rated_late: int = 0
    levels: tuple[int, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A unit directly below, or a pilot: its numbers, and where its own results are (`none`, `sent`, `returned`,
    `recognised`)."""

    name: str
    kind: str
    numbers: Numbers
    results: str = "none"


COUNTED = ("eligible", "on_leave", "registered", "validated", "self_assessed", "rated", "recognised",
           "registered_late", "rated_late")  # fmt: skip
SUMS = ", ".join(f"coalesce(sum(c.{name}), 0)::int as {name}" for name in COUNTED)
LEVELS = ", ".join(f"coalesce(sum(c.level_{rank}), 0)::int as level_{rank}" for rank in range(1, 7))
WHOLE = f"""
select {SUMS}, {LEVELS} from unit_counter c
where c.tenant_id = $1 and c.programme_id = $2 and c.path >= $3 and c.path < $3 || '/'
"""
PARTS = f"""
select u.name, u.kind, coalesce(x.state, 'none') as results, s.*
from unit u
left join unit_result x on x.tenant_id = u.tenant_id and x.unit_id = u.id and x.programme_id = $2 and x.checkpoint = $4
cross join lateral (
  select {SUMS}, {LEVELS} from unit_counter c
  where c.tenant_id = $1 and c.programme_id = $2 and c.path >= u.path and c.path < u.path || '/'
) s
where u.tenant_id = $1 and (u.parent_id = $3 and s.eligible > 0 or u.id = any($5::uuid[]))
order by u.ordinal, u.sort_key, u.id
"""
PEOPLE = """
select w.full_name as name, e.seat_title as title, u.name as unit, e.state, e.presence, e.self_assessed,
  r.first_submitted_at as submitted_at, r.validated_at, s.given_at as self_at, e.level, e.points,
  e.registered_late or e.self_late or e.rated_late as late,
  coalesce(x.decision_number, '') as decision_number, x.decision_dated
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
left join assessment s on s.tenant_id = r.tenant_id and s.registration_id = r.id and s.checkpoint = $3 and s.stage = $4
  and s.given_at is not null
left join unit_result x on x.tenant_id = u.tenant_id and x.unit_id = u.id and x.programme_id = e.programme_id
  and x.checkpoint = $3 and x.state = 'recognised'
where e.tenant_id = $1 and e.programme_id = $2 and {which}
order by u.path, e.presence = 'left', w.sort_key, w.id limit $6
"""
OWN = "e.unit_id = $5"
RECOGNISED = """e.state = 'recognised' and e.presence = 'present'
  and (u.parent_id = $5 or u.id = $5 and u.parent_id is null)"""
COMMENDED = """
select w.full_name as name, u.name as unit, e.title as about, e.note, e.happened_on, e.award::text as award
from register_entry e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
where e.tenant_id = $1 and e.programme_id = $2 and e.register = any($3::text[]) and e.removed_at is null
  and u.path >= $4 and u.path < $4 || '/'
order by u.path, w.sort_key, e.happened_on limit $5
"""


async def draft(tx: Transaction, programme: Programme, unit_id: UUID, kind: str) -> Draft:
    """What was typed into a document; an empty one before the first time."""
    row = await tx.fetchrow(
        """select number, dated_on, position, signer, recipients, sections::text as sections, version
        from official_document where tenant_id = $1 and programme_id = $2 and unit_id = $3 and kind = $4""",
        tx.tenant_id, programme.id, unit_id, kind,
    )  # fmt: skip
    return Draft(**dict(row) | {"sections": msgspec.json.decode(row["sections"])}) if row else Draft()


async def issuer(tx: Transaction, actor: Actor, unit_id: UUID) -> Issuer:
    """The unit whose document it is; NotFound for who may not follow it."""
    unit = await units.get(tx, unit_id)
    require(actor, "report.read", Target(unit_path=unit.path))
    ways = [unit.path[:end] for end in range(4, len(unit.path) + 1, 5)]
    above = await tx.fetch(
        "select name, place from unit where tenant_id = $1 and path = any($2::text[]) order by path desc",
        tx.tenant_id, ways,
    )  # fmt: skip
    leader = await tx.fetchval(
        """select w.full_name from position p join person w on w.tenant_id = p.tenant_id and w.id = p.person_id
        where p.tenant_id = $1 and p.unit_id = $2 and p.title = 'secretary' and p.starts_on <= sec.domain_today()
          and (p.ends_on is null or p.ends_on >= sec.domain_today()) order by p.starts_on desc, p.id limit 1""",
        tx.tenant_id, unit_id,
    )  # fmt: skip
    return Issuer(
        unit=unit, parent=above[1]["name"] if len(above) > 1 else "",
        place=next((row["place"] for row in above if row["place"]), ""), secretary=leader or "",
    )  # fmt: skip


async def people(tx: Transaction, actor: Actor, programme: Programme, unit: Unit) -> tuple[Person, ...]:
    """The unit's own people with their steps, by name."""
    return await _people(tx, actor, programme, unit, OWN)


async def recognised(tx: Transaction, actor: Actor, programme: Programme, unit: Unit) -> tuple[Person, ...]:
    """Whose results the unit has recognised: the people of the units directly below it, of the top also its own."""
    return await _people(tx, actor, programme, unit, RECOGNISED)


async def commended(tx: Transaction, actor: Actor, programme: Programme, unit: Unit) -> tuple[Commended, ...]:
    """Who stands in the books of commendation that the actor may read, of the unit and everything below it."""
    require(actor, "progress.read", Target(unit_path=unit.path))
    books = active(programme.rules.registers).items()
    keys = [key for key, one in books if one.kind == "commendation" and readable(actor, one, unit.path)]
    rows = await tx.fetch(COMMENDED, tx.tenant_id, programme.id, keys, unit.path, PEOPLE_MOST)
    return tuple(Commended(**dict(row) | {"award": msgspec.json.decode(row["award"], type=Award)}) for row in rows)


async def numbers(tx: Transaction, actor: Actor, programme: Programme, unit: Unit) -> Numbers:
    """The numbers of a unit with everything below it."""
    require(actor, "progress.read", Target(unit_path=unit.path))
    row = await tx.fetchrow(WHOLE, tx.tenant_id, programme.id, unit.path)
    return _numbers(programme, row)


async def parts(
    tx: Transaction, actor: Actor, programme: Programme, unit: Unit, chosen: Sequence[UUID] | None = None
) -> tuple[Part, ...]:
    """The units directly below, or the chosen ones that lie below: each with its numbers and its results' state."""
    require(actor, "progress.read", Target(unit_path=unit.path))
    checkpoint = assessing.final_checkpoint(programme.rules) if assessing.rates(programme.rules) else ""
    parent = unit.id if chosen is None else None
    rows = await tx.fetch(PARTS, tx.tenant_id, programme.id, parent, checkpoint, list(chosen or ()))
    return tuple(
        Part(name=row["name"], kind=row["kind"], numbers=_numbers(programme, row), results=row["results"])
        for row in rows
    )


async def _people(
    tx: Transaction, actor: Actor, programme: Programme, unit: Unit, which: str
) -> tuple[Person, ...]:
    require(actor, "progress.read", Target(unit_path=unit.path))
    checkpoint, stage = "", ""
    if assessing.rates(programme.rules):
        checkpoint = assessing.final_checkpoint(programme.rules)
        stage = assessing.self_stage(programme.rules, checkpoint)
    sql = PEOPLE.replace("{which}", which)
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, checkpoint, stage, unit.id, PEOPLE_MOST)
    return tuple(
        Person(**dict(row) | {"level": key_at(programme.rules, row["level"]) if row["level"] else None}) for row in rows
    )


def _numbers(programme: Programme, row: Mapping[str, int]) -> Numbers:
    levels = tuple(row[f"level_{one.rank}"] for one in ranks(programme.rules))
    return Numbers(**{name: row[name] for name in COUNTED}, levels=levels)
