"""A page that everybody may read, signed in or not: the shell of who is there, and the tenant's transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from litestar import Request, Response
from msgspec import Struct

from core.access import Actor
from core.accounts import sessions
from core.db.scope import Transaction
from tenants.registry import Tenant
from ui import i18n, navigation, render, tokens
from ui.guard import cookie_name, tenant_of
from ui.shell import Shell


class Reader(Struct, kw_only=True):
    """Who reads: `actor` is None for a stranger; `kept` is the cookie that a stranger's forms hang on."""

    tenant: Tenant
    tx: Transaction
    shell: Shell
    actor: Actor | None
    kept: tuple[str, str] | None = None
    secure: bool = False

    def page(self, template: str, view: object) -> Response[bytes]:
        """Answer with a whole page, after the transaction."""
        answer = render.answer(self.shell, template, view)
        if self.kept:
            name, value = self.kept
            answer.set_cookie(name, value, httponly=True, samesite="lax", secure=self.secure, path="/")
        return answer


@asynccontextmanager
async def read_by_anyone(request: Request) -> AsyncIterator[Reader]:
    """Open a reading transaction of the address's tenant, whoever asks."""
    tenant, settings = await tenant_of(request), request.app.state.settings
    token = request.cookies.get(cookie_name("s", tenant.slug, settings.secure), "")
    async with request.app.state.database.tenant(tenant.scope, readonly=True) as tx:
        signed = await sessions.find(tx, token) if token else None
        locale = i18n.negotiate(
            signed.locale if signed else request.cookies.get("lang"), tenant.locale,
            request.headers.get("accept-language"),
        )  # fmt: skip
        i18n.activate(locale)
        if signed:
            shell = navigation.shell_of(
                tenant, signed, request.url.path, locale, tokens.csrf_of(settings.secret_key, token),
                tokens.unpacked(settings.secret_key, request.cookies.get("flash")), demo=settings.demo, programme="",
                folds=request.cookies.get("menu", ""),
            )  # fmt: skip
            yield Reader(tenant=tenant, tx=tx, shell=shell, actor=signed.actor)
            return
        name = cookie_name("c", tenant.slug, settings.secure)
        value = request.cookies.get(name) or tokens.anonymous()
        shell = Shell(
            tenant_slug=tenant.slug, tenant_name=tenant.name, tenant_short=tenant.short_name,
            logo_text=tenant.short_name, locale=locale, csrf=tokens.csrf_of(settings.secret_key, value),
            today=date.min, path=request.url.path,
        )  # fmt: skip
        yield Reader(
            tenant=tenant, tx=tx, shell=shell, actor=None, secure=settings.secure,
            kept=None if name in request.cookies else (name, value),
        )  # fmt: skip
