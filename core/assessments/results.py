"""A unit's results on their way up: sent by the unit, recognised or returned by its parent (domain.md §2, 6)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.assessments import rules
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.packs.calendar import VIETNAM
from core.programmes.queries import Programme

# The unit's row is locked before anything is counted: a rating holds it in share, so none slips in between.
LOCK = """
select u.id from unit u join programme p on p.tenant_id = u.tenant_id and p.id = $2
where u.tenant_id = $1 and u.id = $3 for share of p for update of u
"""
READ = """
select u.path, u.parent_id, p.state as programme_state, sec.domain_now() as now,
  coalesce(x.state, 'none') as state, coalesce(x.version, 0) as version, x.sent_by_person, x.sent_by_account,
  (select count(*) from enrolment e where e.tenant_id = u.tenant_id and e.programme_id = p.id and e.unit_id = u.id
     and e.presence = 'present' and e.state in ('submitted', 'returned', 'validated')) as unrated,
  (select count(*) from enrolment e where e.tenant_id = u.tenant_id and e.programme_id = p.id and e.unit_id = u.id
     and e.presence = 'present' and e.state = 'rated') as rated
from unit u
join programme p on p.tenant_id = u.tenant_id and p.id = $2
left join unit_result x on x.tenant_id = u.tenant_id and x.programme_id = p.id and x.unit_id = u.id
  and x.checkpoint = $4
where u.tenant_id = $1 and u.id = $3
"""


# Who of a unit's rated people may still reply to his level, or waits for the answer to his objection.
UNSETTLED = """
select w.full_name as name, coalesce(o.kind = 'objected', false) as objected, a.reply_until
from enrolment e
join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
join assessment a on a.tenant_id = r.tenant_id and a.registration_id = r.id and a.checkpoint = $4 and a.stage = $5
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
left join level_reply o on o.tenant_id = a.tenant_id and o.registration_id = a.registration_id
  and o.checkpoint = a.checkpoint and o.stage = a.stage and coalesce(o.answered_version, o.version) = a.version
where e.tenant_id = $1 and e.programme_id = $2 and e.unit_id = $3 and e.state = 'rated' and e.presence = 'present'
  and e.person_id is distinct from $6
  and (o.kind = 'objected' and o.outcome is null or o.kind is null and a.reply_until > sec.domain_now())
order by w.sort_key, w.id
"""
NAMED = 5  # people a refusal names
ONE_INSTANT = timedelta(microseconds=1)


class Found(msgspec.Struct, frozen=True):
    """A unit's results under lock; `rated` people wait for recognition, `unrated` registered ones have no level."""

    path: str
    parent_id: UUID | None
    programme_state: str
    now: datetime
    state: str
    version: int
    sent_by_person: UUID | None
    sent_by_account: UUID | None
    unrated: int
    rated: int


class Step(msgspec.Struct, frozen=True):
    """One step of a unit's results as the history keeps it: which, over how many people, with which words."""

    act: str
    people: int
    words: str = ""
    late: bool = False
    number: str = ""
    dated: date | None = None


async def send(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, note: str, version: int) -> None:
    """Send the unit's own people's results up. Who registered and is unrated needs a written explanation. Late is
    what was first sent late."""
    checkpoint = rules.final_checkpoint(programme.rules)
    found = await _lock(tx, programme, unit_id, checkpoint)
    require(actor, "results.send", Target(unit_path=found.path), see="progress.read")
    _check(found, version)
    rules.STEPS.after("send", found.state)
    rules.check_sending(found.state, found.rated, found.unrated, note)
    due = programme.due(f"stage:{checkpoint}.{rules.deciding_stage(programme.rules, checkpoint)}")
    late = rules.is_late(due, found.now)
    await tx.execute(
        """insert into unit_result as x (tenant_id, programme_id, unit_id, checkpoint, state, sent_by_account,
                                         sent_by_person, sent_at, late, note)
           values ($1, $2, $3, $4, 'sent', $5, $6, sec.domain_now(), $7, $8)
           on conflict (tenant_id, programme_id, unit_id, checkpoint) do update
             set state = 'sent', sent_by_account = excluded.sent_by_account, sent_by_person = excluded.sent_by_person,
                 sent_at = excluded.sent_at, note = excluded.note, version = x.version + 1""",
        tx.tenant_id, programme.id, unit_id, checkpoint, actor.account_id, actor.person_id, late, note.strip(),
    )  # fmt: skip
    await keep(tx, actor, programme, unit_id, checkpoint, Step("sent", found.rated, note, late=late))
    await audit.record(tx, actor, "results.send", unit_id, programme=programme.id, unrated=found.unrated)


async def recognise(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, version: int,
    number: str = "", dated: date | None = None,
) -> int:  # fmt: skip
    """Recognise a unit's results; how many people became final. One's own result is left out and waits for
    another member of the committee; the top unit's results need a second person (S0-32)."""
    checkpoint = rules.final_checkpoint(programme.rules)
    found = await _lock(tx, programme, unit_id, checkpoint)
    require(actor, "results.recognise", Target(unit_path=found.path), see="progress.read")
    _check(found, version)
    rules.STEPS.after("recognise", found.state)
    if found.parent_id is None and actor.account_id == found.sent_by_account:
        raise Problem("results.needs-second-person")
    await _check_settled(tx, actor, programme, unit_id, checkpoint)
    people = await tx.fetch(
        """update enrolment set state = 'recognised', recognised_version = $5
           where tenant_id = $1 and programme_id = $2 and unit_id = $3 and state = 'rated' and presence = 'present'
             and person_id is distinct from $4 returning person_id""",
        tx.tenant_id, programme.id, unit_id, actor.person_id, found.version + 1,
    )  # fmt: skip
    if not people:
        raise Problem("results.nothing-to-recognise")
    step = Step("recognised", len(people), number=number, dated=dated)
    await _decide(tx, actor, programme, unit_id, checkpoint, step)
    await audit.record(
        tx, actor, "results.recognise", unit_id, programme=programme.id, people=len(people), number=number
    )
    return len(people)


async def recognise_many(
    tx: Transaction, actor: Actor, programme: Programme, units: Sequence[tuple[UUID, int]],
    number: str = "", dated: date | None = None,
) -> tuple[int, tuple[tuple[UUID, Problem], ...]]:  # fmt: skip
    """Recognise several units by one decision, each checked by itself: how many people became final, and which
    units were left with the refusal that says why."""
    done, left = 0, []
    for unit_id, version in sorted(set(units)):  # in one order, so that two recognisers never wait for each other
        try:
            async with tx.savepoint():
                done += await recognise(tx, actor, programme, unit_id, version, number, dated)
        except Problem as problem:
            left.append((unit_id, problem))
    return done, tuple(left)


async def give_back(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, reason: str, version: int
) -> None:
    """Return a unit's results with a reason; the unit may change levels and send again."""
    checkpoint = rules.final_checkpoint(programme.rules)
    found = await _lock(tx, programme, unit_id, checkpoint)
    require(actor, "results.recognise", Target(unit_path=found.path), see="progress.read")
    _check(found, version)
    rules.STEPS.after("return", found.state)
    rules.check_return(reason)
    await _decide(tx, actor, programme, unit_id, checkpoint, Step("returned", found.rated, reason))
    await audit.record(tx, actor, "results.return", unit_id, programme=programme.id)


async def _lock(tx: Transaction, programme: Programme, unit_id: UUID, checkpoint: str) -> Found:
    if await tx.fetchval(LOCK, tx.tenant_id, programme.id, unit_id) is None:
        raise NotFound("access.not-found")
    row = await tx.fetchrow(READ, tx.tenant_id, programme.id, unit_id, checkpoint)
    return Found(**dict(row))


UNSETTLED_REFUSALS = {True: "results.objection-open", False: "results.reply-open"}  # by: somebody has objected


async def _check_settled(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, checkpoint: str) -> None:
    """Nothing is recognised over a person's head: objections are answered, and who may still reply has agreed."""
    stage = rules.deciding_stage(programme.rules, checkpoint)
    rows = await tx.fetch(UNSETTLED, tx.tenant_id, programme.id, unit_id, checkpoint, stage, actor.person_id)
    for objected, code in UNSETTLED_REFUSALS.items():
        names = [row["name"] for row in rows if row["objected"] is objected]
        if names:
            ends = [row["reply_until"] for row in rows if row["reply_until"]]
            until = (max(ends) - ONE_INSTANT).astimezone(VIETNAM).date() if ends else None
            shown = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
            raise Problem(code, count=len(names), names=shown, until=until)


def _check(found: Found, version: int) -> None:
    if found.programme_state != "open":
        raise Problem("programme.closed")
    if found.version != version:
        raise Stale("results.changed-since", theirs={}, version=found.version)


async def _decide(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, checkpoint: str, step: Step
) -> None:
    reason = step.words.strip() if step.act == "returned" else ""
    await tx.execute(
        """update unit_result set state = $5, decided_by_account = $6, decided_by_person = $7,
             decided_at = sec.domain_now(), reason = $8, decision_number = $9, decision_dated = $10,
             version = version + 1
           where tenant_id = $1 and programme_id = $2 and unit_id = $3 and checkpoint = $4""",
        tx.tenant_id, programme.id, unit_id, checkpoint, step.act, actor.account_id, actor.person_id, reason,
        step.number, step.dated,
    )  # fmt: skip
    await keep(tx, actor, programme, unit_id, checkpoint, step)


async def keep(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, checkpoint: str, step: Step
) -> None:
    """Write a step that was taken into the history; nothing there is ever changed."""
    await tx.execute(
        """insert into unit_result_act (tenant_id, programme_id, unit_id, checkpoint, version, act, people, words, late,
                                        decision_number, decision_dated, by_account, by_person, at)
           select x.tenant_id, x.programme_id, x.unit_id, x.checkpoint, x.version, $5, $6, $7, $8, $9, $10, $11, $12,
                  sec.domain_now()
           from unit_result x
           where x.tenant_id = $1 and x.programme_id = $2 and x.unit_id = $3 and x.checkpoint = $4""",
        tx.tenant_id, programme.id, unit_id, checkpoint, step.act, step.people, step.words.strip(), step.late,
        step.number, step.dated, actor.account_id, actor.person_id,
    )  # fmt: skip
