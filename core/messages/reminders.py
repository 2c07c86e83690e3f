"""Reminders of a programme's dates: who still owes an act is told at each step, once; later the unit above.

Everything is written by statements over whole groups, so that a programme of thousands takes moments; the unique key of
a message makes each step happen once, however often this runs.
"""

from collections.abc import AsyncIterator
from datetime import datetime

import msgspec

from core.assessments.rules import deciding_stage, final_checkpoint, rates, self_stage
from core.db.scope import Transaction
from core.messages import replies, reports, rules
from core.packs.calendar import Due
from core.packs.patching import active
from core.programmes import queries
from core.programmes.queries import Programme

# How far the unit `u` has been given more time for a milestone ($x), its own or of a unit above; null without any.
MORE = """(select max(x.ends_at) from extension x join unit a on a.tenant_id = x.tenant_id and a.id = x.unit_id
  where x.tenant_id = u.tenant_id and x.programme_id = $2 and x.milestone = '{milestone}' and x.state = 'granted'
    and x.ends_at > '{common}'::timestamptz and starts_with(u.path || '.', a.path || '.'))"""
ENDS = """
select distinct ends_at from extension where tenant_id = $1 and programme_id = $2 and milestone = $3
  and state = 'granted' and ends_at > $4 order by 1
"""
# Everybody of the roster who owes it, by account.
PEOPLE = """
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
select e.tenant_id, a.id, $3, $4, $2, jsonb_build_object('due', $5::text, 'step', $6::text), sec.domain_now()
from enrolment e join account a on a.tenant_id = e.tenant_id and a.person_id = e.person_id and a.active
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present' and {owes} and {ending}
on conflict (tenant_id, account_id, key) do nothing
"""
# The secretaries of units, with how many of their people it is about; `{unit}` is the unit whose secretary is told.
SECRETARIES = """
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
select t.tenant_id, a.id, $3, $4, $2,
       jsonb_build_object('due', $5::text, 'step', $6::text, 'people', sum(t.people), 'units', count(*)),
       sec.domain_now()
from ({counted}) t
join position o on o.tenant_id = t.tenant_id and o.unit_id = t.unit_id and o.title = 'secretary'
  and o.starts_on <= sec.domain_today() and (o.ends_on is null or o.ends_on >= sec.domain_today())
join account a on a.tenant_id = o.tenant_id and a.person_id = o.person_id and a.active
group by t.tenant_id, a.id
on conflict (tenant_id, account_id, key) do nothing
"""
BY_UNIT = """
select e.tenant_id, {unit} as unit_id, count(*) as people
from enrolment e join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present' and {owes} and {unit} is not null
  and {{ending}}
group by e.tenant_id, {unit}, u.id
"""
UNDECLARED = """
select u.tenant_id, u.id as unit_id, 1 as people from unit u
where u.tenant_id = $1 and $2::uuid is not null and u.closed_on is null and u.kind = any($7::text[])
  and {ending} and not exists (select from declaration d where d.tenant_id = u.tenant_id and d.programme_id = $2
                  and d.unit_id = u.id and d.key = $8)
"""
UNREGISTERED = "e.state in ('enrolled', 'returned')"
UNREVIEWED = "e.state = 'validated' and not e.self_assessed"
UNRATED = "e.state = 'validated'"


async def remind(tx: Transaction) -> int:
    """Tell everybody who is due a reminder today, in every open programme of the tenant; how many messages came."""
    now, told = await tx.now(), 0
    for programme in await queries.listing(tx):
        if programme.state == "open":
            told += await _of_programme(tx, programme, now)
    return told + await _waiting_long(tx) + await replies.remind(tx) + await reports.remind(tx)


async def _of_programme(tx: Transaction, programme: Programme, now: datetime) -> int:
    told = 0
    if due := programme.due("registration"):
        told += await _people(tx, programme, due, "registration", UNREGISTERED, now)
    if rates(programme.rules):
        final = final_checkpoint(programme.rules)
        if due := programme.due(f"stage:{final}.{self_stage(programme.rules, final)}"):
            told += await _people(tx, programme, due, "self", UNREVIEWED, now)
        if due := programme.due(f"stage:{final}.{deciding_stage(programme.rules, final)}"):
            told += await _secretaries(tx, programme, due, "rating", BY_UNIT.format(unit="u.id", owes=UNRATED), now)
    for key, one in active(programme.rules.declarations).items():
        if due := programme.due(f"declaration:{key}"):
            told += await _secretaries(
                tx, programme, due, "declaration", UNDECLARED, now, [kind for kind in one.owed_by], key
            )
    return told


async def _people(tx: Transaction, programme: Programme, due: Due, what: str, owes: str, now: datetime) -> int:
    """Who owes it himself; a week after his date the secretaries of the unit and of the one above."""
    told = 0
    async for own, ending in _dates(tx, programme, due):
        step = rules.step(own.closes_at, now)
        if step is None:
            continue
        key, last = _key(programme, own, step), own.closes_at.isoformat()
        if step != f"T+{rules.ESCALATED}":
            sql = PEOPLE.format(owes=owes, ending=ending)
            told += _rows(await tx.execute(sql, tx.tenant_id, programme.id, f"due.{what}", key, last, step))
            continue
        for unit, word in (("u.id", "own"), ("u.parent_id", "above")):
            counted = BY_UNIT.format(unit=unit, owes=owes).format(ending=ending)
            args = (programme.id, f"overdue.{what}", f"{key}:{word}", last, step)
            told += _rows(await tx.execute(SECRETARIES.format(counted=counted), tx.tenant_id, *args))
    return told


async def _secretaries(
    tx: Transaction, programme: Programme, due: Due, what: str, counted: str, now: datetime, *more: object
) -> int:
    told = 0
    async for own, ending in _dates(tx, programme, due):
        if (step := rules.step(own.closes_at, now)) is not None:
            args = (programme.id, f"due.{what}", _key(programme, own, step), own.closes_at.isoformat(), step)
            sql = SECRETARIES.format(counted=counted.format(ending=ending))
            told += _rows(await tx.execute(sql, tx.tenant_id, *args, *more))
    return told


async def _dates(tx: Transaction, programme: Programme, due: Due) -> AsyncIterator[tuple[Due, str]]:
    """The milestone as it ends for different units, with the condition that says which: the common date for whoever
    has no extension, then each end that was granted. The condition holds keys and instants of ours alone."""
    ends = [row[0] for row in await tx.fetch(ENDS, tx.tenant_id, programme.id, due.key, due.closes_at)]
    if not ends:
        yield due, "true"
        return
    more = MORE.format(milestone=due.key, common=due.closes_at.isoformat())
    yield due, f"{more} is null"
    for until in ends:
        yield msgspec.structs.replace(due, closes_at=until), f"{more} = '{until.isoformat()}'::timestamptz"


# A committee is told once a day at most, and not again while it has not read the last one.
WAITING = """
insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)
select e.tenant_id, a.id, 'waiting.sheets', 'waiting:' || e.programme_id || ':' || sec.domain_today(), e.programme_id,
       jsonb_build_object('people', count(distinct e.person_id)), sec.domain_now()
from programme p
join enrolment e on e.tenant_id = p.tenant_id and e.programme_id = p.id and e.presence = 'present'
  and e.state = 'submitted'
join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
  and r.submitted_at < sec.domain_now() - $2::interval
join position o on o.tenant_id = e.tenant_id and o.unit_id = e.unit_id and o.title = 'secretary'
  and o.starts_on <= sec.domain_today() and (o.ends_on is null or o.ends_on >= sec.domain_today())
  and o.person_id <> e.person_id
join account a on a.tenant_id = o.tenant_id and a.person_id = o.person_id and a.active
where p.tenant_id = $1 and p.state = 'open'
  and not exists (select from message m where m.tenant_id = a.tenant_id and m.account_id = a.id
                  and m.kind = 'waiting.sheets' and m.programme_id = p.id and m.read_at is null)
group by e.tenant_id, a.id, e.programme_id
on conflict (tenant_id, account_id, key) do nothing
"""


async def _waiting_long(tx: Transaction) -> int:
    return _rows(await tx.execute(WAITING, tx.tenant_id, rules.WAITING_LONG))


def _key(programme: Programme, due: Due, step: str) -> str:
    """A step is told once a date: of one that was moved it is told again."""
    return f"{programme.id}:{due.key}:{due.last_day}:{step}"


def _rows(tag: str) -> int:
    return int(tag.split()[-1])
