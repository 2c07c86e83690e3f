"""A platform whose web process was given no analyst's key: everything works but comparing, which says so."""

import pytest

from core.db.central import Central


@pytest.fixture
def without_a_key(app):
    """The application as it runs without ANALYST_DATABASE_URL."""
    held, app.state.central = app.state.central, Central("")
    yield
    app.state.central = held


async def test_the_pages_of_comparison_say_that_it_is_not_set_up(centre, client_for, without_a_key):
    """The page names the setting for the operator and answers as not available; the crosswalk beside it works."""
    async with client_for(centre, "phan_tich") as client:
        refused = await client.get(f"/{centre.scope.slug}/so-sanh")
        beside = await client.get(f"/{centre.scope.slug}/bang-quy-doi")
    assert refused.status_code == 503
    assert "chưa được thiết lập để so sánh" in refused.text and "ANALYST_DATABASE_URL" in refused.text
    assert beside.status_code == 200


async def test_a_province_goes_on_without_it(world, client_for, without_a_key):
    """Publishing needs no analyst: the province's page of what it published works."""
    async with client_for(world, "quan_tri") as client:
        assert (await client.get(f"/{world.scope.slug}/so-lieu-cong-bo")).status_code == 200
