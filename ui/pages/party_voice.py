"""Behind a party committee's link, without signing in: the cadres asked about, answered once (S0-22)."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.accounts import throttle
from core.assessments import queries
from core.assessments.rules import COMMENT_MAX
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.packs.schema import Level, Text
from core.party_voices import answers
from core.party_voices.answers import Asked, Said
from core.party_voices.links import Link
from core.party_voices.rules import SIGNED_MAX
from core.programmes.queries import Programme
from ui.forms import Form
from ui.guard import tenant_of
from ui.pages.sign_in import address_of, anonymous_form, anonymous_page
from ui.render import HTML

AT, PUBLIC = "/{tenant:str}/y-kien-cap-uy/{code:str}", {"policy": "public"}


class Behind(Struct, frozen=True, kw_only=True):
    """What a link shows: nothing but its state once it is no longer open."""

    state: str
    addressee: str
    here: str
    link: Link | None = None
    programme: Programme | None = None
    people: tuple[Asked, ...] = ()
    levels: tuple[tuple[str, Level], ...] = ()
    marks: tuple[tuple[str, Text], ...] = ()


@get(AT, opt=PUBLIC)
async def show(request: Request) -> Response[bytes]:
    """The cadres asked about; every look goes to the audit."""
    return await _answer(request, Form({}))


@post(AT, opt=PUBLIC)
async def give(request: Request) -> Response[bytes]:
    """Send what the party committee says; the link works once."""
    tenant, form = await anonymous_form(request)
    state, code = request.app.state, str(request.path_params["code"])
    try:
        said = _said(form)
        await _known(request)
        async with state.database.tenant(tenant.scope) as tx:
            signed = form.line("signed_as", SIGNED_MAX + 1)
            told = await answers.give(tx, code, state.settings.secret_key, signed, said)
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        return await _answer(request, form, problem)
    view = Behind(state="given", addressee=str(len(told)), here=_here(request))
    return _closed(anonymous_page(request, tenant, "party/over.html", view, Form({}), None))


async def _answer(request: Request, form: Form, problem: Problem | None = None) -> Response[bytes]:
    """The page of the link as it stands, with what was typed after a refusal."""
    tenant = await tenant_of(request)
    link = await _known(request)
    async with request.app.state.database.tenant(tenant.scope) as tx:
        if problem is None:
            await answers.opened(tx, link)
        view = await _behind(tx, link, _here(request))
    template = "party/answer.html" if view.state == "open" else "party/over.html"
    shown = problem if view.state == "open" else None
    answer = _closed(anonymous_page(request, tenant, template, view, form, shown))
    if view.state != "open":
        answer.status_code = 410
    return answer


async def _known(request: Request) -> Link:
    """The link of the address. A wrong one is counted before it is looked up, and slows whoever guesses down."""
    tenant, state = await tenant_of(request), request.app.state
    key = throttle.subject("party", address_of(request))
    async with state.database.tenant(tenant.scope) as tx:
        await throttle.attempt(tx, key)
        found = await answers.find(tx, str(request.path_params["code"])[:80], state.settings.secret_key)
        if found:
            await throttle.clear(tx, key)
    if found is None:
        raise NotFound("access.not-found")
    return found


async def _behind(tx: Transaction, link: Link, here: str) -> Behind:
    if link.state != "open":
        return Behind(state=link.state, addressee="", here=here)
    programme, people = await answers.asked(tx, link)
    if not people:
        return Behind(state="nobody", addressee=link.addressee, here=here)
    marks = tuple((key, one.title) for key, one in programme.rules.marks.items())
    return Behind(
        state="open", addressee=link.addressee, here=here, link=link, programme=programme, people=people,
        levels=queries.levels(programme.rules), marks=marks,
    )  # fmt: skip


def _said(form: Form) -> Mapping[UUID, Said]:
    """What was typed, by sheet; what names no sheet is left out."""
    found = {}
    for name in form.names("comment."):
        key = name.removeprefix("comment.")
        try:
            found[UUID(key)] = Said(form.text(name, COMMENT_MAX + 1), form.line(f"level.{key}", 40))
        except ValueError:
            continue
    return found


def _here(request: Request) -> str:
    return request.url.path


def _closed(answer: Response[bytes]) -> Response[bytes]:
    """Nobody keeps a copy, no search finds it, no link away tells where it came from."""
    answer.headers["cache-control"] = "no-store"
    answer.headers["x-robots-tag"] = "noindex"
    answer.headers["referrer-policy"] = "no-referrer"
    answer.media_type = HTML
    return answer


ROUTES = (show, give)
