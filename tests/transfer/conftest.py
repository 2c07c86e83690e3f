"""A database of its own for what copies whole platforms: in the shared one each test leaves its tenants behind."""

import re
from collections.abc import AsyncIterator

import pytest

from core.db.central import Central
from core.db.scope import Database


@pytest.fixture(scope="session")
def urls(urls: dict[str, str]) -> dict[str, str]:
    """The same server and roles, another database."""
    name = f"{urls['database']}_transfer"
    moved = {key: re.sub(r"(@[^/]*/)[^?]*", rf"\g<1>{name}", url) for key, url in urls.items() if "://" in url}
    return {**urls, **moved, "admin": urls["admin"], "database": name}


@pytest.fixture(scope="session")
async def database(urls: dict[str, str], migrated) -> AsyncIterator[Database]:
    """The door to it."""
    async with migrated(urls) as opened:
        yield opened


@pytest.fixture(scope="session")
async def central(database: Database, urls: dict[str, str], analysed) -> AsyncIterator[Central]:
    """The analyst's door to it."""
    async with analysed(urls) as opened:
        yield opened
