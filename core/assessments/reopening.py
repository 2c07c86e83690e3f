"""Opening a recognised result again: by the level that recognised it, by a decision, with a reason; nothing is lost."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, can, require
from core.assessments import results, rules
from core.assessments.actions import held_for
from core.assessments.queries import Round
from core.assessments.results import Step
from core.assessments.sheets import Held
from core.db.scope import Transaction
from core.errors import Problem, check_all
from core.programmes.rules import key_at
from core.wording import worded

# The step a result goes back to → the roster's state then; whoever is rated anew may correct his own review too.
STEPS: Mapping[str, str] = MappingProxyType({"rating": "validated", "recognition": "rated"})
NUMBER_MAX = 60
KEPT = """
insert into result_reopening (tenant_id, registration_id, version, programme_id, unit_id, step, reason, decision_number,
  decision_dated, level, points, decision, recognised_number, recognised_dated, recognised_at, by_account, by_person,
  at)
select e.tenant_id, r.id, 1 + (select count(*) from result_reopening o
         where o.tenant_id = r.tenant_id and o.registration_id = r.id), e.programme_id, e.unit_id, $5, $6, $7, $8,
  e.level, e.points, to_jsonb(a), coalesce(k.decision_number, x.decision_number, ''),
  case when k.version is null then x.decision_dated else k.decision_dated end, coalesce(k.at, x.decided_at), $9, $10,
  sec.domain_now()
from registration r
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join assessment a on a.tenant_id = r.tenant_id and a.registration_id = r.id and a.checkpoint = $3 and a.stage = $4
left join unit_result x on x.tenant_id = e.tenant_id and x.programme_id = e.programme_id and x.unit_id = e.unit_id
  and x.checkpoint = $3
left join unit_result_act k on k.tenant_id = e.tenant_id and k.programme_id = e.programme_id and k.unit_id = e.unit_id
  and k.checkpoint = $3 and k.version = e.recognised_version
where r.tenant_id = $1 and r.id = $2
"""
BACK = """
update enrolment set state = $4, recognised_version = null,
  level = case when $4 = 'rated' then level end, points = case when $4 = 'rated' then points end
where tenant_id = $1 and programme_id = $2 and person_id = $3
"""
SAID = """
select o.version, o.step, o.reason, o.decision_number, o.decision_dated, o.level, o.points, o.recognised_number,
  o.recognised_dated, o.recognised_at, o.at, o.decision ->> 'comment' as comment,
  coalesce(w.full_name, c.display_name, '') as by
from result_reopening o
left join person w on w.tenant_id = o.tenant_id and w.id = o.by_person
left join account c on c.tenant_id = o.tenant_id and c.id = o.by_account
where o.tenant_id = $1 and o.registration_id = $2 order by o.version desc
"""


class Reopening(msgspec.Struct, frozen=True, kw_only=True):
    """A result as it stood (level by key, points in hundredths) before it was opened again, by whom and why."""

    version: int
    step: str
    reason: str
    decision_number: str
    decision_dated: date
    level: str
    points: int | None
    comment: str
    recognised_number: str
    recognised_dated: date | None
    recognised_at: datetime | None
    by: str
    at: datetime


def reopened(step: str, state: str) -> str:
    """The roster's state after a result was opened again; Problem with a stable code where there is none to open."""
    if step not in STEPS:
        raise Problem("form.unknown-choice", field="step")
    if state == "recognised":
        return STEPS[step]
    raise Problem("reopening.not-recognised-yet" if state == "rated" else "reopening.no-result", state=state)


async def reopen(
    tx: Transaction, actor: Actor, registration_id: UUID, step: str, reason: str, number: str, dated: date | None
) -> None:
    """Take a recognised result back to its rating or its recognition. The old one stays readable; counters and boards
    follow at once, what was reported keeps its figures. Never one's own; not in a closed programme."""
    programme, checkpoint, held = await held_for(tx, registration_id)
    require(actor, "result.reopen", held.target, see="registration.read")
    _check_running(held)
    after = reopened(step, held.state)
    check_all(
        lambda: rules.check_reason(reason, code="reopening.reason-missing"),
        lambda: worded(number, "number", NUMBER_MAX, code="reopening.number-missing"),
        lambda: _check_dated(dated, held),
    )
    stage = rules.deciding_stage(programme.rules, checkpoint)
    kept = await tx.execute(
        KEPT, tx.tenant_id, held.id, checkpoint, stage, step, reason.strip(), number.strip(), dated, actor.account_id,
        actor.person_id,
    )  # fmt: skip
    if kept != "INSERT 0 1":
        raise Problem("reopening.by-rule")
    await tx.execute(BACK, tx.tenant_id, held.programme_id, held.person_id, after)
    await tx.execute(
        "update unit_result set version = version + 1"
        " where tenant_id = $1 and programme_id = $2 and unit_id = $3 and checkpoint = $4",
        tx.tenant_id, programme.id, held.unit_id, checkpoint,
    )  # fmt: skip
    done = Step("reopened", 1, reason, number=number.strip(), dated=dated)
    await results.keep(tx, actor, programme, held.unit_id, checkpoint, done)
    level = key_at(programme.rules, held.level) if held.level else None
    await audit.record(
        tx, actor, "result.reopen", held.id, programme=programme.id, unit=held.unit_id, step=step, level=level
    )


async def reopenings(tx: Transaction, found: Round) -> tuple[Reopening, ...]:
    """The results of a round that were opened again, the newest first; the caller has been allowed to read it."""
    rows = await tx.fetch(SAID, tx.tenant_id, found.registration_id)
    return tuple(Reopening(**{**dict(row), "level": key_at(found.programme.rules, row["level"])}) for row in rows)


def may_reopen(actor: Actor, found: Round) -> bool:
    """Whether the actor may open this result again."""
    at = Target(unit_path=found.unit_path, person_id=found.person_id, state=found.state)
    running = found.programme.state == "open" and found.presence == "present"
    return running and found.state == "recognised" and can(actor, "result.reopen", at)


def _check_running(held: Held) -> None:
    if held.programme_state != "open":
        raise Problem("programme.closed")
    if held.presence != "present":
        raise Problem("assessment.not-present", presence=held.presence)


def _check_dated(dated: date | None, held: Held) -> None:
    if dated is None:
        raise Problem("reopening.date-missing", field="dated")
    if dated > rules.day_of(held.now):
        raise Problem("reopening.date-ahead", field="dated")


