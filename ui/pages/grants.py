"""One account before the administrator: what its owner is, roles to grant and take back, ways in to close."""

from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import TASKS
from core.accounts import grants, queries, second_factor
from core.accounts.rules import GRANTED, OF_THE_CENTRE
from core.accounts.second_factor import State
from core.errors import NotFound, Problem
from core.units import queries as units
from ui import terms
from ui.editing import tried
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/quan-tri/tai-khoan/{account:uuid}"
ADMIN = {"policy": "account.admin"}
GRANT = {"policy": "grant.admin"}


class Sheet(Struct, frozen=True, kw_only=True):
    """The account, its granted roles and second factor, and what a new grant may name."""

    account: queries.Detail
    grants: tuple[grants.Grant, ...]
    second_factor: State
    roles: tuple[tuple[str, str, str], ...]
    tasks: tuple[tuple[str, str], ...]
    units: tuple[tuple[UUID, str], ...]
    clusters: tuple[str, ...]
    today: date
    own: bool


class Ending(Struct, frozen=True):
    """Taking a role back, asked once."""

    account: queries.Detail
    grant: grants.Grant
    own: bool


@get(AT, opt=ADMIN)
async def show(request: Request, account: UUID) -> Response:
    """Everything about one account."""
    return await _sheet(request, account)


@post(AT + "/vai-tro", opt=GRANT)
async def give(request: Request, account: UUID) -> Response:
    """Grant a role; it holds on the account's next request."""

    async def act(visit: Visit) -> Response:
        form = visit.form
        role = form.line("role", 30)
        await grants.give(
            visit.tx, visit.actor, account, role, form.uuid("unit"), task=form.line("task", 30),
            starts_on=form.date("starts_on"), ends_on=form.date("ends_on"), cluster=form.line("cluster", 80),
        )  # fmt: skip
        said = _("Đã giao vai trò %(role)s, có hiệu lực ngay từ ngày bắt đầu.") % {"role": terms.role_label(role)}
        return await visit.done(_path(account), ("done", said))

    return await tried(request, act, lambda problem: _sheet(request, account, problem))


@get(AT + "/vai-tro/{grant:uuid}/thu-hoi", opt=GRANT)
async def take_back_form(request: Request, account: UUID, grant: UUID) -> Response:
    """Asked once."""
    return await _ending(request, account, grant)


@post(AT + "/vai-tro/{grant:uuid}/thu-hoi", opt=GRANT)
async def take_back(request: Request, account: UUID, grant: UUID) -> Response:
    """Take the role back at once. Who took back his own administrator's role goes to his own account."""

    async def act(visit: Visit) -> Response:
        await grants.take_back(visit.tx, visit.actor, account, grant)
        path = "tai-khoan" if account == visit.actor.account_id else _path(account)
        return await visit.done(path, ("done", _("Đã thu hồi vai trò, có hiệu lực ngay.")))

    return await tried(request, act, lambda problem: _ending(request, account, grant, problem))


@post(AT + "/khoa", opt=ADMIN)
async def close(request: Request, account: UUID) -> Response:
    """Close the account."""

    async def act(visit: Visit) -> Response:
        await grants.close(visit.tx, visit.actor, account)
        return await visit.done(_path(account), ("done", _("Đã khóa tài khoản và đăng xuất mọi thiết bị.")))

    return await tried(request, act, lambda problem: _sheet(request, account, problem))


@post(AT + "/mo-khoa", opt=ADMIN)
async def reopen(request: Request, account: UUID) -> Response:
    """Open it again."""
    async with enter(request, write=True) as visit:
        await grants.reopen(visit.tx, visit.actor, account)
        answer = await visit.done(_path(account), ("done", _("Đã mở khóa tài khoản.")))
    return answer


async def _sheet(request: Request, account: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        view = Sheet(
            account=await queries.detail(visit.tx, visit.actor, account),
            grants=await grants.of_account(visit.tx, account),
            second_factor=await second_factor.state(visit.tx, account),
            roles=tuple(
                (role, terms.role_label(role), terms.role_help(role))
                for role in (OF_THE_CENTRE if visit.tenant.kind == "centre" else GRANTED)
            ),
            tasks=tuple((task, terms.task_label(task)) for task in TASKS),
            units=await _units(visit), clusters=await grants.clusters(visit.tx), today=visit.today,
            own=account == visit.actor.account_id,
        )  # fmt: skip
    return page(visit, "account/grants.html", view, problem=problem, form=visit.form)


async def _ending(request: Request, account: UUID, grant: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        detail = await queries.detail(visit.tx, visit.actor, account)
        held = {one.id: one for one in await grants.of_account(visit.tx, account) if one.revoked_at is None}
        if grant not in held:
            raise NotFound("access.not-found")
        view = Ending(detail, held[grant], account == visit.actor.account_id)
    return page(visit, "account/take_back.html", view, problem=problem)


async def _units(visit: Visit) -> tuple[tuple[UUID, str], ...]:
    """Where a role can be granted: the top and the units right below it."""
    top = await units.top(visit.tx)
    below = await units.children(visit.tx, top.id)
    return tuple((unit.id, unit.name) for unit in (top, *below) if unit.closed_on is None)


def _path(account: UUID) -> str:
    return f"quan-tri/tai-khoan/{account}"


ROUTES = (show, give, take_back_form, take_back, close, reopen)
