"""Which programmes of one tenant follow which version of a pack, for the page and the command line."""

from collections.abc import Iterable

from msgspec import Struct

from core.db.scope import Database
from core.errors import NotFound
from core.packs.catalog import Catalog
from core.programmes import queries
from core.programmes.queries import Programme
from tenants.registry import Registry


class Use(Struct, frozen=True, kw_only=True):
    """The programmes pinned to one version of a pack, the newest first. `current` says whether the installed pack is
    that very one, rules and code; otherwise they keep what they were opened with."""

    pack_id: str
    version: str
    current: bool
    programmes: tuple[Programme, ...]


def uses(programmes: Iterable[Programme], catalog: Catalog) -> tuple[Use, ...]:
    """Every version that is followed, by pack, the newest version first."""
    found: dict[tuple[str, str, bool], list[Programme]] = {}
    for one in programmes:
        found.setdefault((one.pack_id, one.rules.version, _is_installed(one, catalog)), []).append(one)
    ordered = sorted(found.items(), key=lambda pair: pair[0][1:], reverse=True)
    return tuple(
        Use(pack_id=pack_id, version=version, current=current, programmes=tuple(group))
        for (pack_id, version, current), group in sorted(ordered, key=lambda pair: pair[0][0])
    )


async def of_tenant(database_url: str, slug: str, catalog: Catalog) -> tuple[Use, ...]:
    """The same for the tenant with this address; NotFound where there is none. Reads through the tenant's own door."""
    database = Database(database_url, pool_size=1)
    await database.open()
    try:
        tenant = await Registry(database).find(slug)
        if tenant is None:
            raise NotFound("tenant.unknown", slug=slug)
        async with database.tenant(tenant.scope, readonly=True) as tx:
            return uses(await queries.listing(tx), catalog)
    finally:
        await database.close()


def _is_installed(programme: Programme, catalog: Catalog) -> bool:
    pack = catalog.packs.get(programme.pack_id)
    return pack is not None and pack.hooks_hash == programme.hooks_hash and pack.rules == programme.rules
