"""With whom somebody talked this month or quarter, and with whom nobody: of a branch by name, of a unit in numbers."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from core.companions.queries import HOLDS
from core.db.scope import Transaction
from core.errors import NotFound
from core.exchanges import rules
from core.packs.schema import Register
from core.programmes.queries import Programme

SHOWN = 200


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """The running month or quarter of a programme's talks."""

    key: str
    register: Register
    rhythm: str
    first: date
    last: date


class Talked(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the roster: when he was last talked with, who looks after him, what is open."""

    person_id: UUID
    name: str
    unit_id: UUID
    unit_name: str
    state: str
    last_on: date | None
    talked: bool
    follower: str
    open: int


class Reach(msgspec.Struct, frozen=True):
    """How many people, and with how many of them somebody talked in the round."""

    people: int = 0
    talked: int = 0

    @property
    def missing(self) -> int:
        """With how many nobody did."""
        return self.people - self.talked


TALK = """select {what} from register_entry x where x.tenant_id = e.tenant_id and x.programme_id = e.programme_id
  and x.register = $3 and x.person_id = e.person_id and x.removed_at is null"""
LAST = TALK.format(what="max(x.happened_on)")
IN_ROUND = f"exists ({TALK.format(what='1')} and x.happened_on between $4 and $5)"
FOLLOWER = f"""coalesce((select w.full_name from companion c
  join person w on w.tenant_id = c.tenant_id and w.id = c.companion_id
  where c.tenant_id = e.tenant_id and c.person_id = e.person_id and {HOLDS} order by c.kind = 'buddy' limit 1), '')"""
PEOPLE = f"""
select e.person_id, p.full_name as name, e.unit_id, u.name as unit_name, e.state, ({LAST}) as last_on,
  {IN_ROUND} as talked, {FOLLOWER} as follower,
  (select count(*)::int from difficulty d where d.tenant_id = e.tenant_id and d.programme_id = e.programme_id
     and d.person_id = e.person_id and d.state <> 'solved') as open
from enrolment e
join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present' and {{which}}
order by talked, p.sort_key, p.id limit {SHOWN}
"""
COUNTS = f"""
select substr(u.path, 1, length($6::text) + 5) as path, count(*)::int as people,
  (count(*) filter (where {IN_ROUND}))::int as talked
from enrolment e join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
  and (u.path = $6 or u.path >= $6 || '.' and u.path < $6 || '/')
group by 1
"""


async def running(tx: Transaction, programme: Programme) -> Round:
    """The month or quarter of today; NotFound where the pack keeps no book of talks."""
    found = rules.talk_book(programme.rules)
    if found is None:
        raise NotFound("access.not-found")
    key, register = found
    rhythm = rules.rhythm_of(register)
    first, last = rules.period(rhythm, await tx.today())
    return Round(key=key, register=register, rhythm=rhythm, first=first, last=last)


async def of_unit(tx: Transaction, programme: Programme, now: Round, unit_id: UUID) -> tuple[Talked, ...]:
    """A unit's own people, those with whom nobody talked in the round first."""
    sql = PEOPLE.format(which="e.unit_id = $6")
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, now.key, now.first, now.last, unit_id)
    return tuple(Talked(**dict(row)) for row in rows)


async def of_people(
    tx: Transaction, programme: Programme, now: Round, people: frozenset[UUID]
) -> tuple[Talked, ...]:
    """The same of chosen people, whom somebody looks after."""
    sql = PEOPLE.format(which="e.person_id = any($6::uuid[])")
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, now.key, now.first, now.last, list(people))
    return tuple(Talked(**dict(row)) for row in rows)


async def counts(tx: Transaction, programme: Programme, now: Round, path: str) -> Mapping[str, Reach]:
    """By path how far the round reaches: each unit directly below, and the unit's own people under its own path."""
    rows = await tx.fetch(COUNTS, tx.tenant_id, programme.id, now.key, now.first, now.last, path)
    return {row["path"]: Reach(row["people"], row["talked"]) for row in rows}
