"""Which of the tenant's packs a programme can be opened by today."""

import msgspec

from core.configurations import queries
from core.configurations.queries import Configuration
from core.db.scope import Transaction
from core.errors import Problem
from core.packs.installed import InstalledPack


class Blocked(msgspec.Struct, frozen=True):
    """A pack taken up that opens nothing now, and why: its code is another one, or it is gone."""

    configuration: Configuration
    problem: Problem


async def listing(tx: Transaction) -> tuple[tuple[InstalledPack, ...], tuple[Blocked, ...]]:
    """The packs in force, with the tenant's edits, and those that wait for something."""
    ready, blocked = [], []
    for one in await queries.listing(tx):
        if one.state != "enabled":
            continue
        try:
            ready.append(await queries.in_force(tx, one.pack_id))
        except Problem as problem:
            blocked.append(Blocked(one, problem))
    return tuple(ready), tuple(blocked)
