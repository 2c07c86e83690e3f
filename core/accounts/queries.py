"""Reads of accounts and sessions."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Actor, Seat, Target, require
from core.accounts.sessions import digest
from core.db.scope import Transaction
from core.errors import NotFound

PAGE = 50


class Account(msgspec.Struct, frozen=True):
    """An account as the administrator sees it; `invited_until` is the end of an unused code."""

    id: UUID
    username: str
    name: str
    unit: str
    active: bool
    has_password: bool
    invited_until: datetime | None
    seen_at: datetime | None


class Session(msgspec.Struct, frozen=True):
    """Where an account is signed in; `handle` names the session to its owner and is no secret."""

    agent: str
    seen_at: datetime
    created_at: datetime
    this: bool
    handle: str


async def own(tx: Transaction, actor: Actor) -> str:
    """One's own sign-in name."""
    return await username(tx, actor.account_id)


async def username(tx: Transaction, account_id: UUID) -> str:
    """The sign-in name of an account of the tenant."""
    return await tx.fetchval("select username from account where tenant_id = $1 and id = $2", tx.tenant_id, account_id)


async def sessions_of(tx: Transaction, account_id: UUID, token: str) -> tuple[Session, ...]:
    """The live sessions of an account, this one first."""
    rows = await tx.fetch(
        "select agent, seen_at, created_at, token_hash = $3 as this, left(encode(token_hash, 'hex'), 16) from session "
        "where tenant_id = $1 and account_id = $2 and expires_at > now() and not awaits_code "
        "order by 4 desc, seen_at desc limit 20",
        tx.tenant_id, account_id, digest(token),
    )  # fmt: skip
    return tuple(Session(*row) for row in rows)


LISTING = """
select a.id, a.username, coalesce(p.full_name, a.display_name), coalesce(u.name, ''), a.active,
  a.password_hash is not null,
  (select max(i.expires_at) from invitation i where i.tenant_id = a.tenant_id and i.account_id = a.id
     and i.used_at is null and i.expires_at > now()),
  (select max(s.seen_at) from session s where s.tenant_id = a.tenant_id and s.account_id = a.id)
from account a
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
left join membership m on m.tenant_id = a.tenant_id and m.person_id = a.person_id and m.ends_on is null
left join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
where a.tenant_id = $1 and a.username > $2 and ($3 = '' or (a.username >= $3 and a.username < $3 || '~'))
order by a.username limit $4
"""


async def listing(tx: Transaction, actor: Actor, *, q: str, after: str) -> tuple[tuple[Account, ...], bool]:
    """A page of accounts whose sign-in name begins with `q`, after the name `after`; whether more follow."""
    require(actor, "account.admin", Target())
    rows = await tx.fetch(LISTING, tx.tenant_id, after, q.strip().lower(), PAGE + 1)
    return tuple(Account(*row) for row in rows[:PAGE]), len(rows) > PAGE


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """One account as the administrator sees it, with the seats that follow from positions and membership."""

    id: UUID
    username: str
    name: str
    person_id: UUID | None
    active: bool
    has_password: bool
    invited_until: datetime | None
    sessions: int
    seats: tuple[Seat, ...]
    unit_names: dict[str, str]


DETAIL = """
select a.id, a.username, coalesce(p.full_name, a.display_name) as name, a.person_id, a.active,
  a.password_hash is not null as has_password,
  (select max(i.expires_at) from invitation i where i.tenant_id = a.tenant_id and i.account_id = a.id
     and i.used_at is null and i.expires_at > now()) as invited_until,
  (select count(*) from session s where s.tenant_id = a.tenant_id and s.account_id = a.id and s.expires_at > now()
     and not s.awaits_code)::int as sessions
from account a left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where a.tenant_id = $1 and a.id = $2
"""
HELD = """
select o.title, u.id, u.path, u.name from position o join unit u on u.tenant_id = o.tenant_id and u.id = o.unit_id
where o.tenant_id = $1 and o.person_id = $2 and o.starts_on <= sec.domain_today()
  and (o.ends_on is null or o.ends_on >= sec.domain_today())
union all
select '', u.id, u.path, u.name from membership m join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
where m.tenant_id = $1 and m.person_id = $2 and m.starts_on <= sec.domain_today()
  and (m.ends_on is null or m.ends_on >= sec.domain_today())
order by 3, 1
"""


async def detail(tx: Transaction, actor: Actor, account_id: UUID) -> Detail:
    """One account; NotFound where there is none."""
    require(actor, "account.admin", Target())
    row = await tx.fetchrow(DETAIL, tx.tenant_id, account_id)
    if row is None:
        raise NotFound("access.not-found")
    held = await tx.fetch(HELD, tx.tenant_id, row["person_id"])
    seats = tuple(Seat("committee" if title else "member", unit, path, title) for title, unit, path, _ in held)
    return Detail(**dict(row), seats=seats, unit_names={path: name for _, _, path, name in held})
