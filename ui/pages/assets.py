"""Built assets from memory, precompressed, for ever: their names carry their hash."""

from functools import cache
from importlib.resources import files
from mimetypes import guess_type

from litestar import Request, Response, get

from core.errors import NotFound

FOREVER = "public, max-age=31536000, immutable"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


@cache
def contents() -> dict[str, bytes]:
    """Every built file by its path below ui/dist; test tools stay out."""
    root = files("ui") / "dist"
    found = {}
    for path in sorted(root.rglob("*")):  # type: ignore[attr-defined]
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith("test/") and name != "manifest.json":
            found[name] = path.read_bytes()
    return found


@get("/assets/{name:path}", opt={"policy": "public"})
async def asset_file(request: Request, name: str) -> Response[bytes]:
    """One file, in the best encoding the browser takes."""
    key = str(name).lstrip("/")
    body = contents().get(key)
    if body is None or key.endswith((".br", ".gz")):
        raise NotFound("access.not-found")
    headers = {"cache-control": FOREVER, "vary": "accept-encoding"}
    accepted = request.headers.get("accept-encoding", "")
    for encoding, suffix in ENCODINGS:
        if encoding in accepted and key + suffix in contents():
            body, headers["content-encoding"] = contents()[key + suffix], encoding
            break
    kind = guess_type(key)[0] or "application/octet-stream"
    return Response(body, media_type=kind, headers=headers)


ROUTES = (asset_file,)
