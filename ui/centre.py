"""The pages of the centre exist in the tenant of the centre alone; in every other they are not there (404)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Request

from core.errors import NotFound
from ui.guard import Visit, enter


@asynccontextmanager
async def enter_centre(request: Request, *, write: bool = False) -> AsyncIterator[Visit]:
    """`ui.guard.enter` for a page of the centre."""
    async with enter(request, write=write) as visit:
        if visit.tenant.kind != "centre":
            raise NotFound("access.not-found")
        yield visit


@asynccontextmanager
async def enter_province(request: Request, *, write: bool = False) -> AsyncIterator[Visit]:
    """`ui.guard.enter` for a page of the unions that the centre compares: everywhere but at the centre."""
    async with enter(request, write=write) as visit:
        if visit.tenant.kind == "centre":
            raise NotFound("access.not-found")
        yield visit
