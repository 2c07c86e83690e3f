"""One's own account, and the administrator's accounts and invitation codes."""

from datetime import datetime
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct
from msgspec.structs import replace

from core.accounts import actions, queries, second_factor
from core.accounts.second_factor import State
from core.errors import Problem
from ui.editing import again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page


class Own(Struct, frozen=True):
    """One's own account and where it is signed in."""

    username: str
    sessions: tuple[queries.Session, ...]
    now: datetime
    second_factor: State
    person: bool


class Listing(Struct, frozen=True):
    """Accounts by name; `code` is shown once, right after it was made."""

    accounts: tuple[queries.Account, ...]
    q: str
    after: str
    more: bool
    code: str = ""
    invited: str = ""


BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "coc_coc": "Cốc Cốc",
    "Chrome/": "Chrome",
    "Firefox/": "Firefox",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def device(agent: str) -> str:
    """A browser and system as people call them, from what the browser says of itself; '' if it says nothing known."""
    known = [next((name for mark, name in names.items() if mark in agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in known if name)


async def _own(visit: Visit) -> Own:
    account = await queries.own(visit.tx, visit.actor)
    found = await queries.sessions_of(visit.tx, visit.actor.account_id, visit.token)
    factor = await second_factor.state(visit.tx, visit.actor.account_id)
    return Own(
        account, tuple(replace(one, agent=device(one.agent)) for one in found), visit.now, factor,
        visit.actor.person_id is not None,
    )  # fmt: skip


@get("/{tenant:str}/tai-khoan", opt={"policy": "account.own"})
async def own(request: Request) -> Response:
    """Password and sessions."""
    async with enter(request) as visit:
        view = await _own(visit)
    return page(visit, "account/own.html", view)


@post("/{tenant:str}/tai-khoan/mat-khau", opt={"policy": "account.own"})
async def password(request: Request) -> Response:
    """Change the password; the other sessions end."""
    async with enter(request) as visit:
        view = await _own(visit)
    try:
        if visit.form.secret("password") != visit.form.secret("again"):
            raise Problem("password.not-the-same", field="again")
        await actions.change_password(
            request.app.state.database, visit.scope, visit.actor,
            visit.form.secret("current"), visit.form.secret("password"), token=visit.token,
        )  # fmt: skip
    except Problem as problem:
        return page(visit, "account/own.html", view, problem=problem)
    async with enter(request, write=True) as visit:
        answer = await visit.done("tai-khoan", ("done", _("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.")))
    return answer


@post("/{tenant:str}/tai-khoan/dang-xuat-het", opt={"policy": "account.own"})
async def sign_out_everywhere(request: Request) -> Response:
    """End every other session of the account."""
    async with enter(request, write=True) as visit:
        await actions.end_other_sessions(visit.tx, visit.actor, visit.token)
        answer = await visit.done("tai-khoan", ("done", _("Đã đăng xuất khỏi các thiết bị khác.")))
    return answer


@post("/{tenant:str}/tai-khoan/thiet-bi/{device:str}", opt={"policy": "account.own"})
async def sign_out_device(request: Request) -> Response:
    """End one session of the account."""
    async with enter(request, write=True) as visit:
        await actions.end_session(visit.tx, visit.actor, request.path_params["device"])
        answer = await visit.done("tai-khoan", ("done", _("Đã đăng xuất thiết bị đó.")))
    return answer


@get("/{tenant:str}/quan-tri/tai-khoan", opt={"policy": "account.admin"})
async def listing(request: Request) -> Response:
    """Accounts of the tenant: search, state, invitation codes."""
    async with enter(request) as visit:
        view = await _listing(visit, request.query_params.get("q", ""), request.query_params.get("sau", ""))
    return page(visit, "account/listing.html", view)


@post("/{tenant:str}/quan-tri/tai-khoan/{account:uuid}/ma-moi", opt={"policy": "account.admin"})
async def invite(request: Request, account: UUID) -> Response:
    """A new one-time code, shown once on the answer itself: never in an address, cookie or log."""
    async with enter(request, write=True) as visit:
        code = await actions.invite(visit.tx, visit.actor, account, visit.secret)
        name = await queries.username(visit.tx, account)
        view = await _listing(visit, name, "", code=code, invited=name)
    return page(visit, "account/listing.html", view)


@post("/{tenant:str}/quan-tri/tai-khoan/moi", opt={"policy": "account.admin"})
async def create(request: Request) -> Response:
    """An account for a person who has none, or for an office or guest by name, and its first code."""
    try:
        async with enter(request, write=True) as visit:
            username, name = visit.form.line("username", 60), visit.form.line("display_name", 120)
            account = await actions.create_account(visit.tx, visit.actor, username, visit.form.uuid("person"), name)
            code = await actions.invite(visit.tx, visit.actor, account, visit.secret)
            view = await _listing(visit, username, "", code=code, invited=username)
    except Problem as problem:
        again(problem)
        async with enter(request) as visit:
            view = await _listing(visit, "", "")
        return page(visit, "account/listing.html", view, problem=problem, form=visit.form)
    return page(visit, "account/listing.html", view)


async def _listing(visit: Visit, q: str, after: str, *, code: str = "", invited: str = "") -> Listing:
    accounts, more = await queries.listing(visit.tx, visit.actor, q=q[:60], after=after[:60])
    return Listing(accounts, q[:60], accounts[-1].username if accounts else "", more, code, invited)


ROUTES = (own, password, sign_out_everywhere, sign_out_device, listing, invite, create)
