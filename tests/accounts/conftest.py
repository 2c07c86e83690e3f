"""The second factor as an app on a phone has it, and the application as it runs outside of the demo."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec
import pyotp
import pytest

from core.accounts import second_factor, totp
from core.settings import Settings
from tenants.registry import Registry
from ui.app import create_app

KEY = b"k" * 40


class Phone(msgspec.Struct):
    """Somebody's app: the secret, and the codes of the half minutes around now."""

    secret: str
    recovery: tuple[str, ...]

    def code(self, step: int) -> str:
        """The code of a half minute."""
        return pyotp.TOTP(self.secret).generate_otp(step)


@pytest.fixture
def now_step(database):
    """`await now_step(world)`: the half minute that the database is in."""

    async def asked(world) -> int:
        async with database.tenant(world.scope, readonly=True) as tx:
            return await tx.fetchval(f"select {second_factor.SECONDS}") // totp.STEP

    return asked


@pytest.fixture
def with_phone(database, now_step):
    """`await with_phone(world, "quan_tri")`: sets a second factor up; the half minute before now is used by that."""

    async def made(world, name: str) -> Phone:
        actor, secret = world.actor(name), totp.new_secret()
        sealed = totp.sealed(secret, KEY, actor.account_id)
        code = pyotp.TOTP(secret).generate_otp(await now_step(world) - 1)
        codes = await second_factor.set_up(database, world.scope, actor, sealed, code, KEY, token="")
        return Phone(secret, codes)

    return made


@pytest.fixture(scope="session")
def strict_app(database, urls):
    """The application with what is demanded outside of the demo."""
    made = create_app(Settings(database_url=urls["app"], secret_key=KEY, base_url="http://testserver.local"))
    made.state.database = database
    made.state.registry = Registry(database)
    return made


@pytest.fixture
def strict_client(strict_app, database):
    """`async with strict_client() as client`: a browser that nobody has signed in with."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[httpx.AsyncClient]:
        strict_app.state.registry = Registry(database)
        transport = httpx.ASGITransport(app=strict_app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://testserver.local", follow_redirects=False
        ) as client:
            yield client

    return opened
