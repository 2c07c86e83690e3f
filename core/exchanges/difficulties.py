"""Difficulties: raised, answered with a step, passed up, solved, raised again. Each act is kept in the history."""

from datetime import date
from uuid import UUID

import asyncpg

from core import audit
from core.access import Actor, Target, can, require
from core.companions import queries as companions
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Forbidden, NotFound, Problem, Stale
from core.exchanges import circle, rules
from core.packs.patching import active
from core.programmes.queries import Programme
from core.registers.actions import Place, place_of

INSERT = """
insert into difficulty (tenant_id, id, programme_id, person_id, unit_id, at_unit_id, source, entry_id, criterion,
  asked_id, words, by_account, at)
values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, sec.domain_now())
"""
HELD = """
select d.id, d.programme_id, d.person_id, d.state, d.version, d.at_unit_id, d.unit_id, u.path, a.path as at_path,
       a.parent_id, g.state as programme_state
from difficulty d
join programme g on g.tenant_id = d.tenant_id and g.id = d.programme_id
join unit u on u.tenant_id = d.tenant_id and u.id = d.unit_id
join unit a on a.tenant_id = d.tenant_id and a.id = d.at_unit_id
where d.tenant_id = $1 and d.id = $2 for update of d
"""
ANSWER = """
update difficulty set state = 'answered', answer = $3, responsible_id = $4, due_on = $5, answered_by = $6,
  answered_at = sec.domain_now(), version = version + 1 where tenant_id = $1 and id = $2
"""
SOLVE = """
update difficulty set state = 'solved', closed_by = $3, closed_at = sec.domain_now(), version = version + 1,
  answer = case when answer = '' then $4 else answer end
where tenant_id = $1 and id = $2
"""
PASS_UP = """
update difficulty set state = 'open', at_unit_id = $3, version = version + 1 where tenant_id = $1 and id = $2
"""
REOPEN = """
update difficulty set state = 'open', closed_by = null, closed_at = null, due_on = null, version = version + 1
where tenant_id = $1 and id = $2
"""
ACT = """
insert into difficulty_act (tenant_id, id, difficulty_id, act, words, responsible_id, due_on, to_unit_id, by_account,
  at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, sec.domain_now())
"""
# Who may take a step: the committee where it lies, who looks after the person, the person himself.
RESPONSIBLE = """
select true from position o where o.tenant_id = $1 and o.person_id = $2 and o.unit_id = $3
  and o.starts_on <= sec.domain_today() and (o.ends_on is null or o.ends_on >= sec.domain_today())
"""


async def raise_own(
    tx: Transaction, actor: Actor, programme: Programme, text: str, *, source: str = "help", criterion: str = "",
    asked_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Say what is hard for oneself, and whose help is asked for (None: the committee's); its id. NotFound for who is
    not on the roster."""
    place = await place_of(tx, programme, actor.person_id) if actor.person_id else None
    if place is None:
        raise NotFound("registration.not-enrolled")
    require(actor, "exchange.own", Target(unit_path=place.path, person_id=actor.person_id))
    if asked_id is not None and not await companions.looks_after(tx, asked_id, actor.person_id):
        raise Problem("form.unknown-choice", field="asked")
    return await write(
        tx, actor, programme, place, actor.person_id, text, source=source, criterion=criterion, asked_id=asked_id
    )


async def write(
    tx: Transaction, actor: Actor, programme: Programme, place: Place, person_id: UUID, text: str, *, source: str,
    criterion: str = "", entry_id: UUID | None = None, asked_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Put a difficulty on the list, without asking who may: for acts that have asked."""
    if programme.state != "open":
        raise Problem("programme.closed")
    if criterion and criterion not in active(programme.rules.criteria):
        raise Problem("form.unknown-choice", field="criterion")
    kept, new = rules.words(text, "difficulty"), new_id()
    await tx.execute(
        INSERT, tx.tenant_id, new, programme.id, person_id, place.unit_id, source, entry_id, criterion, asked_id, kept,
        actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "difficulty.raise", new, programme=str(programme.id), unit=str(place.unit_id))
    return new


async def answer(
    tx: Transaction, actor: Actor, difficulty_id: UUID, text: str, responsible: UUID | None, due_on: date | None,
    version: int,
) -> None:  # fmt: skip
    """Answer, or say which step somebody takes until when."""
    held = await _hold(tx, actor, difficulty_id, version)
    await _require_answer(tx, actor, held)
    if held["state"] == "solved":
        raise Problem("difficulty.already-solved")
    kept = rules.words(text, "answer")
    rules.check_step(responsible, due_on, await tx.today())
    if responsible is not None and not await _may_take(tx, held, responsible):
        raise Problem("form.unknown-choice", field="responsible")
    await tx.execute(ANSWER, tx.tenant_id, difficulty_id, kept, responsible, due_on, actor.account_id)
    await _act(tx, actor, held, "answer", kept, responsible=responsible, due_on=due_on)


async def solve(tx: Transaction, actor: Actor, difficulty_id: UUID, text: str, version: int) -> None:
    """Close it: by the person whose difficulty it was, or by who may answer."""
    held = await _hold(tx, actor, difficulty_id, version)
    if held["person_id"] != actor.person_id:
        await _require_answer(tx, actor, held)
    if held["state"] == "solved":
        raise Problem("difficulty.already-solved")
    kept = rules.words(text, "answer", needed=False)
    await tx.execute(SOLVE, tx.tenant_id, difficulty_id, actor.account_id, kept)
    await _act(tx, actor, held, "solve", kept)


async def reopen(tx: Transaction, actor: Actor, difficulty_id: UUID, text: str, version: int) -> None:
    """Raise it again, with what is still hard: by the same people."""
    held = await _hold(tx, actor, difficulty_id, version)
    if held["person_id"] != actor.person_id:
        await _require_answer(tx, actor, held)
    if held["state"] != "solved":
        raise Problem("difficulty.not-solved")
    kept = rules.words(text, "answer")
    await tx.execute(REOPEN, tx.tenant_id, difficulty_id)
    await _act(tx, actor, held, "reopen", kept)


async def pass_up(tx: Transaction, actor: Actor, difficulty_id: UUID, text: str, version: int) -> None:
    """Hand it to the unit above, with why: by the committee where it lies. It waits for an answer there."""
    held = await _hold(tx, actor, difficulty_id, version)
    place = Target(unit_path=held["at_path"], person_id=held["person_id"])
    if not can(actor, "difficulty.answer", place):
        raise Forbidden("difficulty.not-yours")
    if held["state"] == "solved":
        raise Problem("difficulty.already-solved")
    if held["parent_id"] is None:
        raise Problem("difficulty.nobody-above")
    kept = rules.words(text, "answer")
    await tx.execute(PASS_UP, tx.tenant_id, difficulty_id, held["parent_id"])
    await _act(tx, actor, held, "pass_up", kept, to_unit=held["parent_id"])


async def may_answer(tx: Transaction, actor: Actor, at_path: str, path: str, person_id: UUID) -> bool:
    """Whether the actor may answer where it lies: the committee there; who looks after the person, as long as it has
    not left his branch. Nobody answers himself."""
    if person_id == actor.person_id:
        return False
    if can(actor, "difficulty.answer", Target(unit_path=at_path, person_id=person_id)):
        return True
    return at_path == path and await companions.looks_after(tx, actor.person_id, person_id)


async def _hold(tx: Transaction, actor: Actor, difficulty_id: UUID, version: int) -> asyncpg.Record:
    """The difficulty under lock, for whom it concerns."""
    held = await tx.fetchrow(HELD, tx.tenant_id, difficulty_id)
    if held is None:
        raise NotFound("access.not-found")
    await circle.require_read(tx, actor, held["path"], held["person_id"])
    if held["programme_state"] != "open":
        raise Problem("programme.closed")
    if held["version"] != version:
        raise Stale("difficulty.changed", version=held["version"])
    return held


async def _require_answer(tx: Transaction, actor: Actor, held: asyncpg.Record) -> None:
    if held["person_id"] == actor.person_id:
        raise Forbidden("difficulty.own")
    if not await may_answer(tx, actor, held["at_path"], held["path"], held["person_id"]):
        raise Forbidden("difficulty.not-yours")


async def _may_take(tx: Transaction, held: asyncpg.Record, responsible: UUID) -> bool:
    if responsible == held["person_id"] or await companions.looks_after(tx, responsible, held["person_id"]):
        return True
    return bool(await tx.fetchval(RESPONSIBLE, tx.tenant_id, responsible, held["at_unit_id"]))


async def _act(
    tx: Transaction, actor: Actor, held: asyncpg.Record, act: str, text: str, *, responsible: UUID | None = None,
    due_on: date | None = None, to_unit: UUID | None = None,
) -> None:  # fmt: skip
    await tx.execute(
        ACT, tx.tenant_id, new_id(), held["id"], act, text, responsible, due_on, to_unit, actor.account_id
    )
    await audit.record(tx, actor, f"difficulty.{act}", held["id"], programme=str(held["programme_id"]))
