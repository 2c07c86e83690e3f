"""Who is at the operator's site: the session of a code, the form's token, the frame of a page."""

from collections.abc import Mapping
from datetime import date

from litestar import Request, Response
from litestar.response import Redirect
from msgspec import Struct

from core.errors import Problem
from core.settings import Settings
from tenants import operators
from ui import i18n, render, tokens
from ui.forms import Form
from ui.guard import UNSAFE, NotSignedIn, check_origin, read_form
from ui.i18n import _
from ui.shell import Flash, Shell


class Visit(Struct, kw_only=True):
    """One request of an operator, or of somebody about to sign in (`name` is '')."""

    settings: Settings
    url: str
    name: str
    token: str
    form: Form
    shell: Shell

    def page(
        self, template: str, view: object, *, problem: Problem | None = None, form: Mapping[str, str] | None = None
    ) -> Response[bytes]:
        """The page in the operator's frame."""
        return render.answer(self.shell, template, view, problem=problem, form=form)

    def done(self, path: str, text: str) -> Response:
        """Back to a list after an act, with a message."""
        answer = Redirect(path, status_code=303)
        value = tokens.packed(self.settings.secret_key, Flash("done", text))
        answer.set_cookie(
            "flash", value, max_age=120, httponly=True, samesite="strict", secure=self.settings.secure, path="/"
        )
        return answer


def cookie(settings: Settings, kind: str) -> str:
    """`__Host-operator` over https; without the prefix on plain http, which is this machine alone."""
    return f"{'__Host-' if settings.secure else ''}{kind}"


async def enter(request: Request, *, anonymous: bool = False) -> Visit:
    """Who asks. Raises `NotSignedIn`, and refuses a form that another site sent."""
    settings: Settings = request.app.state.settings
    form = await read_form(request) if request.method in UNSAFE else Form({})
    token = request.cookies.get(cookie(settings, "operator"), "")
    name = await operators.name_of(settings.database_url, token) or ""
    if not name and not anonymous:
        raise NotSignedIn("/dang-nhap")
    bound = token if name else request.cookies.get(cookie(settings, "operator-form"), "")
    if request.method in UNSAFE:
        check_origin(request, tokens.csrf_of(settings.secret_key, bound), form)
    locale = i18n.negotiate(request.cookies.get("lang"), None, request.headers.get("accept-language"))
    i18n.activate(locale)
    shell = Shell(
        tenant_slug="", tenant_name=_("Vận hành nền tảng"), tenant_short=_("Vận hành"), logo_text="VH", locale=locale,
        csrf=tokens.csrf_of(settings.secret_key, bound), today=date.min, path=request.url.path,
        person_name=name or None, roles_label=_("Người vận hành") if name else "",
        flash=tokens.unpacked(settings.secret_key, request.cookies.get("flash")),
    )  # fmt: skip
    request.state.shell = shell
    return Visit(
        settings=settings, url=settings.database_url, name=name, token=token, form=form, shell=shell
    )
