"""The operator's sign-in: a one-time code made at the command line, a short session, no password (docs/decisions/0013).

Whoever may run the command holds OPERATOR_DATABASE_URL anyway; the code carries that right into a browser for a while.
"""

import secrets

from core.accounts.actions import code_hash, new_code
from core.accounts.sessions import digest
from core.db.operator import operator
from core.errors import Problem

CODE_FOR = "10 minutes"  # 49 bits in ten minutes: nothing to guess
IDLE, ABSOLUTE = "30 minutes", "12 hours"


async def make_code(url: str, name: str, secret: bytes) -> str:
    """A code for the operator `name`, whose acts will carry that name. Raises `form.required`."""
    tidy = " ".join(name.split())[:80]
    if len(tidy) < 2:
        raise Problem("form.required", field="name")
    code = new_code()
    async with operator(url) as connection:
        await connection.execute("delete from platform.sign_in_code where expires_at < now() - interval '1 day'")
        await connection.execute(
            "insert into platform.sign_in_code (code_hash, name, expires_at)"
            " values ($1, $2, now() + $3::text::interval)",
            code_hash(code, secret), tidy, CODE_FOR,
        )  # fmt: skip
    return code


async def sign_in(url: str, code: str, secret: bytes) -> str:
    """Exchange a code for the token of a session, once. Raises `operator.code-wrong`."""
    tidy = "".join(code.split()).upper()
    token = secrets.token_urlsafe(32)
    async with operator(url) as connection:
        name = await connection.fetchval(
            "update platform.sign_in_code set used_at = now()"
            " where code_hash = $1 and used_at is null and expires_at > now() returning name",
            code_hash(tidy, secret),
        )
        if name is None:
            raise Problem("operator.code-wrong", field="code")
        await connection.execute("delete from platform.session where expires_at < now()")
        await connection.execute(
            "insert into platform.session (token_hash, name, expires_at) values ($1, $2, now() + $3::text::interval)",
            digest(token), name, ABSOLUTE,
        )  # fmt: skip
        await connection.execute("insert into platform.act (who, action) values ($1, 'operator.signed-in')", name)
    return token


async def name_of(url: str, token: str) -> str | None:
    """Who is signed in with this token; None after half an hour without a visit, or twelve hours."""
    if not token:
        return None
    async with operator(url) as connection:
        return await connection.fetchval(
            "update platform.session set seen_at = now() where token_hash = $1 and expires_at > now()"
            " and seen_at > now() - $2::text::interval returning name",
            digest(token), IDLE,
        )  # fmt: skip


async def sign_out(url: str, token: str) -> None:
    """End the session."""
    async with operator(url) as connection:
        await connection.execute("delete from platform.session where token_hash = $1", digest(token))
