"""Reading what was submitted: a unit's editions, one of them word for word, the register, who has received it."""

import hashlib
from datetime import date, datetime
from uuid import UUID

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound
from core.programmes.queries import Programme
from core.unit_reports import frozen, rules
from core.unit_reports.frozen import Paper
from core.units import queries as units

NAME = """(select coalesce(p.full_name, a.display_name) from account a left join person p on p.tenant_id = a.tenant_id
   and p.id = a.person_id where a.tenant_id = e.tenant_id and a.id = e.{0})"""
SELECT = f"""
select e.id, e.report_id, e.edition, e.number, e.symbol, e.dated_on, e.reason, e.sha256, e.submitted_at, e.outcome,
  e.outcome_at, e.outcome_reason, {NAME.format("submitted_by")} as submitted_by,
  coalesce({NAME.format("outcome_by")}, '') as outcome_by, r.unit_id, r.report, r.programme_id, u.path, u.name as unit,
  exists (select from unit_report_part q join unit_report_edition w on w.tenant_id = q.tenant_id
          and w.id = q.edition_id and w.outcome in ('waiting', 'accepted')
          where q.tenant_id = e.tenant_id and q.part_id = e.id) as compiled
from unit_report_edition e join unit_report r on r.tenant_id = e.tenant_id and r.id = e.report_id
join unit u on u.tenant_id = r.tenant_id and u.id = r.unit_id
where e.tenant_id = $1
"""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One submission and what became of it. `compiled`: it stands in a report of the unit above."""

    id: UUID
    edition: int
    number: int
    symbol: str
    dated_on: date
    reason: str
    sha256: str
    submitted_at: datetime
    submitted_by: str
    outcome: str
    outcome_at: datetime | None
    outcome_by: str
    outcome_reason: str
    unit_id: UUID
    unit: str
    path: str
    report: str
    programme_id: UUID
    compiled: bool

    @property
    def named(self) -> str:
        """Number and symbol, as printed: "12-BC/ĐTN"."""
        return rules.named(self.number, self.symbol)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an edition went to, and whether it came there; `noted_at` is when that was written down."""

    ordinal: int
    kind: str
    name: str
    purpose: str
    received_on: date | None
    received_by: str
    noted_at: datetime | None


class Full(msgspec.Struct, frozen=True, kw_only=True):
    """An edition with its paper and receipts; `intact`: what is stored still has the hash of the day."""

    edition: Edition
    paper: Paper
    receipts: tuple[Receipt, ...]
    intact: bool
    before: Paper | None

    @property
    def missing(self) -> tuple[Receipt, ...]:
        """The recipients that are not known to have it."""
        return tuple(one for one in self.receipts if one.received_on is None)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A number of the register; one that no report here took has edition 0: it was used on paper, or left out."""

    number: int
    symbol: str = ""
    dated_on: date | None = None
    title: str = ""
    edition: int = 0
    edition_id: UUID | None = None
    report: str = ""
    programme_id: UUID | None = None
    outcome: str = ""
    sent_to: int = 0
    received_by: int = 0


async def of_unit(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID) -> tuple[Edition, ...]:
    """Everything a unit has submitted of a report, newest first."""
    unit = await units.get(tx, unit_id)
    require(actor, "report.read", Target(unit_path=unit.path))
    rows = await tx.fetch(
        f"{SELECT} and r.programme_id = $2 and r.report = $3 and r.unit_id = $4 order by e.edition desc",
        tx.tenant_id, programme.id, key, unit_id,
    )  # fmt: skip
    return tuple(_edition(row) for row in rows)


async def paper(tx: Transaction, actor: Actor, edition_id: UUID) -> Full:
    """One of them as it was sent, with the one before it. NotFound for who may not read the unit's report."""
    row = await tx.fetchrow(f"{SELECT} and e.id = $2", tx.tenant_id, edition_id)
    if row is None:
        raise NotFound("access.not-found")
    require(actor, "report.read", Target(unit_path=row["path"]))
    content = await tx.fetchval(
        "select content from unit_report_edition where tenant_id = $1 and id = $2", tx.tenant_id, edition_id
    )
    earlier = await tx.fetchval(
        """select content from unit_report_edition where tenant_id = $1 and report_id = $2 and edition < $3
             and outcome <> 'recalled' order by edition desc limit 1""",
        tx.tenant_id, row["report_id"], row["edition"],
    )  # fmt: skip
    receipts = await tx.fetch(
        """select ordinal, kind, name, purpose, received_on, received_by, noted_at from unit_report_recipient
           where tenant_id = $1 and edition_id = $2 order by ordinal""",
        tx.tenant_id, edition_id,
    )  # fmt: skip
    return Full(
        edition=_edition(row), paper=frozen.read(content), receipts=tuple(Receipt(**dict(one)) for one in receipts),
        intact=hashlib.sha256(content.encode()).hexdigest() == row["sha256"],
        before=frozen.read(earlier) if earlier else None,
    )  # fmt: skip


async def register(tx: Transaction, actor: Actor, unit_id: UUID, year: int) -> tuple[Entry, ...]:
    """The numbers of a calendar year from 1 to the last one taken, gaps included."""
    unit = await units.get(tx, unit_id)
    require(actor, "report.read", Target(unit_path=unit.path))
    rows = await tx.fetch(
        """select n.number, n.symbol, n.dated_on, e.edition, e.id as edition_id, r.report, r.programme_id, e.outcome,
             t.sent_to, t.received_by
           from unit_report_number n
           join unit_report_edition e on e.tenant_id = n.tenant_id and e.id = n.edition_id
           join unit_report r on r.tenant_id = e.tenant_id and r.id = e.report_id
           cross join lateral (select count(*)::int as sent_to, count(q.received_on)::int as received_by
             from unit_report_recipient q where q.tenant_id = e.tenant_id and q.edition_id = e.id) t
           where n.tenant_id = $1 and n.unit_id = $2 and n.year = $3""",
        tx.tenant_id, unit_id, year,
    )  # fmt: skip
    taken = {row["number"]: Entry(**dict(row)) for row in rows}
    missing = {number: Entry(number=number) for number in rules.gaps(frozenset(taken))}
    return tuple(sorted((taken | missing).values(), key=lambda entry: entry.number))


async def next_number(tx: Transaction, unit_id: UUID, year: int) -> int:
    """The number after the last one taken."""
    last = await tx.fetchval(
        "select max(number) from unit_report_number where tenant_id = $1 and unit_id = $2 and year = $3",
        tx.tenant_id, unit_id, year,
    )  # fmt: skip
    return (last or 0) + 1


async def years_of(tx: Transaction, unit_id: UUID) -> tuple[int, ...]:
    """The years of a unit's register, newest first."""
    rows = await tx.fetch(
        "select distinct year from unit_report_number where tenant_id = $1 and unit_id = $2 order by year desc",
        tx.tenant_id, unit_id,
    )  # fmt: skip
    return tuple(row["year"] for row in rows)


def _edition(row) -> Edition:
    return Edition(**{name: row[name] for name in Edition.__struct_fields__})
