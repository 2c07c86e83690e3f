"""Reminders sent by hand: everybody of a unit who still owes an act finds one in his inbox, once a day at most.

A person is told once a day whoever sends it: the key of the message names the programme, the act and the day. Who has
been given more time is reminded of his own date."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, can, require
from core.db.scope import Transaction
from core.errors import Problem
from core.messages.reminders import MORE, UNREGISTERED, UNREVIEWED
from core.packs.calendar import Due
from core.programmes.queries import Programme
from core.reports.steps import Step, steps_of
from core.units import queries as units
from core.units.queries import Unit

# step of the board → what a message about it is called, and who still owes it.
OWED = {"registered": ("registration", UNREGISTERED), "self_assessed": ("self", UNREVIEWED)}
SHOWN = 100  # names; more are counted

MISSING = """
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present' and {owes}
  and (u.path = $3 or u.path >= $3 || '.' and u.path < $3 || '/')
"""
COUNTED = """
select count(*)::int as people,
       count(*) filter (where exists (select from account a where a.tenant_id = e.tenant_id
         and a.person_id = e.person_id and a.active))::int as reached,
       count(*) filter (where {more} is not null)::int as lengthened
{missing}
"""
PLACES = """
select u.name, count(*)::int as people {missing} group by u.id, u.name, u.sort_key order by 2 desc, u.sort_key limit 10
"""
NAMED = """
select p.full_name as name, u.name as unit, exists (select from account a where a.tenant_id = e.tenant_id
         and a.person_id = e.person_id and a.active) as reached, {more} as until
{missing} order by (select k.sort_key from person k where k.tenant_id = e.tenant_id and k.id = e.person_id) limit {most}
"""
SEND = """
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
select e.tenant_id, a.id, $4, $5, $2,
       jsonb_strip_nulls(jsonb_build_object('unit', $6::text, 'due', coalesce(to_jsonb(e.until), to_jsonb($7::text)))),
       sec.domain_now()
from account a, lateral (select e.tenant_id, {more} as until {missing} and e.person_id = a.person_id) e
where a.tenant_id = $1 and a.active
on conflict (tenant_id, account_id, key) do nothing
"""
NOTE = """
insert into nudge (tenant_id, programme_id, unit_id, step, day, by_account, at)
values ($1, $2, $3, $4, sec.domain_today(), $5, sec.domain_now()) on conflict do nothing
"""


class Missing(msgspec.Struct, frozen=True):
    """One who still owes it; `reached` tells whether he has an account to find a message in, `until` the first instant
    too late where his unit has been given more time."""

    name: str
    unit: str
    reached: bool
    until: datetime | None


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a reminder would reach. `named` is empty for who may not read the people's sheets; `places` are units with
    most missing; `lengthened` is how many have more time than the others; `sent` tells that today's reminder has gone
    out."""

    unit: Unit
    step: str
    due: Due | None
    people: int
    reached: int
    lengthened: int
    named: tuple[Missing, ...]
    places: tuple[tuple[str, int], ...]
    sent: bool


async def preview(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, key: str) -> Preview:
    """Who would be told, before anybody is."""
    unit, step = await _at(tx, actor, programme, unit_id, key)
    missing = MISSING.format(owes=OWED[key][1])
    args, more = (tx.tenant_id, programme.id, unit.path), _more(step)
    counted = await tx.fetchrow(COUNTED.format(missing=missing, more=more), *args)
    named: list = []
    if can(actor, "registration.read", Target(unit_path=unit.path)):
        people = missing.replace("where", "join person p on p.tenant_id = e.tenant_id and p.id = e.person_id where", 1)
        named = await tx.fetch(NAMED.format(missing=people, more=more, most=SHOWN), *args)
    places = await tx.fetch(PLACES.format(missing=missing), *args)
    sent = await tx.fetchval(
        "select true from nudge where tenant_id = $1 and programme_id = $2 and unit_id = $3 and step = $4"
        " and day = sec.domain_today()",
        tx.tenant_id, programme.id, unit.id, key,
    )  # fmt: skip
    return Preview(
        unit=unit, step=key, due=step.due, sent=bool(sent), **dict(counted),
        named=tuple(Missing(**dict(row)) for row in named),
        places=tuple((row["name"], row["people"]) for row in places),
    )  # fmt: skip


async def send(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, key: str) -> int:
    """Tell everybody of the unit and below who still owes it; how many were told. Once a day for a unit and a step;
    whoever was told today by another unit is not told again."""
    unit, step = await _at(tx, actor, programme, unit_id, key)
    if programme.state != "open":
        raise Problem("programme.closed")
    if await tx.execute(NOTE, tx.tenant_id, programme.id, unit.id, key, actor.account_id) != "INSERT 0 1":
        raise Problem("nudge.today")
    what, owes = OWED[key]
    sql = SEND.format(missing=MISSING.format(owes=owes), more=_more(step))
    tag = await tx.execute(
        sql, tx.tenant_id, programme.id, unit.path, f"nudge.{what}",
        _key(programme, what, await tx.today()), unit.name, step.due.closes_at.isoformat() if step.due else None,
    )  # fmt: skip
    told = int(tag.split()[-1])
    if not told and not await tx.fetchval(
        f"select exists (select {MISSING.format(owes=owes)})", tx.tenant_id, programme.id, unit.path
    ):
        raise Problem("nudge.nobody")
    await tx.execute(
        "update nudge set people = $5 where tenant_id = $1 and programme_id = $2 and unit_id = $3 and step = $4"
        " and day = sec.domain_today()",
        tx.tenant_id, programme.id, unit.id, key, told,
    )  # fmt: skip
    await audit.record(tx, actor, "nudge.send", unit.id, programme=str(programme.id), step=key, people=told)
    return told


async def _at(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, key: str) -> tuple[Unit, Step]:
    unit = await units.get(tx, unit_id)
    require(actor, "nudge.send", Target(unit_path=unit.path), see="progress.read")
    step = next((one for one in steps_of(programme) if one.key == key and key in OWED), None)
    if step is None:
        raise Problem("form.unknown-choice", field="step")
    return unit, step


def _more(step: Step) -> str:
    """The end that the unit `u` has been granted beyond the common one, null without any; keys and instants of ours."""
    if step.due is None:
        return "null::timestamptz"
    return MORE.format(milestone=step.due.key, common=step.due.closes_at.isoformat())


def _key(programme: Programme, what: str, day: date) -> str:
    return f"nudge:{programme.id}:{what}:{day}"
