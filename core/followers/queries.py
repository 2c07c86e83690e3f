"""Reading who follows whom."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.db.scope import Transaction
from core.errors import NotFound
from core.programmes.queries import Programme

MOST = 500


class Followed(msgspec.Struct, frozen=True):
    """Somebody of the unit, and who follows him, if anybody."""

    person_id: UUID
    name: str
    seat_title: str
    follower_id: UUID | None


class Follower(msgspec.Struct, frozen=True):
    """Who may follow people of the unit; `title` is empty for a member without a post."""

    person_id: UUID
    name: str
    title: str


class Following(msgspec.Struct, frozen=True):
    """A unit of the actor's, with its people and those who could follow them."""

    unit_id: UUID
    unit_name: str
    units: tuple[tuple[UUID, str], ...]
    people: tuple[Followed, ...]
    followers: tuple[Follower, ...]

    @property
    def held(self) -> Mapping[UUID, UUID]:
        """Person and follower of those whom somebody follows."""
        return {one.person_id: one.follower_id for one in self.people if one.follower_id}

    @property
    def committee(self) -> tuple[UUID, ...]:
        """Those with a post, highest first: who is asked first to follow."""
        return tuple(one.person_id for one in self.followers if one.title)


UNITS = """
select distinct u.id, u.name, u.path from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence <> 'left' and {allowed}
order by u.path limit 500
"""
PEOPLE = """
select e.person_id, w.full_name as name, e.seat_title, f.follower_id
from enrolment e
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
left join follower f on f.tenant_id = e.tenant_id and f.programme_id = e.programme_id and f.person_id = e.person_id
where e.tenant_id = $1 and e.programme_id = $2 and e.unit_id = $3 and e.presence <> 'left'
order by w.sort_key, e.person_id limit $4
"""
# The committee in office first, highest first; then the unit's other people of the programme, who may help each other.
FOLLOWERS = """
select distinct on (x.person_id) x.person_id, w.full_name as name, x.title, x.rank, w.sort_key
from (
  select o.person_id, o.title, array_position(array['secretary', 'deputy', 'standing', 'member'], o.title) as rank
  from position o where o.tenant_id = $1 and o.unit_id = $3 and o.title <> 'officer'
    and o.starts_on <= sec.domain_today() and (o.ends_on is null or o.ends_on >= sec.domain_today())
  union all
  select e.person_id, '', 9 from enrolment e
  where e.tenant_id = $1 and e.programme_id = $2 and e.unit_id = $3 and e.presence = 'present'
) x join person w on w.tenant_id = $1 and w.id = x.person_id
order by x.person_id, x.rank
"""


async def following(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID | None) -> Following:
    """One unit of the actor's with everybody in it, the first where none is named. NotFound for a foreign one, and
    where the programme has nobody for the actor."""
    allowed, args = where(actor, "follower.assign", path="u.path", first=3)
    found = await tx.fetch(UNITS.format(allowed=allowed), tx.tenant_id, programme.id, *args)
    units = tuple((row["id"], row["name"]) for row in found)
    chosen = next((one for one in units if one[0] == unit_id), None) if unit_id else next(iter(units), None)
    if chosen is None:
        raise NotFound("access.not-found")
    people = await tx.fetch(PEOPLE, tx.tenant_id, programme.id, chosen[0], MOST)
    able = await tx.fetch(FOLLOWERS, tx.tenant_id, programme.id, chosen[0])
    able = sorted(able, key=lambda row: (row["rank"], row["sort_key"]))
    return Following(
        *chosen, units, tuple(Followed(**dict(row)) for row in people),
        tuple(Follower(row["person_id"], row["name"], row["title"]) for row in able),
    )  # fmt: skip
