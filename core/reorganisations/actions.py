"""Writing about reorganisations: draft, change, discard, carry out, turn back; by the administrator, audited."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem, Stale
from core.reorganisations import queries
from core.reorganisations.edits import Edit, inverse
from core.reorganisations.facts import Asked, Kind
from core.reorganisations.outcome import Outcome, outcome_of
from core.reorganisations.planning import Plan, plan_of
from core.reorganisations.queries import Reorganisation
from core.reorganisations.reading import snapshot
from core.reorganisations.rules import BASIS_MAX
from core.reorganisations.writing import write
from core.units.actions import lock_tree
from core.wording import worded

USED = """
select u.name from unit u where u.tenant_id = $1 and u.id = any($2::uuid[]) and (
  exists (select from unit c where c.tenant_id = $1 and c.parent_id = u.id and c.closed_on is null)
  or exists (select from membership m where m.tenant_id = $1 and m.unit_id = u.id)
  or exists (select from position o where o.tenant_id = $1 and o.unit_id = u.id)
  or exists (select from enrolment e where e.tenant_id = $1 and e.unit_id = u.id)
  or exists (select from unit_result x where x.tenant_id = $1 and x.unit_id = u.id)
  or exists (select from declaration d where d.tenant_id = $1 and d.unit_id = u.id)
  or exists (select from activity v where v.tenant_id = $1 and v.unit_id = u.id)
  or exists (select from register_entry g where g.tenant_id = $1 and u.id in (g.unit_id, g.place_unit_id))
  or exists (select from unit_review w where w.tenant_id = $1 and w.unit_id = u.id)
  or exists (select from review_session s where s.tenant_id = $1 and s.unit_id = u.id)
  or exists (select from role_grant g where g.tenant_id = $1 and g.unit_id = u.id))
order by u.sort_key
"""
ACTED = """
insert into enrolment_act
  (tenant_id, id, programme_id, person_id, act, from_unit_id, to_unit_id, reason, by_account, at)
select $1, n.id, n.programme, n.person, 'moved', n.source, n.target, $7, $8, sec.domain_now()
from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[]) n (id, programme, person, source, target)
"""
RETURNED = """
insert into unit_result_act
  (tenant_id, programme_id, unit_id, checkpoint, version, act, words, by_account, by_person, at)
select x.tenant_id, x.programme_id, x.unit_id, x.checkpoint, x.version, 'returned', x.reason, $4, $5, sec.domain_now()
from unit_result x
join unnest($2::uuid[], $3::uuid[]) n (programme_id, unit_id) using (programme_id, unit_id)
where x.tenant_id = $1 and x.state = 'returned' on conflict do nothing
"""
AUDITED = "select core.audit_add(n.id, $1, $2, n.object, $5::jsonb) from unnest($3::uuid[], $4::text[]) n (id, object)"


async def start(tx: Transaction, actor: Actor, kind: Kind, on: date, basis: str) -> UUID:
    """Begin a draft and return its id; nothing else changes until it is carried out."""
    require(actor, "unit.admin", Target())
    worded(basis, "basis", BASIS_MAX)
    found = new_id()
    await tx.execute(
        """insert into reorganisation (tenant_id, id, asked, created_by, created_at)
        values ($1, $2, $3::jsonb, $4, sec.domain_now())""",
        tx.tenant_id, found, _json(Asked(kind=kind, on=on, basis=basis)), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "reorganisation.start", found, kind=kind)
    return found


async def save(tx: Transaction, actor: Actor, reorganisation_id: UUID, asked: Asked, version: int) -> None:
    """Keep what the administrator chose so far; Stale if somebody else changed the draft meanwhile."""
    require(actor, "unit.admin", Target())
    worded(asked.basis, "basis", BASIS_MAX)
    done = await tx.execute(
        """update reorganisation set asked = $3::jsonb, version = version + 1
        where tenant_id = $1 and id = $2 and version = $4 and state = 'draft'""",
        tx.tenant_id, reorganisation_id, _json(asked), version,
    )  # fmt: skip
    if done == "UPDATE 0":
        now = await queries.get(tx, reorganisation_id)
        raise Stale("reorganisation.stale", version=now.version)


async def discard(tx: Transaction, actor: Actor, reorganisation_id: UUID) -> None:
    """Throw a draft away; what was carried out stays."""
    require(actor, "unit.admin", Target())
    found = await queries.get(tx, reorganisation_id)
    if found.state != "draft":
        raise Problem("reorganisation.not-a-draft")
    await tx.execute(
        "delete from reorganisation where tenant_id = $1 and id = $2 and state = 'draft'",
        tx.tenant_id, reorganisation_id,
    )  # fmt: skip
    await audit.record(tx, actor, "reorganisation.discard", reorganisation_id)


async def carry_out(tx: Transaction, actor: Actor, reorganisation_id: UUID, mark: str) -> Outcome:
    """Do all of it or nothing. `mark` is that of the plan that was shown: another one, because somebody changed people
    or units meanwhile, is refused and must be looked at again."""
    require(actor, "unit.admin", Target())
    found = await _locked(tx, reorganisation_id, "draft")
    await _lock_round(tx, (*found.asked.sources, *found.asked.targets))
    at = await snapshot(tx, found.asked)
    plan = plan_of(at, found.asked)
    if mark_of(plan) != mark:
        raise Problem("reorganisation.plan-changed")
    outcome = outcome_of(at, plan)
    await write(tx, plan.edits)
    await _log(tx, actor, plan.edits, found.asked.basis)
    await tx.execute(
        """update reorganisation set state = 'done', edits = $3::jsonb, outcome = $4::jsonb, done_by = $5,
             done_at = sec.domain_now(), done_on = sec.domain_today(), version = version + 1
        where tenant_id = $1 and id = $2""",
        tx.tenant_id, reorganisation_id, _json(plan.edits), _json(outcome), actor.account_id,
    )  # fmt: skip
    await audit.record(
        tx, actor, "reorganisation.carry-out", reorganisation_id, kind=found.asked.kind, on=found.asked.on.isoformat(),
        closed=[str(one) for one in plan.closes], founded=[str(one) for one in outcome.founds],
        moved=len(plan.moves), people=outcome.people,
    )  # fmt: skip
    return outcome


async def undo(tx: Transaction, actor: Actor, reorganisation_id: UUID) -> None:
    """Turn the whole reorganisation back, on the day it was carried out. Refused where what it wrote has been changed
    since, or a new unit is in use; sheets keep what was done on them meanwhile."""
    require(actor, "unit.admin", Target())
    found = await _locked(tx, reorganisation_id, "done")
    today = await tx.today()
    if not found.may_be_undone(today):
        raise Problem("reorganisation.undo-too-late", on=found.done_on)
    await _lock_round(tx, (*found.asked.sources, *found.asked.receivers))
    row = await tx.fetchval(
        "select edits from reorganisation where tenant_id = $1 and id = $2", tx.tenant_id, reorganisation_id
    )
    back = inverse(msgspec.json.decode(row, type=tuple[Edit, ...]))
    await write(tx, back)
    used = await tx.fetch(USED, tx.tenant_id, [new.id for new in found.asked.made])
    if used:
        raise Problem("reorganisation.in-use", names=[one["name"] for one in used])
    await _log(tx, actor, back, found.asked.basis)
    await tx.execute(
        """update reorganisation set state = 'undone', undone_by = $3, undone_at = sec.domain_now(),
             version = version + 1 where tenant_id = $1 and id = $2""",
        tx.tenant_id, reorganisation_id, actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "reorganisation.undo", reorganisation_id, rows=len(back))


async def tried(tx: Transaction, found: Reorganisation) -> tuple[Plan, Outcome]:
    """The dry run: the plan as it would be carried out now, and what it means. Problem with all that is in the way."""
    at = await snapshot(tx, found.asked)
    plan = plan_of(at, found.asked)
    return plan, outcome_of(at, plan)


def mark_of(plan: Plan) -> str:
    """What tells a plan from another one."""
    return hashlib.sha256(msgspec.json.encode([_timeless(one) for one in plan.edits])).hexdigest()[:32]


def _timeless(one: Edit) -> Edit:
    """The edit without the instant at which it was planned."""
    if one.after is None or "decided_at" not in one.after:
        return one
    return msgspec.structs.replace(one, after=one.after | {"decided_at": None})


async def _locked(tx: Transaction, reorganisation_id: UUID, state: str) -> Reorganisation:
    await tx.execute(
        "select 1 from reorganisation where tenant_id = $1 and id = $2 for update", tx.tenant_id, reorganisation_id
    )
    found = await queries.get(tx, reorganisation_id)
    if found.state != state:
        raise Problem("reorganisation.not-a-draft" if state == "draft" else "reorganisation.not-done")
    return found


async def _lock_round(tx: Transaction, units: Sequence[UUID]) -> None:
    """Nobody changes the tree or a roster, rates or sends at these units meanwhile; programmes before units, in the
    order in which a unit's results are locked."""
    await tx.execute(
        "select 1 from programme where tenant_id = $1 and state <> 'closed' order by id for no key update", tx.tenant_id
    )
    await lock_tree(tx)
    await tx.execute(
        "select 1 from unit where tenant_id = $1 and id = any($2::uuid[]) order by id for update",
        tx.tenant_id, list(units),
    )  # fmt: skip


async def _log(tx: Transaction, actor: Actor, edits: Iterable[Edit], basis: str) -> None:
    """What each sheet, result, person and unit keeps of it."""
    kept = tuple(edits)
    sheets = [one for one in kept if one.table == "enrolment" and one.before and one.after]
    await tx.execute(
        ACTED, tx.tenant_id, [new_id() for _ in sheets], [one.key["programme_id"] for one in sheets],
        [one.key["person_id"] for one in sheets], [(one.before or {})["unit_id"] for one in sheets],
        [(one.after or {})["unit_id"] for one in sheets], basis, actor.account_id,
    )  # fmt: skip
    results = [one for one in kept if one.table == "unit_result" and (one.after or {}).get("state") == "returned"]
    await tx.execute(
        RETURNED, tx.tenant_id, [one.key["programme_id"] for one in results], [one.key["unit_id"] for one in results],
        actor.account_id, actor.person_id,
    )  # fmt: skip
    told = {
        "unit.add": [one.key["id"] for one in kept if one.table == "unit" and one.before is None],
        "unit.move": [one.key["id"] for one in kept if one.table == "unit" and "parent_id" in (one.before or {})],
        "unit.close": [one.key["id"] for one in kept if one.table == "unit" and (one.after or {}).get("closed_on")],
        "unit.reopen": [one.key["id"] for one in kept if one.table == "unit" and (one.before or {}).get("closed_on")],
        "person.transfer": sorted({one.key["person_id"] for one in kept if one.table == "membership"}),
        "position.end": [one.key["id"] for one in kept if one.table == "position" and (one.after or {}).get("ends_on")],
        "position.add": [one.key["id"] for one in kept if one.table == "position" and one.before is None],
    }
    for action, objects in told.items():
        ids = [new_id() for _ in objects]
        await tx.execute(AUDITED, actor.account_id, action, ids, objects, '{"by": "reorganisation"}')


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
