"""Calendars to subscribe to: a secret address an account, revocable; its times are the machine's, like a session's."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from core import audit
from core.access import Actor
from core.db.scope import Transaction
from core.errors import NotFound


async def subscribe(tx: Transaction, actor: Actor) -> str:
    """A new secret address of one's calendar; the one before it stops working. The token is shown once."""
    token = secrets.token_urlsafe(24)
    await tx.execute(
        """insert into calendar_feed (tenant_id, account_id, token_hash) values ($1, $2, $3)
           on conflict (tenant_id, account_id) do update
             set token_hash = excluded.token_hash, created_at = now(), read_at = null""",
        tx.tenant_id, actor.account_id, digest(token),
    )  # fmt: skip
    await audit.record(tx, actor, "calendar.subscribed", actor.account_id)
    return token


async def unsubscribe(tx: Transaction, actor: Actor) -> None:
    """Revoke the address of one's calendar."""
    await tx.execute(
        "delete from calendar_feed where tenant_id = $1 and account_id = $2", tx.tenant_id, actor.account_id
    )
    await audit.record(tx, actor, "calendar.revoked", actor.account_id)


async def feed_since(tx: Transaction, actor: Actor) -> datetime | None:
    """Since when there is an address of one's calendar; None where there is none."""
    sql = "select created_at from calendar_feed where tenant_id = $1 and account_id = $2"
    return await tx.fetchval(sql, tx.tenant_id, actor.account_id)


async def owner_of(tx: Transaction, token: str) -> tuple[UUID, str | None]:
    """The account behind the address of a calendar, and its language; NotFound where it was revoked or never was."""
    found = await tx.fetchrow(
        """update calendar_feed f set read_at = now() from account a
           where f.tenant_id = $1 and f.token_hash = $2 and a.tenant_id = f.tenant_id and a.id = f.account_id
             and a.active returning f.account_id, a.locale""",
        tx.tenant_id, digest(token),
    )  # fmt: skip
    if found is None:
        raise NotFound("access.not-found")
    return found["account_id"], found["locale"]


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
