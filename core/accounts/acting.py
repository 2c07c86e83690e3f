"""Who acts without a session: from the command line by the sign-in name, in a job by the account that ordered it."""

from uuid import UUID

import msgspec

from core.access import Actor, Seat
from core.accounts.sessions import SEATS
from core.db.scope import Transaction
from core.errors import NotFound

ACTING = f"""
select a.id, a.person_id, coalesce(p.full_name, a.display_name) as name, {SEATS} as seats
from (select sec.domain_today() as today) d cross join account a
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where a.tenant_id = $1 and a.active and """


async def acting(tx: Transaction, username: str) -> Actor:
    """The account of this name with the seats held today; NotFound for none, or one that is locked."""
    found = await _acting(tx, "a.username = $2", username.strip().lower())
    if found is None:
        raise NotFound("account.unknown-name", name=username)
    return found


async def ordering(tx: Transaction, account_id: UUID) -> Actor | None:
    """The account that ordered a job with the seats held today; None for one that is locked."""
    return await _acting(tx, "a.id = $2", account_id)


async def _acting(tx: Transaction, which: str, value: object) -> Actor | None:
    row = await tx.fetchrow(ACTING + which, tx.tenant_id, value)
    if row is None:
        return None
    seats = msgspec.json.decode(row["seats"] or "[]", type=tuple[Seat, ...])
    return Actor(account_id=row["id"], person_id=row["person_id"], name=row["name"], seats=seats)
