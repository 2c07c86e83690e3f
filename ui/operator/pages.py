"""The pages of the operator: sign in by code, tenants by size, a new one, suspended and resumed, the trail of acts."""

from datetime import date

from litestar import Request, Response, get, post
from litestar.response import Redirect
from msgspec import Struct
from msgspec.structs import replace

from core.errors import Problem
from tenants import operators, platform, profiles
from tenants.platform import Act, Invited, Order, Row
from tenants.profiles import Profile
from ui import i18n, tokens
from ui.i18n import _
from ui.operator.guard import Visit, cookie, enter

POLICY = {"policy": "operator"}
PUBLIC = {"policy": "public"}


class Listing(Struct, frozen=True):
    """Every tenant by name, state and size, and what operators did lately."""

    tenants: tuple[Row, ...]
    acts: tuple[Act, ...]


class Creating(Struct, frozen=True):
    """The form for a new tenant."""

    profiles: tuple[Profile, ...]
    public_url: str


class Created(Struct, frozen=True):
    """The first administrator's code, shown once; `address` is where it is used."""

    invited: Invited
    address: str


class One(Struct, frozen=True):
    """The tenant that is about to be suspended."""

    slug: str


class SignIn(Struct, frozen=True):
    """The form for a code."""


@get("/dang-nhap", opt=PUBLIC)
async def form(request: Request) -> Response:
    """Where a code becomes a session."""
    return await _sign_in_page(request)


@post("/dang-nhap", opt=PUBLIC)
async def sign_in(request: Request) -> Response:
    """Take the code; a session always gets a new token."""
    visit = await enter(request, anonymous=True)
    try:
        token = await operators.sign_in(visit.url, visit.form.line("code", 40), visit.settings.secret_key)
    except Problem as problem:
        return visit.page("operator/sign_in.html", SignIn(), problem=problem)
    answer = Redirect("/", status_code=303)
    answer.set_cookie(
        cookie(visit.settings, "operator"), token, max_age=43_200, httponly=True, samesite="strict",
        secure=visit.settings.secure, path="/",
    )  # fmt: skip
    return answer


@post("/dang-xuat", opt=POLICY)
async def sign_out(request: Request) -> Response:
    """End the session."""
    visit = await enter(request)
    await operators.sign_out(visit.url, visit.token)
    answer = Redirect("/dang-nhap", status_code=303)
    answer.delete_cookie(cookie(visit.settings, "operator"), path="/")
    return answer


@post("/ngon-ngu", opt=PUBLIC)
async def language(request: Request) -> Response:
    """Switch the language of this browser."""
    visit = await enter(request, anonymous=True)
    locale = visit.form.line("locale", 5)
    answer = Redirect("/" if visit.name else "/dang-nhap", status_code=303)
    if locale in i18n.LOCALES:
        answer.set_cookie("lang", locale, max_age=31_536_000, samesite="lax", secure=visit.settings.secure, path="/")
    return answer


@get("/", opt=POLICY)
async def listing(request: Request) -> Response:
    """The tenants."""
    visit = await enter(request)
    rows, acts = await platform.listing(visit.url), await platform.acts(visit.url)
    return visit.page("operator/list.html", Listing(tuple(rows), tuple(acts)))


@get("/don-vi-moi", opt=POLICY)
async def creating(request: Request) -> Response:
    """The form for a new tenant."""
    visit = await enter(request)
    return visit.page("operator/create.html", Creating(profiles.ready(), visit.settings.public_url))


@post("/don-vi-moi", opt=POLICY)
async def create(request: Request) -> Response:
    """Make it, and show the code on the answer itself: never in an address, cookie or log."""
    visit = await enter(request)
    fields = visit.form
    try:
        order = Order(
            slug=fields.line("slug", 60).lower(), name=fields.line("name", 200),
            short_name=fields.line("short_name", 60), admin=fields.line("admin", 80), unit=fields.line("unit", 200),
            place=fields.line("place", 80), opened_on=fields.date("opened_on") or platform.FOUNDED,
        )  # fmt: skip
        if order.opened_on > date(2100, 1, 1):
            raise Problem("form.not-a-date", field="opened_on")
        profile = _ready(fields.line("profile", 60))
        invited = await platform.create(visit.url, visit.name, order, profile, visit.settings.secret_key)
    except Problem as problem:
        view = Creating(profiles.ready(), visit.settings.public_url)
        return visit.page("operator/create.html", view, problem=problem, form=fields.raw)
    return _created(visit, invited)


@get("/don-vi/{slug:str}/tam-ngung", opt=POLICY)
async def confirm(request: Request) -> Response:
    """Ask once before the pages of a whole province close."""
    visit = await enter(request)
    slug = request.path_params["slug"]
    await platform.id_of(visit.url, slug)
    return visit.page("operator/suspend.html", One(slug))


@post("/don-vi/{slug:str}/tam-ngung", opt=POLICY)
async def suspend(request: Request) -> Response:
    """Close the tenant's pages."""
    visit = await enter(request)
    slug = request.path_params["slug"]
    try:
        await platform.suspend(visit.url, visit.name, slug, visit.form.line("reason", 300))
    except Problem as problem:
        return visit.page("operator/suspend.html", One(slug), problem=problem, form=visit.form.raw)
    return visit.done("/", _("Đã tạm ngừng %(slug)s. Dữ liệu còn nguyên.") % {"slug": slug})


@post("/don-vi/{slug:str}/mo-lai", opt=POLICY)
async def resume(request: Request) -> Response:
    """Open them again."""
    visit = await enter(request)
    slug = request.path_params["slug"]
    await platform.resume(visit.url, visit.name, slug)
    return visit.done("/", _("Đã mở lại %(slug)s.") % {"slug": slug})


@post("/don-vi/{slug:str}/ma-moi", opt=POLICY)
async def invite(request: Request) -> Response:
    """A new code for the first administrator while nobody in the tenant has begun."""
    visit = await enter(request)
    slug = request.path_params["slug"]
    invited = await platform.invite_again(visit.url, visit.name, slug, visit.settings.secret_key)
    return _created(visit, invited)


def _created(visit: Visit, invited: Invited) -> Response:
    address = f"{visit.settings.public_url}/{invited.slug}/kich-hoat"
    return visit.page("operator/created.html", Created(invited, address))


def _ready(name: str) -> Profile:
    """A ready profile only: a browser must not make the server read a path."""
    for profile in profiles.ready():
        if profile.name == name:
            return profile
    raise Problem("profile.unknown", field="profile", profile=name)


async def _sign_in_page(request: Request) -> Response:
    visit = await enter(request, anonymous=True)
    name = cookie(visit.settings, "operator-form")
    value = request.cookies.get(name) or tokens.anonymous()
    if not visit.name:
        visit.shell = replace(visit.shell, csrf=tokens.csrf_of(visit.settings.secret_key, value))
    answer = visit.page("operator/sign_in.html", SignIn())
    answer.set_cookie(name, value, httponly=True, samesite="strict", secure=visit.settings.secure, path="/")
    return answer


ROUTES = (form, sign_in, sign_out, language, listing, creating, create, confirm, suspend, resume, invite)
