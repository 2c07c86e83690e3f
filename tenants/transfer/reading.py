"""Bringing a tenant back from its file: into an empty place, or in place of what is there, all or nothing."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from core.db.owner import owner
from core.errors import NotFound, Problem
from tenants.transfer import tables as catalog
from tenants.transfer.manifest import FORMAT, VERSION, Manifest
from tenants.transfer.tables import Table
from tenants.transfer.writing import write

LONGEST_LINE = 64_000_000  # bytes: an edition's texts and a programme's rules fit many times
BIGGEST_FILE = 11_000_000  # bytes; the table allows 10 MB
REGISTER = """
insert into core.tenant select * from jsonb_populate_record(null::core.tenant, $1::jsonb)
on conflict (id) do update set slug = excluded.slug, name = excluded.name, short_name = excluded.short_name,
  kind = excluded.kind, locale = excluded.locale, profile = excluded.profile
"""

NOTED = "insert into platform.act (who, action, about, detail) values ($1, 'tenant.restored', $2, $3::jsonb)"


async def restore(
    owner_url: str, path: Path, *, by: str = "", replace: bool = False, reset_passwords: bool = False
) -> Manifest:
    """Restore the tenant of the file at `path` and compare the canonical hash of what then stands in the database.

    `replace` removes what the tenant has now; a file without secrets does so only with `reset_passwords`, because
    nobody there could sign in afterwards. Raises `restore.not-an-export`, `restore.other-schema`,
    `restore.tenant-exists`, `restore.without-secrets` and `restore.hash-differs`; then nothing has changed.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        if replace and not manifest.secrets and not reset_passwords:
            raise Problem("restore.without-secrets", slug=manifest.tenant["slug"])
        async with owner(owner_url) as connection:
            tables = catalog.ordered(await connection.fetch(catalog.TABLES))
            await _check(connection, manifest, tables, replace=replace)
            tenant_id = UUID(manifest.tenant["id"])
            await connection.execute("select set_config('app.tenant', $1, true)", str(tenant_id))
            if replace:
                await _clear(connection, tenant_id, tables)
            await connection.execute(REGISTER, msgspec.json.encode(manifest.tenant).decode())
            for table in tables:
                if table.name in manifest.tables:
                    await _fill(connection, tenant_id, table, archive)
            stands = await write(connection, tenant_id, None, secrets=manifest.secrets)
            if stands.hash != manifest.hash:
                wrong = [name for name, rows in manifest.tables.items() if stands.tables.get(name) != rows]
                raise Problem("restore.hash-differs", tables=wrong or ["files"])
            await connection.execute(NOTED, by, tenant_id, msgspec.json.encode({"reason": manifest.made_at}).decode())
    return manifest


def read_manifest(path: Path) -> Manifest:
    """What an export says of itself, without restoring it."""
    with _opened(path) as archive:
        return _manifest(archive, path)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, FileNotFoundError) as error:
        raise Problem("restore.not-an-export", file=str(path), detail=str(error)) from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(archive.read("manifest.json"), type=Manifest)
        UUID(manifest.tenant["id"])
    except (KeyError, ValueError, msgspec.DecodeError) as error:
        raise Problem("restore.not-an-export", file=str(path), detail=str(error)) from error
    if (manifest.format, manifest.version) != (FORMAT, VERSION):
        raise Problem("restore.not-an-export", file=str(path), detail=f"{manifest.format} {manifest.version}")
    return manifest


async def _check(connection: Any, manifest: Manifest, tables: tuple[Table, ...], *, replace: bool) -> None:
    shapes = {table.name: table.shape for table in tables}
    apart = sorted(name for name in manifest.tables if manifest.schema.get(name) != shapes.get(name))
    if apart:
        raise Problem("restore.other-schema", tables=apart)
    held = await connection.fetch(
        "select id, slug from core.tenant where id = $1 or slug = $2",
        UUID(manifest.tenant["id"]), manifest.tenant["slug"],
    )  # fmt: skip
    if any(str(row["id"]) != manifest.tenant["id"] for row in held):
        raise Problem("tenant.slug-taken", field="slug", slug=manifest.tenant["slug"])
    if held and not replace:
        raise Problem("restore.tenant-exists", slug=manifest.tenant["slug"])


async def _clear(connection: Any, tenant_id: UUID, tables: tuple[Table, ...]) -> None:
    """Remove all rows of the tenant, and what triggers write while their sources go."""
    for table in reversed(tables):
        fed = [derived for derived, source in catalog.DERIVED.items() if source == table.name]
        for name in (table.name, *fed):
            await connection.execute(f"delete from core.{name} where tenant_id = $1", tenant_id)


async def _fill(connection: Any, tenant_id: UUID, table: Table, archive: zipfile.ZipFile) -> None:
    """Row security refuses COPY into the table itself: the lines go to a temporary one first."""
    await connection.execute("create temp table restoring (line jsonb) on commit drop")
    await connection.copy_records_to_table("restoring", records=_lines(archive, table), schema_name="pg_temp")
    if foreign := await connection.fetchval(
        "select line ->> 'tenant_id' from pg_temp.restoring where line ->> 'tenant_id' is distinct from $1 limit 1",
        str(tenant_id),
    ):
        raise Problem("restore.not-an-export", file=table.name, detail=f"tenant_id {foreign}")
    if table.name in catalog.DERIVED:
        await connection.execute(f"delete from core.{table.name} where tenant_id = $1", tenant_id)
    columns = ", ".join(table.columns)
    empty = f" || '{{\"{catalog.CONTENT[table.name]}\": \"\"}}'" if table.name in catalog.CONTENT else ""
    await connection.execute(
        f"insert into core.{table.name} ({columns}) select {columns} from pg_temp.restoring,"
        f" jsonb_populate_record(null::core.{table.name}, line{empty})"
    )
    await connection.execute("drop table pg_temp.restoring")
    if table.name in catalog.CONTENT:
        await _fill_files(connection, tenant_id, table.name, archive)


def _lines(archive: zipfile.ZipFile, table: Table) -> Iterator[tuple[str]]:
    try:
        with archive.open(f"rows/{table.name}.jsonl") as entry:
            while line := entry.readline(LONGEST_LINE):
                yield (line.decode(),)
    except KeyError as error:
        raise NotFound("restore.not-an-export", file=table.name, detail=str(error)) from error


async def _fill_files(connection: Any, tenant_id: UUID, name: str, archive: zipfile.ZipFile) -> None:
    for about in archive.infolist():
        wanted = re.fullmatch(r"files/([0-9a-f-]{36})", about.filename)
        if wanted and about.file_size <= BIGGEST_FILE:
            await connection.execute(
                f"update core.{name} set {catalog.CONTENT[name]} = $3 where tenant_id = $1 and id = $2",
                tenant_id, UUID(wanted[1]), archive.read(about),
            )  # fmt: skip
