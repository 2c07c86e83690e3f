"""What people do with accounts: sign in, redeem a code, change password and language; invite others."""

from datetime import timedelta
from uuid import UUID

from core import audit
from core.access import Actor, Target, require
from core.accounts import code_sheets, names, passwords, sessions, throttle
from core.accounts.codes import cleaned, code_hash, new_code
from core.db.ids import new_id
from core.db.scope import Database, Scope, Transaction
from core.errors import NotFound, Problem

INVITED_FOR = timedelta(hours=72)


async def sign_in(
    database: Database, scope: Scope, username: str, password: str, *, agent: str, address: str, replaces: str | None
) -> tuple[str, bool]:
    """Check a name and password; returns the token of a new session, and whether it still owes a code.

    Opens the door twice, because hashing must not hold a connection. One answer (`sign-in.wrong`) for an
    unknown name, a wrong password and a closed account; raises `sign-in.wait` while a delay runs.
    """
    name = username.strip().lower()
    by_name, by_address = throttle.subject("name", name), throttle.subject("address", f"{address}|{name}")
    async with database.tenant(scope) as tx:
        await throttle.attempt(tx, by_name, by_address)
        row = await tx.fetchrow(
            "select id, password_hash from account where tenant_id = $1 and username = $2 and active",
            tx.tenant_id,
            name,
        )
    if not await passwords.matches(row["password_hash"] if row else None, password):
        raise Problem("sign-in.wrong")
    async with database.tenant(scope) as tx:
        await throttle.clear(tx, by_name)
        await throttle.clear(tx, by_address)
        token, waits = await sessions.begin_waiting(tx, row["id"], agent=agent, address=address, replaces=replaces)
        if not waits:
            await tx.execute(
                "select core.audit_add($1, $2, 'account.signed-in', $3, '{}')", new_id(), row["id"], str(row["id"])
            )
    return token, waits


async def invite(tx: Transaction, actor: Actor, account_id: UUID, secret: bytes) -> str:
    """A one-time code for an account, valid three days; earlier unused codes of it end. Shown once, stored hashed."""
    require(actor, "account.admin", Target())
    if not await tx.fetchval("select true from account where tenant_id = $1 and id = $2", tx.tenant_id, account_id):
        raise NotFound("access.not-found")
    code = new_code()
    await tx.execute(
        "delete from invitation where tenant_id = $1 and account_id = $2 and used_at is null", tx.tenant_id, account_id
    )
    await tx.execute(
        "insert into invitation (tenant_id, code_hash, account_id, created_by, expires_at) "
        "values ($1, $2, $3, $4, now() + $5)",
        tx.tenant_id, code_hash(code, secret), account_id, actor.account_id, INVITED_FOR,
    )  # fmt: skip
    await audit.record(tx, actor, "account.invited", account_id)
    return code


async def redeem(
    database: Database, scope: Scope, code: str, password: str, secret: bytes, *, agent: str, address: str,
    username: str = "",
) -> tuple[str, bool]:  # fmt: skip
    """Set the first password, and the sign-in name if `username` says another one, with an invitation code; sign in.

    The code works once. Returns as `sign_in` does: whose second factor is set up is asked for it here too. Raises
    `invitation.unknown`, `invitation.username-stays` where a password was there before, and what names and
    passwords raise.
    """
    hashed = code_hash(cleaned(code), secret)
    async with database.tenant(scope) as tx:
        await throttle.attempt(tx, throttle.subject("code", address))
        row = await tx.fetchrow(
            "select i.account_id, i.created_by, a.username, a.password_hash is null as first from invitation i "
            "join account a on a.tenant_id = i.tenant_id and a.id = i.account_id "
            "where i.tenant_id = $1 and i.code_hash = $2 and i.used_at is null and i.expires_at > now() and a.active",
            tx.tenant_id, hashed,
        )  # fmt: skip
        reached = row and await code_sheets.still_reaches(tx, row["created_by"], row["account_id"])
    if not reached:
        raise Problem("invitation.unknown", field="code")
    name = username.strip().lower() or row["username"]
    if name != row["username"] and not row["first"]:
        raise Problem("invitation.username-stays", field="username", username=row["username"])
    if weak := passwords.strength_problem(password, name):
        raise weak
    stored = await passwords.hashed(password)
    async with database.tenant(scope) as tx:
        used = await tx.execute(
            "update invitation set used_at = now() where tenant_id = $1 and code_hash = $2 and used_at is null",
            tx.tenant_id, hashed,
        )  # fmt: skip
        if used != "UPDATE 1":
            raise Problem("invitation.unknown", field="code")
        if name != row["username"]:
            await names.require_free(tx, name)
        await tx.execute(
            "update account set password_hash = $3, username = $4, version = version + 1 "
            "where tenant_id = $1 and id = $2",
            tx.tenant_id, row["account_id"], stored, name,
        )  # fmt: skip
        await throttle.clear(tx, throttle.subject("code", address))
        await sessions.end_all(tx, row["account_id"])
        await tx.execute(
            "select core.audit_add($1, $2, 'account.activated', $3, '{}')",
            new_id(), row["account_id"], str(row["account_id"]),
        )  # fmt: skip
        return await sessions.begin_waiting(tx, row["account_id"], agent=agent, address=address, replaces=None)


async def change_password(
    database: Database, scope: Scope, actor: Actor, current: str, new: str, *, token: str
) -> None:
    """Change one's own password; every other session of the account ends. Wrong ones wait like those of a sign-in."""
    tried = throttle.subject("password", str(actor.account_id))
    async with database.tenant(scope) as tx:
        await throttle.attempt(tx, tried)
        row = await tx.fetchrow(
            "select username, password_hash from account where tenant_id = $1 and id = $2",
            tx.tenant_id,
            actor.account_id,
        )
    if not await passwords.matches(row["password_hash"], current):
        raise Problem("password.wrong", field="current")
    async with database.tenant(scope) as tx:
        await throttle.clear(tx, tried)
    if weak := passwords.strength_problem(new, row["username"]):
        raise weak
    stored = await passwords.hashed(new)
    async with database.tenant(scope) as tx:
        await tx.execute(
            "update account set password_hash = $3, version = version + 1 where tenant_id = $1 and id = $2",
            tx.tenant_id, actor.account_id, stored,
        )  # fmt: skip
        await sessions.end_all(tx, actor.account_id, but=token)
        await audit.record(tx, actor, "account.password-changed", actor.account_id)


async def choose_locale(tx: Transaction, actor: Actor, locale: str) -> None:
    """Remember the language of one's own account."""
    if locale not in ("vi", "en"):
        raise Problem("account.unknown-locale", field="locale")
    await tx.execute(
        "update account set locale = $3 where tenant_id = $1 and id = $2", tx.tenant_id, actor.account_id, locale
    )


async def create_account(
    tx: Transaction, actor: Actor, username: str, person_id: UUID | None, display_name: str = ""
) -> UUID:
    """An account without a password, for a person of the tenant or for an office or guest of this `display_name`:
    hand out a code with `invite`."""
    require(actor, "account.admin", Target())
    name = username.strip().lower()
    await names.require_free(tx, name)
    if person_id is None and len(display_name) < 2:
        raise Problem("account.no-name", field="display_name")
    if person_id and await tx.fetchval(
        "select true from account where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id
    ):
        raise Problem("account.person-has-one", field="username")
    account_id = new_id()
    await tx.execute(
        "insert into account (tenant_id, id, username, person_id, display_name) values ($1, $2, $3, $4, $5)",
        tx.tenant_id, account_id, name, person_id, "" if person_id else display_name,
    )  # fmt: skip
    await audit.record(tx, actor, "account.created", account_id, person=person_id)
    return account_id


async def end_other_sessions(tx: Transaction, actor: Actor, token: str) -> None:
    """Sign out everywhere but here."""
    await sessions.end_all(tx, actor.account_id, but=token)
    await audit.record(tx, actor, "account.signed-out-elsewhere", actor.account_id)


async def end_session(tx: Transaction, actor: Actor, handle: str) -> None:
    """Sign one of one's own devices out; `handle` is the one of `queries.Session`."""
    await tx.execute(
        "delete from session where tenant_id = $1 and account_id = $2 and left(encode(token_hash, 'hex'), 16) = $3",
        tx.tenant_id, actor.account_id, handle,
    )  # fmt: skip
    await audit.record(tx, actor, "account.signed-out-device", actor.account_id)
