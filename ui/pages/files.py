"""Handing out stored files: always as a download, never shown inside our pages."""

from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get

from core.declarations import files
from ui.guard import enter


@get("/{tenant:str}/tep/{file:uuid}", opt={"policy": "declaration.read"})
async def download(request: Request, file: UUID) -> Response[bytes]:
    """A file, to who may read the declaration that names it."""
    async with enter(request) as visit:
        found = await files.fetch(visit.tx, visit.actor, file)
    plain = found.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return Response(
        found.content,
        media_type=found.media_type,
        headers={
            "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name)}",
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
        },
    )


ROUTES = (download,)
