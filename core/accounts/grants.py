"""Granted roles: given with dates and a task, taken back at once; a tenant never loses its last administrator."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.accounts import rules, sessions
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.units import queries as units


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role granted at a unit. `current` says about today; `revoked_at` is when it was taken back."""

    id: UUID
    role: str
    task: str
    unit_id: UUID
    unit_name: str
    cluster: str
    starts_on: date
    ends_on: date | None
    granted_by: str
    revoked_at: datetime | None
    revoked_by: str
    current: bool


OF_ACCOUNT = """
select g.id, g.role, g.task, g.unit_id, u.name as unit_name, g.cluster, g.starts_on, g.ends_on, g.revoked_at,
  coalesce(bp.full_name, b.display_name, '') as granted_by, coalesce(rp.full_name, r.display_name, '') as revoked_by,
  g.revoked_at is null and g.starts_on <= sec.domain_today()
    and (g.ends_on is null or g.ends_on >= sec.domain_today()) as current
from role_grant g join unit u on u.tenant_id = g.tenant_id and u.id = g.unit_id
left join account b on b.tenant_id = g.tenant_id and b.id = g.granted_by
left join person bp on bp.tenant_id = b.tenant_id and bp.id = b.person_id
left join account r on r.tenant_id = g.tenant_id and r.id = g.revoked_by
left join person rp on rp.tenant_id = r.tenant_id and rp.id = r.person_id
where g.tenant_id = $1 and g.account_id = $2 order by current desc, g.starts_on desc, g.id
"""
# Whom the tenant is governed by for good: open accounts with a password, no end in sight. Locked in one order, so that
# of two administrators who remove each other one waits and is refused.
LASTING = """
select g.id, g.account_id from role_grant g join account a on a.tenant_id = g.tenant_id and a.id = g.account_id
where g.tenant_id = $1 and g.role = 'provincial_admin' and g.revoked_at is null and g.ends_on is null
  and g.starts_on <= sec.domain_today() and a.active and a.password_hash is not null
order by g.id for update of g, a
"""


async def of_account(tx: Transaction, account_id: UUID) -> tuple[Grant, ...]:
    """What was granted to an account, what holds today first."""
    return tuple(Grant(**dict(row)) for row in await tx.fetch(OF_ACCOUNT, tx.tenant_id, account_id))


async def give(
    tx: Transaction, actor: Actor, account_id: UUID, role: str, unit_id: UUID | None, *,
    task: str = "", starts_on: date | None = None, ends_on: date | None = None, cluster: str = "",
) -> UUID:  # fmt: skip
    """Grant a role at a unit, effective on the next request; the administrator's is always at the top, and that of a
    department in charge of an emulation cluster at each unit of the `cluster`.

    Raises `grant.overlaps` where the same is granted already, and what `rules.check_grant` raises.
    """
    require(actor, "grant.admin", Target())
    centre = await tx.fetchval("select kind = 'centre' from tenant where id = $1", tx.tenant_id)
    cluster = cluster if (role, task) == ("department", "cluster") else ""
    start = rules.check_grant(role, task, starts_on, ends_on, await tx.today(), centre=centre, cluster=cluster)
    if cluster and cluster not in await clusters(tx):
        raise Problem("form.unknown-choice", field="cluster")
    top = await units.top(tx)
    everywhere = role in ("provincial_admin", "analyst") or bool(cluster)
    unit = top if everywhere or unit_id is None else await units.get(tx, unit_id)
    if not await tx.fetchval("select true from account where tenant_id = $1 and id = $2", tx.tenant_id, account_id):
        raise NotFound("access.not-found")
    task = task if role == "department" else ""
    if await tx.fetchval(
        "select true from role_grant where tenant_id = $1 and account_id = $2 and role = $3 and unit_id = $4 "
        "and task = $5 and cluster = $8 and revoked_at is null and starts_on <= coalesce($7, 'infinity'::date) "
        "and coalesce(ends_on, 'infinity'::date) >= $6",
        tx.tenant_id, account_id, role, unit.id, task, start, ends_on, cluster,
    ):  # fmt: skip
        raise Problem("grant.overlaps", field="role")
    grant_id = new_id()
    await tx.execute(
        "insert into role_grant (tenant_id, id, account_id, role, task, unit_id, starts_on, ends_on, granted_by, "
        "granted_at, cluster) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now(), $10)",
        tx.tenant_id, grant_id, account_id, role, task, unit.id, start, ends_on, actor.account_id, cluster,
    )  # fmt: skip
    await audit.record(
        tx, actor, "grant.given", account_id,
        grant=grant_id, role=role, task=task, unit=unit.id, start=start, end=ends_on, cluster=cluster,
    )  # fmt: skip
    return grant_id


async def clusters(tx: Transaction) -> tuple[str, ...]:
    """The emulation clusters that units belong to, in order."""
    rows = await tx.fetch(
        "select distinct cluster from unit where tenant_id = $1 and cluster <> '' and closed_on is null order by 1",
        tx.tenant_id,
    )  # fmt: skip
    return tuple(row[0] for row in rows)


async def take_back(tx: Transaction, actor: Actor, account_id: UUID, grant_id: UUID) -> None:
    """End a grant at once; raises `grant.last-admin` for the last one that somebody governs the tenant by."""
    require(actor, "grant.admin", Target())
    role = await tx.fetchval(
        "select role from role_grant where tenant_id = $1 and account_id = $2 and id = $3 and revoked_at is null",
        tx.tenant_id, account_id, grant_id,
    )  # fmt: skip
    if role is None:
        raise NotFound("access.not-found")
    if role == "provincial_admin":
        lasting = {row["id"] for row in await tx.fetch(LASTING, tx.tenant_id)}
        if not lasting - {grant_id}:
            raise Problem("grant.last-admin")
    await tx.execute(
        "update role_grant set revoked_at = now(), revoked_by = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, grant_id, actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "grant.taken-back", account_id, grant=grant_id, role=role)


async def close(tx: Transaction, actor: Actor, account_id: UUID) -> None:
    """Close an account: its sessions and codes end, nothing of what it did is lost. Never one's own, nor the last
    administrator's."""
    require(actor, "account.admin", Target())
    if account_id == actor.account_id:
        raise Problem("account.not-ones-own")
    lasting = {row["account_id"] for row in await tx.fetch(LASTING, tx.tenant_id)}
    if lasting == {account_id}:
        raise Problem("grant.last-admin")
    await _set_active(tx, account_id, False)
    await sessions.end_all(tx, account_id)
    await tx.execute(
        "delete from invitation where tenant_id = $1 and account_id = $2 and used_at is null", tx.tenant_id, account_id
    )
    await audit.record(tx, actor, "account.closed", account_id)


async def reopen(tx: Transaction, actor: Actor, account_id: UUID) -> None:
    """Open a closed account again, with the password it had."""
    require(actor, "account.admin", Target())
    await _set_active(tx, account_id, True)
    await audit.record(tx, actor, "account.reopened", account_id)


async def _set_active(tx: Transaction, account_id: UUID, active: bool) -> None:
    changed = await tx.execute(
        "update account set active = $3, version = version + 1 where tenant_id = $1 and id = $2 and active <> $3",
        tx.tenant_id, account_id, active,
    )  # fmt: skip
    if changed != "UPDATE 1":
        raise NotFound("access.not-found")
