"""What an operator may do, and what the database itself keeps from one."""

from datetime import date

import asyncpg
import pytest

from core.accounts import actions as accounts
from core.db.ids import new_id
from core.db.scope import Database, Scope
from core.errors import NotFound, Problem
from core.units import queries as units
from tenants import platform, profiles
from tenants.platform import Order

SECRET = b"k" * 40


def order(**said: object) -> Order:
    """A tenant to be made."""
    slug = f"t{new_id().hex[-12:]}"
    return Order(**{"slug": slug, "name": "Tỉnh đoàn Mới", "short_name": "Mới", "admin": "quan.tri", **said})


@pytest.fixture
async def made(urls, database):
    """A new tenant of two levels: its order and the invitation."""
    wanted = order()
    profile = profiles.named("tinh-hai-cap")
    return wanted, await platform.create(urls["operator"], "Người Vận Hành", wanted, profile, SECRET)


async def scope_of(urls, slug: str) -> Scope:
    """The scope of a tenant that was just made."""
    return Scope(await platform.id_of(urls["operator"], slug), slug)


async def test_the_first_administrator_signs_in_with_the_code(urls, database: Database, made):
    """The code of the invitation sets the password once; the account is the tenant's administrator at its top unit."""
    wanted, invited = made
    scope = await scope_of(urls, wanted.slug)
    code, word = invited.code, "mat-khau-dau-tien"
    signed, _ = await accounts.redeem(database, scope, code, word, SECRET, agent="", address="")
    async with database.tenant(scope, readonly=True) as tx:
        found = await accounts.sessions.find(tx, signed)
        tree = await tx.fetch("select kind, name, opened_on from unit where tenant_id = $1", tx.tenant_id)
    assert [seat.role for seat in found.actor.seats] == ["provincial_admin"]
    assert [tuple(row) for row in tree] == [("top", "Tỉnh đoàn Mới", date(1931, 3, 26))]
    with pytest.raises(Problem, match=r"invitation\.unknown"):
        await accounts.redeem(database, scope, invited.code, "mat-khau-thu-hai", SECRET, agent="", address="")


async def test_the_profile_says_what_may_stand_where(urls, database: Database, made):
    """In a province of two levels there is no district, and a commune's union stands under the top."""
    scope = await scope_of(urls, made[0].slug)
    async with database.tenant(scope, readonly=True) as tx:
        under = await units.under(tx)
    assert tuple(under["district"]) == () and tuple(under["grassroots"]) == ("top",)


async def test_a_slug_is_used_once_and_never_a_word_of_ours(urls, database, made):
    """A taken, reserved or badly formed slug is refused by name, together with what else is wrong."""
    profile = profiles.named("dai-hoc")
    taken, wrong = (made[0].slug, "assets", "trung-uong"), ("Kiên Giang", "-x")
    for slug, code in [(one, "tenant.slug-taken") for one in taken] + [(one, "tenant.slug-wrong") for one in wrong]:
        with pytest.raises(Problem) as refused:
            await platform.create(urls["operator"], "x", order(slug=slug), profile, SECRET)
        assert refused.value.code == code
    with pytest.raises(Problem) as refused:
        await platform.create(urls["operator"], "x", order(slug="!", admin="Đ", short_name=""), profile, SECRET)
    assert {one.field for one in refused.value.problems} == {"slug", "admin", "short_name"}


async def test_the_list_shows_sizes_and_no_person(urls, database, world):
    """Names of tenants, state and counts: nothing in it is a person's."""
    rows = {row.slug: row for row in await platform.listing(urls["operator"])}
    row = rows[world.scope.slug]
    assert (row.units, row.people, row.accounts, row.programmes, row.awaiting) == (9, 15, 18, 1, False)
    assert "Nguyễn" not in repr(rows)


async def test_the_role_cannot_read_a_tenant(urls, database, world):
    """Logged in as the operator, every table of a tenant is refused, whatever tenant is set."""
    connection = await asyncpg.connect(urls["operator"])
    try:
        tables = await connection.fetch(
            "select relname from pg_class where relnamespace = 'core'::regnamespace and relkind in ('r', 'v')"
        )
        await connection.execute(f"set app.tenant = '{world.scope.tenant_id}'")
        for name in [row[0] for row in tables if row[0] != "tenant"]:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.fetchval(f"select count(*) from core.{name}")
        for statement in ("update core.tenant set name = 'x'", "set role own", "delete from platform.act"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_the_web_cannot_act_as_operator(database: Database):
    """`app` has no way to the operator's functions and tables."""
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.platform() as tx:
            await tx.fetch("select * from platform.tenants()")


async def test_no_other_role_passes_for_the_operator(urls, database):
    """A URL of another role is refused before anything is done."""
    for role in ("admin", "migrator"):
        with pytest.raises(Problem, match=r"database\.unsafe"):
            await platform.listing(urls[role])


async def test_suspending_keeps_the_data_and_tells_the_tenant(urls, database: Database, world):
    """State changes once each way, with a reason in the operators' trail and an entry in the tenant's own."""
    url, slug = urls["operator"], world.scope.slug
    await platform.suspend(url, "Người Vận Hành", slug, "Chưa ký hợp đồng")
    with pytest.raises(Problem, match=r"tenant\.already-suspended"):
        await platform.suspend(url, "x", slug)
    assert [row.suspended_at is not None for row in await platform.listing(url) if row.slug == slug] == [True]
    await platform.resume(url, "Người Vận Hành", slug)
    with pytest.raises(Problem, match=r"tenant\.not-suspended"):
        await platform.resume(url, "x", slug)
    with pytest.raises(NotFound):
        await platform.suspend(url, "x", "khong-co")
    told = [(act.who, act.action, act.reason) for act in await platform.acts(url) if act.slug == slug]
    who = "Người Vận Hành"
    assert told == [(who, "tenant.resumed", ""), (who, "tenant.suspended", "Chưa ký hợp đồng")]
    async with database.tenant(world.scope, readonly=True) as tx:
        rows = await tx.fetch(
            "select action from audit where tenant_id = $1 and action like 'tenant.%' order by at", tx.tenant_id
        )
        assert await tx.fetchval("select count(*) from person where tenant_id = $1", tx.tenant_id) == 15
    assert [row[0] for row in rows] == ["tenant.suspended", "tenant.resumed"]


async def test_a_new_code_only_while_nobody_has_begun(urls, database: Database, made, world):
    """A lapsed code is replaced; where somebody has a password already, an operator gets no way in."""
    wanted, first = made
    second = await platform.invite_again(urls["operator"], "x", wanted.slug, SECRET)
    scope = await scope_of(urls, wanted.slug)
    with pytest.raises(Problem, match=r"invitation\.unknown"):
        await accounts.redeem(database, scope, first.code, "mat-khau-dau-tien", SECRET, agent="", address="")
    await accounts.redeem(database, scope, second.code, "mat-khau-dau-tien", SECRET, agent="", address="")
    for slug in (wanted.slug, world.scope.slug):
        with pytest.raises(Problem, match=r"tenant\.already-begun"):
            await platform.invite_again(urls["operator"], "x", slug, SECRET)


def test_ready_profiles_are_whole():
    """Each says its kind and reaches every kind it names; there is one for two levels and one for a university."""
    found = {profile.name: profile for profile in profiles.ready()}
    assert set(found) == {"tinh-co-cap-huyen", "tinh-hai-cap", "dai-hoc"}
    assert "district" not in found["tinh-hai-cap"].under and found["dai-hoc"].kind == "university"


@pytest.mark.parametrize(
    "under",
    ('branch = ["grassroots"]', 'top = ["top"]\nbranch = ["top"]', 'grassroots = ["top"]', 'tribe = ["top"]', ""),
)
def test_a_profile_that_makes_no_tree_is_refused(under: str):
    """Kinds that nothing reaches, a top under something, no branch at all, unknown kinds: each is named."""
    with pytest.raises(Problem, match=r"profile\.wrong"):
        profiles.read(f'title.vi = "Thử"\nkind = "province"\n[under]\n{under}\n', "thu.toml")
