"""The composition root: the only place that wires settings, database, packs and pages together."""

import asyncio
import contextvars
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State

from core.db.central import Central
from core.db.lint import refuse_unsafe
from core.db.scope import Database
from core.packs.catalog import discover
from core.settings import Settings, from_env
from tenants import worker
from tenants.registry import Registry
from ui import failing, i18n, mailing, render
from ui.headers import SecurityHeaders
from ui.jobs_table import HANDLERS
from ui.pages import PAGES

QUIET_START = 2.0  # seconds in which the first pages have the process to themselves
BODY_LIMIT = 200_000  # bytes; upload routes say their own


def create_app(settings: Settings) -> Litestar:
    """The application of these settings. Nothing connects before the server starts it."""
    database = Database(settings.database_url, pool_size=settings.pool_size)
    catalog = discover()
    render.start({pack.id: pack.templates for pack in catalog.packs.values()}, debug=settings.debug)
    i18n.start([pack.locales for pack in catalog.packs.values() if pack.locales])
    state = State({
        "settings": settings, "database": database, "catalog": catalog, "registry": Registry(database),
        "central": Central(settings.analyst_database_url),
    })  # fmt: skip
    return Litestar(
        route_handlers=[handler for name in PAGES for handler in import_module(f"ui.pages.{name}").ROUTES],
        state=state,
        lifespan=[_running],
        middleware=[SecurityHeaders(settings)],
        exception_handlers=failing.HANDLERS,
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=4, minimum_size=800, exclude=["^/assets/", "^/health/"]
        ),
        request_max_body_size=BODY_LIMIT,
        openapi_config=None,
        debug=False,
        pdb_on_exception=False,
    )


def create_from_env() -> Litestar:
    """What the server loads: settings from the environment."""
    return create_app(from_env(os.environ))


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """Refuse an unsafe database before the first request; do the jobs while serving, unless a worker does them."""
    settings, database = app.state.settings, app.state.database
    await refuse_unsafe(settings.database_url, demo=settings.demo)
    await database.open()
    await app.state.central.open()
    working = []
    if settings.jobs:
        chores = mailing.chores(settings)
        work = worker.work(settings.database_url, database, app.state.registry, HANDLERS, chores, after=QUIET_START)
        # An empty context: jobs open transactions of their own and inherit none.
        working.append(asyncio.create_task(work, context=contextvars.Context()))
    try:
        yield
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await app.state.central.close()
        await database.close()
