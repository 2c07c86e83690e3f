"""The demo: four invented tenants, Kiên Giang in full with its KL06 years (never personal data of anybody)."""

from collections.abc import Callable

from core.accounts.passwords import HASHER
from core.db.scope import Database, Scope, Transaction
from tenants import provisioning
from tenants.demo import small, writing, years
from tenants.demo.accounts import PASSWORD, Account, SignIn, of_office, sign_in
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.scene import KIEN_GIANG, Scene
from tenants.demo.scene import build as build_scene
from tenants.demo.seasons import NOW

__all__ = ["NOW", "PASSWORD", "SignIn", "build"]

SEED = 2021
Tell = Callable[[str], None]


async def build(
    owner_url: str, app_url: str, scale: float = 1.0, *, tell: Tell = lambda line: None
) -> dict[str, tuple[SignIn, ...]]:
    """Write what is missing of the demo, each tenant in one transaction; the sign-ins by tenant.

    A tenant whose writing was interrupted has no units yet, so the next call writes it. `scale` < 1 builds a
    smaller Kiên Giang with every level and kind of unit (for tests)."""
    scene = build_scene(SEED, scale)
    await provisioning.allow_demo_clock(owner_url)
    database = Database(app_url, pool_size=1)
    await database.open()
    try:
        if await _kien_giang(database, await provisioning.create(owner_url, KIEN_GIANG), scene, tell):
            await provisioning.analyse(owner_url)
        found = {KIEN_GIANG.slug: scene.sign_ins}
        for one in small.SMALL:
            found[one.new.slug] = await _small(database, await provisioning.create(owner_url, one.new), one)
        return found
    finally:
        await database.close()


async def _begin(tx: Transaction) -> bool:
    """Set the clock of a tenant that is still empty; whether it is."""
    await writing.patience(tx)
    if await tx.fetchval("select true from unit where tenant_id = $1 limit 1", tx.tenant_id):
        return False
    await tx.execute("select sec.move_clock($1)", NOW)
    return True


async def _people(tx: Transaction, top: Unit, people: list[Person], accounts: list[Account]) -> None:
    await writing.write_units(tx, top)
    await writing.write_people(tx, people)
    await writing.write_accounts(tx, accounts, HASHER.hash(PASSWORD), top)


async def _kien_giang(database: Database, scope: Scope, scene: Scene, tell: Tell) -> bool:
    """Write the province with its years; False if it is there already."""
    async with database.tenant(scope) as tx:
        if not await _begin(tx):
            return False
        tell(f"Kiên Giang: {len(scene.top.walk())} đơn vị, {len(scene.people)} người…")
        await _people(tx, scene.top, scene.people, scene.accounts)
        sheets = await years.write_all(tx, Draw(SEED + 1), scene)
        tell(f"Kết luận 06 các năm 2019, 2020, 2021: {sheets} phiếu")
    return True


async def _small(database: Database, scope: Scope, one: small.Small) -> tuple[SignIn, ...]:
    draw = Draw(SEED)
    top, people = small.build(draw, one)
    admin = of_office(draw, one.admin, f"Quản trị {one.new.short_name}", "provincial_admin")
    async with database.tenant(scope) as tx:
        if await _begin(tx):
            await _people(tx, top, people, [admin])
    return (sign_in(one.admin, admin.display_name),)
