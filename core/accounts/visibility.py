"""Who can see a person or a sheet, and why: the access table read from the object's side, over today's accounts."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.access import Target, holders
from core.accounts.sessions import CLUSTERED, GRANTED_AT, ROLES_OF
from core.db.scope import Transaction

SHOWN = 150  # seats named one by one, the nearest first; beyond it they are counted


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """One account and the seat or grant that lets it: a role at a unit by title, task or until a day."""

    id: UUID
    account: str
    role: str
    title: str
    task: str
    unit_name: str
    unit_path: str
    ends_on: date | None


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """Who may do one thing: the first of them named, and how many accounts in all."""

    action: str
    viewers: tuple[Viewer, ...]
    accounts: int


# Every seat of today with an open account behind it, as a sign-in reads them for one account.
SEATED = f"""
select a.id, a.person_id, r.role, o.title, '' as task, o.unit_id, o.ends_on
from position o join account a on a.tenant_id = o.tenant_id and a.person_id = o.person_id and a.active
cross join lateral unnest({ROLES_OF}) as r (role)
where o.tenant_id = $1 and o.starts_on <= sec.domain_today() and (o.ends_on is null or o.ends_on >= sec.domain_today())
union all
select a.id, a.person_id, 'member', '', '', m.unit_id, m.ends_on
from membership m join account a on a.tenant_id = m.tenant_id and a.person_id = m.person_id and a.active
where m.tenant_id = $1 and m.starts_on <= sec.domain_today() and (m.ends_on is null or m.ends_on >= sec.domain_today())
union all
select a.id, a.person_id, g.role, '', g.task, {GRANTED_AT}, g.ends_on
from role_grant g join account a on a.tenant_id = g.tenant_id and a.id = g.account_id and a.active
{CLUSTERED}
where g.tenant_id = $1 and g.revoked_at is null and g.starts_on <= sec.domain_today()
  and (g.ends_on is null or g.ends_on >= sec.domain_today())
"""
NAMED = """
select s.id, coalesce(p.full_name, a.display_name) as account, s.role, s.title, s.task, u.name as unit_name,
  u.path as unit_path, s.ends_on, s.accounts
from (
  select s.*, u.path, dense_rank() over (order by s.id) + dense_rank() over (order by s.id desc) - 1 as accounts
  from ({seated}) s join unit u on u.tenant_id = $1 and u.id = s.unit_id where {allowed}
  order by s.role = 'member', length(u.path) desc, u.path, s.role, s.id limit {shown}
) s
join unit u on u.tenant_id = $1 and u.id = s.unit_id
join account a on a.tenant_id = $1 and a.id = s.id
left join person p on p.tenant_id = $1 and p.id = a.person_id
order by s.role = 'member', length(u.path) desc, u.path, s.role, coalesce(p.sort_key, a.display_name), s.id
"""


async def circles(tx: Transaction, actions: Sequence[str], targets: Sequence[Target]) -> tuple[Circle, ...]:
    """For each action who may do it to any of the targets today: a person who belongs to several units is several."""
    found = []
    for action in actions:
        parts, args = [], [tx.tenant_id]
        for target in targets:
            allowed, more = holders(
                action, target, role="s.role", task="s.task", seat="u.path", me="s.person_id", first=len(args) + 1
            )
            parts.append(allowed)
            args += more
        statement = NAMED.format(seated=SEATED, allowed=" or ".join(parts) or "false", shown=SHOWN)
        rows = [dict(row) for row in await tx.fetch(statement, *args)]
        accounts = rows[0]["accounts"] if rows else 0
        found.append(
            Circle(
                action=action, accounts=accounts,
                viewers=tuple(Viewer(**{name: row[name] for name in Viewer.__struct_fields__}) for row in rows),
            )
        )  # fmt: skip
    return tuple(found)
