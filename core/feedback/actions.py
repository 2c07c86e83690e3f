"""Opening a round, answering in it, moderating what was written."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.assessments import rules as assessing
from core.assessments import sheets
from core.assessments.actions import held_for
from core.db.scope import Transaction
from core.errors import Forbidden, NotFound, Problem
from core.feedback import asked, queries, rules

OPEN = """
insert into feedback_round (tenant_id, registration_id, stage, criteria, closes_on, opened_by, opened_at)
values ($1, $2, $3, $4, $5, $6, sec.domain_now()) on conflict do nothing
"""
# With each answer all of the round are written anew in random order, under new ids, by one statement: neither the
# order of rows nor the transaction that wrote them says which answer belongs to whom.
MIX_ANSWERED = """
with gone as (delete from feedback_answered where tenant_id = $1 and registration_id = $2 returning person_id)
insert into feedback_answered (tenant_id, registration_id, person_id)
select $1, $2, person_id from (select person_id from gone union all select $3::uuid) every_one order by random()
"""
MIX_ANSWERS = """
with gone as (delete from feedback_answer where tenant_id = $1 and registration_id = $2 returning day, marks),
mixed as (select day, marks from gone union all select sec.domain_today(), $3::jsonb)
insert into feedback_answer (tenant_id, id, registration_id, day, marks)
select $1, gen_random_uuid(), $2, day, marks from (select * from mixed order by random()) every_one
"""
MIX_TEXTS = """
with gone as (delete from feedback_text where tenant_id = $1 and registration_id = $2 returning words),
mixed as (select words from gone union all select $3::text where $3::text <> '')
insert into feedback_text (tenant_id, id, registration_id, words)
select $1, gen_random_uuid(), $2, words from (select * from mixed order by random()) every_one
"""


async def open_round(tx: Transaction, actor: Actor, registration_id: UUID, closes_on: date | None) -> None:
    """Ask members and youth about a cadre until the end of a day; by the committee that records their voice, never by
    the cadre himself. Once a sheet: a second round could be compared with the first."""
    programme, checkpoint, held = await held_for(tx, registration_id)
    require(actor, "assessment.voice", held.target, see="registration.read")
    if not rules.has_voice(programme.rules) or rules.VOICE not in {
        named.key for named in assessing.voices(programme.rules, checkpoint)
    }:
        raise Problem("feedback.no-voice")
    sheets.check_open(held)
    rules.check_end(closes_on, await tx.today())
    statements = rules.chosen(programme.rules, held.items)
    if not statements:
        raise Problem("feedback.nothing-to-ask")
    rules.check_asked(await tx.fetchval(asked.COUNT, tx.tenant_id, registration_id))
    stored = await tx.execute(
        OPEN, tx.tenant_id, registration_id, rules.VOICE, list(statements), closes_on, actor.account_id
    )
    if stored != "INSERT 0 1":
        raise Problem("feedback.already-open")
    await audit.record(tx, actor, "feedback.open", registration_id, until=str(closes_on))


async def answer(
    tx: Transaction, actor: Actor, registration_id: UUID, marks: Mapping[str, str], words: str
) -> None:
    """Answer once. Nothing of this act is written anywhere else: no trail, no key of the form, no time."""
    await tx.fetchval(
        "select 1 from feedback_round where tenant_id = $1 and registration_id = $2 for update",
        tx.tenant_id, registration_id,
    )  # fmt: skip
    found = await queries.question(tx, actor, registration_id)
    if found.over:
        raise Problem("feedback.over")
    if found.answered:
        raise Problem("feedback.already-answered")
    keys = [one.key for one in found.statements]
    rules.check_answer(keys, marks, words)
    kept = msgspec.json.encode({key: marks[key] for key in keys}).decode()
    await tx.execute(MIX_ANSWERED, tx.tenant_id, registration_id, actor.person_id)
    await tx.execute(MIX_ANSWERS, tx.tenant_id, registration_id, kept)
    await tx.execute(MIX_TEXTS, tx.tenant_id, registration_id, words.strip())


async def moderate(tx: Transaction, actor: Actor, registration_id: UUID, shown: Mapping[UUID, bool]) -> None:
    """Say of each text whether it enters the sum; by the committee, never by the rated, only once there is a sum."""
    row = await queries.head(tx, registration_id)
    if row is None:
        raise NotFound("access.not-found")
    target = Target(unit_path=row["unit_path"], person_id=row["person_id"], state=row["state"])
    require(actor, "assessment.voice", target, see="registration.read")
    if not rules.may_show(row["closes_on"], row["today"], row["answers"]):
        raise Forbidden("feedback.nothing-shown", least=rules.LEAST)
    await tx.execute(
        """update feedback_text t set shown = n.shown from unnest($3::uuid[], $4::bool[]) n (id, shown)
           where t.tenant_id = $1 and t.registration_id = $2 and t.id = n.id""",
        tx.tenant_id, registration_id, list(shown), list(shown.values()),
    )  # fmt: skip
    await audit.record(tx, actor, "feedback.moderate", registration_id, shown=sum(shown.values()), of=len(shown))
