"""What the centre asks, notes and hands out, and what a province answers."""

from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.comparison.facts import Comparison
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.steering import queries, rules
from core.steering.rules import Duty, Own


async def ask(tx: Transaction, actor: Actor, duty: Duty) -> UUID:
    """Give provinces a milestone or a report to send; they see it at once."""
    require(actor, "steering.admin", Target())
    rules.check_duty(duty, await tx.today(), [union.province for union in await queries.hosted(tx)])
    id = new_id()
    await tx.execute(
        """insert into duty (tenant_id, id, kind, title, words, year, due_on, provinces, published_at, by_account)
           values ($1, $2, $3, $4, $5, $6, $7, $8, sec.domain_now(), $9)""",
        tx.tenant_id, id, duty.kind, duty.title.strip(), duty.words.strip(), duty.year, duty.due_on,
        list(duty.provinces), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "duty.asked", id, kind=duty.kind, due_on=str(duty.due_on), to=list(duty.provinces))
    return id


async def withdraw(tx: Transaction, actor: Actor, id: UUID) -> None:
    """Take a duty back: provinces do not see it any more, their answers stay on record."""
    require(actor, "steering.admin", Target())
    await _once(tx, "update duty set withdrawn_at = sec.domain_now(), revision = revision + 1", id)
    await audit.record(tx, actor, "duty.withdrawn", id)


async def remind(tx: Transaction, actor: Actor, id: UUID, words: str) -> int:
    """Remind every province that has not answered; how many. Problem where nobody is left to remind."""
    duty = await queries.one_asked(tx, actor, id)
    if duty.withdrawn_at is not None:
        raise NotFound("access.not-found")
    if not duty.owing:
        raise Problem("duty.all-answered")
    for province in duty.owing:
        await tx.execute(
            """insert into duty_reminder (tenant_id, id, duty_id, province, words, at, by_account)
               values ($1, $2, $3, $4, $5, sec.domain_now(), $6)""",
            tx.tenant_id, new_id(), id, province, words.strip(), actor.account_id,
        )  # fmt: skip
    await audit.record(tx, actor, "duty.reminded", id, provinces=list(duty.owing))
    return len(duty.owing)


async def answer(tx: Transaction, actor: Actor, id: UUID, words: str, revision: int) -> None:
    """A province says what it did, or corrects what it said; the first answer's day stays. Stale where a colleague
    answered meanwhile."""
    require(actor, "steering.answer", queries.at_top(actor))
    duty = await queries.one_owed(tx, actor, id)
    rules.check_answer(words)
    if duty.revision != revision:
        raise Stale("duty.stale", version=duty.revision)
    tag = await tx.execute(
        """insert into duty_answer as a (tenant_id, duty_id, words, answered_on, at, by_account)
           values ($1, $2, $3, sec.domain_today(), sec.domain_now(), $4)
           on conflict (tenant_id, duty_id) do update set words = excluded.words, at = excluded.at,
             by_account = excluded.by_account, revision = a.revision + 1 where a.revision = $5""",
        tx.tenant_id, id, words.strip(), actor.account_id, revision,
    )  # fmt: skip
    if tag != "INSERT 0 1":
        raise Stale("duty.stale")
    await audit.record(tx, actor, "duty.answered", id)


async def note(tx: Transaction, actor: Actor, province: str, words: str, year: int | None = None) -> UUID:
    """Write down something about a province, for the centre alone."""
    require(actor, "steering.admin", Target())
    rules.check_note(words, year)
    id = new_id()
    await tx.execute(
        """insert into province_note (tenant_id, id, province, year, words, at, by_account)
           values ($1, $2, $3, $4, $5, sec.domain_now(), $6)""",
        tx.tenant_id, id, province, year, words.strip(), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "province_note.written", id, province=province)
    return id


async def remove_note(tx: Transaction, actor: Actor, id: UUID) -> None:
    """Take a note out of sight; it stays on record with who removed it."""
    require(actor, "steering.admin", Target())
    tag = await tx.execute(
        "update province_note set removed_at = sec.domain_now(), removed_by = $3"
        " where tenant_id = $1 and id = $2 and removed_at is null",
        tx.tenant_id, id, actor.account_id,
    )  # fmt: skip
    if tag != "UPDATE 1":
        raise NotFound("access.not-found")
    await audit.record(tx, actor, "province_note.removed", id)


async def hand_out(tx: Transaction, actor: Actor, found: Comparison, title: str, words: str = "") -> UUID:
    """Hand a comparison out as it stands now: every province that has a value sees its own line and all values without
    names. Problem where too few take part."""
    require(actor, "steering.admin", Target())
    if not title.strip():
        raise Problem("comparison.no-title", field="title")
    shared = rules.shared(found)
    question = msgspec.structs.replace(found.question, crosswalk=found.crosswalk)
    id = new_id()
    await tx.execute(
        """insert into shared_comparison (tenant_id, id, title, words, question, own, spread, shared_on, at, by_account)
           values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7::jsonb, sec.domain_today(), sec.domain_now(), $8)""",
        tx.tenant_id, id, title.strip(), words.strip(), msgspec.json.encode(question).decode(),
        msgspec.json.encode({code: _plain(own) for code, own in shared.own.items()}).decode(),
        msgspec.json.encode(shared.spread).decode(), actor.account_id,
    )  # fmt: skip
    about = {"indicator": question.indicator, "year": question.year, "subject": question.subject}
    await audit.record(tx, actor, "comparison.handed-out", id, provinces=len(shared.own), **about)
    return id


async def take_back(tx: Transaction, actor: Actor, id: UUID) -> None:
    """Take a comparison back: provinces do not see it any more."""
    require(actor, "steering.admin", Target())
    await _once(tx, "update shared_comparison set withdrawn_at = sec.domain_now()", id)
    await audit.record(tx, actor, "comparison.taken-back", id)


async def _once(tx: Transaction, update: str, id: UUID) -> None:
    """Withdraw what stands. NotFound where it does not, or no longer."""
    tag = await tx.execute(f"{update} where tenant_id = $1 and id = $2 and withdrawn_at is null", tx.tenant_id, id)
    if tag != "UPDATE 1":
        raise NotFound("access.not-found")


def _plain(own: Own) -> dict[str, object]:
    return {
        "value": [own.value.numerator, own.value.denominator], "numerator": own.numerator,
        "denominator": own.denominator, "rank": own.rank, "of": own.of,
    }  # fmt: skip
