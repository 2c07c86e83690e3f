"""Codes on paper for a branch: who has a way in, who needs one, and slips with single-use codes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Seat, Target, require
from core.accounts import names, rules
from core.accounts.codes import code_hash, new_code
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem
from core.units import queries as units
from core.units.queries import Unit

VALID_DAYS = 14  # slips travel by hand; the last day counts to its end
MOST = 500


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the branch and the way in. `may` is false where the reader cannot hand him a code: it is his own
    account, a closed one, or one with more rights."""

    person_id: UUID
    name: str
    search_key: str
    account_id: UUID | None
    username: str
    active: bool
    has_password: bool
    invited_until: datetime | None
    may: bool
    mine: bool


class Slip(msgspec.Struct, frozen=True):
    """What is printed and cut out for one person; the code is nowhere else."""

    name: str
    unit: str
    username: str
    code: str
    until: datetime


MEMBERS = """
select p.id as person_id, p.full_name as name, p.search_key, a.id as account_id, coalesce(a.username, '') as username,
  coalesce(a.active, true) as active, a.password_hash is not null as has_password,
  (select max(i.expires_at) from invitation i where i.tenant_id = a.tenant_id and i.account_id = a.id
     and i.used_at is null and i.expires_at > now()) as invited_until
from membership m join person p on p.tenant_id = m.tenant_id and p.id = m.person_id
left join account a on a.tenant_id = p.tenant_id and a.person_id = p.id
where m.tenant_id = $1 and m.unit_id = $2 and m.starts_on <= sec.domain_today()
  and (m.ends_on is null or m.ends_on >= sec.domain_today())
order by p.sort_key, p.id limit $3
"""
# Every seat a person holds, holds from tomorrow or was granted: a code must not outlive what was looked at.
SEATS = """
select o.person_id, o.title, u.id as unit_id, u.path, '' as granted from position o
join unit u on u.tenant_id = o.tenant_id and u.id = o.unit_id
where o.tenant_id = $1 and o.person_id = any($2::uuid[]) and (o.ends_on is null or o.ends_on >= sec.domain_today())
union all
select a.person_id, '', u.id, u.path, g.role from role_grant g
join account a on a.tenant_id = g.tenant_id and a.id = g.account_id
join unit u on u.tenant_id = g.tenant_id and u.id = g.unit_id
where g.tenant_id = $1 and a.person_id = any($2::uuid[]) and g.revoked_at is null
  and (g.ends_on is null or g.ends_on >= sec.domain_today())
"""

ADMIN = """
select true from role_grant g join account a on a.tenant_id = g.tenant_id and a.id = g.account_id and a.active
where g.tenant_id = $1 and g.account_id = $2 and g.role = 'provincial_admin' and g.revoked_at is null
  and g.starts_on <= sec.domain_today() and (g.ends_on is null or g.ends_on >= sec.domain_today()) limit 1
"""

UNTIL = """
select date_trunc('day', now() at time zone 'Asia/Ho_Chi_Minh' + make_interval(days => $1 + 1))
  at time zone 'Asia/Ho_Chi_Minh' - interval '1 second'
"""


async def members(tx: Transaction, actor: Actor, unit_id: UUID) -> tuple[Unit, tuple[Member, ...]]:
    """The people of a branch in name order (at most 500) with how they stand; NotFound where one may not issue."""
    unit = await units.get(tx, unit_id)
    require(actor, "account.issue", Target(unit_path=unit.path))
    rows = [dict(row) for row in await tx.fetch(MEMBERS, tx.tenant_id, unit_id, MOST)]
    seats = await _seats(tx, [row["person_id"] for row in rows])
    return unit, tuple(
        Member(
            **row,
            may=row["active"] and row["person_id"] != actor.person_id and rules.reaches(actor, seats[row["person_id"]]),
            mine=row["person_id"] == actor.person_id,
        )
        for row in rows
    )


async def issue(
    tx: Transaction, actor: Actor, unit_id: UUID, people: Sequence[UUID], secret: bytes
) -> tuple[Slip, ...]:
    """New codes for people of the branch, in name order, valid to the end of the fourteenth day; each voids the
    unused one he had.

    Who has no account gets one with a suggested name, which he may change when he uses the code. Raises
    `code-sheet.nobody`, and `code-sheet.not-yours` where any of them is not a member or beyond the actor's reach:
    then nobody gets one.
    """
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('code-sheet ' || $1::text, 0))", str(tx.tenant_id))
    unit, found = await members(tx, actor, unit_id)
    wanted = set(people)
    chosen = [one for one in found if one.person_id in wanted]
    if not wanted:
        raise Problem("code-sheet.nobody", field="person")
    if len(chosen) < len(wanted) or not all(one.may for one in chosen):
        raise Problem("code-sheet.not-yours", field="person")
    accounts = await _accounts(tx, actor, chosen)
    codes = {one.person_id: new_code() for one in chosen}
    ids = [accounts[one.person_id][0] for one in chosen]
    await tx.execute(
        "delete from invitation where tenant_id = $1 and account_id = any($2::uuid[]) and used_at is null",
        tx.tenant_id, ids,
    )  # fmt: skip
    until = await tx.fetchval(UNTIL, VALID_DAYS)
    await tx.execute(
        "insert into invitation (tenant_id, code_hash, account_id, created_by, expires_at) "
        "select $1, c.hash, c.account, $4, $5 from unnest($2::bytea[], $3::uuid[]) as c (hash, account)",
        tx.tenant_id, [code_hash(codes[one.person_id], secret) for one in chosen], ids, actor.account_id, until,
    )  # fmt: skip
    for account in ids:
        await audit.record(tx, actor, "account.invited", account, unit=unit_id)
    return tuple(
        Slip(one.name, unit.name, accounts[one.person_id][1], codes[one.person_id], until) for one in chosen
    )


async def still_reaches(tx: Transaction, issuer_id: UUID | None, account_id: UUID) -> bool:
    """Whether who issued a code could issue it today: the account may have got more rights since, its issuer less."""
    people = await tx.fetch(
        "select id, person_id from account where tenant_id = $1 and id = any($2::uuid[])",
        tx.tenant_id, [issuer_id, account_id],
    )  # fmt: skip
    person = {row["id"]: row["person_id"] for row in people}
    if issuer_id is None or await tx.fetchval(ADMIN, tx.tenant_id, issuer_id):
        return True
    seats = await _seats(tx, [one for one in person.values() if one])
    issuer = Actor(account_id=issuer_id, name="", seats=seats.get(person.get(issuer_id), ()))
    return rules.reaches(issuer, seats.get(person[account_id], ()))


async def branches(tx: Transaction, actor: Actor) -> tuple[Unit, ...]:
    """The units with members for which a secretary may issue: his own and those directly below."""
    found: dict[UUID, Unit] = {}
    for seat in actor.at("secretary"):
        for unit in (await units.get(tx, seat.unit_id), *await units.children(tx, seat.unit_id)):
            if unit.closed_on is None:
                found[unit.id] = unit
    return tuple(found.values())


async def _seats(tx: Transaction, people: Sequence[UUID]) -> Mapping[UUID, tuple[Seat, ...]]:
    found: dict[UUID, tuple[Seat, ...]] = dict.fromkeys(people, ())
    for person, title, unit_id, path, granted in await tx.fetch(SEATS, tx.tenant_id, list(people)):
        role = granted or {"officer": "staff", "secretary": "secretary"}.get(title, "committee")
        found[person] = (*found[person], Seat(role, unit_id, path, title))
    return found


async def _accounts(tx: Transaction, actor: Actor, people: Sequence[Member]) -> Mapping[UUID, tuple[UUID, str]]:
    """The account and sign-in name of each, made where there is none."""
    made = {one.person_id: (one.account_id, one.username) for one in people if one.account_id}
    missing = [one for one in people if not one.account_id]
    taken = await names.taken_like(tx, [names.base(one.search_key) for one in missing])
    for one in missing:
        name = names.suggested(one.search_key, taken)
        taken.add(name)
        made[one.person_id] = (new_id(), name)
        await tx.execute(
            "insert into account (tenant_id, id, username, person_id) values ($1, $2, $3, $4)",
            tx.tenant_id, made[one.person_id][0], name, one.person_id,
        )  # fmt: skip
        await audit.record(tx, actor, "account.created", made[one.person_id][0], person=one.person_id)
    return made
