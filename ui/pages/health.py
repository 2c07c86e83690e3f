"""Liveness and readiness, for supervisors and proxies."""

from litestar import Request, Response, get


@get("/health/live", opt={"policy": "public"})
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/health/ready", opt={"policy": "public"})
async def ready(request: Request) -> Response[dict[str, object]]:
    """The database answers and knows its tenants; broken packs are named but do not stop the service."""
    catalog = request.app.state.catalog
    try:
        async with request.app.state.database.platform() as tx:
            tenants = await tx.fetchval("select count(*) from tenant")
    except Exception:
        return Response({"status": "unavailable", "database": "away"}, status_code=503)
    broken = [str(pack.entry) for pack in catalog.broken]
    return Response({"status": "ok", "tenants": tenants, "packs": sorted(catalog.packs), "broken_packs": broken})


ROUTES = (live, ready)
