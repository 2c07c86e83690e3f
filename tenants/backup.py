"""Backups of the whole platform and of one tenant, each with hashes by which a restore is judged."""

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from core.db import dumps
from core.db.owner import owner
from core.errors import NotFound, Problem
from tenants.provisioning import analyse
from tenants.transfer import Manifest, write
from tenants.transfer import restore as restore_tenant


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup left: files with their SHA-256, and the canonical hash of each tenant at that moment."""

    way: str
    made_at: str
    files: Mapping[str, str]
    tenants: Mapping[str, str]


async def backup(url: str, folder: Path) -> Backup:
    """The whole platform at one moment, by pg_dump; without one, a file a tenant in the export's format."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    async with dumps.moment(url) as (connection, snapshot):
        program = await dumps.tool("pg_dump", connection)
        tenants = await connection.fetch("select id, slug from core.tenant order by slug")
        if program:
            target = folder / f"renluyen-{stamp}.dump"
            _private(target)
            await dumps.dump(program, url, snapshot, target)
            made = {row["slug"]: await write(connection, row["id"], None, secrets=True) for row in tenants}
            files = [target]
        else:
            files = [folder / f"{row['slug']}-{stamp}.zip" for row in tenants]
            made = {
                row["slug"]: await _export(connection, row["id"], file)
                for row, file in zip(tenants, files, strict=True)
            }
    done = Backup(
        way="pg_dump" if program else "export", made_at=stamp, files={file.name: _sha256(file) for file in files},
        tenants={slug: manifest.hash for slug, manifest in made.items()},
    )  # fmt: skip
    note = folder / f"renluyen-{stamp}.json"
    _private(note)
    note.write_bytes(msgspec.json.format(msgspec.json.encode(done), indent=1))
    return done


async def export(url: str, slug: str, target: Path, *, secrets: bool) -> Manifest:
    """One tenant as a file. Raises `tenant.unknown`."""
    async with dumps.moment(url) as (connection, _):
        tenant_id = await connection.fetchval("select id from core.tenant where slug = $1", slug)
        if tenant_id is None:
            raise NotFound("tenant.unknown", slug=slug)
        return await _export(connection, tenant_id, target, secrets=secrets)


async def restore(
    owner_url: str, path: Path, *, by: str = "", replace: bool = False, reset_passwords: bool = False
) -> Mapping[str, str]:
    """Bring back a tenant (.zip) or the whole platform (.dump, into an empty database); the hash of each tenant.

    Nothing is kept of a tenant's file that does not hold. Of a dump the hashes beside it are compared:
    `restore.hash-differs` names the tenants that differ.
    """
    if not path.exists():
        raise Problem("restore.not-an-export", file=str(path), detail="")
    if path.suffix != ".dump":
        manifest = await restore_tenant(
            owner_url, path, by=by, replace=replace, reset_passwords=reset_passwords
        )
        return {str(manifest.tenant["slug"]): manifest.hash}
    note = path.with_suffix(".json")
    told = msgspec.json.decode(note.read_bytes(), type=Backup) if note.exists() else None
    if told and told.files.get(path.name) != _sha256(path):
        raise Problem("restore.hash-differs", tables=[path.name])
    await dumps.refuse_used(owner_url)
    async with dumps.connected(owner_url) as connection:
        program = await dumps.tool("pg_restore", connection)
    if program is None:
        raise Problem("database.tool-missing", tool="pg_restore")
    await dumps.load(program, owner_url, path)
    await analyse(owner_url)
    stands = await hashes(owner_url)
    wrong = sorted(slug for slug, value in (told.tenants if told else {}).items() if stands.get(slug) != value)
    if wrong:
        raise Problem("restore.hash-differs", tables=wrong)
    return stands


async def hashes(owner_url: str) -> Mapping[str, str]:
    """The canonical hash of every tenant as it stands."""
    async with owner(owner_url) as connection:
        found = {}
        for row in await connection.fetch("select id, slug from core.tenant order by slug"):
            await connection.execute("select set_config('app.tenant', $1, true)", str(row["id"]))
            found[row["slug"]] = (await write(connection, row["id"], None, secrets=True)).hash
    return found


async def _export(connection: Any, tenant_id: Any, target: Path, *, secrets: bool = True) -> Manifest:
    _private(target)
    with target.open("wb") as file:
        return await write(connection, tenant_id, file, secrets=secrets)


def _private(path: Path) -> None:
    """Personal data: for the owner's eyes, before the first byte is in."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    path.chmod(0o600)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
