"""The registry of tenants: which address belongs to whom. Read often, changed seldom, cached for seconds."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Database, Scope

FRESH = 10.0  # seconds
AGAIN = 0.1  # seconds until it is read anew for an address that it does not hold: one made just now, or a wrong one
READ = "select id, slug, name, short_name, kind, locale, profile, suspended_at is not null from tenant order by name"


class Tenant(msgspec.Struct, frozen=True):
    """A union that runs its programmes here; `profile` holds its own names for unit kinds and the like."""

    id: UUID
    slug: str
    name: str
    short_name: str
    kind: str
    locale: str
    profile: Mapping[str, Any]
    suspended: bool = False

    @property
    def scope(self) -> Scope:
        """What opens the door for this tenant."""
        return Scope(self.id, self.slug)

    @property
    def logo_text(self) -> str:
        """The words that the mark at the top is made of."""
        return str(self.profile.get("logo") or self.short_name)


class Registry:
    """Tenants by slug."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tenants: dict[str, Tenant] = {}
        self._read_at = 0.0

    async def find(self, slug: str) -> Tenant | None:
        """The tenant of an address, suspended or not, or None."""
        await self._refresh(missing=slug)
        return self._tenants.get(slug)

    async def all(self) -> tuple[Tenant, ...]:
        """Every tenant that is not suspended, by name."""
        await self._refresh()
        return tuple(tenant for tenant in self._tenants.values() if not tenant.suspended)

    async def by_id(self, tenant_id: UUID) -> Tenant | None:
        """The tenant of an id; None if it is suspended."""
        await self._refresh()
        if all(tenant.id != tenant_id for tenant in self._tenants.values()):
            await self._refresh(missing="")  # made a moment ago, perhaps
        return next((tenant for tenant in await self.all() if tenant.id == tenant_id), None)

    async def _refresh(self, missing: str | None = None) -> None:
        age = time.monotonic() - self._read_at
        if self._tenants and (age < AGAIN or (age < FRESH and (missing is None or missing in self._tenants))):
            return
        async with self._database.platform() as tx:
            rows = await tx.fetch(READ)
        self._tenants = {
            row["slug"]: Tenant(*tuple(row)[:6], msgspec.json.decode(row["profile"]), row[7]) for row in rows
        }
        self._read_at = time.monotonic()
