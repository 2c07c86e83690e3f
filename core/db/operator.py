"""The operator's connection: the functions of schema `platform`, and no table of any tenant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from core.errors import Problem

ESCAPES = "select rolsuper or rolbypassrls or pg_has_role('own', 'member') from pg_roles where rolname = current_user"


@asynccontextmanager
async def operator(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A transaction as `operator`; commits on leaving. Raises `database.unsafe` for a role that can do more."""
    connection = await asyncpg.connect(url, server_settings={"search_path": "platform", "TimeZone": "UTC"})
    try:
        if await connection.fetchval(ESCAPES):
            raise Problem("database.unsafe", found=["OPERATOR_DATABASE_URL: not the role `operator`"])
        async with connection.transaction():
            yield connection
    finally:
        await connection.close()
