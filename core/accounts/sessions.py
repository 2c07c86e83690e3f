"""Our own server-side sessions: a random token in the cookie, its hash in the tenant's table.

A sign-in always makes a new token and deletes the old row, anonymous visits leave no row, roles are read at
each request (security.md §0.5, §6).
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from core.access import Actor, Seat
from core.db.scope import Transaction
from core.notices import defaults

TOKEN_BYTES = 32
RENEW_AFTER = timedelta(minutes=5)
CODE_WITHIN = timedelta(minutes=10)


class Line(msgspec.Struct, frozen=True):
    """A programme as menus need it."""

    pack_id: str
    year: int
    state: str
    starts_on: date
    ends_on: date
    rules_hash: str = ""

    @property
    def slug(self) -> str:
        """The programme's key in addresses."""
        return f"{self.pack_id}-{self.year}"


class Signed(msgspec.Struct, frozen=True):
    """A live session: who acts, with which seats, in which language, on which domain day; `notice_due` says that the
    privacy notice in force has not been read, `unread` how many messages wait in the inbox; `own_words` are the
    tenant's words (Vietnamese, English) by part and key (`kinds/branch`)."""

    actor: Actor
    username: str
    locale: str | None
    now: datetime
    today: date
    clock_moved: bool
    renew: bool
    second_factor: bool
    notice_due: bool
    unread: int
    programmes: tuple[Line, ...]
    own_words: Mapping[str, tuple[str, str]] = {}


# What a position `o` gives; a secretary is of the committee and something more.
ROLES_OF = """(case o.title when 'officer' then '{staff}' when 'secretary' then '{committee,secretary}'
       else '{committee}' end)::text[]"""
# Where a grant `g` gives seats: at its unit, or, of an emulation cluster, at each unit of it and nowhere else.
CLUSTERED = """left join unit k on g.cluster <> '' and k.tenant_id = g.tenant_id and k.cluster = g.cluster"""
GRANTED_AT = "case when g.cluster = '' then g.unit_id else k.id end"
# Of an account `a` on the day `d.today`: positions give committee, secretary and staff seats, the membership gives the
# member's seat, grants the rest.
SEATS = f"""(select json_agg(json_build_object('role', x.role, 'unit_id', x.unit_id, 'unit_path', u.path,
      'title', x.title, 'task', x.task))
   from (
     select r.role, o.unit_id, o.title, '' as task
     from position o cross join lateral unnest({ROLES_OF}) as r (role)
     where o.tenant_id = a.tenant_id and o.person_id = a.person_id
       and o.starts_on <= d.today and (o.ends_on is null or o.ends_on >= d.today)
     union all
     select 'member', m.unit_id, '', '' from membership m where m.tenant_id = a.tenant_id and m.person_id = a.person_id
       and m.starts_on <= d.today and (m.ends_on is null or m.ends_on >= d.today)
     union all
     select g.role, {GRANTED_AT}, '', g.task from role_grant g {CLUSTERED}
     where g.tenant_id = a.tenant_id and g.account_id = a.id
       and g.revoked_at is null and g.starts_on <= d.today and (g.ends_on is null or g.ends_on >= d.today)
   ) x join unit u on u.tenant_id = a.tenant_id and u.id = x.unit_id)"""
FIND = f"""
with s as (
  select s.tenant_id, s.account_id, s.seen_at, s.expires_at from session s
  where s.tenant_id = $1 and s.token_hash = $2 and s.expires_at > now() and not s.awaits_code
), d as (select sec.domain_now() as now, sec.domain_today() as today)
select a.id, a.username, a.person_id, a.locale, coalesce(p.full_name, a.display_name) as name, d.now, d.today,
  abs(extract(epoch from d.now - now())) > 60 as clock_moved, s.seen_at < now() - $3::interval as renew,
  exists (select from second_factor f where f.tenant_id = s.tenant_id and f.account_id = a.id) as second_factor,
  not exists (select from notice_reading r where r.tenant_id = s.tenant_id and r.account_id = a.id
    and r.notice = coalesce((select 'own-' || max(n.version) from privacy_notice n where n.tenant_id = s.tenant_id),
      $4)) as notice_due,
  (select count(*)::int from message m where m.tenant_id = s.tenant_id and m.account_id = a.id
    and m.read_at is null) as unread,
  {SEATS} as seats,
  (select json_agg(json_build_object('pack_id', g.pack_id, 'year', g.year, 'state', g.state,
      'starts_on', g.starts_on, 'ends_on', g.ends_on,
      'rules_hash', g.rules_hash) order by g.year desc, g.pack_id)
   from programme g where g.tenant_id = s.tenant_id) as programmes,
  (select json_object_agg(w.part || '/' || w.key, json_build_array(w.vi, w.en)) from own_word w
   where w.tenant_id = s.tenant_id) as own_words
from s cross join d
join account a on a.tenant_id = s.tenant_id and a.id = s.account_id and a.active
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
"""


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def lifetime(seats: tuple[Seat, ...]) -> timedelta:
    """How long a session lives without use: administrators 30 minutes, committees 12 hours, members 30 days."""
    roles = {seat.role for seat in seats}
    if roles & {"provincial_admin", "inspector", "office", "department", "guest", "analyst"}:
        return timedelta(minutes=30)
    return timedelta(hours=12) if roles & {"committee", "staff"} else timedelta(days=30)


async def find(tx: Transaction, token: str) -> Signed | None:
    """The live session of a token, with everything a page's frame needs, in one statement."""
    row = await tx.fetchrow(FIND, tx.tenant_id, digest(token), RENEW_AFTER, defaults.KEY)
    if row is None:
        return None
    seats = msgspec.json.decode(row["seats"] or "[]", type=tuple[Seat, ...])
    actor = Actor(account_id=row["id"], person_id=row["person_id"], name=row["name"], seats=seats)
    lines = msgspec.json.decode(row["programmes"] or "[]", type=tuple[Line, ...])
    told = ("username", "locale", "now", "today", "clock_moved", "renew", "second_factor", "notice_due", "unread")
    words = msgspec.json.decode(row["own_words"] or "{}", type=dict[str, tuple[str, str]])
    return Signed(actor, *(row[name] for name in told), lines, words)


async def begin(tx: Transaction, account_id: UUID, *, agent: str, address: str, replaces: str | None) -> str:
    """Start a session and return its token; the one it replaces ends."""
    if replaces:
        await end(tx, replaces)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await tx.execute(
        "insert into session (tenant_id, token_hash, account_id, expires_at, agent, address) "
        "values ($1, $2, $3, now() + interval '5 minutes', $4, $5)",
        tx.tenant_id, digest(token), account_id, agent[:200], address[:60],
    )  # fmt: skip
    signed = await find(tx, token)
    if signed:
        await renew(tx, token, lifetime(signed.actor.seats))
    return token


async def begin_waiting(
    tx: Transaction, account_id: UUID, *, agent: str, address: str, replaces: str | None
) -> tuple[str, bool]:
    """Start a session after a right password, and whether it still owes a code of the second factor: such a one
    opens no page and ends after ten minutes."""
    token = await begin(tx, account_id, agent=agent, address=address, replaces=replaces)
    waits = await tx.execute(
        "update session s set awaits_code = true, expires_at = now() + $3 from second_factor f "
        "where s.tenant_id = $1 and s.token_hash = $2 and f.tenant_id = s.tenant_id and f.account_id = s.account_id",
        tx.tenant_id, digest(token), CODE_WITHIN,
    )  # fmt: skip
    return token, waits == "UPDATE 1"


async def awaiting(tx: Transaction, token: str) -> UUID | None:
    """The account of a session that owes a code; None where there is no such session (any more)."""
    return await tx.fetchval(
        "select s.account_id from session s join account a on a.tenant_id = s.tenant_id and a.id = s.account_id "
        "where s.tenant_id = $1 and s.token_hash = $2 and s.awaits_code and s.expires_at > now() and a.active",
        tx.tenant_id, digest(token),
    )  # fmt: skip


async def renew(tx: Transaction, token: str, life: timedelta) -> None:
    """Note that the session is in use."""
    await tx.execute(
        "update session set seen_at = now(), expires_at = now() + $3 where tenant_id = $1 and token_hash = $2",
        tx.tenant_id, digest(token), life,
    )  # fmt: skip


async def end(tx: Transaction, token: str) -> None:
    """Sign this session out."""
    await tx.execute("delete from session where tenant_id = $1 and token_hash = $2", tx.tenant_id, digest(token))


async def end_all(tx: Transaction, account_id: UUID, *, but: str | None = None) -> Any:
    """Sign an account out everywhere, except in the session `but`."""
    return await tx.execute(
        "delete from session where tenant_id = $1 and account_id = $2 and token_hash <> $3",
        tx.tenant_id, account_id, digest(but or ""),
    )  # fmt: skip
