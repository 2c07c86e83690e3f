"""The owner's acts: save the draft, submit, take back before the review. Each is one statement of writing.

What is confirmed stays as it was confirmed while its owner adds to it (see `supplements`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.extensions.queries import due_for
from core.packs.facts import SeatFact, SheetFact, SubjectFact
from core.programmes import pinned
from core.programmes.queries import Programme
from core.registrations import rules
from core.registrations.editions import IN_FORCE


class Saved(msgspec.Struct, frozen=True):
    """What a write left: the sheet, its edition, and the version that the next write must name."""

    registration_id: UUID
    edition: int
    version: int
    saved_at: datetime
    late: bool = False


# Items of the sheet in `head` become those of the three arrays; no arrays, no change.
ITEMS = """
kept as (
  insert into registration_item as i (tenant_id, registration_id, edition, criterion, solution, points, ordinal, since)
  select $1, head.id, head.edition, n.criterion, n.solution, n.points, n.ordinal, head.edition
  from head, unnest($6::text[], $7::text[], $8::int[]) with ordinality as n (criterion, solution, points, ordinal)
  on conflict (tenant_id, registration_id, edition, criterion) do update
    set solution = excluded.solution, points = excluded.points, ordinal = excluded.ordinal
    where (i.solution, i.points, i.ordinal) is distinct from (excluded.solution, excluded.points, excluded.ordinal)
), dropped as (
  delete from registration_item i using head
  where i.tenant_id = $1 and i.registration_id = head.id and i.edition = head.edition
    and i.criterion <> all($6::text[])
)"""

SAVE = f"""
with me as (
  select e.unit_id, e.presence, p.state as programme_state
  from enrolment e join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id
  where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = $3
), old as (
  select r.id, r.state, r.edition, r.version from registration r
  where r.tenant_id = $1 and r.programme_id = $2 and r.person_id = $3 for update
), head as (
  insert into registration as r (tenant_id, id, programme_id, person_id, unit_id, saved_at)
  select $1, $4, $2, $3, me.unit_id, sec.domain_now() from me left join old on true
  where me.programme_state = 'open' and me.presence = 'present'
    and coalesce(old.version, 0) = $5 and coalesce(old.state, 'draft') in ('draft', 'returned')
  on conflict (tenant_id, programme_id, person_id) do update
    set saved_at = excluded.saved_at, version = r.version + 1
    where r.version = $5 and r.state in ('draft', 'returned')
  returning r.id, r.edition, r.version, r.saved_at
), {ITEMS}
select me.presence, me.programme_state, old.state, head.id, head.edition, head.version, head.saved_at
from me left join old on true left join head on true
"""

# The share lock keeps a closing of the programme out until this transaction has ended.
MINE = f"""
with p as materialized (select id, state from programme where tenant_id = $1 and id = $2 for share)
select p.state as programme_state, e.unit_id, e.presence, e.seat_title, e.seat_full_time, u.kind, u.path, u.block,
       e.state as roster, e.self_assessed,
       w.birth_date, w.occupation, r.id, coalesce(r.supplement, false) as supplement,
       coalesce(r.state, 'none') as state, coalesce(r.edition, 1) as edition,
       coalesce(r.version, 0) as version, r.first_submitted_at, sec.domain_now() as now,
       (select v.decision from registration_review v where v.tenant_id = $1 and v.registration_id = r.id
          and v.edition = r.edition - 1) as last_decision,
       sec.domain_today() as today, i.keys, i.texts, i.points, k.keys as confirmed, k.texts as confirmed_texts
from p
join enrolment e on e.tenant_id = $1 and e.programme_id = p.id and e.person_id = $3
join unit u on u.tenant_id = $1 and u.id = e.unit_id
join person w on w.tenant_id = $1 and w.id = e.person_id
left join registration r on r.tenant_id = $1 and r.programme_id = p.id and r.person_id = e.person_id
cross join lateral (
  select coalesce(array_agg(criterion order by ordinal), '{{}}') as keys,
         coalesce(array_agg(solution order by ordinal), '{{}}') as texts,
         coalesce(array_agg(points order by ordinal), '{{}}') as points
  from registration_item where tenant_id = $1 and registration_id = r.id and edition = r.edition) i
cross join lateral (
  select coalesce(array_agg(criterion order by ordinal), '{{}}') as keys,
         coalesce(array_agg(solution order by ordinal), '{{}}') as texts
  from registration_item where tenant_id = $1 and registration_id = r.id and r.supplement and edition = {IN_FORCE}) k
"""

SUBMIT = f"""
with head as (
  insert into registration as r (tenant_id, id, programme_id, person_id, unit_id, state, submitted_at,
                                 first_submitted_at, late, saved_at)
  values ($1, $4, $2, $3, $9, 'submitted', sec.domain_now(), coalesce($12, sec.domain_now()), $10, sec.domain_now())
  on conflict (tenant_id, programme_id, person_id) do update
    set state = excluded.state, unit_id = excluded.unit_id, submitted_at = excluded.submitted_at,
        first_submitted_at = coalesce(r.first_submitted_at, excluded.first_submitted_at), late = excluded.late,
        channel = excluded.channel, saved_at = excluded.saved_at, version = r.version + 1
    where r.version = $5 and r.state in ('draft', 'returned')
  returning r.id, r.edition, r.version, r.saved_at, r.late
), {ITEMS}, moved as (
  update enrolment e set state = $11, registered_late = head.late from head
  where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = $3
)
select id, edition, version, saved_at, late from head
"""

# What was never reviewed leaves no trace of lateness; a resubmission keeps its first date.
WITHDRAW = """
with head as (
  update registration set state = $6, submitted_at = null, version = version + 1, saved_at = sec.domain_now(),
         first_submitted_at = case when edition > 1 then first_submitted_at end, late = late and edition > 1
  where tenant_id = $1 and programme_id = $2 and person_id = $3 and version = $4 and state = 'submitted'
  returning id, edition, version, saved_at, late
), moved as (
  update enrolment e set state = $5, registered_late = head.late from head
  where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = $3
)
select id, edition, version, saved_at, late from head
"""


async def save_draft(
    tx: Transaction, actor: Actor, programme: Programme, items: Mapping[str, str], version: int,
    points: Mapping[str, int] | None = None,
) -> Saved:  # fmt: skip
    """Keep what is written so far, whole or not (S0-20). `items` is the solution by criterion, in the form's
    order, `points` what the owner gave by himself in hundredths (None: spread evenly); `version` is 0 for the first
    save.

    Stale if the sheet was saved elsewhere meanwhile; Problem once it is submitted."""
    me = _writer(actor)
    who = SubjectFact()  # where all criteria are for everybody, a draft is kept by one statement
    if rules.personal(programme.rules) or programme.rules.registration.supplement:
        mine = await tx.fetchrow(MINE, tx.tenant_id, programme.id, me)
        if mine is None:
            raise NotFound("registration.not-enrolled")
        who = subject(programme, mine)
        items = rules.supplemented(programme.rules, _confirmed(mine), items)
    rules.check_items(programme.rules, items, who)
    row = await tx.fetchrow(
        SAVE, tx.tenant_id, programme.id, me, new_id(), version, *_written(programme, items, points)
    )  # fmt: skip
    if row is None:
        raise NotFound("registration.not-enrolled")
    if row["id"] is None:
        check_writable(row)
        rules.move("save", row["state"] or "none")
        raise await _stale(tx, programme.id, me)
    return Saved(row["id"], row["edition"], row["version"], row["saved_at"])


async def submit(
    tx: Transaction, actor: Actor, programme: Programme, version: int, items: Mapping[str, str] | None = None,
    points: Mapping[str, int] | None = None, *, handed_in: datetime | None = None,
) -> Saved:  # fmt: skip
    """Hand the sheet in for review (S0-21, domain.md §8): the stored draft, or `items` in its place. `handed_in` is
    when the same was handed in on paper (S4-33): then the dates judge that instant and not this one.

    Problem with one problem per input where the pack's rule is not met; late is a fact, refused only where
    the pack closes the registration."""
    me = _writer(actor)
    mine = await _mine(tx, programme, me)
    moved = rules.move("submit", mine["state"], mine["edition"], supplement=mine["supplement"])
    if mine["version"] != version:
        raise await _stale(tx, programme.id, me)
    if items is not None:
        items = rules.supplemented(programme.rules, _confirmed(mine), items)
    if mine["supplement"]:
        _check_supplement(programme, mine, mine["keys"] if items is None else tuple(items))
    due = programme.due("registration")
    shut = await due_for(tx, programme, due, mine["unit_id"], mine["now"])
    judged = handed_in or mine["now"]
    rules.check_time(shut, judged, mine["first_submitted_at"])
    _check_sheet(programme, mine, items, points)
    late = rules.is_late(due, judged, mine["first_submitted_at"])
    written = _written(programme, items, points) if items is not None else (None, None, None)
    row = await tx.fetchrow(
        SUBMIT, tx.tenant_id, programme.id, me, new_id(), version, *written, mine["unit_id"], late, moved.roster,
        handed_in,
    )  # fmt: skip
    if row is None:
        raise await _stale(tx, programme.id, me)
    await audit.record(tx, actor, "registration.submit", row["id"], edition=row["edition"], late=row["late"])
    return saved_of(row)


async def withdraw(tx: Transaction, actor: Actor, programme: Programme, version: int) -> Saved:
    """Take the submitted sheet back to write on, as long as nobody has decided on it."""
    me = _writer(actor)
    mine = await _mine(tx, programme, me)
    moved = rules.move(
        "withdraw", mine["state"], mine["edition"], supplement=mine["supplement"],
        returned=mine["last_decision"] == "returned",
    )  # fmt: skip
    row = await tx.fetchrow(WITHDRAW, tx.tenant_id, programme.id, me, version, moved.roster, moved.state)
    if row is None:
        raise await _stale(tx, programme.id, me)
    await audit.record(tx, actor, "registration.withdraw", row["id"], edition=row["edition"])
    return saved_of(row)


def subject(programme: Programme, row: asyncpg.Record) -> SubjectFact:
    """The owner as the pack's hooks see him, on the day of registering (S4-27)."""
    seat = SeatFact(
        unit_id=str(row["unit_id"]), unit_kind=row["kind"], title=row["seat_title"],
        full_time=row["seat_full_time"], starts_on=programme.starts_on,
    ) if row["seat_title"] else None  # fmt: skip
    age = _age(row["birth_date"], row["today"])
    return SubjectFact(seat=seat, age=age, occupation=row["occupation"], block=row["block"])


def _age(born: Any, today: Any) -> int | None:
    return born and today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _writer(actor: Actor) -> UUID:
    require(actor, "registration.write", Target(person_id=actor.person_id, state="draft"))
    if actor.person_id is None:
        raise NotFound("registration.not-enrolled")
    return actor.person_id


async def _mine(tx: Transaction, programme: Programme, me: UUID) -> asyncpg.Record:
    row = await tx.fetchrow(MINE, tx.tenant_id, programme.id, me)
    if row is None:
        raise NotFound("registration.not-enrolled")
    check_writable(row)
    return row


def check_writable(row: asyncpg.Record) -> None:
    """Refuse a closed programme, and who is on leave or has left."""
    if row["programme_state"] != "open":
        raise Problem("programme.closed")
    if row["presence"] != "present":
        raise Problem("registration.on-leave" if row["presence"] == "on_leave" else "registration.left")


def _written(
    programme: Programme, items: Mapping[str, str], points: Mapping[str, int] | None
) -> tuple[list[str], list[str], list[int | None]]:
    """The three arrays of an item statement."""
    spread = rules.with_points(programme.rules, tuple(items), points)
    return list(items), list(items.values()), [spread.get(key) for key in items]


def _check_sheet(
    programme: Programme, mine: asyncpg.Record, items: Mapping[str, str] | None, points: Mapping[str, int] | None
) -> None:
    if items is None:
        fact = SheetFact(items=dict(zip(mine["keys"], mine["texts"], strict=True)), points=stored_points(mine))
    else:
        fact = SheetFact(items=items, points=rules.with_points(programme.rules, tuple(items), points))
    who = subject(programme, mine)
    rules.check_items(programme.rules, fact.items, who)
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    findings = hooks.registration_problems(programme.rules, fact, who)
    if findings:
        raise Problem("registration.incomplete", problems=rules.as_problems(programme.rules, findings))


def _confirmed(row: asyncpg.Record) -> dict[str, str]:
    """What is confirmed of a sheet that its owner adds to; nothing of any other."""
    return dict(zip(row["confirmed"], row["confirmed_texts"], strict=True))


def _check_supplement(programme: Programme, mine: asyncpg.Record, keys: Sequence[str]) -> None:
    """There is time for it still, and something new."""
    code = rules.supplement_refusal(
        programme.rules, mine["roster"], "validated", self_assessed=mine["self_assessed"]
    )
    if code is None and set(keys) <= set(mine["confirmed"]):
        code = rules.SUPPLEMENT_REFUSALS["empty"]
    if code:
        raise Problem(code)


def stored_points(row: asyncpg.Record) -> dict[str, int]:
    """The points of a stored sheet by criterion, in hundredths; empty on a scale without points."""
    return {key: given for key, given in zip(row["keys"], row["points"], strict=True) if given is not None}


async def _stale(tx: Transaction, programme_id: UUID, me: UUID) -> Stale:
    """The stored texts, for the page to set beside the typed ones."""
    sql = """
    select r.version, i.criterion, i.solution from registration r
    left join registration_item i on i.tenant_id = r.tenant_id and i.registration_id = r.id and i.edition = r.edition
    where r.tenant_id = $1 and r.programme_id = $2 and r.person_id = $3 order by i.ordinal
    """
    rows = await tx.fetch(sql, tx.tenant_id, programme_id, me)
    theirs = {f"solution.{row['criterion']}": row["solution"] for row in rows if row["criterion"]}
    return Stale("registration.stale", theirs=theirs, version=rows[0]["version"] if rows else 0)


def saved_of(row: asyncpg.Record) -> Saved:
    """What a write returned."""
    return Saved(row["id"], row["edition"], row["version"], row["saved_at"], row["late"])
