"""What a superuser does once: roles, the database, and the revokes that outlive it."""

from urllib.parse import unquote, urlsplit

import asyncpg

# The web process holds no credential but those of `app` and `analyst`; `own` owns every object and logs in nowhere.
ROLES = {
    "own": "nologin",
    "migrator": "login noinherit",
    "app": "login nosuperuser nobypassrls nocreaterole nocreatedb noinherit",
    # Makes and suspends tenants through a few functions; has no right to any table of theirs.
    "operator": "login nosuperuser nobypassrls nocreaterole nocreatedb noinherit",
    # Reads what provinces publish through one view of schema `central`, and nothing else.
    "analyst": "login nosuperuser nobypassrls nocreaterole nocreatedb noinherit",
    # Reads everything for pg_dump and writes nothing; its password lives with the backup's timer alone.
    "backup": "login nosuperuser bypassrls nocreaterole nocreatedb",
}
HARDENING = """
revoke all on schema public from public;
revoke all on pg_stat_activity from public;
revoke execute on function pg_stat_get_activity(int), pg_terminate_backend(int, bigint), pg_cancel_backend(int),
  lo_create(oid), lo_creat(int), lo_from_bytea(oid, bytea) from public;
"""


async def provision(admin_url: str, database: str, passwords: dict[str, str]) -> None:
    """Create roles and database if they are missing, and harden the database. Safe to repeat.

    `admin_url` is a superuser's; `passwords` gives those of the roles that log in.
    """
    admin = await asyncpg.connect(admin_url)
    try:
        for name, options in ROLES.items():
            if not await admin.fetchval("select true from pg_roles where rolname = $1", name):
                await admin.execute(f"create role {name} {options}")
            if name in passwords:
                quoted = await admin.fetchval("select quote_literal($1)", passwords[name])
                await admin.execute(f"alter role {name} password {quoted}")
        await admin.execute("grant own to migrator; grant pg_read_all_data to backup")
        if not await admin.fetchval("select true from pg_database where datname = $1", database):
            await admin.execute(f'create database "{database}" owner own template template0 encoding utf8')
    finally:
        await admin.close()
    inside = await asyncpg.connect(admin_url, database=database)
    try:
        await inside.execute(HARDENING)
    finally:
        await inside.close()


def user_of(url: str) -> str:
    """The role a connection URL logs in as."""
    return unquote(urlsplit(url).username or "")
