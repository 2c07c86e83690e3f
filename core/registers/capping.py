"""What the books say against a person: the entries that a pack's caps count, and the level they allow (S0-26)."""

from datetime import date
from uuid import UUID

import msgspec

from core.access import Actor, Target, can
from core.db.scope import Transaction
from core.packs.patching import active
from core.packs.schema import Cap
from core.programmes.queries import Programme
from core.registers import rules

ENTRIES = """
select register, choice, title, happened_on from register_entry
where tenant_id = $1 and programme_id = $2 and person_id = $3 and register = any($4::text[]) and removed_at is null
order by happened_on, id
"""


class Offence(msgspec.Struct, frozen=True):
    """An entry, and the caps that count it."""

    title: str
    happened_on: date
    caps: tuple[Cap, ...]


async def capping(
    tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, unit_path: str
) -> tuple[Offence, ...]:
    """A person's entries in the books that cap a level, of those books that the reader may read."""
    pack = programme.rules
    caps, books = tuple(active(pack.scale.caps).values()), rules.books(pack)
    wanted = {
        one.register
        for one in caps
        if one.register in books
        and can(actor, "register.read", Target(unit_path=unit_path, state=rules.sort_of(books[one.register])))
    }
    if not wanted:
        return ()
    rows = await tx.fetch(ENTRIES, tx.tenant_id, programme.id, person_id, sorted(wanted))
    return tuple(
        Offence(
            row["title"], row["happened_on"],
            tuple(c for c in caps if c.register == row["register"] and c.choice in ("", row["choice"])),
        )
        for row in rows
    )  # fmt: skip
