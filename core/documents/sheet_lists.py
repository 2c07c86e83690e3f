"""Whose registration sheets a unit can print: its own people's, or with them those of every unit below."""

from uuid import UUID

import msgspec

from core.access import Actor, where
from core.db.scope import Transaction
from core.programmes.queries import Programme
from core.units.queries import Unit


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """The handed-in sheets of one unit, by name."""

    unit_id: UUID
    path: str
    name: str
    sheets: tuple[UUID, ...]


class Counted(msgspec.Struct, frozen=True):
    """How many sheets there are: the unit's own, all with those below, and in how many units."""

    own: int
    whole: int
    units: int


HANDED_IN = """
from registration r
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
where r.tenant_id = $1 and r.programme_id = $2 and u.path >= $3 and u.path < $3 || '/'
  and r.first_submitted_at is not null and (r.edition > 1 or r.state not in ('draft', 'returned')) and {seen}
"""


async def handed_in(
    tx: Transaction, actor: Actor, programme: Programme, unit: Unit, *, below: bool = False
) -> tuple[Batch, ...]:
    """The sheets that were handed in and that the actor may read, by unit; with everything `below` or without."""
    which, args = _from(actor, "e.unit_id = $4" if not below else "$4::uuid is not null")
    rows = await tx.fetch(
        f"""select u.id as unit_id, u.path, u.name, array_agg(r.id order by w.sort_key, w.id) as sheets {which}
        group by u.id, u.path, u.name order by u.path""",
        tx.tenant_id, programme.id, unit.path, unit.id, *args,
    )  # fmt: skip
    return tuple(Batch(**dict(row) | {"sheets": tuple(row["sheets"])}) for row in rows)


async def count(tx: Transaction, actor: Actor, programme: Programme, unit: Unit) -> Counted:
    """How many of them there are."""
    which, args = _from(actor, "true")
    row = await tx.fetchrow(
        f"select count(*) filter (where e.unit_id = $4), count(*), count(distinct e.unit_id) {which}",
        tx.tenant_id, programme.id, unit.path, unit.id, *args,
    )  # fmt: skip
    return Counted(*row)


def _from(actor: Actor, which: str) -> tuple[str, list[object]]:
    seen, args = where(actor, "registration.read", path="u.path", person="r.person_id", state="r.state", first=5)
    return HANDED_IN.replace("{seen}", f"{seen} and {which}"), args
