"""How many units report, and how many in time: with the units that existed and were expected as the denominator.

Expected of a unit's own rate are those that the plan asks below it, and those that it asked itself. What a unit further
down asks for is that unit's rate (decision 40): it stands in the calendar here, and its units in the list."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Actor, Target, require, where
from core.db.migrations.m11_contract import COUNTED
from core.db.scope import Transaction
from core.errors import NotFound
from core.packs import calendar
from core.packs.patching import active
from core.packs.text import Text
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports.columns import counters, report_of, shown
from core.unit_reports import duties, rules
from core.unit_reports.duties import Duty
from core.units import queries as units
from core.units.queries import Unit

ORDER = ("top", "district", "grassroots", "grassroots_branch", "section", "branch", "subbranch")
NAMED = 200  # people behind a cell that are named on a page


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """Reports of several units: `sent` of `expected`, of the sent ones how they stood to the date; `due` are those
    expected whose date is over, by which timeliness is measured. Excused units are in none of them."""

    expected: int = 0
    sent: int = 0
    on_time: int = 0
    inside: int = 0
    late: int = 0
    overdue: int = 0
    accepted: int = 0
    exempt: int = 0

    @property
    def due(self) -> int:
        """Reports sent, and those that should have been."""
        return self.on_time + self.inside + self.late + self.overdue


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the calendar: by when, what, from how many units, to whom; `call` names the unit that asked for it,
    `unit_id` is who takes the reports in."""

    closes_at: datetime
    wording: str
    key: str
    title: Text
    rate: Rate
    to: Text | None
    call: str
    unit_id: UUID


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """One report over a unit and everything below: by kind of unit, by year (of the same pack), the calendar, and the
    units behind the numbers."""

    unit: Unit
    title: Text
    total: Rate
    kinds: tuple[tuple[str, Rate], ...]
    years: tuple[tuple[str, Rate], ...]
    calendar: tuple[Due, ...]
    duties: tuple[Duty, ...]


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A person behind a cell; `level` is the rank of his result, None without one."""

    name: str
    unit: str
    state: str
    level: int | None
    registration_id: UUID | None


def tally(found: Iterable[Duty]) -> Rate:
    """Of units that were expected; who was excused and reported nevertheless has reported."""
    kept = [one for one in found if one.asked != "free"]
    counted = [one for one in kept if one.standing != "exempt"]
    standing = [one.standing for one in counted]
    return Rate(
        expected=len(counted), sent=sum(one.sent_at is not None for one in counted), on_time=standing.count("on_time"),
        inside=standing.count("inside"), late=standing.count("late"), overdue=standing.count("overdue"),
        accepted=sum(one.force_id is not None for one in counted), exempt=len(kept) - len(counted),
    )  # fmt: skip


def expected_by(found: Iterable[Duty], unit_id: UUID) -> tuple[Duty, ...]:
    """Those whose reports count in a unit's own rate."""
    return tuple(one for one in found if one.asked == "owed" or one.parent_id == unit_id)


async def of_unit(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID) -> Followed:
    """A report followed over a unit and everything below it."""
    unit = await units.get(tx, unit_id)
    require(actor, "report.read", Target(unit_path=unit.path))
    title = report_of(programme.rules, key).heading
    found = await duties.of_slice(tx, programme, key, unit.path)
    mine = expected_by(found, unit.id)
    kinds = [(kind, tally(one for one in mine if one.kind == kind)) for kind in ORDER]
    years = []
    for other in await programmes.listing(tx):
        if other.pack_id == programme.pack_id and key in active(other.rules.reports):
            there = found if other.id == programme.id else await duties.of_slice(tx, other, key, unit.path)
            rate = tally(expected_by(there, unit.id))
            years.append((other.year, calendar.years_in(other.rules.period, other.year), rate))
    return Followed(
        unit=unit, title=title, total=tally(mine),
        kinds=tuple((kind, rate) for kind, rate in kinds if rate.expected or rate.exempt),
        years=tuple((words, rate) for _year, words, rate in sorted(years, key=lambda one: one[0])),
        calendar=_calendar(programme, key, title, found, unit.id),
        duties=tuple(one for one in found if one.asked != "free" or one.last_id),
    )  # fmt: skip


async def punctual(tx: Transaction, programme: Programme) -> tuple[int, int] | None:
    """Reports that the programme's dates asked for and whose date is over: how many were due, how many of them came in
    time. None while none was."""
    due = on_time = 0
    for key in rules.reports_of(programme.rules):
        if rules.owed(programme.rules, programme.milestones, key) is None:
            continue
        rate = tally(one for one in await duties.of_slice(tx, programme, key, "") if one.asked == "owed")
        due, on_time = due + rate.due, on_time + rate.on_time
    return (due, on_time) if due else None


async def people(
    tx: Transaction, actor: Actor, programme: Programme, key: str, unit: Unit, column: str
) -> tuple[tuple[Counted, ...], int]:
    """Who is counted in a cell, as far as the actor may see them: the first ones, and how many there are. Those without
    a result come first, because they are what is looked for."""
    columns = shown(report_of(programme.rules, key))
    counter = counters(programme.rules, columns).get(column)
    if counter is None:
        raise NotFound("access.not-found")
    allowed, args = where(actor, "registration.read", path="u.path", person="e.person_id", first=5)
    rows = await tx.fetch(
        f"""select p.full_name as name, u.name as unit, e.state, e.level, r.id as registration_id,
              count(*) over ()::int as whole
            from enrolment e join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
            join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
            left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id
              and r.person_id = e.person_id
            where e.tenant_id = $1 and e.programme_id = $2 and u.path >= $3 and u.path < $4
              and ({COUNTED[counter]}) and {allowed}
            order by e.level is not null, u.path, p.sort_key, p.id limit {NAMED}""",
        tx.tenant_id, programme.id, unit.path, unit.path + "/", *args,
    )  # fmt: skip
    found = tuple(Counted(**{name: row[name] for name in Counted.__struct_fields__}) for row in rows)
    return found, rows[0]["whole"] if rows else 0


def _calendar(
    programme: Programme, key: str, title: Text, found: tuple[Duty, ...], unit_id: UUID
) -> tuple[Due, ...]:
    owed = rules.owed(programme.rules, programme.milestones, key)
    names = {one.unit_id: one.name for one in found}
    groups: dict[tuple[datetime, str, str, UUID], list[Duty]] = {}
    for one in found:
        if one.asked != "free" and one.closes_at:
            caller = one.parent_id if one.asked == "called" and one.parent_id else unit_id
            call = names.get(caller, "") if one.asked == "called" else ""
            groups.setdefault((one.closes_at, one.wording, call, caller), []).append(one)
    return tuple(
        Due(closes_at=closes, wording=wording, key=key, title=title, rate=tally(mine), call=call, unit_id=caller,
            to=owed[0].to if owed and mine[0].asked == "owed" else None)
        for (closes, wording, call, caller), mine in sorted(groups.items(), key=lambda one: one[0])
    )  # fmt: skip
