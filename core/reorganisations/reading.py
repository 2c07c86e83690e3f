"""Reading what a reorganisation is planned from: the whole tree, and what stands at its sources and targets."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from core.db.migrations.m11_contract import COUNTED
from core.db.scope import Transaction
from core.reorganisations.facts import (
    MEASURES,
    Asked,
    Counts,
    Enrolled,
    Grant,
    Member,
    Seat,
    Sent,
    Snapshot,
    Standing,
    open_below,
)
from core.units import queries as units

UNITS = """
select u.id, u.parent_id, u.name, u.kind, u.block, u.opened_on, u.closed_on, v.valid_from as since
from unit u
left join unit_version v on v.tenant_id = u.tenant_id and v.unit_id = u.id and v.valid_to is null
where u.tenant_id = $1
"""
MEMBERS = """
select person_id, unit_id, starts_on, ends_on from membership
where tenant_id = $1 and unit_id = any($2::uuid[]) and (ends_on is null or ends_on >= $3)
order by person_id, starts_on
"""
SEATS = """
select id, person_id, unit_id, title, starts_on, ends_on from position
where tenant_id = $1 and unit_id = any($2::uuid[]) and (ends_on is null or ends_on >= $3)
order by person_id, id
"""
ENROLLED = f"""
select e.programme_id, e.person_id, e.unit_id, e.state, e.placed_by_act,
       array[{", ".join(f"(({COUNTED[name]}) is true)::int" for name in MEASURES)}] as counts
from enrolment e
join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id and p.state <> 'closed'
where e.tenant_id = $1 and e.unit_id = any($2::uuid[])
order by e.programme_id, e.person_id
"""
SENT = """
select x.programme_id, x.unit_id, x.checkpoint, x.reason, x.decided_by_account, x.decided_by_person, x.decided_at
from unit_result x
join programme p on p.tenant_id = x.tenant_id and p.id = x.programme_id and p.state <> 'closed'
where x.tenant_id = $1 and x.unit_id = any($2::uuid[]) and x.state = 'sent'
order by x.programme_id, x.unit_id, x.checkpoint
"""
GRANTS = """
select id, unit_id, starts_on, ends_on from role_grant
where tenant_id = $1 and unit_id = any($2::uuid[]) and (ends_on is null or ends_on >= $3) and revoked_at is null
order by id
"""
MEETINGS = """
select distinct unit_id from review_session
where tenant_id = $1 and unit_id = any($2::uuid[]) and state = 'open'
"""
OWN = f"""
select c.programme_id, c.unit_id, array[{", ".join(f"c.{name}" for name in MEASURES)}] as counts
from unit_counter c
join programme p on p.tenant_id = c.tenant_id and p.id = c.programme_id and p.state <> 'closed'
where c.tenant_id = $1 and c.eligible > 0
"""
PAPERS = """
select d.unit_id, count(*)::int from declaration d
join programme p on p.tenant_id = d.tenant_id and p.id = d.programme_id and p.state <> 'closed'
where d.tenant_id = $1 and d.unit_id = any($2::uuid[]) group by d.unit_id
"""
ACCOUNTS = """
select person_id, id from account where tenant_id = $1 and person_id = any($2::uuid[]) and active
"""


async def snapshot(tx: Transaction, asked: Asked) -> Snapshot:
    """Everything a plan of `asked` needs, in a handful of statements however many people there are."""
    sources, both = list(asked.sources), [*asked.sources, *asked.targets]
    tree = {row["id"]: Standing(**dict(row)) for row in await tx.fetch(UNITS, tx.tenant_id)}
    seats = tuple(Seat(*row) for row in await tx.fetch(SEATS, tx.tenant_id, both, asked.on))
    near = [*both, *(unit.id for unit in tree.values() if unit.parent_id in set(sources))]
    holders = sorted({seat.person_id for seat in seats if seat.unit_id in set(sources)})
    return Snapshot(
        today=await tx.today(),
        now=await tx.now(),
        under=await units.under(tx),
        units=tree,
        below=open_below(tree),
        programmes=await _programmes(tx),
        members=tuple(Member(*row) for row in await tx.fetch(MEMBERS, tx.tenant_id, sources, asked.on)),
        seats=seats,
        enrolled=await _enrolled(tx, sources),
        sent=tuple(Sent(**dict(row)) for row in await tx.fetch(SENT, tx.tenant_id, near)),
        grants=tuple(Grant(*row) for row in await tx.fetch(GRANTS, tx.tenant_id, sources, asked.on)),
        meetings=tuple(row[0] for row in await tx.fetch(MEETINGS, tx.tenant_id, sources)),
        own=await _own(tx),
        papers=dict([tuple(row) for row in await tx.fetch(PAPERS, tx.tenant_id, sources)]),
        accounts=dict([tuple(row) for row in await tx.fetch(ACCOUNTS, tx.tenant_id, holders)]),
    )


async def _programmes(tx: Transaction) -> tuple[UUID, ...]:
    rows = await tx.fetch(
        "select id from programme where tenant_id = $1 and state <> 'closed' order by year desc, pack_id", tx.tenant_id
    )
    return tuple(row["id"] for row in rows)


async def _enrolled(tx: Transaction, sources: Sequence[UUID]) -> tuple[Enrolled, ...]:
    rows = await tx.fetch(ENROLLED, tx.tenant_id, list(sources))
    return tuple(Enrolled(**{**dict(row), "counts": tuple(row["counts"])}) for row in rows)


async def _own(tx: Transaction) -> Mapping[tuple[UUID, UUID], Counts]:
    rows = await tx.fetch(OWN, tx.tenant_id)
    return {(row["programme_id"], row["unit_id"]): tuple(row["counts"]) for row in rows}


async def names(tx: Transaction, people: Iterable[UUID]) -> Mapping[UUID, str]:
    """Names of people by id."""
    rows = await tx.fetch(
        "select id, full_name from person where tenant_id = $1 and id = any($2::uuid[])", tx.tenant_id, sorted(people)
    )
    return {row["id"]: row["full_name"] for row in rows}
