"""A pack as the archive that another union can upload: from the packs installed here, or as one tenant has it."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import click
import msgspec

from core.configurations import queries as configurations
from core.db.scope import Database, Transaction
from core.errors import NotFound
from core.packs.cases import Case, cases_in, load_cases
from core.packs.catalog import discover
from core.packs.installed import InstalledPack
from core.paper_templates import queries as templates
from core.paper_templates import rules as slots
from core.programmes import pinned
from core.uploaded_packs import contents, exporting, queries, unfolding
from tenants.registry import Registry
from ui.packs_report import found_in, print_json

LONGEST = 40  # letters of an id


class Ready(msgspec.Struct, frozen=True):
    """Everything that goes into the archive, read inside the transaction."""

    pack: InstalledPack
    cases: tuple[Case, ...]
    templates: dict[str, bytes]

    def archive(self, new_id: str) -> bytes:
        """The archive under an id; takes a moment: call it off the event loop."""
        return exporting.exported(self.pack, new_id, self.cases, self.templates)


async def packs_of(tx: Transaction) -> dict[str, InstalledPack]:
    """Every pack of this tenant, those taken up with its edits."""
    found = dict(await configurations.available(tx))
    for one in await configurations.listing(tx):
        if one.pack_id in found:
            found[one.pack_id] = replace(found[one.pack_id], rules=one.rules)
    return found


async def ready(tx: Transaction, pack_id: str) -> Ready:
    """One pack of this tenant with its edits, Word templates and worked cases; NotFound where there is none."""
    pack = (await packs_of(tx)).get(pack_id)
    if pack is None:
        raise NotFound("access.not-found")
    own = {name: await templates.held(tx, pack_id, name) for name in slots.papers(pack.rules)}
    installed = pinned.catalog().packs.get(pack_id)
    if installed is not None:
        return Ready(pack, load_cases(installed), {name: content for name, content in own.items() if content})
    brought = (await queries.installed(tx))[pack_id]
    found = contents.read(await queries.archive(tx, pack_id, brought.version))
    kept = {name: content or found.template(name) for name, content in own.items()}
    return Ready(
        pack, await asyncio.to_thread(_cases, pack_id, found), {name: one for name, one in kept.items() if one}
    )


def id_for(pack_id: str, slug: str) -> str:
    """An id by which the other union can tell it from the pack's own."""
    tail = re.sub(r"[^a-z0-9]+", "_", slug)[: LONGEST // 2]
    return f"{pack_id[: LONGEST - 1 - len(tail)]}_{tail}".strip("_")


def export(name: str, file: Path, new_id: str = "", tenant: str = "", url: str = "", *, as_json: bool = False) -> int:
    """Write the archive of an installed pack or a folder, with a tenant as it has the pack. Nothing is overwritten."""
    if tenant:
        found = asyncio.run(_of_tenant(url, tenant, name))
    else:
        pack = found_in(discover(), name)
        found = Ready(pack, load_cases(pack), {})
    content = found.archive(new_id or id_for(found.pack.id, tenant or "ban_sao"))
    with file.open("xb") as target:
        target.write(content)
    told = {"file": file.as_posix(), "size": len(content), "version": found.pack.version}
    if as_json:
        print_json(told)
    else:
        click.echo(f"Đã ghi {file} ({len(content)} byte): {found.pack.id} {found.pack.version}")
    return 0


def _cases(pack_id: str, found: contents.Contents) -> tuple[Case, ...]:
    with unfolding.unfolded(found) as root:
        return cases_in(root / "cases", pack_id)


async def _of_tenant(url: str, slug: str, pack_id: str) -> Ready:
    database = Database(url, pool_size=1)
    await database.open()
    try:
        tenant = await Registry(database).find(slug)
        if tenant is None:
            raise NotFound("tenant.unknown", slug=slug)
        async with database.tenant(tenant.scope, readonly=True) as tx:
            return await ready(tx, pack_id)
    finally:
        await database.close()
