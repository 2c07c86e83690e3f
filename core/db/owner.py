"""The owner's connection: what provisioning may do and the web process may not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg


@asynccontextmanager
async def owner(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A transaction as `own`, for commands of the operator only; commits on leaving."""
    connection = await asyncpg.connect(owner_url, server_settings={"search_path": "core", "TimeZone": "UTC"})
    try:
        async with connection.transaction():
            await connection.execute("set local role own")
            yield connection
    finally:
        await connection.close()
