"""A centre that may enter invented rows."""

import pytest

from core.db.ids import new_id
from core.db.scope import Database, Scope
from tenants.provisioning import NewTenant, create


@pytest.fixture
async def centre(database: Database, urls: dict[str, str]) -> Scope:
    """The scope of a centre, which may enter invented rows."""
    slug = f"c{new_id().hex[-12:]}"
    return await create(urls["migrator"], NewTenant(slug=slug, name="Trung ương Thử", short_name="TW", kind="centre"))
