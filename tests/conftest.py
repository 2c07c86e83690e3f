"""The shared ground of the tests: a real PostgreSQL, three small tenants with the same names, signed-in clients.

`DATABASE_URL` (an administrator's) runs everything on another server; otherwise an embedded one starts.
"""

import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, settings

from core.access import Actor, Seat
from core.accounts import sessions
from core.accounts.passwords import HASHER
from core.configurations import actions as configurations
from core.db import embedded
from core.db.central import Central
from core.db.ids import new_id
from core.db.migrate import migrate
from core.db.provision import provision
from core.db.scope import Database, Scope, Transaction
from core.enrolments import actions as enrolments
from core.notices import defaults
from core.packs.catalog import discover
from core.people import rules as names
from core.programmes.actions import Plan, open_programme
from core.programmes.queries import Programme
from core.settings import Settings
from tenants.provisioning import NewTenant, allow_demo_clock, create
from tenants.registry import Registry
from ui.app import create_app

# A busy machine is slow, which says nothing about a rule.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


PASSWORD = "mat-khau-thu-2021"
SINCE = date(2018, 3, 1)
DOMAIN_NOW = "2021-01-20 09:00+07"
# name → (kind, parent, own people as name → (title, full-time))
UNITS = {
    "tinh": ("top", None, "Tỉnh đoàn"),
    "huyen_a": ("district", "tinh", "Huyện đoàn An Bình"),
    "huyen_b": ("district", "tinh", "Huyện đoàn Bình An"),
    "xa_a": ("grassroots", "huyen_a", "Đoàn xã Thuận Hòa"),
    "xa_b": ("grassroots", "huyen_b", "Đoàn xã Tân Lập"),
    "co_quan": ("grassroots_branch", "huyen_a", "Chi đoàn Công an huyện"),
    "ap_1": ("branch", "xa_a", "Chi đoàn ấp 1"),
    "ap_2": ("branch", "xa_a", "Chi đoàn ấp 2"),
    "ap_b": ("branch", "xa_b", "Chi đoàn ấp 1"),
}
PEOPLE = {
    "bi_thu_tinh": ("Nguyễn Văn Thịnh", "ap_1", [("tinh", "secretary", True)]),
    "pho_tinh": ("Trần Thị Thúy", "ap_1", [("tinh", "deputy", True)]),
    "chuyen_vien": ("Lê Hoàng Ân", "ap_1", [("tinh", "officer", True)]),
    "bi_thu_huyen": ("Phạm Đức Đạt", "ap_1", [("huyen_a", "secretary", True), ("tinh", "member", False)]),
    "pho_huyen": ("Võ Thị Ngọc Ánh", "ap_1", [("huyen_a", "deputy", True)]),
    "uv_huyen": ("Đặng Minh Quân", "ap_2", [("huyen_a", "member", False)]),
    "bi_thu_xa": ("Huỳnh Thanh Tâm", "ap_1", [("xa_a", "secretary", False)]),
    "pho_xa": ("Bùi Quốc Việt", "ap_2", [("xa_a", "deputy", False)]),
    "bi_thu_ap": ("Đỗ Thị Hằng", "ap_1", [("ap_1", "secretary", False)]),
    "pho_ap": ("Ngô Gia Bảo", "ap_1", [("ap_1", "deputy", False)]),
    "bi_thu_cq": ("Dương Công Lý", "co_quan", [("co_quan", "secretary", False)]),
    "bi_thu_huyen_b": ("Lý Thị Ôn", "ap_b", [("huyen_b", "secretary", True)]),
    "bi_thu_xa_b": ("Phan Văn Ứng", "ap_b", [("xa_b", "secretary", False)]),
    "doan_vien": ("Hồ Thị Út", "ap_1", []),
    "doan_vien_b": ("Mai Văn Ý", "ap_b", []),
}
GRANTS = {"quan_tri": "provincial_admin", "van_phong": "office", "kiem_tra": "inspector"}


class World(msgspec.Struct):
    """One small tenant: its scope, units and people by name, accounts by name, and a KL06 year."""

    scope: Scope
    units: dict[str, UUID]
    paths: dict[str, str]
    people: dict[str, UUID]
    accounts: dict[str, UUID]
    programme: Programme

    def actor(self, name: str) -> Actor:
        """The person or office `name` with the seats held today."""
        if name in GRANTS:
            seat = Seat(GRANTS[name], self.units["tinh"], self.paths["tinh"])
            return Actor(account_id=self.accounts[name], name=name, seats=(seat,))
        full_name, home, held = PEOPLE[name]
        seats = [
            Seat("staff" if title == "officer" else "committee", self.units[unit], self.paths[unit], title)
            for unit, title, _ in held
        ]
        seats += [msgspec.structs.replace(seat, role="secretary") for seat in seats if seat.title == "secretary"]
        seats.append(Seat("member", self.units[home], self.paths[home]))
        return Actor(account_id=self.accounts[name], person_id=self.people[name], name=full_name, seats=tuple(seats))


@pytest.fixture(scope="session")
def urls() -> Iterator[dict[str, str]]:
    """Connection URLs of a provisioned, empty database of this session: `app`, `migrator`, `admin`."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield _on_server(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="rl-"))
    server = embedded.start(folder)
    try:
        yield {
            "app": server.url("app"),
            "migrator": server.url("migrator"),
            "admin": server.url("postgres", "postgres"),
            "operator": server.url("operator"),
            "analyst": server.url("analyst"),
            "backup": server.url("backup"),
            "database": "renluyen",
            **{f"password:{role}": word for role, word in server.passwords.items()},
        }
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _on_server(given: str) -> dict[str, str]:
    """URLs on another server, in a database of this session's own."""
    parts = urlsplit(given)
    database = f"renluyen_test_{os.getpid()}"
    host = parts.netloc.rsplit("@", 1)[-1]

    def url(role: str) -> str:
        return urlunsplit((parts.scheme, f"{role}:{PASSWORD}@{host}", f"/{database}", parts.query, ""))

    roles = ("migrator", "app", "operator", "analyst", "backup")
    words = {f"password:{role}": PASSWORD for role in roles}
    return {role: url(role) for role in roles} | {"admin": given, "database": database, **words}


@pytest.fixture(scope="session")
def migrated() -> Callable[[dict[str, str]], AbstractAsyncContextManager[Database]]:
    """`async with migrated(urls) as database`: the door to a freshly migrated database, logged in as `app`."""

    @asynccontextmanager
    async def made(urls: dict[str, str]) -> AsyncIterator[Database]:
        passwords = {key.split(":")[1]: value for key, value in urls.items() if key.startswith("password:")}
        await provision(urls["admin"], urls["database"], passwords)
        await migrate(urls["migrator"])
        await allow_demo_clock(urls["migrator"])
        opened = Database(urls["app"], pool_size=4)
        await opened.open()
        yield opened
        await opened.close()

    return made


@pytest.fixture(scope="session")
async def database(urls: dict[str, str], migrated) -> AsyncIterator[Database]:
    """The door to the session's database."""
    async with migrated(urls) as opened:
        yield opened


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One argon2id hash for every test account."""
    return HASHER.hash(PASSWORD)


@pytest.fixture
async def world(database: Database, urls: dict[str, str], password_hash: str) -> World:
    """A fresh tenant, its domain clock at 20/01/2021 with KL06 2021 open."""
    return await build_world(database, urls, password_hash, f"t{new_id().hex[-12:]}")


@pytest.fixture
async def worlds(database: Database, urls: dict[str, str], password_hash: str) -> list[World]:
    """Three fresh tenants with the same units, people and sign-in names."""
    return [await build_world(database, urls, password_hash, f"t{new_id().hex[-12:]}") for _ in range(3)]


@pytest.fixture
def clock(database: Database, world: World) -> Callable[[str], Awaitable[None]]:
    """`await clock("2021-11-30 23:59+07")`: let the world live at another instant; a day alone is its nine o'clock."""

    async def move(at: str) -> None:
        async with database.tenant(world.scope) as tx:
            await tx.execute("select sec.move_clock($1::text::timestamptz)", at if " " in at else f"{at} 09:00+07")

    return move


@pytest.fixture
def keys(world: World) -> tuple[str, str]:
    """Two criteria of the programme: one to do, one not to do."""
    pack = world.programme.rules
    return tuple(
        next(key for key, one in pack.criteria.items() if pack.groups[one.group].polarity == polarity)
        for polarity in ("do", "dont")
    )


async def build_world(database: Database, urls: dict[str, str], password_hash: str, slug: str) -> World:
    """Write a small tenant through the door."""
    scope = await create(
        urls["migrator"], NewTenant(slug=slug, name="Tỉnh đoàn Thử", short_name="Thử", kind="province")
    )
    async with database.tenant(scope) as tx:
        await tx.execute("select sec.move_clock($1::text::timestamptz)", DOMAIN_NOW)
        units, paths = await _write_units(tx)
        people = {name: await _write_person(tx, *facts, units) for name, facts in PEOPLE.items()}
        accounts = {
            name: await _write_account(tx, name, people.get(name), password_hash) for name in [*PEOPLE, *GRANTS]
        }
        for name, role in GRANTS.items():
            await tx.execute(
                "insert into role_grant (tenant_id, account_id, role, unit_id, starts_on) values ($1, $2, $3, $4, $5)",
                tx.tenant_id, accounts[name], role, units["tinh"], SINCE,
            )  # fmt: skip
    async with database.tenant(scope) as tx:
        pack = discover().get("kien_giang_kl06")
        await configurations.enable(tx, None, pack)
        programme = await open_programme(tx, None, pack, 2021, Plan("01-KH/TĐTN", date(2021, 1, 4), "Ban Thường vụ"))
        await enrolments.enrol(tx, programme)
    return World(scope, units, paths, people, accounts, programme)


async def _write_units(tx: Transaction) -> tuple[dict[str, UUID], dict[str, str]]:
    ids, paths = {name: new_id() for name in UNITS}, {}
    for number, (name, (kind, parent, title)) in enumerate(UNITS.items()):
        paths[name] = (paths[parent] + "." if parent else "") + f"{number:04d}"
        await tx.execute(
            "insert into unit (tenant_id, id, parent_id, path, kind, name, ordinal, sort_key, search_key, opened_on,"
            " place) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'Rạch Giá')",
            tx.tenant_id, ids[name], ids[parent] if parent else None, paths[name], kind, title, number, title,
            names.search_key(title), SINCE,
        )  # fmt: skip
        await tx.execute(
            "insert into unit_version (tenant_id, unit_id, valid_from, name, kind, parent_id)"
            " values ($1, $2, $3, $4, $5, $6)",
            tx.tenant_id, ids[name], SINCE, title, kind, ids[parent] if parent else None,
        )  # fmt: skip
    return ids, paths


async def _write_person(
    tx: Transaction, full_name: str, home: str, held: list[tuple[str, str, bool]], units: dict[str, UUID]
) -> UUID:
    person = new_id()
    await tx.execute(
        "insert into person (tenant_id, id, full_name, sort_key, search_key, birth_date)"
        " values ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id, person, full_name, names.sort_key(full_name), names.search_key(full_name), date(1995, 5, 19),
    )  # fmt: skip
    for token in names.tokens(full_name):
        await tx.execute(
            "insert into person_token (tenant_id, token, person_id) values ($1, $2, $3)", tx.tenant_id, token, person
        )
    await tx.execute(
        "insert into membership (tenant_id, person_id, unit_id, starts_on) values ($1, $2, $3, $4)",
        tx.tenant_id, person, units[home], SINCE,
    )  # fmt: skip
    for unit, title, full_time in held:
        await tx.execute(
            "insert into position (tenant_id, id, person_id, unit_id, title, full_time, starts_on)"
            " values ($1, $2, $3, $4, $5, $6, $7)",
            tx.tenant_id, new_id(), person, units[unit], title, full_time, SINCE,
        )  # fmt: skip
    return person


async def _write_account(tx: Transaction, name: str, person: UUID | None, password_hash: str) -> UUID:
    account = new_id()
    await tx.execute(
        "insert into account (tenant_id, id, username, display_name, person_id, password_hash)"
        " values ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id, account, name, "" if person else name, person, password_hash,
    )  # fmt: skip
    await tx.execute(
        "insert into notice_reading (tenant_id, account_id, notice, read_at) values ($1, $2, $3, sec.domain_now())",
        tx.tenant_id, account, defaults.KEY,
    )  # fmt: skip
    return account


@pytest.fixture(scope="session")
def analysed():
    """`async with analysed(urls) as central`: the analyst's door to a database."""

    @asynccontextmanager
    async def run(urls: dict[str, str]) -> AsyncIterator[Central]:
        opened = Central(urls["analyst"], pool_size=2)
        await opened.open()
        yield opened
        await opened.close()

    return run


@pytest.fixture(scope="session")
async def central(database: Database, urls: dict[str, str], analysed) -> AsyncIterator[Central]:
    """The analyst's door to the session's database."""
    async with analysed(urls) as opened:
        yield opened


@pytest.fixture(scope="session")
async def app(database: Database, central: Central, urls: dict[str, str]) -> object:
    """The real application on the session's database, without a socket."""
    made = create_app(
        Settings(database_url=urls["app"], secret_key=b"k" * 40, base_url="http://testserver.local", demo=True)
    )
    made.state.database, made.state.central = database, central
    made.state.registry = Registry(database)
    return made


@pytest.fixture
def client_for(app: object, database: Database):
    """`async with client_for(world, "pho_xa") as client`: an HTTP client signed in as somebody (None: nobody)."""

    @asynccontextmanager
    async def signed_in(world: World, name: str | None) -> AsyncIterator[httpx.AsyncClient]:
        cookies = {}
        if name is not None:
            async with database.tenant(world.scope) as tx:
                account = world.accounts[name]
                token = await sessions.begin(tx, account, agent="test", address="127.0.0.1", replaces=None)
            cookies[f"s-{world.scope.slug}"] = token
        app.state.registry = Registry(database)  # a tenant made a moment ago is known at once
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://testserver.local", cookies=cookies, follow_redirects=False
        ) as client:
            yield client

    return signed_in


@pytest.fixture
async def school_year(database: Database, world: World) -> Programme:
    """The programme of ĐHKT in the small world: everybody a member of a branch, ten criteria, points."""
    async with database.tenant(world.scope) as tx:
        pack = discover().get("dhkt_school_year")
        plan = Plan("27-KH/ĐTN", date(2020, 9, 18), "Ban Thường vụ")
        programme = await open_programme(tx, None, pack, 2020, plan)
        await enrolments.enrol(tx, programme)
    return programme


@pytest.fixture
def form_of() -> Callable[[str, str], dict[str, str]]:
    """`form_of(html, action)`: the hidden inputs of the form that goes to an address ending in `action`."""

    def read(html: str, action: str) -> dict[str, str]:
        form = re.search(rf'<form[^>]*action="[^"]*{action}".*?</form>', html, re.S)[0]
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))

    return read
