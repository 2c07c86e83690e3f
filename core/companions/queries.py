"""Reading who looks after whom: a branch with its loads, one's own companions, those assigned to one."""

from datetime import date
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.people.queries import TODAY

# Today's assignments that hold: the member is still of the branch, the committee member still has his seat there, the
# helper is still of the branch too.
HOLDS = f"""
{TODAY.format("c")}
  and exists (select from membership m where m.tenant_id = c.tenant_id and m.person_id = c.person_id
              and m.unit_id = c.unit_id and {TODAY.format("m")})
  and case c.kind when 'committee' then exists (select from position o where o.tenant_id = c.tenant_id
                    and o.person_id = c.companion_id and o.unit_id = c.unit_id and o.title <> 'officer'
                    and {TODAY.format("o")})
      else exists (select from membership m where m.tenant_id = c.tenant_id and m.person_id = c.companion_id
                   and m.unit_id = c.unit_id and {TODAY.format("m")}) end
"""
ASSIGNED = f"select c.person_id from companion c where c.tenant_id = $1 and c.companion_id = $2 and {HOLDS}"
OF_PERSON = f"""
select c.companion_id as person_id, p.full_name as name, c.kind, u.name as unit_name, c.starts_on, c.ends_on,
  coalesce(p.phone, '') as phone
from companion c
join person p on p.tenant_id = c.tenant_id and p.id = c.companion_id
join unit u on u.tenant_id = c.tenant_id and u.id = c.unit_id
where c.tenant_id = $1 and c.person_id = $2 and {HOLDS}
order by c.kind = 'buddy', p.sort_key
"""
HELD = f"select c.id from companion c where c.tenant_id = $1 and c.unit_id = $2 and {HOLDS}"
MEMBERS = f"""
select p.id as person_id, p.full_name as name,
  f.companion_id as follower_id, coalesce(fp.full_name, '') as follower, f.starts_on as since, f.ends_on as until,
  b.companion_id as buddy_id, coalesce(bp.full_name, '') as buddy
from membership w
join person p on p.tenant_id = w.tenant_id and p.id = w.person_id
left join companion f on f.tenant_id = w.tenant_id and f.unit_id = w.unit_id and f.person_id = w.person_id
  and f.kind = 'committee' and f.id in ({HELD})
left join person fp on fp.tenant_id = f.tenant_id and fp.id = f.companion_id
left join companion b on b.tenant_id = w.tenant_id and b.unit_id = w.unit_id and b.person_id = w.person_id
  and b.kind = 'buddy' and b.id in ({HELD})
left join person bp on bp.tenant_id = b.tenant_id and bp.id = b.companion_id
where w.tenant_id = $1 and w.unit_id = $2 and {TODAY.format("w")}
order by p.sort_key, p.id
"""
COMMITTEE = f"""
select x.person_id, p.full_name as name, x.title,
  (select count(*)::int from companion c where c.tenant_id = $1 and c.unit_id = $2 and c.companion_id = x.person_id
     and c.kind = 'committee' and {HOLDS}) as load
from (
  select o.person_id, min(array_position(array['secretary', 'deputy', 'standing', 'member'], o.title)) as rank,
         (array_agg(o.title order by array_position(array['secretary', 'deputy', 'standing', 'member'], o.title)))[1]
           as title
  from position o where o.tenant_id = $1 and o.unit_id = $2 and o.title <> 'officer' and {TODAY.format("o")}
  group by o.person_id
) x join person p on p.tenant_id = $1 and p.id = x.person_id
order by x.rank, p.sort_key
"""


class Companion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who looks after a person: a committee member (`committee`) or a helper (`buddy`), with his days."""

    person_id: UUID
    name: str
    kind: str
    unit_name: str
    starts_on: date
    ends_on: date | None
    phone: str


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member of a branch with who follows and who helps him; None and '' for nobody."""

    person_id: UUID
    name: str
    follower_id: UUID | None
    follower: str
    since: date | None
    until: date | None
    buddy_id: UUID | None
    buddy: str


class Seat(msgspec.Struct, frozen=True):
    """A committee member of the branch and how many he follows."""

    person_id: UUID
    name: str
    title: str
    load: int


class Branch(msgspec.Struct, frozen=True):
    """The members of a branch and its committee."""

    members: tuple[Member, ...]
    committee: tuple[Seat, ...]

    @property
    def followed(self) -> tuple[Member, ...]:
        """Those the committee follows: the members who do not sit on it."""
        seated = {one.person_id for one in self.committee}
        return tuple(one for one in self.members if one.person_id not in seated)

    @property
    def without(self) -> int:
        """How many of them nobody follows."""
        return sum(1 for one in self.followed if one.follower_id is None)


async def assigned_to(tx: Transaction, person_id: UUID | None) -> frozenset[UUID]:
    """The people whom somebody looks after today, as committee member or helper: a filter "mine" of other lists."""
    if person_id is None:
        return frozenset()
    return frozenset(row[0] for row in await tx.fetch(ASSIGNED, tx.tenant_id, person_id))


async def of_person(tx: Transaction, person_id: UUID) -> tuple[Companion, ...]:
    """Who looks after a person today, the committee member first."""
    return tuple(Companion(**dict(row)) for row in await tx.fetch(OF_PERSON, tx.tenant_id, person_id))


async def looks_after(tx: Transaction, companion_id: UUID | None, person_id: UUID) -> bool:
    """Whether one of the two looks after the other today."""
    sql = f"select exists ({ASSIGNED} and c.person_id = $3)"
    return companion_id is not None and await tx.fetchval(sql, tx.tenant_id, companion_id, person_id)


async def branch(tx: Transaction, unit_id: UUID) -> Branch:
    """The people of a branch and who looks after whom today."""
    members = [Member(**dict(row)) for row in await tx.fetch(MEMBERS, tx.tenant_id, unit_id)]
    committee = [Seat(*row) for row in await tx.fetch(COMMITTEE, tx.tenant_id, unit_id)]
    return Branch(tuple(members), tuple(committee))
