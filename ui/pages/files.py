"""Handing out stored files: always as a download, never shown inside our pages."""

from uuid import UUID

from litestar import Request, Response, get

from core.declarations import files
from ui.downloads import download
from ui.guard import enter


@get("/{tenant:str}/tep/{file:uuid}", opt={"policy": "declaration.read"})
async def stored(request: Request, file: UUID) -> Response[bytes]:
    """A file, to who may read the declaration that names it."""
    async with enter(request) as visit:
        found = await files.fetch(visit.tx, visit.actor, file)
    return download(found.content, found.name, found.media_type)


ROUTES = (stored,)
