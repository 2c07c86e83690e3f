"""Reading trials: how far one is, what came out, who would have another level, and why a single person would."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound
from core.jobs.queries import Job
from core.jobs.queries import find as find_job
from core.packs.facts import Reason
from core.programmes.queries import Programme
from core.trials import facts, work
from core.trials.rules import Outcome, Shift, Stored, Why
from core.trials.summary import Summary
from core.trials.work import Trial

PAGE = 50


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A trial as it is kept: `draft` is the edit that was tried, `summary` None while it runs; `by` is a name."""

    id: UUID
    pack_id: str
    draft: int
    rules_hash: str
    programme_id: UUID
    asked_at: datetime
    done_at: datetime | None
    by: str
    summary: Summary | None
    job: Job | None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a trial's list."""

    person_id: UUID
    name: str
    unit_id: UUID
    unit_name: str
    outcome: str
    was: str
    now: str
    step: int
    why: tuple[Why, ...]
    sheet: tuple[tuple[str, str], ...]
    shifts: tuple[Shift, ...]


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with everything below it (or, `own`, its own people alone): how many were compared, how many change."""

    id: UUID
    path: str
    name: str
    own: bool
    people: int
    compared: int
    changed: int
    up: int
    down: int
    undecided: int
    sheets: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What of the list is asked for: outcomes ('sheet': registrations refused), one cell of the table, a unit's part of
    the tree, a name; from the person `after` on."""

    outcome: str = "changed"
    was: str = ""
    now: str = ""
    path: str = ""
    text: str = ""  # as names are stored for looking up
    page: int = 1


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A unit whose part of the tree is looked at, and the units above it down to it."""

    id: UUID
    path: str
    name: str
    above: tuple[tuple[UUID, str], ...]


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """One person: what is on record, the reasons as they were stored, and those of the draft."""

    name: str
    unit_name: str
    stored: Stored
    then: tuple[Reason, ...]
    outcome: Outcome
    sheet: tuple[tuple[str, str], ...]
    shifts: tuple[Shift, ...]


KEPT = """
select t.id, t.pack_id, t.draft, t.rules_hash, t.programme_id, t.asked_at, t.done_at, t.summary::text as summary,
       t.job_id, coalesce(p.full_name, a.display_name, '') as by
from trial t
left join account a on a.tenant_id = t.tenant_id and a.id = t.asked_by
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where t.tenant_id = $1
"""
# The table's own columns decide which rows belong to a question; a cell is asked for by both of its levels.
LIST = """
from trial_row x
join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
join person w on w.tenant_id = x.tenant_id and w.id = x.person_id
where x.tenant_id = $1 and x.trial_id = $2
  and case $3 when 'sheet' then x.sheet <> '[]' when 'shift' then x.shifts <> '[]' else x.outcome = $3 end
  and ($4 = '' or x.was = $4) and ($5 = '' or x.now = $5)
  and ($6 = '' or u.path = $6 or (u.path >= $6 || '.' and u.path < $6 || '/'))
  and ($7 = '' or w.search_key like '%' || $7 || '%')
"""
ROWS = f"""
select x.person_id, w.full_name as name, x.unit_id, u.name as unit_name, x.outcome, x.was, x.now, x.step, x.why,
       x.sheet, x.shifts {LIST} order by u.path, w.sort_key, w.id limit {PAGE} offset $8
"""
# A unit's share: its own people where it is the one asked for, else everybody in the child's part of the tree.
AREAS = """
with counted as (
  select case when u.path = $3 then u.path else left(u.path, length($3) + 5) end as path, u.path = $3 as own,
         count(*)::int as people, count(*) filter (where x.outcome in ('same', 'changed'))::int as compared,
         count(*) filter (where x.outcome = 'changed')::int as changed,
         count(*) filter (where x.step > 0)::int as up, count(*) filter (where x.step < 0)::int as down,
         count(*) filter (where x.outcome = 'undecided')::int as undecided,
         count(*) filter (where x.sheet <> '[]')::int as sheets
  from trial_row x join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
  where x.tenant_id = $1 and x.trial_id = $2 and (u.path = $3 or (u.path >= $3 || '.' and u.path < $3 || '/'))
  group by 1, 2)
select u.id, u.path, u.name, c.own, c.people, c.compared, c.changed, c.up, c.down, c.undecided, c.sheets
from counted c join unit u on u.tenant_id = $1 and u.path = c.path order by c.own desc, u.ordinal, u.path
"""


async def get(tx: Transaction, actor: Actor, trial_id: UUID) -> Kept:
    """A trial; NotFound where there is none."""
    require(actor, "configuration.admin", Target())
    row = await tx.fetchrow(f"{KEPT} and t.id = $2", tx.tenant_id, trial_id)
    if row is None:
        raise NotFound("access.not-found")
    return await _kept(tx, row)


async def latest(tx: Transaction, actor: Actor, pack_id: str) -> tuple[Kept, ...]:
    """The trials of a pack, newest first."""
    require(actor, "configuration.admin", Target())
    rows = await tx.fetch(f"{KEPT} and t.pack_id = $2 order by t.asked_at desc, t.id desc", tx.tenant_id, pack_id)
    return tuple([await _kept(tx, row) for row in rows])


async def like(
    tx: Transaction, pack_id: str, programme_id: UUID, rules_hash: str, *, of_old: bool = False
) -> UUID | None:
    """The newest trial of just these rules on just this year that is under way, or done and still true: nothing changes
    in a closed year. `of_old` answers one on a running year too."""
    return await tx.fetchval(
        """select t.id from trial t join programme p on p.tenant_id = t.tenant_id and p.id = t.programme_id
           left join job j on j.tenant_id = t.tenant_id and j.id = t.job_id
           where t.tenant_id = $1 and t.pack_id = $2 and t.programme_id = $3 and t.rules_hash = $4
             and (j.state in ('queued', 'running') or (t.done_at is not null and (p.state = 'closed' or $5)))
           order by t.asked_at desc, t.id desc limit 1""",
        tx.tenant_id, pack_id, programme_id, rules_hash, of_old,
    )  # fmt: skip


async def rows(tx: Transaction, trial_id: UUID, wanted: Wanted) -> tuple[tuple[Row, ...], int]:
    """A page of people, and how many there are in all."""
    asked = (tx.tenant_id, trial_id, wanted.outcome, wanted.was, wanted.now, wanted.path, _escaped(wanted.text))
    total = await tx.fetchval(f"select count(*)::int {LIST}", *asked)
    found = await tx.fetch(ROWS, *asked, (wanted.page - 1) * PAGE)
    return tuple(_row(dict(one)) for one in found), total


async def areas(tx: Transaction, trial_id: UUID, path: str) -> tuple[Area, ...]:
    """The units right below a place of the tree (and the place's own people), with their counts."""
    return tuple(Area(**dict(row)) for row in await tx.fetch(AREAS, tx.tenant_id, trial_id, path))


async def place(tx: Transaction, unit_id: UUID | None) -> Place:
    """A unit, the top one where none is named; NotFound where there is none."""
    rows = await tx.fetch(
        """select o.id, o.path, o.name from unit u join unit o on o.tenant_id = u.tenant_id
             and (o.path = u.path or starts_with(u.path, o.path || '.'))
           where u.tenant_id = $1 and case when $2::uuid is null then u.parent_id is null else u.id = $2 end
           order by o.path""",
        tx.tenant_id, unit_id,
    )  # fmt: skip
    if not rows:
        raise NotFound("access.not-found")
    last = rows[-1]
    return Place(
        id=last["id"], path=last["path"], name=last["name"], above=tuple((row["id"], row["name"]) for row in rows[:-1])
    )


async def explain(tx: Transaction, actor: Actor, trial_id: UUID, person_id: UUID) -> tuple[Trial, Explained]:
    """Why one person would have the level that the trial says: both sides, step by step."""
    require(actor, "configuration.admin", Target())
    row = await tx.fetchrow(
        """select w.full_name as name, u.name as unit_name, x.outcome from trial_row x
           join person w on w.tenant_id = x.tenant_id and w.id = x.person_id
           join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
           where x.tenant_id = $1 and x.trial_id = $2 and x.person_id = $3""",
        tx.tenant_id, trial_id, person_id,
    )  # fmt: skip
    trial = await work.sides(tx, trial_id) if row else None
    stored = await facts.one(tx, trial.programme, person_id) if trial else None
    if row is None or trial is None or stored is None:
        raise NotFound("access.not-found")
    outside = frozenset([person_id]) if row["outcome"] == "outside" else frozenset()
    (line,) = work.judged(trial, (stored,), outside, trial.due_then, trial.due_now)
    return trial, Explained(
        name=row["name"], unit_name=row["unit_name"], stored=stored, outcome=line.outcome, sheet=line.sheet,
        shifts=line.shifts, then=await _reasons(tx, trial.programme, stored),
    )  # fmt: skip


async def _reasons(tx: Transaction, programme: Programme, stored: Stored) -> tuple[Reason, ...]:
    found = await tx.fetchval(
        """select reasons::text from assessment where tenant_id = $1 and registration_id = $2 and level is not null
           and given_at is not null order by given_at desc limit 1""",
        tx.tenant_id, stored.registration_id,
    )  # fmt: skip
    reasons = msgspec.json.decode(found, type=tuple[Reason, ...]) if found else ()
    if reasons or stored.level is None:
        return reasons
    if stored.by_rule:  # what closing the year found, and a judged level, were kept without reasons
        return (Reason(step="case", key=stored.by_rule, facts={"level": stored.level}),)
    return (Reason(step="judged", key=stored.level),)


async def _kept(tx: Transaction, row: object) -> Kept:
    held = dict(row)  # type: ignore[call-overload]
    job_id, summary = held.pop("job_id"), held.pop("summary")
    job = await find_job(tx, job_id) if job_id else None
    return Kept(**held, summary=msgspec.json.decode(summary, type=Summary) if summary else None, job=job)


def _row(held: dict[str, object]) -> Row:
    held["why"] = msgspec.json.decode(held["why"], type=tuple[Why, ...])
    held["sheet"] = msgspec.json.decode(held["sheet"], type=tuple[tuple[str, str], ...])
    held["shifts"] = msgspec.json.decode(held["shifts"], type=tuple[Shift, ...])
    return Row(**held)


def _escaped(text: str) -> str:
    """A name to look for, in the form in which names are stored for looking up."""
    return text.replace("\\", "").replace("%", "").replace("_", "")
