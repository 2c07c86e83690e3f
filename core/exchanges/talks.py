"""Writing down a talk: into the pack's book of talks, with the difficulty that came up (S4-41)."""

from uuid import UUID

from core.access import Actor
from core.db.scope import Transaction
from core.errors import NotFound
from core.exchanges import circle, difficulties, rules
from core.programmes.queries import Programme
from core.registers import actions as registers
from core.registers.rules import Draft


async def write(
    tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, draft: Draft, *, difficulty: str = "",
    criterion: str = "",
) -> UUID:  # fmt: skip
    """Write down a talk with somebody: by himself, by who looks after him, by his committee; the entry's id. A
    `difficulty` goes on the list of those that wait for an answer."""
    book = rules.talk_book(programme.rules)
    place = await registers.place_of(tx, programme, person_id)
    if book is None or place is None or not await circle.writes(tx, actor, place.path, person_id):
        raise NotFound("access.not-found")
    entry = await registers.enter(tx, actor, programme, book[0], place, person_id, draft)
    if difficulty.strip():
        await difficulties.write(
            tx, actor, programme, place, person_id, difficulty, source="talk", criterion=criterion, entry_id=entry
        )
    return entry
