"""Adding evidence to one's own item and taking it back."""

from collections.abc import Sequence
from uuid import UUID

from core import audit, files
from core.access import Actor, require
from core.assessments import sheets
from core.assessments.rules import final_checkpoint
from core.assessments.sheets import Held
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.evidence import rules
from core.evidence.images import Prepared
from core.programmes.queries import Programme

COUNT = "select count(*) from evidence where tenant_id = $1 and registration_id = $2 and criterion = $3"


async def add(
    tx: Transaction, actor: Actor, programme: Programme, criterion: str, prepared: Sequence[Prepared]
) -> None:
    """Store files under a registered item: all or none. Allowed while the own review may be written or corrected."""
    held = await _own(tx, actor, programme)
    if criterion not in held.items:
        raise NotFound("access.not-found")
    rules.check_count(await tx.fetchval(COUNT, tx.tenant_id, held.id, criterion), len(prepared))
    for one in prepared:
        file = await files.keep(tx, actor, one.upload, one.media_type)
        await tx.execute(
            "insert into evidence (tenant_id, id, registration_id, criterion, file_id, thumbnail, by_account, at)"
            " values ($1, $2, $3, $4, $5, $6, $7, sec.domain_now())",
            tx.tenant_id, new_id(), held.id, criterion, file, one.thumbnail, actor.account_id,
        )  # fmt: skip
    await audit.record(tx, actor, "evidence.add", held.id, criterion=criterion, count=len(prepared))


async def remove(tx: Transaction, actor: Actor, programme: Programme, evidence_id: UUID) -> str:
    """Take a piece back for good, until the review is handed in: later others judge by it. Its item's key."""
    held = await _own(tx, actor, programme)
    row = await tx.fetchrow(
        "select file_id, criterion from evidence where tenant_id = $1 and id = $2 and registration_id = $3",
        tx.tenant_id, evidence_id, held.id,
    )  # fmt: skip
    if row is None:
        raise NotFound("access.not-found")
    if held.self_assessed:
        raise Problem("evidence.given")
    await tx.execute("delete from evidence where tenant_id = $1 and id = $2", tx.tenant_id, evidence_id)
    await tx.execute("delete from file where tenant_id = $1 and id = $2", tx.tenant_id, row["file_id"])
    await audit.record(tx, actor, "evidence.remove", held.id, criterion=row["criterion"])
    return row["criterion"]


async def _own(tx: Transaction, actor: Actor, programme: Programme) -> Held:
    held = await sheets.hold_own(tx, programme.id, actor.person_id, final_checkpoint(programme.rules))
    require(actor, "assessment.self", held.target, see="own.read")
    sheets.check_open(held)
    return held
