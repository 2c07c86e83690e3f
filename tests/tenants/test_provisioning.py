"""Tenants are made by the owner, found by their address, and made once."""

from core.db.ids import new_id
from tenants.provisioning import NewTenant, create
from tenants.registry import Registry


async def test_a_tenant_is_made_once(urls, database):
    """A second call with the same slug finds the first tenant and changes nothing."""
    slug = f"p{new_id().hex[-12:]}"
    first = await create(urls["migrator"], NewTenant(slug=slug, name="Tỉnh đoàn A", short_name="A", kind="province"))
    again = await create(urls["migrator"], NewTenant(slug=slug, name="Khác", short_name="K", kind="university"))
    assert again == first
    found = await Registry(database).find(slug)
    assert (found.id, found.name, found.kind) == (first.tenant_id, "Tỉnh đoàn A", "province")


async def test_a_profile_survives(urls, database):
    """A tenant's own words come back as they were written."""
    slug = f"p{new_id().hex[-12:]}"
    words = {"units": {"under": {"branch": ["grassroots"]}}}
    await create(
        urls["migrator"], NewTenant(slug=slug, name="Đoàn trường B", short_name="B", kind="university", profile=words)
    )
    assert (await Registry(database).find(slug)).profile == words
