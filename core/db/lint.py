"""Refuse to serve with a role that escapes row security, or with a hole in the catalogue."""

from importlib.resources import files

import asyncpg

from core.errors import Problem

LINT = files("core.db").joinpath("rls_lint.sql").read_text(encoding="utf-8")


async def violations(connection: asyncpg.Connection, role: str = "app") -> list[tuple[str, str]]:
    """(rule, object) for each hole in the isolation of `role`; none is the only acceptable answer."""
    return [(row["rule"], row["what"]) for row in await connection.fetch(LINT, role)]


async def refuse_unsafe(url: str, *, demo: bool) -> None:
    """Check the role, the catalogue and the server before the first request.

    Raises `database.unsafe` naming each finding; a demo clock is a finding outside the demo.
    """
    connection = await asyncpg.connect(url)
    try:
        role = await connection.fetchval("select current_user")
        row = await connection.fetchrow("select rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        found = ["a superuser or BYPASSRLS role: " + role] if row["rolsuper"] or row["rolbypassrls"] else []
        found += [f"{rule}: {what}" for rule, what in await violations(connection, role)]
        if await connection.fetchval("show fsync") != "on":
            found.append("fsync is off")
        if not found and not demo and await connection.fetchval("select sec.demo_clock_in_use()"):
            found.append("a demo clock is set outside the demo")
    finally:
        await connection.close()
    if found:
        raise Problem("database.unsafe", found=found)
