"""Writing a tenant's rows and files into an archive, or only through the hash."""

import asyncio
import hashlib
import zipfile
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any, BinaryIO
from uuid import UUID

import msgspec

from core.errors import NotFound
from tenants.transfer import tables as catalog
from tenants.transfer.manifest import FORMAT, VERSION, Manifest, Rows, canonical
from tenants.transfer.tables import Table

AT_ONCE = 1000  # rows
STAMP = (1980, 1, 1, 0, 0, 0)  # the same data make the same file
Told = Callable[[int, int], Awaitable[None]]


async def _untold(done: int, total: int) -> None:
    """Nobody waits for the progress."""


class Archive:
    """A .zip being written; without a target everything goes through the hash alone."""

    def __init__(self, target: BinaryIO | None) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) if target else None

    def entry(self, name: str) -> Any:
        """A new entry, to be used in a `with`."""
        if self._zip is None:
            return nullcontext(_Nowhere())
        about = zipfile.ZipInfo(name, STAMP)
        about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        return self._zip.open(about, "w", force_zip64=True)

    def close(self) -> None:
        """Finish the file."""
        if self._zip is not None:
            self._zip.close()


class _Nowhere:
    def write(self, body: bytes) -> None:
        """Forget."""


async def write(
    connection: Any, tenant_id: UUID, target: BinaryIO | None, *, secrets: bool, told: Told = _untold
) -> Manifest:
    """Write the tenant of the connection's transaction (repeatable read, its tenant set) to `target`.

    Without `secrets` passwords and invitations stay behind. Raises `tenant.unknown`.
    """
    registered = await connection.fetchval("select to_jsonb(t)::text from core.tenant t where t.id = $1", tenant_id)
    if registered is None:
        raise NotFound("tenant.unknown", slug=str(tenant_id))
    found = [t for t in catalog.ordered(await connection.fetch(catalog.TABLES)) if t.carried]
    if not secrets:
        found = [table for table in found if table.name not in catalog.SECRET_TABLES]
    archive, counted = Archive(target), {}
    for number, table in enumerate(found):
        await told(number, len(found))
        counted[table.name] = await _rows(connection, tenant_id, table, archive, secrets=secrets)
    files = await _files(connection, tenant_id, archive)
    tenant = msgspec.json.decode(registered)
    manifest = Manifest(
        format=FORMAT, version=VERSION, tenant=tenant, schema={table.name: table.shape for table in found},
        tables=counted, files=files, secrets=secrets,
        left_out=catalog.LEFT_OUT if secrets else (*catalog.LEFT_OUT, *catalog.SECRET_TABLES),
        hash=canonical(tenant, counted, files),
        made_at=await connection.fetchval("""select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""),
    )  # fmt: skip
    with archive.entry("manifest.json") as entry:
        entry.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    archive.close()
    await told(len(found), len(found))
    return manifest


async def _rows(connection: Any, tenant_id: UUID, table: Table, archive: Archive, *, secrets: bool) -> Rows:
    dropped = [catalog.CONTENT[table.name]] if table.name in catalog.CONTENT else []
    hidden = () if secrets else catalog.SECRET_COLUMNS.get(table.name, ())
    row = "to_jsonb(x)" + "".join(f" - '{name}'" for name in dropped)
    row += "".join(f" || jsonb_build_object('{name}', null)" for name in hidden)
    sql = f"select ({row})::text from core.{table.name} x where x.tenant_id = $1 order by {', '.join(table.key)}"
    total, digest = 0, hashlib.sha256()
    with archive.entry(f"rows/{table.name}.jsonl") as entry:
        cursor = await connection.cursor(sql, tenant_id)
        while rows := await cursor.fetch(AT_ONCE):
            body = ("\n".join(row[0] for row in rows) + "\n").encode()
            total += len(rows)
            digest.update(body)
            await asyncio.to_thread(entry.write, body)  # compressing must not hold up the pages
    return Rows(total, digest.hexdigest())


async def _files(connection: Any, tenant_id: UUID, archive: Archive) -> Rows:
    rows = await connection.fetch("select id from core.file where tenant_id = $1 order by id", tenant_id)
    digest = hashlib.sha256()
    for file_id in [row[0] for row in rows]:
        content = await connection.fetchval(
            "select content from core.file where tenant_id = $1 and id = $2", tenant_id, file_id
        )
        digest.update(file_id.bytes + hashlib.sha256(content).digest())
        with archive.entry(f"files/{file_id}") as entry:
            await asyncio.to_thread(entry.write, content)
    return Rows(len(rows), digest.hexdigest())
