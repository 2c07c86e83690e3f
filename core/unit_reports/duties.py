"""Who owes a report, by when, and how it stands: derived from the programme's dates and the tree of that day.

A unit is expected if it existed on the last day (or exists today, while that day is still to come) and is of a kind
that the date names; or if the unit above asked those below it by a day of its own.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

import asyncpg
import msgspec

from core.db.scope import Transaction
from core.packs.calendar import VIETNAM, Due
from core.programmes.queries import Programme
from core.unit_reports import rules
from core.unit_reports.rules import Standing, State

Asked = Literal["owed", "called", "free"]

# $1 tenant, $2 programme, $3 report, $4 the day whose tree is meant; `slice` says of which units.
SELECT = """
select u.id, u.parent_id, u.path, u.ordinal, u.sort_key, coalesce(v.name, u.name) as name,
  coalesce(v.kind, u.kind) as kind, p.kind as above, r.id as report_id, r.state, r.version, r.edition, s.sent_at,
  l.id as last_id, l.edition as last_edition, l.outcome, l.outcome_reason, l.submitted_at, l.number, l.symbol,
  l.dated_on, f.id as force_id, f.edition as force_edition,
  exists (select from unit_report_part q join unit_report_edition w on w.tenant_id = q.tenant_id
          and w.id = q.edition_id and w.outcome in ('waiting', 'accepted')
          where q.tenant_id = u.tenant_id and q.part_id = f.id) as compiled,
  x.reason as exempt_reason, c.due_on as called_on, t.sent_to, t.received_by
from unit u
left join unit p on p.tenant_id = u.tenant_id and p.id = u.parent_id
left join lateral (select w.name, w.kind from unit_version w where w.tenant_id = u.tenant_id and w.unit_id = u.id
  and w.valid_from <= $4 order by w.valid_from desc limit 1) v on $4 < sec.domain_today()
left join unit_report r on r.tenant_id = u.tenant_id and r.programme_id = $2 and r.report = $3 and r.unit_id = u.id
left join lateral (select min(e.submitted_at) as sent_at from unit_report_edition e
  where e.tenant_id = r.tenant_id and e.report_id = r.id and e.outcome <> 'recalled') s on true
left join lateral (select e.* from unit_report_edition e where e.tenant_id = r.tenant_id and e.report_id = r.id
  and e.outcome <> 'recalled' order by e.edition desc limit 1) l on true
left join lateral (select e.id, e.edition from unit_report_edition e where e.tenant_id = r.tenant_id
  and e.report_id = r.id and e.outcome = 'accepted' order by e.edition desc limit 1) f on true
left join lateral (select count(*)::int as sent_to, count(q.received_on)::int as received_by
  from unit_report_recipient q where q.tenant_id = l.tenant_id and q.edition_id = l.id) t on true
left join unit_report_exemption x on x.tenant_id = u.tenant_id and x.programme_id = $2 and x.report = $3
  and x.unit_id = u.id
left join unit_report_call c on c.tenant_id = u.tenant_id and c.programme_id = $2 and c.report = $3
  and c.unit_id = u.parent_id
where u.tenant_id = $1 and {slice}
  and u.opened_on <= $4 and (u.closed_on is null or u.closed_on > $4 and u.closed_on > u.opened_on)
order by u.path
"""
BELOW = SELECT.format(slice="u.path >= $5 and u.path < $6")
AROUND = SELECT.format(slice="(u.id = $5 or u.parent_id = $5)")
GRANTED = """
select u.path, x.ends_at from extension x join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
where x.tenant_id = $1 and x.programme_id = $2 and x.milestone = $3 and x.state = 'granted'
"""


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's report: what is asked, by when, where it is on its way and how it stands to the date. `closes_at` is
    the first instant too late (None: no date), `until` the end of more time; `last` is what was submitted last,
    to `sent_to` recipients, of which `received_by` are known to have it."""

    unit_id: UUID
    parent_id: UUID | None
    path: str
    name: str
    kind: str
    asked: Asked
    wording: str
    closes_at: datetime | None
    until: datetime | None
    state: State
    standing: Standing | None
    version: int
    sent_at: datetime | None
    last_id: UUID | None
    last_edition: int
    number: str
    dated_on: date | None
    outcome_reason: str
    sent_to: int
    received_by: int
    force_id: UUID | None
    force_edition: int
    exempt_reason: str

    @property
    def expected(self) -> bool:
        """Whether the unit counts among those that must report."""
        return self.asked != "free" and self.standing != "exempt"


def day_of(due: Due | None, today: date) -> date:
    """The day on which a unit must have existed to owe a report."""
    return min(due.last_day, today) if due else today


async def of_slice(tx: Transaction, programme: Programme, key: str, path: str) -> tuple[Duty, ...]:
    """A unit and everything below it ('' is the whole tree), in the order of the tree."""
    return await _read(tx, programme, key, BELOW, path, path + "/" if path else "~")


async def around(tx: Transaction, programme: Programme, key: str, unit_id: UUID) -> tuple[Duty, ...]:
    """A unit and those directly below it."""
    return await _read(tx, programme, key, AROUND, unit_id)


async def _read(tx: Transaction, programme: Programme, key: str, sql: str, *where: object) -> tuple[Duty, ...]:
    found = rules.owed(programme.rules, programme.milestones, key)
    due, kinds = found if found else (None, ())
    now, day = await tx.now(), day_of(due, await tx.today())
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, key, day, *where)
    given = await tx.fetch(GRANTED, tx.tenant_id, programme.id, due.key) if due else []
    return tuple(_duty(row, due, kinds, now, given) for row in rows)


async def call_of(tx: Transaction, programme: Programme, key: str, unit_id: UUID) -> date | None:
    """The day by which a unit asks those below it for their reports."""
    return await tx.fetchval(
        """select due_on from unit_report_call
           where tenant_id = $1 and programme_id = $2 and report = $3 and unit_id = $4""",
        tx.tenant_id, programme.id, key, unit_id,
    )  # fmt: skip


def ordered(duties: Iterable[Duty], rank: Sequence[UUID]) -> tuple[Duty, ...]:
    """In the order of another list of units."""
    place = {unit: at for at, unit in enumerate(rank)}
    return tuple(sorted(duties, key=lambda one: place.get(one.unit_id, len(place))))


def end_of(day: date) -> datetime:
    """The first instant after a day, in Viet Nam."""
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM).astimezone(UTC)


def _duty(
    row: asyncpg.Record, due: Due | None, kinds: Sequence[str], now: datetime, given: Sequence[asyncpg.Record]
) -> Duty:
    asked: Asked = "free"
    closes_at, wording = None, "by"
    if due and row["kind"] in kinds:
        asked, closes_at, wording = "owed", due.closes_at, due.wording
    elif row["called_on"] and rules.called(row["kind"], row["above"] or ""):
        asked, closes_at = "called", end_of(row["called_on"])
    until = max(
        (one["ends_at"] for one in given if (row["path"] + ".").startswith(one["path"] + ".")), default=None
    ) if asked == "owed" else None  # fmt: skip
    exempt = row["exempt_reason"] or ""
    standing = rules.standing(closes_at, now, row["sent_at"], until, bool(exempt)) if closes_at else None
    if closes_at is None and exempt:
        standing = "exempt"
    return Duty(
        unit_id=row["id"], parent_id=row["parent_id"], path=row["path"], name=row["name"], kind=row["kind"],
        asked=asked, wording=wording, closes_at=closes_at, until=until, state=_state(row), standing=standing,
        version=row["version"] or 0, sent_at=row["sent_at"], last_id=row["last_id"],
        last_edition=row["last_edition"] or 0,
        number=rules.named(row["number"], row["symbol"]) if row["number"] else "",
        dated_on=row["dated_on"], outcome_reason=row["outcome_reason"] or "",
        sent_to=row["sent_to"], received_by=row["received_by"], force_id=row["force_id"],
        force_edition=row["force_edition"] or 0, exempt_reason=exempt,
    )  # fmt: skip


def _state(row: asyncpg.Record) -> State:
    if row["state"] is None:
        return "planned"
    return "compiled" if row["state"] == "accepted" and row["compiled"] else row["state"]
