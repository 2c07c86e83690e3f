"""The demo: four invented tenants, three of them living with their own packs (never personal data of anybody)."""

from collections.abc import Callable
from datetime import datetime

from core import audit
from core.accounts.passwords import HASHER
from core.comparison import publishing
from core.db.scope import Database, Scope, Transaction
from core.messages import news, reminders
from tenants import provisioning
from tenants.demo import configured, history, nation, small, steered, university, university_year, writing, years
from tenants.demo.accounts import PASSWORD, Account, SignIn, of_office, sign_in
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.scene import PROVINCES, Province, Scene
from tenants.demo.scene import build as build_scene
from tenants.demo.seasons import BINH_DUONG, KIEN_GIANG, NOW
from tenants.demo.university import School

__all__ = ["NOW", "PASSWORD", "SignIn", "build"]

SEED = 2021
YEARS = {"kien-giang": (KIEN_GIANG, "kien_giang_kl06"), "binh-duong": (BINH_DUONG, "binh_duong_criteria")}
Tell = Callable[[str], None]


async def build(
    owner_url: str, app_url: str, scale: float = 1.0, *, tell: Tell = lambda line: None
) -> dict[str, tuple[SignIn, ...]]:
    """Write what is missing of the demo, each tenant in one transaction; the sign-ins by tenant.

    A tenant whose writing was interrupted has no units yet, so the next call writes it. `scale` < 1 builds a
    smaller Kiên Giang with every level and kind of unit (for tests)."""
    scenes = [(of, build_scene(SEED, scale, of)) for of in PROVINCES]
    await provisioning.allow_demo_clock(owner_url)
    database = Database(app_url, pool_size=1)
    await database.open()
    try:
        written = [
            await _province(database, await provisioning.create(owner_url, of.new), of, scene, tell)
            for of, scene in scenes
        ]
        school = university.build(SEED, scale)
        written.append(await _school(database, await provisioning.create(owner_url, university.DHKT), school, tell))
        if any(written):
            await provisioning.analyse(owner_url)
        found = {of.new.slug: scene.sign_ins for of, scene in scenes}
        found[university.DHKT.slug] = school.sign_ins
        for one in small.SMALL:
            found[one.new.slug] = await _small(database, await provisioning.create(owner_url, one.new), one)
        await _publish(database, [await provisioning.create(owner_url, of.new) for of, _ in scenes], below=True)
        await _publish(database, [await provisioning.create(owner_url, university.DHKT)], below=False)
        await provisioning.analyse(owner_url)
        return found
    finally:
        await database.close()


async def _begin(tx: Transaction, now: datetime) -> bool:
    """Set the clock of a tenant that is still empty; whether it is."""
    await writing.patience(tx)
    if await tx.fetchval("select true from unit where tenant_id = $1 limit 1", tx.tenant_id):
        return False
    await tx.execute("select sec.move_clock($1)", now)
    return True


async def _people(tx: Transaction, top: Unit, people: list[Person], accounts: list[Account]) -> None:
    await writing.write_units(tx, top)
    await writing.write_people(tx, people)
    await writing.write_accounts(tx, accounts, HASHER.hash(PASSWORD), top)
    await writing.count_anew(tx)


async def _province(database: Database, scope: Scope, of: Province, scene: Scene, tell: Tell) -> bool:
    """Write the province with its years; False if it is there already."""
    seasons, pack = YEARS[of.new.slug]
    async with database.tenant(scope) as tx:
        if not await _begin(tx, of.now):
            return False
        tell(f"{of.new.short_name}: {len(scene.top.walk())} đơn vị, {len(scene.people)} người…")
        await _people(tx, scene.top, scene.people, scene.accounts)
        if of.new.slug == "kien-giang":
            reviews = await history.write(tx, Draw(SEED + 3), scene)
            tell(f"{of.new.short_name}, 2015 - 2017: {reviews} nhận xét đơn vị")
        await tx.execute("select sec.move_clock($1)", years.begun(seasons))
        await configured.take_up(tx, pack, configured.FIRST_RELEASE if of.new.slug == "kien-giang" else "")
        sheets = await years.write_all(tx, Draw(SEED + 1), scene, seasons, pack)
        if of.new.slug == "kien-giang":
            admin = next(one for one in scene.accounts if one.role == "provincial_admin")
            await configured.lay_down(tx, scene.top, admin, history.PACK)
            await configured.edit(tx, scene.top, admin, of.now)
        tell(f"{of.new.short_name}, {', '.join(str(season.year) for season in seasons)}: {sheets} phiếu")
        await _told(tx)
    return True


async def _told(tx: Transaction) -> None:
    """The inboxes hold what is due on the tenant's day; what was done before it is no news."""
    while await audit.seal(tx):
        pass
    await news.tell(tx)
    await reminders.remind(tx)


async def _school(database: Database, scope: Scope, school: School, tell: Tell) -> bool:
    """Write the university union with its school year; False if it is there already."""
    async with database.tenant(scope) as tx:
        if not await _begin(tx, university.NOW):
            return False
        tell(f"ĐHKT: {len(school.top.walk())} đơn vị, {len(school.people)} người…")
        await _people(tx, school.top, school.people, school.accounts)
        await configured.take_up(tx, university_year.PACK)
        sheets = await university_year.write(tx, Draw(SEED + 2), school)
        tell(f"ĐHKT, năm học 2020 - 2021: {sheets} phiếu")
        await _told(tx)
    return True


async def _publish(database: Database, scopes: list[Scope], *, below: bool) -> None:
    """What the living unions show to the centre, the first time; afterwards it goes by the clock."""
    for scope in scopes:
        async with database.tenant(scope) as tx:
            if not await tx.fetchval("select true from central.published where tenant_id = $1 limit 1", tx.tenant_id):
                await tx.execute(
                    "insert into publication_choice (tenant_id, below) values ($1, $2)", tx.tenant_id, below
                )
                await publishing.publish(tx, exact=True)


async def _small(database: Database, scope: Scope, one: small.Small) -> tuple[SignIn, ...]:
    draw = Draw(SEED)
    top, people = small.build(draw, one)
    accounts = [
        of_office(draw, one.analyst, f"Ban Tổ chức {one.new.short_name}", "analyst"),
        of_office(draw, one.admin, f"Quản trị {one.new.short_name}", "provincial_admin"),
    ]
    async with database.tenant(scope) as tx:
        if await _begin(tx, NOW):
            await _people(tx, top, people, accounts)
            await configured.offer(tx, top, accounts[-1])
            await steered.write(tx, top, accounts[0])
        await nation.write(tx)
    return tuple(sign_in(account.username, account.display_name) for account in accounts)
