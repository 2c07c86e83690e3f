"""Reading people: one, where he belongs and has belonged, what he holds; a unit's committee; pages of people."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.errors import NotFound
from core.people.rules import TITLES
from core.people.tables import Person as PersonTable


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A union member; `code` is the mã đoàn viên."""

    id: UUID
    code: str | None
    full_name: str
    birth_date: date | None
    gender: str | None
    joined_on: date | None
    occupation: str | None
    phone: str | None
    email: str | None
    version: int


class Membership(msgspec.Struct, frozen=True):
    """A branch and the days in it; `ends_on` is the last of them."""

    unit_id: UUID
    unit_name: str
    unit_kind: str
    unit_path: str
    starts_on: date
    ends_on: date | None


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A position: who, where, as what, from when; `ends_on` is the last day, `current` says about today."""

    id: UUID
    person_id: UUID
    person_name: str
    unit_id: UUID
    unit_name: str
    unit_kind: str
    unit_path: str
    title: str
    full_time: bool
    provisional: bool
    starts_on: date
    ends_on: date | None
    version: int
    current: bool


class Counts(msgspec.Struct, frozen=True):
    """How many people a unit has: members, and holders of a position (each once a unit)."""

    members: int
    cadres: int


# As subqueries the day is read once a statement, not once a row.
DAY = "(select sec.domain_today())"
TODAY = f"{{0}}.starts_on <= {DAY} and ({{0}}.ends_on is null or {{0}}.ends_on >= {DAY})"
RANK = f"array_position(array{list(TITLES)!r}, o.title)"
POST = f"""select o.id, o.person_id, p.full_name as person_name, o.unit_id, u.name as unit_name, u.kind as unit_kind,
  u.path as unit_path, o.title, o.full_time, o.provisional, o.starts_on, o.ends_on, o.version,
  ({TODAY.format("o")}) as current
from position o
join person p on p.tenant_id = o.tenant_id and p.id = o.person_id
join unit u on u.tenant_id = o.tenant_id and u.id = o.unit_id
where o.tenant_id = $1"""


async def get(tx: Transaction, person_id: UUID) -> Person:
    """The person with this id; NotFound where there is none."""
    columns = [PersonTable._meta.get_column_by_name(name) for name in Person.__struct_fields__]
    row = await PersonTable.select(*columns).where(
        PersonTable.tenant_id == tx.tenant_id, PersonTable.id == person_id
    ).first()
    if row is None:
        raise NotFound("access.not-found")
    return Person(**row)


async def memberships(tx: Transaction, person_id: UUID) -> tuple[Membership, ...]:
    """The branches a person has belonged to, newest first."""
    rows = await tx.fetch(
        """select m.unit_id, u.name, u.kind, u.path, m.starts_on, m.ends_on
        from membership m join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
        where m.tenant_id = $1 and m.person_id = $2 order by m.starts_on desc""",
        tx.tenant_id, person_id,
    )  # fmt: skip
    return tuple(Membership(*row) for row in rows)


async def posts(tx: Transaction, person_id: UUID) -> tuple[Post, ...]:
    """What a person holds and has held: current first, then the higher unit, the higher title, the later start."""
    rows = await tx.fetch(
        f"{POST} and o.person_id = $2 order by current desc, length(u.path), {RANK}, o.starts_on desc",
        tx.tenant_id, person_id,
    )  # fmt: skip
    return tuple(Post(**dict(row)) for row in rows)


async def post(tx: Transaction, position_id: UUID) -> Post:
    """One position; NotFound where there is none."""
    row = await tx.fetchrow(f"{POST} and o.id = $2", tx.tenant_id, position_id)
    if row is None:
        raise NotFound("access.not-found")
    return Post(**dict(row))


async def committee(tx: Transaction, unit_id: UUID) -> tuple[Post, ...]:
    """Who holds a position of a unit today: secretary first, staff last, then by name."""
    rows = await tx.fetch(
        f"{POST} and o.unit_id = $2 and {TODAY.format('o')} order by {RANK}, p.sort_key, o.id", tx.tenant_id, unit_id
    )
    return tuple(Post(**dict(row)) for row in rows)


async def counts(tx: Transaction, root_path: str, depth: int) -> Mapping[str, Counts]:
    """People today by unit path, from `root_path` down `depth` levels; each unit counts all that is below it, and
    nobody twice, however many positions he holds there."""
    rows = await tx.fetch(
        f"""with places as (
          select m.person_id, u.path, true as member from membership m
          join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id where m.tenant_id = $1 and {TODAY.format("m")}
          union all
          select o.person_id, u.path, false from position o
          join unit u on u.tenant_id = o.tenant_id and u.id = o.unit_id where o.tenant_id = $1 and {TODAY.format("o")}
        )
        select left(p.path, w) as path, count(*) filter (where p.member)::int as members,
          count(distinct p.person_id) filter (where not p.member)::int as cadres
        from places p join generate_series($3::int, $4::int, 5) w on length(p.path) >= w
        where p.path = $2 or (p.path >= $2 || '.' and p.path < $2 || '/') group by 1""",
        tx.tenant_id, root_path, len(root_path), len(root_path) + 5 * depth,
    )  # fmt: skip
    return {path: Counts(members, cadres) for path, members, cadres in rows}


async def places_of(tx: Transaction, person_id: UUID) -> tuple[str, ...]:
    """The paths of the units a person belongs to or serves today: by them access is judged."""
    rows = await tx.fetch(
        f"""select u.path from unit u where u.tenant_id = $1 and u.id in (
          select m.unit_id from membership m where m.tenant_id = $1 and m.person_id = $2 and {TODAY.format("m")}
          union all
          select o.unit_id from position o where o.tenant_id = $1 and o.person_id = $2 and {TODAY.format("o")})
        order by u.path""",
        tx.tenant_id, person_id,
    )  # fmt: skip
    return tuple(row["path"] for row in rows)


async def current_posts(tx: Transaction, person_ids: Sequence[UUID]) -> Mapping[UUID, tuple[Post, ...]]:
    """Today's positions of several people, the highest first."""
    rows = await tx.fetch(
        f"""{POST} and o.person_id = any($2::uuid[]) and {TODAY.format("o")}
        order by length(u.path), {RANK}, o.starts_on""",
        tx.tenant_id, list(person_ids),
    )  # fmt: skip
    found: dict[UUID, tuple[Post, ...]] = {}
    for row in rows:
        found[row["person_id"]] = (*found.get(row["person_id"], ()), Post(**dict(row)))
    return found
