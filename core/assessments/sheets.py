"""The sheet that an assessment is about, locked for the act: one statement, read by every action here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Target
from core.assessments import rules
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.registrations.editions import IN_FORCE

# The share locks keep a closing of the programme and a sending of the unit's results out; the row lock orders two
# raters. The sheet is read by a second statement, so that it sees what those who held the locks have left.
LOCK = """
select r.id
from registration r
join programme p on p.tenant_id = r.tenant_id and p.id = r.programme_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where r.tenant_id = $1 and {which} for share of p, u for update of e
"""
READ = f"""
select r.id, r.programme_id, r.person_id, held.edition, e.unit_id, u.path, e.state, e.presence, e.level,
       e.self_assessed,
       p.state as programme_state, sec.domain_now() as now,
       i.items, i.registered, r.supplement and r.state = 'submitted' as supplementing,
       (select x.state from unit_result x where x.tenant_id = r.tenant_id and x.programme_id = r.programme_id
          and x.unit_id = e.unit_id and x.checkpoint = $3) as results,
       exists (select from level_reply o where o.tenant_id = r.tenant_id and o.registration_id = r.id
          and o.checkpoint = $3 and o.kind = 'objected' and o.outcome is null) as objected
from registration r
join programme p on p.tenant_id = r.tenant_id and p.id = r.programme_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
cross join lateral (select {IN_FORCE} as edition) held
cross join lateral (
  select coalesce(array_agg(i.criterion order by i.ordinal), '{{}}') as items,
         coalesce(array_agg(i.points order by i.ordinal), '{{}}') as registered
  from registration_item i where i.tenant_id = r.tenant_id and i.registration_id = r.id and i.edition = held.edition) i
where r.tenant_id = $1 and r.id = $2
"""


class Held(msgspec.Struct, frozen=True):
    """A sheet under lock: where it counts, how far it is, what is registered on it."""

    id: UUID
    programme_id: UUID
    person_id: UUID
    edition: int
    unit_id: UUID
    path: str
    state: str
    presence: str
    level: int | None
    self_assessed: bool
    programme_state: str
    now: datetime
    items: Sequence[str]
    registered: Sequence[int | None]
    supplementing: bool
    results: str | None
    objected: bool

    @property
    def most(self) -> dict[str, int]:
        """The points that each item can bring, in hundredths; empty on a scale without points."""
        return {key: given for key, given in zip(self.items, self.registered, strict=True) if given is not None}

    @property
    def target(self) -> Target:
        """What the access table judges."""
        return Target(unit_path=self.path, person_id=self.person_id, state=self.state)


async def hold(tx: Transaction, registration_id: UUID, checkpoint: str) -> Held:
    """The sheet by its id; NotFound where there is none."""
    return await _hold(tx, checkpoint, "r.id = $2", registration_id)


async def hold_own(tx: Transaction, programme_id: UUID, person_id: UUID | None, checkpoint: str) -> Held:
    """A person's own sheet in a programme; NotFound where he has none."""
    return await _hold(tx, checkpoint, "r.programme_id = $2 and r.person_id = $3", programme_id, person_id)


def check_open(held: Held) -> None:
    """Refuse what a closed programme, an absence or results already on their way do not allow."""
    code = rules.refusal(held.programme_state, held.presence, held.results or "none", held.state)
    if code:
        raise Problem(code, presence=held.presence)
    if held.supplementing:
        raise Problem("assessment.supplement-open")


def check_answered(held: Held) -> None:
    """Refuse another level while the person's objection to this one waits for its answer."""
    if held.objected:
        raise Problem("reply.answer-first")


# The stage as it stands; a write must name the version it was made from, 0 where there was nothing.
SAVE = """
insert into assessment as a (tenant_id, registration_id, checkpoint, stage, edition, marks, level, comment,
                             by_account, by_person, unit_id, given_at, late, saved_at, points, computed,
                             override_reason, conditions, reasons, session_id, violations,
                             reply_until)
select $1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11,
       case when $12 then sec.domain_now() end, $13, sec.domain_now(), $15, $16, $17, $18::jsonb, $19::jsonb, $20,
       $21::jsonb, $22
where $14 = coalesce((select x.version from assessment x where x.tenant_id = $1 and x.registration_id = $2
                      and x.checkpoint = $3 and x.stage = $4), 0)
on conflict (tenant_id, registration_id, checkpoint, stage) do update
  set edition = excluded.edition, marks = excluded.marks, level = excluded.level, comment = excluded.comment,
      by_account = excluded.by_account, by_person = excluded.by_person,
      given_at = coalesce(excluded.given_at, a.given_at),
      late = case when a.given_at is null then excluded.late else a.late end,
      saved_at = excluded.saved_at, points = excluded.points, computed = excluded.computed,
      override_reason = excluded.override_reason, conditions = excluded.conditions, reasons = excluded.reasons,
      session_id = excluded.session_id, violations = excluded.violations, reply_until = excluded.reply_until,
      version = a.version + 1
  where a.version = $14
returning a.version, a.saved_at
"""


class Saved(msgspec.Struct, frozen=True):
    """What a write left."""

    registration_id: UUID
    version: int
    saved_at: datetime


async def save(
    tx: Transaction, held: Held, checkpoint: str, stage: str, version: int, values: Mapping[str, object]
) -> Saved:
    """Store one stage; Stale with the stored texts if somebody else wrote meanwhile."""
    row = await tx.fetchrow(
        SAVE, tx.tenant_id, held.id, checkpoint, stage, held.edition, values.get("marks", "{}"), values.get("level"),
        values["comment"], values["account"], values["person"], held.unit_id, values["final"], values["late"], version,
        values.get("points"), values.get("computed"), values.get("override_reason", ""), values.get("conditions", "{}"),
        values.get("reasons", "[]"), values.get("session"), values.get("violations", "{}"),
        values.get("reply_until"),
    )  # fmt: skip
    if row is None:
        raise await _stale(tx, held, checkpoint, stage)
    return Saved(held.id, row["version"], row["saved_at"])


async def _stale(tx: Transaction, held: Held, checkpoint: str, stage: str) -> Stale:
    """What somebody else has stored: comment, rank of the level, marks by criterion."""
    row = await tx.fetchrow(
        "select comment, level, marks::text as marks, version from assessment"
        " where tenant_id = $1 and registration_id = $2 and checkpoint = $3 and stage = $4",
        tx.tenant_id, held.id, checkpoint, stage,
    )  # fmt: skip
    if row is None:
        return Stale("assessment.changed-since", theirs={}, version=0)
    theirs = {"comment": row["comment"], "level": row["level"], "marks": msgspec.json.decode(row["marks"])}
    return Stale("assessment.changed-since", theirs=theirs, version=row["version"])


async def _hold(tx: Transaction, checkpoint: str, which: str, *args: object) -> Held:
    found = await tx.fetchval(LOCK.format(which=which), tx.tenant_id, *args)
    if found is None:
        raise NotFound("access.not-found")
    row = await tx.fetchrow(READ, tx.tenant_id, found, checkpoint)
    return Held(**dict(row))
