"""The sheet that an assessment is about, locked for the act: one statement, read by every action here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Target
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale

# The share lock keeps a closing of the programme out; the row lock orders two raters. A unit whose results
# are on their way or recognised (`results`) is not assessed any more.
LOCK = """
select r.id, r.programme_id, r.person_id, r.edition, e.unit_id, u.path, e.state, e.presence, e.level, e.self_assessed,
       p.state as programme_state, sec.domain_now() as now,
       array(select i.criterion from registration_item i where i.tenant_id = r.tenant_id and i.registration_id = r.id
             and i.edition = r.edition order by i.ordinal) as items,
       (select x.state from unit_result x where x.tenant_id = r.tenant_id and x.programme_id = r.programme_id
          and x.unit_id = e.unit_id and x.checkpoint = $3) as results
from registration r
join programme p on p.tenant_id = r.tenant_id and p.id = r.programme_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
where r.tenant_id = $1 and {which} for share of p for update of e
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
    results: str | None

    @property
    def target(self) -> Target:
        """What the access table judges."""
        return Target(unit_path=self.path, person_id=self.person_id, state=self.state)


async def hold(tx: Transaction, registration_id: UUID, checkpoint: str) -> Held:
    """The sheet by its id; NotFound where there is none."""
    return _held(await tx.fetchrow(LOCK.format(which="r.id = $2"), tx.tenant_id, registration_id, checkpoint))


async def hold_own(tx: Transaction, programme_id: UUID, person_id: UUID | None, checkpoint: str) -> Held:
    """A person's own sheet in a programme; NotFound where he has none."""
    sql = LOCK.format(which="r.programme_id = $2 and r.person_id = $4")
    return _held(await tx.fetchrow(sql, tx.tenant_id, programme_id, checkpoint, person_id))


def check_open(held: Held) -> None:
    """Refuse what a closed programme, an absence or results already on their way do not allow."""
    if held.programme_state != "open":
        raise Problem("programme.closed")
    if held.presence != "present":
        raise Problem("assessment.not-present", presence=held.presence)
    if held.results in ("sent", "recognised"):
        raise Problem("assessment.results-sent", state=held.results)


# The stage as it stands; a write must name the version it was made from, 0 where there was nothing.
SAVE = """
insert into assessment as a (tenant_id, registration_id, checkpoint, stage, edition, marks, level, comment,
                             by_account, by_person, unit_id, given_at, late, saved_at)
select $1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11,
       case when $12 then sec.domain_now() end, $13, sec.domain_now()
where $14 = coalesce((select x.version from assessment x where x.tenant_id = $1 and x.registration_id = $2
                      and x.checkpoint = $3 and x.stage = $4), 0)
on conflict (tenant_id, registration_id, checkpoint, stage) do update
  set edition = excluded.edition, marks = excluded.marks, level = excluded.level, comment = excluded.comment,
      by_account = excluded.by_account, by_person = excluded.by_person,
      given_at = coalesce(excluded.given_at, a.given_at),
      late = case when a.given_at is null then excluded.late else a.late end,
      saved_at = excluded.saved_at, version = a.version + 1
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
    )  # fmt: skip
    if row is None:
        theirs = await tx.fetchrow(
            "select comment, marks::text as marks, version from assessment"
            " where tenant_id = $1 and registration_id = $2 and checkpoint = $3 and stage = $4",
            tx.tenant_id, held.id, checkpoint, stage,
        )  # fmt: skip
        stored = {"comment": theirs["comment"]} if theirs else {}
        raise Stale("assessment.changed-since", theirs=stored, version=theirs["version"] if theirs else 0)
    return Saved(held.id, row["version"], row["saved_at"])


def _held(row: object) -> Held:
    if row is None:
        raise NotFound("access.not-found")
    return Held(**dict(row))  # type: ignore[call-overload]
