"""What of a tenant's packs has moved on since it took them up: releases of the pack, and the draft in hand."""

import msgspec

from core.configurations import queries
from core.configurations.queries import Configuration
from core.db.scope import Transaction
from core.packs.installed import InstalledPack

BASES = "select base_hash from offer_taken where tenant_id = $1"


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A pack as the catalogue shows it: what can be taken up (`pack`, None where it is not installed any more), what
    is taken up (`held`), whether a newer release waits, and whether edits wait to be published."""

    pack_id: str
    pack: InstalledPack | None
    held: Configuration | None
    drafted: bool = False
    on_offer: bool = False  # stands on a base of the centre

    @property
    def enabled(self) -> bool:
        """Whether programmes can be opened by it."""
        return self.held is not None and self.held.state == "enabled"

    @property
    def newer(self) -> bool:
        """Whether the pack that is installed is another release than the tenant took up."""
        if self.held is None or self.pack is None:
            return False
        return self.held.hooks_hash != self.pack.hooks_hash or (not self.on_offer and self.held.base != self.pack.rules)


async def shelves(tx: Transaction) -> tuple[Shelf, ...]:
    """Every pack, those in use first, the retired last; each group in the order of their ids."""
    packs = await queries.available(tx)
    taken = {one.pack_id: one for one in await queries.listing(tx)}
    rows = await tx.fetch("select pack_id from configuration_draft where tenant_id = $1", tx.tenant_id)
    drafted = {row["pack_id"] for row in rows}
    bases = {row["base_hash"] for row in await tx.fetch(BASES, tx.tenant_id)}
    found = [
        Shelf(
            pack_id=name, pack=packs.get(name), held=taken.get(name), drafted=name in drafted,
            on_offer=name in taken and taken[name].base_hash in bases,
        )
        for name in {**taken, **packs}
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.enabled, one.held is not None, one.pack_id)))
