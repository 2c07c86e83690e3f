"""Keeping what the office types into a document, so that the next print has it and the next year starts from it."""

from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.documents import queries, rules
from core.documents.rules import Draft
from core.errors import Stale
from core.programmes.queries import Programme
from core.units import queries as units

SAVE = """
insert into official_document (tenant_id, programme_id, unit_id, kind, number, dated_on, position, signer, recipients,
  sections, saved_by, saved_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, sec.domain_now())
on conflict (tenant_id, programme_id, unit_id, kind) do update set number = excluded.number,
  dated_on = excluded.dated_on, position = excluded.position, signer = excluded.signer,
  recipients = excluded.recipients, sections = excluded.sections, saved_by = excluded.saved_by,
  saved_at = excluded.saved_at, version = official_document.version + 1
where official_document.version = $12
"""


async def save(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, kind: str, draft: Draft
) -> None:
    """Keep the texts of a unit's document. Stale where somebody saved others meanwhile: `theirs` says which."""
    unit = await units.get(tx, unit_id)
    require(actor, "document.write", Target(unit_path=unit.path), see="report.read")
    rules.check(kind, draft)
    sections = msgspec.json.encode({name: text for name, text in draft.sections.items() if text.strip()}).decode()
    done = await tx.execute(
        SAVE, tx.tenant_id, programme.id, unit_id, kind, draft.number, draft.dated_on, draft.position, draft.signer,
        draft.recipients, sections, actor.account_id, draft.version,
    )  # fmt: skip
    if done != "INSERT 0 1":
        stored = await queries.draft(tx, programme, unit_id, kind)
        raise Stale("document.changed", version=stored.version)
    await audit.record(tx, actor, "document.save", unit_id, programme=str(programme.id), kind=kind)
