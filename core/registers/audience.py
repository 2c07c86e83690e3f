"""Those a book is above all for, and who of them has no entry yet (S3-11, S3-16)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.packs.schema import Audience
from core.programmes.queries import Programme
from core.registers import rules

SIZE = 50
PRESENT = """
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
  and (u.path = $3 or (u.path >= $3 || '.' and u.path < $3 || '/'))
"""


class Reach(msgspec.Struct, frozen=True):
    """How many people a book is above all for, and how many of them have at least one entry that counts."""

    meant: int
    reached: int

    @property
    def missing(self) -> int:
        """How many have none yet."""
        return self.meant - self.reached


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """A person without an entry."""

    person_id: UUID
    full_name: str
    unit_id: UUID
    unit_name: str
    seat_title: str
    seat_full_time: bool


async def reach(tx: Transaction, programme: Programme, key: str, unit_path: str) -> Reach | None:
    """How far a book reaches those it is for, in a unit and below it; None where it is for nobody in particular.
    In a book that committees confirm only what is confirmed counts."""
    found = _meant(tx, programme, key, unit_path)
    if found is None:
        return None
    meant, args = found
    has = f"(count(*) filter (where {_has(programme, key)}))::int"
    row = await tx.fetchrow(f"select count(*)::int as meant, {has} as reached {meant}", *args)
    return Reach(row["meant"], row["reached"])


async def lacking(
    tx: Transaction, programme: Programme, key: str, unit_path: str, *, after: UUID | None = None, size: int = SIZE
) -> tuple[tuple[Lacking, ...], UUID | None]:
    """A page of those without an entry, in name order, and the person after whom the next page begins (None: last)."""
    found = _meant(tx, programme, key, unit_path)
    if found is None:
        return (), None
    meant, args = found
    if after:
        args.append(after)
        meant += f""" and (p.sort_key, p.id) > (select k.sort_key, k.id from person k
          where k.tenant_id = $1 and k.id = ${len(args)})"""
    rows = await tx.fetch(
        f"""select e.person_id, p.full_name, e.unit_id, u.name as unit_name, e.seat_title, e.seat_full_time
        {meant} and not {_has(programme, key)} order by p.sort_key, p.id limit {size + 1}""",
        *args,
    )
    kept = tuple(Lacking(**dict(row)) for row in rows[:size])
    return kept, kept[-1].person_id if len(rows) > size else None


def condition(audience: Audience, arg: Callable[[object], str]) -> str:
    """`core.packs.criteria.addressed` as SQL over the roster (`e`, `u`, `p`); a test holds both to the same answer."""
    parts = []
    if audience.kinds or audience.titles or audience.full_time is not None:
        parts.append("e.seat_title <> ''")
    if audience.kinds:
        parts.append(f"u.kind = any({arg(list(audience.kinds))}::text[])")
    if audience.titles:
        parts.append(f"e.seat_title = any({arg(list(audience.titles))}::text[])")
    if audience.full_time is not None:
        parts.append(f"e.seat_full_time = {arg(audience.full_time)}")
    if audience.blocks:
        parts.append(f"coalesce(u.block = any({arg(list(audience.blocks))}::text[]), false)")
    if audience.occupations:
        parts.append(f"coalesce(p.occupation = any({arg(list(audience.occupations))}::text[]), false)")
    if audience.age_below is not None:
        years = f"extract(year from age(sec.domain_today(), p.birth_date)) < {arg(audience.age_below)}::int"
        parts.append(f"coalesce({years}, false)")
    return " and ".join(parts) or "true"


def _meant(tx: Transaction, programme: Programme, key: str, unit_path: str) -> tuple[str, list[Any]] | None:
    """The people whom the book is for, as a part of a statement; None where it names nobody."""
    register = rules.book(programme.rules, key)
    if register.audience is None or register.of != "person":
        return None
    args: list[Any] = [tx.tenant_id, programme.id, unit_path, key]

    def arg(value: object) -> str:
        args.append(value)
        return f"${len(args)}"

    return f"{PRESENT} and {condition(register.audience, arg)}", args


def _has(programme: Programme, key: str) -> str:
    counts = " and x.confirmed_at is not null" if rules.book(programme.rules, key).confirmed else ""
    return f"""exists (select from register_entry x where x.tenant_id = $1 and x.programme_id = $2
      and x.person_id = e.person_id and x.register = $4 and x.removed_at is null{counts})"""
