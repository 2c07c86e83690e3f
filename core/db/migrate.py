"""The one command that changes the schema: Piccolo's migrations in one transaction, under a lock."""

import contextlib
import io

import asyncpg
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration

from core.db.engine import ENGINE, Held
from core.errors import Problem

LOCK = 0x72656E6C  # "renl": two deployments at once wait for each other


async def migrate(owner_url: str) -> list[str]:
    """Run what has not run yet as `own`; returns the names of all migrations in place.

    All or nothing: DDL is transactional. Raises `database.migration-failed` with Piccolo's own message.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("set local role own")
            await connection.execute("set local lock_timeout = '10s'")
            await connection.fetchval("select pg_advisory_xact_lock($1)", LOCK)
            await connection.execute("create schema if not exists core; set local search_path = core")
            held = ENGINE.current_transaction.set(Held(connection))
            try:
                told = io.StringIO()
                with contextlib.redirect_stdout(told):
                    result = await run_forwards("core")
                if not result.success:
                    raise Problem("database.migration-failed", detail=result.message or told.getvalue())
                return await Migration.get_migrations_which_ran("core")
            finally:
                ENGINE.current_transaction.reset(held)
    finally:
        await connection.close()
