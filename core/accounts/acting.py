"""Who acts from the command line: an account of the tenant by its sign-in name, with the seats that were granted."""

import msgspec

from core.access import Actor, Seat
from core.db.scope import Transaction
from core.errors import NotFound

BY_NAME = """
select a.id, a.person_id, coalesce(p.full_name, a.display_name) as name,
  coalesce((select json_agg(json_build_object('role', g.role, 'unit_id', g.unit_id, 'unit_path', u.path,
      'task', g.task))
   from role_grant g join unit u on u.tenant_id = g.tenant_id and u.id = g.unit_id
   where g.tenant_id = a.tenant_id and g.account_id = a.id and g.revoked_at is null
     and g.starts_on <= sec.domain_today() and (g.ends_on is null or g.ends_on >= sec.domain_today())), '[]') as seats
from account a left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where a.tenant_id = $1 and a.username = $2 and a.active
"""


async def acting(tx: Transaction, username: str) -> Actor:
    """The account of this name with its granted roles; NotFound for none, or one that is locked."""
    row = await tx.fetchrow(BY_NAME, tx.tenant_id, username.strip().lower())
    if row is None:
        raise NotFound("account.unknown-name", name=username)
    seats = msgspec.json.decode(row["seats"], type=tuple[Seat, ...])
    return Actor(account_id=row["id"], person_id=row["person_id"], name=row["name"], seats=seats)
