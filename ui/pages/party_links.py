"""Links by which a party committee gives its voice: made for a unit or one cadre, shown once, revoked (S0-22)."""

from datetime import date, timedelta
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct, structs

from core.access import Target, can, require
from core.assessments import rules, unit_queries
from core.assessments.unit_queries import Person
from core.errors import NotFound, Problem
from core.party_voices import links
from core.party_voices.links import Link, target_of
from core.party_voices.rules import ADDRESSEE_MAX, DAYS_MOST, has_voice
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.units import queries as units
from ui.editing import asked_id, shown_again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/cap-uy/{unit:uuid}"
VOICE = {"policy": "assessment.voice"}
FORTNIGHT = timedelta(days=14)


class Page(Struct, frozen=True, kw_only=True):
    """A unit's links; `made` is the address of one made just now, shown this once; `about` the cadre chosen in the
    address."""

    programme: Programme
    unit_id: UUID
    unit_name: str
    people: tuple[Person, ...]
    links: tuple[Link, ...]
    here: str
    back: str
    until: date
    about: UUID | None = None
    made: str = ""
    most: int = DAYS_MOST


@get(AT, opt=VOICE)
async def listing(request: Request) -> Response:
    """The links so far, and the form for another."""
    async with enter(request) as visit:
        view = await _page(visit, request)
    return page(visit, "party/links.html", view)


@post(AT, opt=VOICE)
async def issue(request: Request) -> Response:
    """Make a link; its address is on the answer alone."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            before, form = await _page(visit, request), visit.form
            code = await links.issue(
                visit.tx, visit.actor, before.programme, before.unit_id, form.uuid("about"),
                form.line("addressee", ADDRESSEE_MAX + 1), form.date("until"), visit.secret,
            )  # fmt: skip
            address = f"{request.app.state.settings.base_url}{visit.shell.url(f'y-kien-cap-uy/{code}')}"
            view = structs.replace(await _page(visit, request), made=address)
    except Problem as problem:
        return await shown_again(request, visit, problem, "party/links.html", _page)
    return page(visit, "party/links.html", view)


@post("/{tenant:str}/cap-uy/{link:uuid}/thu-hoi", opt=VOICE)
async def revoke(request: Request) -> Response:
    """End a link before its day."""
    async with enter(request, write=True) as visit:
        found = await links.revoke(visit.tx, visit.actor, request.path_params["link"])
        programme = await programmes.by_id(visit.tx, found.programme_id)
        path = f"chuong-trinh/{programme.slug}/cap-uy/{found.unit_id}"
        answer = await visit.done(path, ("done", _("Đã thu hồi. Ai mở liên kết này sẽ không thấy gì nữa.")))
    return answer


async def _page(visit: Visit, request: Request) -> Page:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    unit = await units.get(visit.tx, request.path_params["unit"])
    if not has_voice(programme.rules):
        raise NotFound("access.not-found")
    require(visit.actor, "assessment.voice", target_of(unit.path))
    people = await unit_queries.people_of(visit.tx, visit.actor, programme, unit.id, unit.path)
    shell = visit.shell
    back = f"chuong-trinh/{programme.slug}/ket-qua/{unit.id}"
    follows = can(visit.actor, "progress.read", Target(unit_path=unit.path))
    return Page(
        programme=programme, unit_id=unit.id, unit_name=unit.name, back=shell.url(back if follows else ""),
        people=tuple(one for one in people if one.may_voice and one.state in rules.RATABLE and one.registration_id),
        links=await links.of_unit(visit.tx, programme, unit.id), about=asked_id(request, "phieu"),
        here=shell.url(f"chuong-trinh/{programme.slug}/cap-uy/{unit.id}"), until=visit.today + FORTNIGHT,
    )  # fmt: skip


ROUTES = (listing, issue, revoke)
