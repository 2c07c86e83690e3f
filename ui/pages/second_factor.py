"""The second factor of one's own account, and the reset for somebody who lost phone and codes."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.accounts import queries, second_factor, totp
from core.accounts.codes import spaced
from core.accounts.second_factor import COMPULSORY, State
from core.errors import Problem
from ui.guard import Visit, enter
from ui.i18n import _
from ui.qr import Qr, qr
from ui.render import page

OWN = {"policy": "account.own", "before_second_factor": True}
AT = "/{tenant:str}/tai-khoan/hai-lop"


class SetUp(Struct, frozen=True, kw_only=True):
    """A secret to take into an app, as a picture and in words; `sealed` brings it back."""

    username: str
    compulsory: bool
    qr: Qr
    secret: str
    sealed: str


class Standing(Struct, frozen=True):
    """The second factor that is set up; `compulsory` ones stay."""

    state: State
    compulsory: bool


class Codes(Struct, frozen=True):
    """The recovery codes, shown once; `next` is where to go on."""

    username: str
    codes: tuple[str, ...]
    next: str


@get(AT, opt=OWN)
async def own(request: Request) -> Response:
    """Set one up, or see how it stands."""
    async with enter(request) as visit:
        state = await second_factor.state(visit.tx, visit.actor.account_id)
        name = await queries.own(visit.tx, visit.actor)
    if state.since:
        return page(visit, "account/second_factor.html", Standing(state, _compulsory(visit)))
    sealed = totp.sealed(totp.new_secret(), visit.secret, visit.actor.account_id)
    return page(visit, "account/set_up.html", _set_up(visit, name, sealed))


@post(AT, opt=OWN)
async def confirm(request: Request) -> Response:
    """The code of the app proves that it has the secret; the recovery codes follow."""
    async with enter(request) as visit:
        name = await queries.own(visit.tx, visit.actor)
    sealed = totp.carried_back(visit.form.raw.get("sealed", ""))
    try:
        codes = await second_factor.set_up(
            request.app.state.database, visit.scope, visit.actor, sealed, visit.form.line("code", 20), visit.secret,
            token=visit.token,
        )  # fmt: skip
    except Problem as problem:
        if problem.code in ("second-factor.broken", "second-factor.already"):
            raise
        return page(visit, "account/set_up.html", _set_up(visit, name, sealed), problem=problem)
    return _codes(visit, name, codes)


@post(AT + "/ma-du-phong", opt={"policy": "account.own"})
async def renew_codes(request: Request) -> Response:
    """New recovery codes in place of the old ones."""
    async with enter(request) as visit:
        name = await queries.own(visit.tx, visit.actor)
        view = Standing(await second_factor.state(visit.tx, visit.actor.account_id), _compulsory(visit))
    try:
        codes = await second_factor.renew_codes(
            request.app.state.database, visit.scope, visit.actor, visit.form.line("code", 20), visit.secret
        )
    except Problem as problem:
        return page(visit, "account/second_factor.html", view, problem=problem)
    return _codes(visit, name, codes)


@post(AT + "/tat", opt={"policy": "account.own"})
async def turn_off(request: Request) -> Response:
    """Do without a second factor, where that is allowed."""
    async with enter(request) as visit:
        view = Standing(await second_factor.state(visit.tx, visit.actor.account_id), _compulsory(visit))
    try:
        await second_factor.turn_off(
            request.app.state.database, visit.scope, visit.actor, visit.form.line("code", 20), visit.secret,
            demanded=_demands(visit), token=visit.token,
        )  # fmt: skip
    except Problem as problem:
        return page(visit, "account/second_factor.html", view, problem=problem)
    async with enter(request, write=True) as visit:
        answer = await visit.done("tai-khoan", ("done", _("Đã tắt xác minh hai lớp.")))
    return answer


@post("/{tenant:str}/quan-tri/tai-khoan/{account:uuid}/hai-lop/dat-lai", opt={"policy": "account.admin"})
async def reset(request: Request, account: UUID) -> Response:
    """Take somebody's second factor away; his sessions end."""
    async with enter(request, write=True) as visit:
        await second_factor.reset(visit.tx, visit.actor, account)
        said = _("Đã đặt lại xác minh hai lớp. Người này chỉ cần mật khẩu ở lần đăng nhập tới.")
        answer = await visit.done(f"quan-tri/tai-khoan/{account}", ("done", said))
    return answer


def _set_up(visit: Visit, username: str, sealed: bytes) -> SetUp:
    secret = totp.opened(sealed, visit.secret, visit.actor.account_id)
    address = totp.address(secret, username, visit.tenant.short_name or visit.tenant.name)
    return SetUp(
        username=username, compulsory=_compulsory(visit), qr=qr(address), secret=totp.grouped(secret),
        sealed=totp.carried(sealed),
    )  # fmt: skip


def _codes(visit: Visit, username: str, codes: tuple[str, ...]) -> Response:
    return page(visit, "account/recovery.html", Codes(username, tuple(map(spaced, codes)), visit.shell.url()))


def _compulsory(visit: Visit) -> bool:
    return _demands(visit) and visit.actor.has(*COMPULSORY)


def _demands(visit: Visit) -> bool:
    return visit.request.app.state.settings.demands_second_factor


ROUTES = (own, confirm, renew_codes, turn_off, reset)
