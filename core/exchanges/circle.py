"""Whom talks and difficulties concern: the person, who looks after him, his committee and the units above."""

from uuid import UUID

from core.access import Actor, Target, can
from core.companions import queries as companions
from core.db.scope import Transaction
from core.errors import NotFound


async def reads(tx: Transaction, actor: Actor, path: str, person_id: UUID) -> bool:
    """Whether the actor may read what was said with and by a person who counts at `path`."""
    target = Target(unit_path=path, person_id=person_id)
    if can(actor, "exchange.own", target) or can(actor, "exchange.read", target):
        return True
    return await companions.looks_after(tx, actor.person_id, person_id)


async def writes(tx: Transaction, actor: Actor, path: str, person_id: UUID) -> bool:
    """Whether he may write down a talk with him: the person himself, who looks after him, the committee."""
    target = Target(unit_path=path, person_id=person_id)
    if can(actor, "exchange.own", target) or can(actor, "exchange.write", target):
        return True
    return await companions.looks_after(tx, actor.person_id, person_id)


async def require_read(tx: Transaction, actor: Actor, path: str, person_id: UUID) -> None:
    """NotFound for whom it does not concern."""
    if not await reads(tx, actor, path, person_id):
        raise NotFound("access.not-found")
