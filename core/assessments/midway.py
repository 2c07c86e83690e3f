"""The review of oneself on the way through the year (S4-44): what was done and what is hard, without marks or level."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, can, require, where
from core.assessments import rules, sheets
from core.assessments.actions import values_of
from core.assessments.sheets import Saved
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.extensions.queries import due_for
from core.packs.calendar import Due
from core.packs.facts import AssessmentFact
from core.packs.schema import Stage
from core.programmes import pinned, rounds
from core.programmes.queries import Programme


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One's own review on the way; `refusal` says why nothing may be written, `version` is 0 before the first."""

    programme: Programme
    stage: Stage
    unit_name: str
    state: str
    comment: str
    given_at: datetime | None
    late: bool
    version: int
    due: Due | None
    refusal: str | None
    now: datetime


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a unit and what he said on the way; `given_at` is None where he said nothing."""

    person_id: UUID
    registration_id: UUID | None
    name: str
    state: str
    comment: str
    given_at: datetime | None
    late: bool


OWN = """
select u.name as unit_name, coalesce(r.state, 'none') as sheet, e.state, e.presence, p.state as programme_state,
       r.supplement, a.comment, a.given_at, coalesce(a.late, false) as late, coalesce(a.version, 0) as version,
       sec.domain_now() as now
from enrolment e
join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
left join assessment a on a.tenant_id = r.tenant_id and a.registration_id = r.id and a.checkpoint = $4 and a.stage = $5
where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = $3
"""

LISTING = """
select e.person_id, r.id as registration_id, w.full_name as name, e.state, coalesce(a.comment, '') as comment,
       a.given_at,
       coalesce(a.late, false) as late
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
left join assessment a on a.tenant_id = r.tenant_id and a.registration_id = r.id and a.checkpoint = $4 and a.stage = $5
  and a.given_at is not null
where e.tenant_id = $1 and e.programme_id = $2 and e.unit_id = $3 and e.presence = 'present' and {allowed}
order by a.given_at is null, w.sort_key, w.id
"""


async def own(tx: Transaction, actor: Actor, programme: Programme) -> Review:
    """One's own review. NotFound where the programme has none, and for who is not enrolled."""
    checkpoint, stage = _round(programme)
    row = await tx.fetchrow(OWN, tx.tenant_id, programme.id, actor.person_id, checkpoint, stage)
    if row is None:
        raise NotFound("registration.not-enrolled")
    return Review(
        programme=programme, stage=programme.rules.stages[stage], unit_name=row["unit_name"], state=row["state"],
        comment=row["comment"] or "", given_at=row["given_at"], late=row["late"], version=row["version"],
        due=programme.due(f"stage:{checkpoint}.{stage}"), refusal=_refusal(row), now=row["now"],
    )  # fmt: skip


async def give(tx: Transaction, actor: Actor, programme: Programme, comment: str, version: int) -> Saved:
    """Hand in, or change, what was done and what is hard; the year's own review ends the time for it.

    Problem at the comment where the pack asks for one; Stale if it was changed elsewhere."""
    checkpoint, stage = _round(programme)
    held = await sheets.hold_own(tx, programme.id, actor.person_id, checkpoint)
    require(actor, "assessment.self", held.target, see="own.read")
    code = rules.refusal(held.programme_state, held.presence, "none", held.state)
    if code or held.self_assessed:
        raise Problem(code or "assessment.midway-over", presence=held.presence)
    rules.check_comment(comment)
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    rules.refuse(programme.rules, hooks.assessment_problems(programme.rules, stage, AssessmentFact(comment=comment)))
    due = programme.due(f"stage:{checkpoint}.{stage}")
    rules.check_opens(await due_for(tx, programme, due, held.unit_id, held.now), held.now)
    values = values_of(actor, comment, final=True, late=rules.is_late(due, held.now))
    saved = await sheets.save(tx, held, checkpoint, stage, version, values)
    await audit.record(tx, actor, "assessment.midway", held.id, version=saved.version)
    return saved


async def of_unit(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, path: str) -> tuple[Line, ...]:
    """The people who count at a unit, those who said something first. NotFound for who may not read their sheets."""
    checkpoint, stage = _round(programme)
    if not can(actor, "registration.read", Target(unit_path=path)):
        raise NotFound("access.not-found")
    allowed, args = where(actor, "registration.read", path="u.path", person="e.person_id", state="e.state", first=6)
    rows = await tx.fetch(
        LISTING.format(allowed=allowed), tx.tenant_id, programme.id, unit_id, checkpoint, stage, *args
    )
    return tuple(Line(**dict(row)) for row in rows)


def _round(programme: Programme) -> tuple[str, str]:
    found = rounds.midway(programme.rules)
    if found is None:
        raise NotFound("access.not-found")
    return found


def _refusal(row: asyncpg.Record) -> str | None:
    if row["state"] in ("rated", "recognised"):
        return "assessment.midway-over"
    return rules.refusal(row["programme_state"], row["presence"], "none", row["state"])
