"""The way into a page: the tenant of the address, the one transaction, the session, the route's policy.

    async with enter(request) as visit: …               a read
    async with enter(request, write=True) as visit: …   an act: form, CSRF and idempotency key checked

Nothing else opens the door for a page. Who is not signed in is sent to sign in and brought back; what is not
yours does not exist (404).
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from urllib.parse import quote, urlsplit

import msgspec
from litestar import Request, Response
from litestar.response import Redirect

from core import access
from core.access import Actor
from core.accounts import sessions
from core.accounts.second_factor import COMPULSORY
from core.db.scope import Scope, Transaction
from core.errors import Forbidden, NotFound, Problem
from core.packs.answers import HookFailed
from core.programmes import faults, pinned
from tenants.registry import Tenant
from ui import i18n, navigation, terms, tokens
from ui.forms import Form
from ui.shell import Flash, Shell

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


class NotSignedIn(Exception):
    """The page needs a session; `location` is where to get one and come back."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class SecondFactorOwed(NotSignedIn):
    """An administrator without a second factor sets one up before anything else; `location` is where."""


class AlreadyDone(Exception):
    """The same form came twice: answer as the first time."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class Visit(msgspec.Struct, kw_only=True):
    """One request inside a tenant: who, where, when, and the open transaction."""

    request: Request
    tenant: Tenant
    scope: Scope
    locale: str
    form: Form
    shell: Shell
    secret: bytes
    secure: bool
    tx: Transaction
    actor: Actor
    now: datetime
    today: date
    programmes: tuple[sessions.Line, ...] = ()
    token: str = ""

    async def done(self, path: str, flash: tuple[str, str] | None = None) -> Response:
        """The answer after an act: go to `path` inside this tenant, with a message. The form's key remembers it."""
        location = self.shell.url(path)
        await _remember(self, location)
        return redirect(self, location, flash)


def redirect(visit: Visit, location: str, flash: tuple[str, str] | None = None) -> Response:
    """303 to an address of ours; the message travels in a signed cookie and is shown once."""
    answer = Redirect(location, status_code=303)
    if flash:
        value = tokens.packed(visit.secret, Flash(*flash))
        answer.set_cookie("flash", value, max_age=120, httponly=True, samesite="lax", secure=visit.secure, path="/")
    return answer


def cookie_name(prefix: str, slug: str, secure: bool) -> str:
    """`__Host-s-kien-giang` over https; without the prefix on plain http, which is this machine alone."""
    return f"{'__Host-' if secure else ''}{prefix}-{slug}"


async def tenant_of(request: Request) -> Tenant:
    """The tenant whose address this is; others do not exist. Raises `tenant.suspended`."""
    tenant = await request.app.state.registry.find(str(request.path_params.get("tenant", "")))
    if tenant is None:
        raise NotFound("access.not-found")
    if tenant.suspended:
        away = Problem("tenant.suspended")
        away.status = 503  # for now: nothing in it is lost
        raise away
    return tenant


@asynccontextmanager
async def enter(request: Request, *, write: bool = False) -> AsyncIterator[Visit]:
    """Open the transaction for the route's policy. The block commits on leaving; render afterwards."""
    state = request.app.state
    tenant = await tenant_of(request)
    form = await read_form(request) if request.method in UNSAFE else Form({})
    token = request.cookies.get(cookie_name("s", tenant.slug, state.settings.secure), "")
    signed = None
    try:
        async with state.database.tenant(tenant.scope, readonly=not write) as tx:
            signed = await sessions.find(tx, token) if token else None
            if signed is None:
                raise NotSignedIn(_sign_in_address(request, tenant))
            if _owes_second_factor(request, signed):
                raise SecondFactorOwed(f"/{tenant.slug}/tai-khoan/hai-lop")
            await _know_rules(tx, signed)
            visit = _visit(request, tenant, form, token, signed, tx)
            if request.method in UNSAFE:
                check_origin(request, tokens.csrf_of(visit.secret, token), form)
            if not access.may(signed.actor, request.route_handler.opt["policy"]):
                raise NotFound("access.not-found")
            if write:
                await _refuse_repeat(visit)
            yield visit
    except HookFailed as failed:  # reported to this tenant alone
        async with state.database.tenant(tenant.scope) as tx:
            await faults.record(tx, failed)
        raise
    if signed.renew:
        async with state.database.tenant(tenant.scope) as tx:
            await sessions.renew(tx, token, sessions.lifetime(signed.actor.seats))


async def _know_rules(tx: Transaction, signed: sessions.Signed) -> None:
    """Menus follow the rules of each programme; those of a pack that is not installed are read once a process."""
    installed = pinned.catalog().packs
    strange = [one.rules_hash for one in signed.programmes if one.rules_hash and one.pack_id not in installed]
    if strange:
        await pinned.load(tx, strange)


def _owes_second_factor(request: Request, signed: sessions.Signed) -> bool:
    """Whether the account must have a second factor, has none, and the route is not the way to one."""
    demanded = request.app.state.settings.demands_second_factor and signed.actor.has(*COMPULSORY)
    return demanded and not signed.second_factor and not request.route_handler.opt.get("before_second_factor")


async def read_form(request: Request) -> Form:
    """The fields of the body, whichever encoding the form used."""
    data = await request.form()
    return Form({name: data.getall(name) for name in data})


def check_origin(request: Request, expected: str, form: Form) -> None:
    """Refuse a form that another site sent: the origin and the session's CSRF token must both be right."""
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden("csrf.foreign-origin")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("csrf.foreign-origin")
    given = request.headers.get("x-csrftoken") or form.raw.get("_csrf", "")
    if not tokens.same(given, expected):
        raise Forbidden("csrf.expired")


def _visit(request: Request, tenant: Tenant, form: Form, token: str, signed: sessions.Signed, tx: Transaction) -> Visit:
    settings = request.app.state.settings
    locale = i18n.negotiate(signed.locale, tenant.locale, request.headers.get("accept-language"))
    i18n.activate(locale)
    terms.activate(own_words(tenant, signed, locale))
    secret = settings.secret_key
    shell = navigation.shell_of(
        tenant, signed, request.url.path, locale, tokens.csrf_of(secret, token),
        tokens.unpacked(secret, request.cookies.get("flash")), demo=settings.demo,
        programme=str(request.path_params.get("programme", "")),
        keeper=tokens.keeper_of(secret, str(signed.actor.account_id)), folds=request.cookies.get("menu", ""),
    )  # fmt: skip
    request.state.shell = shell
    return Visit(
        request=request, tenant=tenant, scope=tenant.scope, locale=locale, form=form, shell=shell, secret=secret,
        secure=settings.secure, tx=tx, actor=signed.actor, now=signed.now, today=signed.today,
        programmes=signed.programmes, token=token,
    )  # fmt: skip


def own_words(tenant: Tenant, signed: sessions.Signed, locale: str) -> dict[str, str]:
    """What this tenant calls things in a language: the words it began with, over them those its admins gave since."""
    begun = tenant.profile.get("unit_kinds", {}) if locale == tenant.locale else {}
    given = ((key, vi if locale == "vi" else en) for key, (vi, en) in signed.own_words.items())
    return {f"kinds/{kind}": word for kind, word in begun.items()} | {key: word for key, word in given if word}


def _sign_in_address(request: Request, tenant: Tenant) -> str:
    back = request.url.path if request.method == "GET" else _form_of(request, tenant)
    if request.url.query and request.method == "GET":
        back += "?" + request.url.query
    return f"/{tenant.slug}/dang-nhap" + (f"?tiep={quote(back)}" if back else "")


def _form_of(request: Request, tenant: Tenant) -> str:
    """The page of ours that an act was sent from, where the browser says so: there one comes back to."""
    sent_from = urlsplit(request.headers.get("referer", ""))
    ours = sent_from.netloc == request.headers.get("host") and sent_from.path.startswith(f"/{tenant.slug}/")
    return sent_from.path if ours else ""


async def _refuse_repeat(visit: Visit) -> None:
    """The same key with the same body was already done; with another body it is refused."""
    key = visit.form.raw.get("_key", "")[:64]
    if not key:
        return
    row = await visit.tx.fetchrow(
        "select request_hash, location from submission_key where tenant_id = $1 and account_id = $2 and key = $3",
        visit.tx.tenant_id, visit.actor.account_id, key,
    )  # fmt: skip
    if row is None:
        return
    if row["request_hash"] != _body_hash(visit):
        raise Problem("form.key-reused")
    raise AlreadyDone(row["location"])


async def _remember(visit: Visit, location: str) -> None:
    """Store the key with the act. Two copies at once: the second waits, then fails on the key and rolls back."""
    key = visit.form.raw.get("_key", "")[:64]
    if not key:
        return
    stored = await visit.tx.execute(
        "insert into submission_key (tenant_id, account_id, key, request_hash, location) values ($1, $2, $3, $4, $5) "
        "on conflict do nothing",
        visit.tx.tenant_id, visit.actor.account_id, key, _body_hash(visit), location,
    )  # fmt: skip
    if stored != "INSERT 0 1":
        raise AlreadyDone(location)


def _body_hash(visit: Visit) -> bytes:
    fields = sorted((k, v) for k, v in visit.form.raw.items() if k not in ("_csrf",))
    return hashlib.sha256(msgspec.json.encode([visit.request.url.path, fields])).digest()
