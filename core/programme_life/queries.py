"""Reading what happened to a programme, and how many a moved date would touch."""

from datetime import datetime

import msgspec

from core.db.scope import Transaction
from core.programmes.queries import Programme


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a programme; `was` and `now` are days of the milestone, or the hashes of rules."""

    act: str
    milestone: str
    was: str
    now: str
    people: int
    reason: str
    by: str
    at: datetime


HISTORY = """
select x.act, x.milestone, x.was, x.now, x.people, x.reason, x.at, coalesce(p.full_name, a.display_name, '') as by
from programme_act x
left join account a on a.tenant_id = x.tenant_id and a.id = x.by_account
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where x.tenant_id = $1 and x.programme_id = $2 order by x.at desc, x.id desc
"""


async def history(tx: Transaction, programme: Programme) -> tuple[Act, ...]:
    """Every act, newest first."""
    return tuple(Act(**dict(row)) for row in await tx.fetch(HISTORY, tx.tenant_id, programme.id))
