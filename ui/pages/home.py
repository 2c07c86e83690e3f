"""The front door: the unions hosted here, and a role's own start page inside each."""

from litestar import Request, Response, get
from msgspec import Struct

from tenants.registry import Tenant
from ui import i18n, navigation, render
from ui.guard import enter, redirect
from ui.shell import bare


class Front(Struct, frozen=True):
    """The unions to choose from."""

    tenants: tuple[Tenant, ...]


@get("/", opt={"policy": "public"})
async def front(request: Request) -> Response[bytes]:
    """Choose a union; with a single one go straight there."""
    tenants = await request.app.state.registry.all()
    locale = i18n.negotiate(None, None, request.headers.get("accept-language"))
    shell = bare(locale, "/")
    return Response(render.html(shell, "home/front.html", Front(tenants)).encode(), media_type=render.HTML)


@get("/{tenant:str}", opt={"policy": "account.own"})
async def start(request: Request) -> Response:
    """To the start page of one's role; first to the privacy notice, where one has not read it."""
    async with enter(request) as visit:
        line = navigation.running(visit.programmes, visit.today)
        target = "thong-bao-du-lieu" if visit.shell.notice_due else navigation.start_page(visit.actor, line)
    return redirect(visit, visit.shell.url(target))


ROUTES = (front, start)
