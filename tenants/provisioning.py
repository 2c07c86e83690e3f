"""Making tenants: the platform's act, with the owner's connection; the web process cannot."""

from uuid import UUID

import msgspec

from core.db.ids import new_id
from core.db.owner import owner
from core.db.scope import Scope

CREATE = """
insert into tenant (id, slug, name, short_name, kind, locale, profile) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (slug) do nothing
"""


class NewTenant(msgspec.Struct, frozen=True, kw_only=True):
    """What a tenant is called and which kind it is; `profile` holds its own words and settings."""

    slug: str
    name: str
    short_name: str
    kind: str
    locale: str = "vi"
    profile: dict[str, object] = {}


async def create(owner_url: str, new: NewTenant) -> Scope:
    """Register the tenant, or find the one that has this slug already. Its rows come from the tenant's own acts."""
    async with owner(owner_url) as connection:
        await connection.execute(
            CREATE, new_id(), new.slug, new.name, new.short_name, new.kind, new.locale,
            msgspec.json.encode(new.profile).decode(),
        )  # fmt: skip
        found: UUID = await connection.fetchval("select id from tenant where slug = $1", new.slug)
    return Scope(found, new.slug)


async def allow_demo_clock(owner_url: str) -> None:
    """Let the application move the clock of a tenant: in the demo's database only (domain.md §3)."""
    async with owner(owner_url) as connection:
        await connection.execute("grant execute on function sec.move_clock(timestamptz) to app")


async def analyse(owner_url: str) -> None:
    """Give the planner statistics after much was written; without them the first pages take a hundredfold."""
    async with owner(owner_url) as connection:
        tables = await connection.fetch(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('core', 'central')"
        )
        await connection.execute("analyze " + ", ".join(row[0] for row in tables))
