"""A person's results, posts and commendations over the years, for planning, training, rotation, appointment (S0-25).

Need to know: the committee of his unit and of the one above, the office of his union; each look is an act with its
purpose in the trail, which he can read. His own record is his."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, can
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.packs.schema import Level
from core.packs.text import Text
from core.people import queries as people
from core.people.queries import Person, Post
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.programmes.rules import level_at
from core.registers import rules as registers
from core.registers.awards import Award, kept

PURPOSES = ("planning", "training", "rotation", "appointment", "classification", "other")
RESULTS = """
select e.programme_id, u.name as unit_name, e.seat_title, e.seat_full_time, e.state, e.presence, e.level, e.points,
  e.by_rule, r.id as registration_id,
  coalesce(k.decision_number, x.decision_number, '') as decision_number,
  case when k.version is null then x.decision_dated else k.decision_dated end as decision_dated,
  (select count(*) from result_reopening o where o.tenant_id = r.tenant_id and o.registration_id = r.id)::int
    as reopenings
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
left join unit_result x on x.tenant_id = e.tenant_id and x.programme_id = e.programme_id and x.unit_id = e.unit_id
  and x.state = 'recognised'
left join unit_result_act k on k.tenant_id = e.tenant_id and k.programme_id = e.programme_id and k.unit_id = e.unit_id
  and k.version = e.recognised_version
where e.tenant_id = $1 and e.person_id = $2
"""
ENTRIES = """
select e.programme_id, e.register, e.happened_on, e.title, e.award::text as award, u.name as unit_name
from register_entry e join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.person_id = $2 and e.removed_at is null order by e.happened_on desc, e.id
"""
LOOKS = """
select a.at, a.detail ->> 'purpose' as purpose, coalesce(w.full_name, c.display_name, '') as by
from audit a
join account c on c.tenant_id = a.tenant_id and c.id = a.account_id
left join person w on w.tenant_id = c.tenant_id and w.id = c.person_id
where a.tenant_id = $1 and a.object = $2 and a.action = 'record.read' order by a.at desc, a.id limit 20
"""


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """One programme of one year: where he counted, how far he came; `level` is None before the recognition."""

    programme: Programme
    unit_name: str
    seat_title: str
    seat_full_time: bool
    state: str
    presence: str
    level: Level | None
    points: int | None
    by_rule: str
    decision_number: str
    decision_dated: date | None
    reopenings: int
    registration_id: UUID | None


class Commendation(msgspec.Struct, frozen=True):
    """A commendation on record: when, what for, which, by whose book."""

    on: date
    title: str
    award: Award
    book: Text
    unit_name: str


class Look(msgspec.Struct, frozen=True):
    """Somebody who has read the record, and what for."""

    at: datetime
    purpose: str
    by: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one person, the latest first."""

    person: Person
    posts: tuple[Post, ...]
    years: tuple[Year, ...]
    commendations: tuple[Commendation, ...]
    looks: tuple[Look, ...]
    own: bool


async def check(tx: Transaction, actor: Actor, person_id: UUID) -> Person:
    """The person, for who may open his record; NotFound for everybody else."""
    paths = await people.places_of(tx, person_id)
    if not any(can(actor, "record.read", Target(unit_path=path, person_id=person_id)) for path in paths):
        raise NotFound("access.not-found")
    return await people.get(tx, person_id)


async def opened(tx: Transaction, actor: Actor, person_id: UUID, purpose: str, how: str = "page") -> Record:
    """The record of somebody else, opened for a purpose: the trail keeps who, when and what for."""
    await check(tx, actor, person_id)
    if purpose not in PURPOSES:
        raise Problem("record.purpose-missing", field="purpose")
    await audit.record(tx, actor, "record.read", person_id, purpose=purpose, how=how)
    return await _of(tx, person_id, own=False)


async def own(tx: Transaction, actor: Actor) -> Record:
    """One's own record with who has read it."""
    if actor.person_id is None:
        raise NotFound("access.not-found")
    return await _of(tx, actor.person_id, own=True)


async def _of(tx: Transaction, person_id: UUID, *, own: bool) -> Record:
    known = {one.id: one for one in await programmes.listing(tx)}
    rows = await tx.fetch(RESULTS, tx.tenant_id, person_id)
    years = [_year(known[row["programme_id"]], dict(row)) for row in rows if row["programme_id"] in known]
    looks = await tx.fetch(LOOKS, tx.tenant_id, str(person_id)) if own else ()
    return Record(
        person=await people.get(tx, person_id), posts=await people.posts(tx, person_id),
        years=tuple(sorted(years, key=lambda one: (one.programme.starts_on, one.programme.pack_id), reverse=True)),
        commendations=await _commendations(tx, person_id, known),
        looks=tuple(Look(row["at"], row["purpose"] or "", row["by"]) for row in looks), own=own,
    )  # fmt: skip


def _year(programme: Programme, row: dict) -> Year:
    final = row["state"] == "recognised" and row["level"]
    facts = {name: row[name] for name in Year.__struct_fields__ if name in row}
    facts |= {"level": level_at(programme.rules, row["level"]) if final else None}
    facts |= {"points": row["points"] if final else None}
    return Year(programme=programme, **facts)


async def _commendations(
    tx: Transaction, person_id: UUID, known: dict[UUID, Programme]
) -> tuple[Commendation, ...]:
    found = []
    for row in await tx.fetch(ENTRIES, tx.tenant_id, person_id):
        programme = known.get(row["programme_id"])
        book = registers.books(programme.rules).get(row["register"]) if programme else None
        if book and kept(book):
            award = msgspec.json.decode(row["award"], type=Award)
            found.append(Commendation(row["happened_on"], row["title"], award, book.title, row["unit_name"]))
    return tuple(found)
