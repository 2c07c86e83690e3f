"""Writing about messages: read them, say how one wants to be told."""

from uuid import UUID

from core.access import Actor
from core.db.scope import Transaction
from core.errors import Problem
from core.people.rules import check_email, check_phone

MODES = ("each", "daily", "never")


async def read(tx: Transaction, actor: Actor, message_id: UUID | None = None) -> None:
    """Note that one message, or every one so far, has been read."""
    await tx.execute(
        """update message set read_at = sec.domain_now()
           where tenant_id = $1 and account_id = $2 and read_at is null and ($3::uuid is null or id = $3)""",
        tx.tenant_id, actor.account_id, message_id,
    )  # fmt: skip


async def set_short(tx: Transaction, actor: Actor, phone: str, *, wanted: bool) -> None:
    """Whether short texts go to a phone; `phone` in place of the person's own number. Off until one asks."""
    digits = "".join(mark for mark in phone if mark not in " .-")
    check_phone(digits or None)
    await tx.execute(
        """insert into message_setting (tenant_id, account_id, mode, short, phone) values ($1, $2, 'daily', $3, $4)
           on conflict (tenant_id, account_id) do update set short = excluded.short, phone = excluded.phone""",
        tx.tenant_id, actor.account_id, wanted, digits,
    )  # fmt: skip


async def set_mode(tx: Transaction, actor: Actor, mode: str, address: str) -> None:
    """How letters come: each by itself, once a day, or never; `address` in place of the person's own e-mail."""
    if mode not in MODES:
        raise Problem("form.unknown-choice", field="mode")
    check_email(address or None)
    await tx.execute(
        """insert into message_setting (tenant_id, account_id, mode, address) values ($1, $2, $3, $4)
           on conflict (tenant_id, account_id) do update set mode = excluded.mode, address = excluded.address""",
        tx.tenant_id, actor.account_id, mode, address,
    )  # fmt: skip
