"""The second factor of an account: set up, ask at sign-in, recover, turn off, reset for somebody else."""

from datetime import datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.accounts import sessions, throttle, totp
from core.accounts.codes import cleaned
from core.db.ids import new_id
from core.db.scope import Database, Scope, Transaction
from core.errors import NotFound, Problem

COMPULSORY = ("provincial_admin",)
SECONDS = "extract(epoch from now())::bigint"


class State(msgspec.Struct, frozen=True):
    """Whether an account has a second factor, since when, and how many recovery codes are left."""

    since: datetime | None
    codes_left: int


async def state(tx: Transaction, account_id: UUID) -> State:
    """How the second factor of an account stands."""
    row = await tx.fetchrow(
        "select f.since, (select count(*) from recovery_code r where r.tenant_id = f.tenant_id "
        "and r.account_id = f.account_id and r.used_at is null)::int as codes_left "
        "from second_factor f where f.tenant_id = $1 and f.account_id = $2",
        tx.tenant_id, account_id,
    )  # fmt: skip
    return State(row["since"], row["codes_left"]) if row else State(None, 0)


async def set_up(
    database: Database, scope: Scope, actor: Actor, shown: bytes, code: str, key: bytes, *, token: str
) -> tuple[str, ...]:
    """Store the secret that was `shown` (sealed) once a code proves that the app has it.

    Returns the recovery codes, which are shown once; every other session of the account ends. Raises
    `second-factor.wrong`, `second-factor.already`.
    """
    secret = totp.opened(shown, key, actor.account_id)
    codes = totp.recovery_codes()
    async with database.tenant(scope) as tx:
        await throttle.attempt(tx, _subject(actor.account_id))
        step = totp.step_of(secret, code, await tx.fetchval(f"select {SECONDS}"))
        if step is not None:
            stored = await tx.execute(
                "insert into second_factor (tenant_id, account_id, secret, last_step) values ($1, $2, $3, $4) "
                "on conflict do nothing",
                tx.tenant_id, actor.account_id, shown, step,
            )  # fmt: skip
            if stored != "INSERT 0 1":
                raise Problem("second-factor.already")
            await _store_codes(tx, actor.account_id, codes, key)
            await throttle.clear(tx, _subject(actor.account_id))
            await sessions.end_all(tx, actor.account_id, but=token)
            await audit.record(tx, actor, "account.second-factor-on", actor.account_id)
    if step is None:
        raise Problem("second-factor.wrong", field="code")
    return codes


async def complete(
    database: Database, scope: Scope, token: str, code: str, key: bytes, *, agent: str, address: str
) -> str:
    """The second step of a sign-in: a code of the app or a recovery code ends the waiting session and starts one.

    Raises `second-factor.expired` when nothing waits (any more), `second-factor.wrong`, `sign-in.wait`.
    """
    async with database.tenant(scope) as tx:
        account_id = await sessions.awaiting(tx, token)
        if account_id is None:
            raise Problem("second-factor.expired")
        right = await _accepts(tx, account_id, code, key)
        if right:
            began = await sessions.begin(tx, account_id, agent=agent, address=address, replaces=token)
            await tx.execute(
                "select core.audit_add($1, $2, 'account.signed-in', $3, '{}')", new_id(), account_id, str(account_id)
            )
    if not right:
        raise Problem("second-factor.wrong", field="code")
    return began


async def renew_codes(database: Database, scope: Scope, actor: Actor, code: str, key: bytes) -> tuple[str, ...]:
    """Ten new recovery codes; the old ones are worth nothing any more."""
    codes = totp.recovery_codes()
    async with database.tenant(scope) as tx:
        right = await _accepts(tx, actor.account_id, code, key)
        if right:
            await tx.execute(
                "delete from recovery_code where tenant_id = $1 and account_id = $2", tx.tenant_id, actor.account_id
            )
            await _store_codes(tx, actor.account_id, codes, key)
            await audit.record(tx, actor, "account.recovery-codes-renewed", actor.account_id)
    if not right:
        raise Problem("second-factor.wrong", field="code")
    return codes


async def turn_off(
    database: Database, scope: Scope, actor: Actor, code: str, key: bytes, *, demanded: bool, token: str
) -> None:
    """Do without it again, with a last code; refused (`second-factor.compulsory`) to whoever must have one."""
    if demanded and actor.has(*COMPULSORY):
        raise Problem("second-factor.compulsory")
    async with database.tenant(scope) as tx:
        right = await _accepts(tx, actor.account_id, code, key)
        if right:
            await _remove(tx, actor.account_id)
            await sessions.end_all(tx, actor.account_id, but=token)
            await audit.record(tx, actor, "account.second-factor-off", actor.account_id)
    if not right:
        raise Problem("second-factor.wrong", field="code")


async def reset(tx: Transaction, actor: Actor, account_id: UUID) -> None:
    """Take away somebody's second factor, who lost phone and codes; his sessions end. Never one's own."""
    require(actor, "account.admin", Target())
    if account_id == actor.account_id:
        raise Problem("second-factor.not-ones-own")
    if not await _remove(tx, account_id):
        raise NotFound("access.not-found")
    await sessions.end_all(tx, account_id)
    await audit.record(tx, actor, "account.second-factor-reset", account_id)


async def _accepts(tx: Transaction, account_id: UUID, code: str, key: bytes) -> bool:
    """Whether the code is right now; it is used up by that. A try is counted, and forgotten when it was right."""
    await throttle.attempt(tx, _subject(account_id))
    row = await tx.fetchrow(
        f"select secret, {SECONDS} as at from second_factor where tenant_id = $1 and account_id = $2",
        tx.tenant_id, account_id,
    )  # fmt: skip
    if row is None:
        return False
    step = totp.step_of(totp.opened(row["secret"], key, account_id), code, row["at"])
    if step is not None:
        used = await tx.execute(
            "update second_factor set last_step = $3 where tenant_id = $1 and account_id = $2 and last_step < $3",
            tx.tenant_id, account_id, step,
        )  # fmt: skip
    else:
        used = await tx.execute(
            "update recovery_code set used_at = now() "
            "where tenant_id = $1 and account_id = $2 and code_hash = $3 and used_at is null",
            tx.tenant_id, account_id, totp.recovery_hash(cleaned(code), key, account_id),
        )  # fmt: skip
        if used == "UPDATE 1":
            await tx.execute(
                "select core.audit_add($1, $2, 'account.recovery-code-used', $3, '{}')",
                new_id(), account_id, str(account_id),
            )  # fmt: skip
    if used != "UPDATE 1":
        return False
    await throttle.clear(tx, _subject(account_id))
    return True


async def _store_codes(tx: Transaction, account_id: UUID, codes: tuple[str, ...], key: bytes) -> None:
    await tx.execute(
        "insert into recovery_code (tenant_id, account_id, code_hash) select $1, $2, unnest($3::bytea[])",
        tx.tenant_id, account_id, [totp.recovery_hash(code, key, account_id) for code in codes],
    )  # fmt: skip


async def _remove(tx: Transaction, account_id: UUID) -> bool:
    gone = await tx.execute(
        "delete from second_factor where tenant_id = $1 and account_id = $2", tx.tenant_id, account_id
    )
    return gone == "DELETE 1"


def _subject(account_id: UUID) -> str:
    return throttle.subject("second", str(account_id))
