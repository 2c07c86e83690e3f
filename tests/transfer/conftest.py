"""A database of its own for what copies whole platforms: in the shared one each test leaves its tenants behind."""

import re
from collections.abc import AsyncIterator

import pytest

from core.db.central import Central
from core.db.migrate import migrate
from core.db.provision import provision
from core.db.scope import Database
from tenants.provisioning import allow_demo_clock


@pytest.fixture(scope="session")
def urls(urls: dict[str, str]) -> dict[str, str]:
    """The same server and roles, another database."""
    name = f"{urls['database']}_transfer"
    moved = {key: re.sub(r"(@[^/]*/)[^?]*", rf"\g<1>{name}", url) for key, url in urls.items() if "://" in url}
    return {**urls, **moved, "admin": urls["admin"], "database": name}


@pytest.fixture(scope="session")
async def database(urls: dict[str, str]) -> AsyncIterator[Database]:
    """The door to it."""
    passwords = {key.split(":")[1]: value for key, value in urls.items() if key.startswith("password:")}
    await provision(urls["admin"], urls["database"], passwords)
    await migrate(urls["migrator"])
    await allow_demo_clock(urls["migrator"])
    opened = Database(urls["app"], pool_size=4)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
async def central(database: Database, urls: dict[str, str]) -> AsyncIterator[Central]:
    """The analyst's door to it."""
    opened = Central(urls["analyst"], pool_size=2)
    await opened.open()
    yield opened
    await opened.close()
