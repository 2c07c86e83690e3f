"""The application of the operator: no tenant's page, no connection that could read one."""

import os
from collections.abc import Mapping

import msgspec
from litestar import Litestar
from litestar.datastructures import State

from core.settings import Settings, from_env
from ui import failing, i18n, render
from ui.headers import SecurityHeaders
from ui.operator import pages
from ui.pages.assets import asset_file
from ui.pages.health import live

BODY_LIMIT = 20_000  # bytes


def create_operator_app(settings: Settings) -> Litestar:
    """`settings.database_url` logs in as `operator`, `base_url` is this site's, `public_url` that of the tenants."""
    render.start(debug=settings.debug)
    i18n.start([])
    return Litestar(
        route_handlers=[*pages.ROUTES, asset_file, live],
        state=State({"settings": settings}),
        middleware=[SecurityHeaders(settings)],
        exception_handlers=failing.HANDLERS,
        request_max_body_size=BODY_LIMIT,
        openapi_config=None,
        debug=False,
        pdb_on_exception=False,
    )


def settings_of(env: Mapping[str, str]) -> Settings:
    """The operator's variables in the places of the usual ones."""
    mine = {
        "DATABASE_URL": env.get("OPERATOR_DATABASE_URL", ""),
        "SECRET_KEY": env.get("SECRET_KEY", ""),
        "BASE_URL": env.get("OPERATOR_BASE_URL", "http://127.0.0.1:8001"),
        "DEBUG": env.get("DEBUG", ""),
    }
    public = env.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    return msgspec.structs.replace(from_env(mine), public_url=public)


def create_from_env() -> Litestar:
    """What the server loads."""
    return create_operator_app(settings_of(os.environ))
