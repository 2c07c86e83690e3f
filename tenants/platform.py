"""What the operator of the platform does: makes tenants, lists them by size, suspends and resumes them.

All through the functions of schema `platform` (m18): whoever holds the operator's password can do this and cannot
read one row of a tenant.
"""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
from asyncpg import UniqueViolationError

from core.accounts.actions import INVITED_FOR, code_hash, new_code
from core.db.ids import new_id
from core.db.operator import operator
from core.errors import NotFound, Problem, check_all
from core.units.rules import check_name, search_key, sort_key
from tenants.profiles import Profile

RESERVED = ("api", "assets", "health", "quan-tri", "van-hanh")
FOUNDED = date(1931, 3, 26)  # of the Union: no unit is older, so nothing that is imported later opens before its parent


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant as operators see it: name, state, sizes. `awaiting`: nobody has signed in yet."""

    id: UUID
    slug: str
    name: str
    short_name: str
    kind: str
    locale: str
    created_at: datetime
    suspended_at: datetime | None
    units: int
    people: int
    accounts: int
    programmes: int
    bytes: int
    awaiting: bool


class Act(msgspec.Struct, frozen=True):
    """What an operator did."""

    at: datetime
    who: str
    action: str
    slug: str
    reason: str


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant to be made. `unit` is the name of its top unit, as in letterheads; '' takes `name`."""

    slug: str
    name: str
    short_name: str
    admin: str
    unit: str = ""
    place: str = ""
    opened_on: date = FOUNDED


class Invited(msgspec.Struct, frozen=True):
    """The first administrator's one-time code: told once, stored hashed."""

    slug: str
    username: str
    code: str
    until: datetime


async def listing(url: str) -> list[Row]:
    """Every tenant by name, suspended ones too."""
    async with operator(url) as connection:
        rows = await connection.fetch("select * from platform.tenants()")
    return [Row(**dict(row) | {"awaiting": row["awaiting"] is not None}) for row in rows]


async def id_of(url: str, slug: str) -> UUID:
    """The id of a tenant, suspended or not; raises `tenant.unknown`."""
    async with operator(url) as connection:
        found = await connection.fetchval("select id from core.tenant where slug = $1", slug)
    if found is None:
        raise NotFound("tenant.unknown", slug=slug)
    return found


async def acts(url: str, most: int = 20) -> list[Act]:
    """The latest acts of operators, the newest first."""
    async with operator(url) as connection:
        rows = await connection.fetch(
            "select a.at, a.who, a.action, coalesce(t.slug, '') as slug, coalesce(a.detail ->> 'reason', '') as reason"
            " from platform.act a left join core.tenant t on t.id = a.about order by a.at desc limit $1",
            most,
        )
    return [Act(**dict(row)) for row in rows]


async def create(url: str, by: str, order: Order, profile: Profile, secret: bytes) -> Invited:
    """Make a tenant with its top unit and its first administrator; all or nothing.

    Raises `tenant.slug-wrong`, `tenant.slug-taken` and what the checks of names say. The clock of the code is real.
    """
    order = checked(order, profile)
    code, until = new_code(), datetime.now(UTC) + INVITED_FOR
    async with operator(url) as connection:
        try:
            await connection.execute(
                "select platform.create_tenant($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14, $15,"
                " $16, $17, $18)",
                by, new_id(), order.slug, order.name, order.short_name, profile.kind, profile.locale,
                msgspec.json.encode(profile.settings()).decode(), new_id(), order.unit, order.place,
                sort_key(order.unit), search_key(order.unit), order.opened_on, new_id(), order.admin,
                code_hash(code, secret), until,
            )  # fmt: skip
        except UniqueViolationError as error:
            raise Problem("tenant.slug-taken", field="slug", slug=order.slug) from error
    return Invited(order.slug, order.admin, code, until)


async def suspend(url: str, by: str, slug: str, reason: str = "") -> None:
    """Close a tenant's pages; its data stay. Raises `tenant.already-suspended`."""
    await _switch(url, by, slug, reason, away=True)


async def resume(url: str, by: str, slug: str) -> None:
    """Open them again. Raises `tenant.not-suspended`."""
    await _switch(url, by, slug, "", away=False)


async def invite_again(url: str, by: str, slug: str, secret: bytes) -> Invited:
    """A new code for the first administrator when the old one lapsed; refused once somebody there has a password."""
    tenant_id = await id_of(url, slug)
    code, until = new_code(), datetime.now(UTC) + INVITED_FOR
    async with operator(url) as connection:
        username = await connection.fetchval(
            "select platform.invite_again($1, $2, $3, $4)", by, tenant_id, code_hash(code, secret), until
        )
    if username is None:
        raise Problem("tenant.already-begun", slug=slug)
    return Invited(slug, username, code, until)


def checked(order: Order, profile: Profile) -> Order:
    """The order with tidy names, or all that is wrong with it."""
    name = " ".join(order.name.split())
    short = " ".join(order.short_name.split())
    admin = order.admin.strip().lower()

    def check_slug() -> None:
        centre = order.slug == "trung-uong" and profile.kind == "centre"
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", order.slug) or not 2 <= len(order.slug) <= 40:
            raise Problem("tenant.slug-wrong", field="slug")
        if order.slug in RESERVED or (order.slug == "trung-uong" and not centre):
            raise Problem("tenant.slug-taken", field="slug", slug=order.slug)

    def check_names() -> None:
        check_name(name)
        if not 2 <= len(short) <= 40:
            raise Problem("tenant.short-name-wrong", field="short_name", most=40)

    def check_admin() -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,59}", admin):
            raise Problem("account.bad-username", field="admin")

    check_all(check_slug, check_names, check_admin)
    unit = check_name(order.unit or name)
    return msgspec.structs.replace(order, name=name, short_name=short, admin=admin, unit=unit)


async def _switch(url: str, by: str, slug: str, reason: str, *, away: bool) -> None:
    tenant_id = await id_of(url, slug)
    async with operator(url) as connection:
        if not await connection.fetchval("select platform.suspend($1, $2, $3, $4)", by, tenant_id, away, reason):
            raise Problem("tenant.already-suspended" if away else "tenant.not-suspended", slug=slug)
