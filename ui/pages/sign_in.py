"""Signing in and out, the first password by code, and the language switch."""

from datetime import date
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.response import Redirect
from msgspec import Struct

from core.accounts import actions, second_factor, sessions
from core.errors import Problem
from tenants.registry import Tenant
from ui import i18n, render, tokens
from ui.demo_accounts import DemoAccount, demo_accounts
from ui.forms import Form
from ui.guard import check_origin, cookie_name, read_form, tenant_of
from ui.shell import Shell

SECRET = ("password", "again")  # never shown again


class SignIn(Struct, frozen=True):
    """The sign-in form; `next` is where to go afterwards."""

    username: str
    next: str
    demo_accounts: tuple[DemoAccount, ...] = ()


class Redeem(Struct, frozen=True):
    """The form for an invitation code."""

    code: str


class Step(Struct, frozen=True):
    """The second step of a sign-in; `next` is where to go afterwards."""

    next: str


@get("/{tenant:str}/dang-nhap", opt={"policy": "public"})
async def form(request: Request) -> Response[bytes]:
    """The sign-in page."""
    tenant = await tenant_of(request)
    return _sign_in_page(request, tenant, Form({"next": [request.query_params.get("tiep", "")]}))


@post("/{tenant:str}/dang-nhap", opt={"policy": "public"})
async def sign_in(request: Request) -> Response:
    """Check name and password, start a session, go on."""
    tenant, fields = await anonymous_form(request)
    state = request.app.state
    name = cookie_name("s", tenant.slug, state.settings.secure)
    try:
        token, waits = await actions.sign_in(
            state.database, tenant.scope, fields.line("username", 60), fields.secret("password"),
            agent=request.headers.get("user-agent", ""), address=address_of(request),
            replaces=request.cookies.get(name),
        )  # fmt: skip
    except Problem as problem:
        return _sign_in_page(request, tenant, fields, problem)
    return _signed_in(request, tenant, token, local(fields.raw.get("next", ""), tenant), waits)


@get("/{tenant:str}/dang-nhap/ma", opt={"policy": "public"})
async def code_form(request: Request) -> Response:
    """The second step: the code of the app, or a recovery code."""
    tenant = await tenant_of(request)
    async with request.app.state.database.tenant(tenant.scope, readonly=True) as tx:
        waits = await sessions.awaiting(tx, _token(request, tenant))
    if waits is None:
        return Redirect(f"/{tenant.slug}/dang-nhap", status_code=303)
    return _code_page(request, tenant, Form({"next": [request.query_params.get("tiep", "")]}))


@post("/{tenant:str}/dang-nhap/ma", opt={"policy": "public"})
async def check_code(request: Request) -> Response:
    """Check the code and start the session."""
    tenant, fields = await anonymous_form(request)
    state = request.app.state
    try:
        token = await second_factor.complete(
            state.database, tenant.scope, _token(request, tenant), fields.line("code", 40), state.settings.secret_key,
            agent=request.headers.get("user-agent", ""), address=address_of(request),
        )  # fmt: skip
    except Problem as problem:
        if problem.code == "second-factor.expired":
            return _sign_in_page(request, tenant, fields, problem)
        return _code_page(request, tenant, fields, problem)
    return _signed_in(request, tenant, token, local(fields.raw.get("next", ""), tenant), False)


@get("/{tenant:str}/kich-hoat", opt={"policy": "public"})
async def redeem_form(request: Request) -> Response[bytes]:
    """The page for an invitation code; a code in the address (from a printed QR) is filled in."""
    tenant = await tenant_of(request)
    return _redeem_page(request, tenant, Form({"code": [request.query_params.get("ma", "")]}))


@post("/{tenant:str}/kich-hoat", opt={"policy": "public"})
async def redeem(request: Request) -> Response:
    """Set the first password and sign in."""
    tenant, fields = await anonymous_form(request)
    state = request.app.state
    try:
        if fields.secret("password") != fields.secret("again"):
            raise Problem("password.not-the-same", field="again")
        token, waits = await actions.redeem(
            state.database, tenant.scope, fields.line("code", 40), fields.secret("password"),
            state.settings.secret_key, agent=request.headers.get("user-agent", ""), address=address_of(request),
            username=fields.line("username", 60),
        )  # fmt: skip
    except Problem as problem:
        return _redeem_page(request, tenant, fields, problem)
    return _signed_in(request, tenant, token, f"/{tenant.slug}", waits)


@post("/{tenant:str}/dang-xuat", opt={"policy": "public"})
async def sign_out(request: Request) -> Response:
    """End the session, whether it was still alive or not."""
    tenant = await tenant_of(request)
    settings = request.app.state.settings
    name = cookie_name("s", tenant.slug, settings.secure)
    token = request.cookies.get(name, "")
    check_origin(request, tokens.csrf_of(settings.secret_key, token), await read_form(request))
    async with request.app.state.database.tenant(tenant.scope) as tx:
        await sessions.end(tx, token)
    answer = Redirect(f"/{tenant.slug}/dang-nhap", status_code=303)
    answer.delete_cookie(name, path="/")
    return answer


@post("/{tenant:str}/ngon-ngu", opt={"policy": "public"})
async def language(request: Request) -> Response:
    """Switch the language: remembered with the account when signed in, else with the browser."""
    tenant, fields = await tenant_of(request), await read_form(request)
    settings = request.app.state.settings
    token = request.cookies.get(cookie_name("s", tenant.slug, settings.secure), "")
    expected = token or request.cookies.get(cookie_name("c", tenant.slug, settings.secure), "")
    check_origin(request, tokens.csrf_of(settings.secret_key, expected), fields)
    locale = fields.line("locale", 5)
    if token:
        async with request.app.state.database.tenant(tenant.scope) as tx:
            signed = await sessions.find(tx, token)
            if signed:
                await actions.choose_locale(tx, signed.actor, locale)
    answer = Redirect(local(fields.raw.get("next", ""), tenant), status_code=303)
    if locale in i18n.LOCALES:
        answer.set_cookie("lang", locale, max_age=31_536_000, samesite="lax", secure=settings.secure, path="/")
    return answer


def local(target: str, tenant: Tenant) -> str:
    """A path inside this tenant, whatever the form says: never another host (`//evil`), never a scheme."""
    inside = target.startswith(f"/{tenant.slug}/") or target == f"/{tenant.slug}"
    hostile = any(mark in target for mark in ("\\", "//", "\r", "\n")) or not target.isascii()
    return target if inside and not hostile else f"/{tenant.slug}"


async def anonymous_form(request: Request) -> tuple[Tenant, Form]:
    """The form of somebody who is not signed in, checked against the cookie that its page set."""
    tenant, fields = await tenant_of(request), await read_form(request)
    settings = request.app.state.settings
    value = request.cookies.get(cookie_name("c", tenant.slug, settings.secure), "")
    check_origin(request, tokens.csrf_of(settings.secret_key, value), fields)
    return tenant, fields


def _sign_in_page(request: Request, tenant: Tenant, fields: Form, problem: Problem | None = None) -> Response[bytes]:
    settings = request.app.state.settings
    offered = demo_accounts(settings, tenant.slug, _locale(request, tenant))
    view = SignIn(fields.raw.get("username", ""), fields.raw.get("next", ""), offered)
    return anonymous_page(request, tenant, "shell/sign_in.html", view, fields, problem)


def _redeem_page(request: Request, tenant: Tenant, fields: Form, problem: Problem | None = None) -> Response[bytes]:
    return anonymous_page(request, tenant, "account/redeem.html", Redeem(fields.raw.get("code", "")), fields, problem)


def _code_page(request: Request, tenant: Tenant, fields: Form, problem: Problem | None = None) -> Response[bytes]:
    return anonymous_page(request, tenant, "account/code.html", Step(fields.raw.get("next", "")), fields, problem)


def _token(request: Request, tenant: Tenant) -> str:
    return request.cookies.get(cookie_name("s", tenant.slug, request.app.state.settings.secure), "")


def _locale(request: Request, tenant: Tenant) -> str:
    return i18n.negotiate(request.cookies.get("lang"), tenant.locale, request.headers.get("accept-language"))


def anonymous_page(
    request: Request, tenant: Tenant, template: str, view: Struct, fields: Form, problem: Problem | None
) -> Response[bytes]:
    """A page with a form before sign-in: its CSRF token hangs on a cookie of its own."""
    settings = request.app.state.settings
    name = cookie_name("c", tenant.slug, settings.secure)
    value = request.cookies.get(name) or tokens.anonymous()
    locale = _locale(request, tenant)
    shell = Shell(
        tenant_slug=tenant.slug, tenant_name=tenant.name, tenant_short=tenant.short_name, logo_text=tenant.logo_text,
        locale=locale, csrf=tokens.csrf_of(settings.secret_key, value), today=date.min, path=request.url.path,
    )  # fmt: skip
    kept = {name: text for name, text in fields.raw.items() if name not in SECRET}
    answer = render.answer(shell, template, view, problem=problem, form=kept)
    if name not in request.cookies:
        answer.set_cookie(name, value, httponly=True, samesite="lax", secure=settings.secure, path="/")
    if problem and problem.status == 429:
        answer.headers["retry-after"] = str(problem.facts["seconds"])
    return answer


def _signed_in(request: Request, tenant: Tenant, token: str, location: str, waits: bool) -> Response:
    """Set the cookie and go on, by way of the second step where it is owed."""
    settings = request.app.state.settings
    if waits:
        location = f"/{tenant.slug}/dang-nhap/ma?tiep={quote(location)}"
    answer = Redirect(location, status_code=303)
    answer.set_cookie(
        cookie_name("s", tenant.slug, settings.secure), token, max_age=2_592_000, httponly=True, samesite="lax",
        secure=settings.secure, path="/",
    )  # fmt: skip
    return answer


def address_of(request: Request) -> str:
    """Where a request came from, for the throttle."""
    return request.client.host if request.client else ""


ROUTES = (form, sign_in, code_form, check_code, redeem_form, redeem, sign_out, language)
